"""A stretch of time, from its first to its last day."""

import re
from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass

MONTHS = (
    "january february march april may june july august september october november december".split()
)  # fmt: skip
_NO_YEAR = len("02-24")
_FIRST, _LAST = "0001-01-01", "9999-12-31"
_WITH_PREPOSITION = re.compile(
    r"(?:after|before|between|ever|following|from|prior|since|till|until|up)\b", re.IGNORECASE
)
_ADVERB = re.compile(
    r"(?:early |mid |late |earlier |later )?(?:last|this|the day before|yesterday|today|tonight)\b|.*\bago$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Period:
    """A time that a question names; open at both ends until what it is counted from is known."""

    first: str | None
    """Its first day, YYYY-MM-DD, or MM-DD of any year where none is given; None where it has no beginning."""
    last: str | None
    """Its last day, likewise."""
    asked: str
    """As the question has it."""
    counted: bool = False
    """Whether it is counted from another day: 'last summer', 'since March'."""
    loose: bool = False
    """Whether others could draw its bounds elsewhere: 'early 2022'."""
    of_thing: bool = False
    """Whether it belongs to what is spoken of: 'the 2024 election', 'by 2030'."""

    @property
    def yearless(self) -> bool:
        """Whether it comes back every year: 'in March', 'on 10 February'."""
        return len(self.first or self.last or "") == _NO_YEAR

    @property
    def prefix(self) -> str:
        """What every ISO date in it begins with; empty where that is nothing whole."""
        if not self.first or not self.last or self.yearless:
            return ""
        for length in (10, 7, 4):
            if self.first[:length] == self.last[:length]:
                return self.first[:length]
        return ""

    @property
    def when(self) -> str:
        """As it stands in a sentence on what was looked for: 'for 2019', 'since March'."""
        bare = _WITH_PREPOSITION.match(self.asked) or _ADVERB.match(self.asked)
        return self.asked if bare else f"for {self.asked}"

    def holds(self, date: str | None) -> bool:
        """Whether an ISO date lies in it; an unknown date does not."""
        return self.covers(date, date)

    def covers(self, first: str | None, last: str | None) -> bool:
        """Whether all days between two lie in it; a day without its year, MM-DD, only in a time without one."""
        if first is None or last is None or (len(first) == _NO_YEAR and not self.yearless):
            return False
        if not self.yearless:
            return (self.first or _FIRST) <= first and last <= (self.last or _LAST)
        if len(first) > _NO_YEAR and first[:4] != last[:4]:
            return False
        start, end = self.first or "01-01", self.last or "12-31"
        days = first[-_NO_YEAR:], last[-_NO_YEAR:]
        if start <= end:
            return start <= days[0] and days[1] <= end
        return (days[0] >= start or days[0] <= end) and (days[1] >= start or days[1] <= end)  # over the new year

    def overlaps(self, first: str | None, last: str | None) -> bool:
        """Whether it shares a day with the time between two ISO dates; unknown dates share none."""
        if first is None or last is None:
            return False
        if not self.yearless:
            return first <= (self.last or _LAST) and (self.first or _FIRST) <= last
        if self.holds(first) or self.holds(last) or int(last[:4]) - int(first[:4]) > 1:
            return True
        start = self.first or "01-01"
        return any(first <= f"{year}-{start}" <= last for year in {first[:4], last[:4]})

    def named_in(self, words: Collection[str]) -> bool:
        """Whether folded words name a time in it: a year of it, or a month with its year."""
        named = {number for number, name in enumerate(MONTHS, 1) if name in words}
        if self.yearless and self.first == self.last and self.first:
            return int(self.first[:2]) in named and str(int(self.first[3:])) in words
        if self.yearless:
            return any(self.covers(f"{month:02d}-01", f"{month:02d}-28") for month in named)
        if self.prefix[4:]:  # a month, or a day of one
            return self.prefix[:4] in words and int(self.prefix[5:7]) in named
        years = [word for word in words if len(word) == len("2022") and word.isdigit()]
        if not self.first and not self.last:
            return False
        return any(
            self.covers(f"{year}-01-01", f"{year}-12-31")
            or any(self.covers(*month_of(int(year), month)) for month in named)
            for year in years
            if year >= "0001"
        )


def month_of(year: int, month: int) -> tuple[str, str]:
    """First and last day of a month; months beyond December are the next year's, those below 1 the last one's."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04d}-{month:02d}-01", f"{year:04d}-{month:02d}-{monthrange(year, month)[1]:02d}"


def year_of(year: int) -> tuple[str, str]:
    """First and last day of a year."""
    return f"{year:04d}-01-01", f"{year:04d}-12-31"
