"""Builds and updates an index: incremental, crash-safe, one process at a time.

The catalog is the truth and is written first: an article and its chunks in one transaction, each chunk marked as not yet
embedded. Vectors follow and are marked when Chroma has them; a chunk that goes leaves a tombstone until its vector is
deleted. Whatever moment the process is killed at, the next run finds the marks and goes on. The manifest comes last.
"""

import fnmatch
import logging
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from glob import has_magic
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from index.articles import Article, Skipped, SourceFile, find_files, read_file
from index.catalog.records import PendingChunk
from index.catalog.schema import CATALOG_FILE
from index.catalog.writer import CatalogWriter
from index.embedding import Embedder, load_embedder
from index.errors import IndexBusyError, IndexDamagedError, IndexMismatchError, InputError
from index.manifest import CHUNKER, FORMAT, MANIFEST_FILE, Manifest, write_manifest
from index.prepare import given_digest, prepare
from index.settings import Settings
from index.vectors import Vectors, delete_vectors, vectors_exist

COMMIT_ARTICLES = 100
EMBED_CHUNKS = 256
READER = "1"
"""Raised when files are read differently, so that unchanged ones are read again."""
SETTLED_NS = 2_000_000_000
"""A file younger than this when read may change again within its timestamp's grain; it is read again next time."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """How far a build is."""

    step: Literal["reading", "embedding"]
    done: int
    """Files read, or chunks embedded."""
    total: int
    articles: int
    """Articles read so far; while embedding, articles whose vectors are complete."""


@dataclass
class BuildReport:
    """What a build did."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    duplicates: int = 0
    """Of those added or changed, articles whose very text is stored under another id."""
    skipped: list[Skipped] = field(default_factory=list)
    """Files and records that are not articles, those of unchanged files included."""
    chunks: int = 0
    """Chunks embedded."""
    seconds: float = 0.0


def build_index(
    paths: Sequence[Path | str], index_dir: Path, settings: Settings, *, prune: bool = False, rebuild: bool = False
) -> BuildReport:
    """Adds what is under `paths` to the index and returns what was done; `build` without the progress."""
    report = BuildReport()
    for _ in build(paths, index_dir, settings, report, prune=prune, rebuild=rebuild):
        pass
    return report


