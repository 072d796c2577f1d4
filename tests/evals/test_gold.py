"""What every gold question promises, whether of the seed articles or of the trap articles."""

import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from evals.phrases import folded, holds
from evals.questions import Question, load_questions

ROOT = Path(__file__).parents[2]
SEED_KINDS = {
    "quote", "fact", "temporal", "office", "multi", "comparison", "followup", "robust", "false_premise", "unanswerable",
}  # fmt: skip
TRAP_KINDS = {
    "namesake", "pronouns", "neighbours", "hearsay", "long_quote", "nested_quote", "late_source", "boilerplate", "caption",
    "planted", "correction", "denial", "conflict", "wire_copy", "negation", "headline",
}  # fmt: skip


class GoldSet(NamedTuple):
    """Questions, with the articles they are asked about and the kinds they may be of."""

    name: str
    texts: dict[str, str]
    kinds: set[str]
    questions: list[Question]


class Gold(NamedTuple):
    """One question, with the texts it is asked about."""

    question: Question
    texts: dict[str, str]

    @property
    def evidence(self) -> str:
        """All of its evidence, folded."""
        return folded(" ".join(evidence.quote or "" for evidence in self.question.evidence))


def gold_set(name: str, articles: Path, kinds: set[str]) -> GoldSet:
    texts = {file.name: file.read_bytes().decode("utf-8") for file in sorted(articles.iterdir())}
    return GoldSet(name, texts, kinds, load_questions(ROOT / "evals" / "gold" / f"{name}.jsonl", texts))


SETS = [
    gold_set("seeds", ROOT / "seeds", SEED_KINDS),
    gold_set("traps", ROOT / "evals" / "gold" / "traps", TRAP_KINDS),
]
EACH_SET = pytest.mark.parametrize("gold_set", SETS, ids=lambda gold_set: gold_set.name)
EACH = pytest.mark.parametrize(
    "gold",
    [Gold(question, gold_set.texts) for gold_set in SETS for question in gold_set.questions],
    ids=lambda gold: gold.question.id,
)


def normalised(question: str) -> str:
    return re.sub(r"\W+", " ", folded(question)).strip()


@EACH_SET
def test_every_question_is_of_a_kind_that_is_known_and_every_kind_is_asked(gold_set: GoldSet) -> None:
    assert {question.kind for question in gold_set.questions} == gold_set.kinds


@EACH_SET
def test_no_question_stands_twice(gold_set: GoldSet) -> None:
    asked = sorted(normalised(question.question) for question in gold_set.questions)
    assert [left for left, right in pairwise(asked) if left == right] == []


def test_an_id_names_one_question_of_both_sets() -> None:
    ids = [question.id for gold_set in SETS for question in gold_set.questions]
    assert len(set(ids)) == len(ids)


@EACH
def test_an_answerable_question_has_evidence_and_nuggets(gold: Gold) -> None:
    if gold.question.answerable:
        assert gold.question.evidence
        assert gold.question.nuggets


@EACH
def test_nuggets_are_asked_for_only_where_there_is_evidence_for_them(gold: Gold) -> None:
    assert gold.question.evidence or not gold.question.nuggets


@EACH
def test_every_nugget_group_is_satisfied_by_the_evidence(gold: Gold) -> None:
    for group in gold.question.nuggets:
        assert any(holds(gold.evidence, nugget) for nugget in group), group


@EACH
def test_every_alternative_of_a_nugget_stands_in_an_article_or_writes_a_date_otherwise(gold: Gold) -> None:
    everything = folded(" ".join(gold.texts.values()))
    for nugget in (nugget for group in gold.question.nuggets for nugget in group):
        assert holds(everything, nugget) or re.search(r"\b(19|20)\d\d\b", nugget), nugget


@EACH
def test_no_question_gives_all_its_nuggets_away(gold: Gold) -> None:
    asked = folded(gold.question.question)
    if gold.question.answerable:
        assert not all(any(holds(asked, nugget) for nugget in group) for group in gold.question.nuggets)


@EACH
def test_what_is_forbidden_stands_in_an_article_but_not_in_the_evidence(gold: Gold) -> None:
    everything = folded(" ".join(gold.texts.values()))
    for phrase in gold.question.forbidden:
        assert folded(phrase) in everything, phrase
        assert folded(phrase) not in gold.evidence, phrase


@EACH
def test_evidence_is_whole_sentences_or_lines_that_stand_once(gold: Gold) -> None:
    for evidence in gold.question.evidence:
        assert evidence.quote is not None
        assert evidence.span is not None
        text = gold.texts[evidence.article]
        assert text[evidence.span.start : evidence.span.end] == evidence.quote
        assert text.count(evidence.quote) == 1
        assert evidence.quote == evidence.quote.strip()
        before, after = text[: evidence.span.start].rstrip(" "), text[evidence.span.end :]
        # a sentence starts a line, or follows another one or a dateline
        assert before == "" or before.endswith(("\n", ".", ".”", '."', " -", " —")), evidence.quote
        whole_line = before[-1:] in ("", "\n") and after[:1] in ("", "\n")
        assert whole_line or evidence.quote[-1] in '.”"', evidence.quote
        assert after[:1] in ("", " ", "\n"), evidence.quote


@EACH
def test_evidence_of_a_question_does_not_overlap(gold: Gold) -> None:
    spans = sorted((evidence.article, evidence.span) for evidence in gold.question.evidence if evidence.span)
    for (article, left), (other, right) in pairwise(spans):
        assert article != other or left.end <= right.start


@EACH
def test_a_speaker_asked_for_is_named_in_an_article_that_holds_the_evidence(gold: Gold) -> None:
    if gold.question.speaker and gold.question.evidence:
        surname = gold.question.speaker.split()[-1]
        assert any(surname in gold.texts[evidence.article] for evidence in gold.question.evidence)


@EACH
def test_a_history_is_of_questions_and_answers_in_turn(gold: Gold) -> None:
    roles = [message.role for message in gold.question.history]
    assert roles == ["user", "assistant"] * (len(roles) // 2)


@EACH
def test_what_a_history_quotes_stands_in_an_article(gold: Gold) -> None:
    everything = folded(" ".join(gold.texts.values()))
    for asked, answered in zip(gold.question.history[::2], gold.question.history[1::2], strict=True):
        assert asked.content.endswith("?")
        assert answered.content.endswith(" [1]")
        quoted = re.findall(r'["“]([^"“”]+)["”]', answered.content)
        assert all(folded(words.rstrip(",.")) in everything for words in quoted), quoted
