"""The chat's work on the server: what the page asks for, answered from the index and the stores, nothing kept between."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from typing import TYPE_CHECKING, NamedTuple

from index.errors import InputError, OnRecordError
from ui.page.citations import questions_html
from ui.page.conversation import MOST_CHARACTERS, Payload, answered, failed, growing, restored, whole
from ui.page.history import StoredTurn, messages, now, title_of
from ui.page.passages import Place
from ui.page.source import source_html

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from rag.answer import Answer
    from rag.filters import Filters
    from ui.page.history import Conversations
    from ui.page.live import LiveIndex

UNKNOWN = "An error that On Record does not know; the terminal it runs in shows it. The conversation can go on."
PATIENCE_SECONDS = 10.0
"""How long suggestions wait for a moment in which nobody waits for an answer, before they are left out."""
log = logging.getLogger(__name__)


class Opened(NamedTuple):
    """A conversation as the page opens it."""

    payload: Payload
    conversation_id: str | None
    filters: "Filters | None"
    """Those of its last question; None where there is no conversation."""


class Answering:
    """Answers for every session at once; what differs between them comes in with each call."""

    def __init__(self, live: "LiveIndex", conversations: "Conversations") -> None:
        self._live = live
        self._conversations = conversations
        self._answers = 0
        self._changed = Condition()

    def ask(
        self, owner: str, conversation_id: str | None, turn_id: str, at: int, question: str, filters: "Filters"
    ) -> Iterator[Payload]:
        """The answer as it grows, then the whole of it, kept as the conversation's turn number `at`, from 0.

        What the conversation holds from there on is dropped when the answer is known. Closed before its end, what there is
        of the answer is kept.
        """
        so_far: Answer | None = None
        kept_in = conversation_id
        if len(question) > MOST_CHARACTERS:
            yield failed(turn_id, f"a question may have {MOST_CHARACTERS:,} characters; shorten it")
            return
        try:
            with self._live.engine() as engine, self._busy():
                turns = self._conversations.load(owner, kept_in) if kept_in else []
                history, version = turns[:at], engine.version

                def keep(answer: "Answer", conversation: str) -> None:
                    if len(history) < len(turns):
                        self._conversations.keep_first(owner, conversation, len(history))
                    self._conversations.add(owner, conversation, StoredTurn(question, answer, filters, now(), version))

                try:
                    for so_far in engine.stream(question, messages(history), filters):
                        # with the first words already, as a stop leaves no time to tell the page
                        kept_in = kept_in or self._conversations.start(owner, title_of(question))
                        yield growing(turn_id, so_far, filters) | {"conversation": kept_in}
                except GeneratorExit:  # stopped, or the page was closed
                    if so_far is not None and kept_in is not None:
                        keep(so_far, kept_in)
                    raise
                if so_far is not None and kept_in is not None:
                    keep(so_far, kept_in)
                    whole_answer = answered(turn_id, so_far, filters, engine.catalog, len(history))
                    yield whole_answer | {"conversation": kept_in}
        except OnRecordError as error:
            yield failed(turn_id, str(error))
        except Exception:
            log.exception("a question could not be answered")
            yield failed(turn_id, UNKNOWN)

    def conversation(self, owner: str, conversation_id: str | None) -> "Opened":
        """A conversation to show in place of the one shown; an empty one where there is none of that id."""
        turns: Sequence[StoredTurn] = ()
        if conversation_id is not None:
            try:
                turns = self._conversations.load(owner, conversation_id)
            except InputError as error:
                log.info("%s", error)
        if conversation_id is None or not turns:
            return Opened(whole(None, ()), None, None)
        with self._live.engine() as engine:
            shown = [restored(conversation_id, number, turn, engine.catalog) for number, turn in enumerate(turns)]
        return Opened(whole(conversation_id, shown), conversation_id, turns[-1].filters)

    def newest(self, owner: str, elsewhere: "set[str]") -> str | None:
        """The owner's last conversation, unless it is open in another tab."""
        listed = self._conversations.listed(owner, limit=1)
        return listed[0].id if listed and listed[0].id not in elsewhere else None

    def examples(self) -> str:
        """Questions to begin with, as HTML."""
        with self._live.engine() as engine:
            return questions_html("Try one of these", ((one, one) for one in engine.examples()))

    def next_steps(self, owner: str, conversation_id: str, at: int) -> str:
        """What can be asked after a turn, as HTML: follow-ups, and after a refusal whom the articles quote on it.

        Looked for only while nobody waits for an answer; nothing where that does not come about.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._answers == 0, PATIENCE_SECONDS):
                return ""
        turns = self._conversations.load(owner, conversation_id)
        if at >= len(turns):
            return ""
        turn = turns[at]
        with self._live.engine() as engine:
            voices = engine.quoted_on(turn.answer, turn.filters) if turn.answer.status == "refused" else []
            asked = [(f"{voice.name} ({voice.statements})", f"What did {voice.name} say about it?") for voice in voices]
            follow = engine.suggestions(turn.answer, messages(turns[:at]), turn.filters)
        return questions_html("Whom the articles quote on it", asked) + questions_html(
            "Ask next", ((one, one) for one in follow)
        )

    def source(self, wanted: "Mapping[str, Any]") -> str:
        """An article for the source panel, as HTML; `wanted` is what the page's script sends."""
        place, also = _place(wanted), [_place(one) for one in wanted.get("also", ())]
        with self._live.engine() as engine:
            return source_html(
                place.article, place.start, place.end, place.sha256, engine.catalog, quote=place.quote, also=also
            )

    @contextmanager
    def _busy(self) -> Iterator[None]:
        with self._changed:
            self._answers += 1
        try:
            yield
        finally:
            with self._changed:
                self._answers -= 1
                self._changed.notify_all()


def _place(record: "Mapping[str, Any]") -> Place:
    quote = record.get("quote")
    return Place(
        str(record["article"]),
        int(record.get("start") or 0),
        int(record.get("end") or 0),
        str(record.get("sha256") or ""),
        str(quote) if quote else None,
    )
