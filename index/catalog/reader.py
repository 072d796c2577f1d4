"""Questions to the catalog: articles, chunks, lexical search, statements, speakers, counts."""

import hashlib
import json
import sys
from collections import OrderedDict
from collections.abc import Generator, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from sqlalchemy import bindparam, func, literal, select, text

from index.catalog.batches import SQL_VARIABLES, batches
from index.catalog.paths import path_of
from index.catalog.records import Counts, Hit, StoredArticle, StoredChunk, Summary
from index.catalog.schema import articles, chunks, open_engine, skips, speakers, statements
from index.catalog.statement_queries import StatementQueries
from index.catalog.statement_rows import spans_of
from index.catalog.within import TITLE_WEIGHT, WithinQueries
from index.catalog.words import bindable, match_any

HEADINGS_KEPT = 10_000
holders = articles.alias("holders")
_STORED = select(
    articles,
    *(func.coalesce(holders.c[name], articles.c[name]).label(f"held_{name}") for name in ("text", "spans", "headings")),
    func.coalesce(holders.c.story, articles.c.story).label("held_story"),
).select_from(articles.outerjoin(holders, articles.c.duplicate_of == holders.c.id))
"""Articles, each with the text and what goes with it of the one that holds it."""


_SEARCH = text(
    # Of equal scores at the limit those with the lowest ids are taken, whatever the order in which articles were added.
    "WITH found AS MATERIALIZED (SELECT rowid AS key, bm25(chunk_text, :title, 1.0) AS score FROM chunk_text "
    "WHERE chunk_text MATCH :terms), last AS (SELECT score FROM found ORDER BY score LIMIT :limit) "
    "SELECT c.key, c.id, c.article_key, c.start_char, c.end_char, found.score FROM found JOIN chunks AS c "
    "ON c.key = found.key WHERE found.score <= (SELECT max(score) FROM last) ORDER BY found.score, c.id LIMIT :limit"
)
_FREQUENCIES = text("SELECT term, doc FROM chunk_terms WHERE term IN :stems").bindparams(
    bindparam("stems", expanding=True)
)
_VOCABULARY = text(
    "SELECT term, doc FROM chunk_terms WHERE term >= :first AND term < :next "
    "AND length(term) BETWEEN :shortest AND :longest"
)


class Heading(NamedTuple):
    """What tells an article from others."""

    id: str
    title: str | None


