"""People's opinions on answers, made into gold questions: what they found right as it is, the rest to be mended by hand."""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from evals.opinions import Opinion
from evals.question import Evidence, Place, Question, parse_question
from evals.questions import load_questions
from index.catalog import Catalog
from index.errors import InputError
from index.spans import Span
from rag.answer import Answer
from rag.cite import verified

KIND = "feedback"
TODO = "todo"
"""The key that marks a line as unfinished: `onrecord eval` refuses it until the key is gone."""
Became = Literal["question", "todo", "repeated", "there", "left out"]


class There(NamedTuple):
    """Ids that the files hold already."""

    questions: frozenset[str] = frozenset()
    todo: frozenset[str] = frozenset()


NOTHING = There()


class Fate(NamedTuple):
    """What became of an opinion."""

    line: int
    became: Became
    why: str


@dataclass(frozen=True)
class Sorted:
    """What the opinions come to."""

    questions: list[dict[str, Any]] = field(default_factory=list)
    """Complete lines of a question file."""
    todo: list[dict[str, Any]] = field(default_factory=list)
    """Lines that somebody has to complete."""
    fates: list[Fate] = field(default_factory=list)
    """One for each opinion, in their order."""


def todo_path(out: Path) -> Path:
    """Where lines to be completed go: beside the questions."""
    return out.with_name(f"{out.stem}.todo.jsonl")


def sort_opinions(
    opinions: Sequence[Opinion], catalog: Catalog, there: There = NOTHING, *, down_only: bool = False
) -> Sorted:
    """Makes lines of question files of opinions; of several on one question the last one counts.

    Args:
        opinions: in the order in which they were given.
        catalog: of the index that the questions will be asked.
        there: what an earlier run has taken; it is left as it is.
        down_only: leaves out what people found right.
    """
    last = {one.id: one for one in opinions}
    found = Sorted()
    for one in opinions:
        if last[one.id] is not one:
            fate = Fate(one.line, "repeated", f"line {last[one.id].line} holds a later opinion on the same question")
        elif one.rating == "up" and down_only:
            fate = Fate(one.line, "left out", "found right")
        elif one.id in there.questions:
            since = "" if one.rating == "up" else ", and was found wrong since: mend it there"
            fate = Fate(one.line, "there", f"{one.id} stands among the questions already{since}")
        elif one.id in there.todo:
            fate = Fate(one.line, "there", f"{one.id} stands among the unfinished ones already")
        else:
            fate = _taken(one, catalog, found)
        found.fates.append(fate)
    return found


def _taken(one: Opinion, catalog: Catalog, found: Sorted) -> Fate:
    evidence, moved = _evidence(one.answer, catalog)
    why = _unfinished(one, evidence, moved)
    record = _record(one, evidence)
    if why is None:
        found.questions.append(record)
        return Fate(one.line, "question", one.id)
    said = {"why": why, "reason": one.reason, "status": one.answer.status, "answer": one.answer.answer}
    found.todo.append(record | {"evidence": [], TODO: said | {"cited": [item.to_json() for item in evidence]}})
    return Fate(one.line, "todo", f"{one.id}: {why}")


def _unfinished(one: Opinion, evidence: Sequence[Evidence], moved: Sequence[str]) -> str | None:
    """What has to be mended by hand; None where nothing has."""
    if one.rating == "down":
        return "found wrong"
    if one.filtered:
        return "it was asked of a part of the archive; word the question so that the whole of it can be asked"
    if moved:
        return f"what it cites has changed since or is gone: {', '.join(moved)}"
    if one.answer.status == "answered" and not evidence:
        return "the answer cites nothing; say which words of which article answer"
    return None


def _evidence(answer: Answer, catalog: Catalog) -> tuple[list[Evidence], list[str]]:
    """What an answer cites, and of that the articles that do not hold it any more."""
    evidence, moved = [], []
    for citation in answer.citations:
        evidence.append(Evidence(citation.article, citation.quote, Span(citation.start_char, citation.end_char)))
        article = catalog.article(citation.article)
        if article is None or not verified(citation, article):
            moved.append(citation.article)
    return evidence, list(dict.fromkeys(moved))


def _record(one: Opinion, evidence: Sequence[Evidence]) -> dict[str, Any]:
    question = Question(
        id=one.id,
        kind=KIND,
        question=one.question,
        answerable=one.answer.status == "answered",
        speaker=_speaker(one.answer),
        history=one.history,
        evidence=tuple(evidence),
    )
    return {key: value for key, value in question.to_json().items() if value not in (None, [])} | {
        "evidence": [item.to_json() for item in evidence]
    }


def _speaker(answer: Answer) -> str | None:
    """Whose words are asked for: who is quoted alone, and named in the question."""
    speakers = {citation.speaker for citation in answer.citations}
    if len(speakers) != 1:
        return None
    (speaker,) = speakers
    asked = answer.standalone_question.casefold()
    return speaker if speaker and speaker.split()[-1].casefold() in asked else None


def what_is_there(out: Path) -> There:
    """Ids of the questions that the file and the one beside it hold already.

    Raises:
        InputError: one of them is no question file.
    """
    finished = frozenset(question.id for question in load_questions(out)) if out.exists() else frozenset()
    return There(finished, frozenset(_unfinished_ids(todo_path(out))))


def _unfinished_ids(path: Path) -> Iterator[str]:
    if not path.exists():
        return
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line.strip():
            try:
                record = json.loads(line)
                record.pop(TODO, None)
            except (ValueError, AttributeError) as error:
                raise Place(path, number).error("not a JSON object; mend the line or take it away") from error
            yield parse_question(Place(path, number), json.dumps(record)).id


def append_lines(path: Path, records: Sequence[dict[str, Any]]) -> None:
    """Adds lines to a file, which holds all of them or none whenever the machine stops.

    Raises:
        InputError: the file cannot be written.
    """
    if not records:
        return
    target = path.resolve()
    scratch = target.with_name(f"{target.name}.tmp")
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        before = target.read_bytes() if target.exists() else b""
        separator = b"" if not before or before.endswith(b"\n") else b"\n"
        with scratch.open("wb") as file:
            file.write(before + separator + text.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(target)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}; name another file with --out") from error
