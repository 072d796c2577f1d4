"""What the support score is fitted on, how, and how the check does on a language model's own sentences."""

import json
import random

import numpy as np
import pytest

from evals.support import EXPECTED, LABELLED, SEEDS, Claim, evidence_of, labelled, read_claims, regression
from rag.check.examples import pairs
from rag.check.features import clauses_of
from rag.check.support import fitted

ARTICLE = (
    "The mill of Aldersund has stopped, its owner Rikke Thorn said on Monday. It had ground rye for 140 years. "
    "The town council, which owns the river bank, has not decided what will become of the building. "
    "Mayor Jens Holt told the council that 12 workers had lost their posts. “We will not give up,” Jens Holt said. "
    "In the spring, the council will hear from Karla Winther, who wants to make a school of it. "
    "Nobody was asked whether the wheel could turn again. Two millers have moved to Norderby already."
)
OTHER = ARTICLE.replace("Aldersund", "Brattfors").replace("Rikke Thorn", "Ulla Berg").replace("Jens Holt", "Olaf Kvist")


def test_claims_are_made_alike_of_the_same_articles() -> None:
    assert pairs([ARTICLE, OTHER], 1) == pairs([ARTICLE, OTHER], 1) != pairs([ARTICLE, OTHER], 2)


def test_no_false_claim_stands_in_its_document() -> None:
    made = [pair for seed in range(40) for pair in pairs([ARTICLE, OTHER], seed)]
    false = [pair for pair in made if not pair.supported]
    assert {pair.kind for pair in false} >= {"name", "number", "denied", "crossed"}
    assert not [pair for pair in false if pair.claim in pair.document]


def test_a_true_claim_left_as_it_is_stands_in_its_document() -> None:
    made = [pair for seed in range(20) for pair in pairs([ARTICLE, OTHER], seed) if pair.kind == "verbatim"]
    assert (
        sum(pair.claim in pair.document for pair in made) >= 0.4 * len(made) > 0
    )  # of the others some words are replaced


def test_a_sentence_is_held_against_the_evidence_in_parts() -> None:
    assert clauses_of("The old mill stopped, and two young millers moved to Norderby.") == [
        "The old mill stopped",
        "and two young millers moved to Norderby.",
    ]
    assert clauses_of("He said so, and left.") == ["He said so and left."]


def test_a_weight_of_the_wrong_sign_is_left_out() -> None:
    rng = random.Random(3)
    rows = []
    for at in range(300):
        supported = at % 2 == 0
        known = {name: rng.gauss(sign * supported, 1.0) for name, sign in EXPECTED.items()}
        known["words"] = rng.gauss(-2.0 * supported, 1.0)  # speaks against what it should speak for
        rows.append(Claim(known, supported, "", str(at)))
    found = regression(rows, np.ones(len(rows)))
    assert "words" not in found.names
    assert all(weight * EXPECTED[name] > 0 for name, weight in zip(found.names, found.weights, strict=False))


def test_every_shipped_weight_has_the_sign_of_its_feature() -> None:
    assert all(weight * EXPECTED[name] > 0 for name, weight in fitted().weights.items())


def test_the_labelled_sentences_cite_passages_of_the_seeds() -> None:
    texts = {path.name: path.read_bytes().decode() for path in SEEDS.iterdir()}
    rows = read_claims(LABELLED)
    assert len(rows) >= 50
    assert all(
        one.text and one.text in texts[row["evidence"][0]["article"]] for row in rows for one in evidence_of(row, texts)
    )


def test_of_a_weak_models_sentences_the_unsupported_are_withheld(capsys: pytest.CaptureFixture[str]) -> None:
    said: list[str] = []
    labelled(LABELLED, SEEDS, said.append)
    shares = {line.split()[-2].rstrip(":"): float(line.split()[-1]) for line in said if line.startswith("withheld")}
    assert shares["unsupported"] >= 0.85, json.dumps(shares)
    assert shares["supported"] <= 0.15, json.dumps(shares)
