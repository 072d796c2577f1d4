"""The tagger's labels: where a source, a cue or a content begins, goes on and ends, one label a token (BIOES)."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

KINDS = ("source", "cue", "content")
LABELS = ("O", *(f"{part}-{kind}" for kind in KINDS for part in "BIES"))
"""Outside; begin, inside and end of a span of several tokens; a span of a single token."""


class TokenSpan(NamedTuple):
    """Tokens `first` to `last`, both included, of one kind."""

    kind: str
    first: int
    last: int


def encode(spans: Sequence[TokenSpan], tokens: int) -> list[int]:
    """Labels of a window of so many tokens; spans must not overlap."""
    labels = [0] * tokens
    for kind, first, last in spans:
        base = 1 + 4 * KINDS.index(kind)
        if first == last:
            labels[first] = base + 3
            continue
        labels[first : last + 1] = [base, *[base + 1] * (last - first - 1), base + 2]
    return labels


def decode(labels: Sequence[int]) -> list[TokenSpan]:
    """Spans of a sequence of labels; what the scheme does not allow is read as if it began or ended there."""
    found: list[TokenSpan] = []
    open_kind, first = "", -1
    for at, label in enumerate([*labels, 0]):
        part, kind = (LABELS[label][0], LABELS[label][2:]) if label else ("O", "")
        if open_kind and (part in "OBS" or kind != open_kind):
            found.append(TokenSpan(open_kind, first, at - 1))
            open_kind = ""
        if part == "O":
            continue
        if not open_kind:
            open_kind, first = kind, at
        if part in "ES":
            found.append(TokenSpan(open_kind, first, at))
            open_kind = ""
    return found


def allowed() -> npt.NDArray[np.bool_]:
    """Which label may follow which, shape (labels + 2, labels + 2): the last two are the window's start and end."""
    size = len(LABELS)
    may = np.zeros((size + 2, size + 2), bool)
    for one, before in enumerate(LABELS):
        for other, after in enumerate(LABELS):
            goes_on = before[0] in "BI"
            same = before[2:] == after[2:]
            may[one, other] = (after[0] in "IE" and same) if goes_on else after[0] in "OBS"
        may[size, one] = before[0] in "OBS"
        may[one, size + 1] = before[0] in "OES"
    return may
