"""An article, a file's name and a question that would do harm are shown as they are, everywhere, and nothing happens."""

import csv
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
INTERPRETED = (
    "script, img, .katex, iframe, object, embed, [onerror], [onfocus], [onmouseover], a[href^='javascript:' i]"
)


def harmless(page: Page) -> None:
    """Nothing of it has run, and nothing of it became an element or an attribute."""
    for part in ("#or-chat", "#or-panel", "#or-sidebar", "#or-filters", "#or-statements", ".or-st-found", ".or-st-statements",
                 ".or-st-timeline", ".or-corpus"):  # fmt: skip
        assert page.locator(part).locator(INTERPRETED).evaluate_all("all => all.map(one => one.outerHTML)") == [], part
    assert page.evaluate("window.pwned") is None
    assert page.get_by_role("dialog").count() == 0


@pytest.fixture
def cora(harbour, reader):
    return reader(harbour.served.url)


def test_in_the_chat_the_panel_and_the_history(cora, evil) -> None:
    question = f"What did Cora Lund say about the lighthouse? {evil['words']}"
    turn = cora.ask(question)
    expect(cora.questions).to_have_text(question)
    expect(turn.locator(".or-quote").first).to_contain_text(evil["words"], use_inner_text=False)
    expect(turn.locator(".or-title").first).to_have_text(evil["title"])
    expect(turn.locator(".or-source .or-about").first).to_contain_text(evil["source"])
    expect(cora.page.locator(".or-turn[data-next=known]")).to_have_count(1, timeout=20_000)
    harmless(cora.page)
    marked = cora.opened(turn.locator("a.or-marker").first)
    assert evil["words"] in marked
    expect(cora.panel.locator("h2")).to_have_text(evil["title"])
    expect(cora.panel.locator(".or-facts")).to_contain_text(evil["author"])
    expect(cora.panel.locator(".or-origin")).to_have_text(f"Published at {evil['url']}")
    harmless(cora.page)
    cora.page.keyboard.press("Escape")
    title = cora.listed.inner_text()
    assert question.startswith(title.removesuffix("…"))
    cora.menu(title, "Rename")
    named = evil["words"][:150].strip()  # a name is 200 characters at most
    cora.page.get_by_role("textbox", name="Name of the conversation").fill(named)
    cora.page.keyboard.press("Enter")
    expect(cora.listed).to_have_text(named)
    cora.page.reload()
    expect(cora.questions).to_have_text(question)
    harmless(cora.page)
    with cora.page.expect_download() as saved:
        cora.menu("pwned", "Save as Markdown")
    assert not re.search(r'[/\\<>:"|?*]', saved.value.suggested_filename)
    markdown = Path(saved.value.path()).read_text("utf-8")
    assert "<script" not in markdown
    assert not re.search(r"(?<!\\)\]\(|(?<!\\)!\[|(?<!\\)\*\*bold", markdown)
    cora.menu("pwned", "Delete")
    expect(cora.page.get_by_role("dialog")).to_contain_text(named)
    cora.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(cora.listed).to_have_count(0)
    harmless(cora.page)


def test_in_a_refusal_and_a_copied_answer(harbour, reader, evil) -> None:
    cora = reader(harbour.served.url, permissions=["clipboard-read", "clipboard-write"])
    turn = cora.ask(f"What did Olaf Scholz say about the moon? {evil['words']}")
    expect(turn.locator(".or-refused")).to_be_visible()
    harmless(cora.page)
    turn = cora.ask("What did Cora Lund say about the lighthouse?")
    turn.get_by_role("button", name="as Markdown").click()
    expect(cora.page.locator("#or-said")).to_have_text("Copied")
    copied = cora.page.evaluate("navigator.clipboard.readText()")
    assert "<script" not in copied
    assert not re.search(r"(?<!\\)\]\(", copied)


def test_in_the_filters(cora, evil) -> None:
    cora.page.get_by_role("button", name="Filters", exact=True).click()
    outlet = cora.page.get_by_label("Outlet", exact=True).first
    outlet.fill(evil["source"])
    outlet.press("Enter")
    expect(cora.page.locator(".or-chip")).to_contain_text(evil["source"])
    outlet.fill(f"Nowhere {evil['words']}")
    outlet.press("Enter")
    expect(cora.page.locator("#or-filters .or-trouble")).to_contain_text(evil["words"])
    turn = cora.ask("What did Cora Lund say about the lighthouse?")
    expect(turn.locator(".or-filtered")).to_contain_text(evil["source"])
    harmless(cora.page)


def test_among_the_statements_and_in_their_table(cora, evil) -> None:
    cora.tab("Who said what")
    row = cora.page.locator(".or-st-statement").filter(has_text="Cora Lund")
    expect(row.locator("cite")).to_have_text(evil["title"], timeout=20_000)
    expect(row.locator(".or-st-about")).to_contain_text(evil["source"])
    cora.page.locator(".or-st-dot").first.hover()
    harmless(cora.page)
    row.locator(".or-st-words").click()
    assert "lit again" in cora.marked()
    expect(cora.panel.locator(".or-article")).to_contain_text(evil["words"])
    cora.page.keyboard.press("Escape")
    with cora.page.expect_download() as download:
        cora.page.get_by_role("button", name="Export CSV").click()
    rows = list(csv.DictReader(Path(download.value.path()).read_text("utf-8-sig").splitlines(keepends=True)))
    assert any(evil["words"] in cell for row in rows for cell in row.values())
    cora.page.goto(f"{cora.url}?tab=statements&speaker={quote(evil['words'])}&about={quote(evil['words'])}")
    expect(cora.page.locator(".or-st-found")).to_contain_text("window.pwned=1", timeout=20_000)
    harmless(cora.page)


def test_in_the_corpus_and_among_uploads(cora, evil) -> None:
    cora.tab("Corpus")
    row = cora.page.locator("#or-corpus-articles tr").filter(has_text="Lighthouse")
    expect(row.locator(".or-open")).to_have_text(evil["title"], timeout=20_000)
    expect(row.locator("code")).to_have_text(evil["id"])
    cora.page.get_by_role("button", name="Remove articles").click()
    expect(cora.page.locator("#or-corpus-choice label").filter(has_text="Lighthouse")).to_contain_text(evil["words"])
    cora.page.locator("#or-corpus-skipped").get_by_role("button").click()
    expect(cora.page.locator("#or-corpus-skipped code").first).to_contain_text(evil["name"])
    cora.page.get_by_role("button", name="Add articles").click()
    cora.page.locator("#or-corpus-files input[type=file]").set_input_files(
        {"name": f"{evil['name']}.txt", "mimeType": "text/plain", "buffer": b"The moon is far away, the keeper said."}
    )
    expect(cora.page.locator("#or-corpus-told li")).to_contain_text("onerror", timeout=20_000)
    cora.page.locator("#or-corpus-folder textarea, #or-corpus-folder input").first.fill(f"/{evil['words']}")
    cora.page.get_by_role("button", name="Add from the server").click()
    expect(cora.page.locator("#or-corpus-build [role=alert]")).to_contain_text("window.pwned=1")
    harmless(cora.page)
    row.locator(".or-open").click()
    expect(cora.panel.locator("h2")).to_have_text(evil["title"])
    harmless(cora.page)
