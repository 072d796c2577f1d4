"""Whose words a citation lies on, by annotations."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals.attributions import Attributed, Attributions, load_attributions, person, same_person
from evals.measures import Tally, misattributed
from index.errors import InputError
from index.spans import Span

SURNAMES = frozenset({"Lee", "Ray", "Day-Lewis"})
ANNOTATED = Attributions(
    {
        "a": [
            Attributed("Ms. Ann Lee", (Span(0, 50), Span(80, 100))),
            Attributed("Bob Ray", (Span(60, 90),)),
            Attributed("police", (Span(200, 250),)),
            Attributed("Lee’s office and Carl Ray", (Span(300, 350),)),
        ]
    },
    SURNAMES,
)


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("Ann Lee", ("Ann", "Lee")),
        ("Lee", ("Lee",)),
        ("Ms. Lee", ("Lee",)),
        ("Senator Ann Lee", ("Ann", "Lee")),
        ("the former president Ann B. Lee", ("Ann", "Lee")),  # an initial says nothing
        ("Mary Ann Sue Lee", ("Ann", "Sue", "Lee")),  # the last two forenames
        ("Lee’s campaign", ("Lee",)),
        ("Ann Day-Lewis", ("Ann", "Day-Lewis")),
        ("Ann Smith", ()),  # nobody the questions ask for
        ("police in the city", ()),
        ("she", ()),
    ],
)
def test_a_source_names_a_person_of_the_questions_or_nobody(source: str, named: tuple[str, ...]) -> None:
    assert person(source, SURNAMES) == named


@pytest.mark.parametrize(
    ("named", "same"),
    [(("Lee",), True), (("Ann", "Lee"), True), (("Bob", "Lee"), False), (("Ann", "Ray"), False)],
)
def test_people_are_the_same_by_surname_and_where_there_is_one_a_forename(named: tuple[str, ...], same: bool) -> None:
    assert same_person("Ann Mary Lee", named) is same


@pytest.mark.parametrize(
    ("start", "end", "by_lee"),
    [
        (0, 50, True),
        (40, 65, True),  # hers and his
        (60, 70, False),  # his alone
        (110, 150, None),  # nobody's words
        (200, 250, None),  # of a source that is no person
        (40, 210, None),  # hers, his, and of that source: it may be anybody's
        (50, 60, None),  # between the two
    ],
)
def test_a_citation_is_by_whoever_said_the_words_it_lies_on(
    citation: Any, start: int, end: int, by_lee: bool | None
) -> None:
    assert ANNOTATED.is_by(citation(start, end), "Ann Lee") is by_lee


def test_an_article_that_is_not_annotated_says_nothing(citation: Any) -> None:
    assert ANNOTATED.is_by(citation(0, 50, article="b"), "Ann Lee") is None


def test_misattribution_counts_citations_on_annotated_words(question: Any, answer: Any, citation: Any) -> None:
    asked = question((0, 9), speaker="Ann Lee")
    # Hers, his, his, nobody's: two of three are other people's.
    cited = [citation(0, 50), citation(60, 70), citation(61, 79), citation(110, 150)]
    assert misattributed(asked, answer(citations=cited), ANNOTATED) == Tally(2, 3)


def test_misattribution_is_measured_of_unanswerable_questions_too(question: Any, answer: Any, citation: Any) -> None:
    asked = question(answerable=False, speaker="Ann Lee")
    assert misattributed(asked, answer(citations=[citation(60, 70)]), ANNOTATED) == Tally(1, 1)


def test_misattribution_does_not_apply_without_speaker_annotation_answer_or_annotated_words(
    question: Any, answer: Any, citation: Any
) -> None:
    asked, his = question((0, 9), speaker="Ann Lee"), [citation(60, 70)]
    assert misattributed(question((0, 9)), answer(citations=his), ANNOTATED) is None
    assert misattributed(asked, answer(citations=his), None) is None
    assert misattributed(asked, answer(citations=his, refused=True), ANNOTATED) is None
    assert misattributed(asked, answer(citations=[citation(110, 150)]), ANNOTATED) is None
    assert misattributed(asked, None, ANNOTATED) is None


def test_annotations_are_read_without_those_that_have_no_source(tmp_path: Path) -> None:
    said = {
        "source": [{"text": "Ann Lee", "start": 60}],
        "cue": [],
        "content": [{"start": 0, "end": 5, "text": "Hello"}],
    }
    path = tmp_path / "said.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "…", "attributions": [said, said | {"source": []}]}) + "\n", "utf-8")
    loaded = load_attributions(path, ["Ann Lee", "Bob Ray"])
    assert loaded.by_article == {"a": [Attributed("Ann Lee", (Span(0, 5),))]}
    assert loaded.surnames == {"Lee", "Ray"}


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a"}', '{"id": "a", "attributions": [{"source": [{}]}]}'])
def test_a_line_of_another_form_is_refused_by_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "said.jsonl"
    path.write_text("\n" + line + "\n", "utf-8")
    with pytest.raises(InputError, match=r"said.jsonl, line 2: no article with attributions"):
        load_attributions(path, [])


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read the attributions"):
        load_attributions(tmp_path / "gone.jsonl", [])
