"""What the tagger sees: windows of whole paragraphs as token ids, with what an uncased vocabulary loses beside them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.quotations import quotations
from index.spans import Span

WINDOW = 192
"""Tokens of a window, without the special ones."""
CLS, SEP, PAD = 101, 102, 0
CASES, QUOTES, BREAKS = 5, 4, 3
MARKS = CASES * QUOTES * BREAKS
"""Values a token's mark can have: its case, where it stands to quotation marks, and what comes before it."""
_LOWER, _TITLE, _UPPER, _MIXED, _NO_LETTER = range(CASES)
_OUTSIDE, _OPENS, _INSIDE, _CLOSES = range(QUOTES)
_GLUED, _BLANK, _PARAGRAPH = range(BREAKS)

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Window:
    """Tokens that are tagged together."""

    ids: Sequence[int]
    marks: Sequence[int]
    offsets: Sequence[tuple[int, int]]
    """Characters of the text, per token."""


def windows(text: str, paragraphs: Sequence[Span], tokenizer: Tokenizer, size: int = WINDOW) -> Iterator[Window]:
    """Packs paragraphs, in order, into windows of at most `size` tokens; a longer paragraph is cut where it must be."""
    states = _quote_states(text, paragraphs)
    encodings = tokenizer.encode_batch([text[start:end] for start, end in paragraphs], add_special_tokens=False)
    ids: list[int] = []
    marks: list[int] = []
    offsets: list[tuple[int, int]] = []
    for (base, _), encoding in zip(paragraphs, encodings, strict=True):
        if ids and len(ids) + len(encoding.ids) > size:
            yield Window(ids, marks, offsets)
            ids, marks, offsets = [], [], []
        spans = [(base + start, base + end) for start, end in encoding.offsets]
        ids += encoding.ids
        marks += _marks(text, spans, states)
        offsets += spans
        while len(ids) > size:
            yield Window(ids[:size], marks[:size], offsets[:size])
            ids, marks, offsets = ids[size:], marks[size:], offsets[size:]
    if ids:
        yield Window(ids, marks, offsets)


def lines(text: str) -> list[Span]:
    """Lines of a text that are not blank, as paragraphs."""
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Span(at, at + len(line)))
        at += len(line) + 1
    return found


def stack(batch: Iterable[Window]) -> tuple[IntArray, IntArray]:
    """Ids and marks of windows, with the special tokens, padded to the longest: two arrays of shape (windows, tokens)."""
    rows = list(batch)
    length = 2 + max(len(row.ids) for row in rows)
    ids, marks = np.zeros((len(rows), length), np.int64), np.zeros((len(rows), length), np.int64)
    for at, row in enumerate(rows):
        size = len(row.ids)
        ids[at, : size + 2] = [CLS, *row.ids, SEP]
        marks[at, 1 : size + 1] = row.marks
    return ids, marks


def _quote_states(text: str, paragraphs: Sequence[Span]) -> bytearray:
    """For each character, where it stands to quotation marks."""
    states = bytearray(len(text))
    for start, end in quotations(text, paragraphs):
        states[start:end] = bytes([_INSIDE]) * (end - start)
        states[start] = _OPENS
        if not text[end - 1].isalnum():
            states[end - 1] = _CLOSES
    return states


def _marks(text: str, spans: Sequence[tuple[int, int]], states: bytearray) -> list[int]:
    """The mark of each token of a paragraph."""
    found = []
    previous = -1
    for start, end in spans:
        gap = _PARAGRAPH if previous < 0 else _GLUED if start == previous else _BLANK
        previous = end
        found.append((_case(text[start:end]) * QUOTES + states[start]) * BREAKS + gap)
    return found


def _case(token: str) -> int:
    if token.islower():
        return _LOWER
    if token.isupper():
        return _UPPER if len(token) > 1 else _TITLE
    if token.istitle():
        return _TITLE
    return _MIXED if token.isalpha() else _NO_LETTER
