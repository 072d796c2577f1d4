"""Retrieval depth: in how many passages the evidence of a question is found first; pure."""

from collections.abc import Iterable, Sequence

from evals.question import Evidence
from evals.ranking import finds
from evals.scores import Sample
from rag.answer import Passage

DEPTHS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 30, 40, 50)


def first_found(evidence: Sequence[Evidence], passages: Iterable[Passage]) -> int | None:
    """Rank, from 1, of the first passage that finds any of the evidence; of articles where evidence is whole articles."""
    by_article = not any(one.span for one in evidence)
    seen: set[str] = set()
    rank = 0
    for passage in passages:
        rank += not (by_article and passage.article in seen)
        seen.add(passage.article)
        if any(finds(passage, one) for one in evidence):
            return rank
    return None


def shares(samples: Iterable[Sample]) -> list[tuple[int, float]]:
    """(k, share of the answerable questions with evidence that find some of it within k passages); empty without any.

    k goes no further than the longest list of passages that an answer carries.
    """
    ranks, deepest = [], 0
    for sample in samples:
        if sample.question.answerable and sample.question.evidence:
            passages = sample.answer.passages if sample.answer else ()
            ranks.append(first_found(sample.question.evidence, passages))
            deepest = max(deepest, len(passages))
    if not ranks:
        return []
    return [(k, sum(rank is not None and rank <= k for rank in ranks) / len(ranks)) for k in DEPTHS if k <= deepest]
