"""Statements chosen by who, about what, when and where; and as other tools read them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from index.catalog.records import StatementFilter, StoredSpeaker, StoredStatement
from index.spans import Span
from index.speakers import names_like, names_of, people_called, people_in_role, said_in_role
from index.words import FUNCTION_WORDS, stem_of, stems, tokens

if TYPE_CHECKING:
    from index.catalog import Catalog
    from index.embedding import Embedder
    from index.vectors import Vectors

MOST_ON_TOPIC = 200
"""How many statements a topic gives at most."""
NEAR_ENOUGH = 0.45
"""Cosine to the topic from which a statement is on it though it holds none of its words."""
SHARE_OF_WORDS = 0.5
"""Of the topic's words, what a statement has to hold more of than this to be on it whatever it means."""
LEXICAL_WEIGHT = 0.8
"""Of words against meaning in the order, as for passages."""


class Searcher(NamedTuple):
    """What finds statements by meaning."""

    vectors: "Vectors"
    embedder: "Embedder"


@dataclass(frozen=True)
class Wanted:
    """Which statements; every condition narrows."""

    speaker: str | None = None
    """A name in full or a surname, of a person or body; or a role where nobody is named so: 'Kremlin spokesman'."""
    about: str | None = None
    """A topic, in a few words."""
    since: str | None = None
    """First day, YYYY-MM-DD, on which it was said or else published."""
    until: str | None = None
    """Last day, likewise."""
    outlet: str | None = None
    """Upper and lower case are the same."""


@dataclass(frozen=True)
class Found:
    """Statements, and how they were come by."""

    statements: Iterable[StoredStatement]
    """Once through: those on a topic as a list, best first; else by date, article and place, read as they are asked for."""
    people: tuple[StoredSpeaker, ...] = ()
    """Whom the speaker asked for can be, the most quoted first."""
    by_role: bool = False
    """Whether they were found by a role they hold, and only what they said while they held it is given."""
    nobody: bool = False
    """Whether a speaker was asked for and nobody is quoted under that name or in that role."""
    nearest: tuple[str, ...] = ()
    """Names that are written like the one asked for, where nobody has it."""
    left_out_undated: int = 0
    """Statements that fit but for having no date; on a topic, of the best `MOST_ON_TOPIC`."""
    chosen: StatementFilter | None = None
    """What alone decides which they are, so that the catalog can count and page them; None on a topic or in a role."""


def find_statements(catalog: "Catalog", wanted: Wanted, searcher: Searcher | None = None) -> Found:
    """The statements wanted; without a searcher, a topic is looked for by its words alone."""
    chosen = StatementFilter(outlet=wanted.outlet)
    people: tuple[StoredSpeaker, ...] = ()
    role: str | None = None
    if wanted.speaker is not None:
        people = people_called(catalog, wanted.speaker)
        names = names_of(wanted.speaker, people)
        if not people and not list(catalog.statements(StatementFilter(names=names), 1)):
            people = people_in_role(catalog, wanted.speaker)
            role, names = wanted.speaker, ()
            if not people:
                return Found((), nobody=True, nearest=names_like(catalog, wanted.speaker))
        chosen = replace(chosen, speaker_ids=tuple(one.id for one in people), names=names)
    dated = replace(chosen, since=wanted.since, until=wanted.until)
    undated = _undated(catalog, chosen, wanted.about, searcher) if dated != chosen else 0
    about = wanted.about
    found = catalog.statements(dated) if about is None else on_topic(catalog, about, dated, searcher)
    kept = found if role is None else _in_role(found, people, role)
    alone = dated if about is None and role is None else None
    return Found(kept, people, role is not None, left_out_undated=undated, chosen=alone)


