"""Days as reports name them, to dates: 'Wednesday', 'late Thursday night', 'yesterday', 'March 3', 'two days ago'."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from index.dates import DAY_MONTH, FULL_DATE, iso_date, month_day

_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SHORT = {name[:3].casefold(): number for number, name in enumerate(_WEEKDAYS)}
_WEEKDAY = rf"(?:{'|'.join(_WEEKDAYS)}|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.)"
_NUMBERS = "one two three four five six seven eight nine ten".split()
_PART = r"(?:early |late )?(?:morning|afternoon|evening|night)"
_PROPER = (
    r"(?<!Super )(?<!Black )(?<!Good )(?<!Easter )(?<!Bloody )(?<!Ash )(?<!Palm )(?<!Cyber )(?<!Giving )(?<!Holy )"
)
"""Before the weekday of a feast or an election, which is no day of last week."""
_PAPER = r"(?! (?:Times|Telegraph|Mirror|Express|Mail|Herald|Post|Independent|People|World|Morning\b))"
_DAY = re.compile(
    rf"(?P<weekday>{_PROPER}\b{_WEEKDAY}(?!\w){_PAPER})"
    rf"(?:(?P<date>,? \(?(?:the )?(?:{FULL_DATE}|{DAY_MONTH})(?! ?\d)\)?)| {_PART})?"
    rf"|(?P<full>\b{FULL_DATE})|(?P<month_day>\b{DAY_MONTH}(?!\d|,? \d{{4}}))"
    r"|(?P<ago>\b(?:\d{1,2}|[a-z]{3,5}) days? ago\b)"
    r"|\b(?P<word>[Yy]esterday|today|Today(?=[,:] )|[Tt]onight|[Ll]ast night|[Tt]his (?:morning|afternoon|evening))\b"
    rf"(?: {_PART})?"
)
_HINT = re.compile(r"day|ight|his (?:mo|af|ev)|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.|\d")
"""What every day's words hold some of; sought first, being quick."""
_LAST = re.compile(r"\b(?:[Ll]ast|[Pp]ast)\s(?:\w+\s)?$")
_AHEAD = timedelta(days=3)
"""How far after publication a day without its year can lie: embargoes, and clocks ahead of the outlet's."""


@dataclass(frozen=True, slots=True)
class Day:
    """Words that name a day."""

    start: int
    end: int
    named: re.Match[str]
    """What was matched."""
    last: bool
    """Whether 'last' stands before it."""

    def iso(self, published: str | None) -> str | None:
        """YYYY-MM-DD; None where that needs a publication date and there is none, or where there is no such day."""
        groups = self.named.groupdict()
        given = groups["full"] or groups["month_day"] or groups["date"]
        if given and (full := iso_date(given)):
            return full
        if published is None or groups["full"]:
            return None
        on = date.fromisoformat(published)
        try:
            found = _month_day(given, on) if given else _relative(groups, on, last=self.last)
        except OverflowError:  # before the year 1
            return None
        return found.isoformat() if found else None


def days_in(text: str, start: int, end: int) -> Iterator[Day]:
    """Every day that a stretch of text names, in order."""
    if _HINT.search(text, start, end) is None:
        return
    for match in _DAY.finditer(text, start, end):
        before = text[max(start, match.start() - 16) : match.start()]
        yield Day(match.start(), match.end(), match, last=_LAST.search(before) is not None)


def _month_day(words: str, published: date) -> date | None:
    """The latest such day that is not after publication, or only just."""
    found = month_day(words)
    if found is None:
        return None
    month, day = int(found[:2]), int(found[3:])
    for year in range(published.year + 1, max(published.year - 8, 1), -1):  # 29 February may be years back
        try:
            on = date(year, month, day)
        except ValueError:
            continue
        if on <= published + _AHEAD:
            return on
    return None


def _relative(groups: dict[str, str | None], published: date, *, last: bool) -> date | None:
    if weekday := groups["weekday"]:
        back = (published.weekday() - _SHORT[weekday[:3].casefold()]) % 7
        return published - timedelta(days=back or (7 if last else 0))
    if ago := groups["ago"]:
        number = ago.split()[0]
        if not number.isdigit() and number not in _NUMBERS:
            return None
        return published - timedelta(days=int(number) if number.isdigit() else _NUMBERS.index(number) + 1)
    word = (groups["word"] or "").casefold()
    return published - timedelta(days=word in {"yesterday", "last night"})
