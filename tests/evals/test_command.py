"""`onrecord eval` as a command: its flags, which index it asks, and where the run goes."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType, TracebackType
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
    def open(cls, index_dir: Path, _settings: Settings) -> Self:
        return cls(index_dir)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def ask(self, question: str, _history: Sequence[Message] = ()) -> Answer:
        with Catalog.open(self.index_dir) as catalog:
            citations = tuple(
                Citation(n, article.id, None, None, None, None, None, 0, 43, article.text[:43], article.sha256)
                for n, article in enumerate(catalog.articles(), 1)
            )
        return Answer(question, question, "answered", None, " ".join(cited.quote for cited in citations), citations)


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = ModuleType("rag.engine")
    vars(engine)["Engine"] = QuotingEngine
    monkeypatch.setitem(sys.modules, "rag.engine", engine)
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


def test_help_shows_an_example_and_loads_nothing_heavy() -> None:
    assert "onrecord eval --questions gold.jsonl" in invoke("--help").stdout
    heavy = ("numpy", "rich", "ir_measures", "chromadb", "sqlalchemy", "onnxruntime", "llama_index")
    code = f"import sys, evals.command; print([name for name in {heavy!r} if name in sys.modules])"
    root = Path(__file__).parents[2]
    loaded = subprocess.run([sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True)
    assert loaded.stdout.strip() == "[]"
