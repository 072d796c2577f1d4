"""Tagged spans put right at their edges: whole words, whole quotation marks, nothing over a paragraph's end."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from index.attribution.link import Tagged
from index.spans import Span

_EDGES = " \n\t\xa0,;:"
_MAKER = re.compile(
    r" (?:(?:released|issued|adopted|published|conducted|signed|written|made) )?by (?:the )?"
    r"[A-ZÀ-Þ][\w’'\-]*(?: [A-ZÀ-Þ][\w’'\-]*)*"
)
"""Whose a document is, behind the words for it: ' adopted by NATO'."""
_BEFORE_MARK = ".,?!"
"""What can stand between the last word and the closing mark."""


def tidy(text: str, paragraphs: Sequence[Span], tagged: Sequence[Tagged], quotes: Sequence[Span]) -> list[Tagged]:
    """The spans with their edges put right, in order, not overlapping; what is left empty is dropped.

    Args:
        text: the stored text.
        paragraphs: of the body, in order.
        tagged: spans in order, not overlapping.
        quotes: quotations, in order.
    """
    found: list[Tagged] = []
    opened = {quote.start: quote for quote in quotes}
    closed = {quote.end: quote for quote in quotes}
    parts = [Tagged(kind, part) for kind, span in tagged for part in _within(paragraphs, span)]
    for at, (kind, (first, last)) in enumerate(parts):
        low = max(found[-1].span.end if found else 0, paragraphs[0].start)
        if first < low:  # 'adopted', of a communique adopted by somebody, is no cue of its own
            continue
        high = parts[at + 1].span.start if at + 1 < len(parts) else paragraphs[-1].end
        start, end = _whole_words(text, first, last, low, high)
        if kind == "content":  # a cue can be a colon: "Orr: No tax on tea"
            start, end = _stripped(text, start, end)
            if start == end:
                continue
            start = _with_opening(start, end, low, opened)
            end = _with_closing(text, start, end, high, closed)
        elif kind == "source":
            beyond = next((one.span.start for one in parts[at + 1 :] if one.kind != "cue"), paragraphs[-1].end)
            maker = _MAKER.match(text, end, beyond)
            end = maker.end() if maker else end
        found.append(Tagged(kind, Span(start, end)))
    return found


def _within(paragraphs: Sequence[Span], span: Span) -> Iterator[Span]:
    """The parts of a span in each paragraph it touches."""
    at = max(0, bisect_right([one.start for one in paragraphs], span.start) - 1)
    for paragraph in paragraphs[at:]:
        if paragraph.start >= span.end:
            return
        start, end = max(span.start, paragraph.start), min(span.end, paragraph.end)
        if start < end:
            yield Span(start, end)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _whole_words(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """The edges moved out to those of words, as far as the neighbours allow."""
    while start > low and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < high and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _with_opening(start: int, end: int, low: int, opened: dict[int, Span]) -> int:
    """The start moved over the mark that opens a quotation of which the content holds the rest."""
    for width in (1, 2):  # '' is a mark too
        quote = opened.get(start - width)
        if quote is not None and start - width >= low and quote.end <= end + len(_BEFORE_MARK):
            return start - width
    return start


def _with_closing(text: str, start: int, end: int, high: int, closed: dict[int, Span]) -> int:
    """The end moved over the mark that closes a quotation which began in the content."""
    after = end
    while after < high and text[after] in _BEFORE_MARK:
        after += 1
    for width in (1, 2):
        quote = closed.get(after + width)
        if quote is not None and after + width <= high and quote.start >= start:
            return after + width
    return end
