"""Passages for a query: BM25 and cosine, fused."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from index.catalog import StoredChunk
from index.embedding import FloatArray
from index.words import stems
from rag.question import Query
from rag.scope import Scope
from rag.words import Rarity, term_weight

FEWEST = 10
"""Passages that are listed, where there are as many, of fewer articles than that."""
TITLE_SHARE = 0.25
"""What a headline that holds all words of the question adds to the score of its article's passages."""


class Candidate(NamedTuple):
    """A chunk with its scores."""

    chunk: StoredChunk
    score: float
    """Fused, 0 to 1."""
    bm25: float
    """As a share of the best one's; 0 where no word matches."""
    cosine: float
    """To the question; 0 where it is not among the nearest."""


def retrieve(
    query: Query, vector: FloatArray, scope: Scope, rarity: Rarity, *, limit: int, lexical_weight: float
) -> list[Candidate]:
    """The best chunks for a query, of which `vector` is the meaning, best first.

    The fused score is `w * bm25 / max(bm25) + (1 - w) * cosine`: relative score fusion, which keeps how much better the best
    lexical match is than the next, where reciprocal ranks would throw that away (the table in evals/README.md). The share of
    the question's words in the headline, by rarity, is added.
    """
    hits = scope.search([term.word for term in query.terms], limit)
    near = scope.near_chunks(vector, limit)
    cosines = {chunk.key: cosine for chunk, cosine in near}
    best = hits[0].score if hits else 1.0
    lexical = {hit.chunk.key: hit.score / best for hit in hits} if best > 0 else {}
    chunks = {hit.chunk.key: hit.chunk for hit in hits} | {chunk.key: chunk for chunk, _ in near}
    candidates = [
        fuse(chunk, lexical.get(key, 0.0), cosines.get(key, 0.0), lexical_weight) for key, chunk in chunks.items()
    ]
    rarity.learn(term.stem for term in query.terms)
    total = sum(term_weight(term, rarity) for term in query.terms) or 1.0
    weights = [(term.stem, term_weight(term, rarity)) for term in query.terms]
    titles: dict[int, float] = {}
    for key, heading in scope.catalog.headings(article_keys(candidates)).items():
        words = _stems(heading.title or "")
        titles[key] = sum(weight for stem, weight in weights if stem in words) / total
    candidates = [
        one._replace(score=(one.score + TITLE_SHARE * titles[one.chunk.article_key]) / (1 + TITLE_SHARE))
        for one in candidates
    ]
    return sorted(candidates, key=lambda one: (-one.score, one.chunk.id))[:limit]


@lru_cache(maxsize=10_000)
def _stems(title: str) -> frozenset[str]:
    return frozenset(stems(title))


def fuse(chunk: StoredChunk, bm25: float, cosine: float, lexical_weight: float) -> Candidate:
    """A candidate with its fused score."""
    return Candidate(chunk, lexical_weight * bm25 + (1 - lexical_weight) * max(cosine, 0.0), bm25, cosine)


def article_keys(candidates: Sequence[Candidate]) -> list[int]:
    """Articles of the candidates, best first."""
    return list(dict.fromkeys(candidate.chunk.article_key for candidate in candidates))


def ranked(candidates: Sequence[Candidate], scores: Sequence[float]) -> list[tuple[StoredChunk, float]]:
    """Chunks by score, best first: of each article the best one, and more of them where that makes fewer than ten."""
    order = sorted(zip(candidates, scores, strict=True), key=lambda pair: (-pair[1], pair[0].chunk.id))
    firsts = {candidate.chunk.article_key: at for at, (candidate, _) in reversed(list(enumerate(order)))}
    best = set(firsts.values())
    rest = [at for at in range(len(order)) if at not in best]
    kept = sorted([*best, *rest[: max(0, FEWEST - len(best))]])
    return [(order[at][0].chunk, order[at][1]) for at in kept]