class Catalog(StatementQueries, WithinQueries):
    """Reads one catalog; safe to share between threads."""

    def __init__(self, index_dir: Path) -> None:
        self._engine = open_engine(index_dir, create=False)
        self._headings: OrderedDict[int, Heading] = OrderedDict()
        self._article = lru_cache(maxsize=512)(self._load_article)

    @classmethod
    def open(cls, index_dir: Path) -> Self:
        """Opens the catalog of an index.

        Raises:
            IndexDamagedError: it is missing or unreadable.
        """
        catalog = cls(index_dir)
        with catalog._engine.connect() as connection:
            connection.execute(select(chunks.c.key).limit(1))
        return catalog

    def close(self) -> None:
        """Closes the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def counts(self) -> Counts:
        """How much is stored."""
        count = func.count()
        numbers = (
            select(count).select_from(articles),
            select(count).select_from(articles).where(articles.c.duplicate_of.is_not(None)),
            select(count).select_from(chunks),
            select(count).select_from(chunks).where(chunks.c.embedded.is_(False)),
            select(count).select_from(statements),
            select(count).select_from(statements).where(statements.c.embedded.is_(False)),
            select(count).select_from(speakers),
        )
        with self._engine.connect() as connection:  # in one statement: a build may be running
            return Counts(*connection.execute(select(*(number.scalar_subquery() for number in numbers))).one())

    def fingerprint(self) -> str:
        """A hash of all texts and the order in which they came, hex; another text, or metadata read anew, makes another one."""
        digest = hashlib.sha256()
        with self._engine.connect() as connection:  # read from the index on `sha256`, without the articles
            for row in connection.execute(select(articles.c.key, articles.c.sha256).order_by(articles.c.sha256)):
                digest.update(f"{row.key} {row.sha256}\n".encode())
        return digest.hexdigest()

    def newest(self) -> str | None:
        """The latest publication date, YYYY-MM-DD; None where no article has one."""
        with self._engine.connect() as connection:
            newest: str | None = connection.execute(select(func.max(articles.c.date))).scalar_one()
        return newest

    def outlets(self) -> list[str]:
        """The outlets of the articles, each once."""
        with self._engine.connect() as connection:
            return list(
                connection.execute(select(articles.c.source).where(articles.c.source.is_not(None)).distinct()).scalars()
            )

    def summaries(self, *, measured: bool = True) -> list[Summary]:
        """All articles, without their texts, in the order of their ids; 0 characters each where they are not `measured`.

        Measuring reads every text: seconds in an archive of thousands.
        """
        texts = func.length(func.coalesce(holders.c.text, articles.c.text))
        length = (texts if measured else literal(0)).label("characters")
        columns = (articles.c[name] for name in ("id", "title", "source", "date", "path", "duplicate_of"))
        joined = articles.outerjoin(holders, articles.c.duplicate_of == holders.c.id)
        query = select(*columns, length).select_from(joined).order_by(articles.c.id)
        with self._engine.connect() as connection:
            return [
                Summary(row.id, row.title, row.source, row.date, row.path, row.duplicate_of, row.characters)
                for row in connection.execute(query)
            ]

    def skipped(self) -> list[tuple[str, int | None, str]]:
        """(path, line, reason) of what was not indexed."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(skips).order_by(skips.c.path, skips.c.line))
            return [(row.path, row.line, row.reason) for row in rows]

    def articles(self) -> Generator[StoredArticle, None, None]:
        """All articles, in the order of their ids, read as they are asked for."""
        with self._engine.connect() as connection:
            rows = connection.execution_options(yield_per=100).execute(_STORED.order_by(articles.c.id))
            yield from map(_stored, rows)

    def article(self, article_id: str) -> StoredArticle | None:
        """The article of that id; of a duplicate, with the text of the one that holds it."""
        with self._engine.connect() as connection:
            query = _STORED.where(articles.c.id == bindable(article_id))
            row = connection.execute(query).one_or_none()
        return None if row is None else _stored(row)

    def article_by_key(self, key: int) -> StoredArticle:
        """The article of that row; the last 512 are kept."""
        return self._article(key)

    def headings(self, keys: Sequence[int]) -> dict[int, Heading]:
        """Ids and titles of articles, without their texts; the last 10,000 are kept."""
        kept = self._headings
        found = {key: heading for key in keys if (heading := kept.get(key)) is not None}
        with self._engine.connect() as connection:
            for batch in batches([key for key in keys if key not in found]):
                wanted = select(articles.c.key, articles.c.id, articles.c.title).where(articles.c.key.in_(batch))
                found.update((row.key, Heading(row.id, row.title)) for row in connection.execute(wanted))
        kept.update(found)
        while len(kept) > HEADINGS_KEPT:
            kept.popitem(last=False)
        return found

    def _load_article(self, key: int) -> StoredArticle:
        with self._engine.connect() as connection:
            return _stored(connection.execute(_STORED.where(articles.c.key == key)).one())

    def chunks_by_id(self, ids: Sequence[str]) -> dict[str, StoredChunk]:
        """Those of the chunks that exist."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(chunks).where(chunks.c.id.in_(ids)))
            return {row.id: StoredChunk(row.key, row.id, row.article_key, row.start_char, row.end_char) for row in rows}

    def chunks_of(self, article_key: int) -> list[StoredChunk]:
        """An article's chunks, in order; of a duplicate, those of the article that holds its text, as its own."""
        holder = select(holders.c.key).join(articles, articles.c.duplicate_of == holders.c.id)
        held = func.coalesce(holder.where(articles.c.key == article_key).scalar_subquery(), article_key)
        query = select(chunks).where(chunks.c.article_key == held).order_by(chunks.c.start_char)
        with self._engine.connect() as connection:
            rows = connection.execute(query)
            return [StoredChunk(row.key, row.id, article_key, row.start_char, row.end_char) for row in rows]

    def search(self, terms: Sequence[str], limit: int) -> list[Hit]:
        """Chunks that hold any of the terms, by BM25 (Robertson's, as FTS5 computes it), best first; ties by id."""
        query = match_any(terms)
        if not query or limit < 1:
            return []
        values = {"title": TITLE_WEIGHT, "terms": query, "limit": limit}
        with self._engine.connect() as connection:
            return [
                Hit(StoredChunk(row.key, row.id, row.article_key, row.start_char, row.end_char), -row.score)
                for row in connection.execute(_SEARCH, values)
            ]

    def chunk_frequencies(self, stems: Sequence[str]) -> dict[str, int]:
        """Number of chunks that hold each stem; 0 for one that does not occur."""
        found = dict.fromkeys(stems, 0)
        wanted = [word for word in found if bindable(word) == word]
        with self._engine.connect() as connection:
            for start in range(0, len(wanted), SQL_VARIABLES):
                rows = connection.execute(_FREQUENCIES, {"stems": wanted[start : start + SQL_VARIABLES]})
                found.update((row.term, row.doc) for row in rows)
        return found

    def vocabulary(self, first: str, shortest: int, longest: int) -> list[tuple[str, int]]:
        """Stems that begin with a letter and are neither shorter nor longer than given, each with its number of chunks."""
        if bindable(first) != first:
            return []
        values = {"first": first, "next": first + chr(sys.maxunicode), "shortest": shortest, "longest": longest}
        with self._engine.connect() as connection:
            return [(row.term, row.doc) for row in connection.execute(_VOCABULARY, values)]


def _stored(row: Any) -> StoredArticle:  # noqa: ANN401 - a row of _STORED
    return StoredArticle(
        key=row.key,
        id=row.id,
        text=row.held_text,
        sha256=row.sha256,
        path=path_of(row.path),
        duplicate_of=row.duplicate_of,
        story=row.held_story,
        title=row.title,
        source=row.source,
        date=row.date,
        author=row.author,
        url=row.url,
        place=row.place,
        page_starts=tuple(json.loads(row.page_starts)),
        spans=spans_of(row.held_spans),
        headings=spans_of(row.held_headings),
    )
