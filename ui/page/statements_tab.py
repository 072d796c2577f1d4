"""The tab "Who said what": statements found by the filters in the address, a page of them at a time, and all of them in time.

The page's address is all its state: each event brings the query of the address it is for, and nothing is kept between events.
"""

import logging
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from index.errors import OnRecordError
from ui.page.look import QUIETLY
from ui.page.selection import Selection
from ui.page.sought import LONGEST, Sought
from ui.page.statements_html import form_html, found_html, names_html, rows_html, trouble_html
from ui.page.timeline import timeline_html

if TYPE_CHECKING:
    from rag.engine import Engine
    from ui.page.live import LiveIndex

NAMES_OFFERED = 50
"""Speakers to choose from as their names are typed."""
UNKNOWN = "An error that On Record does not know; the terminal it runs in shows it. Other filters may work."
TABLE = "or-statements-table"
"""Id of the button that holds the table made last."""
_PLAIN: dict[str, Any] = {"js_on_load": None, "apply_default_css": False}
_FILL = "() => onRecordStatements.fill()"
_MOUNT = "onRecordStatements.mount(props, trigger)"
_PRESS = f"() => document.querySelector('#{TABLE}').click()"
log = logging.getLogger(__name__)
Shown = tuple[Any, Any, Any]
"""What was found, the timeline, the list."""


def statements_tab(live: "LiveIndex") -> None:
    """Makes the tab's parts in the current Blocks, and wires them; the first search begins when the tab is first shown."""

    def begin() -> tuple[str, str]:
        with live.engine() as engine:
            return form_html(engine.catalog.outlets()), names_html(engine.catalog.names_holding("", NAMES_OFFERED))

    def offer(event: gr.EventData) -> str:
        letters = " ".join(_given(event._data, "letters").split())[:LONGEST]  # noqa: SLF001 - what was sent, whatever it is
        with live.engine() as engine:
            return names_html(engine.catalog.names_holding(letters, NAMES_OFFERED))

    def show(wish: object) -> Iterator[Shown]:
        sought = Sought.from_query(_given(wish, "query"))
        try:
            if sought.trouble:
                yield trouble_html(sought.trouble), "", ""
                return
            with live.engine() as engine:
                yield from _shown(engine, sought, _given(wish, "drawn"))
        except OnRecordError as error:
            yield trouble_html(str(error)), "", ""
        except Exception:
            log.exception("statements could not be listed")
            yield trouble_html(UNKNOWN), "", ""

    def export(wish: object) -> str:
        with live.engine() as engine:
            selection = _selection(engine, Sought.from_query(_given(wish, "query")))
            return str(selection.write_table(Path(table.GRADIO_CACHE)))

    with gr.Column(elem_id="or-statements"):
        form = gr.HTML(form_html(()), **_PLAIN)
        names = gr.HTML(names_html(()), visible="hidden", **_PLAIN)
        found, timeline, rows = (gr.HTML("", **_PLAIN) for _ in range(3))
        table = gr.DownloadButton(visible="hidden", elem_id=TABLE)
        # What the script asks for is its value, never shown: an event's own data is lost where the event has to wait.
        wish = gr.HTML("", html_template="<i hidden></i>", js_on_load=_MOUNT, apply_default_css=False)
    wish.load(begin, None, [form, names], **QUIETLY).success(None, None, None, js=_FILL, **QUIETLY)
    wish.key_up(offer, None, names, trigger_mode="multiple", **QUIETLY)
    wish.submit(show, wish, [found, timeline, rows], trigger_mode="always_last", **QUIETLY)
    wish.download(export, wish, table, **QUIETLY).success(None, None, None, js=_PRESS, **QUIETLY)


def _shown(engine: "Engine", sought: Sought, drawn: str) -> Iterator[Shown]:
    """The list at once, then the timeline, unless that of these filters is `drawn` already."""
    selection = _selection(engine, sought)
    listed = selection.page()
    yield found_html(listed), gr.skip(), rows_html(listed)
    filters = sought.narrowed().query
    if filters != drawn:
        plot = timeline_html(selection.marks(), lambda *fewer: sought.narrowed(*fewer).query)
        yield gr.skip(), f'<div class="or-st-drawn" data-query="{escape(filters)}">{plot}</div>', gr.skip()


def _selection(engine: "Engine", sought: Sought) -> Selection:
    return Selection.of(engine.catalog, sought, engine.search.searcher if sought.about else None)


def _given(sent: object, name: str) -> str:
    """What the script sent, which anybody could have sent."""
    return str(sent.get(name, "")) if isinstance(sent, dict) else ""
