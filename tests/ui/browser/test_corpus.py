"""Articles that are added and removed from the page, while it goes on answering."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
TRAM = (
    "The tram line to the harbour has no drivers.\n\n"
    '"The tram will run on Sundays from October," transport councillor Mia Lind told the assembly on Friday.\n'
)
WORDS = "The tram will run on Sundays from October"
ASKED = "What did Mia Lind say about the tram?"
KNOWN = "What did Cora Lund say about the lighthouse?"


def builds(server: int) -> list[int]:
    """The processes of a server that build."""
    children = Path(f"/proc/{server}/task").glob("*/children")
    found = [int(child) for path in children for child in path.read_text().split()]
    return [one for one in found if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


@contextmanager
def held(page: Page, server: int) -> Iterator[None]:
    """Waits for a build to begin, and holds it until the block is done."""
    for _ in range(500):
        if found := builds(server):
            break
        page.wait_for_timeout(20)
    else:
        pytest.fail("no build began")
    os.kill(found[0], signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(found[0], signal.SIGCONT)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="holds the build by what Linux tells of processes")
def test_an_uploaded_file_is_asked_about_and_meanwhile_the_old_index_answers(harbour, reader) -> None:
    ann, ben = reader(harbour.served.url), reader(harbour.served.url)
    expect(ann.ask(ASKED).locator(".or-refused")).to_be_visible()
    ann.tab("Corpus")
    counted = ann.page.locator("#or-corpus-counts dd").first
    expect(counted).to_have_text("2", timeout=20_000)
    ann.page.get_by_role("button", name="Add articles").click()
    files = [("tram.txt", TRAM.encode()), ("nothing.txt", b"")]
    ann.page.locator("#or-corpus-files input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": content} for name, content in files]
    )
    told = ann.page.locator("#or-corpus-told")
    expect(told).to_contain_text("tram.txt will be added", timeout=20_000)
    expect(told).to_contain_text("nothing.txt")
    ann.page.get_by_role("button", name="Add these files").click()
    with held(ann.page, harbour.served.process.pid):
        expect(ann.page.locator("#or-corpus-build")).to_contain_text(
            "Questions are answered from the articles as they were"
        )
        for one in (ann, ben):
            one.tab("Chat")
            expect(one.ask(KNOWN).locator(".or-answered")).to_be_visible()
            expect(one.ask(ASKED).locator(".or-refused")).to_be_visible()
        ann.tab("Corpus")
        expect(ann.page.get_by_role("button", name="Stop", exact=True).last).to_be_visible()
    expect(ann.page.locator("#or-corpus-build")).to_contain_text("Done.", timeout=60_000)
    expect(ann.page.locator("#or-corpus-build")).to_contain_text("1 added")
    expect(counted).to_have_text("3")
    for one in (ann, ben):
        one.tab("Chat")
        turn = one.ask(ASKED)
        expect(turn.locator(".or-answered .or-text")).to_contain_text(WORDS)
        marker = turn.locator("a.or-marker").first
        start, end = (int(str(marker.get_attribute(f"data-{edge}"))) for edge in ("start", "end"))
        assert one.opened(marker) == TRAM[start:end]
        one.page.keyboard.press("Escape")

    ann.tab("Corpus")
    ann.page.get_by_role("button", name="Remove articles").click()
    ann.page.locator("#or-corpus-choice label").filter(has_text="tram.txt").click()
    ann.page.get_by_role("button", name="Remove the chosen ones").click()
    ann.page.get_by_role("button", name="Yes, remove").click()
    expect(ann.page.locator("#or-corpus-build")).to_contain_text("1 removed", timeout=60_000)
    expect(counted).to_have_text("2")
    ann.tab("Chat")
    ann.page.reload()
    gone = ann.page.locator(".or-turn").nth(3).locator(".or-source .or-changed")
    expect(gone).to_contain_text("no longer in the index")
    expect(ann.page.locator(".or-turn").nth(3).locator(".or-quote")).to_contain_text(WORDS)  # the words are kept
    expect(ann.ask(ASKED).locator(".or-refused")).to_be_visible()


def test_a_page_for_reading_only_lists_what_there_is_and_offers_no_change(ann) -> None:
    ann.tab("Corpus")
    expect(ann.page.locator("#or-corpus-articles tbody tr")).to_have_count(5, timeout=20_000)
    search = ann.page.get_by_label("Search in titles, outlets, dates and ids")
    search.fill("2022-04-28")
    expect(ann.page.locator("#or-corpus-articles tbody tr")).to_have_count(1)
    for name in ("Add articles", "Remove articles", "Read again"):
        expect(ann.page.get_by_role("button", name=name)).to_have_count(0)
    assert ann.page.locator("input[type=file]").count() == 0
