"""The corpus tab: what it shows of an index, escaped, and that a page for reading only has nothing that changes it."""

import json
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

from index.build import build_index
from index.catalog import Catalog
from index.catalog.article_list import ArticleList, ArticlePage, Listed
from index.errors import InputError
from index.report import BuildReport, Progress
from index.settings import Settings
from ui.page.builds import Job, State
from ui.page.corpus_html import articles_html, counts_html, skipped_html, state_html, uploads_html
from ui.page.histogram import MOST_MONTHS, Bar, bars, histogram_html
from ui.page.live import LiveIndex
from ui.page.uploads import Upload

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # gradio's own
    from ui.page.corpus_changes import _checked
    from ui.page.corpus_tab import PAGE, view

ROOT = Path(__file__).parents[2]
PLAIN = Settings(attribution="none", reader="none")
HOSTILE = '<script>x</script>"onclick="x'


def article(number: int) -> str:
    outlet = "Harbour Post" if number % 2 else "harbour post"
    return (
        f"---\ntitle: Ship {number:02} {HOSTILE}\ndate: 2023-{1 + number % 3:02}-05\nsource: {outlet}\n---\n"
        f"Ship {number} came into the harbour at noon with {number * 7} crates of tea and left in the evening."
    )


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of 60 ships, one undated pier and one file that is none."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "a").mkdir()
    for number in range(60):
        (folder / "a" / f"ship-{number:02}.md").write_text(article(number))
    (folder / "a" / "pier.txt").write_text(
        "The pier of Millbrook was mended over the winter, and it is open again now."
    )
    (folder / "a" / "empty<b>.txt").write_text("")
    build_index([folder / "a"], folder / "index", PLAIN)
    return folder / "index"


@pytest.fixture(scope="module")
def live(index_dir: Path):
    live = LiveIndex.open(index_dir, PLAIN, seeds=False)
    yield live
    live.close()


# The list


def test_the_list_comes_in_pages_the_newest_first_and_undated_last(index_dir):
    with Catalog.open(index_dir) as catalog:
        listed = ArticleList(catalog)
        first, last = listed.page("", 0, 50), listed.page("", 50, 50)
    assert (len(first.lines), len(last.lines), first.total) == (50, 11, 61)
    days = [one.date for one in (*first.lines, *last.lines) if one.date]
    assert days == sorted(days, reverse=True)
    assert last.lines[-1] == Listed("pier.txt", None, None, None)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("ship-07", ["ship-07.md"]),
        ("POST ship 11", ["ship-11.md"]),
        ("2023-01 ship-0", ["ship-00.md", "ship-03.md", "ship-06.md", "ship-09.md"]),
        ("pier", ["pier.txt"]),
        ("100%", []),
        ("_", []),
        ("\ud800", []),
    ],
)
def test_every_word_of_a_search_is_in_title_outlet_date_or_id(index_dir, words, ids):
    with Catalog.open(index_dir) as catalog:
        assert [one.id for one in ArticleList(catalog).page(words, 0, 50).lines] == ids


def test_outlets_are_counted_whatever_their_case_and_months_with_the_undated_last(index_dir):
    with Catalog.open(index_dir) as catalog:
        listed = ArticleList(catalog)
        assert listed.outlets() == [("Harbour Post", 60), (None, 1)]
        assert listed.months() == [("2023-01", 20), ("2023-02", 20), ("2023-03", 20), (None, 1)]


# What is shown


def test_the_view_holds_counts_dates_skips_and_a_page_of_articles(live, index_dir):
    shown = view(live, "", 0)
    assert "<dd>61</dd>" in shown.counts
    assert str(index_dir) in shown.counts
    assert shown.dates.count("<rect") == 3
    assert "empty&lt;b&gt;.txt" in shown.skipped
    assert f"1 to {PAGE} of 61" in shown.articles
    assert (view(live, "", 50).start, view(live, "ship", 100).start, view(live, None, -5).start) == (50, 0, 0)


