"""Opinions on answers: kept line by line, whatever happens to the process, and given by thumbs."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from index.errors import InputError
from rag.answer import Answer, Message
from rag.filters import Filters
from ui.page.feedback import Feedback, feedback_html, opinion_on, record_opinion
from ui.page.history import Conversations, StoredTurn

WHEN = "2024-03-06T09:30:00+00:00"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mine" / "feedback.jsonl"


@pytest.fixture
def turns(answer: Any, citation: Any) -> list[StoredTurn]:
    return [
        StoredTurn("Is the bridge closed?", answer("It is. [1]", citation()), Filters(), WHEN, "v1"),
        StoredTurn(
            "Why?", answer("Nobody says why.", code="not_said"), Filters(outlets=("The Daily Ferry",)), WHEN, "v1"
        ),
    ]


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_an_opinion_is_kept_with_all_that_it_is_about(path, turns) -> None:
    Feedback(path).add(opinion_on(turns, 2, "down", "  It does,\n further below ", WHEN))
    (kept,) = lines(path)
    assert Answer.from_json(kept.pop("answer")) == turns[1].answer
    assert kept == {
        "format": 1,
        "time": WHEN,
        "rating": "down",
        "reason": "It does, further below",
        "question": "Why?",
        "standalone_question": "?",
        "history": [
            {"role": "user", "content": "Is the bridge closed?"},
            {"role": "assistant", "content": "It is. [1]"},
        ],
        "filters": {"since": None, "until": None, "outlets": ["The Daily Ferry"], "speakers": []},
        "index_version": "v1",
    }


def test_who_gave_it_is_not_kept(path, turns, tmp_path) -> None:
    conversations = Conversations(tmp_path / "conversations.db")
    conversation = conversations.start("user:ann", "Bridge")
    conversations.add("user:ann", conversation, turns[0])
    assert record_opinion(Feedback(path), conversations, ("user:ann", conversation), 1, "up", "") == "Thank you, kept."
    assert "ann" not in path.read_text("utf-8").casefold().replace("ann vale", "")
    with pytest.raises(InputError, match="not there any more"):
        record_opinion(Feedback(path), conversations, ("user:bob", conversation), 1, "up", "")
    assert len(lines(path)) == 1


@pytest.mark.parametrize(("number", "rating"), [(0, "up"), (3, "up"), (-1, "up"), (1, "sideways"), (1, "")])
def test_an_opinion_on_nothing_is_refused(turns, number, rating) -> None:
    with pytest.raises(InputError, match="reload the page"):
        opinion_on(turns, number, rating, "", WHEN)


def test_half_a_line_of_a_killed_process_spoils_no_other(path, turns) -> None:
    feedback = Feedback(path)
    feedback.add(opinion_on(turns, 1, "up", "first", WHEN))
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:40])
    feedback.add(opinion_on(turns, 1, "up", "second", WHEN))
    first, half, second = path.read_bytes().splitlines()
    assert half == whole[:40]
    assert [json.loads(first)["reason"], json.loads(second)["reason"]] == ["first", "second"]


def test_opinions_given_at_once_do_not_mix(path, turns) -> None:
    def give(number: int) -> None:
        Feedback(path).add(opinion_on(turns, 1, "up", f"{number} " + "x" * 1500, WHEN))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(give, range(40)))
    assert sorted(int(line["reason"].split()[0]) for line in lines(path)) == list(range(40))


def test_a_reason_is_kept_to_a_length(path, turns) -> None:
    assert opinion_on(turns, 1, "up", "x" * 5000, WHEN).reason == "x" * 2000


def test_a_file_that_cannot_be_written_is_named(tmp_path, turns) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"cannot keep the opinion in .*file/feedback\.jsonl"):
        Feedback(tmp_path / "file" / "feedback.jsonl").add(opinion_on(turns, 1, "up", "", WHEN))


def test_only_the_user_may_read_the_file(path, turns) -> None:
    Feedback(path).add(opinion_on(turns, 1, "up", "", WHEN))
    assert path.stat().st_mode & 0o077 == 0


def test_the_history_is_of_messages(turns) -> None:
    assert opinion_on(turns, 2, "up", "", WHEN).history == (
        Message("user", "Is the bridge closed?"),
        Message("assistant", "It is. [1]"),
    )


def test_thumbs_say_what_they_are_and_which_is_pressed() -> None:
    thumb = r'data-rating="(\w+)" aria-label="([\w ]+)" title="[\w ]+" aria-pressed="(\w+)"'
    assert re.findall(thumb, feedback_html(3, "down")) == [
        ("up", "Good answer", "false"),
        ("down", "Bad answer", "true"),
    ]
    assert 'data-turn="3"' in feedback_html(3)
