"""Files of gold questions: read, checked, and every evidence quote located in its article."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from evals.question import Evidence, Place, Question, parse_question
from index.errors import InputError
from index.spans import Span

__all__ = ["Evidence", "Question", "load_questions", "locate"]


def load_questions(path: Path, texts: Mapping[str, str] | None = None) -> list[Question]:
    """Reads a question file; given the stored texts by article id, locates and checks every evidence quote in them.

    Raises:
        InputError: the file cannot be read, a line breaks the format, an id stands twice, an article or quote does not
            occur, or offsets and quote disagree. The message names the line, or the question.
    """
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except OSError as error:
        raise InputError(f"cannot read the questions {path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"the questions {path} are not UTF-8 (byte {error.start}); save the file as UTF-8") from error
    first_lines: dict[str, int] = {}
    questions = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        question = parse_question(Place(path, number), line)
        if question.id in first_lines:
            raise InputError(
                f"{path}, line {number}: question id {question.id!r} stands in line {first_lines[question.id]} too"
            )
        first_lines[question.id] = number
        questions.append(question if texts is None else locate(question, texts))
    if not questions:
        raise InputError(f"{path} holds no question; it takes one JSON object a line")
    return questions


def locate(question: Question, texts: Mapping[str, str]) -> Question:
    """The question with every quote's span filled in, at its first occurrence where no offsets are given.

    Raises:
        InputError: the article is not there, the quote does not occur in it, or it is not what stands at its offsets.
    """
    return replace(question, evidence=tuple(_located(question.id, evidence, texts) for evidence in question.evidence))


def _located(question_id: str, evidence: Evidence, texts: Mapping[str, str]) -> Evidence:
    text = texts.get(evidence.article)
    if text is None:
        raise InputError(
            f"question {question_id!r}: its evidence names the article {evidence.article!r}, which is not indexed"
        )
    quote, span = evidence.quote, evidence.span
    if span is None:
        if quote is None:
            return evidence
        start = text.find(quote)
        if start < 0:
            raise InputError(
                f"question {question_id!r}: its evidence {_shown(quote)} does not stand in {evidence.article!r}; "
                "copy it verbatim"
            )
        return replace(evidence, span=Span(start, start + len(quote)))
    if span.end > len(text):
        raise InputError(
            f"question {question_id!r}: end_char {span.end} lies beyond {evidence.article!r} ({len(text)} characters)"
        )
    found = text[span.start : span.end]
    if quote is not None and found != quote:
        raise InputError(
            f"question {question_id!r}: at {span.start}-{span.end} of {evidence.article!r} stands {_shown(found)}, "
            f"not {_shown(quote)}; mend the offsets or leave them out"
        )
    return evidence


def _shown(quote: str) -> str:
    return json.dumps(quote if len(quote) <= 80 else quote[:77] + "…", ensure_ascii=False)
