"""The shipped tagger: tokens to source, cue and content spans, int8, run by onnxruntime (see model/README.md)."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from index.attribution.crf import viterbi
from index.attribution.labels import LABELS, decode
from index.attribution.link import Tagged
from index.attribution.versions import TAGGER_SHA256
from index.attribution.windows import Window, stack, windows
from index.embedding.minilm import read_checked, tokenizer_file
from index.spans import Span

MODEL_DIR = Path(__file__).parent / "model"
MODEL_FILE = "tagger-int8.onnx"


class Tagger:
    """The shipped model; every window is run by itself, so that its labels depend on nothing else. Safe between threads."""

    name = "tagger"

    def __init__(self, model: Path = MODEL_DIR / MODEL_FILE, sha256: str = TAGGER_SHA256) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # articles are tagged side by side, one a core
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            read_checked(model, sha256), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_buffer(tokenizer_file())
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def tag(self, text: str, paragraphs: Sequence[Span]) -> list[Tagged]:
        """Spans of sources, cues and contents in some paragraphs, in order; they do not overlap."""
        readable = text.encode("utf-8", "replace").decode() if not text.isascii() else text  # no half surrogate pairs
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
