"""How rare a word of English is, by its rank among the shipped word pieces, which stand in order of frequency."""

import math
from functools import cache, lru_cache

from index.stemming import fold

FIRST_WORD, LAST = 1996, 30522
"""Numbers of the first whole word and behind the last piece."""


@cache
def _ranks() -> dict[str, int]:
    from index.embedding.minilm import word_pieces

    return {word: number for word, number in word_pieces().get_vocab().items() if word.isalpha()}


@lru_cache(maxsize=65536)
def rank_of(word: str) -> int:
    """The rank of a word among some 22,000, the commonest 0; of an unknown one, behind all."""
    return max(0, _ranks().get(fold(word), LAST) - FIRST_WORD)


def rarity_of(word: str) -> float:
    """Logarithm of a word's rank as a share of the rarest one's, 0 to 1."""
    return math.log1p(rank_of(word)) / math.log1p(LAST - FIRST_WORD)
