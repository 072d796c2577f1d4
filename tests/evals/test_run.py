"""What a run leaves on disk, whole, failed or killed."""

import json
import signal
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from evals.originals import Originals
from evals.provenance import Provenance, checkout, digest_of, machine, packages, question_file
from evals.questions import load_questions
from evals.run import run_eval
from index.errors import InputError
from rag.answer import Answer, Message

NOTHING = Originals({}.get)


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def read_lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_run_is_a_record_a_line_for_each_question_and_the_scores(
    tmp_path: Path, provenance: Provenance, question: Any, answer: Any
) -> None:
    given = answer("Šta? “Da.” [1]", seconds=0.25)
    out = tmp_path / "runs" / "first"
    run = run_eval([question((0, 9), id="q1"), question((0, 9), id="q2")], lambda *_: given, NOTHING, out, provenance)

    assert sorted(path.name for path in out.iterdir()) == [
        "questions.jsonl", "run.json", "samples.jsonl", "scores.json",
    ]  # fmt: skip
    samples = read_lines(out / "samples.jsonl")
    assert [sample["id"] for sample in samples] == ["q1", "q2"]
    assert samples[0] == {
        "id": "q1",
        "answer": json.loads(json.dumps(given.to_json())),
        # A mean is of 1 for each question, which goes without saying; refusal F1 has nothing to get where all is well.
        "measures": run.samples[0].values | {"refusal_f1_of": 0, "probability": None},
        "error": None,
    }
    assert read(out / "scores.json") == run.scores.to_json()
    assert read(out / "scores.json")["measures"]["citation_recall"] == {"value": 0.0, "n": 2, "low": None, "high": None}


def test_the_record_says_what_the_figures_depend_on(
    tmp_path: Path, provenance: Provenance, question: Any, answer: Any
) -> None:
    run_eval([question((0, 9))], lambda *_: answer(), NOTHING, tmp_path, provenance)
    record = read(tmp_path / "run.json")
    assert (record["schema_version"], record["status"]) == (1, "done")
    started, finished = datetime.fromisoformat(record["started"]), datetime.fromisoformat(record["finished"])
    assert started.utcoffset() == timedelta(0)
    assert started <= finished
    assert record | provenance.to_json() == record


def test_a_probability_given_with_an_answer_is_stored_beside_the_measures(
    tmp_path: Path, provenance: Provenance, question: Any, answer: Any
) -> None:
    run = run_eval([question((0, 9))], lambda *_: (answer(), 0.25), NOTHING, tmp_path, provenance)
    assert read_lines(tmp_path / "samples.jsonl")[0]["measures"]["probability"] == 0.25
    assert run.samples[0].probability == 0.25
    assert "probability" not in run.scores.overall.measures


def test_the_questions_are_kept_with_their_evidence_located(
    tmp_path: Path, provenance: Provenance, question: Any, answer: Any
) -> None:
    asked = [
        question((0, 9), speaker="Ann Lee", nuggets=(("a", "b"),), history=(Message("user", "Who?"),)),
        question("a", id="q2", answerable=False, forbidden=("x",)),
    ]
    run_eval(asked, lambda *_: answer(), NOTHING, tmp_path, provenance)
    assert load_questions(tmp_path / "questions.jsonl") == asked


def test_a_question_is_asked_with_its_conversation(
    tmp_path: Path, provenance: Provenance, question: Any, answer: Any
) -> None:
    asked = []

    def ask(text: str, history: Any) -> Answer:
        asked.append((text, history))
        return answer()

    history = (Message("user", "Who?"), Message("assistant", "Nobody."))
    run_eval([question((0, 9)), question((0, 9), id="q2", history=history)], ask, NOTHING, tmp_path, provenance)
    assert asked == [("?", ()), ("?", history)]


def test_a_question_that_has_a_day_is_asked_as_on_that_day(
    tmp_path: Path, provenance: Provenance, question: Any, answer: Any
) -> None:
    asked = []

    def ask(*_: Any, **more: Any) -> Answer:
        asked.append(more)
        return answer()

    day = date(2022, 1, 7)
    run_eval([question((0, 9)), question((0, 9), id="q2", asked_on=day)], ask, NOTHING, tmp_path, provenance)
    assert asked == [{}, {"today": day}]


def test_a_failing_question_is_a_counted_error_and_not_the_end(
    tmp_path: Path, provenance: Provenance, question: Any, answer: Any, caplog: pytest.LogCaptureFixture
) -> None:
    outcomes = iter([answer(), ValueError("no such table"), answer()])

    def ask(*_: Any) -> Answer:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    run_eval([question((0, 9), id=f"q{i}") for i in (1, 2, 3)], ask, NOTHING, tmp_path, provenance)
    samples = read_lines(tmp_path / "samples.jsonl")
    assert [sample["error"] for sample in samples] == [None, "ValueError: no such table", None]
    assert samples[1]["answer"] is None
    assert samples[1]["measures"]["citation_recall"] == 0
    scores = read(tmp_path / "scores.json")
    assert (scores["questions"], scores["answered"], scores["failed"]) == (3, 2, 1)
    assert "question q2 failed: ValueError: no such table" in caplog.text


