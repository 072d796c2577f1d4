"""Fits the probability of being answered, on which refusal rests, and writes `rag/calibration.json`.

    python -m evals.calibrate --speech QUESTIONS ARTICLES --other QUESTIONS ARTICLES

Some of the second set's questions are also asked of the first set's articles, where none has an answer: the unanswerable
questions of SQuAD 2.0 are all about the page at hand, and people also ask about what is plainly elsewhere.

One logistic regression for questions that ask for somebody's words and one for all others, on what the product itself
finds for each question (`rag.refuse.features`). The two sides of each set are weighed so that three in
four questions can be answered, whatever their share in the set. Ten-fold cross-validation leaves
whole articles out; the areas under the ROC curve it prints and stores are of held-out
questions.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.question import Question
from evals.questions import load_questions
from index.build import build_index
from index.settings import Settings
from rag.engine import Engine
from rag.refuse import FEATURES, kind_of

ELSEWHERE = 7
"""Every seventh question is also asked elsewhere."""
ANSWERABLE = 0.75
"""Share of questions that can be answered, which the probability takes for granted."""
FOLDS = 10
RIDGE = 1.0
STEPS = 50
OUT = Path(__file__).parents[1] / "rag" / "calibration.json"
Floats = NDArray[np.float64]


class Observed(NamedTuple):
    """One question's features, whether it can be answered, and the group it is left out with."""

    features: dict[str, float]
    answerable: bool
    group: str


def observe(kind: str, questions: Sequence[Question], engine: Engine, *, elsewhere: bool = False) -> list[Observed]:
    """Features of every question that the named model would judge and for which there is any evidence."""
    rows = []
    for question in questions:
        query, evidence = engine.look(question.question, question.history)
        found = engine.features(query, evidence)
        if found and kind_of(query) == kind:
            rows.append(Observed(found, question.answerable and not elsewhere, evidence[0].reading.article.id))
    return rows


def fit(x: Floats, y: Floats) -> Floats:
    """Weights of a logistic regression, intercept last, by Newton's method with a ridge; classes weighed to `ANSWERABLE`."""
    balance = np.where(y == 1, ANSWERABLE / max(y.mean(), 1e-9), (1 - ANSWERABLE) / max(1 - y.mean(), 1e-9))
    design = np.column_stack([x, np.ones(len(x))])
    penalty = np.full(design.shape[1], RIDGE)
    penalty[-1] = 0
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (balance * (y - p)) - penalty * weights
        hessian = (design * (balance * p * (1 - p))[:, None]).T @ design + np.diag(penalty + 1e-9)
        step = np.linalg.solve(hessian, gradient)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def roc_auc(scores: Floats, y: Floats) -> float:
    """Chance that an answerable question scores above one that is not, ties counting half (Mann and Whitney, 1947)."""
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positive = y == 1
    n1, n0 = positive.sum(), (~positive).sum()
    return float((ranks[positive].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))


def held_out(x: Floats, y: Floats, groups: Sequence[str]) -> Floats:
    """Logits of every question from a model that has not seen its group."""
    names = {group: position % FOLDS for position, group in enumerate(sorted(set(groups)))}
    fold = np.array([names[group] for group in groups])
    logits = np.zeros(len(y))
    for one in range(FOLDS):
        if (fold == one).any():
            weights = fit(x[fold != one], y[fold != one])
            logits[fold == one] = x[fold == one] @ weights[:-1] + weights[-1]
    return logits


def calibrate(kind: str, rows: Sequence[Observed]) -> dict[str, object]:
    """The fitted model of one kind, as it is stored, with what it was fitted on and how well it holds."""
    names = FEATURES[kind]
    x = np.array([[row.features[name] for name in names] for row in rows])
    y = np.array([float(row.answerable) for row in rows])
    weights = fit(x, y)
    auc = roc_auc(held_out(x, y, [row.group for row in rows]), y)
    print(f"{kind}: {len(rows)} questions, {int(y.sum())} answerable, held-out ROC AUC {auc:.3f}")  # noqa: T201
    return {
        "weights": {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=False)},
        "intercept": round(float(weights[-1]), 4),
        "questions": len(rows),
        "answerable": int(y.sum()),
        "held_out_roc_auc": round(auc, 4),
    }


def main() -> None:
    """Fits both models and writes them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for kind in ("speech", "other"):
        parser.add_argument(f"--{kind}", nargs=2, type=Path, metavar=("QUESTIONS", "ARTICLES"), required=True)
    args = parser.parse_args()
    settings = Settings()
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        engines = {}
        for kind in ("speech", "other"):
            folder = Path(scratch) / kind
            build_index([getattr(args, kind)[1]], folder, settings)
            engines[kind] = stack.enter_context(Engine.open(folder, settings))
        others = load_questions(args.other[0])
        models = {
            "speech": calibrate("speech", observe("speech", load_questions(args.speech[0]), engines["speech"])),
            "other": calibrate(
                "other",
                observe("other", others, engines["other"])
                + observe("other", others[::ELSEWHERE], engines["speech"], elsewhere=True),
            ),
        }
    OUT.write_text(json.dumps({"answerable_share": ANSWERABLE, "models": models}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
