"""Fits the probability of being answered, on which refusal rests, and writes `rag/calibration.json`.

    python -m evals.calibrate --speech QUESTIONS ARTICLES --other QUESTIONS ARTICLES [--other QUESTIONS ARTICLES …]

ARTICLES are files or the folder of an index. One logistic regression for questions that ask for somebody's words and one for
all others, on what the product itself finds for each question (`rag.refuse.features`). The two sides of each set are weighed
so that 85% of the questions for somebody's words can be answered and 55% of the others, whatever their share in the set, and
each set counts the same. Beside each question for somebody's words that can be answered stands one about other names
(`misnamed`), which cannot. Ten-fold cross-validation leaves whole articles out; the areas under the ROC curve it prints and
stores are of held-out questions.
"""

import argparse
import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.question import Question
from evals.questions import load_questions
from index.build import build_index
from index.manifest import manifest_exists, read_manifest
from index.settings import Settings
from rag.engine import Engine
from rag.evidence.weigh import Evidence
from rag.question import Query
from rag.refuse import FEATURES, kind_of

MOST_QUESTIONS = 1200
"""Of a larger set, every n-th question is taken, so that no more are."""
ANSWERABLE = {"speech": 0.85, "other": 0.55}
"""Share of questions that can be answered, which the probability takes for granted, of each kind."""
AGAINST = frozenset(("unmatched", "unnamed", "unnumbered", "opposed"))
"""Features that speak against an answer; the others speak for one."""
KINDS = ("speech", "other")
MISNAMED = ("speech",)
"""Kinds whose model tells how many of a question's names are near; among the others' questions are such already."""
FOLDS = 10
RIDGE = {"speech": 5.0, "other": 1.0}
"""Stronger where all questions are of one pattern, so that its words do not weigh more than they do elsewhere."""
STEPS = 50
SEED = 20160923
OUT = Path(__file__).parents[1] / "rag" / "calibration.json"
Floats = NDArray[np.float64]


class Observed(NamedTuple):
    """A question's features, whether it can be answered, its weight, and the group it is left out with."""

    features: dict[str, float]
    answerable: bool
    weight: float
    group: str
    made: bool = False
    """Whether it is about other names than the set's own question."""


def observe(kind: str, questions: Sequence[Question], engine: Engine) -> list[Observed]:
    """Features of the questions that the named model would judge, weighed."""
    rows = []
    some = questions[:: -(-len(questions) // MOST_QUESTIONS)]
    on = {day: engine.on(day) if day else engine for day in {question.asked_on for question in some}}
    looked = [on[question.asked_on].look(question.question, question.history) for question in some]
    names = sorted({name for query, _ in looked for name in _names(query)}) if kind in MISNAMED else []
    rng = random.Random(SEED)  # noqa: S311 - which names, nothing secret
    for question, (query, evidence) in zip(some, looked, strict=True):
        found = engine.features(query, evidence)
        if not found or kind_of(query) != kind:
            continue
        group = evidence[0].reading.article.id
        rows.append(Observed(found, question.answerable, 0.0, group))
        if question.answerable and (other := misnamed(question.question, _names(query), names, evidence, rng)):
            about, near = on[question.asked_on].look(other, question.history)
            found = engine.features(about, near)
            if found and kind_of(about) == kind:
                rows.append(Observed(found, answerable=False, weight=0.0, group=group, made=True))
    return _weighed(rows, ANSWERABLE[kind])


def _weighed(rows: Sequence[Observed], answerable: float) -> list[Observed]:
    """The rows, 1,000 in weight together: their answerable share, and half of the rest for the questions made."""
    sides = Counter((row.answerable, row.made) for row in rows)
    made = 0.5 if sides[False, True] and sides[False, False] else 1.0
    share = {(True, False): answerable, (False, False): (1 - answerable) * made, (False, True): (1 - answerable) * made}
    return [
        row._replace(weight=1000 * share[row.answerable, row.made] / sides[row.answerable, row.made]) for row in rows
    ]


def misnamed(
    question: str, own: Sequence[str], names: Sequence[str], evidence: Sequence[Evidence], rng: random.Random
) -> str | None:
    """The question about others: each name of its topic exchanged for one that the article found for it does not hold."""
    held = evidence[0].reading.article.text.casefold()
    others = [name for name in names if name.casefold() not in held and name.casefold() not in question.casefold()]
    if not own or len(others) < len(own):
        return None
    instead = dict(zip(own, rng.sample(others, len(own)), strict=True))
    return re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, own))})(?!\w)", lambda match: instead[match.group()], question)


def _names(query: Query) -> list[str]:
    """The names in a query's topic, as they are written, a speaker's aside."""
    speaker = set(query.speaker.words) if query.speaker else set()
    return [term.word for term in query.topic if term.is_name and term.word not in speaker]


