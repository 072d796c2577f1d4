"""The first step of a build: files to articles in the catalog."""

import os
import time
from collections.abc import Iterable, Iterator

from index.articles import Article, Skipped, SourceFile, read_file
from index.catalog.paths import path_of, written_path
from index.catalog.records import Known
from index.catalog.writer import CatalogWriter
from index.embedding import Embedder
from index.errors import InputError
from index.prepare import given_digest, prepare
from index.prune import is_gone
from index.report import BuildReport, Progress
from index.settings import Settings

COMMIT_ARTICLES = 100
READER = "1"
"""Raised when files are read differently, so that unchanged ones are read again."""
SETTLED_NS = 2_000_000_000
"""A file younger than this when read may change again within its timestamp's grain; it is read again next time."""
_UNSETTLED = "unsettled"


class Reading:
    """Takes every article of the files that are new or changed since they were last read."""

    def __init__(self, writer: CatalogWriter, settings: Settings, embedder: Embedder, report: BuildReport) -> None:
        self.seen: dict[str, str] = {}
        """Ids of the articles read in this run, each with the file it was read from."""
        self.read: set[str] = set()
        """Files read in this run, as the catalog writes their paths."""
        self._writer = writer
        self._settings = settings
        self._embedder = embedder
        self._report = report
        columns = sorted(settings.csv_columns.items())
        self._reader = f"{READER}:{settings.max_file_bytes}:{columns}"
        self._uncommitted = 0

    def run(self, found: Iterable[SourceFile | Skipped]) -> Iterator[Progress]:
        """Reads the files; yields how far it is.

        Raises:
            InputError: two texts under one id.
        """
        sources: list[SourceFile] = []
        for one in found:
            if isinstance(one, Skipped):
                self._report.skipped.append(one)
            else:
                sources.append(one)
        signatures, counts = self._writer.file_signatures(), self._writer.article_counts()
        skips = self._writer.skips()
        articles = 0
        for number, source in enumerate(sources, 1):
            path = written_path(source.path)
            signature = self._signature(source)
            if signature is not None and signatures.get(path) == signature:
                taken = counts.get(path, 0)
                self._report.unchanged += taken
                self._report.skipped += skips.get(path, [])
            else:
                taken = 0
                for taken in self._read_file(source, path, signature):
                    yield Progress("reading", number - 1, len(sources), articles + taken)
            articles += taken
            yield Progress("reading", number, len(sources), articles)
        self._writer.commit()

    def _signature(self, source: SourceFile) -> str | None:
        """Size, time and id of the file and what its reading depends on; None where it cannot be looked at."""
        try:
            stat = source.path.stat()
        except OSError:
            return None
        return f"{stat.st_size}:{stat.st_mtime_ns}:{source.id}:{self._reader}"

    def _read_file(self, source: SourceFile, path: str, signature: str | None) -> Iterator[int]:
        """Takes every article of a file; yields how many so far."""
        if os.access(source.path, os.R_OK):  # of a file that cannot be read nothing is known to be gone
            self.read.add(path)
        began_ns = time.time_ns()
        skipped: list[Skipped] = []
        taken, shared = 0, False
        for item in read_file(source, max_bytes=self._settings.max_file_bytes, csv_columns=self._settings.csv_columns):
            if isinstance(item, Skipped):
                skipped.append(item)
                continue
            known = self._writer.known(item.id)
            elsewhere = self._elsewhere(item, path, known)
            reason = f"the same article as in {elsewhere}" if elsewhere else self._take(item, path, known)
            shared = shared or elsewhere is not None
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
            # What another file holds as well is looked for here again when that file has gone.
            settled = not shared and began_ns - int(signature.split(":")[1]) > SETTLED_NS
            self._writer.record_file(path, signature if settled else _UNSETTLED, skipped)

    def _elsewhere(self, article: Article, path: str, known: Known | None) -> str | None:
        """Another place, still there, that holds the very same article.

        Raises:
            InputError: it holds a different text under this id.
        """
        before = self.seen.get(article.id)
        self.seen.setdefault(article.id, path)
        if known is None or (before is None and (known.path == path or is_gone(path_of(known.path)))):
            return None
        other = before or known.path
        if known.sha256 != article.sha256:
            where = f"both in {path}" if other == path else f"one from {other}, one from {path}"
            raise InputError(
                f"two different articles have the id '{article.id}': {where}; "
                "index their common folder instead, or give them ids of their own"
            )
        return other

    def _take(self, article: Article, path: str, known: Known | None) -> str | None:
        """Stores an article if it is new or changed; the reason if it turns out not to be one."""
        if known and (known.sha256, known.given) == (article.sha256, given_digest(article)):
            self._report.unchanged += 1
            if known.path != path:
                self._writer.move(article.id, path)
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
