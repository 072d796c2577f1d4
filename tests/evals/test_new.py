"""Writing a gold set of one's own, as a user does, through the command."""

import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from evals.command import eval_command
from evals.proposals import proposals
from evals.question import Evidence
from evals.questions import load_questions
from index.build import build_index
from index.catalog import Catalog
from index.errors import InputError
from index.settings import Settings
from index.spans import Span

BRIDGE = "Mayor Ann Lee opened the bridge on Tuesday. It cost 12 million. “It will carry us all,” Ms Lee said.\n"
TOWN = "The town has 4,000 inhabitants. Its school was closed in 2020.\n"


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mine")
    (folder / "articles").mkdir()
    (folder / "articles" / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "articles" / "town.txt").write_text(TOWN, encoding="utf-8")
    build_index([folder / "articles"], folder / "index", Settings())
    return folder / "index"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return tmp_path / "gold" / "mine.jsonl"


def write(index_dir: Path, gold: Path, *typed: str) -> Any:
    arguments = ["new", "--index", str(index_dir), "--questions", str(gold)]
    text = "".join(f"{line}\n" for line in typed)
    return CliRunner().invoke(eval_command, arguments, input=text, catch_exceptions=False)


def to_bridge(index_dir: Path) -> list[str]:
    """What to type to come to the article about the bridge: nothing, or Enter for another passage."""
    with Catalog.open(index_dir) as catalog:
        return [""] * [one.article.id for one in proposals(catalog, [], 0)].index("bridge.txt")


def test_a_question_is_appended_with_the_words_that_answer_it(index_dir: Path, gold: Path) -> None:
    typed = ["What did the bridge cost?", "", "2", "", "12 million | twelve million", "", "q"]
    result = write(index_dir, gold, *to_bridge(index_dir), *typed)
    assert result.exit_code == 0
    assert "  2  It cost 12 million." in result.stdout
    assert "1 questions appended" in result.stderr
    # Kind 'fact' is the default; "It cost 12 million." stands at 44 to 63.
    assert json.loads(gold.read_text("utf-8")) == {
        "id": "q001",
        "kind": "fact",
        "question": "What did the bridge cost?",
        "answerable": True,
        "evidence": [{"article": "bridge.txt", "quote": "It cost 12 million.", "start_char": 44, "end_char": 63}],
        "nuggets": [["12 million", "twelve million"]],
    }


def test_evidence_may_be_a_range_of_sentences_or_copied_words(index_dir: Path, gold: Path) -> None:
    there = to_bridge(index_dir)
    write(index_dir, gold, *there, "What happened on Tuesday?", "fact", "1-2", "", "", "q")
    (first,) = load_questions(gold)
    assert [one.span for one in first.evidence] == [Span(0, 63)]  # two neighbours are one span
    gold.unlink()
    write(index_dir, gold, *there, "What of Lee?", "quote", "3,1", "Ann Lee", "", "q")
    (second,) = load_questions(gold)
    assert [one.quote for one in second.evidence] == [
        "Mayor Ann Lee opened the bridge on Tuesday.", "“It will carry us all,” Ms Lee said.",
    ]  # fmt: skip
    assert second.speaker == "Ann Lee"
    gold.unlink()
    write(index_dir, gold, *there, "What will it carry?", "quote", "“It will carry us all,”", "", "us all", "", "q")
    assert load_questions(gold)[0].evidence[0].quote == "“It will carry us all,”"


def test_what_the_article_does_not_hold_is_asked_for_again(index_dir: Path, gold: Path) -> None:
    typed = ["What did it cost?", "fact", "", "9", "It cost 13 million.", "2", "", "13 million", "12 million", "", "q"]
    result = write(index_dir, gold, *to_bridge(index_dir), *typed)
    assert "Evidence is needed" in result.stdout
    assert "There is no sentence 9; there are 1 to 3." in result.stdout
    assert "These words do not stand in the article" in result.stdout
    assert "None of these stands in the evidence" in result.stdout
    assert load_questions(gold)[0].nuggets == (("12 million",),)


