"""The list of one's conversations beside the chat: open, begin, search, rename, delete, take away."""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from index.errors import OnRecordError
from ui.page.look import QUIETLY

if TYPE_CHECKING:
    from gradio.events import Dependency

    from ui.page.history import Conversations, Listed

SHOWN = 50
"""Conversations shown at first, and with each press of the button below them."""
MOST_TYPED = 200
"""Characters of a name or a search that count."""
_UNSAFE = re.compile(r"[^\w.-]+")
_SCRIPT = (
    "onRecord.sidebar(element, (name, data) => trigger(name, data), props, watch);  // 'chosen' 'searched' 'acted'"
)


@dataclass(frozen=True)
class View:
    """Which part of the list is shown."""

    search: str = ""
    shown: int = SHOWN


@dataclass(frozen=True)
class Sidebar:
    """The list, and what the chat wires it with."""

    listing: gr.HTML
    """Its event `chosen` is another conversation being opened or begun, before anything was done."""
    view: gr.State
    selected: "Dependency"
    """When it is done `current` has changed: `.then` show that conversation, or an empty one for None."""
    refresh: "Refresh"
    """Gives `listing` anew from `inputs`, as when a turn was added."""
    inputs: list[gr.State]
    """Of `refresh`: owner, current, view."""


class Refresh:
    """The list anew."""

    def __init__(self, conversations: "Conversations") -> None:
        self._conversations = conversations

    def __call__(self, owner: str, current: str | None, view: View) -> str:
        """The list as HTML; empty where nobody is there yet."""
        if not owner:
            return listing_html([], None, view)
        try:
            listed = self._conversations.listed(owner, view.search, view.shown + 1)
        except OnRecordError as error:
            return f'<p class="or-trouble" role="alert">{escape(str(error))}</p>'
        return listing_html(listed, current, view)


def sidebar(conversations: "Conversations", owner: gr.State, current: gr.State) -> Sidebar:
    """Makes the list.

    Args:
        conversations: of everybody; those of the owner alone are shown.
        owner: whose they are, a text; the list is filled when it is set.
        current: id of the conversation that the chat shows, None for one that is not begun; the list changes it.
    """
    refresh = Refresh(conversations)

    def choose(event: gr.EventData, owner: str, view: View) -> tuple[Any, ...]:
        chosen = _said(event, "id") or None
        if gone := _said(event, "delete"):
            with _warning():
                conversations.delete(owner, gone)
        return refresh(owner, chosen, view), chosen

    def search(event: gr.EventData, owner: str, current: str | None) -> tuple[Any, ...]:
        view = View(_said(event, "value")[:MOST_TYPED])
        return refresh(owner, current, view), view

    def act(event: gr.EventData, owner: str, current: str | None, view: View) -> tuple[Any, ...]:
        action, conversation_id, value = (_said(event, key) for key in ("action", "id", "value"))
        file = None
        with _warning():
            if action == "more":
                view = replace(view, shown=view.shown + SHOWN)
            elif action == "rename":
                conversations.rename(owner, conversation_id, value[:MOST_TYPED])
            elif action == "delete":
                conversations.delete(owner, conversation_id)
            elif action == "markdown":
                file = _file(f"{value}.md", conversations.markdown(owner, conversation_id))
            elif action == "json":
                file = _file(f"{value}.json", conversations.json(owner, conversation_id))
        listing = refresh(owner, current, view)
        return (gr.update(value=listing, file=file) if file else listing), view

    view = gr.State(View())
    listing = gr.HTML(
        listing_html([], None, View()), js_on_load=_SCRIPT, elem_id="or-sidebar", file=None, apply_default_css=False
    )
    inputs = [owner, current, view]
    selected = listing.chosen(choose, [owner, view], [listing, current], trigger_mode="always_last", **QUIETLY)
    listing.searched(search, [owner, current], [listing, view], trigger_mode="always_last", **QUIETLY)
    listing.acted(act, inputs, [listing, view], trigger_mode="multiple", **QUIETLY)
    owner.change(refresh, inputs, listing, **QUIETLY)
    return Sidebar(listing, view, selected, refresh, inputs)


def listing_html(listed: "Sequence[Listed]", current: str | None, view: View) -> str:
    """The list; of more than are shown, a button for the rest. Titles are escaped."""
    rows = "".join(_row(one, current) for one in listed[: view.shown])
    rest = '<button type="button" data-action="more">Show more</button>' if len(listed) > view.shown else ""
    told = "" if listed else "No conversation holds all of these words." if view.search else "No conversations yet."
    if listed and view.search:
        told = f"{min(len(listed), view.shown)}{' or more' if rest else ''} found."
    return (
        '<button type="button" class="or-toggle" aria-expanded="true" aria-controls="or-conversations">'
        '<span aria-hidden="true">☰</span> <span>Conversations</span></button>'
        '<div id="or-conversations">'
        '<button type="button" class="or-new" data-action="new">New conversation</button>'
        '<input type="search" class="or-search" aria-label="Search conversations" placeholder="Search…" '
        'autocomplete="off">'
        f'<p class="or-found" role="status">{told}</p>'
        f'<nav aria-label="Conversations"><ul>{rows}</ul></nav>{rest}</div>'
    )


def _row(one: "Listed", current: str | None) -> str:
    title, marked = escape(one.title), ' aria-current="true"' if one.id == current else ""
    questions = f"{one.turns:,} question" + ("" if one.turns == 1 else "s")
    actions = "".join(
        f'<button type="button" data-action="{action}">{label}</button>'
        for action, label in (
            ("rename", "Rename"),
            ("delete", "Delete"),
            ("markdown", "Save as Markdown"),
            ("json", "Save as JSON"),
        )
    )
    return (
        f'<li data-id="{escape(one.id)}" data-title="{title}"{marked and " class=or-current"}>'
        f'<button type="button" class="or-open-conversation" data-action="open"{marked}><span>{title}</span>'
        f"<small>{day(one.updated)} · {questions}</small></button>"
        f'<button type="button" class="or-more" aria-expanded="false" aria-label="More for {title}">⋯</button>'
        f'<div class="or-menu" hidden>{actions}</div></li>'
    )


def day(updated: str, today: datetime | None = None) -> str:
    """The day of a time as the list shows it: 'today', '5 Mar', '5 Mar 2024'."""
    when, now = datetime.fromisoformat(updated), today or datetime.now(UTC)
    if when.date() == now.date():
        return "today"
    return f"{when.day} {when:%b}" + (f" {when.year}" if when.year != now.year else "")


@contextmanager
def _warning() -> Iterator[None]:
    """Shows a known error on the page; the list is then shown as it is."""
    try:
        yield
    except OnRecordError as error:
        gr.Warning(escape(str(error)))


def _file(title: str, text: str) -> dict[str, Any]:
    """A file for the page to save; the time in it makes the same one news to the page."""
    return {"name": _UNSAFE.sub("-", title).strip("-."), "text": text, "at": time.monotonic_ns()}


def _said(event: gr.EventData, key: str) -> str:
    """What the page sent under a key, if it is a text."""
    data = event._data  # noqa: SLF001 - attributes that are not there are errors
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, str) else ""
