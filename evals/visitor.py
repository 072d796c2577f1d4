"""Somebody in the chat without a browser: sends what the page's script sends, and hears what it hears."""

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx


@dataclass
class Visitor:
    """A session of the chat, without a browser: what the page's script sends and gets."""

    client: "httpx.Client"
    api: str
    element: int
    """Of the conversation, in Gradio's numbering."""
    handlers: dict[str, int]
    """Number of the function of each of its events."""
    session: str

    @classmethod
    def of(cls, client: "httpx.Client", url: str) -> "Visitor":
        """Somebody new, whose page has opened."""
        config = client.get(f"{url}config").json()
        element = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "or-chat")
        handlers = {
            event: one["id"] for one in config["dependencies"] for target, event in one["targets"] if target == element
        }
        visitor = cls(client, f"{url}gradio_api", element, handlers, secrets.token_hex(8))
        visitor.raised("open", {"key": secrets.token_hex(16), "elsewhere": [], "conversation": None, "newest": False})
        return visitor

    def ask(self, at: int, question: str) -> dict[str, Any]:
        """The last message about the answer to question number `at`, from 0."""
        turn = secrets.token_hex(8)
        message: dict[str, Any] = self.raised("ask", {"id": turn, "at": at, "question": question})
        if message.get("id") != turn or message.get("state") != "done":
            raise SystemExit(f"no answer to {question!r}: {message}")
        return message

    def raised(self, event: str, told: dict[str, Any]) -> Any:  # noqa: ANN401 - each event's own
        """What the first output is when the event has been dealt with."""
        number = self.handlers[event]
        inputs = {"open": 0, "ask": 3}[event]
        joined = {
            "data": [None] * inputs, "event_data": told, "fn_index": number, "trigger_id": self.element,
            "session_hash": self.session,
        }  # fmt: skip
        self.client.post(f"{self.api}/queue/join", json=joined).raise_for_status()
        shown: Any = None
        with self.client.stream("GET", f"{self.api}/queue/data", params={"session_hash": self.session}) as stream:
            for line in stream.iter_lines():
                message = json.loads(line.removeprefix("data:")) if line else {}
                data = (message.get("output") or {}).get("data") or [None]
                if message.get("msg") == "process_generating" and isinstance(data[0], list):
                    shown = _patched(shown, data[0])
                elif message.get("msg") in {"process_generating", "process_completed"} and data[0] is not None:
                    shown = data[0]
                if message.get("msg") == "process_completed":
                    if not message.get("success"):
                        raise SystemExit(f"{event} failed: {message}")
                    return shown
        raise SystemExit(f"{event} was not answered")


def _patched(shown: Any, changes: list[Any]) -> Any:  # noqa: ANN401 - JSON
    """A value with Gradio's changes to it: lists of what is done, where, and the new value."""
    for action, path, value in changes:
        if not path:
            shown = value
            continue
        *way, last = path
        held = shown
        for step in way:
            held = held[step]
        if action == "delete":
            del held[last]
        elif action == "append":
            held[last] += value
        else:
            held[last] = value
    return shown
