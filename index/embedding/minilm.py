"""The shipped encoder: all-MiniLM-L6-v2, int8, run by onnxruntime (see model/README.md)."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.embedding.base import FloatArray
from index.embedding.shipped import encodable, open_session, read_checked

MODEL_DIR = Path(__file__).parent / "model"
SHA256 = {
    "minilm-int8.onnx": "509d60fa51f3bafaf80950a54e2844c2e16647f477390713ff07ce86a6d3e1b7",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
DIMENSIONS = 384
MAX_TOKENS = 256
SPECIAL_TOKENS = 2  # [CLS] and [SEP]


def word_pieces() -> Tokenizer:
    """The word pieces of the shipped models, nothing padded or cut."""
    tokenizer = Tokenizer.from_buffer(read_checked(MODEL_DIR / "tokenizer.json", SHA256["tokenizer.json"]))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


class MiniLM:
    """The shipped encoder; every text is run by itself, so that its vector depends on nothing else."""

    name = "minilm"
    version = SHA256["minilm-int8.onnx"][:12]
    max_tokens = MAX_TOKENS - SPECIAL_TOKENS

    def __init__(self) -> None:
        self._session = open_session(MODEL_DIR / "minilm-int8.onnx", SHA256["minilm-int8.onnx"])
        self._tokenizer = word_pieces()
        self._threads = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="minilm")
        self.embed_query = lru_cache(maxsize=1024)(self._embed_query)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, without the special tokens."""
        texts = [encodable(text) for text in texts]
        return [len(encoding) for encoding in self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)]

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors, shape (texts, 384) float32; the longest are run first, so that no core waits at the end."""
        encoded = [encoding.ids for encoding in self._tokenizer.encode_batch_fast([encodable(text) for text in texts])]
        order = sorted(range(len(texts)), key=lambda position: -len(encoded[position]))
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        rows = self._threads.map(self._run, (encoded[position] for position in order))
        for position, vector in zip(order, rows, strict=True):
            vectors[position] = vector
        return vectors

    def _embed_query(self, text: str) -> FloatArray:
        """Unit vector of a question, shape (384,) float32; the last thousand are kept."""
        return self._run(self._tokenizer.encode(encodable(text)).ids)

    def _run(self, ids: list[int]) -> FloatArray:
        """Vector of one text, cut to what the model sees, the closing token kept."""
        seen = np.array([ids if len(ids) <= MAX_TOKENS else ids[: MAX_TOKENS - 1] + ids[-1:]], np.int64)
        vector: FloatArray = self._session.run(None, {"input_ids": seen, "attention_mask": np.ones_like(seen)})[0][0]
        return vector
