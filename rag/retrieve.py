"""Passages for a query: BM25 and cosine, fused."""

from collections.abc import Sequence
from typing import NamedTuple

from index.catalog import Catalog, StoredChunk
from index.embedding import Embedder
from index.vectors import Vectors
from index.words import stems
from rag.question import Query
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
    query: Query,
    catalog: Catalog,
    vectors: Vectors,
    embedder: Embedder,
    rarity: Rarity,
    *,
    limit: int,
    lexical_weight: float,
) -> list[Candidate]:
    """The best chunks for a query, best first.

    The fused score is `w * bm25 / max(bm25) + (1 - w) * cosine`: relative score fusion, which keeps how much better the best
    lexical match is than the next, where reciprocal ranks would throw that away (the table in evals/README.md). The share of
    the question's words in the headline, by rarity, is added.
    """
    hits = catalog.search([term.word for term in query.terms], limit)
    near = vectors.nearest(embedder.embed_query(query.text), limit)
    found = catalog.chunks_by_id([one.chunk_id for one in near])
    cosines = {found[one.chunk_id].key: one.cosine for one in near if one.chunk_id in found}
    best = hits[0].score if hits else 1.0
    lexical = {hit.chunk.key: hit.score / best for hit in hits} if best > 0 else {}
    chunks = {hit.chunk.key: hit.chunk for hit in hits} | {chunk.key: chunk for chunk in found.values()}
    candidates = [
        fuse(chunk, lexical.get(key, 0.0), cosines.get(key, 0.0), lexical_weight) for key, chunk in chunks.items()
    ]
    rarity.learn(term.stem for term in query.terms)
    total = sum(term_weight(term, rarity) for term in query.terms) or 1.0
    titles: dict[int, float] = {}
    for key in {one.chunk.article_key for one in candidates}:
        words = frozenset(stems(catalog.article_by_key(key).title or ""))
        titles[key] = sum(term_weight(term, rarity) for term in query.terms if term.stem in words) / total
    candidates = [
        one._replace(score=(one.score + TITLE_SHARE * titles[one.chunk.article_key]) / (1 + TITLE_SHARE))
        for one in candidates
    ]
    return sorted(candidates, key=lambda one: (-one.score, one.chunk.id))[:limit]


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
