"""Questions to the catalog: articles, chunks, lexical search, counts."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import func, select, text

from index.catalog.records import Counts, Hit, StoredArticle, StoredChunk, Summary
from index.catalog.schema import articles, chunks, open_engine, skips
from index.spans import Span

TITLE_WEIGHT = 1.0
"""BM25 weight of a match in the title against one in the chunk."""
_WORD = re.compile(r"\w+")


def fold(word: str) -> str:
    """Lower case without diacritics, as the full-text index folds."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The full-text index's stem of one word: folded, then Porter's."""
    stemmed: str = _porter().stemWord(fold(word))
    return stemmed


@lru_cache(maxsize=1)
def _porter() -> Any:  # noqa: ANN401 - snowballstemmer has no types
    import snowballstemmer

    return snowballstemmer.stemmer("porter")


def match_any(terms: Sequence[str]) -> str:
    """FTS5 query for any of the terms; each is quoted, so nothing a user types is read as an operator."""
    return " OR ".join('"' + term.replace('"', '""') + '"' for term in terms)


class Catalog:
    """Reads one catalog; safe to share between threads."""

    def __init__(self, index_dir: Path) -> None:
        self._engine = open_engine(index_dir, create=False)
        self._article = lru_cache(maxsize=512)(self._load_article)

    @classmethod
    def open(cls, index_dir: Path) -> Self:
        """Opens the catalog of an index.

        Raises:
            IndexDamagedError: it is missing or unreadable.
        """
        return cls(index_dir)

    def close(self) -> None:
        """Closes the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def counts(self) -> Counts:
        """How much is stored."""
        count = func.count()
        with self._engine.connect() as connection:
            total, own = connection.execute(
                select(count, func.count().filter(articles.c.duplicate_of.is_(None))).select_from(articles)
            ).one()
            of_chunks = connection.execute(select(count).select_from(chunks)).scalar_one()
            pending = connection.execute(
                select(count).select_from(chunks).where(chunks.c.embedded.is_(False))
            ).scalar_one()
        return Counts(total, total - own, of_chunks, pending)

    def summaries(self) -> list[Summary]:
        """All articles, without their texts, in the order of their ids."""
        holder = articles.alias()
        joined = articles.outerjoin(holder, articles.c.duplicate_of == holder.c.id)
        length = func.length(func.coalesce(articles.c.text, holder.c.text))
        query = select(articles, length.label("characters")).select_from(joined).order_by(articles.c.id)
        with self._engine.connect() as connection:
            return [
                Summary(row.id, row.title, row.source, row.date, row.path, row.duplicate_of, row.characters or 0)
                for row in connection.execute(query)
            ]

    def skipped(self) -> list[tuple[str, int | None, str]]:
        """(path, line, reason) of what was not indexed."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(skips).order_by(skips.c.path, skips.c.line))
            return [(row.path, row.line, row.reason) for row in rows]

    def articles(self) -> Iterator[StoredArticle]:
        """All articles, in the order of their ids."""
        for summary in self.summaries():
            article = self.article(summary.id)
            if article is not None:
                yield article

    def article(self, article_id: str) -> StoredArticle | None:
        """The article of that id; of a duplicate, with the text of the one that holds it."""
        with self._engine.connect() as connection:
            row = connection.execute(select(articles).where(articles.c.id == article_id)).one_or_none()
            if row is None:
                return None
            if row.duplicate_of is None:
                return _stored(row, row)
            holder = connection.execute(select(articles).where(articles.c.id == row.duplicate_of)).one()
            return _stored(row, holder)

    def article_by_key(self, key: int) -> StoredArticle:
        """The article of that row; the last 512 are kept."""
        return self._article(key)

    def _load_article(self, key: int) -> StoredArticle:
        with self._engine.connect() as connection:
            row = connection.execute(select(articles).where(articles.c.key == key)).one()
        return _stored(row, row)

    def chunks_by_id(self, ids: Sequence[str]) -> dict[str, StoredChunk]:
        """Those of the chunks that exist."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(chunks).where(chunks.c.id.in_(ids)))
            return {row.id: StoredChunk(row.key, row.id, row.article_key, row.start_char, row.end_char) for row in rows}

    def chunks_of(self, article_key: int) -> list[StoredChunk]:
        """An article's chunks, in order."""
        query = select(chunks).where(chunks.c.article_key == article_key).order_by(chunks.c.start_char)
        with self._engine.connect() as connection:
            rows = connection.execute(query)
            return [StoredChunk(row.key, row.id, row.article_key, row.start_char, row.end_char) for row in rows]

    def search(self, terms: Sequence[str], limit: int) -> list[Hit]:
        """Chunks that hold any of the terms, by BM25 (Robertson's, as FTS5 computes it), best first; ties by key."""
        words = [term for term in terms if _WORD.search(term)]
        if not words:
            return []
        query = text(
            "SELECT c.key, c.id, c.article_key, c.start_char, c.end_char, m.score FROM "
            "(SELECT rowid, bm25(chunk_text, :title, 1.0) AS score FROM chunk_text WHERE chunk_text MATCH :terms "
            "ORDER BY score, rowid LIMIT :limit) AS m JOIN chunks AS c ON c.key = m.rowid ORDER BY m.score, c.key"
        )
        values = {"title": TITLE_WEIGHT, "terms": match_any(words), "limit": limit}
        with self._engine.connect() as connection:
            return [
                Hit(StoredChunk(row.key, row.id, row.article_key, row.start_char, row.end_char), -row.score)
                for row in connection.execute(query, values)
            ]

    def chunk_frequencies(self, stems: Sequence[str]) -> dict[str, int]:
        """Number of chunks that hold each stem; 0 for one that does not occur."""
        found = dict.fromkeys(stems, 0)
        if found:
            marks = ", ".join(f":t{position}" for position in range(len(found)))
            query = text(f"SELECT term, doc FROM chunk_terms WHERE term IN ({marks})")  # noqa: S608 - numbered marks only
            values = {f"t{position}": word for position, word in enumerate(found)}
            with self._engine.connect() as connection:
                found.update((row.term, row.doc) for row in connection.execute(query, values))
        return found

    def vocabulary(self, first: str, shortest: int, longest: int) -> list[tuple[str, int]]:
        """Stems that begin with a letter and are neither shorter nor longer than given, each with its number of chunks."""
        query = text(
            "SELECT term, doc FROM chunk_terms WHERE term >= :first AND term < :next AND length(term) BETWEEN :shortest AND :longest"
        )
        values = {"first": first, "next": chr(ord(first) + 1), "shortest": shortest, "longest": longest}
        with self._engine.connect() as connection:
            return [(row.term, row.doc) for row in connection.execute(query, values)]


def _spans(written: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(written))


def _stored(row: Any, holder: Any) -> StoredArticle:  # noqa: ANN401 - SQLAlchemy rows
    """The article of `row`, with the text and spans of `holder`."""
    return StoredArticle(
        key=row.key,
        id=row.id,
        text=holder.text,
        sha256=row.sha256,
        path=Path(row.path),
        duplicate_of=row.duplicate_of,
        story=holder.story or holder.key,
        title=row.title,
        source=row.source,
        date=row.date,
        author=row.author,
        url=row.url,
        place=row.place,
        page_starts=tuple(json.loads(holder.page_starts)),
        spans=_spans(holder.spans),
        headings=_spans(holder.headings),
    )