def build(  # noqa: PLR0913 - a report that outlives an interruption has to come from outside
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
        settings: embedder, chunk size, limits.
        report: filled in as the build goes.
        prune: remove articles that are gone from under `paths`, and only those.
        rebuild: throw away what the folder holds first.

    Raises:
        InputError: a path that does not exist, or two texts under one id.
        IndexBusyError: another process is writing the index.
        IndexMismatchError: the index was begun with other settings.
    """
    from filelock import FileLock, Timeout

    started = time.perf_counter()
    index_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(index_dir / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise IndexBusyError(f"another process is writing the index {index_dir}; run again when it is done") from error
    try:
        if rebuild:
            _clear(index_dir)
        embedder = load_embedder(settings.embedder)
        writer = CatalogWriter(index_dir)
        try:
            _begin(writer, index_dir, settings, embedder)
            reading = _Reading(writer, settings, embedder, report)
            yield from reading.run(paths)
            if prune:
                reading.prune(paths)
            yield from _embed(writer, index_dir, embedder, report)
            _finish(writer, index_dir, settings, embedder)
        finally:
            writer.close()
    finally:
        lock.release()
        report.seconds = time.perf_counter() - started


def _clear(index_dir: Path) -> None:
    """Removes everything a build makes, the manifest first."""
    for name in (MANIFEST_FILE, CATALOG_FILE, f"{CATALOG_FILE}-wal", f"{CATALOG_FILE}-shm"):
        (index_dir / name).unlink(missing_ok=True)
    delete_vectors(index_dir)


def _begin(writer: CatalogWriter, index_dir: Path, settings: Settings, embedder: Embedder) -> None:
    """Compares with the settings the index was begun with, or notes them."""
    wanted = {
        "format": str(FORMAT),
        "embedder": embedder.name,
        "embedder version": embedder.version,
        "chunker": CHUNKER,
        "chunk_tokens": str(settings.chunk_tokens),
    }
    built = writer.built_with()
    if not built:
        writer.remember(wanted)
        writer.commit()
        return
    for name, value in wanted.items():
        if built.get(name) != value:
            raise IndexMismatchError(
                f"the index {index_dir} was built with {name} {built.get(name)}, this run has {value}; "
                f"to make it anew run: onrecord index PATH… --index {index_dir} --rebuild"
            )


class _Reading:
    """The first step: files to articles in the catalog."""

    def __init__(self, writer: CatalogWriter, settings: Settings, embedder: Embedder, report: BuildReport) -> None:
        self._writer = writer
        self._settings = settings
        self._embedder = embedder
        self._report = report
        self._seen: dict[str, str] = {}  # article id to where it was seen in this run
        self._read: set[str] = set()  # files opened in this run
        self._uncommitted = 0

    def run(self, paths: Sequence[Path | str]) -> Iterator[Progress]:
        """Reads every file that is new or changed since it was last read."""
        sources: list[SourceFile] = []
        for found in find_files(paths):
            if isinstance(found, Skipped):
                self._report.skipped.append(found)
            else:
                sources.append(found)
        signatures, counts = self._writer.signatures(), self._writer.article_counts()
        skips = self._writer.skips()
        articles = 0
        for number, source in enumerate(sources, 1):
            path = str(source.path)
            signature = self._signature(source)
            if signature is not None and signatures.get(path) == signature:
                articles += counts.get(path, 0)
                self._report.unchanged += counts.get(path, 0)
                self._report.skipped += skips.get(path, [])
            else:
                for articles_now in self._read_file(source, signature):
                    yield Progress("reading", number - 1, len(sources), articles + articles_now)
                articles += articles_now
            yield Progress("reading", number, len(sources), articles)
        self._writer.commit()

    def _signature(self, source: SourceFile) -> str | None:
        """Size, time and id of the file and what its reading depends on; None where it cannot be looked at."""
        try:
            stat = source.path.stat()
        except OSError:
            return None
        columns = sorted(self._settings.csv_columns.items())
        return f"{stat.st_size}:{stat.st_mtime_ns}:{source.id}:{READER}:{self._settings.max_file_bytes}:{columns}"

    def _read_file(self, source: SourceFile, signature: str | None) -> Iterator[int]:
        """Takes every article of a file; yields how many so far."""
        path = str(source.path)
        self._read.add(path)
        skipped: list[Skipped] = []
        taken = 0
        began_ns = time.time_ns()
        yield taken
        for item in read_file(source, max_bytes=self._settings.max_file_bytes, csv_columns=self._settings.csv_columns):
            if isinstance(item, Skipped):
                skipped.append(item)
                continue
            reason = self._take(item)
            if reason is not None:
                skipped.append(Skipped(item.path, reason if item.id == source.id else f"{item.id}: {reason}"))
            taken += 1
            self._uncommitted += 1
            if self._uncommitted >= COMMIT_ARTICLES:
                self._writer.commit()
                self._uncommitted = 0
            yield taken
        self._report.skipped += skipped
        if signature is not None:
            settled = began_ns - int(signature.split(":")[1]) > SETTLED_NS
            self._writer.record_file(path, signature if settled else "unsettled", skipped)

    def _take(self, article: Article) -> str | None:
        """Stores an article if it is new or changed; the reason if it turns out not to be one."""
        known = self._writer.known(article.id)
        self._refuse_clash(article, known.path if known else None, known.sha256 if known else None)
        if known and (known.sha256, known.given) == (article.sha256, given_digest(article)):
            self._report.unchanged += 1
            if known.path != str(article.path):
                self._writer.move(article.id, str(article.path))
            return None
        if known:
            self._writer.remove(article.id)
        holder = self._writer.holder(article.sha256)
        prepared = prepare(
            article, self._embedder.count_tokens, budget=self._settings.chunk_tokens, duplicate_of=holder
        )
        if isinstance(prepared, str):
            self._report.removed += known is not None
            return prepared
        self._writer.add(prepared)
        self._report.duplicates += holder is not None
        if known:
            self._report.changed += 1
        else:
            self._report.added += 1
        return None

    def _refuse_clash(self, article: Article, known_path: str | None, known_sha256: str | None) -> None:
        """Two different texts under one id from different places are an error that names both."""
        here = str(article.path)
        before = self._seen.get(article.id)
        self._seen[article.id] = here
        other = before or (known_path if known_path != here and known_path and Path(known_path).exists() else None)
        if other is not None and known_sha256 is not None and known_sha256 != article.sha256:
            raise InputError(
                f"two different articles have the id '{article.id}': one from {other}, one from {here}; "
                "index their common folder instead, or give them ids of their own"
            )

    def prune(self, paths: Sequence[Path | str]) -> None:
        """Removes articles whose file is gone from under `paths`, or which are gone from a file that was read again."""
        for path, article_id in self._writer.ids_by_path():
            if article_id in self._seen or not any(_under(path, given) for given in paths):
                continue
            if path in self._read or not Path(path).exists():
                self._writer.remove(article_id)
                self._report.removed += 1
        for path in self._writer.signatures():
            if not Path(path).exists() and any(_under(path, given) for given in paths):
                self._writer.record_file(path, None)
        self._writer.commit()


def _under(path: str, given: Path | str) -> bool:
    """Whether a file is, is below, or matches what the user named."""
    whole = Path(given).absolute()
    return Path(path).is_relative_to(whole) or (has_magic(str(whole)) and fnmatch.fnmatch(path, str(whole)))


def _embed(writer: CatalogWriter, index_dir: Path, embedder: Embedder, report: BuildReport) -> Iterator[Progress]:
    """The second step: vectors for chunks that have none, and none for chunks that are gone."""
    if not vectors_exist(index_dir) and writer.embedded_count():
        log.warning("the vectors of %s were missing and are made again", index_dir)
        writer.mark_all_pending()
        writer.commit()
    total, buried = writer.pending_count(), writer.buried()
    if not total and not buried and vectors_exist(index_dir):
        return
    vectors = _open_or_remake(writer, index_dir)
    try:
        vectors.delete(buried)
        writer.forget(buried)
        writer.commit()
        total = writer.pending_count()
        yield Progress("embedding", 0, total, 0)
        with ThreadPoolExecutor(1, thread_name_prefix="chroma") as storing:
            last_key, done = -1, 0
            stored: Future[None] | None = None
            before: list[PendingChunk] = []
            while batch := writer.pending(last_key, EMBED_CHUNKS):
                found = embedder.embed([chunk.text for chunk in batch])
                if stored is not None:
                    stored.result()
                    _mark(writer, before)
                ids, articles = [chunk.id for chunk in batch], [chunk.article for chunk in batch]
                stored, before, last_key = storing.submit(vectors.add, ids, found, articles), batch, batch[-1].key
                done += len(batch)
                report.chunks = done
                yield Progress("embedding", done, total, 0)
            if stored is not None:
                stored.result()
                _mark(writer, before)
    finally:
        vectors.close()


def _mark(writer: CatalogWriter, chunks: Sequence[PendingChunk]) -> None:
    writer.mark_embedded([chunk.id for chunk in chunks])
    writer.commit()


def _open_or_remake(writer: CatalogWriter, index_dir: Path) -> Vectors:
    """The vector store; one that cannot be read, or has lost vectors, is made again from the catalog."""
    try:
        vectors = Vectors(index_dir, create=True)
    except IndexDamagedError as error:
        log.warning("%s", error)
        delete_vectors(index_dir)
        writer.mark_all_pending()
        writer.commit()
        return Vectors(index_dir, create=True)
    if vectors.count() < writer.embedded_count():
        log.warning("the vectors of %s are incomplete and are made again", index_dir)
        writer.mark_all_pending()
        writer.commit()
    return vectors


def _finish(writer: CatalogWriter, index_dir: Path, settings: Settings, embedder: Embedder) -> None:
    """Writes the manifest."""
    manifest = Manifest(
        format=FORMAT,
        embedder=embedder.name,
        embedder_version=embedder.version,
        chunker=CHUNKER,
        chunk_tokens=settings.chunk_tokens,
        onrecord=version("onrecord"),
        articles=sum(writer.article_counts().values()),
        chunks=writer.embedded_count(),
    )
    write_manifest(index_dir, manifest)
