"""Questions to the catalog about statements and their speakers."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Engine,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.sql.expression import column

from index.attribution import identity
from index.attribution.namesakes import without_generation
from index.catalog.batches import batches
from index.catalog.records import HeldRole, StatementFilter, StoredSpeaker, StoredStatement
from index.catalog.schema import articles, mentions, speakers, statements
from index.catalog.statement_rows import span_of, spans_of
from index.catalog.within import shown
from index.catalog.words import bindable, match_any

_JOINED = (
    statements.join(articles, articles.c.key == statements.c.article_key)
    .outerjoin(mentions, mentions.c.key == statements.c.mention_key)
    .outerjoin(speakers, speakers.c.id == mentions.c.speaker_id)
)
_STORED = select(
    statements,
    articles.c.id.label("article"),
    articles.c.date.label("published"),
    articles.c.source.label("outlet"),
    mentions.c.name,
    mentions.c.speaker_id,
    mentions.c.candidates.label("namesakes"),
    speakers.c.name.label("speaker"),
).select_from(_JOINED)
_IN_ORDER = (statements.c.date.nulls_last(), articles.c.id, statements.c.start_char, statements.c.key)
_named = articles.alias("named")
_text = table("statement_text", column("rowid"))
_score = func.bm25(literal_column("statement_text"))
# With the plus, SQLite cannot look up a statement's row in the full-text index, which would search it once for each.
_TEXT_KEY: ColumnElement[int] = literal_column("+statement_text.rowid")


class DayCount(NamedTuple):
    """How many statements of one speaker one day has."""

    day: str | None
    """Said or else published, YYYY-MM-DD; None for the undated."""
    speaker_id: str | None
    """None for all whose speaker is not certain, or whom nobody names."""
    statements: int


class StatementQueries:
    """The part of the catalog's reader that is about who said what."""

    _engine: Engine

    def statements_of(self, article_key: int) -> list[StoredStatement]:
        """An article's statements, in the order of its text; of a duplicate, those of the article that holds it."""
        with self._engine.connect() as connection:
            holder = select(articles.c.duplicate_of).where(articles.c.key == article_key)
            held = connection.execute(holder).scalar_one_or_none()
            mine = statements.c.article_key == article_key if held is None else articles.c.id == held
            rows = connection.execute(_STORED.where(mine).order_by(statements.c.start_char, statements.c.key))
            return [_stored(row) for row in rows]

    def statements(self, chosen: StatementFilter, limit: int | None = None) -> Iterator[StoredStatement]:
        """Statements in the order of their dates, articles and places in the text, the undated last; read as asked for."""
        query = _STORED.where(*_conditions(chosen)).order_by(*_IN_ORDER).limit(limit)
        with self._engine.connect() as connection:
            yield from map(_stored, connection.execution_options(yield_per=200).execute(query))

    def statement_days(self, chosen: StatementFilter) -> dict[str | None, int]:
        """How many statements each day has that has any, in the order of `statements`: the first day first, None last."""
        query = select(statements.c.date, func.count()).select_from(_needed(chosen)).where(*_conditions(chosen))
        with self._engine.connect() as connection:
            rows = connection.execute(query.group_by(statements.c.date).order_by(statements.c.date.nulls_last()))
            return {day: count for day, count in rows}  # noqa: C416 - rows are not pairs to a type checker

    def statement_page(
        self, chosen: StatementFilter, days: Mapping[str | None, int], start: int, limit: int
    ) -> list[StoredStatement]:
        """Those of `statements` from the place `start` on, counted from 0.

        Only the days that hold them are sorted, whatever their place; `days` are what `statement_days` gives.
        """
        held: list[str | None] = []
        passed = before = 0
        for day, count in days.items():
            if passed < start + limit and passed + count > start:
                before = before if held else passed
                held.append(day)
            passed += count
        if not held:
            return []
        dated = [day for day in held if day is not None]
        parts = [statements.c.date.between(dated[0], dated[-1])] if dated else []
        parts += [statements.c.date.is_(None)] if None in held else []
        query = _STORED.where(or_(*parts), *_conditions(chosen)).order_by(*_IN_ORDER)
        with self._engine.connect() as connection:
            return [_stored(row) for row in connection.execute(query.limit(limit).offset(start - before))]

    def statement_counts(self, chosen: StatementFilter) -> list[DayCount]:
        """How many statements each speaker has on each day, in no order."""
        speaker = case((statements.c.certainty == "resolved", mentions.c.speaker_id))
        joined = _needed(chosen, speaking=True)
        query = select(statements.c.date, speaker, func.count()).select_from(joined).where(*_conditions(chosen))
        with self._engine.connect() as connection:
            return [DayCount(*row) for row in connection.execute(query.group_by(statements.c.date, speaker))]

    def speaker_names(self, ids: Sequence[str]) -> dict[str, str]:
        """Id to name of those of the speakers that exist."""
        found: dict[str, str] = {}
        with self._engine.connect() as connection:
            for batch in batches(ids):
                rows = connection.execute(select(speakers.c.id, speakers.c.name).where(speakers.c.id.in_(batch)))
                found.update((row.id, row.name) for row in rows)
        return found

    def names_holding(self, letters: str, limit: int) -> list[str]:
        """Names of speakers that hold these letters in upper or lower case, the most quoted first."""
        holding = speakers.c.name.icontains(bindable(letters), autoescape=True)
        query = select(speakers.c.name).where(holding).order_by(speakers.c.statements.desc(), speakers.c.id)
        with self._engine.connect() as connection:
            return list(dict.fromkeys(connection.execute(query.limit(limit)).scalars()))

    def outlets(self) -> list[str]:
        """Names of outlets, in the order of the alphabet; spellings in upper and lower case are one."""
        name = articles.c.source.collate("NOCASE")
        query = select(func.min(articles.c.source)).where(articles.c.source.is_not(None)).group_by(name).order_by(name)
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def search_statements(
        self, terms: Sequence[str], limit: int, chosen: StatementFilter | None = None
    ) -> list[tuple[StoredStatement, float]]:
        """Statements whose content holds any of the terms, by BM25, best first; equal ones by id."""
        matched = match_any(terms)
        if not matched or limit < 1:
            return []
        with self._engine.connect() as connection:
            rows = connection.execute(_search(chosen), {"terms": matched, "most": limit})
            return [(_stored(row), -row.score) for row in rows]

    def statements_by_id(self, ids: Sequence[str]) -> dict[str, StoredStatement]:
        """Those of the statements that exist."""
        found: dict[str, StoredStatement] = {}
        with self._engine.connect() as connection:
            for batch in batches(ids):
                rows = connection.execute(_STORED.where(statements.c.id.in_(batch)))
                found.update((row.id, _stored(row)) for row in rows)
        return found

    def statement_ids(self, chosen: StatementFilter) -> list[str]:
        """Ids of those whose vectors are stored, in no order: what a search among vectors is limited to."""
        stored = statements.c.embedded.is_(True)
        query = select(statements.c.id).select_from(_JOINED).where(stored, *_conditions(chosen))
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def speakers(self, limit: int | None = None) -> list[StoredSpeaker]:
        """Persons and bodies that are quoted, the most quoted first."""
        query = select(speakers).order_by(speakers.c.statements.desc(), speakers.c.id).limit(limit)
        with self._engine.connect() as connection:
            return [_speaker(row) for row in connection.execute(query)]

    def speakers_named(self, words: Sequence[str]) -> list[StoredSpeaker]:
        """Whom these words can name, the most quoted first: 'Zelenskiy' is Volodymyr Zelensky, 'Bill Clinton' not Hillary."""
        name = bindable(" ".join(words)).strip()
        if not name:
            return []
        groups = {identity.group_key(name, is_body) for is_body in (False, True)}
        query = select(speakers).where(speakers.c.group_key.in_(groups))
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(speakers.c.statements.desc(), speakers.c.id))
            found = [_speaker(row) for row in rows]
        asked = identity.name_key(name.split())
        keys = [[identity.name_key(form.split()) for form in one.names] for one in found]
        for shorten in (None, without_generation):  # 'Vann Newkirk' is the second of that name where there is no other
            fitting = [
                one
                for one, forms in zip(found, keys, strict=True)
                if one.is_body or any(identity.compatible(asked, shorten(form) if shorten else form) for form in forms)
            ]
            if any(not one.is_body for one in fitting):
                break
        return fitting


