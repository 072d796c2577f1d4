"""Vectors of sentences in their context, each computed once."""

from collections import OrderedDict
from collections.abc import Sequence

from index.embedding import Embedder, FloatArray
from rag.reading import Reading

KEPT = 20_000


class Meanings:
    """Vectors of texts, the last 20,000 kept (30 MB)."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: OrderedDict[str, FloatArray] = OrderedDict()

    def vectors(self, texts: Sequence[str]) -> list[FloatArray]:
        """A vector for each text; those not seen before are embedded together."""
        new = list(dict.fromkeys(text for text in texts if text not in self._kept))
        if new:
            self._kept.update(zip(new, self._embedder.embed(new), strict=True))
        found = [self._kept[text] for text in texts]
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found


def in_context(reading: Reading, at: int) -> str:
    """A sentence with its sub-heading and the sentence before, for comparing meanings."""
    before, heading = reading.before(at), reading.heading(at)
    parts = [reading.text(one) for one in (heading, before, at) if one is not None]
    return " ".join(parts)
