"""Times that a question names: 'in 2019', 'in March 2021', 'on 28 April 2022', '2022-04-28'."""

import re
from collections.abc import Collection
from dataclasses import dataclass

MONTHS = (
    "january february march april may june july august september october november december".split()
)  # fmt: skip
_MONTH = "|".join(f"{month}|{month[:3]}\\." for month in MONTHS)
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?\b")
_WRITTEN = re.compile(
    rf"""\b(?:(?:in|on|of|during|from|since|by|as\ of)\s+)?(?:the\s+)?
    (?:(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?
    (?:(?P<month>{_MONTH})\s*(?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)?,?\s*(?:of\s+)?)?
    (?P<year>(?:19|20)\d\d)\b(?!-)""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class Period:
    """A year, a month or a day."""

    year: int
    month: int | None
    day: int | None
    asked: str
    """As the question has it."""

    @property
    def prefix(self) -> str:
        """What an ISO date in it begins with."""
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
            if self.day:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    def holds(self, date: str | None) -> bool:
        """Whether an ISO date lies in it; an unknown date does not."""
        return date is not None and date.startswith(self.prefix)

    def named_in(self, words: Collection[str]) -> bool:
        """Whether folded words name it: its year, and its month if it has one."""
        return str(self.year) in words and (self.month is None or MONTHS[self.month - 1] in words)


def periods(text: str) -> list[Period]:
    """The times a text names, in order."""
    found = [(match.start(), _iso(match)) for match in _ISO.finditer(text)]
    found += [(match.start(), _written(match)) for match in _WRITTEN.finditer(text)]
    return [period for _, period in sorted(found, key=lambda pair: pair[0])]


def without_periods(text: str) -> str:
    """The text without the times it names."""
    return _WRITTEN.sub(" ", _ISO.sub(" ", text))


def _iso(match: re.Match[str]) -> Period:
    year, month, day = match.groups()
    return Period(int(year), int(month), int(day) if day else None, match.group())


def _written(match: re.Match[str]) -> Period:
    month = match.group("month")
    number = (
        next(n for n, name in enumerate(MONTHS, 1) if name.startswith(month.casefold().rstrip("."))) if month else None
    )
    day = match.group("day1") or match.group("day2")
    asked = re.sub(r"^(?:in|on|of|during|from|since|by|as of)\s+", "", match.group(), flags=re.IGNORECASE)
    return Period(int(match.group("year")), number, int(day) if day and number else None, asked.strip())
