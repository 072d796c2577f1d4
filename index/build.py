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

from index.articles import Skipped, find_files
from index.attribution.extract import Extractor, load_extractor
from index.catalog.paths import path_of, written_path
from index.catalog.schema import CATALOG_FILE
from index.catalog.writer import CatalogWriter
from index.embedding import Embedder, load_embedder
from index.errors import InputError, SettingsError
from index.lock import locked
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
from index.prune import is_under, keep_out_removed, prune_gone, remove_chosen
from index.reading import Reading
from index.report import BuildReport, Progress
from index.settings import Settings
from index.vectors import delete_vectors

__all__ = ["BuildReport", "Progress", "build", "build_index", "rebuild_named", "remove_articles"]

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
    found = find_files(paths)  # a path that does not exist is an error before anything is made or thrown away
    with _changing(index_dir, settings, report, rebuild=rebuild) as change:
        writer = change.writer
        for file in map(Path, paths):
            if file.is_file():  # named itself, not found in a folder: it is wanted, whatever was removed by hand
                writer.readmit(written_path(file.parent.resolve() / file.name))
        reading = Reading(writer, settings, change.embedder, change.extractor.statements, report)
        yield from reading.run(found)
        keep_out_removed(writer, report)
        _note_named([Path(path).absolute() for path in paths], writer)
        if prune:
            prune_gone(paths, writer, report, seen=reading.seen, read=reading.read)
        yield from change.finish()


def rebuild_named(
    index_dir: Path, settings: Settings, report: BuildReport, *, more: Sequence[Path] = (), prune: bool = False
) -> Iterator[Progress]:
    """Reads again all that builds were told to read before, and `more`, as `build` does; of it what is gone is told as skipped.

    Raises:
        InputError, SettingsError, IndexStoreError: as `build`.
    """
    with _changing(index_dir, settings, BuildReport()) as change:
        named = [path_of(path) for path in change.writer.named_paths()]
    there = list(more)
    for path in named:
        try:
            find_files([path])
        except InputError:
            report.skipped.append(Skipped(path, "gone, with all that was in it; its articles are kept"))
        else:
            there.append(path)
    yield from build(there, index_dir, settings, report, prune=prune)


def remove_articles(ids: Sequence[str], index_dir: Path, settings: Settings, report: BuildReport) -> Iterator[Progress]:
    """Removes articles by their ids, and keeps them out of later builds for as long as their text is the same.

    Killed at any moment it leaves some of them removed and the marks by which the next build, of anything, goes on.

    Raises:
        SettingsError, IndexStoreError: as `build`.
    """
    with _changing(index_dir, settings, report) as change:
        yield from remove_chosen(ids, change.writer, report)
        yield from change.finish()


class _Change:
    """An index that is being written."""

    def __init__(self, index_dir: Path, settings: Settings, report: BuildReport, *, rebuild: bool) -> None:
        self.embedder = load_embedder(settings.embedder)
        self.extractor = load_extractor(settings.attribution)
        self._index_dir, self._report = index_dir, report
        self._manifest = _manifest(settings, self.embedder, self.extractor)
        if rebuild:
            _clear(index_dir)
        self.writer = CatalogWriter(index_dir, self.extractor.statements)
        try:
            _begin(self.writer, index_dir, self._manifest)
        except BaseException:
            self.writer.close()
            raise

    def finish(self) -> Iterator[Progress]:
        """Brings speakers and vectors in step with the articles; the manifest comes last."""
        writer = self.writer
        yield from _settle(writer)
        yield from embed_pending(writer, self._index_dir, self.embedder, self._report)
        write_manifest(
            self._index_dir,
            replace(
                self._manifest,
                articles=sum(writer.article_counts().values()),
                chunks=writer.chunk_vectors.embedded_count(),
                statements=writer.statement_vectors.embedded_count(),
            ),
        )


@contextmanager
def _changing(index_dir: Path, settings: Settings, report: BuildReport, *, rebuild: bool = False) -> Iterator[_Change]:
    """The index, locked and open for writing; the report gets the seconds that it took."""
    started = time.perf_counter()
    with locked(index_dir):
        try:
            change = _Change(index_dir, settings, report, rebuild=rebuild)
            try:
                yield change
            finally:
                change.writer.close()
        finally:
            report.seconds = time.perf_counter() - started


def _note_named(paths: Sequence[Path], writer: CatalogWriter) -> None:
    """Remembers what was read for `rebuild_named`, but for what lies under what is remembered already."""
    known = [path_of(path) for path in writer.named_paths()]
    for path in paths:
        if not any(is_under(path, one) for one in known):
            writer.name_paths([written_path(path)])
            known.append(path)
    writer.commit()


def _settle(writer: CatalogWriter) -> Iterator[Progress]:
    """Works out who is who over all articles, where that can have changed."""
    total = writer.stale_count()
    for done in writer.settle_speakers():
        yield Progress("speakers", done, total, 0)


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
