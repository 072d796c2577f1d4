"""Question files: what loads, and what is refused with which words."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evals.questions import Evidence, Question, load_questions
from index.errors import InputError
from index.spans import Span
from rag.answer import Message

TEXT = "The mayor spoke. “We will build it,” she said. The mayor spoke."
TEXTS = {"town.txt": TEXT}


def record(**changes: Any) -> dict[str, Any]:
    return {"id": "q1", "kind": "quote", "question": "What did she say?", "answerable": True, "evidence": []} | changes


def evidence(**changes: Any) -> list[dict[str, Any]]:
    return [{"article": "town.txt", "quote": "“We will build it,” she said."} | changes]


@pytest.fixture
def load(tmp_path: Path) -> Any:
    def load_records(*records: Any) -> list[Question]:
        path = tmp_path / "gold.jsonl"
        lines = [item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in records]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return load_questions(path, TEXTS)

    return load_records


def test_a_question_keeps_everything_its_line_says(load: Any) -> None:
    (loaded,) = load(
        record(
            speaker="Ann Lee",
            history=[{"role": "user", "content": "Who is she?"}],
            evidence=evidence(),
            nuggets=[["build it", "build the bridge"], ["will"]],
            forbidden=["tear down"],
        )
    )
    assert loaded == Question(
        id="q1",
        kind="quote",
        question="What did she say?",
        answerable=True,
        speaker="Ann Lee",
        history=(Message("user", "Who is she?"),),
        # 17 characters stand before the quote, which is 29 long.
        evidence=(Evidence("town.txt", "“We will build it,” she said.", Span(17, 46)),),
        nuggets=(("build it", "build the bridge"), ("will",)),
        forbidden=("tear down",),
    )


def test_a_quote_that_stands_twice_is_the_first_unless_offsets_say_otherwise(load: Any) -> None:
    twice = "The mayor spoke."
    first, second = load(
        record(evidence=evidence(quote=twice)),
        record(id="q2", evidence=evidence(quote=twice, start_char=47, end_char=63)),
    )
    assert first.evidence[0].span == Span(0, 16)
    assert second.evidence[0].span == Span(47, 63)


def test_evidence_may_be_a_whole_article_or_offsets_alone(load: Any) -> None:
    (loaded,) = load(
        record(evidence=[{"article": "town.txt"}, {"article": "town.txt", "start_char": 0, "end_char": 3}])
    )
    assert [item.span for item in loaded.evidence] == [None, Span(0, 3)]


def test_blank_lines_and_a_byte_order_mark_are_no_questions(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\ufeff" + json.dumps(record()) + "\r\n\n  \n", encoding="utf-8")
    assert [question.id for question in load_questions(path)] == ["q1"]


def test_a_line_separator_inside_a_text_does_not_end_the_line(load: Any) -> None:
    (loaded,) = load(record(question="What\u2028did she say?"))
    assert loaded.question == "What\u2028did she say?"


def test_where_a_question_came_from_may_be_noted(load: Any) -> None:
    (loaded,) = load(record(page="Bridges", label="gold", note="checked"))
    assert loaded.id == "q1"


def test_a_question_may_have_a_day_on_which_it_is_asked(load: Any) -> None:
    (loaded,) = load(record(date="2022-01-07"))
    assert loaded.asked_on == date(2022, 1, 7)
    assert loaded.to_json()["date"] == "2022-01-07"
    with pytest.raises(InputError, match=r"'date' is '7 January', not a day as 2024-03-05"):
        load(record(date="7 January"))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"line 1: not JSON"),
        ("[]", r"line 1: not a JSON object"),
        (record(forbiden=["x"]), r"line 1, question 'q1': unknown key 'forbiden'; known are .*forbidden"),
        ({"id": "q1", "kind": "quote", "question": "Who?"}, r"'answerable' is missing"),
        (record(answerable="yes"), r"'answerable' is 'yes', not true or false"),
        (record(answerable=1), r"'answerable' is 1, not true or false"),
        (record(id=7), r"line 1: 'id' is 7, not a text"),
        (record(question=" "), r"'question' is ' ', not a text"),
        (record(nuggets=["build"]), r"'nuggets' is 'build', not a list"),
        (record(nuggets=[[]]), r"an empty group of nuggets"),
        (record(forbidden="tear down"), r"'forbidden' is 'tear down', not a list"),
        (record(history=[{"role": "system", "content": "x"}]), r"a message is"),
        (record(evidence=[{"quote": "x"}]), r"evidence without an 'article'"),
        (record(evidence=evidence(offset=3)), r"unknown evidence key 'offset'"),
        (record(evidence=evidence(start_char=3)), r"give both or neither"),
        (record(evidence=evidence(start_char=9, end_char=9)), r"two whole numbers, the first the smaller"),
        (record(evidence=evidence(start_char=False, end_char=True)), r"two whole numbers"),
        (
            record(evidence=evidence(quote="“We won't build it”")),
            r"question 'q1': its evidence .* does not stand in 'town.txt'",
        ),
        (record(evidence=evidence(quote='"We will build it,"')), r"does not stand in 'town.txt'; copy it verbatim"),
        (
            record(evidence=evidence(start_char=0, end_char=29)),
            r"question 'q1': at 0-29 of 'town.txt' stands \"The mayor.* not",
        ),
        (
            record(evidence=evidence(start_char=60, end_char=99)),
            r"end_char 99 lies beyond 'town.txt' \(63 characters\)",
        ),
        (record(evidence=evidence(article="city.txt")), r"question 'q1': .* 'city.txt', which is not indexed"),
    ],
)
def test_what_breaks_the_format_is_refused_by_name(load: Any, line: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load(line)


def test_an_id_used_twice_is_refused_with_both_lines(load: Any) -> None:
    with pytest.raises(InputError, match=r"line 3: question id 'q1' stands in line 1 too"):
        load(record(), "", record())


def test_a_file_without_questions_is_refused(load: Any) -> None:
    with pytest.raises(InputError, match=r"holds no question"):
        load("")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read the questions .*gone.jsonl: No such file"):
        load_questions(tmp_path / "gone.jsonl")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(json.dumps(record()).encode() + b"\n\xff")
    with pytest.raises(InputError, match=r"not UTF-8"):
        load_questions(path)
