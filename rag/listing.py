"""Everything somebody said, as far as it fits: 'What has Lavrov said?'."""

import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from index.catalog import StoredStatement
from rag.asked import Asked
from rag.beside import beside
from rag.evidence.weigh import Evidence
from rag.period import Period
from rag.question import Query
from rag.reading import Reading, overlap
from rag.select import Quoted
from rag.whose import speaks
from rag.write import UNDATED

MOST = 10
"""Statements listed."""
_KINDS = ("direct", "mixed", "indirect")


class Listing(NamedTuple):
    """Some of a speaker's statements."""

    quoted: list[Quoted]
    """By date and article, undated ones last; within an article direct speech first."""
    shown: int
    """Statements among them."""
    total: int
    """Statements of the speaker, at the time asked for."""
    undated: int
    """Statements left out because they have no date, where a time was asked for."""


def listing(
    asked: Asked, periods: Sequence[Period], statements: Iterable[StoredStatement], reading: Callable[[int], Reading]
) -> Listing:
    """The first of a speaker's statements: direct speech before mixed and indirect, then the latest; no sentence twice."""
    theirs = [one for one in statements if speaks(asked, one)]
    undated = sum(dated(one) is None for one in theirs) if periods else 0
    if periods:
        theirs = [one for one in theirs if any(period.holds(dated(one)) for period in periods)]
    order = sorted(theirs, key=lambda one: dated(one) or "", reverse=True)
    order.sort(key=lambda one: _KINDS.index(one.kind))
    units: dict[tuple[int, range], tuple[Quoted, list[StoredStatement]]] = {}
    shown = 0
    stories: dict[int, int] = {}
    for one in order:
        if len(units) >= MOST and one.article_key not in {key for key, _ in units}:
            continue
        read = reading(one.article_key)
        unit = read.unit_of(one.content)
        if unit is None or stories.setdefault(read.article.story, read.article.key) != read.article.key:
            continue
        held = next(
            (pair for (key, span), pair in units.items() if key == one.article_key and _within(unit, span)), None
        )
        if held is not None:
            held[1].append(one)
            shown += 1
        elif len(units) < MOST and not any(key == one.article_key and overlap(unit, span) for key, span in units):
            units[one.article_key, unit] = Quoted(read, unit, 1.0), [one]
            shown += 1
    arranged = sorted(
        units.values(),
        key=lambda pair: (
            pair[0].reading.article.date or UNDATED,
            pair[0].reading.article.id,
            min(_KINDS.index(one.kind) for one in pair[1]),
            pair[0].sentences.start,
        ),
    )
    return Listing(_headed([quoted for quoted, _ in arranged]), shown, len(theirs), undated)


def _headed(quoted: Sequence[Quoted]) -> list[Quoted]:
    """With the date and outlet of each article before what is quoted of it first."""
    out: list[Quoted] = []
    for one in quoted:
        article = one.reading.article
        first = not out or out[-1].reading is not one.reading
        head = ", ".join(filter(None, (article.date or "Undated", article.source)))
        out.append(replace(one, lead=f"{head}:") if first else one)
    return out


def dated(statement: StoredStatement) -> str | None:
    """The day a statement was made, else that of the article."""
    return statement.said or statement.published


def rest(found: Listing, who: str) -> str | None:
    """Says how many there are and how to see them all; None where all are shown."""
    sentences = []
    if found.shown < found.total:
        sentences.append(
            f"{found.shown} of {found.total} statements; all of them: onrecord statements --speaker {shlex.quote(who)}."
        )
    if found.undated:
        sentences.append(
            "1 more statement has no date." if found.undated == 1 else f"{found.undated} more statements have no date."
        )
    return " ".join(sentences) or None


def rest_on_topic(
    query: Query, asked: Asked | None, evidence: Sequence[Evidence], quoted: Sequence[Quoted]
) -> str | None:
    """Says how many of a speaker's statements found on a topic are quoted, and how to see them all; None where all are.

    Articles of one story count once.
    """
    if asked is None or not asked.persons or not query.topic:
        return None
    shown = {
        (one.reading.article.key, said.key)
        for one in quoted
        for at in one.sentences
        for said in _theirs(asked, one.reading, at)
    }
    stories = {one.reading.article.story: one.reading.article.key for one in quoted}
    found = set(shown)
    for one in beside(query, evidence):
        article = one.reading.article
        if stories.setdefault(article.story, article.key) == article.key:
            found |= {(article.key, said.key) for said in _theirs(asked, one.reading, one.at)}
    if not shown or len(found) == len(shown):
        return None
    about = " ".join(term.word for term in query.topic)
    return (
        f"{len(shown)} of {len(found)} statements found on this; more of them: onrecord statements "
        f"--speaker {shlex.quote(asked.persons[0].name)} --about {shlex.quote(about)}."
    )


def _theirs(asked: Asked, reading: Reading, at: int) -> list[StoredStatement]:
    return [said for said in reading.voices[at].statements if speaks(asked, said)]


def _within(one: range, other: range) -> bool:
    return other.start <= one.start and one.stop <= other.stop
