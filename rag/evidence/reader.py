"""The trained reader: how probably each sentence of a passage answers, int8, run by onnxruntime (see model/README.md)."""

import os
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding.minilm import word_pieces
from index.embedding.shipped import encodable, open_session
from rag.evidence.windows import Window, stack, windows

MODEL_DIR = Path(__file__).parent / "model"
MODEL_FILE = "reader-int8.onnx"
SHA256 = "6909e24380eb26739191b14182bf85723a5258d4a0f1d87902a15faaf8423904"
KEPT = 20_000
"""Windows whose scores are kept."""


class Passage(NamedTuple):
    """Neighbouring sentences of one article."""

    title: str
    """What stands over them: the headline, a sub-heading; may be empty."""
    sentences: tuple[str, ...]


class Read(NamedTuple):
    """What a reader makes of a passage."""

    sentences: tuple[float, ...]
    """Probability that a sentence answers, of each, 0 to 1."""
    answered: float
    """Probability that any of them does, 0 to 1."""


class Reader(Protocol):
    """What scores sentences for a question; safe to share between threads."""

    name: str
    """As the settings name it."""
    version: str
    """Changes whenever it scores otherwise."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Read]:
        """Scores of each passage's sentences."""


class TrainedReader:
    """The shipped reader; every window is read by itself, so that its scores depend on nothing else."""

    name = "minilm"
    version = SHA256[:12]

    def __init__(self, model: Path = MODEL_DIR / MODEL_FILE, sha256: str = SHA256) -> None:
        self._session = open_session(model, sha256)
        self._tokenizer = word_pieces()
        self._pieces = lru_cache(maxsize=KEPT)(self._encode)
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="reader")
        self._kept: OrderedDict[tuple[int, ...], tuple[tuple[float, ...], float]] = OrderedDict()
        self._lock = Lock()

    def read(self, question: str, passages: Sequence[Passage]) -> list[Read]:
        """Scores of each passage's sentences."""
        asked = self._pieces(question)
        cut = [
            list(windows(asked, self._pieces(one.title), [self._pieces(text) for text in one.sentences]))
            for one in passages
        ]
        scores = self._scores([one for some in cut for one in some])
        return [_joined([scores[tuple(one.ids)] for one in some]) for some in cut]

    def _encode(self, text: str) -> tuple[int, ...]:
        return tuple(self._tokenizer.encode(encodable(text), add_special_tokens=False).ids)

    def _scores(self, wanted: Sequence[Window]) -> dict[tuple[int, ...], tuple[tuple[float, ...], float]]:
        """The scores of each window by its ids; those not kept are read now, the longest first."""
        with self._lock:
            found = {key: self._kept[key] for one in wanted if (key := tuple(one.ids)) in self._kept}
        new = {tuple(one.ids): one for one in wanted if tuple(one.ids) not in found}
        longest_first = sorted(new.values(), key=lambda one: -len(one.ids))
        fresh = dict(
            zip((tuple(one.ids) for one in longest_first), self._pool.map(self._run, longest_first), strict=True)
        )
        with self._lock:
            self._kept.update(fresh)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found | fresh

    def _run(self, one: Window) -> tuple[tuple[float, ...], float]:
        ids, types, owners = stack([one])
        tokens, answered = self._session.run(None, {"ids": ids, "types": types})
        return tuple(sentence_probabilities(tokens[0], owners[0], one.sentences)), _sigmoid(float(answered[0]))


def sentence_probabilities(tokens: NDArray[np.float32], owners: NDArray[np.int64], sentences: int) -> list[float]:
    """Of each sentence, from its tokens' values and weights, (tokens, 2): their mean, weighed by the softmax of the weights."""
    found = []
    for at in range(sentences):
        values, weights = tokens[owners == at].astype(np.float64).T
        shares = np.exp(weights - weights.max())
        found.append(_sigmoid(float(values @ shares / shares.sum())))
    return found


def _sigmoid(logit: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(logit, -60, 60))))


def _joined(parts: Sequence[tuple[tuple[float, ...], float]]) -> Read:
    sentences = tuple(score for scores, _ in parts for score in scores)
    return Read(sentences, max((answered for _, answered in parts), default=0.0))
