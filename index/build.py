"""Builds and updates an index: incremental, crash-safe, one process at a time.

The catalog is the truth and is written first: an article with its chunks and statements in one transaction, each marked as
not yet embedded, and the names in it marked as not yet settled. Who is who over all articles is worked out next. Vectors
follow and are marked when Chroma has them; a chunk that goes leaves a tombstone until its vector is
deleted. Whatever moment the process is killed at, the next run finds the marks and goes on. The manifest comes last.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from index.articles import find_files
from index.attribution.extract import Extractor, load_extractor
from index.catalog.schema import CATALOG_FILE
from index.catalog.writer import CatalogWriter
from index.embedding import Embedder, load_embedder
from index.errors import IndexBusyError, IndexStoreError, SettingsError
from index.manifest import (
    CHUNKER,
    FORMAT,
    MANIFEST_FILE,
    Manifest,
    check_begun_with,
    manifest_exists,
    write_manifest,
)
from index.pending import embed_pending
from index.prune import prune_gone
from index.reading import Reading
from index.report import BuildReport, Progress
from index.settings import Settings
from index.vectors import delete_vectors

__all__ = ["BuildReport", "Progress", "build", "build_index"]

log = logging.getLogger(__name__)


def build_index(
    paths: Sequence[Path | str], index_dir: Path, settings: Settings, *, prune: bool = False, rebuild: bool = False
) -> BuildReport:
    """Adds what is under `paths` to the index and returns what was done; `build` without the progress."""
    report = BuildReport()
    for _ in build(paths, index_dir, settings, report, prune=prune, rebuild=rebuild):
        pass
    return report


def build(
    paths: Sequence[Path | str],
    index_dir: Path,
    settings: Settings,
    report: BuildReport,
    *,
    prune: bool = False,
    rebuild: bool = False,
) -> Iterator[Progress]:
    """Adds what is under `paths` to the index, filling in `report`; yields how far it is.

    Args:
        paths: files, folders, globs.
        index_dir: the index's folder, made if need be.
        settings: embedder, chunk size, attribution, limits.
        report: filled in as the build goes.
        prune: remove articles that are gone from under `paths`, and only those.
        rebuild: throw away what the folder holds first.

    Raises:
        InputError: a path that does not exist, or two texts under one id.
        SettingsError: chunks longer than the embedder sees.
        IndexBusyError: another process is writing the index.
        IndexMismatchError: the index was begun with other settings.
        IndexDamagedError: the catalog cannot be read.
    """
    started = time.perf_counter()
    found = find_files(paths)  # a path that does not exist is an error before anything is made or thrown away
    with _locked(index_dir):
        try:
            embedder = load_embedder(settings.embedder)
            extractor = load_extractor(settings.attribution)
            manifest = _manifest(settings, embedder, extractor)
            if rebuild:
                _clear(index_dir)
            writer = CatalogWriter(index_dir, extractor.statements)
            try:
                _begin(writer, index_dir, manifest)
                reading = Reading(writer, settings, embedder, extractor.statements, report)
                yield from reading.run(found)
                if prune:
                    prune_gone(paths, writer, report, seen=reading.seen, read=reading.read)
                yield from _settle(writer)
                yield from embed_pending(writer, index_dir, embedder, report)
                write_manifest(
                    index_dir,
                    replace(
                        manifest,
                        articles=sum(writer.article_counts().values()),
                        chunks=writer.chunk_vectors.embedded_count(),
                        statements=writer.statement_vectors.embedded_count(),
                    ),
                )
            finally:
                writer.close()
        finally:
            report.seconds = time.perf_counter() - started


def _settle(writer: CatalogWriter) -> Iterator[Progress]:
    """Works out who is who over all articles, where that can have changed."""
    total = writer.stale_count()
    for done in writer.settle_speakers():
        yield Progress("speakers", done, total, 0)


@contextmanager
def _locked(index_dir: Path) -> Iterator[None]:
    """Keeps other processes from writing the index; the lock goes with the process, however it ends."""
    from filelock import FileLock, Timeout

    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index_dir / ".lock", timeout=0)
        lock.acquire()
    except Timeout as error:
        raise IndexBusyError(f"another process is writing the index {index_dir}; run again when it is done") from error
    except OSError as error:
        raise IndexStoreError(
            f"the index folder {index_dir} cannot be written ({error.strerror}); name another one with --index"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _manifest(settings: Settings, embedder: Embedder, extractor: Extractor) -> Manifest:
    """What the index is to be built with."""
    if settings.chunk_tokens > embedder.max_tokens:
        raise SettingsError(
            f"setting 'chunk_tokens' = {settings.chunk_tokens}: embedder {embedder.name} sees {embedder.max_tokens} "
            f"tokens of a text; set it to {embedder.max_tokens} at most"
        )
    return Manifest(
        format=FORMAT,
        embedder=embedder.name,
        embedder_version=embedder.version,
        chunker=CHUNKER,
        chunk_tokens=settings.chunk_tokens,
        onrecord=version("onrecord"),
        attribution=extractor.name,
        attribution_version=extractor.version,
        articles=0,
        chunks=0,
        statements=0,
    )


def _clear(index_dir: Path) -> None:
    """Removes everything a build makes, the manifest first."""
    for name in (MANIFEST_FILE, CATALOG_FILE, f"{CATALOG_FILE}-wal", f"{CATALOG_FILE}-shm"):
        (index_dir / name).unlink(missing_ok=True)
    delete_vectors(index_dir)


def _begin(writer: CatalogWriter, index_dir: Path, manifest: Manifest) -> None:
    """Compares with the settings the index was begun with, or notes them."""
    begun = writer.built_with()
    if begun:
        check_begun_with(index_dir, begun, manifest)
        return
    if manifest_exists(index_dir):
        log.warning("the catalog of %s was missing; the index is made anew from what is named", index_dir)
        (index_dir / MANIFEST_FILE).unlink()
    delete_vectors(index_dir)  # of a catalog that is gone
    writer.remember(manifest.built_with())
    writer.commit()
