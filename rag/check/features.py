"""What tells whether evidence supports a sentence: words held and how they run, meaning, the reader's word, disagreement."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from index.words import FUNCTION_WORDS, stem_of, tokens
from rag.check import dates, names, negation, numbers
from rag.check.negation import coverage
from rag.check.rarity import rarity_of
from rag.check.source import Line, Source
from rag.premise.opposites import key
from rag.premise.polarity import told

if TYPE_CHECKING:
    from index.embedding import Embedder
    from rag.evidence.reader import Reader

COMPARED, READ = 8, 4
"""Lines, best by words, whose meaning is compared, and of these the ones that are read."""
FEWEST_WORDS = 3
"""Words that carry meaning in a part of a sentence that is held against the evidence by itself."""
_EDGE = re.compile(
    r"[,;:—–]\s+|\s+(?=(?:and|but|while|which|who|that|because|as|after|before|with|where|when|if|by|to|for|in)\s)"
)
MOST_LOGIT = 6.0


@dataclass(frozen=True)
class Models:
    """The shipped models that the score asks."""

    reader: "Reader"
    embedder: "Embedder"


class _Words(NamedTuple):
    """A sentence's words."""

    run: tuple[str, ...]
    """Keys of all, in order."""
    weights: Mapping[str, float]
    """Rarity of those that carry meaning."""


def features(sentence: str, source: Source, models: Models) -> dict[str, float]:
    """Features of the support score, by name."""
    words = _words(sentence)
    ranked = sorted(source.lines, key=lambda line: -coverage(words.weights, line.keys))
    found = _held(sentence, words, source, ranked) | _disagreements(sentence, source, ranked)
    return found | _meaning(sentence, [line.text for line in ranked[:COMPARED]], models)


def _words(text: str) -> _Words:
    run = tokens(text)
    keys = tuple(key(stem_of(word)) for word in run)
    weights = {
        one: rarity_of(word) for one, word in zip(keys, run, strict=True) if word.casefold() not in FUNCTION_WORDS
    }
    return _Words(keys, weights)


def _held(sentence: str, words: _Words, source: Source, ranked: Sequence[Line]) -> dict[str, float]:
    """Shares of the sentence's words and runs of words that the evidence holds."""
    lines = [_words(line.text).run for line in ranked[:COMPARED]]
    joined = frozenset().union(*(line.keys for line in ranked[:READ]))
    clauses = [_words(clause).weights for clause in clauses_of(sentence)]
    told = [max((coverage(one, line.keys) for line in ranked[:COMPARED]), default=0.0) for one in clauses if one]
    return {
        "words": coverage(words.weights, joined),
        "clauses": sum(told) / len(told) if told else 0.0,
        "weakest": min(told, default=0.0),
        "rarest_absent": max((weight for one, weight in words.weights.items() if one not in source.keys), default=0.0),
        "trigrams": _copied(words.run, lines, 3),
        "longest": max((_longest(words.run, line) for line in lines), default=0) / max(1, len(words.run)),
    }


def clauses_of(sentence: str) -> list[str]:
    """A sentence in parts of some words each, cut at commas and at what joins clauses and phrases."""
    found: list[str] = []
    for part in _EDGE.split(sentence):
        if found and min(map(_content, (part, found[-1]))) < FEWEST_WORDS:
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def _content(text: str) -> int:
    """How many words of a text carry meaning."""
    return sum(word.casefold() not in FUNCTION_WORDS for word in tokens(text))


def _copied(run: Sequence[str], lines: Sequence[Sequence[str]], size: int) -> float:
    """Share of the runs of so many words that some line holds."""
    held = {tuple(line[at : at + size]) for line in lines for at in range(len(line) - size + 1)}
    own = [tuple(run[at : at + size]) for at in range(len(run) - size + 1)]
    return sum(one in held for one in own) / len(own) if own else 0.0


def _longest(run: Sequence[str], line: Sequence[str]) -> int:
    """Length of the longest run of words that both hold in order, with others between."""
    from rapidfuzz.distance import LCSseq

    return int(LCSseq.similarity(run, line))


def _disagreements(sentence: str, source: Source, ranked: Sequence[Line]) -> dict[str, float]:
    """Whether what must agree does not, and how many words one of both denies."""
    plain, given = dates.without_dates(sentence), dates.without_dates(source.text)
    published = [one.date for one in source.evidence if one.date]
    return {
        "names": float(bool(names.absent(sentence, source))),
        "numbers": float(bool(numbers.absent(plain, given))),
        "dates": float(bool(dates.absent(sentence, source.text, published))),
        "contradicted": float(bool(negation.contradictions(sentence, source))),
        "disagreeing": float(negation.disagreeing(told(sentence), told(ranked[0].text)) if ranked else 0),
    }


def _meaning(sentence: str, lines: Sequence[str], models: Models) -> dict[str, float]:
    """Cosine, and what the reader says of the lines nearest in meaning, the sentence in the question's place."""
    from rag.evidence.reader import Passage

    if not lines:
        return {"cosine": 0.0, "read": -1.0, "answered": -1.0}
    vectors, own = models.embedder.embed(lines), models.embedder.embed_query(sentence)
    cosines = vectors @ own
    near = sorted(range(len(lines)), key=lambda at: -float(cosines[at]))[:READ]
    together = vectors[near].sum(axis=0)
    read = models.reader.read(sentence, [Passage("", tuple(lines[at] for at in sorted(near)))])[0]
    return {
        "cosine": float(together @ own / math.sqrt(float(together @ together))),
        "read": _certainty(max(read.sentences)),
        "answered": _certainty(read.answered),
    }


def _certainty(probability: float) -> float:
    """A probability's logit, -1 to 1."""
    inside = min(max(probability, 1e-6), 1 - 1e-6)
    return max(-MOST_LOGIT, min(MOST_LOGIT, math.log(inside / (1 - inside)))) / MOST_LOGIT