def _in_role(found: Iterable[StoredStatement], people: Iterable[StoredSpeaker], role: str) -> Iterator[StoredStatement]:
    """What people said while they held a role."""
    speakers = {one.id: one for one in people}
    judged: dict[tuple[str, str | None, str | None], bool] = {}  # all that it depends on
    for one in found:
        if one.speaker_id is None:
            continue
        key = one.speaker_id, one.role, one.date
        if key not in judged:
            judged[key] = said_in_role(one, speakers[one.speaker_id], role)
        if judged[key]:
            yield one


def on_topic(
    catalog: "Catalog",
    topic: str,
    chosen: StatementFilter,
    searcher: Searcher | None = None,
    limit: int = MOST_ON_TOPIC,
) -> list[StoredStatement]:
    """Statements on a topic, best first: those that hold its words, and those that mean something like it."""
    words = tokens(topic)
    terms = [word for word in words if word.casefold() not in FUNCTION_WORDS] or words
    hits = catalog.search_statements(terms, limit, chosen)
    best = max((score for _, score in hits), default=0.0)
    lexical = {one.id: (score / best if best > 0 else 1.0) for one, score in hits}
    known = {one.id: one for one, _ in hits}
    cosines: dict[str, float] = {}
    if searcher is not None:
        ids = None if chosen == StatementFilter() else catalog.statement_ids(chosen)
        near = searcher.vectors.nearest_statements(searcher.embedder.embed_query(topic), limit, ids)
        cosines = {one.id: one.cosine for one in near}
        known |= catalog.statements_by_id([one.id for one in near if one.id not in known])
    wanted = {stem_of(term) for term in terms}
    scores = {
        key: LEXICAL_WEIGHT * lexical.get(key, 0.0) + (1 - LEXICAL_WEIGHT) * max(cosines.get(key, 0.0), 0.0)
        for key, one in known.items()
        if cosines.get(key, 0.0) >= NEAR_ENOUGH or (key in lexical and _holds(catalog, one, wanted))
    }
    return [known[key] for key in sorted(scores, key=lambda key: (-scores[key], key))][:limit]


def _holds(catalog: "Catalog", statement: StoredStatement, wanted: set[str]) -> bool:
    """Whether the content holds enough of some stems."""
    text = catalog.article_by_key(statement.article_key).text
    held = wanted.intersection(stem for start, end in statement.content for stem in stems(text[start:end]))
    return len(held) > SHARE_OF_WORDS * len(wanted)


def _undated(catalog: "Catalog", chosen: StatementFilter, topic: str | None, searcher: Searcher | None) -> int:
    """How many statements a date filter leaves out for having no date."""
    if topic is not None:
        return sum(one.date is None for one in on_topic(catalog, topic, chosen, searcher))
    return catalog.statement_days(chosen).get(None, 0)


def statement_json(statement: StoredStatement, text: str) -> dict[str, Any]:
    """A statement as other tools read it; `text` is the stored text of its article."""
    return {
        "id": statement.id,
        "article": statement.article,
        "speaker": statement.speaker,
        "speaker_id": statement.speaker_id,
        "certainty": statement.certainty,
        "candidates": list(statement.candidates),
        "role": statement.role,
        "source": _quoted(statement.source, text),
        "cue": _quoted(statement.cue, text),
        "content": [_quoted(span, text) for span in statement.content],
        "kind": statement.kind,
        "published": statement.published,
        "said": statement.said,
    }


def _quoted(span: Span | None, text: str) -> dict[str, Any] | None:
    return span and {"start_char": span.start, "end_char": span.end, "text": text[span.start : span.end]}


def speaker_json(speaker: StoredSpeaker) -> dict[str, Any]:
    """A speaker as other tools read it."""
    return {
        "id": speaker.id,
        "name": speaker.name,
        "names": list(speaker.names),
        "is_body": speaker.is_body,
        "statements": speaker.statements,
        "articles": speaker.articles,
        "outlets": list(speaker.outlets),
        "first": speaker.first,
        "last": speaker.last,
        "roles": [held._asdict() for held in speaker.roles],
    }
