"""A question as the questions it is made of."""

import pytest

from rag.parts import labels, parts
from rag.question import understand


def apart(question):
    return [
        (one.query.speaker.phrase if one.query.speaker else None, [term.word for term in one.query.topic])
        for one in parts(understand(question))
    ]


@pytest.mark.parametrize(
    "question",
    [
        "How do Vale and Orr differ on gas?",
        "What do Vale and Orr each say about gas?",
        "How have Vale and Orr each characterised gas?",
        "Compare Vale's and Orr's views on gas",
        "Compare what Vale and Orr said about gas",
        "What is the difference between Vale's and Orr's positions on gas?",
        "How does Vale's view of gas differ from Orr's?",
        "How do Vale's claims about gas compare with Orr's?",
        "Do Vale and Orr agree on gas?",
        "Vale vs Orr on gas",
        "Vale and Orr on gas",
    ],
)
def test_a_comparison_is_a_question_to_each(question):
    assert apart(question) == [("Vale", ["gas"]), ("Orr", ["gas"])]


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("What do Vale, Orr and Day each say about gas?", ["Vale", "Orr", "Day"]),
        ("How do the Kremlin and NATO differ on gas?", ["Kremlin", "NATO"]),
        ("What did the port director and Tom Orr say about gas?", ["port director", "Tom Orr"]),
        ("what did vale and orr say about gas", ["vale", "orr"]),
    ],
)
def test_persons_bodies_and_offices_can_be_compared(question, speakers):
    assert [speaker for speaker, _ in apart(question)] == speakers


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        ("What did Vale say about gas, and what about the ban on coal?", [["gas"], ["ban", "coal"]]),
        ("What did Vale say about gas, and what did she say about coal?", [["gas"], ["coal"]]),
        (
            "What has Vale said about heavy rain, gas and coal from Spain?",
            [["heavy", "rain"], ["gas"], ["coal", "Spain"]],
        ),
    ],
)
def test_several_topics_of_one_speaker_are_asked_one_by_one(question, topics):
    assert apart(question) == [("Vale", topic) for topic in topics]


def test_a_second_question_takes_the_noun_of_the_first():
    second = parts(understand("On which day did Vale give her speech, and on which did Orr answer it?"))[1].query
    assert (second.text, second.wanted) == ("On which day did Orr answer it?", "time")


@pytest.mark.parametrize(
    "question",
    [
        "What did Vale say about gas?",
        "What did Vale say about Spain and Italy?",
        "What did Vale say about what happened and what will happen?",
        "What did the Minister of Defence and Foreign Affairs say about gas?",
        "For how long did Vale and Orr talk about gas?",
        "When and from where did the Herald report that Vale had left?",
    ],
)
def test_what_only_looks_like_several_questions_is_left_whole(question):
    (only,) = parts(understand(question))
    assert (only.label, only.query) == (None, understand(question))


def test_a_time_holds_for_every_part():
    asked = parts(understand("What did Vale say about gas, coal and rain in May 2021?"))
    assert [[period.prefix for period in one.query.periods] for one in asked] == [["2021-05"]] * 3


def test_labels_are_given_only_where_they_tell_the_parts_apart():
    assert labels(parts(understand("How do Vale and Orr differ on gas?"))) == ["Vale", "Orr"]
    assert labels(parts(understand("What did Vale say about gas, and what about coal?"))) == [None, None]
