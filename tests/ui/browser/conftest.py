"""What the tests of the page share: servers of the real command, one browser, and people who sit before it."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from index.build import build_index
from index.settings import Settings

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip
LEFT = (
    "AbortError",
    "Unexpected error Connection errored out.",
    "Unexpected error Failed to fetch",
    "Unexpected error 404: Not Found",
)
"""What Gradio logs of its own streams when they are lost, as when a page is left; on a page that stays it connects anew, and an
answer that was lost on the way would be missing in the test itself."""
PATIENCE_MS = 20_000
FERRY = '"The ferry sails again on Monday," harbour master Ann Vale told reporters.\n\nThe pier was mended.\n'
EVIL = (
    "<script>window.pwned=1</script><img src=x onerror=window.pwned=2> ![x](javascript:window.pwned=3) "
    "[y](javascript:window.pwned=4) **bold** $$x^2$$ ${window.pwned=5} {{window.pwned=6}} "
    "&lt;b&gt; \" onfocus=window.pwned=7 x='"
)
"""What a hostile article holds wherever it can."""
EVIL_NAME = "x' onmouseover=window.pwned=8 \" <img src=x onerror=window.pwned=9>"
"""Of a file: no slash, as in a closing tag, can stand in it."""
EVIL_ARTICLE = {
    "id": f"lighthouse {EVIL}", "title": f"Lighthouse {EVIL}", "source": f"Beacon {EVIL}", "author": EVIL, "date": "2024-03-05",
    "url": "javascript:window.pwned=10",
    "text": f"“The lighthouse {EVIL} will be lit again in May,” keeper Cora Lund told reporters on the cliff.\n\n"
    "The lamp was mended over the winter.\n",
}  # fmt: skip
CHAT = ("-m", "ui.cli", "chat")


@dataclass(frozen=True)
class Served:
    """A running `onrecord chat`."""

    url: str
    process: "subprocess.Popen[str]"
    home: Path
    """Its user's own folder."""

    @property
    def data(self) -> Path:
        """Where conversations and opinions are kept."""
        return self.home / "data" / "onrecord"


@contextmanager
def running(home: Path, *arguments: str | Path, program: tuple[str, ...] = CHAT) -> Iterator[Served]:
    """`onrecord chat` of a user of their own, until the block is done; nothing but that it stopped may stand on its stderr."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run in the background are told to ignore it
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ONRECORD_", "GRADIO_"))}
    folders = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("DATA", "CACHE", "CONFIG")}
    with subprocess.Popen(
        [sys.executable, *program, *map(str, arguments)],
        env=kept | folders | {"HOME": str(home)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            assert process.stdout
            assert process.stderr
            line = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
            assert found, line + process.stderr.read()
            yield Served(found[0], process, home)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)
            assert err.splitlines() == ["onrecord: stopped"]
        finally:
            if process.poll() is None:
                process.kill()


@pytest.fixture(scope="session")
def seeds(seed_index_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page over the seed articles, for all of these tests; none of them may change the index."""
    with running(tmp_path_factory.mktemp("home"), "--index", seed_index_dir, "--read-only") as served:
        yield served


@dataclass(frozen=True)
class Harbour:
    """A page that may add to its index, and remove from it."""

    served: Served
    articles: Path
    """The folder that was indexed."""
    index_dir: Path


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harbour]:
    """The page over an article about a ferry and one that would do harm, for all of these tests."""
    folder = tmp_path_factory.mktemp("harbour")
    articles, index_dir = folder / "articles", folder / "index"
    articles.mkdir()
    (articles / "ferry.txt").write_text(FERRY)
    (articles / "evil.jsonl").write_text(json.dumps(EVIL_ARTICLE))
    (articles / f"{EVIL_NAME}.txt").write_text("")  # is skipped, and the skip listed
    build_index([articles], index_dir, Settings())
    with running(folder / "home", "--index", index_dir) as served:
        yield Harbour(served, articles, index_dir)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        (pytest.fail if "CI" in os.environ else pytest.skip)("no Chromium is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Reader:
    """Somebody at the page, in a browser of their own."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.url = url
        self.logged: list[str] = []
        """Errors that the page logs."""
        self.requested: list[str] = []
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.on("console", lambda said: self.logged.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.logged.append(str(error)))

    def visit(self, query: str = "") -> None:
        self.page.goto(self.url + query)
        expect(self.page.locator("#or-question")).to_be_visible(timeout=PATIENCE_MS)

    def ask(self, question: str) -> Locator:
        """Types, sends, and waits for the whole answer; the turn."""
        done = self.page.locator(".or-turn[data-state=done]")
        before = done.count()
        self.page.locator("#or-question").fill(question)
        self.page.locator("#or-question").press("Enter")
        expect(done).to_have_count(before + 1, timeout=PATIENCE_MS)
        return self.page.locator(".or-turn").last

    @property
    def questions(self) -> Locator:
        return self.page.locator(".or-question")

    @property
    def panel(self) -> Locator:
        return self.page.locator("#or-panel")

    @property
    def listed(self) -> Locator:
        """Titles of the conversations beside the chat."""
        return self.page.locator("#or-sidebar .or-open-conversation > span")

    def marked(self) -> str:
        """The text marked in the source panel, once it is in sight."""
        expect(self.panel.locator(".or-cited").first).to_be_in_viewport(timeout=PATIENCE_MS)
        return "".join(self.panel.locator(".or-cited").all_text_contents())

    def opened(self, opener: Locator) -> str:
        """Opens a passage; the text that the panel marks for it."""
        start, end = (opener.get_attribute(f"data-{edge}") for edge in ("start", "end"))
        opener.click()
        expect(self.panel.locator(".or-place")).to_contain_text(f"characters {start} to {end}", timeout=PATIENCE_MS)
        return self.marked()

    def menu(self, title: str, action: str) -> None:
        """Does something to a conversation of the list."""
        row = self.page.locator("#or-sidebar li").filter(has_text=title)
        row.locator(".or-more").click()
        row.get_by_role("button", name=action).click()

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def left(self) -> None:
        """Closes the browser; no request may have gone elsewhere, and no error been logged."""
        self.context.close()
        elsewhere = {urlsplit(url).hostname for url in self.requested if not url.startswith(("data:", "blob:"))}
        assert elsewhere <= {"127.0.0.1"}
        assert [error for error in self.logged if not error.startswith(LEFT)] == []


@pytest.fixture
def reader(browser: Browser) -> Iterator[Callable[..., Reader]]:
    """Somebody who opens a page; what they did is checked when the test is done."""
    with ExitStack() as leaving:

        def comes(url: str, query: str = "", **options: Any) -> Reader:
            someone = Reader(browser.new_context(accept_downloads=True, **options), url)
            leaving.callback(someone.left)
            someone.visit(query)
            return someone

        yield comes


@pytest.fixture
def ann(seeds: Served, reader: Callable[..., Reader]) -> Reader:
    """Somebody at the page over the seeds."""
    return reader(seeds.url)


@pytest.fixture
def evil() -> dict[str, str]:
    """The hostile article, and a file's name as hostile."""
    return {**EVIL_ARTICLE, "name": EVIL_NAME, "words": EVIL}


@pytest.fixture(scope="session")
def serve() -> Callable[..., Any]:
    """Starts a server of a test's own, as a context."""
    return running
