"""Compares ways to join lexical and dense retrieval, and prints the table that `evals/README.md` keeps.

    python -m evals.fusion NAME QUESTIONS INDEX [NAME QUESTIONS INDEX …]

INDEX is an index folder made by `onrecord index`. Each cell is hit@1 / hit@10 / MRR@10 over the answerable questions that
name evidence. Reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009) with k = 60, the usual default, is a baseline.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from evals.question import Question
from evals.questions import load_questions
from evals.ranking import Ranking, ranked
from index.settings import Settings
from rag.answer import Passage
from rag.engine import Engine
from rag.retrieve import Candidate, fuse

WEIGHTS = (0.5, 0.6, 0.7, 0.8, 0.9)
RANK_CONSTANT = 60
AS_ANSWERED = "as the product orders them, by their best sentences too"


def orders(candidates: Sequence[Candidate]) -> Iterator[tuple[str, list[Candidate]]]:
    """Every way of ordering the same candidates, by name, best first."""
    by_words = sorted(candidates, key=lambda one: (-one.bm25, one.chunk.id))
    by_meaning = sorted(candidates, key=lambda one: (-one.cosine, one.chunk.id))
    yield "BM25", by_words
    yield "cosine", by_meaning
    ranks = {one.chunk.id: 0.0 for one in candidates}
    for order in (by_words, by_meaning):
        for rank, one in enumerate(order, 1):
            found = one.bm25 if order is by_words else one.cosine
            ranks[one.chunk.id] += 1 / (RANK_CONSTANT + rank) if found else 0.0
    yield "reciprocal ranks, equal weights", sorted(candidates, key=lambda one: (-ranks[one.chunk.id], one.chunk.id))
    for weight in WEIGHTS:
        fused = [fuse(one.chunk, one.bm25, one.cosine, weight) for one in candidates]
        yield f"scores, BM25 weighs {weight}", sorted(fused, key=lambda one: (-one.score, one.chunk.id))


def measure(questions: Sequence[Question], engine: Engine) -> dict[str, list[Ranking]]:
    """Rankings of every question that names evidence, by way of ordering."""
    found: dict[str, list[Ranking]] = {}
    for question in questions:
        if not question.evidence or not question.answerable:
            continue
        for name, order in orders(engine.candidates(question.question, question.history)):
            passages = [
                Passage(
                    engine.catalog.article_by_key(one.chunk.article_key).id, one.chunk.start_char, one.chunk.end_char, 0
                )
                for one in order
            ]
            found.setdefault(name, []).append(ranked(question.evidence, passages))
        answered = engine.ask(question.question, question.history).passages
        found.setdefault(AS_ANSWERED, []).append(ranked(question.evidence, answered))
    return found


def cell(rankings: Sequence[Ranking]) -> str:
    """hit@1 / hit@10 / MRR@10."""
    means = [
        sum(values) / len(rankings) for values in zip(*((r.hit_1, r.hit_10, r.mrr) for r in rankings), strict=True)
    ]
    return " / ".join(f"{mean:.3f}" for mean in means)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", metavar="NAME QUESTIONS INDEX")
    given = parser.parse_args().sets
    columns: dict[str, dict[str, list[Ranking]]] = {}
    for name, questions, index in zip(given[::3], given[1::3], given[2::3], strict=True):
        with Engine.open(Path(index), Settings()) as engine:
            columns[name] = measure(load_questions(Path(questions)), engine)
    sizes = [f"{name} ({len(next(iter(column.values())))})" for name, column in columns.items()]
    print("| order |", " | ".join(sizes), "|")  # noqa: T201
    print("|---|" + "---|" * len(columns))  # noqa: T201
    for way in next(iter(columns.values())):
        print(f"| {way} |", " | ".join(cell(column[way]) for column in columns.values()), "|")  # noqa: T201


if __name__ == "__main__":
    main()
