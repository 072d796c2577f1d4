"""The chat tab: what is said, the box to ask in, and how the page's script and the server talk about them.

The script (`assets/page.js`) keeps what is shown. It raises an event on the element of the conversation, with what the event
is about as its data, and gets back one small message about one turn at a time, never the whole conversation.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from rag.filters import Filters
from ui.page.answering import Answering
from ui.page.conversation import Payload
from ui.page.look import PLAIN, QUIETLY

if TYPE_CHECKING:
    from ui.page.filter_bar import FilterBar
    from ui.page.sidebar import Sidebar

AT_ONCE = 8
"""Questions answered at the same time; more wait their turn."""
CONVERSATION = """
<section id="or-conversation" aria-label="Conversation">
  <div id="or-opening"><h2>Ask the articles</h2>
  <p>Who said what, in the exact words. Every answer is quoted, and every quotation opens at its place in the article.</p>
  <div id="or-examples"></div></div>
  <div id="or-turns"></div>
</section>
<div id="or-said" class="or-unseen" role="status"></div>
"""
BOX = """
<form id="or-box">
  <label class="or-unseen" for="or-question">Question</label>
  <textarea id="or-question" rows="1" placeholder="Ask who said what…" autocomplete="off" enterkeyhint="send"></textarea>
  <button id="or-send" type="submit" aria-label="Send" title="Send (Enter)">
    <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 16V4M4.5 9.5 10 4l5.5 5.5"/></svg></button>
  <button id="or-stop" type="button" aria-label="Stop" title="Stop (Esc)" hidden>
    <svg viewBox="0 0 20 20" aria-hidden="true"><rect x="5.5" y="5.5" width="9" height="9" rx="1.5"/></svg></button>
</form>
<p id="or-keys"><kbd>Enter</kbd> sends · <kbd>Shift</kbd> <kbd>Enter</kbd> new line · <kbd>/</kbd> to the question ·
<kbd>←</kbd> <kbd>→</kbd> through the sources · <kbd>Esc</kbd> stops or closes</p>
"""
PANEL = """
<aside id="or-panel" role="complementary" aria-label="Source" hidden tabindex="-1">
  <header><button type="button" id="or-panel-before" aria-label="Previous source" title="Previous source (←)">←</button>
  <span id="or-panel-place" aria-live="polite"></span>
  <button type="button" id="or-panel-next" aria-label="Next source" title="Next source (→)">→</button>
  <button type="button" id="or-panel-close" aria-label="Close the source" title="Close (Esc)">✕</button></header>
  <div id="or-panel-body"></div>
</aside>
"""
EVENTS = "'open' 'ask' 'stop' 'next' 'begin'"
"""What the script raises on the conversation; Gradio looks for the names in the code of the element."""


@dataclass(frozen=True)
class Chat:
    """The conversation's parts."""

    shown: gr.HTML
    """Shows the messages it is given (`ui.page.conversation`)."""
    beside: gr.HTML
    """Hears messages that are not about the answer under way, so that none takes the other's place."""


@dataclass(frozen=True)
class Session:
    """What the server keeps of a session."""

    owner: gr.State
    """Whose conversations these are: "user:NAME" or "browser:KEY"; empty until the page has opened."""
    conversation_id: gr.State
    """Of the conversation shown; None for one that is not begun."""


def conversation_part() -> Chat:
    """What is said."""
    shown = gr.HTML(
        html_template=CONVERSATION, elem_id="or-chat", **PLAIN,
        js_on_load=f"onRecord.conversation(element, trigger, watch, props);  // {EVENTS}",
    )  # fmt: skip
    beside = gr.HTML(html_template=" ", js_on_load="onRecord.beside(watch, props)", elem_classes="or-nothing")
    return Chat(shown, beside)


def question_box() -> None:
    """Where questions are typed."""
    gr.HTML(BOX, js_on_load="onRecord.box(element)", elem_id="or-ask", **PLAIN)


def source_panel(answering: Answering) -> None:
    """The panel beside all tabs, in which a passage is opened at its place in the article."""

    def source(wanted: dict[str, Any]) -> str:
        return answering.source(wanted)

    js = "onRecord.panel(element, server)"
    gr.HTML(PANEL, js_on_load=js, server_functions=[source], elem_id="or-panel-part", **PLAIN)


def wire(chat: Chat, answering: Answering, session: Session, bar: "FilterBar", listed: "Sidebar") -> None:
    """Connects the conversation with what answers, with the filters and with the list of conversations."""

    def open_page(event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        told = _data(event)
        owner = f"user:{request.username}" if request.username else f"browser:{told['key']}"
        wanted = told.get("conversation")
        if told.get("newest"):
            wanted = answering.newest(owner, set(told.get("elsewhere", ())))
        return owner, *show(owner, wanted)

    def show(owner: str, conversation_id: str | None) -> tuple[Any, ...]:
        opened = answering.conversation(owner, conversation_id)
        if opened.filters is None:
            return opened.payload, opened.conversation_id, gr.skip(), gr.skip()
        return opened.payload, opened.conversation_id, opened.filters, bar.show(opened.filters)

    def ask(
        event: gr.EventData, owner: str, conversation_id: str | None, filters: Filters
    ) -> Iterator[tuple[Payload, Any]]:
        told = _data(event)
        at = max(0, told["at"])
        for payload in answering.ask(owner, conversation_id, told["id"], at, told["question"], filters):
            yield payload, payload.get("conversation", gr.skip())

    def look_ahead(event: gr.EventData, owner: str, conversation_id: str | None) -> Payload:
        told = _data(event)
        html = answering.next_steps(owner, conversation_id, told["at"]) if conversation_id else ""
        return {"kind": "next", "id": told["id"], "html": html}

    def examples() -> Payload:
        return {"kind": "examples", "html": answering.examples()}

    owner, conversation_id = session.owner, session.conversation_id
    opened = [chat.shown, conversation_id, bar.filters, bar.bar]
    chat.shown.open(open_page, None, [owner, *opened], **QUIETLY)
    asking = chat.shown.ask(
        ask, [owner, conversation_id, bar.filters], [chat.shown, conversation_id], trigger_mode="multiple",
        concurrency_limit=AT_ONCE, **QUIETLY,
    )  # fmt: skip
    asking.failure(None, js="() => onRecord.ended()", **QUIETLY)  # `then` may come when the next question is under way
    asking.then(listed.refresh, listed.inputs, listed.listing, **QUIETLY)
    chat.shown.stop(None, cancels=[asking], **QUIETLY)
    listed.listing.chosen(None, cancels=[asking], **QUIETLY)  # else its answer would bring the old conversation back
    listed.selected.then(show, [owner, conversation_id], opened, **QUIETLY)
    chat.shown.next(
        look_ahead, [owner, conversation_id], chat.beside, trigger_mode="multiple", concurrency_limit=1, **QUIETLY
    )
    chat.shown.begin(examples, None, chat.beside, **QUIETLY)


def _data(event: gr.EventData) -> dict[str, Any]:
    """What the page's script says of the event."""
    return event._data or {}  # noqa: SLF001 - gradio names no other way to the whole of it
