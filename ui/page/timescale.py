"""Where statements stand across a timeline: days on an axis, what lies far off and what is undated aside of it; pure.

The width is counted in places, as many as dots fit beside each other. Days that do not fit beside each other share a column.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

MOST_DOTS = 1000
"""Statements from which on circles stand for them."""
PLACES = 48
"""Dots beside each other in a lane at most."""
STACKED = 6
"""Dots upon each other at most."""
STACKED_FIRST = 3
"""Dots upon each other before others stand beside them, where there is room."""
COLUMNS_COUNTED = 32
"""Columns where circles stand for many."""
FEWEST_UNDATED, MOST_UNDATED = 8, 24
"""Of the places, those kept for the undated where there are dated ones too."""
ASIDE = 6
"""Places for what was said long before or after nearly all others, on either side."""
TAIL = 0.02
"""Share of the statements that may stand aside so, on either side."""
CROWDED = 4
"""They do where this many times more room is left for all others."""
GAP = 1
"""Places between what has days on the axis and what stands aside."""
MOST_TICKS = 5
_STEPS_IN_DAYS = (1, 2, 7, 14)
_STEPS_IN_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)


@dataclass(frozen=True)
class Dot:
    """One statement: what it shows, and the passage it opens."""

    label: str
    """Who and when in the first line, then the words."""
    article: str
    start_char: int
    end_char: int
    sha256: str
    """Of the article's stored text."""


class Mark(NamedTuple):
    """One statement, or several of a speaker on a day."""

    day: str | None
    """YYYY-MM-DD; None where it is undated."""
    speaker: str | None
    """Name of the speaker who is certain; else None."""
    statements: int = 1
    dot: Dot | None = None
    """None where statements are only counted."""


class Zone(NamedTuple):
    """A part of the width, in places."""

    left: float
    width: int
    label: str
    first: str | None
    """Its first day, where it begins with one."""
    last: str | None


class Cell(NamedTuple):
    """What falls together in a lane."""

    zone: Zone
    marks: list[Mark]

    @property
    def statements(self) -> int:
        """How many they are."""
        return sum(mark.statements for mark in self.marks)

    @property
    def is_counted(self) -> bool:
        """Whether a circle stands for them."""
        return self.statements > self.zone.width * STACKED or any(mark.dot is None for mark in self.marks)

    @property
    def rows(self) -> int:
        """Dots upon each other."""
        return max(-(-len(self.marks) // self.zone.width), min(len(self.marks), STACKED_FIRST))


class Scale:
    """Where days stand, and what has none."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        days: Counter[date] = Counter()
        for mark in marks:
            if mark.day is not None:
                days[date.fromisoformat(mark.day)] += mark.statements
        undated = sum(mark.statements for mark in marks if mark.day is None)
        self.first, self.last = _most_of(days) if days else (date.max, date.min)
        self.span = max((self.last - self.first).days + 1, 0)
        """Days on the axis."""
        self.left = ASIDE + GAP if days and min(days) < self.first else 0
        later = ASIDE if days and max(days) > self.last else 0
        dateless = 0
        if undated:
            share = round(PLACES * undated / (undated + days.total()))
            dateless = min(max(share, FEWEST_UNDATED), MOST_UNDATED) if days else PLACES
        self.width = PLACES - self.left - sum(width + GAP for width in (later, dateless) if width) if days else 0
        counted = any(mark.dot is None for mark in marks)
        self.columns = min(self.span, self.width, COLUMNS_COUNTED if counted else PLACES)
        day = timedelta(1)
        self.aside: dict[int, Zone] = {}
        """What is not on the axis, by the columns before and after its own."""
        if self.left:
            self.aside[-1] = Zone(0, ASIDE, "earlier", None, str(self.first - day))
        if later:
            at = self.left + self.width + GAP
            self.aside[self.columns] = Zone(at, later, "later", str(self.last + day), None)
        if dateless:
            self.aside[self.columns + 1] = Zone(PLACES - dateless, dateless, "undated", None, None)

    def place(self, day: date) -> float:
        """The place at which a day begins."""
        return self.left + (day - self.first).days / self.span * self.width

    def cells(self, marks: Iterable[Mark]) -> list[Cell]:
        """The marks of a lane as they fall together, from left to right."""
        falling: defaultdict[int, list[Mark]] = defaultdict(list)
        for mark in marks:
            falling[self._column(mark.day)].append(mark)
        return [Cell(self.aside.get(column) or self._zone(column), falling[column]) for column in sorted(falling)]

    def _column(self, written: str | None) -> int:
        if written is None:
            return self.columns + 1
        day = date.fromisoformat(written)
        if day < self.first:
            return -1
        return self.columns if day > self.last else (day - self.first).days * self.columns // self.span

    def _zone(self, column: int) -> Zone:
        first, beyond = (-(-at * self.span // self.columns) for at in (column, column + 1))
        days = (self.first + timedelta(first), self.first + timedelta(beyond - 1))
        width = max(self.width // self.columns, 1)
        middle = (self.place(days[0]) + self.place(days[1] + timedelta(1))) / 2
        return Zone(middle - width / 2, width, "", str(days[0]), str(days[1]))

    def ticks(self) -> list[tuple[float, str]]:
        """Places and labels of the axis."""
        if not self.span:
            return []
        most = max(MOST_TICKS * self.width // PLACES, 2)
        for step in _STEPS_IN_DAYS:
            days = range(0, self.span, step)
            if len(days) <= most:
                return [(self.place(day), str(day)) for day in (self.first + timedelta(number) for number in days)]
        for step in _STEPS_IN_MONTHS:
            begun = self.first.year * 12 + self.first.month - 1 + (self.first.day > 1)
            months = range(-(-begun // step) * step, self.last.year * 12 + self.last.month, step)
            if len(months) <= most:
                begins = [date(month // 12, month % 12 + 1, 1) for month in months]
                return [(self.place(day), f"{day:%Y}" if step >= 12 else f"{day:%Y-%m}") for day in begins]
        return []


def _most_of(days: Counter[date]) -> tuple[date, date]:
    """The first and last day of the axis: of all, unless a few are so far off that the others would be crowded."""
    ordered = sorted(days)
    ends = []
    for one_way in (ordered, ordered[::-1]):
        passed = accumulate(days[day] for day in one_way)
        ends.append(next(day for day, sum_ in zip(one_way, passed, strict=True) if sum_ > TAIL * days.total()))
    first, last = ends
    crowded = (ordered[-1] - ordered[0]).days + 1 >= CROWDED * ((last - first).days + 1)
    return (first, last) if crowded else (ordered[0], ordered[-1])
