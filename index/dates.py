"""Dates as newspapers write them, read without guessing: an ambiguous or impossible one is no date."""

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
"""Pattern of an English month, in full or cut short."""
DAY_MONTH = rf"(?:{MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH})"
"""Pattern of a day without its year: "February 10", "10 Feb."."""
FULL_DATE = rf"(?:\d{{4}}[-/]\d{{2}}[-/]\d{{2}}|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}|{DAY_MONTH},? \d{{4}})(?!\d)"
"""Pattern of a day with its year; 03/04/2023 is none, since its month is uncertain."""

_FIGURES = re.compile(r"\d+")
_MONTH_NAME = re.compile(MONTH, re.IGNORECASE)


def iso_date(words: str) -> str | None:
    """YYYY-MM-DD of what FULL_DATE matched; None where no such day exists."""
    figures = [int(figure) for figure in _FIGURES.findall(words)]
    month = _month(words)
    if month and len(figures) == 2:
        day, year = figures
    elif len(figures) == 3 and figures[0] > 31:
        year, month, day = figures
    elif len(figures) == 3:
        day, month, year = figures
    else:
        return None
    return _checked(year, month, day)


def month_day(words: str) -> str | None:
    """MM-DD of what DAY_MONTH matched; None where no such day exists."""
    month, figures = _month(words), _FIGURES.findall(words)
    if not month or len(figures) != 1:
        return None
    whole = _checked(2000, month, int(figures[0]))  # a leap year, so that 29 February stands
    return whole[5:] if whole else None


def _month(words: str) -> int:
    name = _MONTH_NAME.search(words)
    return _MONTHS.index(name.group()[:3].casefold()) + 1 if name else 0


def _checked(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if year >= 1600 else None
    except ValueError:
        return None
