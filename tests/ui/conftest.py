"""Small records, so that a test shows only what it is about."""

from collections.abc import Callable
from typing import Any

import pytest

from rag.answer import Answer, AnswerSentence, Citation, Passage, Reason

Make = Callable[..., Any]


@pytest.fixture
def citation() -> Make:
    def make(n: int = 1, quote: str = "The bridge is closed.", **more: Any) -> Citation:
        known: dict[str, Any] = {
            "article": "bridge.txt", "title": "Bridge closed", "source": "The Daily Ferry", "date": "2024-03-05",
            "speaker": "Ann Vale", "page": None, "start_char": 0, "end_char": len(quote), "sha256": "0" * 64,
        }  # fmt: skip
        return Citation(n=n, quote=quote, **(known | more))

    return make


@pytest.fixture
def answer() -> Make:
    def make(text: str = "The bridge is closed. [1]", *citations: Citation, code: Any = None, **more: Any) -> Answer:
        return Answer(
            question="?",
            standalone_question="?",
            status="refused" if code else "answered",
            reason=Reason(code, text) if code else None,
            answer=text,
            citations=citations,
            **more,
        )

    return make


@pytest.fixture
def sentence() -> Make:
    return lambda text, *citations: AnswerSentence(text, citations, None, checked=True)


@pytest.fixture
def passage() -> Make:
    return lambda article, start, end: Passage(article, start, end, 0.5)
