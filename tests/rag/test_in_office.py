"""Who somebody is: the offices that the articles give them."""

import pytest

from rag.evidence.weigh import Evidence
from rag.holders import in_office, told_offices
from rag.question import understand


@pytest.fixture
def found(read):
    text = (
        "Harbour chief Ann Vale closed the pier. It rained. Ann Vale, the former mayor of Lund, left early. "
        "Harbour chief Ann Vale returned. Port director Tom Orr spoke. Ms Vale, who serves as deputy head of the choir, sang."
    )
    reading = read(text, key=1, story=1)
    return [Evidence(reading, at, 1.0, 1.0, 0.5, 1.0, 1.0, 1.0, 0.9 - at / 10) for at in range(len(reading.sentences))]


@pytest.mark.parametrize(
    "question",
    [
        "Who is Ann Vale?",
        "who's Ann Vale",
        "Which offices has Ann Vale held?",
        "What is Ann Vale's job?",
        "What was the position of Ann Vale?",
    ],
)
def test_each_office_of_somebody_is_quoted_once(found, question) -> None:
    assert [one.at for one in told_offices(understand(question), found)] == [0, 2, 5]


@pytest.mark.parametrize("question", ["Who is Olaf Berg?", "Who is the harbour chief?", "What did Ann Vale close?"])
def test_nothing_is_told_of_others_or_for_other_questions(found, question) -> None:
    assert told_offices(understand(question), found) == []


def test_the_holder_of_an_office_is_told_as_well(found) -> None:
    assert [one.at for one in in_office(understand("Who is the port director?"), found)] == [4]
