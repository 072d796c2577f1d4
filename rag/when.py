"""When something happened: days named from an article's date put as dates, and when and where the article itself is from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from index.attribution.days import days_in
from index.dates import MONTH
from rag.dated import dateline_of
from rag.period import in_words, periods
from rag.question import Query
from rag.reading import Reading
from rag.select import Quoted
from rag.words import listed

MOST_DAYS = 3
"""Days put as dates behind one quotation; a sentence with more of them is a calendar."""
_WHEN = r"(?:when|(?:what|which)\s+(?:day|date|month|year))"
_REPORTED = re.compile(
    rf"\b{_WHEN}\b.*?\b(?:(?:was|were)\s+(?:it|this|that)\s+(?:first\s+)?(?:reported|published)"
    r"|(?:did|has|have)\s+(?:(?!(?:the|an?|this|that|its|his|her)\s+report)[\w.-]+\s+){1,3}?report(?:ed)?\s+(?:that|on)"
    r"|(?:article|story|piece)\b.*?\b(?:appear|come\s+out|dated|filed|posted|published|written))\b",
    re.IGNORECASE,
)
_FILED = re.compile(
    r"\b(?:where|(?:what|which)\s+(?:city|place|town|country))\b.*?"
    r"\b(?:(?:article|dispatch|news|piece|report|story)\b.*?\b(?:datelined|filed|sent|written)|(?:did|has)\s+(?:[\w.-]+\s+){1,3}?report(?:ed)?\s+that|was\s+it\s+(?:first\s+)?reported)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|next|upcoming|coming|scheduled|due|expected|planned|plans?|ahead\s+of|going\s+to|to\s+be|(?:is|are|was|were)\s+to|until|by|"
    r"may|might|could|every|each)\b|[’']ll\b",
    re.IGNORECASE,
)
"""In a sentence with these a weekday need not be the one before publication."""
_COUNTED = re.compile(r"(?:last|this)\s+(?:month|year)|\w+\s+(?:month|year)s?\s+ago", re.IGNORECASE)
_TIME = re.compile(
    rf"\b(?:1\d{{3}}|20\d\d|{MONTH}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|week|month|year|century|decade|days?|hours?|"
    r"spring|summer|autumn|winter|morning|evening|night|ago|earlier|later)s?\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"[A-Z]{4,}")
_ASKS = r"(?:(?:on|in|at|since)\s+)?(?:when|(?:what|which)\s+(?:day|date|month|year))"


def with_dates(query: Query, quoted: Sequence[Quoted]) -> list[Quoted]:
    """Quotations with a remark on their dates, where the question is when something happened or was reported."""
    reported = _REPORTED.search(query.text) or _FILED.search(query.text)
    if query.wanted != "time" and not reported:
        return list(quoted)
    told: set[int] = set()
    found = []
    for one in quoted:
        said = None
        if not reported:
            said = days_as_dates(one)
        elif one.reading.article.key not in told:
            said = origin(one.reading)
            told.add(one.reading.article.key)
        found.append(replace(one, remark=said) if said and not one.remark else one)
    if not reported and found and not any(_names_a_time(one) for one in found):
        found[0] = replace(found[0], remark=found[0].remark or undated_words(found[0]))
    return found


def days_as_dates(quoted: Quoted) -> str | None:
    """Says which dates the days of a quotation are, by the date of its article; None where that is not certain."""
    published = quoted.reading.article.date
    if published is None:
        return None
    named = dict(pair for at in quoted.sentences for pair in _named(quoted.reading.text(at), published))
    if not 1 <= len(named) <= MOST_DAYS:
        return None
    parts = [f"“{words}” is {meant}" for words, meant in named.items()]
    return f"{listed(parts)}, as the article is dated {in_words(published, published)}."


def undated_words(quoted: Quoted) -> str | None:
    """Says of words without any time when they were said, as words around them tell, or when their article appeared."""
    article = quoted.reading.article
    said = {one.said for at in quoted.sentences for one in quoted.reading.voices[at].statements if one.said}
    if len(said) == 1:
        return f"This was said on {in_words(*said, *said)}, by the words around it."
    if article.date is None:
        return None
    return f"No day is named here; the article is dated {in_words(article.date, article.date)}."


def origin(reading: Reading) -> str | None:
    """Says of when and from where an article is, as far as it tells."""
    article = reading.article
    line = dateline_of(article)
    place = _CAPITALS.sub(
        lambda match: match.group().capitalize(), article.place or (line.place if line else None) or ""
    )
    day = article.date or ((line.date or line.day) if line else None)
    parts = []
    if article.date:
        parts.append(f"is dated {in_words(day, day)}")
    if place or (day and not article.date):
        parts.append("is datelined " + ", ".join(filter(None, (place, "" if article.date else _american(day)))))
    if not parts:
        return None
    open_year = ", without a year" if day and len(day) == len("02-24") else ""
    return f"The article {' and '.join(parts)}{open_year}."


def _named(text: str, published: str) -> Iterator[tuple[str, str]]:
    """Words for days, months and years that need the article's date, each with the date it makes of them."""
    if _AHEAD.search(text):
        return
    for day in days_in(text, 0, len(text)):
        on = day.iso(published)
        if on and not day.named.groupdict()["full"] and on[:4] not in day.named.group():
            yield text[day.start : day.end].rstrip(" .,"), in_words(on, on)
    for one in periods(text, date.fromisoformat(published)):
        if one.counted and one.first and one.last and _COUNTED.fullmatch(one.asked):
            yield one.asked, in_words(one.first, one.last)


def _names_a_time(quoted: Quoted) -> bool:
    return any(_TIME.search(quoted.reading.text(at)) for at in quoted.sentences)


def _american(day: str | None) -> str:
    """A day as datelines write it: 'February 10'."""
    if not day:
        return ""
    number, month, *year = in_words(day, day).split()
    return f"{month} {number}" + (f", {year[0]}" if year else "")