def _among(name: str, values: Sequence[str]) -> Select[tuple[Any]]:
    """Any number of values as one parameter."""
    listed: Any = bindparam(name, json.dumps([bindable(value) for value in values]))
    return select(func.json_each(listed).table_valued("value").c.value)


def _conditions(chosen: StatementFilter) -> list[ColumnElement[bool]]:
    """A filter as SQL, over the joined tables."""
    found: list[ColumnElement[bool]] = []
    spoken = []
    if chosen.speaker_ids is not None:
        wanted = mentions.c.speaker_id.in_(_among("wanted_speakers", chosen.speaker_ids))
        spoken.append(and_(statements.c.certainty == "resolved", _of_mentions(wanted)))
    if chosen.names is not None:
        named = mentions.c.name.in_(_among("wanted_names", chosen.names))
        unsure = or_(statements.c.certainty != "resolved", mentions.c.speaker_id.is_(None))
        spoken.append(and_(unsure, _of_mentions(named)))
    if spoken:
        found.append(or_(*spoken))
    if chosen.since is not None:
        found.append(statements.c.date >= chosen.since)
    if chosen.until is not None:
        found.append(statements.c.date <= chosen.until)
    if chosen.outlet is not None:
        found.append(articles.c.source.collate("NOCASE") == bindable(chosen.outlet))
    if chosen.articles is not None:
        named_articles = _named.c.id.in_(_among("wanted_articles", chosen.articles))
        holding = select(func.coalesce(_named.c.duplicate_of, _named.c.id)).where(named_articles)
        found.append(articles.c.id.in_(holding))
    if chosen.within is not None:
        found.append(statements.c.article_key.in_(select(shown(chosen.within).c.held)))
    return found


