"""A conversation's turns over a real catalog, with an engine that answers or fails as told."""

import logging
from types import SimpleNamespace

import pytest

from index.catalog import Catalog
from index.errors import IndexDamagedError
from rag.answer import Message
from ui.conversation import take_turn


@pytest.fixture
def engine(seed_index_dir):
    with Catalog.open(seed_index_dir) as catalog:
        yield lambda ask: SimpleNamespace(catalog=catalog, ask=ask)


def test_the_question_is_shown_before_its_answer_is_looked_for(engine) -> None:
    def never(question, history):
        raise AssertionError

    step = next(take_turn(engine(never), "<first>?", ()))
    assert [line.role for line in step.shown] == ["user", "assistant"]
    assert "&lt;first&gt;?" in step.shown[0].html
    assert "Reading…" in step.shown[1].html


def test_the_conversation_is_handed_on_as_text(engine, answer) -> None:
    heard = []

    def listen(question, history):
        heard.append(list(history))
        return answer("Nobody said so.", code="not_said")

    *_, (_, conversation) = take_turn(engine(listen), "first?", ())
    *_, (shown, conversation) = take_turn(engine(listen), "second?", conversation)
    assert heard == [[], [Message("user", "first?"), Message("assistant", "Nobody said so.")]]
    assert [turn.question for turn in conversation] == ["first?", "second?"]
    assert len(shown) == 4  # two questions, two answers


def test_a_known_error_is_shown_in_the_answers_place(engine) -> None:
    def fail(question, history):
        raise IndexDamagedError("the index <x> is damaged; run: onrecord index")

    *_, (shown, conversation) = take_turn(engine(fail), "who?", ())
    assert "the index &lt;x&gt; is damaged; run: onrecord index" in shown[-1].html
    assert conversation == ()


def test_an_unknown_error_is_logged_and_leaves_the_conversation_usable(engine, caplog) -> None:
    def fail(question, history):
        raise ZeroDivisionError

    with caplog.at_level(logging.ERROR):
        *_, (shown, conversation) = take_turn(engine(fail), "who?", ())
    assert "the terminal it runs in shows it" in shown[-1].html
    assert "ZeroDivisionError" in caplog.text
    assert conversation == ()
