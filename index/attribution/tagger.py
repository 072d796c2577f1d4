"""The shipped tagger: tokens to source, cue and content spans, int8, run by onnxruntime (see model/README.md)."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.attribution.crf import viterbi
from index.attribution.labels import LABELS, decode
from index.attribution.link import Tagged
from index.attribution.versions import TAGGER_SHA256
from index.attribution.windows import Window, stack, windows
from index.embedding.minilm import word_pieces
from index.embedding.shipped import encodable, open_session
from index.spans import Span

MODEL_DIR = Path(__file__).parent / "model"
MODEL_FILE = "tagger-int8.onnx"


class Tagger:
    """The shipped model; every window is run by itself, so that its labels depend on nothing else. Safe between threads."""

    name = "tagger"

    def __init__(self, model: Path = MODEL_DIR / MODEL_FILE, sha256: str = TAGGER_SHA256) -> None:
        self._session = open_session(model, sha256)
        self._tokenizer = word_pieces()

    def tag(self, text: str, paragraphs: Sequence[Span]) -> list[Tagged]:
        """Spans of sources, cues and contents in some paragraphs, in order; they do not overlap."""
        readable = encodable(text)
        found: list[Tagged] = []
        rows = list(windows(readable, paragraphs, self._tokenizer))
        for window, path in zip(rows, self._labels(rows), strict=True):
            for kind, first, last in decode(path):
                span = Span(window.offsets[first][0], window.offsets[last][1])
                found.append(Tagged(kind, span))
        return found

    def _labels(self, rows: Sequence[Window]) -> list[list[int]]:
        """The best labels of each window's tokens."""
        if not rows:
            return []
        lengths = [len(row.ids) for row in rows]
        emissions = np.zeros((len(rows), max(lengths), len(LABELS)), np.float32)
        for at, row in enumerate(rows):
            ids, marks = stack([row])
            scores, transitions = self._session.run(None, {"ids": ids, "marks": marks})
            emissions[at, : lengths[at]] = scores[0, 1:-1]
        return viterbi(emissions, lengths, transitions)
