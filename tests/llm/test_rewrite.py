"""Follow-ups that a model completes, and what is taken of them."""

import pytest

from index.settings import Settings
from rag.answer import Message
from rag.llm.rewrite import TURNS, rewritten, usable
from rag.llm.talk import Model
from rag.llm.writer import ModelWriter

TALK = [
    Message("user", "What did Ann Vale say about the ferry?"),
    Message("assistant", "“We cannot pay four million crowns,” said Ann Vale. [1]"),
]


@pytest.fixture
def opened(scripted):
    def opening(say, **script):
        started = scripted(say, **script)
        return Model.open(started.spec, Settings(llm_timeout=5)), started

    return opening


def test_the_question_is_taken_as_the_model_completes_it(opened):
    model, script = opened("What did Ann Vale say about the quay?")
    assert rewritten(model, "And about the quay?", TALK) == "What did Ann Vale say about the quay?"
    assert "user: What did Ann Vale say about the ferry?" in script.prompt
    assert script.prompt.endswith("Last question: And about the quay?")


def test_without_a_conversation_nothing_is_asked(opened):
    model, script = opened("What?")
    assert rewritten(model, "And about the quay?", []) is None
    assert script.asked == []


def test_only_the_last_messages_are_told(opened):
    model, script = opened("What?")
    rewritten(model, "And now?", [Message("user", f"What of boat {n}?") for n in range(20)])
    assert script.prompt.count("What of boat") == TURNS


def test_a_model_that_fails_leaves_it_to_the_built_in_way(opened):
    model, _ = opened("What?", statuses=[401])
    assert rewritten(model, "And now?", TALK) is None


@pytest.mark.parametrize(
    "written",
    [
        "",
        "\n\n",
        "What did Boris Karlsson say about the quay?",  # nobody has spoken of him
        "What did Ann Vale say about the quay in 2019?",
        "Ann Vale spoke about the quay.",
        "What did Ann Vale say about the ferry?",  # the quay is gone
        "What about the quay " * 40 + "?",
    ],
)
def test_what_is_no_question_or_adds_what_nobody_said_is_not_taken(written):
    assert usable(written, "And about the quay?", TALK) is None


@pytest.mark.parametrize(
    "written", ["“What did Ann Vale say about the quay?”", "What did Ann Vale say about the quay?\nBecause."]
)
def test_quotation_marks_and_further_lines_are_left_away(written):
    assert usable(written, "And about the quay?", TALK) == "What did Ann Vale say about the quay?"


def test_follow_ups_are_the_models_only_where_the_settings_say_so(opened):
    model, script = opened("What did Ann Vale say about the quay?")
    for rewrites, expected in ((False, None), (True, "What did Ann Vale say about the quay?")):
        writer = ModelWriter(model, Settings(llm_rewrites=rewrites), lambda *_: None)
        assert writer.rewrite("And about the quay?", TALK) == expected
    assert len(script.asked) == 1
