"""What the questions on the seed articles ask: how many, of which kinds, of which articles."""

from collections import Counter
from pathlib import Path

import pytest

from evals.command import SEED_QUESTIONS
from evals.questions import load_questions

SEEDS = Path(__file__).parents[2] / "seeds"
TEXTS = {file.name: file.read_bytes().decode("utf-8") for file in sorted(SEEDS.iterdir())}
QUESTIONS = load_questions(SEED_QUESTIONS, TEXTS)
NOT_ANSWERED = {"false_premise", "unanswerable"}


def test_is_large_enough() -> None:
    assert len(QUESTIONS) >= 160


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("quote", 35), ("fact", 20), ("temporal", 10), ("office", 5), ("multi", 10), ("comparison", 5), ("followup", 15),
        ("robust", 15), ("false_premise", 10), ("unanswerable", 35),
    ],
)  # fmt: skip
def test_asks_each_kind_often_enough_for_its_own_figure(kind: str, least: int) -> None:
    assert Counter(question.kind for question in QUESTIONS)[kind] >= least


def test_asks_fifty_questions_that_the_articles_do_not_answer() -> None:
    assert sum(not question.answerable for question in QUESTIONS) >= 50


def test_answerable_is_whatever_is_of_another_kind() -> None:
    for question in QUESTIONS:
        assert question.answerable == (question.kind not in NOT_ANSWERED), question.id


def test_a_false_premise_has_the_evidence_that_corrects_it_and_an_unanswerable_question_has_none() -> None:
    for question in QUESTIONS:
        assert bool(question.evidence) == (question.kind != "unanswerable"), question.id
        assert bool(question.nuggets) == (question.kind != "unanswerable"), question.id


def test_every_article_answers_ten_questions_of_most_kinds() -> None:
    for article in TEXTS:
        asked = [gold for gold in QUESTIONS if any(evidence.article == article for evidence in gold.evidence)]
        assert sum(gold.answerable for gold in asked) >= 10, article
        assert len({gold.kind for gold in asked}) >= 7, article  # of the nine that have evidence


def test_questions_on_several_articles_and_comparisons_rest_on_more_than_one_sentence() -> None:
    for gold in QUESTIONS:
        if gold.kind in {"multi", "comparison"}:
            assert len(gold.evidence) >= 2, gold.id
            assert len(gold.nuggets) >= 2, gold.id


def test_questions_on_several_articles_rest_on_several() -> None:
    for gold in QUESTIONS:
        if gold.kind == "multi":
            assert len({evidence.article for evidence in gold.evidence}) >= 2, gold.id


def test_followups_and_nothing_else_that_is_answerable_have_a_history() -> None:
    for gold in QUESTIONS:
        if gold.answerable:
            assert bool(gold.history) == (gold.kind == "followup"), gold.id


def test_asks_of_people_whom_no_article_names() -> None:
    everything = " ".join(TEXTS.values())
    speakers = {gold.speaker for gold in QUESTIONS if gold.speaker and not gold.answerable}
    strangers = {speaker for speaker in speakers if speaker.split()[-1] not in everything}
    assert len(strangers) >= 5
    assert len(speakers - strangers) >= 10  # and of people who are there, on what they did not say


def test_the_cluster_munitions_question_asks_for_what_peskov_said_himself() -> None:
    (gold,) = (gold for gold in QUESTIONS if gold.question == "what did Peskov say about cluster munitions?")
    assert gold.speaker == "Dmitry Peskov"
    assert any(
        "changes the situation, and of course, forces Russia" in (evidence.quote or "") for evidence in gold.evidence
    )
