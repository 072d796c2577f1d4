"""The times a text names, each with the words that bound it: 'since March', 'between 2019 and 2021', 'before last week'."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from rag.period.counted import counted
from rag.period.record import Period, month_of
from rag.period.written import Named, written

_BOUND = re.compile(
    r"\b(?P<bound>(?:ever\s+)?since|after|following|prior\s+to|before|until|till|up\s+(?:to|until)|(?:from|between))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\b(?:(?:back\s+)?in|on|of|during|over|for|between|from|since|by|as\s+of|throughout|within|at)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s*(?:and|or|to|until|till|through|-|–|—)\s*(?:the\s+)?", re.IGNORECASE)
_ONWARDS = re.compile(r"\s+(?:on(?!\s+\w)|onwards?)\b", re.IGNORECASE)
_BY = re.compile(r"\bby\s+(?:the\s+)?$", re.IGNORECASE)
_OWN = re.compile(r"\b(?:a|an|his|her|its|my|our|the|their|this|that|\w+['’]s)\s+$", re.IGNORECASE)
_THING = re.compile(
    r"\s+(?!(?:about|and|as|at|by|did|do|does|for|from|had|has|in|is|of|on|or|regarding|that|to|was|were|when|with)\b)\w"
)
_OWNS = re.compile(r"^['’]s?(?=\s)")
_YEAR = re.compile(r"(?:the\s+)?\d{4}$", re.IGNORECASE)
_OF_IT = re.compile(r"['’]s?\s+\w")


class _Placed(NamedTuple):
    """A time with where its words start and end, the preposition before them included."""

    start: int
    end: int
    period: Period


def periods(text: str, counted_from: date | None = None) -> list[Period]:
    """The times a text names, in order; those that are counted from a day hold every day as long as it is not given."""
    return [one.period for one in _placed(text, counted_from)]


def without_periods(text: str) -> str:
    """The text without the times it names; one that belongs to a thing, as in 'the 2024 election', stays."""
    return _without(text, [one for one in _placed(text, None) if one.period.counted or not one.period.of_thing])


def without_counted(text: str) -> str:
    """The text without times such as 'last week', which mean another time in every article."""
    return _without(text, [one for one in _placed(text, None) if one.period.counted])


def _without(text: str, times: list[_Placed]) -> str:
    for one in reversed(times):
        text = f"{text[: one.start]} {_OWNS.sub('', text[one.end :])}"
    return text


def _placed(text: str, day: date | None) -> list[_Placed]:
    """The times a text names, in order."""
    named = _apart([*counted(text, day), *written(text)])
    found: list[_Placed] = []
    at = 0
    while at < len(named):
        one = named[at]
        bound = _BOUND.search(text, 0, one.start)
        word = " ".join(bound.group("bound").casefold().split()) if bound else ""
        later = named[at + 1] if at + 1 < len(named) else None
        if later is not None and _JOIN.fullmatch(text, one.end, later.start) and _is_range(text, one, later, word):
            start, end, at = bound.start() if bound else one.start, later.end, at + 2
            both = _between(one, later)
            period = Period(*both, text[start:end].strip(), one.counted or later.counted, one.loose or later.loose)
        else:
            onwards = _ONWARDS.match(text, one.end) if word == "from" else None
            start, end, at = one.start, onwards.end() if onwards else one.end, at + 1
            period = _plain(text, one)
            if bound and not period.of_thing and (onwards or word not in {"from", "between"}):
                start = bound.start()
                period = _bounded(one, "since" if onwards else word, text[start:end].strip(), day)
        lead = _PREPOSITION.search(text, 0, start)
        found.append(_Placed(lead.start() if lead else start, end, period))
    return found


def _apart(named: list[Named]) -> list[Named]:
    """Those that do not overlap, the longer of two that do."""
    kept: list[Named] = []
    for one in sorted(named, key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _plain(text: str, one: Named) -> Period:
    words = text[one.start : one.end]
    is_year = _YEAR.match(words) is not None
    owned = words[:1] in "tT" or _OWN.search(text, 0, one.start) is not None
    of_thing = _OF_IT.match(text, one.end) is not None
    if is_year and (_BY.search(text, 0, one.start) or (owned and _THING.match(text, one.end))):
        of_thing = True
    asked = re.sub(r"^the\s+(?=\d)", "", words, flags=re.IGNORECASE)
    return Period(one.first or None, one.last or None, asked, one.counted, one.loose, of_thing)


def _is_range(text: str, one: Named, later: Named, word: str) -> bool:
    """Whether two times are the ends of one: 'from March to June', 'between 2019 and 2021', '2019 to 2021'."""
    join = text[one.end : later.start].strip().casefold().removesuffix("the").strip()
    if join in {"and", "or"} and len(one.first) == len("02-24"):  # January and February 2022
        return True
    return word == "between" or (join not in {"and", "or"} and (word in {"from", ""} or join in "-–—"))


def _between(one: Named, later: Named) -> tuple[str | None, str | None]:
    """First and last day of the time from one to another; the year that one of them lacks is the other's."""
    first, last = one.first, later.last
    if not first or not last:
        return None, None
    if len(first) < len(last):  # from March to June 2022; from November to March 2022
        first = f"{int(last[:4]) - (first > last[5:]):04d}-{first}"
    elif len(last) < len(first):
        last = f"{int(first[:4]) + (last < first[5:]):04d}-{last}"
    last = _real(last)
    if len(first) > len("02-24") and first > last:
        return later.first, one.last
    return first, last


def _bounded(one: Named, word: str, asked: str, day: date | None) -> Period:
    """A time that is open at one end."""
    first, last = one.first, one.last
    counted = one.counted or len(first) == len("02-24")
    if counted and not one.counted:  # since March: the latest one
        first, last = _latest(first, last, day) if day else ("", "")
    if not first or not last:
        return Period(None, None, asked, counted=True)
    if word.endswith("since"):
        return Period(first, None, asked, counted, one.loose)
    if word in {"after", "following"}:
        return Period(_next(last, 1), None, asked, counted, one.loose)
    if word in {"before", "prior to"}:
        return Period(None, _next(first, -1), asked, counted, one.loose)
    return Period(None, last, asked, counted, one.loose)


def _latest(first: str, last: str, day: date) -> tuple[str, str]:
    """The latest days of that name that had begun."""
    year = day.year if f"{day.year:04d}-{first}" <= day.isoformat() else day.year - 1
    return f"{year:04d}-{first}", _real(f"{year + (last < first):04d}-{last}")


def _real(day: str) -> str:
    """29 February as the last of its month in other years."""
    if not day.endswith("-02-29") or len(day) < len("2022-02-24"):
        return day
    return month_of(int(day[:4]), 2)[1]


def _next(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
