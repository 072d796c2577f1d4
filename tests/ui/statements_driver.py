"""A page of the statements alone: `python statements_driver.py INDEX`, until stdin ends."""

import sys
from pathlib import Path

from ui.page.look import head, theme  # isort: skip - before gradio, which it keeps quiet

import gradio as gr

from index.settings import Settings
from ui.page.live import LiveIndex
from ui.page.statements_tab import statements_tab

live = LiveIndex.open(Path(sys.argv[1]), Settings(), seeds=False)
with gr.Blocks(analytics_enabled=False) as app, gr.Tabs():
    with gr.Tab("Chat", elem_id="or-tab-chat"):
        gr.Textbox(label="Question")
    with gr.Tab("Who said what", elem_id="or-tab-statements"):
        statements_tab(live)
_, url, _ = app.launch(
    server_name="127.0.0.1", quiet=True, prevent_thread_lock=True, ssr_mode=False, theme=theme(), head=head(), inbrowser=False
)  # fmt: skip
sys.stdout.write(f"{url}\n")
sys.stdout.flush()
sys.stdin.read()
app.close(verbose=False)
live.close()
