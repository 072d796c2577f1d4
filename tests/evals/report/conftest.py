"""Files of small runs, written as the contract has them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from evals.question import Question
from evals.scores import Sample, tallies_of
from rag.answer import Answer

HOSTILE = "</script><script>window.pwned = 1</script><img src=x onerror='window.pwned = 2'>"
TEXT = (
    f"🚢🚢 Ferry back in service {HOSTILE}\n\n"
    "The ferry will sail again on Monday, Mayor Ann Vale told reporters on the pier.\n\n"
    "Engineer Bo Lund said the new engine burns a third less fuel."
)
VALE = "The ferry will sail again on Monday, Mayor Ann Vale told reporters on the pier."
LUND = "Engineer Bo Lund said the new engine burns a third less fuel."


MEASURES = {"citation_recall": None, "citation_precision": None, "nugget_recall": None, "probability": None}


@dataclass(frozen=True)
class Paper:
    """An article as the report asks for it."""

    text: str
    title: str | None = None
    source: str | None = None
    date: str | None = None


ARTICLES = {"ferry.txt": Paper(TEXT, f"Ferry {HOSTILE}", "The Daily Pier", "2024-05-06")}


def place(quote: str, text: str = TEXT) -> dict[str, Any]:
    start = text.index(quote)
    return {"article": "ferry.txt", "start_char": start, "end_char": start + len(quote)}


def question(identifier: str, asked: str, *, kind: str = "quote", evidence: Sequence[str] = ()) -> dict[str, Any]:
    return {
        "id": identifier, "kind": kind, "question": asked, "answerable": bool(evidence),
        "evidence": [{"quote": quote, **place(quote)} for quote in evidence],
    }  # fmt: skip


def sample(
    identifier: str, *quotes: str, refused: bool = False, error: str | None = None, **measures: Any
) -> dict[str, Any]:
    if error is not None:
        return {"id": identifier, "answer": None, "measures": MEASURES, "error": error}
    citations = [
        {"n": n, "title": "Ferry", "source": None, "date": None, "speaker": "Ann Vale", "page": None, "quote": quote,
         "sha256": "0" * 64, **place(quote)}
        for n, quote in enumerate(quotes, 1)
    ]  # fmt: skip
    said = " ".join(f"{quote} [{n}]" for n, quote in enumerate(quotes, 1))
    answer = {
        "question": "?", "standalone_question": "?", "status": "refused" if refused else "answered",
        "reason": {"code": "not_said", "text": "Nobody says so."} if refused else None,
        "answer": "Nobody says so." if refused else said, "citations": citations, "sentences": [],
        "passages": [{"score": 0.9, **place(LUND)}, {"score": 0.5, **place(VALE)}],
        "seconds": {"understand": 0, "retrieve": 0, "select": 0, "write": 0, "total": 0.02},
    }  # fmt: skip
    return {"id": identifier, "answer": answer, "measures": MEASURES | measures, "error": None}


def estimate(value: float, n: int = 2, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    return {"value": value, "n": n, "low": low, "high": high}


QUESTIONS = [
    question("q1", "What did Ann Vale say about the ferry?", evidence=[VALE]),
    question("q2", f"Which engine? {HOSTILE}", kind="fact", evidence=[LUND]),
    question("q3", "What did Cy Roe say about the café?", kind="unanswerable"),
    question("q4", "Who paid?", kind="fact", evidence=[LUND]),
]
SAMPLES = [
    sample("q1", VALE, citation_recall=1.0, citation_precision=1.0),
    sample("q2", VALE, citation_recall=0.0, citation_precision=0.0),
    sample("q3", refused=True),
    sample("q4", error=f"ValueError: {HOSTILE}"),
]


def write_run(
    folder: Path,
    *,
    questions: Sequence[dict[str, Any]] = QUESTIONS,
    samples: Sequence[dict[str, Any]] = SAMPLES,
    status: str = "done",
    recall: float = 0.5,
    curve: Sequence[dict[str, float]] = (),
    **record_too: Any,
) -> Path:
    """A run's folder with its question file inside."""
    folder.mkdir(parents=True)
    asked = folder / "questions.jsonl"
    asked.write_text("".join(json.dumps(one) + "\n" for one in questions), "utf-8")
    measures = {"citation_recall": estimate(recall, 2, 0.0, 1.0), "nugget_recall": None, "seconds_p50": estimate(0.02)}
    group = {
        "questions": len(questions), "unanswerable": 1, "answered": 2, "refused": 1, "failed": 1, "citations": 2,
        "measures": measures,
    }  # fmt: skip
    kinds = dict.fromkeys(one["kind"] for one in questions)
    scores = {"schema_version": 1, **group, "by_kind": {kind: group | {"questions": 1} for kind in kinds}}
    if curve:
        scores["refusal_curve"] = list(curve)
    record = {
        "schema_version": 1, "status": status, "started": "2024-05-06T07:08:09+00:00",
        "finished": "2024-05-06T07:08:10+00:00", "command": {"questions": "gold.jsonl", "articles": "gone", "index": None},
        "settings": {"refuse_below": 0.5},
        "questions": {"path": "gold.jsonl", "sha256": "0" * 64, "count": len(questions)},
        "index": {"articles": 1, "chunks": 2, "embedder": "minilm"}, "code": {"commit": None, "dirty": None},
    }  # fmt: skip
    (folder / "run.json").write_text(json.dumps(record | record_too), "utf-8")
    (folder / "scores.json").write_text(json.dumps(scores), "utf-8")
    (folder / "samples.jsonl").write_text("".join(json.dumps(one) + "\n" for one in samples), "utf-8")
    return folder


@pytest.fixture
def hostile() -> str:
    """Markup that would do something if it were interpreted; it stands in the article, a question and an error."""
    return HOSTILE


@pytest.fixture
def papers() -> dict[str, Paper]:
    """The articles by id: one, with two signs outside of the basic plane before everything else."""
    return ARTICLES


@pytest.fixture
def vale() -> str:
    """What Ann Vale said, as the article has it."""
    return VALE


@pytest.fixture
def new_run() -> Callable[..., Path]:
    """Writes the files of a run of four questions: right, wrong, rightly refused, failed."""
    return write_run


@pytest.fixture
def new_sample() -> Callable[..., dict[str, Any]]:
    """A line of `samples.jsonl` that quotes the article."""
    return sample


@pytest.fixture
def new_question() -> Callable[..., dict[str, Any]]:
    """A line of a question file."""
    return question


@pytest.fixture
def new_stored() -> Callable[..., Sample]:
    """A question and what came of it, as read back."""

    def make(
        *, answerable: bool = True, refused: bool = False, error: str | None = None, said: str = "", passages: Any = (),
        evidence: Any = (), nuggets: Any = (), must_not: Any = (), **measures: float | None,
    ) -> Sample:  # fmt: skip
        asked = Question(
            "q", "fact", "?", answerable=answerable, evidence=evidence, nuggets=nuggets, forbidden=must_not
        )
        status = "refused" if refused else "answered"
        answer = None if error else Answer("?", "?", status, None, said, passages=tuple(passages))
        return Sample(asked, answer, error, tallies_of(measures))

    return make
