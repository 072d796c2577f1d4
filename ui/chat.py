"""The Gradio chat over one engine: questions in, answers with their sources out."""

import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ui.citations import header_html
from ui.conversation import Conversation, Shown, take_turn
from ui.policy import OwnHostOnly

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import gradio as gr

if TYPE_CHECKING:
    from rag.engine import Engine

AT_ONCE = 8
"""Questions answered at the same time; more wait their turn."""
SEED_EXAMPLES = (
    "What did Peskov say about cluster munitions?",
    "What does Cleverly think of peace talks?",
    "What did Truss say after meeting Lavrov?",
)
NARROW = "<style>@media (max-width: 640px) { .main.fillable { padding: 0.6rem !important; } }</style>"
"""On a phone the page's margins go; Gradio confines the style sheet to what is inside of them."""
HERE = Path(__file__).parent
Outputs = tuple[Any, Any, Any]
"""The question box, the messages, the session's conversation."""


def build_app(engine: "Engine", examples: Sequence[str] = ()) -> gr.Blocks:
    """The page; its handlers keep nothing between calls but what each session's state holds."""

    def ask(question: str, conversation: Conversation) -> Iterator[Outputs]:
        if not question.strip():
            yield gr.skip(), gr.skip(), gr.skip()
            return
        box: Any = ""  # emptied once; what is typed while the answer is looked for stays
        for step in take_turn(engine, question.strip(), conversation):
            yield box, [_message(line) for line in step.shown], step.conversation
            box = gr.skip()

    def ask_example(chosen: gr.SelectData, conversation: Conversation) -> Iterator[Outputs]:
        yield from ask(str(chosen.value["text"]), conversation)

    with gr.Blocks(title="On Record", analytics_enabled=False, fill_height=True) as app:
        conversation = gr.State(())
        with gr.Row(elem_classes="or-top"):
            gr.HTML(_header(engine), elem_classes="or-head")
            anew = gr.Button("New conversation", size="sm", scale=0, min_width=150)
        chatbot = gr.Chatbot(
            show_label=False,
            label="Conversation",
            placeholder="Ask who said what. Every answer is quoted from the articles, with its source.",
            examples=[{"text": example} for example in examples] or None,
            render_markdown=False,
            latex_delimiters=[],
            buttons=[],
            feedback_options=None,
            autoscroll=False,
            scale=1,
            height="auto",
            elem_id="or-chat",
        )
        with gr.Row(elem_classes="or-ask"):
            box = gr.Textbox(
                placeholder="Ask the articles…",
                label="Question",
                show_label=False,
                max_lines=6,
                autofocus=True,
                submit_btn=True,
                elem_id="or-box",
            )
        outputs = [box, chatbot, conversation]
        box.submit(ask, [box, conversation], outputs, api_visibility="private", show_progress="hidden")
        chatbot.example_select(ask_example, conversation, outputs, api_visibility="private", show_progress="hidden")
        anew.click(lambda: ([], ()), None, [chatbot, conversation], api_visibility="private", show_progress="hidden")
    app.queue(default_concurrency_limit=AT_ONCE)
    return app  # type: ignore[no-any-return]  # gradio's metaclass hides the class


def serve(engine: "Engine", host: str, port: int, *, seeds: bool) -> None:
    """Serves the page until Ctrl-C."""
    from starlette.middleware import Middleware

    app = build_app(engine, SEED_EXAMPLES if seeds else ())
    _, url, _ = app.launch(
        server_name=host,
        server_port=port,
        share=False,
        quiet=True,
        inbrowser=False,
        prevent_thread_lock=True,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
        allowed_paths=[],
        theme=_theme(),
        css_paths=[HERE / "page.css"],
        head=f"{NARROW}<script>{(HERE / 'page.js').read_text('utf-8')}</script>",
        app_kwargs={"middleware": [Middleware(OwnHostOnly)]},
    )
    click.echo(f"On Record is at {url} (Ctrl-C stops it)")
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        click.echo("onrecord: stopped", err=True)
    finally:
        app.close(verbose=False)


def _theme() -> gr.Theme:
    """Gradio's plain theme in the fonts of the reader's own system: none is fetched."""
    sans = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
    mono = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")
    return gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=sans, font_mono=mono)


def _header(engine: "Engine") -> str:
    summaries = engine.catalog.summaries()
    return header_html(len(summaries), [summary.date for summary in summaries if summary.date])


def _message(line: Shown) -> dict[str, Any]:
    """Ready HTML as a component of its own, so that the chatbot does not interpret it as Markdown."""
    return {"role": line.role, "content": gr.HTML(line.html, js_on_load=None, render=False)}
