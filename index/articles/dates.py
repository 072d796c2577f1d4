"""Publication dates as metadata writes them, to YYYY-MM-DD; what is not clear is no date."""

import re
from datetime import date

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAY = r"(?:(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_TIME = r"(?:[T,\s]\s*(?:at\s+)?\d{1,2}[:.]\d{2}.*)?"
_FORMS = tuple(
    re.compile(f"{_WEEKDAY}{form}{_TIME}", re.IGNORECASE | re.DOTALL)
    for form in (
        r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:T\d{4,6}.*)?",
        r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<name>[a-z]{3,9})\.?,?[\s-]+(?P<y>\d{4})",
        r"(?P<name>[a-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})",
        r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})",  # dots: day first wherever they are used
    )
)
_SLASHES = re.compile(rf"(?P<a>\d{{1,2}})(?P<sep>[/-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}){_TIME}", re.DOTALL)


def parse_date(value: str) -> str | None:
    """A date as YYYY-MM-DD, the day as stated whatever its time zone; None for what is no date or could be two.

    Understood: ISO dates and times, `20220428`, `28 April 2022`, `Apr. 28, 2022` and RFC 2822, `28.04.2022`, and
    `28/04/2022` or `04/28/2022` where only one reading is a date.
    """
    value = value.strip()
    for form in _FORMS:
        if match := form.fullmatch(value):
            parts = match.groupdict()
            month = _month(parts["name"]) if "name" in parts else int(parts["m"])
            return _valid(int(parts["y"]), month, int(parts["d"]))
    if match := _SLASHES.fullmatch(value):
        year, first, second = int(match["y"]), int(match["a"]), int(match["b"])
        readings = {_valid(year, first, second), _valid(year, second, first)} - {None}
        return readings.pop() if len(readings) == 1 else None
    return None


def _month(name: str) -> int:
    """1 to 12 for a month's name or its first letters ('sept' too), 0 for another word."""
    return next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(name.lower())), 0)


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
