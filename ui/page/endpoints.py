"""The page's functions for programs: named Gradio endpoints, which are MCP tools as well; they return the contract's JSON."""

import json
import logging
from collections.abc import Callable
from datetime import date
from functools import wraps
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn

import gradio as gr
from gradio.context import LocalContext, get_blocks_context
from gradio.events import api

from index.errors import OnRecordError
from index.statements import Wanted, find_statements, statement_json
from rag.answer import Message
from rag.filters import Filters
from ui.page.conversation import MOST_CHARACTERS
from ui.page.policy import MCP

if TYPE_CHECKING:
    from index.catalog.records import StoredArticle
    from rag.retrieve import Candidate
    from ui.page.live import LiveIndex

MOST_HISTORY = 500_000
"""Characters of the messages before a question."""
MOST_PASSAGES = 50
MOST_STATEMENTS = 1000
Json = dict[str, Any]
log = logging.getLogger(__name__)


def add_endpoints(live: "LiveIndex") -> None:
    """Adds them to the Blocks being made; nothing of them is shown on the page."""

    def ask(
        question: str,
        history: list[dict[str, str]] | None = None,
        since: str | None = None,
        until: str | None = None,
        outlets: list[str] | None = None,
        speakers: list[str] | None = None,
    ) -> dict[str, Any]:
        """Answers a question from the archive in the articles' exact words, each with its source, or refuses and says why.

        Args:
            question: In plain words, such as "what did Peskov say about cluster munitions?".
            history: The conversation before it, oldest first: messages {"role": "user" or "assistant", "content": "..."}.
            since: First day of publication, YYYY-MM-DD; leaves out articles without a date.
            until: Last day of publication, YYYY-MM-DD.
            outlets: Only from articles of these outlets.
            speakers: Only words of these people or bodies.

        Returns:
            An object: status "answered" or "refused", reason, answer with [n] markers, and citations with article, title,
            source, date, speaker, start_char, end_char, quote and sha256 of the article's text.
        """
        asked = _words("question", question)
        filters = Filters(*_days(since, until), _names("outlets", outlets), _names("speakers", speakers))
        messages = _messages(history)
        with live.engine() as engine:
            return engine.ask(asked, messages, filters).to_json()

    def search(query: str, limit: int = 10) -> list[dict[str, Any]]:
        """Finds passages of the archive on a topic, best first; nothing is left out for not being an answer.

        Args:
            query: A question or a few words.
            limit: Most passages, 1 to 50.

        Returns:
            A list of objects: article, start_char, end_char, text (exactly what stands there), score, title, outlet, date.
        """
        wanted, most = _words("query", query), _count("limit", limit, MOST_PASSAGES)
        with live.engine() as engine:
            return [
                _passage(engine.catalog.article_by_key(one.chunk.article_key), one)
                for one in engine.candidates(wanted)[:most]
            ]

    def statements(
        speaker: str | None = None,
        about: str | None = None,
        since: str | None = None,
        until: str | None = None,
        outlet: str | None = None,
        limit: int = 100,
    ) -> list[dict[str, Any]]:
        """Lists who said what: attributed statements in the order of their dates, or on a topic the best first.

        Args:
            speaker: A name, a surname, or a role such as "Kremlin spokesman".
            about: A topic in a few words.
            since: First day on which it was said or else published, YYYY-MM-DD.
            until: Last such day, YYYY-MM-DD.
            outlet: Only in articles of this outlet.
            limit: Most statements, 1 to 1000; on a topic there are at most 200.

        Returns:
            A list of objects: id, article, speaker, certainty, role, source, cue and content with their places in the
            article, kind "direct", "mixed" or "indirect", published, said.
        """
        first, last = _days(since, until)
        wanted = Wanted(_word("speaker", speaker), _word("about", about), first, last, outlet or None)
        most = _count("limit", limit, MOST_STATEMENTS)
        with live.engine() as engine:
            searcher = engine.search.searcher if wanted.about is not None else None
            found = find_statements(engine.catalog, wanted, searcher)
            return [
                statement_json(one, engine.catalog.article_by_key(one.article_key).text)
                for one in islice(found.statements, most)
            ]

    endpoints = (ask, search, statements)
    _free({one.__name__ for one in endpoints})
    for endpoint in endpoints:
        # past the queue: MCP would reach it only by requests to this very server, under whatever name it was called by
        api(_told(endpoint), api_name=endpoint.__name__, queue=False)


