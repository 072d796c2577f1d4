"""A conversation: what was asked and answered, kept by the session it belongs to and nowhere else."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from index.errors import OnRecordError
from rag.answer import Answer, Message
from ui.citations import answer_html, failure_html, question_html
from ui.passages import nearest_passages, surroundings

if TYPE_CHECKING:
    from index.catalog.reader import Catalog

WAITING = '<div class="or-answer or-waiting" role="status">Reading…</div>'
UNKNOWN = "An error that On Record does not know; the terminal it runs in shows it. The conversation can go on."
log = logging.getLogger(__name__)


class Answering(Protocol):
    """What a conversation needs of the engine."""

    @property
    def catalog(self) -> "Catalog":
        """The articles."""

    def ask(self, question: str, history: Sequence[Message] = ()) -> Answer:
        """Answers, or refuses."""


@dataclass(frozen=True)
class Turn:
    """One question and its answer."""

    question: str
    """As typed."""
    answer: Answer
    html: str
    """The answer as shown, sources included; everything from articles in it is escaped."""


Conversation = tuple[Turn, ...]


class Shown(NamedTuple):
    """A message on the page."""

    role: Literal["user", "assistant"]
    html: str


class Step(NamedTuple):
    """What the page shows now, and the conversation as it stands."""

    shown: list[Shown]
    conversation: Conversation


def messages(conversation: Conversation) -> list[Message]:
    """What was said so far, as text."""
    said: list[Message] = []
    for turn in conversation:
        said += [Message("user", turn.question), Message("assistant", turn.answer.answer)]
    return said


def take_turn(engine: Answering, question: str, conversation: Conversation) -> Iterator[Step]:
    """The question at once, then its answer; an error stands in its place and leaves the conversation as it was."""
    before = [
        line
        for turn in conversation
        for line in (Shown("user", question_html(turn.question)), Shown("assistant", turn.html))
    ]
    asked = [*before, Shown("user", question_html(question))]
    yield Step([*asked, Shown("assistant", WAITING)], conversation)
    try:
        answer = engine.ask(question, messages(conversation))
        html = _html(engine, answer, len(conversation) + 1)
    except OnRecordError as error:
        yield Step([*asked, Shown("assistant", failure_html(str(error)))], conversation)
    except Exception:
        log.exception("a question could not be answered")
        yield Step([*asked, Shown("assistant", failure_html(UNKNOWN))], conversation)
    else:
        yield Step([*asked, Shown("assistant", html)], (*conversation, Turn(question, answer, html)))


def _html(engine: Answering, answer: Answer, number: int) -> str:
    nearest = nearest_passages(answer, engine.catalog) if answer.status == "refused" else []
    return answer_html(answer, surroundings(answer.citations, engine.catalog), nearest, f"answer{number}-source")
