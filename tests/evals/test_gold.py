"""The seed questions keep the promises that make them a gold set."""

from itertools import pairwise
from pathlib import Path

import pytest

from evals.command import SEED_QUESTIONS
from evals.phrases import folded, holds
from evals.questions import Question, load_questions

SEEDS = Path(__file__).parents[2] / "seeds"
TEXTS = {file.name: file.read_bytes().decode("utf-8") for file in sorted(SEEDS.iterdir())}
QUESTIONS = load_questions(SEED_QUESTIONS, TEXTS)
EACH = pytest.mark.parametrize("gold", QUESTIONS, ids=lambda gold: gold.id)
KINDS = {"quote", "fact", "multi", "temporal", "robust", "followup", "unanswerable"}


def evidence_text(gold: Question) -> str:
    return folded(" ".join(evidence.quote or "" for evidence in gold.evidence))


def test_is_large_enough_and_asks_enough_that_the_articles_do_not_answer() -> None:
    assert len(QUESTIONS) >= 70
    assert sum(not gold.answerable for gold in QUESTIONS) >= 20


def test_asks_every_kind_several_times() -> None:
    kinds = [gold.kind for gold in QUESTIONS]
    assert set(kinds) == KINDS
    assert min(kinds.count(kind) for kind in KINDS) >= 5


def test_no_question_stands_twice() -> None:
    asked = [(folded(gold.question), gold.history) for gold in QUESTIONS]
    assert len(set(asked)) == len(asked)


def test_every_article_answers_several_questions() -> None:
    for article in TEXTS:
        assert sum(any(evidence.article == article for evidence in gold.evidence) for gold in QUESTIONS) >= 5, article


def test_the_cluster_munitions_question_asks_for_what_peskov_said_himself() -> None:
    (gold,) = (gold for gold in QUESTIONS if gold.question == "what did Peskov say about cluster munitions?")
    assert gold.speaker == "Dmitry Peskov"
    assert any(
        "changes the situation, and of course, forces Russia" in (evidence.quote or "") for evidence in gold.evidence
    )


def test_followups_and_nothing_else_that_is_answerable_have_a_history() -> None:
    for gold in QUESTIONS:
        if gold.answerable:
            assert bool(gold.history) == (gold.kind == "followup"), gold.id


@EACH
def test_answerable_is_what_has_evidence_and_nuggets(gold: Question) -> None:
    assert gold.answerable == (gold.kind != "unanswerable")
    assert bool(gold.evidence) == gold.answerable
    assert bool(gold.nuggets) == gold.answerable


@EACH
def test_evidence_is_whole_sentences_that_stand_once_or_say_where(gold: Question) -> None:
    for evidence in gold.evidence:
        assert evidence.quote is not None
        assert evidence.span is not None
        text = TEXTS[evidence.article]
        assert text[evidence.span.start : evidence.span.end] == evidence.quote
        assert text.count(evidence.quote) == 1
        assert evidence.quote == evidence.quote.strip()
        before, after = text[: evidence.span.start], text[evidence.span.end :]
        assert before == "" or before.endswith(("\n", ". ", ".” ", '." ', "- ", "] "))
        assert after == "" or after[0] in " \n"
        assert evidence.quote[-1] in '.”"'


@EACH
def test_evidence_of_a_question_does_not_overlap(gold: Question) -> None:
    spans = sorted((evidence.article, evidence.span) for evidence in gold.evidence if evidence.span)
    for (article, left), (other, right) in pairwise(spans):
        assert article != other or left.end <= right.start


@EACH
def test_every_nugget_group_is_satisfied_by_the_evidence(gold: Question) -> None:
    for group in gold.nuggets:
        assert any(holds(evidence_text(gold), nugget) for nugget in group), group


@EACH
def test_what_is_forbidden_stands_in_an_article_but_not_in_the_evidence(gold: Question) -> None:
    everything = folded(" ".join(TEXTS.values()))
    for phrase in gold.forbidden:
        assert folded(phrase) in everything, phrase
        assert folded(phrase) not in evidence_text(gold), phrase


@EACH
def test_a_speaker_asked_for_is_named_where_he_is_quoted(gold: Question) -> None:
    if gold.speaker and gold.answerable:
        surname = gold.speaker.split()[-1]
        assert any(surname in TEXTS[evidence.article] for evidence in gold.evidence)
