"""Speakers that stand before or behind their words by layout alone: transcripts ('ORR: No.') and signatures ('— Ann Orr')."""

import re
from collections.abc import Sequence

from index.attribution.link import Tagged
from index.spans import Span

_NAME = r"[A-ZÀ-Þ][\w’'.\-]+(?: [A-ZÀ-Þ][\w’'.\-]*\.?){0,3}"
_LINE = re.compile(rf"[\"“]?(?P<name>[A-ZÀ-Þ][A-ZÀ-Þ’'.\- ]+[A-ZÀ-Þ]|Q|A)(?P<colon>:)\s+(?P<words>\S.*\S)", re.DOTALL)
_SIGNED = re.compile(rf"(?P<words>[\"“].*[\"”])\s*(?P<dash>[—–―]|--)\s*(?P<name>{_NAME})[^\w]*$", re.DOTALL)
_FEWEST_LINES = 2
"""A single paragraph that begins with capitals and a colon may be anything."""


def laid_out(text: str, paragraphs: Sequence[Span], tagged: Sequence[Tagged]) -> list[Tagged]:
    """The spans, those of transcripts' paragraphs and signed quotations exchanged for what their layout says, in order."""
    lines = [(one, _LINE.fullmatch(text, one.start, one.end)) for one in paragraphs]
    spoken = [(one, match) for one, match in lines if match]
    signed = [(one, match) for one in paragraphs if (match := _SIGNED.fullmatch(text, one.start, one.end))]
    found = [(*one, "colon") for one in spoken if len(spoken) >= _FEWEST_LINES] + [(*one, "dash") for one in signed]
    if not found:
        return list(tagged)
    kept = list(tagged)
    for paragraph, match, cue in found:
        kept = [one for one in kept if one.span.end <= paragraph.start or one.span.start >= paragraph.end]
        if match["name"] in ("Q", "A"):
            continue  # who asks and who answers is not said
        kept += [
            Tagged("source", Span(*match.span("name"))),
            Tagged("cue", Span(*match.span(cue))),
            Tagged("content", Span(*match.span("words"))),
        ]
    return sorted(kept, key=lambda one: one.span)
