"""One gold question: its record, and the JSON line it is written as, checked key by key."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from index.errors import InputError
from index.spans import Span
from rag.answer import Message

REQUIRED = frozenset({"id", "kind", "question", "answerable"})
OPTIONAL = frozenset({"speaker", "history", "evidence", "nuggets", "forbidden", "date"})
# Where a question came from, in sets made of other sets: its page, its label, a remark. Known so that such files load, and
# not used here. Any other key is taken for a slip of the pen.
PROVENANCE = frozenset({"page", "label", "note"})
EVIDENCE_KEYS = frozenset({"article", "quote", "start_char", "end_char"})


@dataclass(frozen=True)
class Evidence:
    """What answers a question: a span of an article, or, where a set names no more, an article."""

    article: str
    """The article's id."""
    quote: str | None
    """The words, verbatim; None where only an article or its offsets are given."""
    span: Span | None
    """Where they stand in the stored text; None for a whole article, and for a quote not located yet."""

    def to_json(self) -> dict[str, str | int]:
        """As it stands in a question's line; what is None is left out."""
        quote = {} if self.quote is None else {"quote": self.quote}
        offsets = {} if self.span is None else {"start_char": self.span.start, "end_char": self.span.end}
        return {"article": self.article, **quote, **offsets}


@dataclass(frozen=True)
class Question:
    """One gold question, with what a right answer rests on, holds and must not hold."""

    id: str
    kind: str
    """quote, fact, multi, temporal, followup, robust, unanswerable, or any other name to report by."""
    question: str
    answerable: bool
    """Whether the articles answer it; where they do not, refusing is right."""
    speaker: str | None = None
    """Whose words are asked for."""
    history: tuple[Message, ...] = ()
    """The conversation before it, oldest first."""
    evidence: tuple[Evidence, ...] = ()
    nuggets: tuple[tuple[str, ...], ...] = ()
    """Groups of alternatives: a full answer holds one of each group."""
    forbidden: tuple[str, ...] = ()
    """Phrases that a right answer does not hold, such as what somebody else said."""
    asked_on: date | None = None
    """The day it is asked, from which 'this week' is counted; None for the day of the run."""

    def to_json(self) -> dict[str, Any]:
        """The content of its line: what `parse_question` reads again, the offsets of located evidence included."""
        return {
            "id": self.id,
            "kind": self.kind,
            "question": self.question,
            "answerable": self.answerable,
            "speaker": self.speaker,
            "history": [asdict(message) for message in self.history],
            "evidence": [evidence.to_json() for evidence in self.evidence],
            "nuggets": [list(group) for group in self.nuggets],
            "forbidden": list(self.forbidden),
            **({"date": self.asked_on.isoformat()} if self.asked_on else {}),
        }


@dataclass(frozen=True)
class Place:
    """Where in a question file something stands, for error messages."""

    path: Path
    line: int
    question_id: str | None = None

    def error(self, message: str) -> InputError:
        """The error to raise, with this place before the message."""
        named = "" if self.question_id is None else f", question {self.question_id!r}"
        return InputError(f"{self.path}, line {self.line}{named}: {message}")


def parse_question(place: Place, line: str) -> Question:
    """One line of a question file.

    Raises:
        InputError: the line is not JSON, a key is unknown or missing, or a value is of the wrong type.
    """
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise place.error(f"not JSON: {error.msg} at column {error.colno}") from error
    if not isinstance(record, dict):
        raise place.error("not a JSON object")
    if isinstance(record.get("id"), str):
        place = replace(place, question_id=record["id"])
    _check_keys(place, "key", record, REQUIRED | OPTIONAL | PROVENANCE)
    if missing := sorted(REQUIRED - record.keys()):
        raise place.error(f"{missing[0]!r} is missing")
    if not isinstance(record["answerable"], bool):
        raise place.error(f"'answerable' is {record['answerable']!r}, not true or false")
    return Question(
        id=_string(place, "id", record["id"]),
        kind=_string(place, "kind", record["kind"]),
        question=_string(place, "question", record["question"]),
        answerable=record["answerable"],
        speaker=None if record.get("speaker") is None else _string(place, "speaker", record["speaker"]),
        history=tuple(_message(place, item) for item in _list(place, "history", record.get("history"))),
        evidence=tuple(_evidence(place, item) for item in _list(place, "evidence", record.get("evidence"))),
        nuggets=tuple(_nugget(place, group) for group in _list(place, "nuggets", record.get("nuggets"))),
        forbidden=tuple(
            _string(place, "forbidden", item) for item in _list(place, "forbidden", record.get("forbidden"))
        ),
        asked_on=None if record.get("date") is None else _day(place, record["date"]),
    )


def _day(place: Place, value: object) -> date:
    try:
        return date.fromisoformat(_string(place, "date", value))
    except ValueError:
        raise place.error(f"'date' is {value!r}, not a day as 2024-03-05") from None


def _evidence(place: Place, item: object) -> Evidence:
    if not isinstance(item, dict):
        raise place.error(f"evidence {item!r} is not an object")
    _check_keys(place, "evidence key", item, EVIDENCE_KEYS)
    if "article" not in item:
        raise place.error("evidence without an 'article'")
    start, end = item.get("start_char"), item.get("end_char")
    if (start is None) != (end is None):
        raise place.error("evidence has one of start_char and end_char; give both or neither")
    return Evidence(
        article=_string(place, "article", item["article"]),
        quote=None if item.get("quote") is None else _string(place, "quote", item["quote"]),
        span=None if start is None else _span(place, start, end),
    )


def _span(place: Place, start: object, end: object) -> Span:
    # type() and not isinstance: true and false are ints to Python, not to a question file
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise place.error(
            f"evidence at start_char {start!r}, end_char {end!r}: two whole numbers, the first the smaller"
        )
    return Span(start, end)


def _message(place: Place, item: object) -> Message:
    if not isinstance(item, dict) or item.keys() != {"role", "content"} or item["role"] not in {"user", "assistant"}:
        raise place.error(f'history holds {item!r}; a message is {{"role": "user" or "assistant", "content": "…"}}')
    return Message(role=item["role"], content=_string(place, "content", item["content"]))


def _nugget(place: Place, group: object) -> tuple[str, ...]:
    alternatives = tuple(_string(place, "nuggets", item) for item in _list(place, "nuggets", group))
    if not alternatives:
        raise place.error("an empty group of nuggets; name at least one alternative")
    return alternatives


def _check_keys(place: Place, what: str, record: Mapping[str, object], known: frozenset[str]) -> None:
    for key in record:
        if key not in known:
            raise place.error(f"unknown {what} {key!r}; known are {', '.join(sorted(known))}")


def _string(place: Place, key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise place.error(f"{key!r} is {value!r}, not a text")
    return value


def _list(place: Place, key: str, value: object) -> Iterator[Any]:
    if value is not None and not isinstance(value, list):
        raise place.error(f"{key!r} is {value!r}, not a list")
    return iter(value or ())
