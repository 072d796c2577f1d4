"""How well the reader picks sentences and tells whether a passage answers at all, on CLAPNQ's passages.

    python -m evals.reading CLAPNQ.jsonl

Prints, for the cosine of the encoder, for the reader and for both together, the mean average precision of the order of an
answerable question's sentences, and the area under the ROC curve of answerable against unanswerable questions. Both
together is a sum of logit and cosine, with the one weight of the cosine that is best on the other half of the questions.
"""

import argparse
import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from evals.calibrate import roc_auc
from evals.ranking import average_precision
from index.embedding import load_embedder
from rag.evidence.reader import Passage, TrainedReader

WEIGHTS = (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0)
BEST = 3
"""Sentences whose logits speak for their passage: an answer is often spread over a few."""


class Scored(NamedTuple):
    """A question's passage as it was scored."""

    positives: frozenset[int]
    """Positions of the sentences that a person chose; empty where the passage does not answer."""
    cosines: list[float]
    logits: list[float]
    answered: float
    """Logit of the passage."""
    passage_cosine: float
    """Of the passage as a whole, as the index holds it."""


def score(rows: Sequence[dict[str, Any]]) -> list[Scored]:
    """Every row that has sentences."""
    reader, embedder = TrainedReader(), load_embedder("minilm")
    found = []
    for row in rows:
        sentences = row["sentences"]
        if not sentences:
            continue
        [read] = reader.read(row["question"], [Passage("", tuple(sentences))])
        *cosines, whole = (
            embedder.embed([*sentences, " ".join(sentences)]) @ embedder.embed_query(row["question"])
        ).tolist()
        logits = [_logit(one) for one in read.sentences]
        found.append(Scored(frozenset(row["positives"]), cosines, logits, _logit(read.answered), whole))
    return found


def mean_average_precision(rows: Sequence[Scored], of: Callable[[Scored], Sequence[float]]) -> float:
    """Over answerable rows, sentences in the order of a score."""
    return float(np.mean([average_precision(row.positives, of(row)) for row in rows if row.positives]))


def answerable_auc(rows: Sequence[Scored], of: Callable[[Scored], float]) -> float:
    """The area under the ROC curve of answerable rows against the others."""
    return roc_auc(np.array([of(row) for row in rows]), np.array([float(bool(row.positives)) for row in rows]))


def sentences_by(weight: float) -> Callable[[Scored], list[float]]:
    """Logits and cosines of the sentences."""
    return lambda row: [logit + weight * cosine for logit, cosine in zip(row.logits, row.cosines, strict=True)]


def passage_by(weight: float) -> Callable[[Scored], float]:
    """The logits of the passage and of its best sentences, and the passage's cosine."""
    return lambda row: row.answered + float(np.mean(sorted(row.logits)[-BEST:])) + weight * row.passage_cosine


def halves(
    rows: Sequence[Scored],
    measure: Callable[[Sequence[Scored], float], float],
) -> float:
    """Mean of the two halves, each with the weight that is best on the other one."""
    even, odd = rows[::2], rows[1::2]
    return sum(
        measure(tested, max(WEIGHTS, key=lambda weight: measure(chosen_on, weight)))
        for tested, chosen_on in ((even, odd), (odd, even))
    ) / 2  # fmt: skip


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    args = parser.parse_args()
    rows = score([json.loads(line) for line in args.questions.read_text("utf-8").splitlines()])
    both_map = halves(rows, lambda some, weight: mean_average_precision(some, sentences_by(weight)))
    both_auc = halves(rows, lambda some, weight: answerable_auc(some, passage_by(weight)))
    for name, ap, auc in (
        (
            "cosine",
            mean_average_precision(rows, lambda row: row.cosines),
            answerable_auc(rows, lambda row: row.passage_cosine),
        ),
        ("reader", mean_average_precision(rows, lambda row: row.logits), answerable_auc(rows, passage_by(0.0))),
        ("both", both_map, both_auc),
    ):
        print(f"{name:8} MAP {ap:.3f}  ROC AUC {auc:.3f}  ({len(rows)} questions)")  # noqa: T201 - a table


def _logit(probability: float) -> float:
    inside = min(max(probability, 1e-7), 1 - 1e-7)
    return math.log(inside / (1 - inside))


if __name__ == "__main__":
    main()
