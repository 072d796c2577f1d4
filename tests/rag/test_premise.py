"""What a question takes for granted, held against sentences that say the opposite."""

import pytest

from rag.evidence.weigh import Evidence
from rag.premise.claim import assumed
from rag.premise.contradiction import contradiction
from rag.premise.polarity import told
from rag.question import understand
from rag.words import Rarity
from tests.rag.conftest import Says

ALIKE = Rarity(10, lambda words: dict.fromkeys(words, 1))
"""Every word in one of ten chunks: all weigh the same."""


def denied(text):
    return [one.word for one in told(text) if one.denied]


def against(question, reading):
    evidence = [Evidence(reading, at, 1.0, 1.0, 0.5, 1.0, 1.0, 1.0, 1.0) for at in range(len(reading.sentences))]
    found = contradiction(understand(question), None, evidence, ALIKE)
    return reading.text(found.evidence.at) if found else None


# polarity


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The council did not approve the plan.", ["approve"]),
        ("She was careful not to name the buyer.", ["name"]),
        ("The mayor refused to sell the ferry.", ["sell"]),
        ("The flood caused no damage.", ["caused", "damage"]),
        ("None of the boats will sail.", ["boats", "sail"]),
        ("The ties are in no way directed against us.", ["directed"]),
        ("The strike was unprovoked.", ["provoked"]),
        ("He had not seen any signs that the mill would close.", ["seen", "signs", "mill", "close"]),
    ],
)
def test_a_negation_reaches_what_it_denies(text, words):
    assert denied(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "The council did not only approve the plan.",
        "There is no doubt about the plan.",
        "The council did not deny the plan.",
        "Not all councils approve.",
    ],
)
def test_what_looks_like_a_negation_and_denies_nothing_is_left(text):
    assert denied(text) == []


def test_what_must_not_be_is_denied_but_not_as_a_fact():
    assert [(one.denied, one.firm) for one in told("Vale must not sign.") if one.word == "sign"] == [(True, False)]


# what is taken for granted


@pytest.mark.parametrize(
    "question",
    [
        "Did Vale sign the treaty?",
        "What did Vale say about the treaty?",
        "Is the ferry old or new?",
        "How do Vale and Orr differ on the treaty?",
        "Vale treaty",
    ],
)
def test_a_question_that_leaves_all_of_it_open_takes_nothing_for_granted(question):
    assert assumed(understand(question)) is None


# contradictions


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("When did Orland sign the fishing treaty?", "Orland did not sign the fishing treaty."),
        ("Which details of the sale did Vale give?", "Vale did not provide details of the sale."),
        ("Why did Orland provoke the fishing dispute?", "Orland says the fishing dispute was unprovoked by Orland."),
        ("Why did Vale say that towns must not decide on it?", "Towns make their own decisions on it, Vale said."),
        ("Since when has Vale been the head of the fishing council?", "Vale, deputy head of the fishing council, was late."),
        ("Why did Vale call the pact a defensive alliance?", "Vale said the pact was an offensive alliance."),
        ("Why did Vale admit that the clinic closed?", "Vale denied on Friday that the clinic closed."),
    ],
)  # fmt: skip
def test_the_opposite_of_what_is_taken_for_granted_is_found(read, question, text):
    assert against(question, read(text)) == text


def test_somebodys_own_words_against_what_they_are_said_to_welcome_contradict(read):
    own = "The tariff is a dangerous mistake"
    text = f"“{own},” Ann Vale said."
    assert against("Why did Vale welcome the tariff?", read(text, Says("Ann Vale", own, "direct"))) == text


def test_somebody_elses_words_against_it_contradict_nothing(read):
    own = "The tariff is a dangerous mistake"
    text = f"“{own},” Tom Orr said."
    assert against("Why did Vale welcome the tariff?", read(text, Says("Tom Orr", own, "direct"))) is None


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Why did Vale not sign the treaty?", "Vale did not sign the treaty."),
        ("When did Vale sign the treaty?", "Vale signed the treaty in May."),
        ("When did Vale sign the treaty?", "Vale did not sign the treaty in April. Vale signed the treaty in May."),
        ("When did Vale sign the treaty?", "Tom Orr did not sign the treaty."),
        ("Which boats were not popular?", "The small boats became popular."),
        ("Who signed the treaty?", "Tom Orr did not sign the treaty."),
        ("When did Vale sign the fishing treaty?", "Vale did not sign the visitors' book of the museum."),
        (
            "How many people were injured in the storm?",
            "Five people were killed in the storm, and 12 others were injured.",
        ),
        ("When was Vale wounded in the war?", "Vale was killed in the war in 2004."),
        ("Since when has Vale been the deputy head of the council?", "Vale, deputy head of the council, was late."),
    ],
)
def test_what_agrees_or_speaks_of_another_thing_contradicts_nothing(read, question, text):
    assert against(question, read(text)) is None


def test_who_did_is_contradicted_only_where_nobody_did(read):
    assert against("Which boats will sail on Monday?", read("None of the boats will sail on Monday.")) is not None
    assert against("Which boats will sail on Monday?", read("The ferry will not sail on Monday.")) is None
