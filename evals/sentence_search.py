"""Sentences of retrieved chunks, ranked by words: what the baselines quote; pure."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from index.catalog import StoredArticle
from index.sentences import split_sentences
from index.spans import Span

QUOTED = 2
"""Sentences or chunks that a baseline quotes."""
K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson and Zaragoza 2009)."""


class Found(NamedTuple):
    """A stretch of an article with its score."""

    article: StoredArticle
    span: Span
    score: float


def sentences_of(chunks: Sequence[Found]) -> list[Found]:
    """The sentences that begin inside of the chunks, each once, without sub-headings; scores are the chunks' own."""
    found: dict[tuple[str, int], Found] = {}
    for chunk in chunks:
        for one in split_sentences(chunk.article.text, chunk.article.spans, chunk.article.headings):
            if not one.heading and chunk.span.start <= one.start < chunk.span.end:
                found.setdefault(
                    (chunk.article.id, one.start), Found(chunk.article, Span(one.start, one.end), chunk.score)
                )
    return list(found.values())


def bm25(texts: Sequence[Sequence[str]], terms: Sequence[str], weight: Callable[[str], float]) -> list[float]:
    """BM25 of each text, given as stems, for the question's stems; `weight` is a stem's inverse document frequency.

    Source: Robertson and Zaragoza 2009, with the length normalised by the mean length of these texts.
    """
    mean_length = sum(map(len, texts)) / len(texts) if texts else 0.0
    scores = []
    for text in texts:
        counts = Counter(text)
        fullness = 1 - B + B * len(text) / mean_length if mean_length else 1.0
        scores.append(
            math.fsum(
                weight(term) * counts[term] * (K1 + 1) / (counts[term] + K1 * fullness)
                for term in terms
                if counts[term]
            )
        )
    return scores


def best(found: Sequence[Found], scores: Sequence[float]) -> list[Found]:
    """The two that score best, best first; ties in the order given."""
    scored = [one._replace(score=score) for one, score in zip(found, scores, strict=True)]
    return sorted(scored, key=lambda one: -one.score)[:QUOTED]
