"""Paragraphs of plain text in its three layouts: blank lines between them, one line each, or hard-wrapped lines."""

import re
from collections.abc import Iterator, Sequence

from index.spans import Span

_TERMINAL = re.compile(r"[.!?…。！？।؟۔][\"'”’»)\]]*\Z")
_CONTINUED = re.compile(  # the end of a line that no paragraph ends with
    r"(?:,|[\w’'](?:-)|\b(?:the|an?|of|to|in|and|or|that|with|for|by|on|at|from|as|is|was|were|are|has|have|had|which|who|his|her"
    r"|their|its|be|been|not|would|will))\Z"
)
_LIST_ITEM = re.compile(r"[•▪‣·◦●]|(?:[-–—*]|\d{1,2}[.)])\s")
_SHORT_LINE = (
    30  # characters; a shorter line is a list item, a caption or a heading rather than the start of a wrapped one
)
_WRAP_WIDTHS = range(25, 200)  # characters; columns of a newspaper page up to a landscape page
_WRAPPED_SHARE = 0.3  # of single line breaks inside a sentence: about .7 in wrapped prose, under .05 elsewhere
_ROOM_SHARE = 0.75  # a line this much shorter than the rest had room for the next word: it was ended on purpose


def wrap_width(text: str, spans: Sequence[Span]) -> int:
    """The line length that the text is hard-wrapped at (90th percentile, in characters); 0 where it is not."""
    lengths: list[int] = []
    inside = 0
    for start, end in spans:
        before = ""
        for raw in text[start:end].splitlines():
            line = raw.strip()
            if before and line:
                lengths.append(len(before))
                inside += line[0].islower() and not _TERMINAL.search(before)
            before = line
    if len(lengths) < 2 or inside < _WRAPPED_SHARE * len(lengths):
        return 0
    width = sorted(lengths)[len(lengths) * 9 // 10]
    return width if width in _WRAP_WIDTHS else 0


def paragraphs(text: str, span: Span, width: int) -> Iterator[Span]:
    """Yields the paragraphs of one span without the whitespace around them; `width` is wrap_width's."""
    position = span.start
    first = last = position  # of the paragraph being gathered; first == last: none yet
    before, indent, blank = "", 0, False
    for raw in text[span.start : span.end].splitlines(keepends=True):
        line = raw.strip()
        if not line:
            blank = True
        else:
            start = position + len(raw) - len(raw.lstrip())
            if first == last:
                first = start
            elif not _continues(
                before, line, last - first, blank=blank, deeper=start - position - indent > 1, width=width
            ):
                yield Span(first, last)
                first = start
            last = start + len(line)
            before, indent, blank = line, start - position, False
        position += len(raw)
    if last > first:
        yield Span(first, last)


def _continues(before: str, line: str, gathered: int, *, blank: bool, deeper: bool, width: int) -> bool:
    """Whether a line belongs to the paragraph of the line before it, of which `gathered` characters have been read."""
    open_end = not _TERMINAL.search(before)
    if open_end and line[0].islower():
        if before.endswith(":"):
            return False
        if not width:
            return gathered >= _SHORT_LINE and not blank
        # A page break of a wrapped text may leave a blank line inside a sentence; elsewhere a blank line ends it.
        return not blank or len(before) >= width * _ROOM_SHARE
    if not width:
        return not blank and gathered >= _SHORT_LINE and bool(_CONTINUED.search(before))
    if blank or deeper or (_LIST_ITEM.match(line) and not open_end):
        return False
    first_word = line.split(None, 1)[0]
    return len(before) + 1 + len(first_word) > width * _ROOM_SHARE
