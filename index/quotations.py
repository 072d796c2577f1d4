"""Quoted stretches of an article: what stands between quotation marks, over sentences and paragraphs."""

import re
from collections.abc import Iterable, Sequence

from index.sentences import Sentence, paragraphs_of
from index.spans import Span

_MARK = re.compile(r"[“”„«»\"]|''|``|(?<![\w’])‘(?=\w)|(?<=[\w.,!?…])’(?!\w)")
_OPENING, _CLOSING = ("“", "„", "«", "``", "‘"), ("”", "»", "’")
"""A straight mark opens where none is open and closes where one is."""


def quoted_spans(text: str, sentences: Sequence[Sentence]) -> list[Span]:
    """Quotations of the body, marks included, in order; one left open at a paragraph's end closes there.

    A quotation that goes on opens again with the next paragraph, so nothing is lost by closing it. Straight marks open and
    close in turn within a paragraph.
    """
    return quotations(text, paragraphs_of(sentences))


def quotations(text: str, paragraphs: Iterable[Span]) -> list[Span]:
    """Quotations of some paragraphs, marks included, in order; see `quoted_spans`.

    A single closing mark closes only what a single mark opened, since it is an apostrophe too; within double marks single
    ones are part of what is quoted.
    """
    found: list[Span] = []
    for start, end in paragraphs:
        opened: int | None = None
        for match in _MARK.finditer(text, start, end):
            mark = match.group()
            at_start = match.start() == start  # a closing mark typed where one opens
            if opened is None:
                if mark == "’" or (mark in _CLOSING and not at_start):
                    continue
                if mark == "‘" and "’" not in text[match.end() : end]:
                    continue
                opened = match.start()
            elif (text[opened] == "‘") != (mark == "’"):
                continue
            elif mark not in _OPENING or text[opened] + mark == "„“":  # German closes with “
                found.append(Span(opened, match.end()))
                opened = None
        if opened is not None:
            found.append(Span(opened, end))
    return found


def outside(text: str, start: int, end: int, quotes: Sequence[Span]) -> str:
    """`text[start:end]` with quoted characters blanked, so that offsets hold."""
    out = list(text[start:end])
    for quote in quotes:
        for at in range(max(start, quote.start), min(end, quote.end)):
            out[at - start] = "\x00"
    return "".join(out)
