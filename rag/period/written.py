"""Times written out: '2019', 'March 2021', 'late 2022', 'summer of 2020', '28 April', 'the 1990s'."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.dates import MONTH, iso_date, month_day
from rag.period.record import MONTHS, month_of, year_of

_YEAR = r"(?:19|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_PART = r"(?P<part>early|mid|middle|late|beginning|start|end)(?:\s*-\s*|\s+(?:of\s+|in\s+)?(?:the\s+)?)"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
_TO = r"\s*(?:-|–|to|and|until|till|through)\s*"
_WRITTEN = re.compile(
    rf"""
    \b(?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])(?:-\d\d)?)(?![\d-])
    |\b(?:the\s+)?(?P<from1>{_DAY}){_TO}(?P<to1>{_DAY})\s+(?:of\s+)?(?P<of1>{MONTH}),?\s*(?P<in1>{_YEAR})?\b
    |\b(?P<of2>{MONTH})\s+(?P<from2>{_DAY}){_TO}(?P<to2>{_DAY})(?:,?\s*(?P<in2>{_YEAR}))?\b
    |\b(?:the\s+)?(?P<day>{_DAY}\s+(?:of\s+)?{MONTH},?\s+(?:of\s+)?{_YEAR}|{MONTH}\s+(?:the\s+)?{_DAY},?\s+(?:of\s+)?{_YEAR})\b
    |\b(?:the\s+)?(?P<month_day>{_DAY}\s+(?:of\s+)?(?-i:{MONTH})|(?-i:{MONTH})\s+(?:the\s+)?{_DAY})\b(?!\s*[%:.,]?\d)
    |\b(?:the\s+)?(?P<nth>first|second|third|fourth|last)\s+(?P<share>half|quarter)\s+of\s+(?P<share_year>{_YEAR})\b
    |\b(?P<short>[QH])(?P<number>[1-4])\s+(?:of\s+)?(?P<short_year>{_YEAR})\b
    |\b(?P<year1>{_YEAR})\s*(?:/|–|-)\s*(?P<year2>{_YEAR}|\d\d)\b(?!-)
    |\b(?:the\s+)?(?:{_PART})?(?:
        (?P<season>{SEASON}),?\s+(?:of\s+)?(?P<season_year>{_YEAR})(?:\s*[/–-]\s*(?P<season_end>\d{{4}}|\d\d)\b)?
        |(?P<decade>(?:19|20)\d)0['’]?s\b
        |(?:month\s+of\s+)?(?P<month>{MONTH}),?\s*(?:of\s+)?(?:the\s+year\s+)?(?P<month_year>{_YEAR})\b
        |(?:year\s+)?(?P<year>{_YEAR})\b(?!-\d)
        |(?P<bare>{MONTH})(?!\w|[\s,]+\d)
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NAMES_A_MONTH = re.compile(
    rf"\b(?:in|during|since|until|till|before|after|last|this|(?:in|during)\s+(?:{MONTH})\s+(?:and|or)|(?:between|from)\s+(?:(?:early|mid|late)\s+)?(?:{MONTH}\s+(?:and|to|until|till|through)\s+)?"
    r"(?:(?:early|mid|late)\s+)?)\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\s*(?:$|[?.,;:!)])|\s+(?:about|and|at|by|concerning|did|do|does|for|from|has|have|in|is|of|on|or|regarding|through|till|to|until|was|"
    r"were|with)\b",
    re.IGNORECASE,
)
"""What stands behind a month alone, and not behind a person called May or a march."""
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
PARTS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4}


@dataclass(frozen=True, slots=True)
class Named:
    """Words that name a time."""

    start: int
    end: int
    first: str
    last: str
    loose: bool = False
    counted: bool = False


def written(text: str) -> Iterator[Named]:
    """Every time written out in a text, in order; a month alone only behind a preposition."""
    for match in _WRITTEN.finditer(text):
        days = _days(match, text)
        if days is not None:
            groups = match.groupdict()
            yield Named(match.start(), match.end(), *days, loose=bool(groups["part"] or groups["season"]))


def season_of(name: str, year: int) -> tuple[str, str]:
    """First and last day of a season that ends in a year: a winter begins in the December before."""
    begins = _SEASONS[name.casefold()]
    return span(year - 1 if begins == 12 else year, begins, 3)


def span(year: int, month: int, months: int) -> tuple[str, str]:
    """First and last day of some months in a row."""
    return month_of(year, month)[0], month_of(year, month + months - 1)[1]


def _days(match: re.Match[str], text: str) -> tuple[str, str] | None:
    """First and last day; None where there is no such day, or where it is no time."""
    groups = match.groupdict()
    if groups["bare"]:
        return _month_alone(match, text)
    if groups["part"] or groups["season"] or groups["decade"] or groups["month"] or groups["year"]:
        return _parted(groups)
    return _run(groups) or _single(groups) or _share(groups) or _years(groups)


def _single(groups: dict[str, str]) -> tuple[str, str] | None:
    """A day, or a month in figures."""
    if groups["iso"] and len(groups["iso"]) == len("2022-04"):
        return month_of(int(groups["iso"][:4]), int(groups["iso"][5:]))
    full = groups["iso"] or groups["day"]
    day = iso_date(full) if full else month_day(groups["month_day"] or "")
    return (day, day) if day else None


def _parted(groups: dict[str, str]) -> tuple[str, str]:
    """A month, a season, a year or ten years, or the early, middle or late part of one."""
    if groups["decade"]:
        begins = 10 * int(groups["decade"])
        first, last = _YEARS_OF[PARTS[groups["part"].casefold()]] if groups["part"] else (0, 9)
        return year_of(begins + first)[0], year_of(begins + last)[1]
    if groups["season"]:
        whole = season_of(groups["season"], int(groups["season_year"]) + bool(groups["season_end"]))
    elif groups["month"]:
        whole = month_of(int(groups["month_year"]), _number(groups["month"]))
    else:
        whole = year_of(int(groups["year"]))
    return third_of(whole, groups["part"])


def _years(groups: dict[str, str]) -> tuple[str, str] | None:
    """From one year to another: '2019-21'."""
    if not groups["year1"]:
        return None
    first, last = int(groups["year1"]), int(groups["year1"][: -len(groups["year2"])] + groups["year2"])
    return (year_of(first)[0], year_of(last)[1]) if first < last else None


def _month_alone(match: re.Match[str], text: str) -> tuple[str, str] | None:
    """A month without its year, where the words around it show that it is one."""
    part = match.group("part")
    if not (_GOES_ON.match(text, match.end()) and (part or _NAMES_A_MONTH.search(text[: match.start()]))):
        return None
    first, last = third_of(month_of(2000, _number(match.group("bare"))), part)  # a leap year: 29 February
    return first[5:], last[5:]


_YEARS_OF = ((0, 3), (4, 6), (7, 9))
"""The early, middle and late years of ten."""


def third_of(days: tuple[str, str], part: str | None) -> tuple[str, str]:
    """The first, middle or last third of a month, a season or a year; all of it where no part is named."""
    if not part:
        return days
    third = PARTS[part.casefold()]
    year, month = int(days[0][:4]), int(days[0][5:7])
    if days[0][:7] == days[1][:7]:
        ends = f"{days[0][:8]}{('10', '20')[third]}" if third < 2 else days[1]
        return f"{days[0][:8]}{('01', '11', '21')[third]}", ends
    months = 4 if days == year_of(year) else 1
    return span(year, month + third * months, months)


def _run(groups: dict[str, str]) -> tuple[str, str] | None:
    """From one day of a month to another."""
    number = "1" if groups["of1"] else "2" if groups["of2"] else None
    if number is None:
        return None
    month, year = _number(groups["of" + number]), groups["in" + number]
    first, last = (int(re.sub(r"\D", "", groups[end + number])) for end in ("from", "to"))
    if not 1 <= first < last <= int(month_of(int(year or 2000), month)[1][8:]):
        return None
    lead = f"{year}-" if year else ""
    return f"{lead}{month:02d}-{first:02d}", f"{lead}{month:02d}-{last:02d}"


def _share(groups: dict[str, str]) -> tuple[str, str] | None:
    """A half or a quarter of a year."""
    if not (groups["share"] or groups["short"]):
        return None
    is_half = groups["share"] == "half" or (groups["short"] or "").upper() == "H"
    year, most = int(groups["share_year"] or groups["short_year"]), 2 if is_half else 4
    nth = int(groups["number"]) if groups["short"] else _NTH.get(groups["nth"].casefold(), most)
    return span(year, 1 + (nth - 1) * 12 // most, 12 // most) if nth <= most else None


def _number(month: str) -> int:
    return next(number for number, name in enumerate(MONTHS, 1) if name.startswith(month[:3].casefold()))
