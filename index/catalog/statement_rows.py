"""Statements as rows: written with the mentions of their speakers, taken out again, and marked for who is who."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, text

from index.attribution import identity
from index.attribution.record import Attribution, Speaker, Statement, statement_id
from index.catalog.schema import mentions, stale_groups, statements
from index.spans import Span

_INDEX = text("INSERT INTO statement_text(rowid, content) VALUES (:key, :words)")
_UNINDEX = text("INSERT INTO statement_text(statement_text, rowid, content) VALUES ('delete', :key, :words)")


def spans_of(written: str) -> tuple[Span, ...]:
    """Spans as they are stored in JSON."""
    return tuple(Span(start, end) for start, end in json.loads(written))


def span_of(start: int | None, end: int | None) -> Span | None:
    """A span that may be missing."""
    return None if start is None or end is None else Span(start, end)


def content_words(content: Iterable[Span], article: str) -> str:
    """What is said, in the article's words; sliced here, as SQLite's substr() would stop at a NUL character."""
    return " ".join(article[start:end] for start, end in content)


def add_statements(connection: Connection, article: Row[Any], words: str, found: Sequence[Statement]) -> None:
    """Stores an article's statements and the mentions of their speakers; `article` is its row, `words` its text."""
    if not found:
        return
    keys = _add_mentions(connection, article.key, found)
    rows = []
    first_key = _next_key(connection, statements)
    for key, statement in enumerate(found, first_key):
        spans, speaker = statement.attribution, statement.speaker
        source, cue = spans.source or (None, None), spans.cue or (None, None)
        row = {
            "key": key,
            "id": statement_id(article.id, spans),
            "article_key": article.key,
            "start_char": min(one.start for one in (spans.source, spans.cue, *spans.content) if one is not None),
            "source_start": source[0],
            "source_end": source[1],
            "cue_start": cue[0],
            "cue_end": cue[1],
            "content": json.dumps(spans.content),
            "kind": statement.kind,
            "mention_key": keys.get((speaker.name, speaker.is_body)),
            "certainty": speaker.certainty,
            "candidates": json.dumps(speaker.candidates),
            "role": speaker.role,
            "is_body": speaker.is_body,
            "said": statement.said,
            "date": statement.said or article.date,
            "embedded": False,
        }
        rows.append(row)
    connection.execute(insert(statements), rows)
    indexed = enumerate((content_words(one.attribution.content, words) for one in found), first_key)
    connection.execute(_INDEX, [{"key": key, "words": content} for key, content in indexed])


def _add_mentions(
    connection: Connection, article_key: int, found: Iterable[Statement]
) -> Mapping[tuple[str | None, bool], int]:
    """One for each name an article's speakers have; gives the keys of their rows."""
    named: dict[tuple[str, bool], list[Speaker]] = {}
    for statement in found:
        speaker = statement.speaker
        if speaker.name is not None:
            named.setdefault((speaker.name, speaker.is_body), []).append(speaker)
    if not named:
        return {}
    first_key = _next_key(connection, mentions)
    rows = []
    for key, ((name, is_body), speakers) in enumerate(named.items(), first_key):
        certain = [one for one in speakers if one.certainty == "resolved"]
        row = {
            "key": key,
            "article_key": article_key,
            "name": name,
            "is_body": is_body,
            "group_key": identity.group_key(name, is_body),
            "roles": json.dumps(list(dict.fromkeys(one.role for one in certain if one.role))),
            "statements": len(certain),
        }
        rows.append(row)
    connection.execute(insert(mentions), rows)
    _mark_stale(connection, {str(row["group_key"]) for row in rows})
    return {named_so: key for key, named_so in enumerate(named, first_key)}


def _next_key(connection: Connection, table: Table) -> int:
    """The first of the keys to be given; they are given here, so that many rows go in at once."""
    last: int | None = connection.execute(select(func.max(table.c.key))).scalar_one()
    return (last or 0) + 1


def _mark_stale(connection: Connection, groups: Iterable[str]) -> None:
    """Notes that speakers have to be computed anew."""
    rows = [{"group_key": group} for group in groups]
    if rows:
        connection.execute(insert(stale_groups).prefix_with("OR IGNORE"), rows)


def take_statements(connection: Connection, article_key: int, words: str) -> list[tuple[str, Statement]]:
    """Takes an article's statements and mentions out, and returns the statements with their ids, in order."""
    joined = select(statements, mentions.c.name).outerjoin(mentions, mentions.c.key == statements.c.mention_key)
    mine = statements.c.article_key == article_key
    rows = connection.execute(joined.where(mine).order_by(statements.c.start_char, statements.c.key)).all()
    taken = [(row.id, _statement(row)) for row in rows]
    if rows:
        # A contentless full-text table must be told what it held.
        held = [{"key": row.key, "words": content_words(spans_of(row.content), words)} for row in rows]
        connection.execute(_UNINDEX, held)
        connection.execute(delete(statements).where(mine))
    own = mentions.c.article_key == article_key
    _mark_stale(connection, connection.execute(select(mentions.c.group_key).where(own)).scalars().all())
    connection.execute(delete(mentions).where(own))
    return taken


def _statement(row: Row[Any]) -> Statement:
    """A statement as it was before it was stored."""
    spans = Attribution(
        span_of(row.source_start, row.source_end), span_of(row.cue_start, row.cue_end), spans_of(row.content)
    )
    speaker = Speaker(row.name, row.certainty, tuple(json.loads(row.candidates)), row.role, row.is_body)
    return Statement(spans, speaker, row.kind, row.said)
