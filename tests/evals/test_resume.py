"""A killed run taken up again."""

import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evals.originals import Originals
from evals.provenance import AttributionFile, Checkout, Provenance, QuestionFile
from evals.question import Question
from evals.resume import keep
from evals.run import run_eval
from evals.stored import load_run
from index.errors import InputError
from rag.answer import Answer, AnswerSentence, Citation, Message, Passage, Reason, Seconds

NOTHING = Originals({}.get)
TEXTS = ("first", "second", "third", "fourth")
QUESTIONS = [Question(text, "fact", text, answerable=True) for text in TEXTS]


def ask(text: str, _history: Any) -> Answer:
    if text == "second":
        raise ValueError("no such table")
    return Answer(text, text, "answered", None, text)


@pytest.fixture
def killed(tmp_path: Path, provenance: Provenance) -> Path:
    """A run of which the machine stopped in the middle of the third line."""
    out = tmp_path / "run"
    run_eval(QUESTIONS, ask, NOTHING, out, provenance)
    record = json.loads((out / "run.json").read_text("utf-8"))
    (out / "run.json").write_text(json.dumps(record | {"status": "started", "finished": None}), "utf-8")
    (out / "scores.json").unlink()
    (out / "questions.jsonl").unlink()
    lines = (out / "samples.jsonl").read_bytes().splitlines(keepends=True)
    (out / "samples.jsonl").write_bytes(b"".join(lines[:2]) + lines[2][:40])
    return out


def files(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in ("samples.jsonl", "scores.json", "questions.jsonl")}


def test_a_resumed_run_is_the_run_that_was_not_killed(killed: Path, tmp_path: Path, provenance: Provenance) -> None:
    whole = tmp_path / "whole"
    run_eval(QUESTIONS, ask, NOTHING, whole, provenance)
    asked = []

    def ask_and_note(text: str, history: Any) -> Answer:
        asked.append(text)
        return ask(text, history)

    run = run_eval(QUESTIONS, ask_and_note, NOTHING, killed, provenance, kept=keep(killed, QUESTIONS, provenance))
    assert asked == ["third", "fourth"]  # what failed before the kill stays failed
    assert files(killed) == files(whole)
    assert [sample.error for sample in run.samples] == [None, "ValueError: no such table", None, None]
    assert load_run(killed).record["status"] == "done"


def test_the_half_written_line_is_said_to_be_dropped(
    killed: Path, provenance: Provenance, caplog: pytest.LogCaptureFixture
) -> None:
    kept = keep(killed, QUESTIONS, provenance)
    assert [sample.question.id for sample in kept.samples] == ["first", "second"]
    assert "the last line of" in caplog.text
    assert "half-written and is dropped" in caplog.text


def test_nothing_is_said_where_no_line_was_broken(
    killed: Path, provenance: Provenance, caplog: pytest.LogCaptureFixture
) -> None:
    lines = (killed / "samples.jsonl").read_bytes().splitlines(keepends=True)
    (killed / "samples.jsonl").write_bytes(lines[0])
    assert len(keep(killed, QUESTIONS, provenance).samples) == 1
    assert caplog.text == ""


