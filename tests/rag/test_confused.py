"""Questions for training that a passage only seems to answer."""

import random

import pytest

from rag.evidence.confused import conditioned, is_negated, named_otherwise, names_in, negated, opposed

PASSAGE = ["In 1931 Ann Vale founded the harbour museum.", "The wooden pier was rebuilt in Moss after the storm."]


def test_a_name_is_exchanged_for_a_name_and_a_number_for_a_number() -> None:
    names = names_in(PASSAGE)
    assert names == ["1931", "Ann Vale", "Moss"]
    assert named_otherwise("Who came to Tarn?", names, random.Random(1)) in {
        "Who came to Ann Vale?",
        "Who came to Moss?",
    }
    assert named_otherwise("Who came in 1950?", names, random.Random(1)) == "Who came in 1931?"
    assert named_otherwise("Who came to Moss in spring?", ["1931", "Moss"], random.Random(1)) is None
    assert named_otherwise("who came?", names, random.Random(1)) is None


def test_a_word_is_exchanged_for_its_opposite() -> None:
    assert opposed("What was the highest tower?", random.Random(1)) == "What was the lowest tower?"
    assert opposed("What was the tower?", random.Random(1)) is None


@pytest.mark.parametrize(
    ("question", "made"),
    [
        ("When was the pier rebuilt?", {"When wasn't the pier rebuilt?"}),
        ("Who has founded it?", {"Who hasn't founded it?", "Who has never founded it?"}),
        ("Who didn't come?", {None}),
        ("The pier?", {None}),
    ],
)
def test_a_question_is_negated_once(question: str, made: set[str | None]) -> None:
    found = {negated(question, random.Random(seed)) for seed in range(9)}
    assert found == made
    assert all(one is None or is_negated(one) for one in found)


def test_a_word_is_exchanged_for_one_of_its_form_in_the_passage() -> None:
    assert conditioned("Who founded the wooden church?", ["The pier was painted."], random.Random(1)) == (
        "Who painted the wooden church?"
    )
    assert conditioned("Who sang?", PASSAGE, random.Random(1)) is None
