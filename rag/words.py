"""Words of a question: the ones that carry meaning, and how rare each is."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import NamedTuple

from index.words import FUNCTION_WORDS, stem_of, tokens

SPEECH_WORDS = frozenset(
    """
    according argue argued ask asked claim claimed comment commented comments describe described mention mentioned opinion
    quote quoted quotes react reacted reaction reactions reacts regarding remark remarks replied replies reply respond
    responded responds response responses said say saying says speak spoke stated statement statements talk talked tell
    tells think thinks thought thoughts told view views word words article articles corpus know talk called call articles
    answer explain explained express expressed everything anything spoken
    """.split()
)
"""Words that ask for speech rather than name its topic."""


FRAME_WORDS = frozenset(
    """
    amount answer certain city compare compared comparison country date day differ difference differences differently
    differs each example examples fact happen happened happening happens held hold holds kind kinds list mean meaning
    means mention mentioned mentions month name named names object opposite people person place reason reported reports
    role several sort speak spoken stand stands thing things time total type way worth year
    """.split()
)
"""Words that often say what sort of answer is wanted, rather than what it is about; they count less."""
FRAME_SHARE = 0.25
COUNTS_KEPT = 50_000
"""Words whose counts are kept; a misspelt one brings hundreds."""
UNKNOWN_SHARE = 0.5
"""What a word in lower case counts by that no article holds: articles say most things in other words than questions."""


class Term(NamedTuple):
    """A word of a question that a passage can match."""

    word: str
    """As asked."""
    stem: str
    """As the full-text index stems it."""

    @property
    def is_name(self) -> bool:
        """Whether it is written as a name."""
        return self.word[:1].isupper()

    @property
    def is_frame(self) -> bool:
        """Whether it says what sort of answer is wanted."""
        return self.word in FRAME_WORDS


def capital(words: str) -> str:
    """As at the head of a sentence."""
    return words[:1].upper() + words[1:]


def listed(words: Sequence[str], joint: str = "and") -> str:
    """'BBC', 'BBC and AA', 'BBC, AA and CNN'."""
    return f" {joint} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def content_terms(text: str, leave_out: frozenset[str] = FUNCTION_WORDS) -> list[Term]:
    """Words that carry meaning, each stem once, in order; 'US' is a name although 'us' is a function word."""
    found: dict[str, Term] = {}
    for token in tokens(text):
        is_name = token.isupper() and len(token) > 1 and not text.isupper()
        if token.casefold() in leave_out and not is_name:
            continue
        stemmed = stem_of(token)
        if is_name or len(stemmed) > 1 or stemmed.isdigit() or not stemmed.isascii():
            found.setdefault(stemmed, Term(token, stemmed))
    return list(found.values())


class Rarity:
    """Inverse document frequency over the corpus's chunks: ln(1 + (N - n + .5) / (n + .5)), as in BM25 (Robertson)."""

    def __init__(self, chunks: int, frequencies: Callable[[Sequence[str]], Mapping[str, int]]) -> None:
        self._chunks = chunks
        self._frequencies = frequencies
        self._known: dict[str, int] = {}
        self._lock = Lock()

    def learn(self, words: Iterable[str]) -> Mapping[str, int]:
        """Counts of the words; those not known yet are looked up in one query."""
        with self._lock:
            found = {word: self._known.get(word) for word in words}
        known = {word: count for word, count in found.items() if count is not None}
        new = sorted(found.keys() - known.keys())
        if not new:
            return known
        counted = self._frequencies(new)
        with self._lock:
            if len(self._known) + len(new) > COUNTS_KEPT:
                self._known.clear()
            self._known.update(counted)
        return {**known, **counted}

    def occurs(self, stemmed: str) -> bool:
        """Whether any chunk holds the word."""
        return self.count(stemmed) > 0

    def count(self, stemmed: str) -> int:
        """Chunks that hold the word."""
        known = self._known.get(stemmed)
        return known if known is not None else self.learn([stemmed])[stemmed]

    def weight(self, stemmed: str) -> float:
        """The word's inverse document frequency, above 0."""
        count = self.count(stemmed)
        return math.log(1 + (self._chunks - min(count, self._chunks) + 0.5) / (count + 0.5))


def term_weight(term: Term, rarity: Rarity) -> float:
    """What a word of a question counts: its rarity, less for words of its frame and for common words nobody wrote."""
    share = FRAME_SHARE if term.is_frame else 1.0 if term.is_name or rarity.occurs(term.stem) else UNKNOWN_SHARE
    return share * rarity.weight(term.stem)
