"""Follow-up questions made to stand alone."""

import pytest

from rag.answer import Message
from rag.followup import standalone


def talk(*messages):
    return [Message("assistant" if at % 2 else "user", text) for at, text in enumerate(messages)]


def after(*questions):
    return talk(*(text for asked in questions for text in (asked, "An answer. [1]")))


BRIDGE = "What did Vale say about the bridge?"
WITH_NAMES = talk(BRIDGE, "“It will open in 2031,” minister Ann Vale said in Lund on Monday. [1]")
MEETING = talk("Which meeting was announced?", "A meeting of Ann Vale and Peter Orr in London was announced. [1]")
LOSSES = after("How many ships did France lose in 1931?")


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("And about boats?", "What did Vale say about boats?"),
        ("What about boats?", "What did Vale say about boats?"),
        ("And Orr?", "What did Orr say about the bridge?"),
        ("What about Orr?", "What did Orr say about the bridge?"),
        ("What did she say about boats?", "What did Vale say about boats?"),
        ("What did Orr say about it?", "What did Orr say about the bridge?"),
        ("What does Orr think of that?", "What does Orr think of the bridge?"),
        ("Who says the opposite?", "Who says the opposite about the bridge?"),
        ("And what did Orr say?", "And what did Orr say about the bridge?"),
        ("Does she say why?", "Does Vale say why (about the bridge)?"),
        ("Which paper did she say that to?", "Which paper did Vale say that to about the bridge?"),
        ("And what did she say about it?", "And what did Vale say about the bridge?"),
    ],
)
def test_a_follow_up_takes_the_person_or_the_topic_from_the_question_before(question, whole):
    assert standalone(question, after(BRIDGE)) == whole


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("And Sweden?", "How many ships did Sweden lose in 1931?"),
        ("and in 1932?", "How many ships did France lose in 1932?"),
        ("What about tanks?", "How many tanks did France lose in 1931?"),
        ("When?", "When did France lose in 1931?"),
    ],
)
def test_what_a_few_words_name_takes_the_place_of_its_like(question, whole):
    assert standalone(question, LOSSES) == whole


def test_a_bare_question_word_asks_it_of_the_question_before():
    assert standalone("When?", after("Did Vale close the bridge?")) == "When did Vale close the bridge?"
    assert standalone("why?", after(BRIDGE)) == "Why did Vale say that about the bridge?"
    assert standalone("how many?", after("Who won?")) == "How many (Who won)?"


def test_the_answer_gives_the_full_name_the_gender_and_the_place():
    assert standalone("What did she say about boats?", WITH_NAMES) == "What did Ann Vale say about boats?"
    assert standalone("Who else was there?", WITH_NAMES) == "Who else was in Lund?"
    assert standalone("What else happened that year?", WITH_NAMES) == "What else happened in 2031?"
    # Ann is no man's name, and nobody else was spoken of
    assert "Vale" not in standalone("What did he say about boats?", WITH_NAMES)


def test_two_people_of_an_answer_are_the_two():
    assert (
        standalone("What will the two discuss there?", MEETING) == "What will Ann Vale and Peter Orr discuss in London?"
    )


def test_he_and_she_are_told_apart_by_their_names():
    met = after("What did Ann Vale tell Peter Orr?")
    assert standalone("Where does he live?", met) == "Where does Peter Orr live?"
    assert standalone("Where does she live?", met) == "Where does Ann Vale live?"


def test_a_person_named_in_the_question_itself_is_meant_by_its_pronoun():
    assert standalone("What did Orr say about his boats?", after(BRIDGE)) == "What did Orr say about his boats?"


def test_a_surname_is_spelled_out_as_an_earlier_question_had_it():
    assert standalone("Where was Vale born?", after("Who is Ann Vale?")) == "Where was Ann Vale born?"


def test_a_name_in_lower_case_is_a_speaker_where_the_conversation_or_the_archive_knows_it():
    named = talk(BRIDGE, "Vale met Peter Orr. [1]")
    assert standalone("and orr?", named) == "What did Orr say about the bridge?"
    assert standalone("and orr?", after(BRIDGE)) == "What did Vale say about orr?"
    assert (
        standalone("and orr?", after(BRIDGE), lambda words: words == ("orr",)) == "What did Orr say about the bridge?"
    )


def test_a_follow_up_to_a_follow_up_leans_on_both():
    assert standalone("And boats?", after(BRIDGE, "And Orr?")) == "What did Orr say about boats?"
    assert standalone("And Orr?", after(BRIDGE, "And about boats?")) == "What did Orr say about boats?"


@pytest.mark.parametrize(
    "question",
    [
        "What did Orr say about boats?",
        "How long is the ferry ride?",
        "Who built Lund?",
        "What is the price of oil?",
        "Is it true that Lund has no bridge?",
        "Will it rain in Lund tomorrow?",
        "thanks",
    ],
)
def test_a_question_that_leans_on_nothing_is_left_alone(question):
    assert standalone(question, after(BRIDGE)) == question


@pytest.mark.parametrize("question", ["And about boats?", "What did she say?"])
def test_without_a_question_before_nothing_is_added(question):
    assert standalone(question, []) == question
    assert standalone(question, [Message("assistant", "Hello.")]) == question
    assert standalone(question, [Message("user", ""), Message("assistant", "")]) == question


@pytest.mark.parametrize("question", ["", "?", "🙂"])
def test_an_empty_message_stays_empty(question):
    assert standalone(question, after(BRIDGE)) == question


def test_a_role_asked_about_is_kept_with_its_article():
    assert standalone("And about boats?", after("What did the port director say about the bridge?")) == (
        "What did the port director say about boats?"
    )


def test_a_thing_asked_about_is_what_it_means():
    assert standalone("Is it closed?", after("How long is the bridge?")) == "Is the bridge closed?"
    assert standalone("Who never signed it?", after("Is there a ban on fishing nets?")) == (
        "Who never signed the ban on fishing nets?"
    )


def test_an_opening_that_only_names_a_subject_is_what_open_questions_are_about():
    opened = talk("Ann Vale: Early life", "", "Where was she born?", "In Lund.")
    assert standalone("Where did she go to school?", opened) == "Where did Ann Vale go to school?"
    assert standalone("Any other interesting facts?", opened) == "Any other interesting facts (Ann Vale)?"


def test_a_refusal_names_nobody():
    refused = talk(BRIDGE, "Vale is in this corpus, but nothing Peter Orr said about the bridge was found.")
    assert "Orr" not in standalone("What did he say about boats?", refused)


def test_only_the_last_turns_are_read():
    long = after(BRIDGE, *["What is the price of oil?"] * 12)
    assert "Vale" not in standalone("What did she say about boats?", long)