def test_an_unanswerable_question_needs_no_evidence_and_takes_no_nuggets(index_dir: Path, gold: Path) -> None:
    write(index_dir, gold, "Who paid for the moon?", "unanswerable", "", "", "q")
    (question,) = load_questions(gold)
    assert (question.answerable, question.evidence, question.nuggets) == (False, (), ())


def test_questions_are_added_to_those_there_are_under_new_ids(index_dir: Path, gold: Path) -> None:
    gold.parent.mkdir()
    before = json.dumps({"id": "q001", "kind": "fact", "question": "Who?", "answerable": False})
    gold.write_text(before, "utf-8")  # without a newline at its end
    write(index_dir, gold, "Who paid?", "unanswerable", "", "", "q")
    assert gold.read_text("utf-8").startswith(before + "\n")
    assert [question.id for question in load_questions(gold)] == ["q001", "q002"]
    assert [path.name for path in gold.parent.iterdir()] == ["mine.jsonl"]


def test_input_that_ends_in_the_middle_of_a_question_keeps_those_before(index_dir: Path, gold: Path) -> None:
    result = write(index_dir, gold, "Who paid?", "unanswerable", "", "", "And who")
    assert result.exit_code == 0
    assert [question.question for question in load_questions(gold)] == ["Who paid?"]


def test_a_passage_that_is_asked_about_is_not_proposed_again(index_dir: Path, gold: Path) -> None:
    there = to_bridge(index_dir)
    write(index_dir, gold, *there, "What did the bridge cost?", "", "2", "", "", "q")
    shown = write(index_dir, gold, "", "", "").stdout
    assert "The town has 4,000 inhabitants." in shown
    assert "It cost 12 million." not in shown
    assert "That was every passage." in shown


def test_a_file_that_is_no_question_file_is_refused_and_left_alone(index_dir: Path, gold: Path) -> None:
    gold.parent.mkdir()
    gold.write_text("not a question\n", "utf-8")
    with pytest.raises(InputError, match=r"line 1: not JSON"):
        write(index_dir, gold, "Who?", "unanswerable", "", "", "q")
    assert gold.read_text("utf-8") == "not a question\n"


def test_questions_about_another_index_are_refused(index_dir: Path, gold: Path) -> None:
    gold.parent.mkdir()
    evidence = [{"article": "elsewhere.txt", "quote": "x"}]
    record = {"id": "q1", "kind": "fact", "question": "Who?", "answerable": True, "evidence": evidence}
    gold.write_text(json.dumps(record), "utf-8")
    with pytest.raises(InputError, match=r"'elsewhere.txt', which is not indexed"):
        write(index_dir, gold, "q")


# -- proposals


def test_every_article_is_proposed_before_any_a_second_time(seed_index_dir: Path) -> None:
    with Catalog.open(seed_index_dir) as catalog:
        ids = [one.article.id for one in proposals(catalog, [], 0)]
        assert len(set(ids[:5])) == 5
        assert len(ids) > 10


def test_the_same_seed_proposes_the_same_and_another_one_something_else(seed_index_dir: Path) -> None:
    def first(seed: int) -> list[tuple[str, Span]]:
        with Catalog.open(seed_index_dir) as catalog:
            return [(one.article.id, one.sentences[0]) for one in islice(proposals(catalog, [], seed), 8)]

    assert first(0) == first(0)
    assert any(first(0) != first(seed) for seed in (1, 2, 3))


def test_a_passage_that_overlaps_evidence_is_passed_over(seed_index_dir: Path) -> None:
    with Catalog.open(seed_index_dir) as catalog:
        everything = list(proposals(catalog, [], 0))
        taken = everything[0].sentences[0]
        left = list(proposals(catalog, [Evidence(everything[0].article.id, None, taken)], 0))
    assert 1 <= len(everything) - len(left) <= 2  # neighbouring chunks share a sentence
    assert everything[0] not in left


def test_sentences_of_a_proposal_stand_in_the_article(seed_index_dir: Path) -> None:
    with Catalog.open(seed_index_dir) as catalog:
        for proposal in proposals(catalog, [], 0):
            assert proposal.sentences
            assert all(proposal.text(span).strip() == proposal.text(span) != "" for span in proposal.sentences)
