"""Small answers, citations and questions, so that a test shows only what it is about."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evals.provenance import Checkout, Machine, Provenance, QuestionFile
from evals.question import Evidence, Question
from index.spans import Span
from rag.answer import Answer, Citation, Passage, Reason, Seconds

Make = Callable[..., Any]


def _citation(start: int, end: int, article: str = "a", quote: str = "…") -> Citation:
    return Citation(
        n=1, article=article, title=None, source=None, date=None, speaker=None, page=None,
        start_char=start, end_char=end, quote=quote, sha256="0" * 64,
    )  # fmt: skip


def _answer(
    text: str = "An answer. [1]",
    *,
    citations: Any = (),
    passages: Any = (),
    refused: bool = False,
    seconds: float = 0.0,
) -> Answer:
    return Answer(
        question="?",
        standalone_question="?",
        status="refused" if refused else "answered",
        reason=Reason("not_said", text) if refused else None,
        answer=text,
        citations=tuple(citations),
        passages=tuple(passages),
        seconds=Seconds(total=seconds),
    )


def _question(*evidence: Any, id: str = "q1", kind: str = "quote", answerable: bool = True, **more: Any) -> Question:  # noqa: A002 - as the field is called
    """Evidence as (start, end) in article "a", or (article, start, end), or an article's id."""
    spans = []
    for item in evidence:
        if isinstance(item, str):
            spans.append(Evidence(item, None, None))
        else:
            article, start, end = item if len(item) == 3 else ("a", *item)
            spans.append(Evidence(article, None, Span(start, end)))
    return Question(id=id, kind=kind, question="?", answerable=answerable, evidence=tuple(spans), **more)


def _passage(start: int, end: int, article: str = "a") -> Passage:
    return Passage(article=article, start_char=start, end_char=end, score=0.0)


@pytest.fixture
def citation() -> Make:
    return _citation


@pytest.fixture
def answer() -> Make:
    return _answer


@pytest.fixture
def question() -> Make:
    return _question


@pytest.fixture
def passage() -> Make:
    return _passage


@pytest.fixture
def provenance(tmp_path: Path) -> Provenance:
    return Provenance(
        command={"questions": "gold.jsonl"},
        settings={"candidates": 50},
        questions=QuestionFile("gold.jsonl", "0" * 64, 1),
        index={"embedder": "minilm"},
        code=Checkout(None, None),
        packages={"numpy": "2.0"},
        machine=Machine("Linux", "3.11", 2),
        bootstrap_seed=0,
    )
