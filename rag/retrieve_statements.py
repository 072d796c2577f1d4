"""Statements for a query: those of the speaker asked for, or of anybody where the question is who said something."""

from collections.abc import Sequence
from typing import NamedTuple

from index.catalog import Catalog, StoredChunk, StoredStatement
from index.embedding import FloatArray
from rag.asked import Asked
from rag.question import Query
from rag.retrieve import Candidate
from rag.scope import Scope


class Said(NamedTuple):
    """A statement with its scores."""

    statement: StoredStatement
    score: float
    """BM25 and cosine, fused as for passages, 0 to 1."""


def retrieve_statements(
    query: Query, asked: Asked | None, vector: FloatArray, scope: Scope, *, limit: int, lexical_weight: float
) -> list[Said]:
    """The best statements on a query's topic, best first; of an asked speaker none but theirs."""
    if asked is not None and not asked.ids:
        return []
    only = tuple(asked.ids) if asked is not None else None
    hits = scope.search_statements([term.word for term in query.topic], limit, only)
    near = scope.near_statements(vector, limit, only)
    cosines = {statement.id: cosine for statement, cosine in near}
    best = max((score for _, score in hits), default=0.0)
    lexical = {statement.id: score / best for statement, score in hits} if best > 0 else {}
    by_id = {statement.id: statement for statement, _ in [*hits, *near]}
    fused = [
        Said(one, lexical_weight * lexical.get(key, 0.0) + (1 - lexical_weight) * max(cosines.get(key, 0.0), 0.0))
        for key, one in by_id.items()
    ]
    return sorted(fused, key=lambda one: (-one.score, one.statement.id))[:limit]


def with_statements(candidates: Sequence[Candidate], said: Sequence[Said], catalog: Catalog) -> list[Candidate]:
    """The passages, and behind them those that hold one of the statements and were not found themselves."""
    last = candidates[-1].score if candidates else 0.0
    known = {one.chunk.key for one in candidates}
    more: list[Candidate] = []
    for one in said:
        chunk = _holding(catalog.chunks_of(one.statement.article_key), one.statement)
        if chunk is not None and chunk.key not in known:
            known.add(chunk.key)
            more.append(Candidate(chunk, last * one.score, 0.0, 0.0))
    return [*candidates, *sorted(more, key=lambda one: -one.score)]


def _holding(chunks: Sequence[StoredChunk], statement: StoredStatement) -> StoredChunk | None:
    """The chunk that holds most of a statement's content."""

    def held(chunk: StoredChunk) -> int:
        return sum(max(0, min(chunk.end_char, end) - max(chunk.start_char, start)) for start, end in statement.content)

    best = max(chunks, key=held, default=None)
    return best if best is not None and held(best) > 0 else None