def fit(x: Floats, y: Floats, sizes: Floats, ridge: float = 1.0) -> Floats:
    """Weights of a logistic regression, intercept last, by Newton's method with a ridge; `sizes` are the rows' own weights."""
    design = np.column_stack([x, np.ones(len(x))])
    penalty = np.full(design.shape[1], ridge)
    penalty[-1] = 0
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (sizes * (y - p)) - penalty * weights
        hessian = (design * (sizes * p * (1 - p))[:, None]).T @ design + np.diag(penalty + 1e-9)
        step = np.linalg.solve(hessian, gradient)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def fit_signed(x: Floats, y: Floats, sizes: Floats, signs: Floats, ridge: float) -> Floats:
    """As `fit`; a feature whose weight has not its sign gets none, the most wrong first."""
    kept = np.arange(x.shape[1])
    while True:
        weights = fit(x[:, kept], y, sizes, ridge)
        right = weights[:-1] * signs[kept]
        if not len(kept) or right.min() >= 0:
            whole = np.zeros(x.shape[1] + 1)
            whole[kept], whole[-1] = weights[:-1], weights[-1]
            return whole
        kept = np.delete(kept, int(right.argmin()))


def roc_auc(scores: Floats, y: Floats) -> float:
    """Chance that an answerable question scores above one that is not, ties counting half (Mann and Whitney, 1947)."""
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positive = y == 1
    n1, n0 = positive.sum(), (~positive).sum()
    return float((ranks[positive].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))


def held_out(x: Floats, y: Floats, sizes: Floats, groups: Sequence[str], signs: Floats, ridge: float) -> Floats:
    """Logits of every row from a model that has not seen its group."""
    names = {group: position % FOLDS for position, group in enumerate(sorted(set(groups)))}
    fold = np.array([names[group] for group in groups])
    logits = np.zeros(len(y))
    for one in range(FOLDS):
        if (fold == one).any():
            seen = fold != one
            weights = fit_signed(x[seen], y[seen], sizes[seen], signs, ridge)
            logits[fold == one] = x[fold == one] @ weights[:-1] + weights[-1]
    return logits


def calibrate(kind: str, sets: Sequence[Sequence[Observed]]) -> dict[str, object]:
    """The fitted model, as it is stored, with what it was fitted on and how well it holds on each set."""
    rows = [row for one in sets for row in one]
    x = np.array([[row.features[name] for name in FEATURES[kind]] for row in rows])
    y = np.array([float(row.answerable) for row in rows])
    sizes = np.array([row.weight for row in rows])
    signs = np.array([-1.0 if name in AGAINST else 1.0 for name in FEATURES[kind]])
    weights = fit_signed(x, y, sizes, signs, RIDGE[kind])
    logits = held_out(x, y, sizes, [row.group for row in rows], signs, RIDGE[kind])
    held, at = [], 0
    for one in sets:
        part = slice(at, at := at + len(one))
        held.append(round(roc_auc(logits[part], y[part]), 4))
        refused = logits[part] < 0
        print(  # noqa: T201 - a report
            f"{kind}: {len(one)} questions, held-out ROC AUC {held[-1]:.3f}; refused of answerable "
            f"{refused[y[part] == 1].mean():.3f}, of others {refused[y[part] == 0].mean():.3f}"
        )
    return {
        "weights": {name: round(float(weight), 4) for name, weight in zip(FEATURES[kind], weights, strict=False)},
        "intercept": round(float(weights[-1]), 4),
        "questions": [len(one) for one in sets],
        "held_out_roc_auc": held,
    }


def main() -> None:
    """Fits both models and writes them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for kind in KINDS:
        parser.add_argument(
            f"--{kind}", nargs=2, type=Path, metavar=("QUESTIONS", "ARTICLES"), action="append", required=True
        )
    args = parser.parse_args()
    models = {kind: calibrate(kind, [_observed(kind, *one) for one in getattr(args, kind)]) for kind in KINDS}
    OUT.write_text(json.dumps({"answerable_share": ANSWERABLE, "models": models}, indent=1) + "\n", "utf-8")


def _observed(kind: str, questions: Path, articles: Path) -> list[Observed]:
    """What is found for the questions of a set, in an index of its own where none is given."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = articles if manifest_exists(articles) else Path(scratch)
        settings = Settings()
        if folder is articles:
            settings = Settings(attribution=read_manifest(folder).attribution)
        else:
            build_index([articles], folder, settings)
        with Engine.open(folder, settings) as engine:
            return observe(kind, load_questions(questions), engine)


if __name__ == "__main__":
    main()