def _free(names: set[str]) -> None:
    """Takes names from the page's own handlers, which have those of their functions and are called by number."""
    page = get_blocks_context()
    for event in page.fns.values() if page else ():
        if event.api_visibility == "private" and event.api_name in names:
            event.api_name = f"page_{event.api_name}"


def _told(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """The endpoint with errors that its caller reads in one line, and its result as MCP has it where that asks."""

    @wraps(endpoint)
    def told(*arguments: Any) -> Any:  # noqa: ANN401 - each its own, checked by the endpoint
        try:
            result = endpoint(*arguments)
        except OnRecordError as error:
            _refuse(str(error))
        except gr.Error:
            raise
        except Exception:
            log.exception("the endpoint /%s failed", endpoint.__name__)
            _refuse("an error that On Record does not know; the terminal it runs in shows it")
        return json.dumps(result, ensure_ascii=False) if _as_tool() else result

    return told


def _as_tool() -> bool:
    """Whether MCP asks: it tells a tool's result as text, and Gradio would write Python's for an object."""
    request = LocalContext.request.get(None)
    return request is not None and MCP in request.url.path


def _refuse(why: str) -> NoReturn:
    raise gr.Error(why, print_exception=False)


def _passage(article: "StoredArticle", found: "Candidate") -> Json:
    start, end = found.chunk.start_char, found.chunk.end_char
    return {
        "article": article.id,
        "start_char": start,
        "end_char": end,
        "text": article.text[start:end],
        "score": round(found.score, 6),
        "title": article.title,
        "outlet": article.source,
        "date": article.date,
    }


def _words(name: str, value: object) -> str:
    if not isinstance(value, str) or not any(char.isalnum() for char in value):
        _refuse(f"{name} must be text with a word or more in it")
    if len(value) > MOST_CHARACTERS:
        _refuse(f"{name} is longer than {MOST_CHARACTERS:,} characters; shorten it")
    return value


def _word(name: str, value: object) -> str | None:
    """As `_words`; what is empty counts as not given."""
    return None if value is None or value == "" else _words(name, value)


def _names(name: str, value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        _refuse(f"{name} must be a list of names, or null")
    return tuple(_words(f"each of {name}", one) for one in value)


def _count(name: str, value: object, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        _refuse(f"{name} must be a whole number from 1 to {most}")
    return value


def _days(since: object, until: object) -> tuple[str | None, str | None]:
    first, last = _day("since", since), _day("until", until)
    if first and last and first > last:
        _refuse(f"since {first} is after until {last}; swap them")
    return first, last


def _day(name: str, value: object) -> str | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        _refuse(f"{name} must be a day, YYYY-MM-DD, or null; '{value}' is none")


def _messages(history: object) -> list[Message]:
    if history is None:
        return []
    shape = 'history must be a list of {"role": "user" or "assistant", "content": "..."}, or null'
    if not isinstance(history, list):
        _refuse(shape)
    for one in history:
        known = isinstance(one, dict) and one.get("role") in {"user", "assistant"}
        if not known or not isinstance(one.get("content"), str):
            _refuse(shape)
    if sum(len(one["content"]) for one in history) > MOST_HISTORY:
        _refuse(f"history is longer than {MOST_HISTORY:,} characters; leave out its oldest messages")
    return [Message(one["role"], one["content"]) for one in history]
