"""Fits the score by which the check of written sentences holds them supported, and measures it.

    python -m evals.support fit CLAIMS --articles ARTICLES     fits it and writes rag/check/support.json
    python -m evals.support measure CLAIMS                     ROC AUC, and what the check would withhold
    python -m evals.support labelled [FILE] [--articles DIR]   what the check withholds of a model's sentences
    python -m evals.support exchanged ARTICLES                 of sentences with two names or numbers exchanged, those found

CLAIMS is JSON lines of {"document", "claim", "supported", "set"?}, such as grounded/attributionbench.jsonl; ARTICLES is JSON
lines of {"text"}, such as polnear/train.jsonl, of whose sentences more claims are made (`rag.check.examples`), which together
weigh as much as `MADE` of the labelled ones. A weight whose sign is not that of its feature (`EXPECTED`) is left out. Ten-fold
cross-validation leaves a claim out with every document it is held against; the areas it prints are of held-out claims.
FILE holds a line for each sentence: {"question", "sentence", "supported", "evidence": [{"article", "start_char", "end_char",
"title", "speaker", "outlet", "date"}]}: the question's id in gold/seeds.jsonl, the sentence as SmolLM2-135M-Instruct wrote it,
whether the evidence says all of it, judged one by one, and the passages it cites, of articles that are files in DIR. Sentences
that were written more than once stand there once.
"""

import argparse
import json
import random
import re
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.calibrate import FOLDS, fit, roc_auc
from evals.originals import file_text
from index.sentences import split_sentences
from index.spans import Span
from rag.check import Numbered, check, exchanged
from rag.check.examples import pairs
from rag.check.features import features
from rag.check.source import Source, without_markers
from rag.check.support import WEIGHTS, shipped

OUT = Path(__file__).parents[1] / "rag" / "check" / WEIGHTS
LABELLED = Path(__file__).parent / "gold" / "support.jsonl"
SEEDS = Path(__file__).parents[1] / "seeds"
MADE = 0.25
"""What all claims made by rule weigh, as a share of the labelled ones."""
MOST_MADE = 1000
SEED = 7
EXPECTED = {
    "words": 1, "clauses": 1, "weakest": 1, "trigrams": 1, "longest": 1, "cosine": 1, "read": 1, "answered": 1,
    "rarest_absent": -1, "names": -1, "numbers": -1, "dates": -1, "contradicted": -1, "disagreeing": -1,
}  # fmt: skip
"""Features, each with the sign of its weight."""
LENGTHS, APART = (60, 250), 8
"""Characters of a sentence in which names are exchanged, and between the two."""
_NAMES = re.compile(r"(?<!^)\b[A-Z][a-z]{3,}\b|\b\d[\d,.]*\d\b")
Floats = NDArray[np.float64]


class Claim(NamedTuple):
    """A claim with its features."""

    features: dict[str, float]
    supported: bool
    set: str
    group: str
    """The claim's words; the same claim against several documents is left out with all of them."""


class Regression(NamedTuple):
    """A logistic regression of some features."""

    names: list[str]
    weights: Floats
    """The intercept last."""

    def logits(self, rows: Sequence[Claim]) -> Floats:
        """Log odds of being supported."""
        x = _matrix(rows, self.names)
        return np.asarray(x @ self.weights[:-1] + self.weights[-1], np.float64)


