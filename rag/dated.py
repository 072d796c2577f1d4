"""Of what time a sentence is: the date of its article, the day something was said, and the times it names itself."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from index.attribution.days import days_in
from index.catalog import StoredArticle
from index.dateline import Dateline, read_dateline
from index.dates import month_day
from rag.evidence.weigh import Evidence
from rag.period import MONTHS, Period, periods
from rag.period.record import month_of
from rag.question import Query
from rag.reading import Reading

AROUND = range(-2, 2)
"""Sentences, from one to another, in which a time that is named is also that of the one between."""
RELEVANT = 0.8
"""Share of the best score from which what is left out would have been quoted."""
_TIME = re.compile(
    rf"\d|day\b|\bago\b|night\b|this|\b[Ll]ast\b|\bpast\b|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.|{'|'.join(MONTHS)}",
    re.IGNORECASE,
)
"""What every time's words hold some of; sought first, being quick."""
_HEAD = 12
"""Lines before the body among which a dateline is sought."""


def is_bound(query: Query) -> bool:
    """Whether only what is of the time asked for can answer: somebody's words, and times such as 'last week'."""
    asked = [one for one in query.periods if not one.of_thing]
    return bool(asked) and (query.speaker is not None or any(one.counted for one in asked))


def days_of(query: Query) -> tuple[str | None, str | None] | None:
    """The first and the last day that a query is bound to, YYYY-MM-DD; None where it is not, or not to days that are known.

    Of 'since' and 'until' one of them is None.
    """
    asked = [one for one in query.periods if not one.of_thing]
    if not is_bound(query) or any(one.yearless or not (one.first or one.last) for one in asked):
        return None
    firsts, lasts = [one.first for one in asked if one.first], [one.last for one in asked if one.last]
    return min(firsts) if len(firsts) == len(asked) else None, max(lasts) if len(lasts) == len(asked) else None


def lies_in(asked: Sequence[Period], reading: Reading, at: int) -> bool:
    """Whether a sentence is of one of some times: by its article, by when it was said, or by a time named in or around it."""
    times = [one for one in asked if not one.of_thing] or list(asked)
    if any(one.holds(published(reading.article)) for one in times):
        return True
    said = [one.said for one in reading.voices[at].statements if one.said]
    if said:  # a day that is named is that of the saying
        return any(one.holds(day) for one in times for day in said)
    times = [one for one in times if one.first and one.last]  # all that is past lies before 2030
    if not times:
        return False
    around = range(max(0, at + AROUND.start), min(len(reading.sentences), at + AROUND.stop))
    named = [days for near in around for days in times_in(reading.text(near), reading.article.date)]
    return any(one.covers(*days) for one in times for days in named)


def published(article: StoredArticle) -> str | None:
    """The date of an article, else the MM-DD of its dateline; None where it gives neither."""
    if article.date is not None:
        return article.date
    dateline = dateline_of(article)
    return (dateline.date or dateline.day) if dateline else None


def dateline_of(article: StoredArticle) -> Dateline | None:
    """The dateline that opens an article's body."""
    begins = article.spans[0].start if article.spans else 0
    ends = article.text.find("\n", begins)
    return _dateline(article.text[: ends if ends >= 0 else None])


@lru_cache(maxsize=1000)
def _dateline(head: str) -> Dateline | None:
    lines = [line.strip() for line in head.split("\n") if line.strip()][-_HEAD:]
    return next((found for line in lines if (found := read_dateline(line))), None)


@lru_cache(maxsize=20_000)
def times_in(text: str, published: str | None) -> tuple[tuple[str, str], ...]:
    """First and last days of the times that a sentence of an article of that date names; MM-DD where no year is known."""
    if not _TIME.search(text):
        return ()
    found: list[tuple[str, str]] = []
    for day in days_in(text, 0, len(text)):
        on = day.iso(published) or month_day(day.named.groupdict()["month_day"] or "")
        if on:
            found.append((on, on))
    on_day = date.fromisoformat(published) if published else None
    for one in periods(text, on_day):
        if one.first is None or one.last is None:
            continue
        if not one.yearless:
            found.append((one.first, one.last))
        elif one.first != one.last:  # a month: the latest, or of an unknown year; days are read above
            found.append(_latest(one.first, one.last, published))
    return tuple(dict.fromkeys(found))


def left_out(query: Query, evidence: Sequence[Evidence]) -> str | None:
    """Says how many articles would have been quoted if they had a date; None where no time was asked for."""
    if not is_bound(query) or not evidence:
        return None
    floor = RELEVANT * max(one.score for one in evidence)
    undated = {
        one.reading.article.story
        for one in evidence
        if one.score >= floor and one.reading.article.date is None and not lies_in(query.periods, one.reading, one.at)
    }
    if not undated:
        return None
    return (
        "1 article on this has no date and is left out."
        if len(undated) == 1
        else f"{len(undated)} articles on this have no date and are left out."
    )


def _latest(first: str, last: str, published: str | None) -> tuple[str, str]:
    if published is None:
        return first, last
    year = int(published[:4]) - (first > published[5:])
    ends = f"{year + (last < first):04d}-{last}"
    return f"{year:04d}-{first}", month_of(year, 2)[1] if last == "02-29" else ends
