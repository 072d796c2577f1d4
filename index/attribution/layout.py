"""Speakers that stand before or behind their words by layout alone: transcripts ('ORR: No.') and signatures ('— Ann Orr')."""

import re
from collections.abc import Sequence

from index.attribution.link import Tagged
from index.spans import Span

_WORD = r"[A-ZÀ-Þ](?:[\w’'\-]*\w|\.)?"
_NAME = rf"{_WORD}(?: {_WORD}){{0,3}}"
_LINE = re.compile(r"[\"“]?(?P<name>[A-ZÀ-Þ][A-ZÀ-Þ’'.\- ]+[A-ZÀ-Þ]|Q|A)(?P<colon>:)\s+(?P<words>\S.*\S)", re.DOTALL)
_SIGNED = re.compile(rf"(?P<words>[\"“].*[\"”])\s*(?P<dash>[—–―]|--)\s*(?P<name>{_NAME})[^\w]*$", re.DOTALL)
_FEWEST_LINES = 2
"""A single paragraph that begins with capitals and a colon may be anything."""


def laid_out(text: str, paragraphs: Sequence[Span], tagged: Sequence[Tagged]) -> list[Tagged]:
    """The spans, those of transcripts' paragraphs and signed quotations exchanged for what their layout says, in order."""
    rows = [row for paragraph in paragraphs for row in _lines(text, paragraph)]
    spoken = [(one, match) for one in rows if (match := _LINE.fullmatch(text, one.start, one.end))]
    signed = [(one, match) for one in rows if (match := _SIGNED.fullmatch(text, one.start, one.end))]
    found = [(*one, "colon") for one in spoken if len(spoken) >= _FEWEST_LINES] + [(*one, "dash") for one in signed]
    if not found:
        return list(tagged)
    kept = list(tagged)
    for row, match, cue in found:
        kept = [part for one in kept for part in _outside(text, one, row)]
        if match["name"] in ("Q", "A"):
            continue  # who asks and who answers is not said
        kept += [
            Tagged("source", Span(*match.span("name"))),
            Tagged("cue", Span(*match.span(cue))),
            Tagged("content", Span(*match.span("words"))),
        ]
    return sorted(kept, key=lambda one: one.span)


def _lines(text: str, paragraph: Span) -> list[Span]:
    """Lines of a paragraph; a list of short ones may have been read as one paragraph."""
    found, start = [], paragraph.start
    for line in text[paragraph.start : paragraph.end].split("\n"):
        if line.strip():
            found.append(Span(start, start + len(line)))
        start += len(line) + 1
    return found


def _outside(text: str, tagged: Tagged, row: Span) -> list[Tagged]:
    """The parts of a span before and behind a line."""
    start, end = tagged.span
    parts = [Span(start, min(end, row.start)), Span(max(start, row.end), end)]
    return [Tagged(tagged.kind, part) for part in parts if text[part.start : part.end].strip()]
