"""What is worked out once for each state of the index."""

from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.engine import Engine

Value = TypeVar("Value")


class Versioned(Generic[Value]):
    """A value of the index, worked out when it is first asked for and again when the index has changed."""

    def __init__(self, work: "Callable[[Engine], Value]") -> None:
        self._work = work
        self._lock = Lock()
        self._known: tuple[str, Value] | None = None

    def of(self, engine: "Engine") -> Value:
        """The value; whoever asks while it is worked out waits for it."""
        with self._lock:
            if self._known is None or self._known[0] != engine.version:
                self._known = engine.version, self._work(engine)
            return self._known[1]
