"""Times counted from a day: 'last summer', 'two months ago', 'this year', 'the past ten days'."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from rag.period.record import Period, month_of, year_of
from rag.period.written import PARTS, SEASON, Named, season_of, third_of

REACHES_TODAY = timedelta(days=31)
"""How long before today the newest article can be, for an archive that is still added to."""
_NUMBERS = {"a": 1, "an": 1, "couple": 2} | {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_UNIT = r"(?:day|week|month|year|decade)"
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_COUNTED = re.compile(
    rf"""
    \b(?P<ago>\d{{1,3}}|(?:a\s+)?couple\s+of|{"|".join(_NUMBERS)})\s+(?P<ago_unit>{_UNIT})s?\s+ago\b
    |\b(?:in|over|during|within|for)?\s*(?:the\s+)?(?:last|past|previous)\s+(?P<span>\d{{1,3}}|couple\s+of|{"|".join(_NUMBERS)})\s+(?P<span_unit>{_UNIT})s\b
    |\bthe\s+(?:last|past)\s+(?P<past_unit>{_UNIT})\b(?!\s+of\b)
    |\b(?:(?P<third>{"|".join(PARTS)})(?:\s*-\s*|\s+(?:of\s+|in\s+)?))?(?P<which>last|this|previous)\s+(?P<unit>week|month|year|decade|weekend|{SEASON}|{"|".join(_WEEKDAYS)})\b(?!\s+(?:and\s+a\s+half|of\b|(?:19|20)\d\d))
    |\b(?P<part>earlier|later)\s+this\s+(?P<part_unit>week|month|year)\b
    |\b(?P<day>(?:the\s+)?day\s+before\s+yesterday|yesterday|today|tonight|last\s+night|this\s+(?:morning|afternoon|evening))\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PRESENT = re.compile(
    r"^\s*(?:who|what|where|how|which)\b(?:(?!\b(?:did|was|were|had|said|happened)\b).)*$", re.IGNORECASE
)
"""A question in which 'today' means nowadays."""
_LEAD = re.compile(r"\s*(?:(?:in|over|during|within|for)\s+)?", re.IGNORECASE)


class Anchor(NamedTuple):
    """The day that times are counted from."""

    day: date
    is_newest: bool
    """Whether it is that of the newest article, not today."""


def counted_from(today: date, newest: str | None) -> Anchor:
    """Today where an archive reaches it, else the day of its newest article (YYYY-MM-DD), from which its reader looks back."""
    last = date.fromisoformat(newest) if newest else today
    return Anchor(last, is_newest=True) if last < today - REACHES_TODAY else Anchor(today, is_newest=False)


def anchored(asked: Iterable[Period], anchor: Anchor) -> tuple[Period, ...]:
    """Times with those that are counted from a day placed."""
    from rag.period.find import periods  # it reads counted times through this module

    placed = []
    for one in asked:
        again = periods(one.asked, anchor.day) if one.counted else []
        placed.append(replace(again[0], asked=one.asked, of_thing=one.of_thing) if again else one)
    return tuple(placed)


def counted(text: str, day: date | None) -> Iterator[Named]:
    """Every time counted from a day, in order; all of them reach from the year 1 to 9999 where the day is not known yet."""
    for match in _COUNTED.finditer(text):
        groups = {name: found.casefold() for name, found in match.groupdict().items() if found}
        if groups.get("day") == "today" and _PRESENT.match(text):
            continue
        try:
            days = _days(groups, day) if day else ("", "")
        except (OverflowError, ValueError):  # before the year 1
            continue
        lead = _LEAD.match(text, match.start())
        yield Named(lead.end() if lead else match.start(), match.end(), *days, counted=True)


def _days(groups: dict[str, str], day: date) -> tuple[str, str]:
    if "ago" in groups:
        return _ago(_number(groups["ago"]), groups["ago_unit"], day)
    if "span" in groups or "past_unit" in groups:
        unit = groups.get("span_unit") or groups["past_unit"]
        return _back(_number(groups.get("span", "one")), unit, day).isoformat(), day.isoformat()
    if "part" in groups:
        first, last = _ago(0, groups["part_unit"], day)
        return (first, min(last, day.isoformat())) if groups["part"] == "earlier" else (day.isoformat(), last)
    if "day" in groups:
        back = 2 if "before" in groups["day"] else groups["day"] in {"yesterday", "last night"}
        return _whole(day - timedelta(days=back))
    found = _named(groups["unit"], day, this=groups["which"] == "this")
    return third_of(found, groups.get("third")) if found[0][8:] == "01" else found


def _named(unit: str, day: date, *, this: bool) -> tuple[str, str]:
    """This or the last week, month, year, season, weekend or weekday."""
    if unit in {"week", "month", "year", "decade"}:
        first, last = _ago(0 if this else 1, unit, day)
        if unit == "week" and this:  # from Monday, but seven days at least: on a Monday it has hardly begun
            first = min(first, (day - timedelta(days=6)).isoformat())
        return first, last
    if unit in _WEEKDAYS:
        back = (day.weekday() - _WEEKDAYS.index(unit)) % 7
        return _whole(day - timedelta(days=back or (0 if this else 7)))
    if unit == "weekend":
        saturday = day - timedelta(days=(day.weekday() + 2) % 7)
        if this != (day.weekday() > 4):  # on a Saturday the last one is a week ago; on a Friday this one is to come
            saturday += timedelta(days=7 if this else -7)
        return saturday.isoformat(), (saturday + timedelta(days=1)).isoformat()
    ends = next(year for year in (day.year + 1, day.year, day.year - 1) if season_of(unit, year)[0] <= day.isoformat())
    first, last = season_of(unit, ends)
    if not this and last >= day.isoformat():  # it is not over: the one before
        first, last = season_of(unit, ends - 1)
    return first, last


def _ago(count: int, unit: str, day: date) -> tuple[str, str]:
    """The whole day, week from Monday, month, year or ten years that was so many ago."""
    if unit == "day":
        return _whole(day - timedelta(days=count))
    if unit == "week":
        monday = day - timedelta(days=day.weekday() + 7 * count)
        return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    if unit == "month":
        return month_of(day.year, day.month - count)
    if unit == "year":
        return year_of(date(day.year - count, 1, 1).year)
    begins = day.year // 10 * 10 - 10 * count
    return year_of(begins)[0], year_of(begins + 9)[1]


def _back(count: int, unit: str, day: date) -> date:
    """The day so many units before another one."""
    if unit in {"day", "week"}:
        return day - timedelta(days=count * (7 if unit == "week" else 1))
    months = count * {"month": 1, "year": 12, "decade": 120}[unit]
    first, last = month_of(day.year, day.month - months)
    return date.fromisoformat(min(f"{first[:8]}{day.day:02d}", last))


def _number(words: str) -> int:
    word = words.removesuffix(" of").rsplit(maxsplit=1)[-1]
    return int(word) if word.isdigit() else _NUMBERS[word]


def _whole(day: date) -> tuple[str, str]:
    return day.isoformat(), day.isoformat()
