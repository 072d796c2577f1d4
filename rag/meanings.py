"""Vectors of sentences in their context, each computed once."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from index.embedding import Embedder, FloatArray
from rag.reading import Reading

KEPT = 20_000


class Meanings:
    """Vectors of texts, the last 20,000 kept (30 MB)."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: OrderedDict[str, FloatArray] = OrderedDict()
        self._lock = Lock()

    def vectors(self, texts: Sequence[str]) -> list[FloatArray]:
        """A vector for each text; those not seen before are embedded together."""
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
        new = list(dict.fromkeys(text for text in texts if text not in known))
        if new:
            fresh = dict(zip(new, self._embedder.embed(new), strict=True))
            known |= fresh
            with self._lock:
                self._kept.update(fresh)
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return [known[text] for text in texts]


def in_context(reading: Reading, at: int) -> str:
    """A sentence with its sub-heading and the sentence before, for comparing meanings."""
    before, heading = reading.before(at), reading.heading(at)
    parts = [reading.text(one) for one in (heading, before, at) if one is not None]
    return " ".join(parts)
