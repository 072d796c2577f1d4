"""Passages for a query: BM25 and cosine, fused."""

from collections.abc import Sequence
from typing import NamedTuple

from index.catalog import Catalog, StoredChunk
from index.embedding import Embedder
from index.vectors import Vectors
from rag.question import Query


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
    query: Query, catalog: Catalog, vectors: Vectors, embedder: Embedder, *, limit: int, lexical_weight: float
) -> list[Candidate]:
    """The best chunks for a query, best first.

    The fused score is `w * bm25 / max(bm25) + (1 - w) * cosine`: relative score fusion, which keeps how much better the best
    lexical match is than the next, where reciprocal ranks would throw that away (the table in evals/README.md).
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
    return sorted(candidates, key=lambda one: (-one.score, one.chunk.id))[:limit]


def fuse(chunk: StoredChunk, bm25: float, cosine: float, lexical_weight: float) -> Candidate:
    """A candidate with its fused score."""
    return Candidate(chunk, lexical_weight * bm25 + (1 - lexical_weight) * max(cosine, 0.0), bm25, cosine)


def article_keys(candidates: Sequence[Candidate]) -> list[int]:
    """Articles of the candidates, best first."""
    return list(dict.fromkeys(candidate.chunk.article_key for candidate in candidates))
