"""A model asked, over whatever lies between: its words as they come, with patience, new attempts and errors in one line."""

import logging
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from index.errors import OnRecordError
from index.settings import Settings
from rag.llm.models import Loaded, load_model, without_key
from rag.llm.spec import parse_spec

if TYPE_CHECKING:
    from llama_index.core.llms import ChatResponse

ATTEMPTS = 3
BACK_OFF = 0.5
"""Seconds before the second attempt; each further one waits twice as long."""
ALL_OF_IT = 3
"""Timeouts that a whole answer may take."""
_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_KEY_REFUSED = frozenset({401, 403})
_CUT = frozenset({"length", "max_tokens"})
log = logging.getLogger(__name__)


class Turn(NamedTuple):
    """A message to a model."""

    role: str
    """system, user or assistant."""
    content: str


class Words(NamedTuple):
    """What a model wrote next."""

    text: str
    cut: bool = False
    """Whether it had to stop here, having written as much as it may."""


class ModelError(OnRecordError):
    """A model that does not answer; what happened without the address is for the page, the whole line for the log."""

    def __init__(self, line: str, told: str) -> None:
        super().__init__(line)
        self.told = told


@dataclass(frozen=True)
class Model:
    """A language model, safe to share between threads."""

    name: str
    """As it was asked for."""
    loaded: Loaded
    timeout: float
    """Seconds to wait for its next words."""
    back_off: float = BACK_OFF

    @classmethod
    def open(cls, written: str, settings: Settings) -> "Model":
        """The model of a name; its server is first asked when the model is.

        Raises:
            SettingsError: the name is not one, or the key is not in the environment.
            MissingExtraError: its package is not installed.
            OnRecordError: it cannot be loaded.
        """
        spec = parse_spec(written)
        return cls(str(spec), load_model(spec, settings), settings.llm_timeout)

    def stream(self, turns: Sequence[Turn]) -> Generator[Words, None, None]:
        """What it writes, as it comes. Attempts are made anew until its first word, where that may help.

        Raises:
            ModelError: it cannot be reached, refuses, takes too long or stops before its end.
        """
        started = time.monotonic()
        for attempt in range(1, ATTEMPTS + 1):
            spoke = False
            try:
                for words in self._once(turns):
                    spoke = True
                    yield words
                    self._in_time(started)
            except Exception as error:
                failure = self._explained(error, spoke=spoke)
                if spoke or attempt == ATTEMPTS or not _may_pass(error):
                    raise failure from error
                log.info("%s; trying again", failure)
                time.sleep(self.back_off * 2 ** (attempt - 1))
            else:
                return

    def complete(self, turns: Sequence[Turn]) -> str:
        """All that it writes.

        Raises:
            ModelError: as `stream`.
        """
        return "".join(words.text for words in self.stream(turns))

    def _once(self, turns: Sequence[Turn]) -> Iterator[Words]:
        from llama_index.core.llms import ChatMessage

        reason: str | None = None
        told = False
        for response in self.loaded.llm.stream_chat([ChatMessage(role=one.role, content=one.content) for one in turns]):
            told, reason = told or _tells(response), _reason(response) or reason
            if response.delta:
                yield Words(response.delta)
        if told and reason is None:
            raise ConnectionError("the stream ended before the answer did")
        if reason in _CUT:
            yield Words("", cut=True)

    def _in_time(self, started: float) -> None:
        if time.monotonic() - started > ALL_OF_IT * self.timeout:
            raise TimeoutError(f"not done after {ALL_OF_IT * self.timeout:g} seconds")

    def _explained(self, error: Exception, *, spoke: bool) -> ModelError:
        what = without_key(" ".join(f"{type(error).__name__}: {error}".split()), self.loaded.key)[:300]
        told, mend = _what_happened(error, spoke=spoke)
        return ModelError(f"language model '{self.name}' {told} ({what}); {mend}", told)


def _tells(response: "ChatResponse") -> bool:
    """Whether a server of this kind says why it stops."""
    return getattr(response.raw, "choices", None) is not None or (
        isinstance(response.raw, dict) and "done" in response.raw
    )


def _reason(response: "ChatResponse") -> str | None:
    """Why the model stopped; None while it goes on."""
    raw: Any = response.raw
    if isinstance(raw, dict):  # Ollama
        return (raw.get("done_reason") or "stop") if raw.get("done") else None
    choices = getattr(raw, "choices", None)
    if choices:
        reason: str | None = choices[0].finish_reason
        return reason
    stopped: str | None = getattr(getattr(raw, "delta", None), "stop_reason", None)  # Anthropic
    return stopped


def _status(error: Exception) -> int | None:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) and status > 0 else None


def _is_timeout(error: BaseException | None) -> bool:
    return error is not None and (
        isinstance(error, TimeoutError) or "Timeout" in type(error).__name__ or _is_timeout(error.__cause__)
    )


def _is_connection(error: BaseException | None) -> bool:
    """Whether the network failed; libraries have classes of their own for that."""
    known = ("Connect", "Protocol", "ReadError", "WriteError", "NetworkError", "TransportError")
    return error is not None and (
        isinstance(error, ConnectionError)
        or any(part in type(error).__name__ for part in known)
        or _is_connection(error.__cause__)
    )


def _may_pass(error: Exception) -> bool:
    """Whether another attempt may do; a server that was silent for so long will be."""
    status = _status(error)
    return status in _TRANSIENT if status else _is_connection(error) and not _is_timeout(error)


def _what_happened(error: Exception, *, spoke: bool) -> tuple[str, str]:
    """What to tell, and how to mend it."""
    status = _status(error)
    if status in _KEY_REFUSED:
        return "refuses the key", "check the key in the environment"
    if status:
        return f"answers with an error (HTTP {status})", "check its name, and what its server logs"
    if _is_timeout(error):
        return "takes too long", "set 'llm_timeout' higher, or take a smaller model"
    if spoke:
        return "stopped before the end of its answer", "check what its server logs"
    if _is_connection(error):
        return "cannot be reached", "check that its server runs"
    return "does not work", "check its name and server"
