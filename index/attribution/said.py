"""When a statement was made, as its own clause tells, and whether it is given in the speaker's words."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from index.attribution.clause import Clause
from index.attribution.days import days_in
from index.attribution.record import Attribution, Kind
from index.sentences import Sentence
from index.spans import Span

_WORD = re.compile(r"[^\W_]+")
_JOINING = 3
"""Letters of what may join two quoted parts, as 'and' does."""


def said_on(text: str, sentences: Sequence[Sentence], attribution: Attribution, published: str | None) -> str | None:
    """The day on which something was said, YYYY-MM-DD, where words around the cue give it; content is never looked at.

    Weekdays are the latest that are not after publication (YYYY-MM-DD), days without a year likewise or up to 3 days after
    it; without a publication date only full dates count. A month or a year alone is no day.
    """
    cue = attribution.cue
    if cue is None:
        return None
    sentence = sentences[max(0, bisect_right(sentences, cue.start, key=lambda one: one.start) - 1)]
    start, end = min(sentence.start, cue.start), max(sentence.end, cue.end)
    if next(days_in(text, start, end), None) is None:
        return None
    clause = Clause(text, Span(start, end), attribution)
    if clause.future():
        return None
    found = [(rank, day.start) for day in clause.days if (rank := clause.place(day)) is not None]
    by_start = {day.start: day for day in clause.days}
    return by_start[min(found)[1]].iso(published) if found else None


def kind_of(text: str, attribution: Attribution, quotes: Sequence[Span]) -> Kind:
    """Whether content stands in quotation marks wholly, partly or not at all; `quotes` in order, as `quoted_spans` finds.

    A leading 'that', and a word or so between quoted parts, do not count against the whole.
    """
    bare: list[tuple[str, bool]] = []
    quoted = False
    cue = attribution.cue
    for number, (start, end) in enumerate(attribution.content):
        at = start
        first = max(0, bisect_right(quotes, start, key=lambda one: one.end))
        for quote in quotes[first:]:
            if quote.start >= end:
                break
            if cue is not None and quote.start <= cue.start < quote.end:  # speech inside a quotation, retold there
                continue
            bare.append((text[at : max(at, quote.start)], at > start or number > 0))
            quoted = quoted or _WORD.search(text, max(quote.start, start), min(quote.end, end)) is not None
            at = min(quote.end, end)
        bare.append((text[at:end], False))
    if not quoted:
        return "indirect"
    words = [("".join(_WORD.findall(part)), between) for part, between in bare]
    if words[0][0].casefold() == "that":
        words = words[1:]
    whole = all(not letters or (between and len(letters) <= _JOINING) for letters, between in words)
    return "direct" if whole else "mixed"