def read_claims(path: Path) -> list[dict[str, Any]]:
    """The claims of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def made_claims(path: Path) -> list[dict[str, Any]]:
    """Claims made of the sentences of some articles."""
    made = pairs([row["text"] for row in read_claims(path)], SEED)
    some = random.Random(SEED).sample(made, min(MOST_MADE, len(made)))  # noqa: S311 - which claims, nothing secret
    return [{"document": one.document, "claim": one.claim, "supported": one.supported, "set": "made"} for one in some]


def observe(rows: Iterable[dict[str, Any]]) -> list[Claim]:
    """Features of claims."""
    found = []
    for row in rows:
        known = features(without_markers(row["claim"]), Source((as_evidence(row["document"]),)), shipped())
        found.append(Claim(known, row["supported"], row.get("set", ""), row["claim"]))
    return found


def as_evidence(document: str) -> Numbered:
    """A text that is cited as a whole."""
    return Numbered(1, document, None, None, None, "")


def regression(rows: Sequence[Claim], sizes: Floats) -> Regression:
    """Fits those features whose weights have the sign expected, the most wrong left out first."""
    names = list(EXPECTED)
    y = np.array([float(row.supported) for row in rows])
    while True:
        x = _matrix(rows, names)
        mean, deviation = x.mean(axis=0), x.std(axis=0) + 1e-9
        scaled = fit((x - mean) / deviation, y, sizes)
        wrong = [scaled[at] * EXPECTED[name] for at, name in enumerate(names)]
        if min(wrong) > 0:
            weights = scaled[:-1] / deviation
            return Regression(names, np.append(weights, scaled[-1] - weights @ mean))
        names.pop(int(np.argmin(wrong)))


def held_out(rows: Sequence[Claim], sizes: Floats) -> Floats:
    """Log odds of every claim by a regression that has not seen its group."""
    folds = np.array([zlib.crc32(row.group.encode()) % FOLDS for row in rows])
    logits = np.zeros(len(rows))
    for fold in range(FOLDS):
        left = folds == fold
        if left.any():
            seen = [row for row, out in zip(rows, left, strict=True) if not out]
            logits[left] = regression(seen, sizes[~left]).logits(
                [row for row, out in zip(rows, left, strict=True) if out]
            )
    return logits


def fitted(labelled: Sequence[Claim], made: Sequence[Claim]) -> dict[str, object]:
    """What is stored."""
    rows = [*labelled, *made]
    sizes = np.array([1.0] * len(labelled) + [MADE * len(labelled) / max(1, len(made))] * len(made))
    logits, y = held_out(rows, sizes), np.array([float(row.supported) for row in rows])
    areas = {name: round(roc_auc(logits[some], y[some]), 4) for name, some in _parts(rows)}
    of_labelled = slice(0, len(labelled))
    areas["labelled"] = round(roc_auc(logits[of_labelled], y[of_labelled]), 4)
    model = regression(rows, sizes)
    return {
        "intercept": round(float(model.weights[-1]), 4),
        "weights": {name: round(float(one), 4) for name, one in zip(model.names, model.weights, strict=False)},
        "claims": {"labelled": len(labelled), "made": len(made)},
        "held_out_roc_auc": areas,
    }


def measured(claims: Sequence[dict[str, Any]], say: Callable[[str], None]) -> None:
    """Says the area under the ROC curve of the score, what the check withholds, and the time it takes."""
    scores, withheld, seconds = [], [], []
    for row in claims:
        began = time.perf_counter()
        verdict = check(row["claim"], [as_evidence(row["document"])])
        seconds.append(time.perf_counter() - began)
        scores.append(verdict.support)
        withheld.append(not verdict.ok)
    y = np.array([float(row["supported"]) for row in claims])
    say(f"{len(claims)} claims, {int(y.sum())} supported: ROC AUC {roc_auc(np.array(scores), y):.4f}")
    _say_withheld(np.array(withheld), y, say)
    say(f"a claim takes {1000 * float(np.median(seconds)):.0f} ms, median")


def labelled(path: Path, articles: Path, say: Callable[[str], None]) -> None:
    """Says what the check withholds of labelled sentences."""
    texts = {path.name: file_text(path) or "" for path in sorted(articles.iterdir())}
    rows = read_claims(path)
    withheld = [not check(row["sentence"], evidence_of(row, texts)).ok for row in rows]
    say(f"{len(rows)} sentences")
    _say_withheld(np.array(withheld), np.array([float(row["supported"]) for row in rows]), say)


def evidence_of(row: dict[str, Any], texts: dict[str, str]) -> list[Numbered]:
    """The evidence of a labelled sentence."""
    found = []
    for n, one in enumerate(row["evidence"], 1):
        text = texts[one["article"]][one["start_char"] : one["end_char"]]
        found.append(Numbered(n, text, one["speaker"], one["outlet"], one["date"], text, one["title"]))
    return found


def _say_withheld(withheld: NDArray[np.bool_], y: Floats, say: Callable[[str], None]) -> None:
    for name, of in (("unsupported", y == 0), ("supported", y == 1)):
        say(f"withheld of {int(of.sum())} {name}: {float(withheld[of].mean()) if of.any() else float('nan'):.3f}")


def _matrix(rows: Sequence[Claim], names: Sequence[str]) -> Floats:
    return np.array([[row.features[name] for name in names] for row in rows])


def _parts(rows: Sequence[Claim]) -> list[tuple[str, list[int]]]:
    return [
        (name, [at for at, row in enumerate(rows) if row.set == name]) for name in sorted({row.set for row in rows})
    ]


def exchanged_ones(articles: Path, say: Callable[[str], None]) -> None:
    """Says how many exchanges of two names or numbers the check finds, and how many in the sentences as they are."""
    rng = random.Random(SEED)  # noqa: S311 - which names, nothing secret
    made = found = false = 0
    for article in read_claims(articles):
        text = article["text"]
        source = Source((Numbered(1, text, None, None, None, text),))
        for one in split_sentences(text, [Span(0, len(text))]):
            sentence = text[one.start : one.end]
            pairs = [
                (first, second) for first, second in combinations(_NAMES.finditer(sentence), 2)
                if second.start() - first.end() >= APART
                and first.group() != second.group() and first.group()[0].isdigit() == second.group()[0].isdigit()
            ]  # fmt: skip
            if not pairs or not LENGTHS[0] <= len(sentence) <= LENGTHS[1]:
                continue
            first, second = rng.choice(pairs)
            between = sentence[first.end() : second.start()]
            other = sentence[: first.start()] + second.group() + between + first.group() + sentence[second.end() :]
            made += 1
            found += bool(exchanged.wrong(other, source))
            false += bool(exchanged.wrong(sentence, source))
    say(f"{made} sentences with an exchange: found {found / made:.3f}; as they are: {false / made:.3f}")


def main() -> None:
    """Runs one of the commands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    fitting = commands.add_parser("fit")
    fitting.add_argument("claims", type=Path)
    fitting.add_argument("--articles", type=Path, required=True)
    commands.add_parser("measure").add_argument("claims", type=Path)
    of_model = commands.add_parser("labelled")
    of_model.add_argument("file", type=Path, nargs="?", default=LABELLED)
    of_model.add_argument("--articles", type=Path, default=SEEDS)
    commands.add_parser("exchanged").add_argument("articles", type=Path)
    args = parser.parse_args()
    if args.command == "fit":
        made = fitted(observe(read_claims(args.claims)), observe(made_claims(args.articles)))
        OUT.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
        print(json.dumps(made, indent=1))  # noqa: T201 - a report
    elif args.command == "measure":
        measured(read_claims(args.claims), print)
    elif args.command == "exchanged":
        exchanged_ones(args.articles, print)
    else:
        labelled(args.file, args.articles, print)


if __name__ == "__main__":
    main()