def test_nothing_of_an_article_a_file_or_an_error_is_interpreted(live, index_dir):
    with Catalog.open(index_dir) as catalog:
        counts = catalog.counts()
    line = Listed(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    job = Job("add", Path("/index"), PLAIN)
    for html in (
        view(live, "", 0).articles,
        articles_html(ArticlePage([line], 1), 0),
        counts_html(counts, [(HOSTILE, 3)], Path(HOSTILE), HOSTILE),
        skipped_html([(HOSTILE, 1, HOSTILE)]),
        uploads_html([Upload(HOSTILE, Path("x"), "refused", HOSTILE)]),
        state_html(State(job, "failed", error=HOSTILE)),
        histogram_html([(None, 1), ("2023-01", 2)]),
    ):
        assert html
        assert "<script" not in html
        assert '"onclick' not in html


def test_a_title_opens_its_article_from_the_beginning(live):
    html = view(live, "ship-07", 0).articles
    assert 'class="or-open" data-article="ship-07.md" data-start="0" data-end="0" data-sha256=""' in html
    assert 'type="button"' in html


def test_a_running_build_says_how_far_it_is():
    job = Job("add", Path("/index"), PLAIN)
    html = state_html(State(job, progress=Progress("reading", 1200, 5000, 1300)))
    assert "Reading files: 1,200 of 5,000 files, 1,300 articles" in html
    assert 'max="5000" value="1200"' in html
    assert state_html(None) == ""


def test_an_ended_build_says_what_it_did():
    job = Job("add", Path("/index"), PLAIN)
    html = state_html(State(job, "done", report=BuildReport(added=2, unchanged=3, seconds=1.25)))
    assert "Done." in html
    assert "2 added, 3 unchanged, in 1.2 seconds." in html
    assert "Stopped." in state_html(State(job, "stopped"))


# The dates


def test_every_month_of_a_short_range_has_a_bar_and_every_year_of_a_long_one():
    assert bars([("2022-11", 2), ("2023-02", 1), (None, 9)]) == [
        Bar("2022-11", 2), Bar("2022-12", 0), Bar("2023-01", 0), Bar("2023-02", 1),
    ]  # fmt: skip
    assert bars([("2010-05", 1), ("2012-01", 2), ("2012-06", 3), ("2020-01", 4)])[:3] == [
        Bar("2010", 1), Bar("2011", 0), Bar("2012", 5),
    ]  # fmt: skip
    assert len(bars([("2019-01", 1), ("2023-12", 1)])) == MOST_MONTHS  # five years
    assert bars([(None, 3)]) == []


def test_the_drawing_says_in_words_and_figures_what_it_shows():
    html = histogram_html([("2022-11", 2), ("2023-02", 1)])
    assert 'role="img"' in html
    assert 'aria-label="Articles by month, 2022-11 to 2023-02: most in 2022-11, 2."' in html
    assert '<th scope="row">2023-02</th><td>1</td>' in html
    assert histogram_html([]) == ""


# What may be changed


MADE = """
import json, os, sys
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
from pathlib import Path
import gradio as gr
from index.settings import Settings
from ui.page.corpus_tab import corpus_tab
from ui.page.live import LiveIndex
live = LiveIndex.open(Path(sys.argv[1]), Settings(attribution="none", reader="none"), seeds=False)
with gr.Blocks() as app:
    parts = corpus_tab(live, read_only=sys.argv[2] == "read-only")
shown = parts.show("", 0)
live.close()
print(json.dumps({
    "kinds": sorted({type(block).__name__ for block in app.blocks.values()}),
    "ids": [block.elem_id for block in app.blocks.values() if getattr(block, "elem_id", None)],
    "handlers": len(app.fns),
    "visibility": sorted({fn.api_visibility for fn in app.fns.values()}),
    "builds": parts.builds is not None,
    "filled": len(shown) == len(parts.outputs),
}))
"""


def made(index_dir: Path, how: str) -> dict[str, Any]:
    """The tab in a process of its own, where what gradio leaves open goes with it."""
    ran = subprocess.run(
        [sys.executable, "-c", MADE, index_dir, how], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return json.loads(ran.stdout)


def test_a_page_for_reading_only_has_nothing_that_changes_the_index(index_dir):
    tab = made(index_dir, "read-only")
    assert (tab["builds"], tab["filled"]) == (False, True)
    assert not {"File", "UploadButton", "CheckboxGroup", "Checkbox", "Timer"} & set(tab["kinds"])
    changing = ("add", "remove", "again", "stop", "yes", "folder", "files", "reread")
    assert [one for one in tab["ids"] if any(word in one for word in changing)] == []
    assert tab["handlers"] == 3  # search, previous, next: there is none to call that adds or removes


def test_any_other_page_has_all_of_it(index_dir):
    tab = made(index_dir, "changing")
    assert (tab["builds"], tab["filled"], tab["visibility"]) == (True, True, ["private"])
    wanted = {"or-corpus-files", "or-corpus-folder", "or-corpus-choice", "or-corpus-reread", "or-corpus-stop"}
    assert wanted <= set(tab["ids"])


@pytest.mark.parametrize("path", ["", "  ", "relative/folder", "/no/such/folder", "/tmp\0x"])
def test_a_folder_on_the_server_is_checked_before_anything_begins(path):
    with pytest.raises(InputError):
        _checked(path)
