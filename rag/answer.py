"""The records of a question's way: messages in, an `Answer` out, and the JSON other tools rely on."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

Status = Literal["answered", "refused"]
RefusalCode = Literal["nobody", "not_said", "out_of_period", "false_premise", "nothing_near", "not_a_question"]


@dataclass(frozen=True)
class Message:
    """One message of the conversation before the question."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True)
class Reason:
    """Why a question was refused."""

    code: RefusalCode
    text: str
    """What was looked for and what is missing, in a sentence or two."""


@dataclass(frozen=True)
class Citation:
    """A span of a stored article that the answer rests on; `text[start_char:end_char] == quote`."""

    n: int
    """Its number in the answer, from 1, in order of first use."""
    article: str
    title: str | None
    source: str | None
    date: str | None
    """Publication date, YYYY-MM-DD."""
    speaker: str | None
    """Whose words they are, as the article names them; None where nobody is quoted or the speaker is uncertain."""
    page: int | None
    """Page of a PDF, from 1."""
    start_char: int
    end_char: int
    quote: str
    sha256: str
    """Hex sha256 of the stored text's UTF-8."""


@dataclass(frozen=True)
class AnswerSentence:
    """One sentence of the answer, without its markers."""

    text: str
    citations: tuple[int, ...]
    support: float | None
    """Support score, 0 to 1, where one was computed; a verbatim sentence needs none."""
    checked: bool
    """Whether every citation was verified against the stored text."""


@dataclass(frozen=True)
class Passage:
    """A retrieved candidate, best first."""

    article: str
    start_char: int
    end_char: int
    score: float


@dataclass(frozen=True)
class Seconds:
    """Time spent, by step."""

    understand: float = 0.0
    retrieve: float = 0.0
    select: float = 0.0
    write: float = 0.0
    total: float = 0.0
    first_sentence: float | None = None
    """From the question to the first sentence of a language model that passed the check; None where it wrote none."""


@dataclass(frozen=True)
class Answer:
    """What leaves `rag`: an answer with verified citations, or a refusal with its reason."""

    question: str
    standalone_question: str
    status: Status
    reason: Reason | None
    answer: str
    """The text shown, with [n] markers; empty markers never occur. Of a refusal, the reason's text."""
    citations: tuple[Citation, ...] = ()
    sentences: tuple[AnswerSentence, ...] = ()
    passages: tuple[Passage, ...] = ()
    seconds: Seconds = field(default_factory=Seconds)
    dropped_citations: int = field(default=0, metadata={"json": False})
    """Citations that failed verification and were left out."""

    def to_json(self) -> dict[str, Any]:
        """The contract's object; everything in it is deterministic but `seconds`."""
        record = asdict(self)
        del record["dropped_citations"]
        if self.seconds.first_sentence is None:  # only a writer has one
            del record["seconds"]["first_sentence"]
        return record

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Self:
        """The answer that `to_json` wrote.

        Raises:
            KeyError: a field is missing.
            TypeError: a part has another form.
        """
        return cls(
            question=record["question"],
            standalone_question=record["standalone_question"],
            status=record["status"],
            reason=None if record["reason"] is None else Reason(**record["reason"]),
            answer=record["answer"],
            citations=tuple(Citation(**citation) for citation in record["citations"]),
            sentences=tuple(
                AnswerSentence(**{**sentence, "citations": tuple(sentence["citations"])})
                for sentence in record["sentences"]
            ),
            passages=tuple(Passage(**passage) for passage in record["passages"]),
            seconds=Seconds(**record["seconds"]),
        )
