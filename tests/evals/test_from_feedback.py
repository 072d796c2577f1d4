"""Thumbs in the chat, made into gold questions through the command, as a user does."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from evals.command import eval_command
from evals.questions import load_questions
from index.build import build_index
from index.catalog import Catalog
from index.settings import Settings
from index.spans import Span
from rag.answer import Answer, Citation, Reason
from rag.cite import cite
from rag.filters import Filters
from ui.page.feedback import Feedback, opinion_on
from ui.page.history import StoredTurn

FERRY = "The ferry to Lund runs again. “It will sail on Monday,” harbour master Ann Vale said.\n"
BRIDGE = "The bridge at Roeburgh stays closed. Nobody has said when it will open.\n"
Give = Callable[..., None]


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ours")
    (folder / "articles").mkdir()
    (folder / "articles" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (folder / "articles" / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    build_index([folder / "articles"], folder / "index", Settings())
    return folder / "index"


@pytest.fixture(scope="module")
def catalog(index_dir: Path) -> Any:
    with Catalog.open(index_dir) as catalog:
        yield catalog


@pytest.fixture
def cited(catalog: Catalog) -> Callable[..., Citation]:
    def make(article_id: str, quote: str, speaker: str | None = None) -> Citation:
        article = catalog.article(article_id)
        assert article
        start = article.text.index(quote)
        return cite(1, article, Span(start, start + len(quote)), speaker)

    return make


@pytest.fixture
def sailing(cited: Callable[..., Citation]) -> StoredTurn:
    citation = cited("ferry.txt", "“It will sail on Monday,” harbour master Ann Vale said.", "Ann Vale")
    question = "What did Vale say about the ferry?"
    return turn(question, Answer(question, question, "answered", None, f"{citation.quote} [1]", (citation,)))


def turn(question: str, answer: Answer, **more: Any) -> StoredTurn:
    return replace(StoredTurn(question, answer, Filters(), "2024-03-06T09:30:00", "another"), **more)


def refusal(question: str) -> Answer:
    return Answer(question, question, "refused", Reason("nobody", "Nobody is."), "Nobody is.")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "feedback.jsonl"


@pytest.fixture
def give(file: Path) -> Give:
    def give(rating: str, *turns: StoredTurn, reason: str = "") -> None:
        """On the last one of the turns."""
        Feedback(file).add(opinion_on(turns, len(turns), rating, reason, "2024-03-06T09:31:00"))

    return give


@pytest.fixture
def run(index_dir: Path, file: Path, tmp_path: Path) -> Callable[..., Any]:
    def run(*flags: str) -> Any:
        arguments = [
            "from-feedback",
            str(file),
            "--out",
            str(tmp_path / "gold.jsonl"),
            "--index",
            str(index_dir),
            *flags,
        ]
        return CliRunner().invoke(eval_command, arguments, catch_exceptions=False)

    return run


def records(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_an_answer_found_right_becomes_a_question_with_its_evidence(give, run, sailing, catalog, tmp_path) -> None:
    give("up", sailing)
    ran = run()
    assert ran.exit_code == 0
    (written,) = records(tmp_path / "gold.jsonl")
    assert written.pop("id").startswith("fb-")
    # "The ferry to Lund runs again. " is 30 characters long, the quote 55
    assert written == {
        "kind": "feedback",
        "question": "What did Vale say about the ferry?",
        "answerable": True,
        "speaker": "Ann Vale",
        "evidence": [
            {
                "article": "ferry.txt",
                "quote": "“It will sail on Monday,” harbour master Ann Vale said.",
                "start_char": 30,
                "end_char": 85,
            }
        ],
    }
    article = catalog.article("ferry.txt")
    (question,) = load_questions(tmp_path / "gold.jsonl", {"ferry.txt": article.text})
    assert question.kind == "feedback"
    assert not (tmp_path / "gold.todo.jsonl").exists()
    assert "line 1  up    question: fb-" in ran.stdout
    assert "1 questions appended" in ran.stderr
    assert "1 of 1 opinions are about another state of the index" in ran.stderr


def test_a_question_keeps_the_conversation_before_it(give, run, sailing, cited, tmp_path) -> None:
    citation = cited("bridge.txt", "The bridge at Roeburgh stays closed.")
    follow = turn(
        "And the bridge?", Answer("And the bridge?", "What of the bridge?", "answered", None, "…", (citation,))
    )
    give("up", sailing, follow)
    run()
    (written,) = records(tmp_path / "gold.jsonl")
    assert [message["role"] for message in written["history"]] == ["user", "assistant"]
    assert "speaker" not in written  # nobody is quoted


def test_a_refusal_found_right_is_a_question_without_an_answer(give, run, tmp_path) -> None:
    give("up", turn("Who is Bo?", refusal("Who is Bo?")))
    run()
    (written,) = records(tmp_path / "gold.jsonl")
    assert (written["answerable"], written["evidence"]) == (False, [])


def test_what_was_found_wrong_is_left_to_be_completed(give, run, sailing, tmp_path) -> None:
    give("down", sailing, reason="She said more")
    ran = run()
    assert not (tmp_path / "gold.jsonl").exists()
    (written,) = records(tmp_path / "gold.todo.jsonl")
    assert written["evidence"] == []
    assert written["todo"]["why"] == "found wrong"
    assert written["todo"]["reason"] == "She said more"
    assert written["todo"]["answer"] == sailing.answer.answer
    assert written["todo"]["cited"][0]["article"] == "ferry.txt"
    assert "down  todo: fb-" in ran.stdout
    with pytest.raises(Exception, match="unknown key 'todo'"):  # it cannot be asked by mistake
        load_questions(tmp_path / "gold.todo.jsonl")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda one: replace(one, filters=Filters(since="2024-01-01")), "a part of the archive"),
        (lambda one: replace(one, answer=replace(one.answer, citations=())), "the answer cites nothing"),
        (lambda one: changed(one, sha256="0" * 64), "has changed since or is gone: ferry.txt"),
        (lambda one: changed(one, article="gone.txt"), "has changed since or is gone: gone.txt"),
    ],
)
def test_what_cannot_be_asked_as_it_is_is_left_with_the_reason(give, run, sailing, tmp_path, change, why) -> None:
    give("up", change(sailing))
    run()
    assert not (tmp_path / "gold.jsonl").exists()
    assert why in records(tmp_path / "gold.todo.jsonl")[0]["todo"]["why"]


def changed(one: StoredTurn, **citation: str) -> StoredTurn:
    return replace(one, answer=replace(one.answer, citations=(replace(one.answer.citations[0], **citation),)))


def test_of_several_opinions_on_a_question_the_last_one_counts(give, run, sailing, tmp_path) -> None:
    give("down", sailing)
    give("up", turn("Who is Bo?", refusal("Who is Bo?")))
    give("up", sailing)
    ran = run()
    assert [one["question"] for one in records(tmp_path / "gold.jsonl")] == ["Who is Bo?", sailing.question]
    assert not (tmp_path / "gold.todo.jsonl").exists()
    assert "line 1  down  repeated: line 3 holds a later opinion on the same question" in ran.stdout


def test_a_second_run_adds_only_what_is_new_and_tells_of_other_minds(give, run, sailing, tmp_path) -> None:
    give("up", sailing)
    give("down", turn("Who is Bo?", refusal("Who is Bo?")))
    run()
    gold, todo = tmp_path / "gold.jsonl", tmp_path / "gold.todo.jsonl"
    before = gold.read_bytes(), todo.read_bytes()
    give("down", sailing)
    give("up", turn("Who is Al?", refusal("Who is Al?")))
    ran = run()
    assert gold.read_bytes().startswith(before[0])
    assert [one["question"] for one in records(gold)] == [sailing.question, "Who is Al?"]
    assert todo.read_bytes() == before[1]
    assert "stands among the questions already, and was found wrong since: mend it there" in ran.stdout
    assert "stands among the unfinished ones already" in ran.stdout


def test_only_what_was_found_wrong_may_be_asked_for(give, run, sailing, tmp_path) -> None:
    give("up", sailing)
    give("down", turn("Who is Bo?", refusal("Who is Bo?")))
    ran = run("--down-only")
    assert not (tmp_path / "gold.jsonl").exists()
    assert [one["question"] for one in records(tmp_path / "gold.todo.jsonl")] == ["Who is Bo?"]
    assert "line 1  up    left out: found right" in ran.stdout


def test_broken_lines_are_named_and_cost_nothing_else(give, run, file, sailing, tmp_path) -> None:
    give("up", sailing)
    with file.open("ab") as end:
        end.write(b'{"format": 1, "time": "20\n{"format": 2}\n[]\n\xff\n')
    give("up", turn("Who is Bo?", refusal("Who is Bo?")))
    ran = run()
    assert len(records(tmp_path / "gold.jsonl")) == 2
    assert [line.split(":")[0] for line in ran.stdout.splitlines()[2:]] == [
        "line 2  left out", "line 3  left out", "line 4  left out", "line 5  left out",
    ]  # fmt: skip
    assert "its format is 2, this On Record knows 1" in ran.stdout


def test_where_there_is_no_feedback_it_says_where_it_comes_from(onrecord) -> None:
    ran = onrecord("eval", "from-feedback")
    assert ran.returncode == 1
    assert "there is no feedback in" in ran.stderr
    assert "onrecord chat" in ran.stderr
