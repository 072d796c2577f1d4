"""The tab "Corpus": what is indexed, and, unless the page is for reading only, what changes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import gradio as gr

from index.catalog.article_list import ArticleList, ArticlePage
from index.errors import OnRecordError
from ui.page.builds import Builds
from ui.page.corpus_changes import changes_part
from ui.page.corpus_html import articles_html, counts_html, skipped_html, wrong_html
from ui.page.histogram import histogram_html
from ui.page.look import PLAIN, QUIETLY

if TYPE_CHECKING:
    from ui.page.live import LiveIndex

PAGE = 50
"""Articles shown at once."""


class View(NamedTuple):
    """What the tab shows, ready to be written."""

    counts: str
    dates: str
    articles: str
    skipped: str
    page: ArticlePage
    start: int


@dataclass(frozen=True)
class CorpusParts:
    """The tab's parts, for the page that holds it."""

    builds: Builds | None
    """To be closed with the server; None where the page is for reading only."""
    outputs: list[gr.components.Component]
    """What `show` fills."""
    inputs: list[gr.components.Component]
    """What `show` is given."""
    show: Callable[..., list[Any]]
    """Reads everything anew: when the page is opened, and when its tab is chosen."""


def corpus_tab(live: "LiveIndex", *, read_only: bool, folders: bool = True) -> CorpusParts:
    """Makes the tab's parts in the current Blocks.

    Args:
        live: the index.
        read_only: whether nothing that changes the index is made or listened to.
        folders: whether articles can be added by naming files of the server.
    """
    builds = None if read_only else Builds(live)
    counts = gr.HTML(js_on_load=None, **PLAIN, elem_id="or-corpus-counts", elem_classes="or-corpus")
    changes = changes_part(builds, folders=folders) if builds else None
    gr.HTML("<h2>Publication dates</h2>", js_on_load=None, **PLAIN, elem_classes="or-corpus")
    dates = gr.HTML(js_on_load=None, **PLAIN, elem_id="or-corpus-dates", elem_classes="or-corpus")
    gr.HTML("<h2>Articles</h2>", js_on_load=None, **PLAIN, elem_classes="or-corpus")
    with gr.Row(elem_classes="or-corpus-leaf"):
        search = gr.Textbox(
            value="",
            label="Search in titles, outlets, dates and ids",
            max_length=200,
            elem_id="or-corpus-search",
            scale=4,
        )
        earlier = gr.Button("Previous page", size="sm", scale=1, interactive=False, elem_id="or-corpus-previous")
        later = gr.Button("Next page", size="sm", scale=1, interactive=False, elem_id="or-corpus-next")
    articles = gr.HTML(js_on_load=None, **PLAIN, elem_id="or-corpus-articles", elem_classes="or-corpus")
    with gr.Accordion("Skipped files", open=False, elem_id="or-corpus-skipped"):
        skipped = gr.HTML(js_on_load=None, **PLAIN, elem_classes="or-corpus")
    start = gr.State(0)

    listing = [articles, earlier, later, start, *([changes.choice] if changes else [])]

    def lines(view: View) -> list[Any]:
        more = view.start + PAGE < view.page.total
        shown = [view.articles, gr.update(interactive=view.start > 0), gr.update(interactive=more), view.start]
        return shown + (changes.listed(view.page) if changes else [])

    def show(words: str, at: int) -> list[Any]:
        found = view(live, words, at)
        rest = changes.shown() if changes else []
        return [found.counts, found.dates, found.skipped, *lines(found), *rest]

    def leaf(words: str, at: int) -> list[Any]:
        return lines(view(live, words, at, whole=False))

    place = [search, start]
    search.change(lambda words: leaf(words, 0), search, listing, trigger_mode="always_last", **QUIETLY)
    earlier.click(lambda words, at: leaf(words, at - PAGE), place, listing, **QUIETLY)
    later.click(lambda words, at: leaf(words, at + PAGE), place, listing, **QUIETLY)
    outputs = [counts, dates, skipped, *listing, *([*changes.progress, changes.where] if changes else [])]
    if changes:
        changes.follow(show, place, outputs)
    return CorpusParts(builds, outputs, place, show)


def view(live: "LiveIndex", words: str | None, start: int | None, *, whole: bool = True) -> View:
    """What there is, with the page of articles from `start` on that hold `words`; the list alone where not `whole`."""
    nothing = ArticlePage([], 0)
    try:
        with live.engine() as engine:
            catalog, listed = engine.catalog, ArticleList(engine.catalog)
            words, start = words or "", max(start or 0, 0)
            page = listed.page(words, start, PAGE)
            if not page.lines and start:  # fewer than there were
                start = 0
                page = listed.page(words, start, PAGE)
            counts = dates = skipped = ""
            if whole:
                counts = counts_html(catalog.counts(), listed.outlets(), live.index_dir, live.trouble)
                dates = histogram_html(listed.months()) or '<p class="or-note">No article is dated.</p>'
                skipped = skipped_html(catalog.skipped())
            return View(counts, dates, articles_html(page, start), skipped, page, start)
    except OnRecordError as error:
        return View(wrong_html(str(error)), "", "", "", nothing, 0)
