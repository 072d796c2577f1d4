"""A question as the page shows it: what was asked, what came of it, and where its sources stand; pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from evals.measures import matches
from evals.phrases import folded, holds
from evals.question import Evidence, Question
from evals.report.depth import first_found
from evals.report.outcome import outcome
from evals.report.texts import Utf16
from evals.scores import Sample
from index.spans import Span
from rag.answer import Answer, Citation, Passage

PASSAGES_SHOWN = 3
UnitsOf = Callable[[str], Utf16 | None]


def question_view(sample: Sample, before: Sample | None, units_of: UnitsOf) -> dict[str, Any]:
    """One question for the page's data.

    Args:
        sample: the question and what came of it.
        before: the same of the previous run; None where that did not ask it.
        units_of: turns offsets in an article into those of the page; None where its text is not at hand.
    """
    question, answer = sample.question, sample.answer
    citations, passages = (answer.citations, answer.passages) if answer else ((), ())
    return {
        **_asked(question, answer),
        "status": answer.status if answer else "failed",
        "outcome": outcome(sample),
        "was": None if before is None else outcome(before),
        "standalone": answer.standalone_question if answer else None,
        "answer": answer.answer if answer else "",
        "reason": answer.reason.code if answer and answer.reason else None,
        "error": sample.error,
        "citations": [_citation(one, question.evidence, units_of) for one in citations],
        "gold": [_gold(one, citations, units_of) for one in question.evidence],
        "passages": [_passage(one, units_of) for one in passages[:PASSAGES_SHOWN]],
        "depth": first_found(question.evidence, passages) if question.evidence else None,
        # A question's part in a ratio of counts says no more than its outcome does.
        "measures": {
            name: value for name, value in sample.values.items() if value is not None and not name.startswith("refus")
        },
        "probability": sample.probability,
        "seconds": answer.seconds.total if answer else None,
    }


def spans_of(sample: Sample, *, passages: bool) -> list[tuple[str, Span]]:
    """What the page points at for a question: (article, span); of whole articles, their beginning."""
    pointed: list[Citation | Passage] = []
    if sample.answer:
        pointed += sample.answer.citations
        pointed += sample.answer.passages[:PASSAGES_SHOWN] if passages else ()
    spans = [(one.article, Span(one.start_char, one.end_char)) for one in pointed]
    return spans + [(one.article, one.span or Span(0, 0)) for one in sample.question.evidence]


def _asked(question: Question, answer: Answer | None) -> dict[str, Any]:
    said = folded(answer.answer) if answer and answer.status == "answered" else ""
    return {
        "id": question.id,
        "kind": question.kind,
        "question": question.question,
        "speaker": question.speaker,
        "history": [asdict(message) for message in question.history],
        "answerable": question.answerable,
        "nuggets": [{"any": group, "held": any(holds(said, one) for one in group)} for group in question.nuggets],
        "forbidden": [{"text": phrase, "held": folded(phrase) in said} for phrase in question.forbidden],
    }


def _citation(citation: Citation, evidence: Sequence[Evidence], units_of: UnitsOf) -> dict[str, Any]:
    return {
        "n": citation.n,
        "speaker": citation.speaker,
        "quote": citation.quote,
        "right": any(matches(citation, one) for one in evidence) if evidence else None,
        **_place(citation.article, Span(citation.start_char, citation.end_char), units_of),
    }


def _gold(evidence: Evidence, citations: Iterable[Citation], units_of: UnitsOf) -> dict[str, Any]:
    return {
        "quote": evidence.quote,
        "cited": any(matches(one, evidence) for one in citations),
        **_place(evidence.article, evidence.span, units_of),
    }


def _passage(passage: Passage, units_of: UnitsOf) -> dict[str, Any]:
    return {
        "score": passage.score,
        **_place(passage.article, Span(passage.start_char, passage.end_char), units_of),
    }


def _place(article: str, span: Span | None, units_of: UnitsOf) -> dict[str, Any]:
    at = units_of(article)
    if span is None or at is None:
        return {"article": article, "start": None, "end": None}
    return {"article": article, "start": at(span.start), "end": at(span.end)}
