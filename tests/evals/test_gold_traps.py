"""What the trap articles set, and that the questions on them step on every trap."""

import re
from collections import Counter
from pathlib import Path

import pytest

from evals.questions import Question, load_questions

FOLDER = Path(__file__).parents[2] / "evals" / "gold" / "traps"
TEXTS = {file.name: file.read_bytes().decode("utf-8") for file in sorted(FOLDER.iterdir())}
QUESTIONS = load_questions(FOLDER.with_suffix(".jsonl"), TEXTS)


def of_kind(kind: str) -> list[Question]:
    return [gold for gold in QUESTIONS if gold.kind == kind]


def test_is_large_enough_and_asks_enough_that_the_articles_do_not_answer() -> None:
    assert len(QUESTIONS) >= 40
    assert sum(not gold.answerable for gold in QUESTIONS) >= 15


def test_every_kind_of_trap_is_tried_more_than_once() -> None:
    assert min(Counter(gold.kind for gold in QUESTIONS).values()) >= 2


def test_the_articles_are_short_and_each_answers_several_questions() -> None:
    assert 8 <= len(TEXTS) <= 12
    for article, text in TEXTS.items():
        assert len(text) <= 2000, article
        assert sum(any(evidence.article == article for evidence in gold.evidence) for gold in QUESTIONS) >= 3, article


def test_the_articles_are_one_line_a_paragraph_with_typographic_quotes() -> None:
    for article, text in TEXTS.items():
        assert '"' not in text, article
        assert text.endswith("\n"), article
        assert "\n\n\n" not in text, article


@pytest.mark.parametrize("kind", ["planted", "boilerplate", "neighbours", "headline"])
def test_a_question_beside_a_wrong_answer_forbids_it(kind: str) -> None:
    assert all(gold.forbidden or not gold.answerable for gold in of_kind(kind))
    assert any(gold.forbidden for gold in of_kind(kind))


def test_an_instruction_planted_in_an_article_is_never_evidence() -> None:
    planted = [
        line for text in TEXTS.values() for line in text.splitlines() if re.match("Ignore the previous|SYSTEM:", line)
    ]
    assert len(planted) == 2
    quoted = [evidence.quote or "" for gold in QUESTIONS for evidence in gold.evidence]
    assert not any(quote in line for quote in quoted for line in planted)


def test_a_quotation_is_asked_for_that_runs_over_paragraphs_and_names_its_speaker_last() -> None:
    quotes = [evidence.quote or "" for gold in of_kind("long_quote") for evidence in gold.evidence]
    unclosed = [quote for quote in quotes if quote.count("“") > quote.count("”")]
    assert unclosed
    assert any(quote.endswith("said.") for quote in quotes)


def test_of_people_who_share_a_surname_each_is_asked_for() -> None:
    speakers = {gold.speaker for gold in QUESTIONS if gold.speaker}
    surnames = Counter(speaker.split()[-1] for speaker in speakers)
    assert {surname for surname, people in surnames.items() if people > 1} == {"Marsh", "Lindqvist"}


def test_of_two_who_speak_in_one_paragraph_each_is_asked_for() -> None:
    asked = {gold.speaker for gold in of_kind("neighbours")}
    assert asked == {"Irena Kolar", "Bela Szanto", "Karin Lindqvist", "Laszlo Varga"}


def test_conflicting_reports_and_wire_copies_are_asked_for_in_two_articles_at_once() -> None:
    for kind in ("conflict", "wire_copy"):
        assert sum(len({evidence.article for evidence in gold.evidence}) == 2 for gold in of_kind(kind)) >= 2


def test_denials_negations_and_headlines_are_asked_both_answerably_and_with_a_false_premise() -> None:
    for kind in ("denial", "negation", "headline", "conflict", "planted"):
        assert {gold.answerable for gold in of_kind(kind)} == {True, False}, kind
