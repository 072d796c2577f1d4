"""Questions to the catalog about the articles of some days and outlets, be it that they hold their text or are duplicates."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import CTE, ColumnElement, Engine, bindparam, func, intersect, literal_column, select, table, text
from sqlalchemy.sql.expression import column

from index.catalog.batches import batches
from index.catalog.records import ArticleFilter, Hit, StoredChunk
from index.catalog.schema import articles, chunks
from index.catalog.words import bindable, match_any

TITLE_WEIGHT = 1.0
"""BM25 weight of a match in the title against one in the chunk."""
_doubles = articles.alias("doubles")
_text = table("chunk_text", column("rowid"))
# With the plus, SQLite cannot look up a chunk's row in the full-text index, which would search it once for each.
_TEXT_KEY: ColumnElement[int] = literal_column("+chunk_text.rowid")


class Shown(NamedTuple):
    """The article that fits, in the place of the one that holds its text, or that one itself."""

    key: int
    id: str
    date: str | None
    outlet: str | None


class WithinQueries:
    """The part of the catalog's reader that is about some of its articles."""

    _engine: Engine

    def articles_within(self, within: ArticleFilter) -> int:
        """How many articles fit, duplicates included."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(_fitting(within))).scalar_one()

    def undated_within(self, within: ArticleFilter) -> int:
        """How many articles of the outlets have no date."""
        undated = [articles.c.date.is_(None), *_of_outlets(within)]
        with self._engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(articles).where(*undated)).scalar_one()

    def holders_within(self, within: ArticleFilter) -> list[str]:
        """Ids of the articles that fit, and of those that hold the text of a duplicate that does."""
        held = shown(within)
        with self._engine.connect() as connection:
            return list(connection.execute(select(articles.c.id).join(held, held.c.held == articles.c.key)).scalars())

    def chunk_ids_within(self, within: ArticleFilter) -> list[str]:
        """Ids of the chunks whose vectors are stored, in no order."""
        held = shown(within)
        query = select(chunks.c.id).join(held, held.c.held == chunks.c.article_key).where(chunks.c.embedded.is_(True))
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def chunks_within(self, ids: Sequence[str], within: ArticleFilter) -> dict[str, StoredChunk]:
        """Those of the chunks that fit, each of the article that does."""
        held = shown(within)
        query = select(chunks, held.c.shown).join(held, held.c.held == chunks.c.article_key)
        found: dict[str, StoredChunk] = {}
        with self._engine.connect() as connection:
            for batch in batches(ids):
                rows = connection.execute(query.where(chunks.c.id.in_(batch)))
                found.update(
                    (row.id, StoredChunk(row.key, row.id, row.shown, row.start_char, row.end_char)) for row in rows
                )
        return found

    def shown_within(self, keys: Sequence[int], within: ArticleFilter) -> dict[int, Shown]:
        """Of articles that hold texts, by their keys, those that fit; or the duplicate that does."""
        held = shown(within)
        query = select(held.c.held, articles).join(held, held.c.shown == articles.c.key)
        found: dict[int, Shown] = {}
        with self._engine.connect() as connection:
            for batch in batches(sorted(set(keys))):
                rows = connection.execute(
                    query.with_only_columns(
                        held.c.held, articles.c.key, articles.c.id, articles.c.date, articles.c.source
                    ).where(held.c.held.in_(batch))
                )
                found.update((row.held, Shown(row.key, row.id, row.date, row.source)) for row in rows)
        return found

    def search_within(self, terms: Sequence[str], limit: int, within: ArticleFilter) -> list[Hit]:
        """As `search`, in the articles that fit; each chunk is of the article that does."""
        matched = match_any(terms)
        if not matched or limit < 1:
            return []
        held = shown(within)
        score = func.bm25(literal_column("chunk_text"), TITLE_WEIGHT, 1.0).label("score")
        found = (
            select(literal_column("chunk_text.rowid").label("key"), held.c.shown, score)
            .select_from(_text.join(chunks, chunks.c.key == _TEXT_KEY).join(held, held.c.held == chunks.c.article_key))
            .where(text("chunk_text MATCH :terms"))
            .cte("found")
            .prefix_with("MATERIALIZED")
        )
        most: Any = bindparam("most")
        last = select(found.c.score).order_by(found.c.score).limit(most).subquery()
        query = (
            select(chunks, found.c.shown, found.c.score)
            .join(found, found.c.key == chunks.c.key)
            .where(found.c.score <= select(func.max(last.c.score)).scalar_subquery())
            .order_by(found.c.score, chunks.c.id)
            .limit(most)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query, {"terms": matched, "most": limit})
            return [
                Hit(StoredChunk(row.key, row.id, row.shown, row.start_char, row.end_char), -row.score) for row in rows
            ]


def _of_outlets(within: ArticleFilter) -> list[ColumnElement[bool]]:
    if not within.outlets:
        return []
    listed: Any = bindparam("outlets", json.dumps([bindable(outlet) for outlet in within.outlets]))
    return [articles.c.source.collate("NOCASE").in_(select(func.json_each(listed).table_valued("value").c.value))]


def _fitting(within: ArticleFilter) -> CTE:
    """Keys of the articles that fit; a condition at a time, each read from its index, as texts lie before the columns."""
    days = [articles.c.date >= within.since] if within.since is not None else []
    days += [articles.c.date <= within.until] if within.until is not None else []
    sets = [select(articles.c.key).where(*conditions) for conditions in (days, _of_outlets(within)) if conditions]
    kept = intersect(*sets) if len(sets) > 1 else sets[0] if sets else select(articles.c.key)
    return kept.cte("fitting").prefix_with("MATERIALIZED")


def shown(within: ArticleFilter) -> CTE:
    """Pairs of the article that holds a text and the one that fits: itself, else its first duplicate by id that does."""
    fitting = _fitting(within)
    fits = select(fitting.c.key)
    own = select(fitting.c.key.label("held"), fitting.c.key.label("shown"))
    first = select(_doubles.c.duplicate_of, func.min(_doubles.c.id).label("id")).where(
        _doubles.c.duplicate_of.is_not(None), _doubles.c.key.in_(fits)
    )
    first_of = first.group_by(_doubles.c.duplicate_of).subquery()
    double = articles.alias("double")
    others = (
        select(articles.c.key, double.c.key)
        .select_from(first_of)
        .join(articles, articles.c.id == first_of.c.duplicate_of)
        .join(double, double.c.id == first_of.c.id)
        .where(articles.c.key.not_in(fits))
    )
    return own.union_all(others).cte("shown").prefix_with("MATERIALIZED")
