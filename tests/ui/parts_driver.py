"""A page of the list of conversations, the filters and the thumbs alone: `python parts_driver.py DATA INDEX`, until stdin ends.

Whose page it is stands in its address, `?owner=`. Below the parts stand the id of the conversation shown and the filters.
"""

import sys
from pathlib import Path

from ui.page.look import head, theme  # isort: skip - before gradio, which it keeps quiet

import gradio as gr

from index.settings import Settings
from ui.page.feedback import Feedback, feedback_html, feedback_listener
from ui.page.filter_bar import filter_bar
from ui.page.history import Conversations
from ui.page.live import LiveIndex
from ui.page.sidebar import sidebar

data, index_dir = map(Path, sys.argv[1:])
conversations = Conversations(data / "conversations.db")
live = LiveIndex.open(index_dir, Settings(), seeds=False)


def owner_of(request: gr.Request) -> str:
    return str(request.query_params["owner"])


with gr.Blocks(analytics_enabled=False) as app:
    owner, current = gr.State(""), gr.State(None)
    side, bar = sidebar(conversations, owner, current), filter_bar(live)
    gr.HTML(feedback_html(1), js_on_load=None)
    feedback_listener(Feedback(data / "feedback.jsonl"), conversations, owner, current)
    shown = gr.HTML("none", js_on_load=None, elem_id="shown")
    filtered = gr.HTML("all", js_on_load=None, elem_id="filtered")
    side.selected.then(lambda current: current or "new", current, shown)
    bar.filters.change(lambda filters: filters.told or "all", bar.filters, filtered)
    app.load(owner_of, None, owner)
_, url, _ = app.launch(
    server_name="127.0.0.1", quiet=True, prevent_thread_lock=True, ssr_mode=False, theme=theme(), head=head(), inbrowser=False
)  # fmt: skip
sys.stdout.write(f"{url}\n")
sys.stdout.flush()
sys.stdin.read()
app.close(verbose=False)
live.close()
