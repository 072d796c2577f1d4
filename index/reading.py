"""The first step of a build: files to articles in the catalog."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial

from index.ahead import ahead
from index.articles import Article, Skipped, SourceFile, read_file
from index.catalog.paths import path_of, written_path
from index.catalog.records import Extract, Known, Prepared
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
MOST_CHARACTERS_AHEAD = 4_000_000
"""Of articles that are read ahead of being stored, all together."""


@dataclass
class _File:
    """A file as it is read."""

    number: int
    source: SourceFile
    path: str
    """As the catalog writes it."""
    signature: str | None
    began_ns: int
    unchanged: bool
    taken: int = 0
    """Articles so far."""
    shared: bool = False
    """Whether another file holds one of its articles as well."""
    skipped: list[Skipped] = field(default_factory=list)


_Read = tuple[_File, Article | Skipped | None]
"""What was read; None at the file's end."""


class Reading:
    """Takes every article of the files that are new or changed since they were last read."""

    def __init__(
        self, writer: CatalogWriter, settings: Settings, embedder: Embedder, extract: Extract, report: BuildReport
    ) -> None:
        self.seen: dict[str, str] = {}
        """Ids of the articles read in this run, each with the file it was read from."""
        self.read: set[str] = set()
        """Files read in this run, as the catalog writes their paths."""
        self._writer = writer
        self._settings = settings
        self._report = report
        self._prepare = partial(
            prepare, count_tokens=embedder.count_tokens, extract=extract, budget=settings.chunk_tokens
        )
        columns = sorted(settings.csv_columns.items())
        self._reader = f"{READER}:{settings.max_file_bytes}:{columns}"
        self._uncommitted = 0

    def run(self, found: Iterable[SourceFile | Skipped]) -> Iterator[Progress]:
        """Reads the files; yields how far it is. Articles are prepared in threads, and stored in order in this one.

        Raises:
            InputError: two texts under one id.
        """
        sources: list[SourceFile] = []
        for one in found:
            if isinstance(one, Skipped):
                self._report.skipped.append(one)
            else:
                sources.append(one)
        articles = 0
        counts, skips = self._writer.article_counts(), self._writer.skips()
        coming = ahead(self._items(sources), self._work, _characters, most_size=MOST_CHARACTERS_AHEAD)
        with closing(coming) as items:
            for (file, item), preparing in items:
                if isinstance(item, Article):
                    self._store(file, item, preparing)
                    yield Progress("reading", file.number - 1, len(sources), articles + file.taken)
                elif item is not None:
                    file.skipped.append(item)
                else:
                    if file.unchanged:
                        file.taken = counts.get(file.path, 0)
                        self._report.unchanged += file.taken
                        self._report.skipped += skips.get(file.path, [])
                    else:
                        self._end(file)
                    articles += file.taken
                    yield Progress("reading", file.number, len(sources), articles)
        self._writer.commit()

    def _items(self, sources: Iterable[SourceFile]) -> Iterator[_Read]:
        """What is in the files that are new or changed, and the ends of all of them."""
        signatures = self._writer.file_signatures()
        for number, source in enumerate(sources, 1):
            path, signature = written_path(source.path), self._signature(source)
            unchanged = signature is not None and signatures.get(path) == signature
            file = _File(number, source, path, signature, time.time_ns(), unchanged)
            if not unchanged:
                if os.access(source.path, os.R_OK):  # of a file that cannot be read nothing is known to be gone
                    self.read.add(path)
                columns = self._settings.csv_columns
                for item in read_file(source, max_bytes=self._settings.max_file_bytes, csv_columns=columns):
                    yield file, item
            yield file, None

    def _work(self, read: _Read) -> Callable[[], Prepared | str] | None:
        """The preparation of an article, where by all that is stored so far it will be needed."""
        article = read[1]
        if not isinstance(article, Article) or _is_known(self._writer.known(article.id), article):
            return None
        if self._writer.holder(article.sha256) is not None:
            return None
        return partial(self._prepare, article, duplicate_of=None)

    def _signature(self, source: SourceFile) -> str | None:
        """Size, time and id of the file and what its reading depends on; None where it cannot be looked at."""
        try:
            stat = source.path.stat()
        except OSError:
            return None
        return f"{stat.st_size}:{stat.st_mtime_ns}:{source.id}:{self._reader}"

    def _store(self, file: _File, article: Article, preparing: Future[Prepared | str] | None) -> None:
        """Takes an article of a file."""
        known = self._writer.known(article.id)
        elsewhere = self._elsewhere(article, file.path, known)
        if elsewhere is not None:
            file.shared = True
            reason: str | None = f"the same article as in {elsewhere}"
        else:
            reason = self._take(article, file.path, known, preparing)
        if reason is not None:
            named = reason if article.id == file.source.id else f"{article.id}: {reason}"
            file.skipped.append(Skipped(article.path, named))
        file.taken += 1
        self._uncommitted += 1
        if self._uncommitted >= COMMIT_ARTICLES:
            self._writer.commit()
            self._uncommitted = 0

    def _end(self, file: _File) -> None:
        """Notes that a file was read to its end."""
        self._report.skipped += file.skipped
        if file.signature is not None:
            # What another file holds as well is looked for here again when that file has gone.
            settled = not file.shared and file.began_ns - int(file.signature.split(":")[1]) > SETTLED_NS
            self._writer.record_file(file.path, file.signature if settled else _UNSETTLED, file.skipped)

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

    def _take(
        self, article: Article, path: str, known: Known | None, preparing: Future[Prepared | str] | None
    ) -> str | None:
        """Stores an article if it is new or changed; the reason if it turns out not to be one."""
        if known and _is_known(known, article):
            self._report.unchanged += 1
            if known.path != path:
                self._writer.move(article.id, path)
            return None
        if known:
            self._writer.remove(article.id)
        holder = self._writer.holder(article.sha256)
        prepared = self._prepared(article, holder, preparing)
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

    def _prepared(
        self, article: Article, holder: str | None, preparing: Future[Prepared | str] | None
    ) -> Prepared | str:
        """As prepared ahead, without what a duplicate does not have; or else prepared now."""
        if preparing is None:
            return self._prepare(article, duplicate_of=holder)
        prepared = preparing.result()
        if holder is None or isinstance(prepared, str):
            return prepared
        return replace(prepared, chunks=(), minhash=(), statements=(), duplicate_of=holder)


def _is_known(known: Known | None, article: Article) -> bool:
    """Whether an article is stored as it is."""
    return known is not None and (known.sha256, known.given) == (article.sha256, given_digest(article))


def _characters(read: _Read) -> int:
    return len(read[1].text) if isinstance(read[1], Article) else 0
