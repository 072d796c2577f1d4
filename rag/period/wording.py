"""Sentences on how a time was understood."""

from collections.abc import Iterable

from rag.period.counted import Anchor
from rag.period.record import MONTHS, Period, month_of


def in_words(first: str | None, last: str | None) -> str:
    """A range of days as one writes it: '2019', 'June to August 2022', '3 to 8 May 2022', 'from 1 March 2022 on'."""
    if first is None or last is None:
        return f"from {_day(first)} on" if first else f"until {_day(last)}" if last else "any time"
    if first == last:
        return _day(first)
    if not _whole_months(first, last):
        begin = str(int(first[-2:])) if first[:-2] == last[:-2] else _day(first)
        return f"{begin} to {_day(last)}"
    return _months(first, last)


def _months(first: str, last: str) -> str:
    """Whole months or years, from the first day of one to the last of another."""
    years = [day[:4] if len(day) == len("2022-02-24") else "" for day in (first, last)]
    if years[0] and first[5:] == "01-01" and last[5:] == "12-31":
        return " to ".join(dict.fromkeys(years))
    begin = f"{_month(first)} {years[0]}" if years[0] != years[1] else _month(first)
    end = f"{_month(last)} {years[1]}".strip()
    return end if first[:-3] == last[:-3] else f"{begin} to {end}"


def _whole_months(first: str, last: str) -> bool:
    year = int(last[:4]) if len(last) == len("2022-02-24") else 2000
    return first[-2:] == "01" and last[-5:] == month_of(year, int(last[-5:-3]))[1][5:]


def taken_as(periods: Iterable[Period], anchor: Anchor) -> tuple[str, ...]:
    """Sentences on each time that is counted from a day, whose bounds could be others, or whose year is open."""
    return tuple(filter(None, (_sentence(one, anchor) for one in periods)))


def _sentence(one: Period, anchor: Anchor) -> str | None:
    if one.yearless:
        return f"“{one.asked}” is taken as {in_words(one.first, one.last)} of any year, as no year is given."
    if not (one.counted or one.loose) or (one.first is None and one.last is None):
        return None
    taken = f"“{one.asked}” is taken as {in_words(one.first, one.last)}"
    if not one.counted:
        return f"{taken}."
    day = _day(anchor.day.isoformat())
    return f"{taken}, counted from {f'the newest article, of {day}' if anchor.is_newest else f'today, {day}'}."


def _day(day: str | None) -> str:
    if day is None:
        return ""
    year = "" if len(day) == len("02-24") else f" {int(day[:4])}"
    return f"{int(day[-2:])} {_month(day)}{year}"


def _month(day: str) -> str:
    return MONTHS[int(day[-5:-3]) - 1].capitalize()
