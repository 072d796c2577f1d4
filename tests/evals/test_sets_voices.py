"""Questions made from annotated attributions."""

import pytest

from evals.sets.voices import Said, person, phrases, questions_about
from index.spans import Span


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Mayor Ann Vale", "Ann Vale"),
        ("Sen. Bo A. Lund of Ohio", "Bo A. Lund"),
        ("Cy Roe’s spokesman", "Cy Roe"),
        ("the mayor", None),
        ("she", None),
        ("Vale", None),
        ("The New York Times", None),
        ("White House officials", None),
    ],
)
def test_a_person_is_two_capitalised_words_without_titles_and_no_body(source, name) -> None:
    assert person(source) == name


def test_a_phrase_is_words_in_a_row_that_could_be_a_topic() -> None:
    found = list(phrases("the harbour tunnel budget was quickly doubled by Ann Vale", frozenset({"ann", "vale"})))
    assert found == ["harbour tunnel budget", "harbour tunnel", "tunnel budget"]


TEXTS = {
    "a": (
        "Ann Vale said the harbour tunnel will open soon for everybody. "
        "Ann Vale said the library budget will not be cut again. "
        "Ann Vale said school meals cost more than they did before. "
        "Bo Lund said winter roads were never in a worse condition."
    )
}


def said(source: str, content: str) -> Said:
    start = TEXTS["a"].index(content)
    return Said("a", source, (Span(start, start + len(content)),))


STATEMENTS = [
    said("Ann Vale", "the harbour tunnel will open soon for everybody"),
    said("Ann Vale", "the library budget will not be cut again"),
    said("Ann Vale", "school meals cost more than they did before"),
    said("Bo Lund", "winter roads were never in a worse condition"),
]


def test_after_three_questions_stands_one_that_has_no_answer() -> None:
    found = list(questions_about(STATEMENTS, TEXTS))
    assert [one.answerable for one in found] == [True, True, True, False, True]
    unanswerable = found[3]
    assert unanswerable.speaker == "Bo Lund"
    assert unanswerable.question == found[2].question.replace("Ann Vale", "Bo Lund")
    assert unanswerable.evidence == ()


def test_nobody_is_asked_for_words_they_said() -> None:
    both = [*STATEMENTS[:3], Said("a", "Bo Lund", STATEMENTS[2].content)]
    assert all(one.answerable for one in questions_about(both, TEXTS))


def test_the_same_annotations_give_the_same_questions() -> None:
    assert list(questions_about(STATEMENTS, TEXTS)) == list(questions_about(STATEMENTS, TEXTS))
