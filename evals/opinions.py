"""What people said of answers, as the chat keeps it: one JSON object a line."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from index.errors import InputError
from index.locate import user_index
from rag.answer import Answer, Message

FORMAT = 1
"""Of the lines the chat writes."""


@dataclass(frozen=True)
class Opinion:
    """A line of the chat's file, as far as it matters here."""

    line: int
    rating: Literal["up", "down"]
    reason: str
    question: str
    history: tuple[Message, ...]
    filtered: bool
    """Whether it was asked of a part of the archive; a question set asks the whole of it."""
    answer: Answer
    index_version: str

    @property
    def id(self) -> str:
        """The same for the same question in the same conversation."""
        asked = json.dumps([self.question.split(), [[one.role, one.content] for one in self.history], self.filtered])
        return f"fb-{hashlib.blake2b(asked.encode(), digest_size=5).hexdigest()}"


class Broken(NamedTuple):
    """A line that holds no opinion."""

    line: int
    why: str


def user_feedback() -> Path:
    """Where the chat keeps opinions."""
    return user_index().with_name("feedback.jsonl")


def read_opinions(path: Path) -> tuple[list[Opinion], list[Broken]]:
    """The opinions of a file, and its lines that hold none, as a process that was killed can leave them.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError as error:
        raise InputError(
            f"there is no feedback in {path} yet: thumbs under the answers of `onrecord chat` are kept there"
        ) from error
    except OSError as error:
        raise InputError(f"cannot read the feedback {path}: {error.strerror or error}") from error
    opinions, broken = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            opinions.append(_opinion(number, json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            broken.append(Broken(number, f"no whole opinion ({type(error).__name__}: {error})"))
    return opinions, broken


def _opinion(line: int, record: Any) -> Opinion:  # noqa: ANN401 - whatever the line holds
    if record["format"] != FORMAT:
        raise ValueError(f"its format is {record['format']!r}, this On Record knows {FORMAT}")
    if record["rating"] not in {"up", "down"}:
        raise ValueError(f"rating {record['rating']!r}")
    if not str(record["question"]).strip():
        raise ValueError("an empty question")
    return Opinion(
        line=line,
        rating=record["rating"],
        reason=str(record["reason"]),
        question=str(record["question"]),
        history=tuple(Message(one["role"], one["content"]) for one in record["history"] if one["content"].strip()),
        filtered=any(record["filters"].values()),
        answer=Answer.from_json(record["answer"]),
        index_version=str(record["index_version"]),
    )
