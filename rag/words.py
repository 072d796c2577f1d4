"""Words of questions and sentences: tokens, the ones that carry meaning, and how rare each is."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from index.catalog import stem

_TOKEN = re.compile(r"\w+(?:\.\w\b)+\.?|\b[A-Za-z]-\d+\b|\w+")
"""Words; U.S., G.O.P. and G-7 stay one, without their dots once folded."""

_LETTER_NUMBER = re.compile(r"[A-Za-z]-?(\d+)")

FUNCTION_WORDS = frozenset(
    """
    a about above after again against all also am an and any are aren as at be because been before being below
    between both but by can cannot could couldn d did didn do does doesn doing don down during each either else
    ever every few for from further get gets give given go goes had hadn has hasn have haven having he her here
    hers herself him himself his how however i if in into is isn it its itself just kind ll m many may me might
    mine more most much must my myself near no nor not now of off on once only onto or other others ought our
    ours ourselves out over own per please quite rather re s same shall she should shouldn since so some such t
    than that the their theirs them themselves then there these they this those though through thus to together
    too toward towards under until up upon us used ve very was wasn we were weren what whatever when where
    whether which while who whoever whom whose why will with within without won would wouldn yet you your yours
    yourself yourselves wat wot wht wats whats hows whos abt pls plz thx
    """.split()
)
SPEECH_WORDS = frozenset(
    """
    according argue argued ask asked claim claimed comment commented comments describe described mention
    mentioned opinion quote quoted quotes regarding remark remarks reply respond responded response said say
    saying says speak spoke stated statement statements talk talked tell tells think thinks thought thoughts
    told view views word words article articles corpus know talk called call articles answer explain explained
    express expressed
    """.split()
)
"""Words that ask for speech rather than name its topic."""


FRAME_WORDS = frozenset(
    """
    answer certain city compare compared comparison country date day differ difference differences differently differs each
    example examples fact happen happened happening happens held hold holds kind kinds list mean meaning means mention
    mentioned mentions month name named names object opposite people person place reason reported reports role several sort
    speak spoken stand stands thing things time type way year
    """.split()
)
"""Words that often say what sort of answer is wanted, rather than what it is about; they count less."""
FRAME_SHARE = 0.25
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


def tokens(text: str) -> list[str]:
    """The words of a text, as they stand."""
    return [match.group() for match in _TOKEN.finditer(text)]


def stem_of(token: str) -> str:
    """The stem of a token; without the dots of an abbreviation, and G-7 as G7 by its number."""
    lettered = _LETTER_NUMBER.fullmatch(token)
    if lettered:
        return lettered.group(1)
    return stem(token.replace(".", "") if "." in token else token)


def stems(text: str) -> list[str]:
    """Stems of all words of a text, in order."""
    return [stem_of(token) for token in tokens(text)]


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

    def learn(self, words: Iterable[str]) -> None:
        """Looks up what is not known yet, in one query."""
        new = sorted({word for word in words if word not in self._known})
        if new:
            self._known.update(self._frequencies(new))

    def occurs(self, stemmed: str) -> bool:
        """Whether any chunk holds the word."""
        return self.count(stemmed) > 0

    def count(self, stemmed: str) -> int:
        """Chunks that hold the word."""
        self.learn([stemmed])
        return self._known[stemmed]

    def weight(self, stemmed: str) -> float:
        """The word's inverse document frequency, above 0."""
        count = self.count(stemmed)
        return math.log(1 + (self._chunks - min(count, self._chunks) + 0.5) / (count + 0.5))


def term_weight(term: Term, rarity: Rarity) -> float:
    """What a word of a question counts: its rarity, less for words of its frame and for common words nobody wrote."""
    share = FRAME_SHARE if term.is_frame else 1.0 if term.is_name or rarity.occurs(term.stem) else UNKNOWN_SHARE
    return share * rarity.weight(term.stem)
