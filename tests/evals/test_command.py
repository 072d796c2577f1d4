"""`onrecord eval` as a command: its flags, which index it asks, and where the run goes."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest
from click.testing import CliRunner

from evals.command import SEED_QUESTIONS, eval_command
from index.build import build_index
from index.catalog import Catalog
from index.errors import InputError
from index.settings import Settings
from rag.answer import Answer, Citation, Message

TEXT = "Mayor Ann Lee opened the bridge on Tuesday.\n\n“It will carry us all,” Ms Lee said.\n"


class QuotingEngine:
    """Answers every question with the first 43 characters of every article."""

    def __init__(self, index_dir: Path) -> None:
        self.index_dir = index_dir

    @classmethod
    def open(cls, index_dir: Path, _settings: Settings, *, writer: None) -> Self:  # noqa: ARG003 - of the signature
        return cls(index_dir)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def judge(self, question: str, _history: Sequence[Message] = ()) -> tuple[Answer, float]:
        with Catalog.open(self.index_dir) as catalog:
            citations = tuple(
                Citation(n, article.id, None, None, None, None, None, 0, 43, article.text[:43], article.sha256)
                for n, article in enumerate(catalog.articles(), 1)
            )
        text = " ".join(cited.quote for cited in citations)
        return Answer(question, question, "answered", None, text, citations), 0.75


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.evaluate.Engine", QuotingEngine)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bridge.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    evidence = [{"article": "bridge.txt", "quote": "Mayor Ann Lee opened the bridge on Tuesday."}]
    record = {"id": "q1", "kind": "fact", "question": "When?", "answerable": True, "evidence": evidence}
    path.write_text(json.dumps(record | {"nuggets": [["Tuesday"]]}) + "\n", encoding="utf-8")
    return path


def invoke(*arguments: Any) -> Any:
    return CliRunner().invoke(eval_command, [str(argument) for argument in arguments], catch_exceptions=False)


def record_of(run: Path) -> Any:
    return json.loads((run / "run.json").read_text(encoding="utf-8"))


def scores_of(run: Path) -> Any:
    return json.loads((run / "scores.json").read_text(encoding="utf-8"))


def test_articles_are_indexed_for_the_run_and_questions_asked_of_them(
    articles: Path, questions: Path, tmp_path: Path
) -> None:
    result = invoke("--questions", questions, "--articles", articles, "--out", tmp_path / "run")
    assert result.exit_code == 0
    assert "1 questions (0 without an answer): 1 answered" in result.stdout
    measures = scores_of(tmp_path / "run")["measures"]
    assert [measures[name]["value"] for name in ("citation_recall", "nugget_recall", "exact")] == [1, 1, 1]
    record = record_of(tmp_path / "run")
    assert record["status"] == "done"
    assert record["citations_held_against"] == {"files": 1, "stored_texts": 0}
    assert record["index"]["articles"] == 1
    assert record["questions"]["count"] == 1
    assert len(record["articles_sha256"]) == 64
    # The index was temporary: the report was written while it was there, with the article around the evidence.
    assert "It will carry us all" in (tmp_path / "run" / "report.html").read_text("utf-8")


def test_files_that_are_no_articles_are_counted(
    articles: Path, questions: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (articles / "empty.txt").write_bytes(b"")
    invoke("--questions", questions, "--articles", articles, "--out", tmp_path / "run")
    assert "1 files or records skipped, the first: " in caplog.text
    assert "empty.txt" in caplog.text


def test_an_index_that_is_named_is_the_one_asked(articles: Path, questions: Path, tmp_path: Path) -> None:
    build_index([articles], tmp_path / "index", Settings())
    assert invoke("--questions", questions, "--index", tmp_path / "index", "--out", tmp_path / "run").exit_code == 0
    assert record_of(tmp_path / "run")["command"]["index"] == str(tmp_path / "index")


def test_questions_alone_are_asked_of_the_index_in_use(
    articles: Path, questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index([articles], tmp_path / "mine", Settings())
    monkeypatch.setenv("ONRECORD_INDEX", str(tmp_path / "mine"))
    invoke("--questions", questions, "--out", tmp_path / "run")
    assert scores_of(tmp_path / "run")["measures"]["citation_recall"]["value"] == 1


def test_on_its_own_it_asks_the_seeds_whatever_index_is_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_INDEX", str(tmp_path / "mine"))  # is not there, and not looked for
    result = invoke()
    assert result.exit_code == 0
    (run,) = (tmp_path / "runs").iterdir()
    assert str(run.relative_to(tmp_path)) in result.stderr
    record = record_of(run)
    assert record["questions"]["path"] == str(SEED_QUESTIONS)
    assert record["index"]["articles"] == 5
    assert scores_of(run)["measures"]["exact"]["value"] == 1


def test_baselines_are_runs_of_their_own_beside_the_run(articles: Path, questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    assert invoke("--questions", questions, "--articles", articles, "--out", out, "--baselines").exit_code == 0
    assert sorted(folder.name for folder in (out / "baselines").iterdir()) == ["bm25", "dense", "llamaindex"]
    assert record_of(out / "baselines" / "bm25")["command"]["baseline"] == "bm25"
    report = (out / "report.html").read_text("utf-8")
    assert all(f">{name}<" in report for name in ("bm25", "dense", "llamaindex"))


def test_a_folder_beside_the_run_that_cannot_be_read_as_a_run_is_not_its_previous_one(
    articles: Path, questions: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "runs" / "first", tmp_path / "runs" / "second"
    assert invoke("--questions", questions, "--articles", articles, "--out", first).exit_code == 0
    (first / "questions.jsonl").unlink()
    assert invoke("--questions", questions, "--articles", articles, "--out", second).exit_code == 0


def test_evidence_on_an_article_that_is_not_indexed_is_an_error_before_anything_is_asked(
    articles: Path, questions: Path, tmp_path: Path
) -> None:
    (articles / "bridge.txt").rename(articles / "other.txt")
    with pytest.raises(InputError, match=r"question 'q1': .*'bridge.txt', which is not indexed"):
        invoke("--questions", questions, "--articles", articles, "--out", tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_articles_and_index_exclude_each_other() -> None:
    result = invoke("--articles", "a", "--index", "b")
    assert result.exit_code == 2
    assert "--articles and --index exclude each other" in result.stderr


# -- bounds


def run_of(articles: Path, questions: Path, out: Path, *more: Any) -> Any:
    return invoke("--questions", questions, "--articles", articles, "--out", out, *more)


def test_a_bound_that_is_kept_ends_with_0_and_one_that_is_missed_with_1_and_its_name(
    articles: Path, questions: Path, tmp_path: Path
) -> None:
    # The whole article's first 43 characters are quoted: recall 1, and an answer of 43 characters.
    kept = run_of(articles, questions, tmp_path / "a", "--fail-under", "citation_recall=1")
    assert kept.exit_code == 0
    both = ("--fail-under", "citation_recall=1", "--fail-under", "answer_chars=42")
    missed = run_of(articles, questions, tmp_path / "b", *both)
    assert missed.exit_code == 1
    assert "answer_chars is 43, above the most allowed, 42" in missed.stderr
    assert "citation_recall is" not in missed.stderr
    assert record_of(tmp_path / "b")["status"] == "done"  # the run is there to look at


@pytest.mark.parametrize("bound", ["citation_recal=1", "citation_recall", "citation_recall=much", "exact=nan"])
def test_a_bound_on_nothing_known_is_wrong_usage_before_anything_is_asked(bound: str, tmp_path: Path) -> None:
    result = invoke("--fail-under", bound, "--out", tmp_path / "run")
    assert result.exit_code == 2
    assert "--fail-under" in result.stderr
    assert not (tmp_path / "run").exists()


def test_an_unknown_measure_is_answered_with_the_names_there_are() -> None:
    shown = " ".join(invoke("--fail-under", "recall=1").stderr.split())
    assert "no measure 'recall'; there are hit@1, hit@4," in shown
    assert "seconds_p95" in shown


def test_a_run_is_held_to_an_earlier_one_of_the_same_questions(articles: Path, questions: Path, tmp_path: Path) -> None:
    run_of(articles, questions, tmp_path / "old")
    assert run_of(articles, questions, tmp_path / "new", "--no-worse-than", tmp_path / "old").exit_code == 0


def test_an_earlier_run_of_other_questions_is_refused_before_anything_is_asked(
    articles: Path, questions: Path, tmp_path: Path
) -> None:
    run_of(articles, questions, tmp_path / "old")
    questions.write_text(questions.read_text("utf-8").replace("When?", "When was it?"), "utf-8")
    with pytest.raises(InputError, match=r"old is of other questions"):
        run_of(articles, questions, tmp_path / "new", "--no-worse-than", tmp_path / "old")
    assert not (tmp_path / "new").exists()


def test_a_run_cannot_replace_the_one_it_is_held_to(tmp_path: Path) -> None:
    result = invoke("--out", tmp_path / "run", "--no-worse-than", tmp_path / "." / "run")
    assert result.exit_code == 2
    assert "the same folder" in result.stderr


# -- resume, jobs, curve


def test_a_killed_run_is_finished_with_the_flags_it_was_started_with(
    articles: Path, questions: Path, tmp_path: Path
) -> None:
    run_of(articles, questions, tmp_path / "run")
    whole = (tmp_path / "run" / "samples.jsonl").read_bytes()
    record = record_of(tmp_path / "run")
    (tmp_path / "run" / "run.json").write_text(json.dumps(record | {"status": "started", "finished": None}))
    (tmp_path / "run" / "samples.jsonl").write_bytes(b"")
    with pytest.raises(InputError, match=r"was not finished \(0 of 1 questions asked\); .*--resume --out"):
        invoke("compare", tmp_path / "run", tmp_path / "run")
    assert invoke("--resume", "--out", tmp_path / "run").exit_code == 0
    assert (tmp_path / "run" / "samples.jsonl").read_bytes() == whole
    resumed = record_of(tmp_path / "run")
    assert (resumed["status"], resumed["started"], len(resumed["resumed"])) == ("done", record["started"], 1)


def test_resume_needs_the_folder_of_a_run() -> None:
    result = invoke("--resume")
    assert result.exit_code == 2
    assert "--resume needs --out" in result.stderr


def test_questions_asked_at_the_same_time_are_noted_and_give_no_seconds(
    articles: Path, questions: Path, tmp_path: Path
) -> None:
    run_of(articles, questions, tmp_path / "run", "--jobs", 2)
    assert record_of(tmp_path / "run")["jobs"] == 2
    assert scores_of(tmp_path / "run")["measures"]["seconds_p50"] is None


def test_the_curve_is_printed_on_demand_and_always_stored(articles: Path, questions: Path, tmp_path: Path) -> None:
    record = {"id": "q2", "kind": "unanswerable", "question": "Who?", "answerable": False}
    with questions.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")
    assert "refuse below" not in run_of(articles, questions, tmp_path / "a").stdout
    shown = run_of(articles, questions, tmp_path / "b", "--curve").stdout
    # Both questions are answered with 0.75: above that one of two refusals is right.
    assert ["0.75", "n/a", "0.000", "0.000", "0.000"] in [line.split() for line in shown.splitlines()]
    assert ["0.80", "0.500", "1.000", "0.667", "1.000"] in [line.split() for line in shown.splitlines()]
    assert len(scores_of(tmp_path / "a")["refusal_curve"]) == 101


# -- whose words


def test_annotations_tell_whose_words_were_cited(articles: Path, questions: Path, tmp_path: Path) -> None:
    by = {"source": [{"text": "Ms Lee"}], "content": [{"start": 0, "end": 43}]}
    annotated = tmp_path / "annotated.jsonl"
    annotated.write_text(json.dumps({"id": "bridge.txt", "attributions": [by]}) + "\n", encoding="utf-8")
    asked = json.loads(questions.read_text("utf-8"))
    both = [asked | {"speaker": "Ann Lee"}, asked | {"id": "q2", "speaker": "Bob Ray"}]
    questions.write_text("".join(json.dumps(one) + "\n" for one in both), "utf-8")
    run_of(articles, questions, tmp_path / "run", "--attributions", annotated)
    assert scores_of(tmp_path / "run")["measures"]["misattributed"]["value"] == 0.5
    assert record_of(tmp_path / "run")["attributions"]["path"] == str(annotated)


# -- other people's sets


def test_a_set_is_asked_with_its_own_questions_and_articles(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "articles.jsonl").write_text(json.dumps({"id": "bridge", "text": TEXT}) + "\n", "utf-8")
    evidence = [{"article": "bridge", "start_char": 0, "end_char": 43}]
    record = {"id": "q1", "kind": "fact", "question": "When?", "answerable": True, "evidence": evidence}
    (data / "questions.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    result = invoke("--set", "squad2", "--data", data, "--out", tmp_path / "run")
    assert result.exit_code == 0
    assert "Licence: " in result.stdout
    assert record_of(tmp_path / "run")["questions"]["path"] == f"squad2: {data}"
    assert scores_of(tmp_path / "run")["measures"]["citation_recall"]["value"] == 1


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--set", "squad2"], "--set and --data go together"),
        (["--data", "x"], "--set and --data go together"),
        (["--set", "squad2", "--data", "x", "--questions", "y"], "leave --questions and --articles out"),
    ],
)
def test_a_set_comes_with_its_place_and_without_other_questions(flags: list[str], message: str) -> None:
    result = invoke(*flags)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


# -- compare


def test_two_runs_are_compared_as_a_table_or_as_one_json_object(
    articles: Path, questions: Path, tmp_path: Path
) -> None:
    run_of(articles, questions, tmp_path / "a")
    run_of(articles, questions, tmp_path / "b")
    shown = invoke("compare", tmp_path / "a", tmp_path / "b").stdout
    assert "1 questions compared" in shown
    assert "0 questions lost" in shown
    compared = json.loads(invoke("compare", tmp_path / "a", tmp_path / "b", "--json").stdout)
    (recall,) = (one for one in compared["measures"] if one["measure"] == "citation_recall")
    assert (recall["before"], recall["after"], recall["difference"], recall["tied"]) == (1, 1, 0, 1)


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no run"):
        invoke("compare", tmp_path, tmp_path)


def test_flags_of_a_run_do_not_go_with_what_stands_below_it(tmp_path: Path) -> None:
    result = invoke("--out", tmp_path, "compare", "a", "b")
    assert result.exit_code == 2
    assert "flags of a run do not go with 'compare'" in result.stderr


@pytest.mark.parametrize("name", ["compare", "new"])
def test_what_stands_below_has_help_with_an_example(name: str) -> None:
    assert f"onrecord eval {name} " in invoke(name, "--help").stdout.split("Examples:")[1]


def test_help_shows_an_example_and_loads_nothing_heavy() -> None:
    assert "onrecord eval --questions gold.jsonl" in invoke("--help").stdout
    heavy = ("numpy", "rich", "ir_measures", "chromadb", "sqlalchemy", "onnxruntime", "llama_index")
    code = f"import sys, evals.command; print([name for name in {heavy!r} if name in sys.modules])"
    root = Path(__file__).parents[2]
    loaded = subprocess.run([sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True)
    assert loaded.stdout.strip() == "[]"