def test_a_run_killed_for_real_is_finished(tmp_path: Path, provenance: Provenance) -> None:
    program = f"""
import os, signal, sys
from pathlib import Path
from evals.originals import Originals
from evals.provenance import Checkout, Machine, Provenance, QuestionFile
from evals.question import Question
from evals.run import run_eval
from rag.answer import Answer

def ask(text, history):
    if text == "fourth":
        os.kill(os.getpid(), signal.SIGKILL)
    return Answer(text, text, "answered", None, text)

questions = [Question(text, "fact", text, answerable=True) for text in {TEXTS!r}]
run_eval(questions, ask, Originals({{}}.get), Path(sys.argv[1]), {provenance!r})
"""
    root = Path(__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=root, check=False)
    assert ended.returncode == -signal.SIGKILL
    with pytest.raises(InputError, match=r"was not finished \(3 of 1 questions asked\); finish it with: .*--resume"):
        load_run(tmp_path)  # 1 is what the record of these tests says
    kept = keep(tmp_path, QUESTIONS, provenance)
    assert [sample.question.id for sample in kept.samples] == list(TEXTS[:3])
    run_eval(QUESTIONS, ask, NOTHING, tmp_path, provenance, kept=kept)
    assert [sample.question.id for sample in load_run(tmp_path).samples] == list(TEXTS)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"settings": {"candidates": 10}}, r"settings candidates = 50, this one has 10"),
        ({"index": {"embedder": "other"}}, r"index embedder = 'minilm', this one has 'other'"),
        ({"questions": QuestionFile("gold.jsonl", "1" * 64, 1)}, r"questions '0000"),
        ({"articles_sha256": "2" * 64}, r"articles_sha256 None, this one has '2222"),
        ({"code": Checkout("abc", dirty=False)}, r"code commit = None, this one has 'abc'"),
        ({"packages": {"numpy": "2.1"}}, r"packages numpy = '2.0', this one has '2.1'"),
        ({"jobs": 2}, r"jobs 1, this one has 2"),
        ({"attributions": AttributionFile("said.jsonl", "3" * 64)}, r"attributions None, this one has '333"),
    ],
)
def test_a_run_of_something_else_is_not_resumed(
    killed: Path, provenance: Provenance, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        keep(killed, QUESTIONS, replace(provenance, **change))


def test_the_same_questions_may_have_another_path(killed: Path, provenance: Provenance) -> None:
    moved = replace(provenance, questions=replace(provenance.questions, path="elsewhere/gold.jsonl"))
    assert len(keep(killed, QUESTIONS, moved).samples) == 2


def test_samples_of_other_questions_are_not_taken_for_these(killed: Path, provenance: Provenance) -> None:
    with pytest.raises(InputError, match=r"line 1: question 'first' is not this run's question 1"):
        keep(killed, QUESTIONS[1:], provenance)


def test_a_damaged_line_in_the_middle_is_an_error(killed: Path, provenance: Provenance) -> None:
    (killed / "samples.jsonl").write_bytes(b'{"id": "first"}\n' + (killed / "samples.jsonl").read_bytes())
    with pytest.raises(InputError, match=r"samples.jsonl, line 1: .*without --resume"):
        keep(killed, QUESTIONS, provenance)


def test_a_finished_run_is_not_resumed(tmp_path: Path, provenance: Provenance) -> None:
    run_eval(QUESTIONS, ask, NOTHING, tmp_path, provenance)
    with pytest.raises(InputError, match=r"is finished; leave --resume out"):
        keep(tmp_path, QUESTIONS, provenance)


def test_where_no_run_was_started_there_is_none_to_resume(tmp_path: Path, provenance: Provenance) -> None:
    with pytest.raises(InputError, match=r"holds no run"):
        keep(tmp_path, QUESTIONS, provenance)


# -- what is read back


def test_an_answer_is_read_back_as_it_was_written() -> None:
    answer = Answer(
        question="Who?",
        standalone_question="Who is it?",
        status="refused",
        reason=Reason("nobody", "Nobody is."),
        answer="Nobody is.",
        citations=(Citation(1, "a", "T", None, "2024-01-02", "Ann Lee", 3, 0, 4, "“Hi”", "0" * 64),),
        sentences=(AnswerSentence("Hi", (1,), 0.5, checked=True),),
        passages=(Passage("a", 0, 4, 0.25),),
        seconds=Seconds(0.1, 0.2, 0.3, 0.4, 1.0),
    )
    assert Answer.from_json(json.loads(json.dumps(answer.to_json()))) == answer


def test_a_run_of_another_schema_is_refused(killed: Path) -> None:
    (killed / "run.json").write_text('{"schema_version": 99}', "utf-8")
    with pytest.raises(InputError, match=r"is not of schema version 1"):
        load_run(killed)


def test_a_finished_run_that_lacks_a_line_is_refused(tmp_path: Path, provenance: Provenance) -> None:
    run_eval(QUESTIONS, ask, NOTHING, tmp_path, provenance)
    lines = (tmp_path / "samples.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "samples.jsonl").write_bytes(b"".join(lines[:3]))
    with pytest.raises(InputError, match=r"lacks question 'fourth'"):
        load_run(tmp_path)


def test_a_stored_run_has_the_samples_of_the_run(tmp_path: Path, provenance: Provenance) -> None:
    asked = [replace(QUESTIONS[0], history=(Message("user", "Hello"),)), *QUESTIONS[1:]]
    run = run_eval(asked, ask, NOTHING, tmp_path, provenance)
    assert load_run(tmp_path).samples == run.samples
