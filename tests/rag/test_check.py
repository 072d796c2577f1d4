"""The whole check, with the shipped models: what a reader is told, and what the support score tells apart."""

import pytest

from evals.support import as_evidence
from rag.check import Numbered, Verdict, check
from rag.check.features import features
from rag.check.source import Source
from rag.check.support import fitted, shipped

TEXT = (
    "The ferry company will not replace the Holm, its oldest ship, before 2034, its director Signe Dahl told islanders on "
    "Friday. “A new ferry costs 90 million crowns, and we do not have them,” she said. Islanders had collected 1,400 "
    "signatures for a ship that runs on batteries. Their spokesman, Odd Lunde, called the answer “a slap in the face”. "
    "He said that the islanders would take the matter to the county council in the autumn."
)


def dahl(text: str = TEXT) -> list[Numbered]:
    return [Numbered(1, text, "Signe Dahl", "Kystbladet", "2029-02-09", text, "No new ferry before 2034")]


def test_a_sentence_of_the_source_itself_is_supported_whatever_its_typography() -> None:
    sentence = 'Their spokesman, Odd Lunde, called the answer "a slap in the face". [1]'
    assert check(sentence, dahl()) == Verdict(ok=True, support=1.0, failed=())


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry company will not replace the Holm before 2034 [1].",
        "Signe Dahl said that a new ferry costs 90 million crowns.",
        "According to Dahl, a new ferry would cost “90 million crowns”.",
        "Odd Lunde, the islanders’ spokesman, called the answer “a slap in the face”.",
        "Islanders collected 1400 signatures for a ship that runs on batteries.",
    ],
)
def test_what_the_source_says_in_other_words_is_shown(sentence: str) -> None:
    assert check(sentence, dahl()).failed == ()


@pytest.mark.parametrize(
    ("sentence", "failed"),
    [
        ("Dahl said “we will never have them”.", "a quotation is not in the source: 'we will never have them'"),
        (
            "Director Solveig Berg told islanders that there is no new ferry.",
            "the name Solveig Berg is not in the source",
        ),
        ("A new ferry costs 19 million crowns.", "19 million is not in the source"),
        ("The Holm will not be replaced before 2035.", "the date 2035 is not in the source"),
        ("The ferry company will replace the Holm before 2034.", "the source denies 'replace'"),
    ],
)
def test_a_reader_is_told_what_is_wrong(sentence: str, failed: str) -> None:
    verdict = check(sentence, dahl())
    assert not verdict.ok
    assert failed in verdict.failed


def test_a_statement_of_somebody_else_is_not_shown_as_the_speakers() -> None:
    quote = "He said that the islanders would take the matter to the county council in the autumn."
    evidence = [Numbered(2, quote, "Odd Lunde", "Kystbladet", "2029-02-09", quote)]
    assert check("Lunde said the islanders would take the matter to the county council.", evidence).failed == ()
    wrong = check("Signe Dahl said the islanders would take the matter to the county council.", evidence)
    assert "the words are Odd Lunde’s, not Signe Dahl’s" in wrong.failed


@pytest.mark.parametrize(
    "sentence",
    [
        "Cheese is made of milk that bacteria have soured.",
        "The tactic is widely used by armies in the mountains.",
        "The county council has agreed to pay for schools and roads instead.",
    ],
)
def test_what_the_source_is_silent_on_is_not_supported(sentence: str) -> None:
    assert not check(sentence, dahl()).ok


def test_a_sentence_that_cites_nothing_is_not_shown() -> None:
    assert check("A new ferry costs 90 million crowns.", []) == Verdict(
        ok=False, support=0.0, failed=("it cites no source",)
    )


def test_a_source_without_words_supports_nothing() -> None:
    assert not check("A new ferry costs money.", [as_evidence("")]).ok


@pytest.mark.parametrize("sentence", ["", "…", "[1]", "“”", "\ud800", "'", "[", "(((" * 50, "A" * 3000])
def test_no_sentence_breaks_the_check(sentence: str) -> None:
    assert 0.0 <= check(sentence, dahl()).support <= 1.0


def test_support_is_higher_the_more_the_source_says() -> None:
    said = check("A new ferry costs 90 million crowns.", dahl()).support
    partly = check("A new ferry costs money that the county will borrow from banks.", dahl()).support
    unsaid = check("Cheese is made of milk that bacteria have soured.", dahl()).support
    assert said > partly > unsaid


def test_the_same_sentence_gets_the_same_score_whatever_was_checked_before() -> None:
    sentence = "Islanders want a ship with batteries."
    first = check(sentence, dahl())
    check("Cheese is made of milk.", dahl())
    assert check(sentence, dahl()) == first


def test_every_weight_is_of_a_feature() -> None:
    known = features("A new ferry costs 90 million crowns.", Source(tuple(dahl())), shipped())
    assert set(fitted().weights) <= set(known)
    assert set(features("A ferry.", Source((as_evidence(""),)), shipped())) == set(known)
