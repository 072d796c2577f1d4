"""Dates of a written sentence that its source does not give: years, months, days, weekdays, and words such as 'yesterday'."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.dates import DAY_MONTH, FULL_DATE, MONTH, iso_date, month_day

_YEAR = r"(?:1[5-9]|20)\d\d"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_RELATIVE = (
    r"(?:yesterday|today|tomorrow|tonight|(?:last|next|this|previous|following|past|coming) "
    rf"(?:week|month|year|night|weekend|spring|summer|autumn|fall|winter|decade|century|(?-i:{_WEEKDAY})|(?-i:{MONTH})))"
)
_DATE = re.compile(
    rf"\b(?P<full>{FULL_DATE})|\b(?P<day>{DAY_MONTH})(?!\w)|(?P<months>(?P<month>\b(?-i:{MONTH}))(?:\s+of)?,?\s+(?P<in>{_YEAR})\b)"
    rf"|\b(?P<relative>{_RELATIVE})(?!\w)|\b(?P<decade>(?:1\d|20)\d0)['’]?s\b|(?<![\w.,$€£-])(?P<year>{_YEAR})(?![\w%]|[.,]\d)"
    rf"|\b(?P<weekday>(?-i:{_WEEKDAY}))s?\b|\b(?P<bare>(?-i:{MONTH}))(?!\w)",
    re.IGNORECASE,
)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|during|since|until|till|before|after|last|this|next|early|mid|late|from|to|and|by|through|between|of|every|each)[\s-]$",
    re.IGNORECASE,
)
_REPORTED = re.compile(r"\b(?:report(?:s|ed)|publish(?:es|ed)|dated|article|wr(?:ites|ote))\b", re.IGNORECASE)
_WORDS_TOO = re.compile(r"May|March")
"""Months that are words and names as well."""


class Dated(NamedTuple):
    """Words that name a time."""

    text: str
    start: int
    end: int
    parts: frozenset[str]
    """What a source must give: 'year 2023', 'month 07', 'day 07-11', 'monday', 'last week'."""


def absent(sentence: str, source: str, published: Sequence[str]) -> list[str]:
    """The dates of a sentence that neither a source nor its dates of publication (YYYY-MM-DD) give, as they are written.

    The day of publication is one only of what was reported or published then, since what happened may have been before.
    """
    given = {part for one in dates(source) for part in one.parts}
    for day in published:
        given |= {f"year {day[:4]}", f"month {day[5:7]}"} | (
            {f"day {day[5:]}"} if _REPORTED.search(sentence) else set()
        )
    given |= {f"decade {part[5:8]}0" for part in list(given) if part.startswith("year ")}
    return [one.text for one in dates(sentence) if not one.parts <= given]


def without_dates(text: str) -> str:
    """A text with its dates blanked, so that offsets hold."""
    for one in dates(text):
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def dates(text: str) -> Iterator[Dated]:
    """All words that name a time, in order."""
    for match in _DATE.finditer(text):
        parts = frozenset(_parts(match))
        if parts:
            yield Dated(match.group(), match.start(), match.end(), parts)


def _parts(match: re.Match[str]) -> Iterator[str]:
    found = match.groupdict()
    if found["full"] and (day := iso_date(found["full"])):
        yield from (f"year {day[:4]}", f"month {day[5:7]}", f"day {day[5:]}")
    elif found["day"] and (on := month_day(found["day"])):
        yield from (f"month {on[:2]}", f"day {on}")
    elif found["months"]:
        yield from (f"month {_month(found['month'])}", f"year {found['in']}")
    elif found["bare"] and (
        not _WORDS_TOO.fullmatch(found["bare"]) or _BEFORE_MONTH.search(match.string[: match.start()])
    ):
        yield f"month {_month(found['bare'])}"
    else:
        yield from _plain(found)


def _plain(found: dict[str, str | None]) -> Iterator[str]:
    """The part of what needs no reading."""
    if found["relative"]:
        yield " ".join(found["relative"].casefold().split())
    for kind in ("decade", "year"):
        if found[kind]:
            yield f"{kind} {found[kind]}"
    if found["weekday"]:
        yield found["weekday"].casefold()


def _month(name: str) -> str:
    return (month_day(f"{name} 1") or "")[:2]
