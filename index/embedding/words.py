"""The whole words among the shipped tokenizer's pieces: the commonest of English text."""

import json
from functools import cache

from index.embedding.minilm import MODEL_DIR


@cache
def common_words() -> frozenset[str]:
    """About 22,000 words in lower case."""
    pieces = json.loads((MODEL_DIR / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    return frozenset(piece for piece in pieces if piece.isalpha())
