"""What the index asks of an embedder, and where one comes from."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol

from index.errors import SettingsError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float32]
else:  # numpy takes 0.2 s to import, which `onrecord --help` does not owe anybody
    FloatArray = object


class Embedder(Protocol):
    """Turns texts into vectors that are compared by cosine."""

    @property
    def name(self) -> str:
        """As the settings name it: 'minilm' or KIND:NAME."""

    @property
    def version(self) -> str:
        """Changes when the vectors of the same text do."""

    @property
    def max_tokens(self) -> int:
        """Tokens of a text that are seen, without the special ones; the rest is cut off."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, without the special ones."""

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Vectors of passages, shape (texts, dimensions)."""

    def embed_query(self, text: str) -> FloatArray:
        """Vector of a question, shape (dimensions,)."""


@cache
def load_embedder(spec: str) -> Embedder:
    """The embedder that `spec` names: 'minilm', or KIND:NAME for a LlamaIndex embedding.

    Raises:
        SettingsError: no such kind.
        MissingExtraError: the kind's package is not installed.
        IndexDamagedError: a shipped model file is missing or changed.
    """
    if spec == "minilm":
        from index.embedding.minilm import MiniLM

        return MiniLM()
    from index.embedding.plugins import KINDS, load_plugin

    kind, colon, name = spec.partition(":")
    if kind not in KINDS or not colon or not name:
        choices = ", ".join(f"{known}:NAME" for known in KINDS)
        raise SettingsError(f"no embedder '{spec}'; give minilm or one of {choices}")
    return load_plugin(kind, name)
