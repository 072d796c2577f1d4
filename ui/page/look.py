"""How the page looks and what it runs in the browser: the theme, and every style and script, all of our own."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

if TYPE_CHECKING:
    import gradio as gr

ASSETS = Path(__file__).parent / "assets"
SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
QUIETLY: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Of a handler: no veil over the page while it works, and no endpoint of its own."""
PLAIN: dict[str, Any] = {"apply_default_css": False, "padding": False}
"""Of HTML: only our own style."""
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


def theme() -> "gr.Theme":
    """Gradio's plain theme in the fonts of the reader's own system: none is fetched."""
    import gradio as gr

    return gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=SANS, font_mono=MONO)


def head() -> str:
    """What the page's head holds: all style sheets and scripts, the page's own first, in the document itself.

    Here, and not handed to Gradio as its style sheet, they apply before anything is shown, and to the whole page.
    """
    styles = "\n".join(path.read_text("utf-8") for path in _assets("css"))
    scripts = "".join(f"<script>{path.read_text('utf-8')}</script>" for path in _assets("js"))
    return f"<style>{styles}</style>{scripts}"


def _assets(kind: str) -> list[Path]:
    found = sorted(ASSETS.glob(f"*.{kind}"))
    return sorted(found, key=lambda path: path.stem != "page")
