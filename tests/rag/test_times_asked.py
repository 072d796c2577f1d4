"""Answers to questions that name a time."""

import json
from datetime import date

import pytest

from index.build import build_index
from index.settings import Settings
from rag.engine import Engine

ARTICLES = (
    {
        "id": "old",
        "date": "2021-07-05",
        "text": "Port director Ann Vale said the bridge would stay open. Ann Vale said the iron was sound.",
    },
    {
        "id": "new",
        "date": "2022-09-15",
        "text": "Port director Ann Vale said on Wednesday that the bridge would be closed. The crane fell on 3 September.",
    },
    {"id": "undated", "text": "Port director Ann Vale said the bridge would be painted."},
)


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    folder = tmp_path_factory.mktemp("port")
    (folder / "port.jsonl").write_text("\n".join(map(json.dumps, ARTICLES)), encoding="utf-8")
    build_index([folder / "port.jsonl"], folder / "index", Settings())
    with Engine.open(folder / "index", Settings(refuse_below=0.2), lambda: date(2026, 11, 22)) as engine:
        yield engine


def cited(answer):
    return [one.article for one in answer.citations]


@pytest.mark.parametrize(
    ("question", "articles"),
    [
        ("What did Vale say about the bridge in summer 2021?", ["old"]),
        ("What did Vale say about the bridge last summer?", []),
        ("What did Vale say about the bridge last year?", ["old"]),
        ("What did Vale say about the bridge this month?", ["new"]),
        ("What did Vale say about the bridge yesterday?", ["new"]),
        ("What did Vale say about the bridge since August?", ["new"]),
        ("What did Vale say about the bridge between 2020 and 2021?", ["old"]),
        ("What did Vale say about the bridge before 2022?", ["old"]),
        ("What did Vale most recently say about the bridge?", ["new", "undated"]),
    ],
)
def test_only_what_was_said_at_the_time_asked_for_is_quoted(port, question, articles):
    assert sorted(set(cited(port.ask(question)))) == articles


def test_an_answer_says_how_a_time_was_taken_and_what_has_no_date(port):
    answer = port.ask("What did Vale say about the bridge yesterday?").answer
    assert answer.startswith(
        "“yesterday” is taken as 14 September 2022, counted from the newest article, of 15 September 2022."
    )
    assert answer.endswith("1 article on this has no date and is left out.")


def test_a_refusal_says_how_a_time_was_taken(port):
    reason = port.ask("What did Vale say about the bridge last summer?").reason
    assert reason.code == "out_of_period"
    assert "nothing was found last summer. “last summer” is taken as June to August 2022" in reason.text


def test_the_latest_comes_with_its_age(port):
    answer = port.ask("What did Vale most recently say about the bridge?").answer
    assert "1 article on this has no date, so how new it is is not known." in answer
    assert answer.endswith("The newest article on this is of 15 September 2022.")


def test_the_day_of_an_event_is_put_as_a_date(port):
    assert "“3 September” is 3 September 2022, as the article is dated 15 September 2022." in port.ask(
        "When did the crane fall?"
    ).answer  # fmt: skip


def test_a_question_may_be_asked_as_on_another_day(port):
    question = "What did Ann Vale say about the bridge last month?"
    assert [one.article for one in port.judge(question, today=date(2022, 10, 3)).answer.citations] == ["new"]
    assert port.judge(question, today=date(2022, 12, 3)).answer.status == "refused"
