"""Conversations that outlive the page, each its owner's alone; what is another's is as if it were not there."""

import json
import re
import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from index.errors import InputError
from rag.answer import Answer, Message
from rag.filters import Filters
from ui.page.history_file import HistoryFile
from ui.page.transcript import transcript_json, transcript_markdown

TITLE_CHARACTERS = 60
GONE = "this conversation is not there any more: it was deleted, perhaps in another tab; start a new one"
_WORDS = re.compile(r"[^\W_]+")
_HOLDS = (
    "AND (key IN (SELECT -rowid FROM words WHERE words MATCH ? AND rowid < 0) OR key IN "
    "(SELECT conversation FROM turns WHERE key IN (SELECT rowid FROM words WHERE words MATCH ?)))"
)


class Listed(NamedTuple):
    """A conversation as the list shows it."""

    id: str
    title: str
    updated: str
    """When it was begun or last added to, ISO 8601, UTC."""
    turns: int


@dataclass(frozen=True)
class StoredTurn:
    """A question and its answer, with what it was asked of."""

    question: str
    """As typed."""
    answer: Answer
    """Its citations hold quote and sha256, so that an article changed since can be told."""
    filters: Filters
    asked: str
    """When, ISO 8601, UTC."""
    index_version: str
    """`Engine.version` of the index that answered."""


def messages(turns: Iterable[StoredTurn]) -> list[Message]:
    """What was said in some turns, as text."""
    said: list[Message] = []
    for turn in turns:
        said += [Message("user", turn.question), Message("assistant", turn.answer.answer)]
    return said


def now() -> str:
    """The time as it is stored: ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def title_of(question: str) -> str:
    """The title of a conversation that begins with this question, cut between words."""
    words = " ".join(question.split())
    if len(words) <= TITLE_CHARACTERS:
        return words
    cut = words[: TITLE_CHARACTERS + 1].rpartition(" ")[0] or words[:TITLE_CHARACTERS]
    return cut.rstrip(" ,;:–—-") + "…"


class Conversations:
    """Everybody's conversations, in one file; safe between threads and processes."""

    def __init__(self, path: Path) -> None:
        """Opens the file, or makes it.

        Raises:
            InputError: it cannot be used, or a newer version of On Record wrote it.
        """
        self._file = HistoryFile(path)

    def start(self, owner: str, title: str) -> str:
        """Begins a conversation; its id."""
        conversation_id = secrets.token_urlsafe(12)
        values = (conversation_id, owner, _line(title), now())
        with self._file.writing() as connection:
            connection.execute("INSERT INTO conversations (id, owner, title, updated) VALUES (?, ?, ?, ?)", values)
        return conversation_id

    def listed(self, owner: str, search: str = "", limit: int | None = None) -> list[Listed]:
        """An owner's conversations, newest first; of a search, those that hold all of its words or what begins with them.

        Words are looked for in titles, questions and answers, without regard to case and accents.
        """
        wanted = [f'"{word}"*' for word in _WORDS.findall(search)]
        if search.strip() and not wanted:
            return []
        query = (
            "SELECT id, title, updated, (SELECT count(*) FROM turns WHERE conversation = conversations.key) "  # noqa: S608 - `_HOLDS` is ours
            f"FROM conversations WHERE owner = ? {_HOLDS * len(wanted)} ORDER BY updated DESC, key DESC LIMIT ?"
        )
        values = (owner, *(word for word in wanted for _ in range(2)), -1 if limit is None else limit)
        with self._file.connected() as connection:
            return [Listed(*row) for row in connection.execute(query, values)]

    def load(self, owner: str, conversation_id: str) -> list[StoredTurn]:
        """A conversation's turns, oldest first.

        Raises:
            InputError: there is no such conversation.
        """
        with self._file.connected() as connection:
            return _turns(connection, _found(connection, owner, conversation_id).key)

    def add(self, owner: str, conversation_id: str, turn: StoredTurn) -> None:
        """Adds a turn; when this returns, it is on the disk.

        Raises:
            InputError: there is no such conversation, or the file cannot be written.
        """
        answer, filters = json.dumps(turn.answer.to_json()), json.dumps(asdict(turn.filters))
        with self._file.writing() as connection:
            key = _found(connection, owner, conversation_id).key
            last = "SELECT coalesce(max(number), 0) FROM turns WHERE conversation = ?"
            number = connection.execute(last, (key,)).fetchone()[0] + 1
            connection.execute(
                "INSERT INTO turns (conversation, number, question, answer, filters, asked, index_version) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (key, number, _storable(turn.question), answer, filters, turn.asked, turn.index_version),
            )
            connection.execute("UPDATE conversations SET updated = ? WHERE key = ?", (now(), key))

    def keep_first(self, owner: str, conversation_id: str, turns: int) -> None:
        """Removes all turns but the first ones, as when a question is edited and sent again.

        Raises:
            InputError: there is no such conversation.
        """
        with self._file.writing() as connection:
            key = _found(connection, owner, conversation_id).key
            connection.execute("DELETE FROM turns WHERE conversation = ? AND number > ?", (key, turns))

    def rename(self, owner: str, conversation_id: str, title: str) -> None:
        """Gives a conversation another title; an empty one changes nothing.

        Raises:
            InputError: there is no such conversation.
        """
        with self._file.writing() as connection:
            key = _found(connection, owner, conversation_id).key
            if line := _line(title):
                connection.execute("UPDATE conversations SET title = ? WHERE key = ?", (line, key))

    def delete(self, owner: str, conversation_id: str) -> None:
        """Removes a conversation; one that is not there is no error: it may have been deleted in another tab."""
        with self._file.writing() as connection:
            connection.execute("DELETE FROM conversations WHERE owner = ? AND id = ?", (owner, conversation_id))

    def markdown(self, owner: str, conversation_id: str) -> str:
        """A conversation as Markdown, each answer with its references.

        Raises:
            InputError: there is no such conversation.
        """
        with self._file.connected() as connection:
            found = _found(connection, owner, conversation_id)
            return transcript_markdown(found.title, _turns(connection, found.key))

    def json(self, owner: str, conversation_id: str) -> str:
        """A conversation as JSON, its answers as `onrecord ask --json` gives them.

        Raises:
            InputError: there is no such conversation.
        """
        with self._file.connected() as connection:
            found = _found(connection, owner, conversation_id)
            return transcript_json(found.title, _turns(connection, found.key))


class _Found(NamedTuple):
    key: int
    title: str


def _found(connection: sqlite3.Connection, owner: str, conversation_id: str) -> _Found:
    query = "SELECT key, title FROM conversations WHERE owner = ? AND id = ?"
    row = connection.execute(query, (owner, conversation_id)).fetchone()
    if row is None:
        raise InputError(GONE)
    return _Found(*row)


def _turns(connection: sqlite3.Connection, key: int) -> list[StoredTurn]:
    query = "SELECT question, answer, filters, asked, index_version FROM turns WHERE conversation = ? ORDER BY number"
    return [
        StoredTurn(question, Answer.from_json(json.loads(answer)), _filters(json.loads(filters)), asked, version)
        for question, answer, filters, asked, version in connection.execute(query, (key,))
    ]


def _filters(record: dict[str, Any]) -> Filters:
    return Filters(record["since"], record["until"], tuple(record["outlets"]), tuple(record["speakers"]))


def _line(title: str) -> str:
    return _storable(" ".join(title.split()))


def _storable(text: str) -> str:
    """Without halves of surrogate pairs, which a page can send and UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
