"""What the reader reads: a question, and neighbouring sentences of one article, as word pieces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

CLS, SEP, PAD = 101, 102, 0
QUESTION_TOKENS = 48
TITLE_TOKENS = 24
SENTENCE_TOKENS = 96
WINDOW_TOKENS = 224
"""Most word pieces of a window's sentences."""
NOWHERE = -1

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Window:
    """A question with some sentences; all lists have one entry a word piece."""

    ids: list[int]
    types: list[int]
    """0 of the question, 1 of what is read."""
    owners: list[int]
    """The number of the sentence, from 0; NOWHERE of the question, the title and the separators."""

    @property
    def sentences(self) -> int:
        """How many sentences it holds."""
        return max(self.owners) + 1


def window(question: Sequence[int], title: Sequence[int], sentences: Sequence[Sequence[int]]) -> Window:
    """[CLS] question [SEP] title [SEP] sentences [SEP]; each part is cut to its most word pieces, none is left out."""
    ids, types, owners = [CLS], [0], [NOWHERE]

    def add(pieces: Sequence[int], kind: int, owner: int) -> None:
        ids.extend(pieces)
        types.extend([kind] * len(pieces))
        owners.extend([owner] * len(pieces))

    add([*question[:QUESTION_TOKENS], SEP], 0, NOWHERE)
    if title:
        add([*title[:TITLE_TOKENS], SEP], 1, NOWHERE)
    for at, pieces in enumerate(sentences):
        add(pieces[:SENTENCE_TOKENS] or [SEP], 1, at)
    add([SEP], 1, NOWHERE)
    return Window(ids, types, owners)


def windows(question: Sequence[int], title: Sequence[int], sentences: Sequence[Sequence[int]]) -> Iterator[Window]:
    """Neighbouring sentences in as few windows as hold them, all sentences in order, each in one window."""
    kept: list[Sequence[int]] = []
    total = 0
    for pieces in sentences:
        length = min(len(pieces), SENTENCE_TOKENS)
        if kept and total + length > WINDOW_TOKENS:
            yield window(question, title, kept)
            kept, total = [], 0
        kept.append(pieces)
        total += length
    if kept:
        yield window(question, title, kept)


def stack(windows: Sequence[Window]) -> tuple[IntArray, IntArray, IntArray]:
    """Ids, types and owners of several windows, each (windows, tokens), padded to the longest."""
    longest = max(len(one.ids) for one in windows)

    def padded(rows: Sequence[list[int]], fill: int) -> IntArray:
        return np.array([row + [fill] * (longest - len(row)) for row in rows], np.int64)

    return (
        padded([one.ids for one in windows], PAD),
        padded([one.types for one in windows], 0),
        padded([one.owners for one in windows], NOWHERE),
    )
