"""The page as a whole: its head, the tabs, and what is beside them."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
from platformdirs import user_data_dir

from ui.page.answering import Answering
from ui.page.chat import Session, conversation_part, question_box, source_panel, wire
from ui.page.citations import header_html
from ui.page.corpus_tab import corpus_tab
from ui.page.feedback import Feedback, feedback_listener
from ui.page.filter_bar import filter_bar
from ui.page.history import Conversations
from ui.page.look import PLAIN, QUIETLY
from ui.page.sidebar import sidebar
from ui.page.statements_tab import statements_tab
from ui.page.versioned import Versioned

if TYPE_CHECKING:
    from rag.engine import Engine
    from ui.page.live import LiveIndex
    from ui.page.serve import ServeOptions

KEPT_SECONDS = (3600, 86400)
"""How often uploads and exported tables are looked through, and how old they get."""


def build_app(live: "LiveIndex", options: "ServeOptions", closing: ExitStack | None = None) -> gr.Blocks:
    """The page; its handlers keep nothing between calls but what each session's state and the stores hold.

    Args:
        live: the index.
        options: what people may do there.
        closing: is given what has to end with the server.
    """
    folder = Path(user_data_dir("onrecord"))
    conversations, feedback = Conversations(folder / "conversations.sqlite"), Feedback(folder / "feedback.jsonl")
    answering = Answering(live, conversations)
    with gr.Blocks(title="On Record", analytics_enabled=False, fill_width=True, delete_cache=KEPT_SECONDS) as app:
        _head(app, live)
        with gr.Tabs(elem_id="or-tabs"):
            with gr.Tab("Chat", id="chat", elem_id="or-tab-chat"):
                _chat(answering, conversations, feedback, live)
            with gr.Tab("Who said what", id="statements", elem_id="or-tab-statements"):
                statements_tab(live)
            with gr.Tab("Corpus", id="corpus", elem_id="or-tab-corpus") as tab:
                corpus = corpus_tab(live, read_only=options.read_only, folders=options.local)
                if closing is not None and corpus.builds is not None:
                    closing.callback(corpus.builds.close)
                tab.select(corpus.show, corpus.inputs, corpus.outputs, **QUIETLY)
        source_panel(answering)
        app.load(None, js="() => onRecord.ready()", **QUIETLY)
    return app  # type: ignore[no-any-return]  # gradio's metaclass hides the class


def _chat(answering: Answering, conversations: Conversations, feedback: Feedback, live: "LiveIndex") -> None:
    session = Session(gr.State(""), gr.State(None))
    with gr.Row(elem_id="or-chat-tab"):
        with gr.Column(elem_id="or-beside"):
            listed = sidebar(conversations, session.owner, session.conversation_id)
        with gr.Column(elem_id="or-column"):
            chat = conversation_part()
            with gr.Column(elem_id="or-asking"):
                bar = filter_bar(live)
                question_box()
    wire(chat, answering, session, bar, listed)
    feedback_listener(feedback, conversations, session.owner, session.conversation_id)


def _head(app: gr.Blocks, live: "LiveIndex") -> None:
    """The name, and what the index holds; read when a page is opened, so that the first does not wait for it."""
    known = Versioned(_holdings)

    def holdings() -> str:
        with live.engine() as engine:
            return known.of(engine)

    with gr.Row(elem_id="or-top"):
        gr.HTML("<h1>On Record</h1>", js_on_load=None, elem_id="or-name", **PLAIN)
        held = gr.HTML(js_on_load=None, elem_id="or-holdings", **PLAIN)
    app.load(holdings, None, held, **QUIETLY)


def _holdings(engine: "Engine") -> str:
    summaries = engine.catalog.summaries(measured=False)
    return header_html(len(summaries), [summary.date for summary in summaries if summary.date])
