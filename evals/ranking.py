"""Passages ranked against evidence spans, put in the terms of `ir_measures`: documents, judgements, a run."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ir_measures import AP, RR, R, Success, iter_calc, nDCG
from ir_measures.measures import Measure

from evals.question import Evidence
from rag.answer import Passage

DEPTH = 10
"""Passages counted by MRR, recall and nDCG."""
MAX_PASSAGE_CHARS = 2500
"""A longer passage holds its rank but finds nothing: else quoting everything would find everything."""


@dataclass(frozen=True)
class Ranking:
    """How well passages are ranked for one question, each 0 to 1."""

    hit_1: float
    """Whether the first passage finds evidence."""
    hit_4: float
    """Whether one of the first four does."""
    hit_10: float
    """Whether one of the first ten does."""
    mrr: float
    """Reciprocal rank of the first that does, within ten."""
    recall: float
    """Share of evidence spans found within ten."""
    ndcg: float
    """Discounted gain of newly found spans within ten, against the best order."""


def ranked(evidence: Sequence[Evidence], passages: Sequence[Passage]) -> Ranking:
    """How well the passages, best first, are ranked for finding the evidence, which is not empty."""
    if not any(gold.span for gold in evidence):
        passages = list({passage.article: passage for passage in reversed(passages)}.values())[::-1]
    found = [{i for i, gold in enumerate(evidence) if finds(passage, gold)} for passage in passages]
    new = [spans - set().union(*found[:rank]) for rank, spans in enumerate(found)]
    never = set(range(len(evidence))) - set().union(*found)
    ranking = {f"passage {rank}": float(-rank) for rank in range(len(passages))}

    relevant = {f"passage {rank}": 1 for rank, spans in enumerate(found) if spans}
    hit_1, hit_4, hit_10, mrr = _calculate([Success @ 1, Success @ 4, Success @ DEPTH, RR @ DEPTH], relevant, ranking)

    gains = {f"passage {rank}": len(spans) for rank, spans in enumerate(new) if spans}
    (ndcg,) = _calculate([nDCG @ DEPTH], gains | {f"span {i}": 1 for i in never}, ranking)

    # A passage may find several spans, and recall counts spans: here the spans are the documents, found or not.
    spans_found = {f"span {i}": float(-rank) for rank, spans in enumerate(new[:DEPTH]) for i in spans}
    (recall,) = _calculate([R @ len(evidence)], {f"span {i}": 1 for i in range(len(evidence))}, spans_found)
    return Ranking(hit_1, hit_4, hit_10, mrr, recall, ndcg)


def average_precision(relevant: Collection[int], scores: Sequence[float]) -> float:
    """Of positions in the order of their scores, highest first, against the relevant ones; the earlier of equals first."""
    order = sorted(range(len(scores)), key=lambda at: -scores[at])
    run = {f"position {at}": float(-rank) for rank, at in enumerate(order)}
    (found,) = _calculate([AP], {f"position {at}": 1 for at in relevant}, run)
    return found


def finds(passage: Passage, evidence: Evidence) -> bool:
    """Whether a passage overlaps an evidence span, or is of the article that the evidence names."""
    if passage.article != evidence.article or passage.end_char - passage.start_char > MAX_PASSAGE_CHARS:
        return False
    span = evidence.span
    return span is None or (passage.start_char < span.end and span.start < passage.end_char)


def _calculate(measures: Sequence[Measure], judged: Mapping[str, int], run: Mapping[str, float]) -> list[float]:
    if not judged or not run:  # nothing relevant, or nothing retrieved: the question would be left out of the result
        return [0.0] * len(measures)
    values = {metric.measure: metric.value for metric in iter_calc(measures, {"q": judged}, {"q": run})}
    return [float(values[measure]) for measure in measures]