def _needed(chosen: StatementFilter, *, speaking: bool = False) -> FromClause:
    """Statements, joined with what the conditions of a filter are about, and no more."""
    joined: FromClause = statements
    if chosen.outlet is not None or chosen.articles is not None:
        joined = joined.join(articles, articles.c.key == statements.c.article_key)
    if chosen.names is not None or speaking:
        joined = joined.outerjoin(mentions, mentions.c.key == statements.c.mention_key)
    return joined


def _of_mentions(wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    """Statements by way of the index on mentions, which are fewer."""
    return statements.c.mention_key.in_(select(mentions.c.key).where(wanted))


def _search(chosen: StatementFilter | None) -> Select[Any]:
    """Of equal scores at the limit those with the lowest ids are taken, whatever the order of their articles."""
    found = select(literal_column("statement_text.rowid").label("key"), _score.label("score"))
    if chosen is None or chosen == StatementFilter():
        found = found.select_from(_text)
    else:
        joined = _text.join(statements, statements.c.key == _TEXT_KEY).join(
            articles, articles.c.key == statements.c.article_key
        )
        joined = joined.outerjoin(mentions, mentions.c.key == statements.c.mention_key)
        found = found.select_from(joined).where(*_conditions(chosen))
    matches = found.where(text("statement_text MATCH :terms")).cte("found").prefix_with("MATERIALIZED")
    most: Any = bindparam("most")
    last = select(matches.c.score).order_by(matches.c.score).limit(most).subquery()
    among_best = matches.c.score <= select(func.max(last.c.score)).scalar_subquery()
    return (
        _STORED.add_columns(matches.c.score)
        .join(matches, matches.c.key == statements.c.key)
        .where(among_best)
        .order_by(matches.c.score, statements.c.id)
        .limit(most)
    )


def _stored(row: Any) -> StoredStatement:  # noqa: ANN401 - a row of _STORED
    certain = row.certainty == "resolved"
    namesakes = tuple(json.loads(row.namesakes)) if certain and row.namesakes else ()
    return StoredStatement(
        key=row.key,
        id=row.id,
        article_key=row.article_key,
        article=row.article,
        source=span_of(row.source_start, row.source_end),
        cue=span_of(row.cue_start, row.cue_end),
        content=spans_of(row.content),
        kind=row.kind,
        certainty="ambiguous" if namesakes else row.certainty,
        candidates=namesakes or tuple(json.loads(row.candidates)),
        role=row.role,
        name=row.name,
        speaker=(row.speaker if certain else None) or row.name,
        speaker_id=row.speaker_id if certain else None,
        is_body=row.is_body,
        said=row.said,
        published=row.published,
        outlet=row.outlet,
    )


def _speaker(row: Any) -> StoredSpeaker:  # noqa: ANN401 - a row of `speakers`
    return StoredSpeaker(
        id=row.id,
        name=row.name,
        names=tuple(json.loads(row.names)),
        is_body=row.is_body,
        statements=row.statements,
        articles=row.articles,
        roles=tuple(HeldRole(*one) for one in json.loads(row.roles)),
        outlets=tuple(json.loads(row.outlets)),
        first=row.first,
        last=row.last,
    )
