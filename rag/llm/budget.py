"""Which passages a model is given: what is quoted without one first, then the best of the rest, each whole or not at all."""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rag.evidence.weigh import Evidence
from rag.llm.planted import addresses_model
from rag.select import Quoted

BYTES_A_TOKEN = 3
"""Common tokenizers make four and more of English, about three of Cyrillic."""
MOST_PASSAGES = 8
NEAR = 0.6
"""Share of the best score from which a sentence that is not quoted may add something."""
MOST_CHARACTERS = 600
"""Of a passage that is widened by the sentence it leans on."""


class Chosen(NamedTuple):
    """Passages for a model."""

    passages: list[Quoted]
    """In order; the model sees the first as number 1."""
    planted: int
    """Passages left out because they speak to a model."""


def tokens_of(text: str) -> int:
    """Tokens of a text, rather too many than too few; what every model counts in its own way."""
    return math.ceil(len(text.encode("utf-8", "replace")) / BYTES_A_TOKEN)


def choose(quoted: Sequence[Quoted], evidence: Sequence[Evidence], left: int, cost: Callable[[Quoted], int]) -> Chosen:
    """The passages that fit.

    Args:
        quoted: what the extractive answer quotes.
        evidence: sentences found, best first.
        left: tokens for passages.
        cost: tokens of a passage, with all that is written around it.
    """
    chosen: list[Quoted] = []
    planted = 0
    for one in _candidates(quoted, evidence):
        if len(chosen) == MOST_PASSAGES:
            break
        if any(other.reading is one.reading and _overlap(other.sentences, one.sentences) for other in chosen):
            continue
        if addresses_model(text_of(one)):
            planted += 1
            continue
        price = cost(one)
        if price <= left:
            chosen.append(one)
            left -= price
    return Chosen(chosen, planted)


def text_of(one: Quoted) -> str:
    """The passage as stored."""
    return one.reading.article.text[one.span.start : one.span.end]


def _candidates(quoted: Sequence[Quoted], evidence: Sequence[Evidence]) -> Iterator[Quoted]:
    yield from dict.fromkeys(quoted)
    floor = NEAR * max((one.score for one in evidence), default=0.0)
    stories = {one.reading.article.story: one.reading.article.key for one in quoted}
    for one in evidence:
        article = one.reading.article
        if one.score >= floor and stories.setdefault(article.story, article.key) == article.key:
            yield Quoted(one.reading, _widened(one), one.score)


def _widened(one: Evidence) -> range:
    """The sentences to cite with one, and the one before, where it points back to that."""
    unit = one.reading.unit(one.at)
    before = one.reading.before(unit.start) if one.reading.leans(unit.start) else None
    if before is None:
        return unit
    wider = range(before, unit.stop)
    span = one.reading.span(wider)
    return wider if span.end - span.start <= MOST_CHARACTERS else unit


def _overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
