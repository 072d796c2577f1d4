"""Where outlets disagree: another number or another date for what a question asks, said in a sentence of ours."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from index.words import stem_of, tokens
from rag.beside import ABOUT_AS_GOOD
from rag.period import MONTHS
from rag.question import Query
from rag.select import Quoted

_COUNTED = re.compile(r"\bhow many (?P<what>\w+(?: \w+)?)", re.IGNORECASE)
_WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = re.compile(
    rf"(?<![\w.,$€£-])(?P<value>\d[\d,]*(?:\.\d+)?(?: (?:million|billion))?|{'|'.join(_WORDS)})\b", re.IGNORECASE
)
_VAGUE = frozenset("least than over about around nearly almost up most some under roughly approximately only".split())
"""Words before a number after which another one need not contradict it."""
_NEAR = 3
"""Words from a number to what it counts."""
_DAY = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)})|(?P<named>{'|'.join(MONTHS)}) (?P<of>\d{{1,2}}))\b",
    re.IGNORECASE,
)


class Figure(NamedTuple):
    """A number or a day as a sentence gives it."""

    value: str
    """To compare by."""
    words: str
    """Verbatim."""


def with_disagreement(query: Query, quoted: Sequence[Quoted]) -> list[Quoted]:
    """The units, with a remark behind the first that gives another number or day than one of another outlet before it.

    Only figures of units about as good as the best are compared, and only where a unit gives just one: of how many of what the
    question asks, or a day where it asks when.
    """
    best = max((one.score for one in quoted), default=0.0)
    given: list[tuple[Quoted, Figure]] = []
    out: list[Quoted] = []
    said = False
    for one in quoted:
        figure = figure_in(query, _text(one)) if one.score >= ABOUT_AS_GOOD * best else None
        other = next(
            (pair for pair in given if figure and pair[1].value != figure.value and _elsewhere(pair[0], one)), None
        )
        if figure and other and not said and one.remark is None:
            said = True
            says = (
                f"The articles differ: {_outlet(other[0])} has “{other[1].words}”, {_outlet(one)} has “{figure.words}”."
            )
            out.append(replace(one, remark=says))
        else:
            out.append(one)
        if figure:
            given.append((one, figure))
    return out


def figure_in(query: Query, text: str) -> Figure | None:
    """The one figure of a text that a question asks for; None where there is none, a vague one, or more than one."""
    found = _days(text) if query.wanted == "time" else _counts(query, text) if query.wanted == "number" else []
    return found[0] if len({one.value for one in found}) == 1 else None


def _counts(query: Query, text: str) -> list[Figure]:
    asked = _COUNTED.search(query.text)
    if asked is None:
        return []
    counted = {stem_of(word) for word in asked.group("what").split()[:1]}
    found = []
    for match in _NUMBER.finditer(text):
        before, after = tokens(text[: match.start()])[-2:], tokens(text[match.end() :])[:_NEAR]
        if counted & {stem_of(word) for word in after}:
            if any(word.casefold() in _VAGUE for word in before):
                return []
            value = match.group("value").casefold().replace(",", "")
            found.append(Figure(str(_WORDS.index(value) + 1) if value in _WORDS else value, match.group("value")))
    return found


def _days(text: str) -> list[Figure]:
    return [
        Figure(f"{(one['month'] or one['named']).casefold()} {int(one['day'] or one['of'])}", one.group())
        for one in _DAY.finditer(text)
    ]


def _text(quoted: Quoted) -> str:
    return quoted.reading.article.text[quoted.span.start : quoted.span.end]


def _elsewhere(one: Quoted, other: Quoted) -> bool:
    """Whether two units are of different stories, and not of one outlet."""
    first, second = one.reading.article, other.reading.article
    return first.story != second.story and (first.source is None or first.source != second.source)


def _outlet(quoted: Quoted) -> str:
    return quoted.reading.article.source or quoted.reading.article.id
