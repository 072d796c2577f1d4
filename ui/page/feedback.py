"""What people think of answers: thumbs and a reason, appended to one file of JSON lines on this machine."""

import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from index.errors import InputError, OnRecordError
from rag.answer import Answer, Message
from rag.filters import Filters
from ui.page.history import messages
from ui.page.look import QUIETLY

if TYPE_CHECKING:
    from collections.abc import Sequence

    import gradio as gr

    from ui.page.history import Conversations, StoredTurn

Rating = Literal["up", "down"]
FORMAT = 1
"""Of a line; raised when a key changes its meaning."""
REASON_CHARACTERS = 2000
_LABELS: dict[Rating, str] = {"up": "Good answer", "down": "Bad answer"}
_THUMB = (
    '<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true"><path fill="none" stroke="currentColor" '
    'stroke-width="1.8" stroke-linejoin="round" d="M7 11v9H4v-9zm0 0 4-8c1.6 0 2.4 1 2.1 2.6L12.5 9H19c1.2 0 2 1 1.8 '
    '2.2l-1.3 7c-.2 1.1-1 1.8-2.1 1.8H7"/></svg>'
)


@dataclass(frozen=True)
class Opinion:
    """What somebody thinks of an answer; whose opinion it is, is not kept."""

    time: str
    """When it was given, ISO 8601, UTC."""
    rating: Rating
    reason: str
    """In their own words; may be empty."""
    question: str
    """As typed."""
    standalone_question: str
    """As it was read in its conversation."""
    history: tuple[Message, ...]
    """The conversation before it, oldest first."""
    filters: Filters
    """What it was asked of."""
    answer: Answer
    index_version: str
    """`Engine.version` of the index that answered."""


def opinion_on(turns: "Sequence[StoredTurn]", number: int, rating: str, reason: str, when: str) -> Opinion:
    """The opinion on turn `number`, from 1, of a conversation.

    Raises:
        InputError: there is no such turn, or the rating is neither 'up' nor 'down'.
    """
    if rating not in _LABELS or not 1 <= number <= len(turns):
        raise InputError("this answer is not there any more: reload the page and say it again")
    turn = turns[number - 1]
    return Opinion(
        time=when,
        rating="up" if rating == "up" else "down",
        reason=" ".join(reason.split())[:REASON_CHARACTERS],
        question=turn.question,
        standalone_question=turn.answer.standalone_question,
        history=tuple(messages(turns[: number - 1])),
        filters=turn.filters,
        answer=turn.answer,
        index_version=turn.index_version,
    )


class Feedback:
    """The file; safe between threads and processes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, opinion: Opinion) -> None:
        """Appends an opinion; when this returns, it is on the disk.

        Raises:
            InputError: the file cannot be written.
        """
        from filelock import FileLock

        record = {"format": FORMAT, **asdict(opinion), "answer": opinion.answer.to_json()}
        line = json.dumps(record).encode() + b"\n"  # in ASCII, which holds halves of characters too
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)
            with FileLock(f"{self.path}.lock"), self.path.open("r+b") as file:
                if end := file.seek(0, os.SEEK_END):
                    file.seek(end - 1)
                    if file.read(1) != b"\n":  # of a process that was killed while it wrote
                        line = b"\n" + line
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise InputError(f"cannot keep the opinion in {self.path}: {error.strerror or error}") from error


def feedback_html(turn_number: int, given: Rating | None = None) -> str:
    """The thumbs below an answer, and the field for a reason that a thumb opens; `given` is pressed already."""
    thumbs = "".join(
        f'<button type="button" class="or-thumb or-{rating}" data-rating="{rating}" aria-label="{label}" '
        f'title="{label}" aria-pressed="{str(rating == given).lower()}">{_THUMB}</button>'
        for rating, label in _LABELS.items()
    )
    return (
        f'<div class="or-feedback" role="group" aria-label="Feedback on answer {turn_number}" data-turn="{turn_number}">'
        f'{thumbs}<form class="or-why" hidden><label>Why? <input type="text" name="reason" autocomplete="off" '
        f'maxlength="{REASON_CHARACTERS}"></label><button type="submit">Send</button></form>'
        '<span class="or-thanks" role="status"></span></div>'
    )


def record_opinion(
    feedback: Feedback,
    conversations: "Conversations",
    conversation: tuple[str, str | None],
    number: int,
    rating: str,
    reason: str,
) -> str:
    """Keeps an opinion on turn `number`, from 1, of a conversation (its owner and its id); what to say to that, as text.

    Raises:
        InputError: there is no such turn, or the opinion cannot be kept.
    """
    from ui.page.history import now

    owner, conversation_id = conversation
    turns = conversations.load(owner, conversation_id) if conversation_id else []
    opinion = opinion_on(turns, number, rating, reason, now())
    feedback.add(opinion)
    return "Thank you, kept with your reason." if opinion.reason else "Thank you, kept."


def feedback_listener(
    feedback: Feedback, conversations: "Conversations", owner: "gr.State", current: "gr.State"
) -> "gr.HTML":
    """Hears the thumbs of every answer on the page and keeps the opinions; nothing of it is shown.

    Args:
        feedback: where opinions are kept.
        conversations: that the answers are turns of.
        owner: whose they are.
        current: id of the conversation that the page shows.
    """
    import gradio as gr

    def keep(given: gr.EventData, owner: str, current: str | None) -> dict[str, Any]:
        said = given._data if isinstance(given._data, dict) else {}  # noqa: SLF001 - its attributes are these keys
        number, rating, reason = (said.get(key) for key in ("turn", "rating", "reason"))
        try:
            told = record_opinion(
                feedback, conversations, (owner, current), _number(number), str(rating), str(reason or "")
            )
        except OnRecordError as error:
            told = f"Not kept: {error}"
        # the time, so that the same words are news to the page
        return gr.update(heard={"turn": number, "told": told, "at": time.monotonic_ns()})

    script = "onRecord.feedback((opinion) => trigger('opinion', opinion), props, watch);"
    listener = gr.HTML("", js_on_load=script, elem_id="or-feedback-listener", heard=None)
    listener.opinion(keep, [owner, current], listener, trigger_mode="multiple", **QUIETLY)
    return listener


def _number(given: object) -> int:
    return given if isinstance(given, int) else 0
