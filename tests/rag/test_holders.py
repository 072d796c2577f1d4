"""Who is named in an office."""

import pytest

from rag.evidence.weigh import Evidence
from rag.holders import holders, office_asked
from rag.question import understand


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Which people are named as British foreign secretary?", ("British foreign secretary", False)),
        ("Which British prime ministers are named?", ("British prime minister", False)),
        ("Who is the US secretary of state?", ("US secretary of state", False)),
        ("Who was foreign minister in April 2022?", ("foreign minister", True)),
        ("Who was mayor of Lund when the bridge fell?", ("mayor of Lund", True)),
        ("Which weapons are mentioned?", None),
        ("Who is Ann Vale?", None),
        ("Who was the man who fell?", None),
    ],
)
def test_a_question_for_the_holder_of_an_office_is_recognised(question, asked):
    assert office_asked(understand(question)) == asked


@pytest.fixture
def found(read):
    old = read(
        "The bridge fell on Monday. British Foreign Secretary Ann Vale spoke. Ann Vale left.",
        key=1,
        story=1,
        date="2022-04-28",
    )
    new = read(
        "It rains. British foreign minister Tom Orr and French foreign minister Luc Day met.",
        key=2,
        story=2,
        date="2023-01-05",
    )
    weighed = [(old, 0, 0.9), (old, 1, 0.8), (new, 1, 0.7), (old, 2, 0.6), (new, 0, 0.5)]
    return [Evidence(reading, at, 1.0, 1.0, 0.5, 1.0, 1.0, 1.0, score) for reading, at, score in weighed]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Which people are named as British foreign secretary?", [1, 1]),
        ("Who was the British foreign secretary in January 2023?", [1]),
        ("Who was the British foreign secretary when the bridge fell?", [0, 1]),
        ("Who is the German foreign minister?", []),
        ("Why did the bridge fall?", []),
    ],
)
def test_each_who_is_given_the_office_is_quoted_of_the_time_asked_for(found, question, named):
    assert [one.at for one in holders(understand(question), found)] == named
