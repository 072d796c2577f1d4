"""Decoding of a linear-chain conditional random field (Lafferty, McCallum and Pereira, 2001) by Viterbi's algorithm."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def viterbi(emissions: Floats, lengths: Sequence[int], transitions: Floats) -> list[list[int]]:
    """The best labels of each sequence.

    `emissions` has shape (sequences, tokens, labels); `transitions`, shape (labels + 2, labels + 2), scores what follows
    what, its last two rows and columns being the start and the end. All sequences are decoded at once, token by token.
    """
    size = emissions.shape[2]
    between, start, end = transitions[:size, :size], transitions[size, :size], transitions[:size, size + 1]
    rows, longest = len(lengths), max(lengths)
    back = np.zeros((rows, longest, size), np.int8)
    score = start + emissions[:, 0]
    last = np.empty((rows, size), np.float32)
    ends = np.asarray(lengths)
    for at in range(longest):
        if at:
            through = score[:, :, None] + between
            back[:, at] = through.argmax(1)
            score = through.max(1) + emissions[:, at]
        done = ends == at + 1
        if done.any():
            last[done] = score[done] + end
    best = last.argmax(1)
    paths = []
    for row, length in enumerate(lengths):
        label = int(best[row])
        path = [label]
        for at in range(length - 1, 0, -1):
            label = int(back[row, at, label])
            path.append(label)
        paths.append(path[::-1])
    return paths
