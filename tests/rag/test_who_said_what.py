"""Answers from statements, over small archives and the seeds: whose words, of when, in which words."""

from collections.abc import Iterator

import pytest

from rag.engine import Engine

COUNCIL = """Council argues about the harbour bridge

LUND, March 5, 2021 - “The bridge has rusted through in eleven places,” port director Ann Vale told reporters.

“Nobody should cross it,” Ms. Vale said.

Mayor Tom Orr said the council would pay for a new bridge next year.

“A new bridge is a waste of money,” Eve Day, a member of the opposition, said on Friday.
"""
FERRY = """Ferry to run every ten minutes

LUND, June 7, 2022 - Port director Max Holm said the ferry would run every ten minutes until the bridge opens again.

“The harbour is back,” Mr. Holm told the Herald.

Ann Vale, who lives in Malmo now, did not want to be named on the new timetable. Bob Berg watched the ferry leave.
"""


@pytest.fixture
def lund(open_index) -> Iterator[Engine]:
    """An archive in which one office has two holders."""
    return open_index(council=COUNCIL, ferry=FERRY)


def speakers(answer):
    return [citation.speaker for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "whose"),
    [
        ("What did the port director say about the bridge in 2021?", "Ann Vale"),
        ("What did the port director in 2021 say about the bridge?", "Ann Vale"),
        ("What did the port director in 2022 say?", "Max Holm"),
        ("What did the port director say about the ferry?", "Max Holm"),
        ("What did the port director say about rust?", "Ann Vale"),  # the latest who spoke of it
    ],
)
def test_an_office_is_answered_by_its_holder_at_the_time_and_the_answer_says_who_was_meant(lund, question, whose):
    answer = lund.ask(question)
    assert set(speakers(answer)) == {whose}
    assert answer.answer.startswith("“port director” is taken to mean " + whose)


def test_an_office_at_a_time_when_nobody_is_called_so_is_refused(lund):
    assert lund.ask("What did the port director in 2015 say about the bridge?").status == "refused"


@pytest.mark.parametrize(
    ("question", "speaker", "begins"),
    [
        (
            "Who said that the bridge has rusted through?",
            "Ann Vale",
            "“The bridge has rusted through in eleven places,” port",
        ),
        ("Who called a new bridge a waste of money?", "Eve Day", "“A new bridge is a waste of money,” Eve Day"),
    ],
)
def test_who_said_something_is_answered_with_the_sentence_and_its_speaker(lund, question, speaker, begins):
    answer = lund.ask(question)
    assert answer.citations[0].speaker == speaker
    assert answer.answer.startswith(begins)


def test_which_officials_commented_is_answered_by_one_statement_of_each(lund):
    answer = lund.ask("Which officials commented on the new bridge?")
    assert len(speakers(answer)) == len(set(speakers(answer))) >= 2
    assert {"Tom Orr", "Eve Day"} <= set(speakers(answer))


def test_what_somebody_has_said_is_listed_with_dates(lund):
    answer = lund.ask("What has Max Holm said?")
    assert set(speakers(answer)) == {"Max Holm"}
    assert "The harbour is back" in answer.answer
    assert "every ten minutes" in answer.answer
    assert answer.answer.startswith("2022-06-07")


@pytest.mark.parametrize(
    "question",
    [
        "Who said “the harbour is gone”?",
        "Did Max Holm say the harbour is gone?",
        'Did Holm say "the harbour is gone"?',
    ],
)
def test_a_quotation_given_with_a_mistake_is_put_right(lund, question):
    answer = lund.ask(question)
    assert (answer.status, speakers(answer)) == ("answered", ["Max Holm"])
    assert "The words on record are “The harbour is back”, not “the harbour is gone”." in answer.answer


def test_a_quotation_given_exactly_is_confirmed(lund):
    assert "“The harbour is back” is on record, word for word." in lund.ask("Who said “the harbour is back”?").answer


def test_words_of_somebody_else_are_refused_with_the_name_of_who_said_them(lund):
    answer = lund.ask("Did Eve Day say “the harbour is back”?")
    assert (answer.status, answer.reason.code) == ("refused", "not_said")
    assert answer.reason.text.endswith("“The harbour is back” is on record from Max Holm.")


def test_words_that_two_people_said_are_on_record_from_each(open_index):
    engine = open_index(
        a="“The harbour is going to plan,” port director Ann Vale told reporters on Monday.",
        b="“The harbour is going to plan,” Mayor Tom Orr told reporters on Tuesday.",
    )
    for name in ("Ann Vale", "Tom Orr"):
        answer = engine.ask(f"Did {name} say the harbour is going to plan?")
        assert (answer.status, speakers(answer)) == ("answered", [name])


def test_a_reaction_is_found_beside_what_it_is_to_and_not_in_other_articles(open_index):
    engine = open_index(
        a="The tax on boats will be doubled in May, the council of Lund decided on Monday.\n\n"
        "“Nobody asked the people who live from this,” port director Ann Vale told reporters. “We will go to court.”",
        b="It rained in Lund for a week.\n\n“We are used to it,” Mayor Tom Orr told reporters.",
    )
    answer = engine.ask("How did Ann Vale react to the tax on boats?")
    assert (answer.status, set(speakers(answer))) == ("answered", {"Ann Vale"})
    assert engine.ask("How did Tom Orr react to the tax on boats?").status == "refused"


def test_who_is_named_but_never_quoted_is_refused_with_that(lund):
    answer = lund.ask("What did Bob Berg say about the ferry?")
    assert (answer.reason.code, answer.reason.text) == ("not_said", "Bob Berg is named in this corpus, but not quoted.")


def test_statements_far_from_the_best_passages_are_found_by_their_speaker(open_index):
    # sixty articles about bridges come before the one that names its speaker once
    many = {
        f"a{n}": f"The bridge of town {n}\n\nThe bridge, a bridge of iron, is bridge number {n}." for n in range(80)
    }
    engine = open_index(**many, council=COUNCIL, ferry=FERRY)
    assert "Ann Vale" in speakers(engine.ask("What did Ann Vale say about the bridge?"))


def test_an_answers_sentences_are_its_citations_or_uncited_words_of_ours(lund):
    for question in (
        "What has Ann Vale said?",
        "What did the port director say about the ferry?",
        "Who said “the harbour is gone”?",
    ):
        answer = lund.ask(question)
        quotes = {citation.n: " ".join(citation.quote.split()) for citation in answer.citations}
        assert {one.text for one in answer.sentences} >= set(quotes.values())
        assert all(one.text in answer.answer for one in answer.sentences)