KILLED = """
import os, signal, sys
from pathlib import Path
from evals.originals import Originals
from evals.provenance import Checkout, Machine, Provenance, QuestionFile
from evals.question import Question
from evals.run import run_eval
from rag.answer import Answer

def ask(text, history):
    if text == "third":
        os.kill(os.getpid(), signal.SIGKILL)
    return Answer(text, text, "answered", None, text)

questions = [Question(text, "fact", text, True) for text in ("first", "second", "third", "fourth")]
provenance = Provenance({}, {}, QuestionFile("", "", 4), {}, Checkout(None, None), {}, Machine("", "", 1), 0)
run_eval(questions, ask, Originals({}.get), Path(sys.argv[1]), provenance)
"""


def test_a_killed_run_shows_as_started_with_the_questions_it_got_to(tmp_path: Path) -> None:
    for name in ("scores.json", "report.html"):  # of an earlier run in the same folder
        (tmp_path / name).write_text("{}")
    root = Path(__file__).parents[2]
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=root, check=False)
    assert killed.returncode == -signal.SIGKILL
    record = read(tmp_path / "run.json")
    assert (record["status"], record["finished"]) == ("started", None)
    assert [sample["id"] for sample in read_lines(tmp_path / "samples.jsonl")] == ["first", "second"]
    assert not (tmp_path / "scores.json").exists()
    assert not (tmp_path / "report.html").exists()


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, provenance: Provenance, question: Any, answer: Any
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match=r"cannot write the run to .*file.*--out"):
        run_eval([question((0, 9))], lambda *_: answer(), NOTHING, tmp_path / "file" / "run", provenance)


# -- what citations are held against


class Stored:
    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text


def test_citations_are_held_against_the_articles_own_file(
    tmp_path: Path, provenance: Provenance, question: Any, answer: Any, citation: Any
) -> None:
    file = tmp_path / "story.txt"
    file.write_bytes("\ufeffLine one.\r\nLine two.\r\n".encode())
    # What is stored has lost the carriage returns, and the citation is right by it: the file shows that it is not.
    articles = {"a": Stored(file, "Line one.\nLine two.\n"), "b": Stored(tmp_path / "story.pdf", "Line two.")}
    cited = [citation(10, 19, quote="Line two."), citation(0, 9, "b", "Line two.")]
    out = tmp_path / "run"
    run_eval([question((0, 9))], lambda *_: answer(citations=cited), Originals(articles.get), out, provenance)
    assert read(out / "scores.json")["measures"]["exact"]["value"] == 0.5
    assert read(out / "run.json")["citations_held_against"] == {"files": 1, "stored_texts": 1}


def test_where_the_file_is_gone_or_is_not_utf8_the_stored_text_is_what_there_is(tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes("Škoda".encode("cp1252"))
    gone, latin = Stored(tmp_path / "gone.txt", "kept"), Stored(tmp_path / "latin.txt", "Škoda")
    originals = Originals({"gone": gone, "latin": latin}.get)
    assert (originals.text("gone"), originals.text("latin"), originals.text("other")) == ("kept", "Škoda", None)
    assert originals.from_index == {"gone", "latin"}
    assert originals.from_file == set()


# -- provenance


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_a_checkout_gives_its_commit_and_whether_it_was_changed(tmp_path: Path) -> None:
    (tmp_path / "__init__.py").write_text("")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    clean = checkout(tmp_path)
    (tmp_path / "__init__.py").write_text("changed = True\n")
    assert (clean.commit, clean.dirty) == (git(tmp_path, "rev-parse", "HEAD"), False)
    assert checkout(tmp_path).dirty is True


def test_a_package_installed_below_a_checkout_is_not_of_its_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "one")
    installed = tmp_path / ".venv" / "evals"
    installed.mkdir(parents=True)
    (installed / "__init__.py").write_text("")
    assert (checkout(installed).commit, checkout(installed).dirty) == (None, None)


def test_the_question_file_is_known_by_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b"abc")
    # sha256 of "abc", as in FIPS 180-2's first example.
    assert question_file(path, 1).sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_articles_are_known_by_their_texts_and_ids_in_any_order() -> None:
    one, two = SimpleNamespace(id="a", sha256="1"), SimpleNamespace(id="b", sha256="2")
    assert digest_of([one, two]) == digest_of([two, one])
    assert digest_of([one, two]) != digest_of([one, SimpleNamespace(id="b", sha256="3")])


def test_versions_and_machine_are_recorded() -> None:
    assert packages()["numpy"] is not None
    assert (machine().cores or 0) >= 1
    assert machine().processor
