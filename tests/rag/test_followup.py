"""Follow-up questions made to stand alone."""

import pytest

from rag.answer import Message
from rag.followup import standalone


def after(*questions):
    return [
        message for asked in questions for message in (Message("user", asked), Message("assistant", "An answer. [1]"))
    ]


BRIDGE = "What did Vale say about the bridge?"


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("And about boats?", "What did Vale say about boats?"),
        ("What about boats?", "What did Vale say about boats?"),
        ("And Orr?", "What did Orr say about bridge?"),
        ("What about Orr?", "What did Orr say about bridge?"),
        ("What did she say about boats?", "What did Vale say about boats?"),
        ("What did Orr say about it?", "What did Orr say about bridge?"),
    ],
)
def test_a_follow_up_takes_the_person_or_the_topic_from_the_question_before(question, whole):
    assert standalone(question, after(BRIDGE)) == whole


def test_a_follow_up_to_a_follow_up_leans_on_both():
    assert standalone("And boats?", after(BRIDGE, "And Orr?")) == "What did Orr say about boats?"
    assert standalone("And Orr?", after(BRIDGE, "And about boats?")) == "What did Orr say about boats?"


@pytest.mark.parametrize(
    "question", ["What did Orr say about boats?", "How long is the ferry ride?", "Who built Lund?"]
)
def test_a_question_that_leans_on_nothing_is_left_alone(question):
    assert standalone(question, after(BRIDGE)) == question


@pytest.mark.parametrize("question", ["And about boats?", "What did she say?"])
def test_without_a_question_before_nothing_is_added(question):
    assert standalone(question, []) == question
    assert standalone(question, [Message("assistant", "Hello.")]) == question


@pytest.mark.parametrize("question", ["", "?", "🙂"])
def test_an_empty_message_stays_empty(question):
    assert standalone(question, after(BRIDGE)) == question


def test_a_role_asked_about_is_kept_with_its_article():
    assert standalone("And about boats?", after("What did the port director say about the bridge?")) == (
        "What did the port director say about boats?"
    )


def test_what_cannot_be_completed_carries_the_question_before_along():
    assert standalone("Is it closed?", after("How long is the bridge?")) == "Is it closed? (How long is the bridge?)"
