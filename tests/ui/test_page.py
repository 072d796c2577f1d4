"""The page in a real browser, over a real server, engine and index."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from index.build import build_index
from index.locate import SEEDS
from index.settings import Settings

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and "CI" not in os.environ, reason="no Chromium is installed"),
]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip
MISSION = "what did Peskov say about cluster munitions?"
WORDS = "changes the situation, and of course, forces Russia to take certain countermeasures"
HOSTILE = (
    '<script>window.pwned = 1</script> <img src=x onerror="window.pwned = 2"> ![x](javascript:window.pwned=3) '
    "**bold** $$x^2$$ ${window.pwned = 4} {{value}}"
)


def serve(*arguments: str | Path, environment: dict[str, str]) -> Iterator[str]:
    """Runs `onrecord chat` on a free port until the test is done; gives its address."""
    command = [sys.executable, "-m", "ui.cli", "chat", *map(str, arguments)]
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run in the background are told to ignore it
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert found, line + process.stderr.read()
        yield found[0]
        process.send_signal(signal.SIGINT)  # Ctrl-C
        _, err = process.communicate(timeout=30)
        said = [line for line in err.splitlines() if "building the seed index" not in line]
        assert said == ["onrecord: stopped"]  # and nothing went wrong on the way
        assert process.returncode == 0


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = str(tmp_path_factory.mktemp("home"))
    return dict(os.environ) | {"XDG_CACHE_HOME": folder, "XDG_DATA_HOME": folder, "HOME": folder}


@pytest.fixture(scope="module")
def seeds_url(home: dict[str, str]) -> Iterator[str]:
    """The chat of somebody who has no index: the seeds are indexed first."""
    yield from serve(environment=home)


@pytest.fixture(scope="module")
def hostile_url(tmp_path_factory: pytest.TempPathFactory, home: dict[str, str]) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "evil.txt").write_text(
        f"Ferry {HOSTILE}\n\n"
        f'"The ferry {HOSTILE} will sail again on Monday," Mayor Ann Vale told reporters on the pier.\n\n'
        "The mayor's office did not say what the repairs had cost.\n"
    )
    build_index([folder / "evil.txt"], folder / "index", Settings())
    yield from serve("--index", folder / "index", environment=home)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when it asks another host for anything, or logs an error."""
    yield from watched(browser)


LEAVING = ("AbortError", "Connection errored out", "network error", "Failed to fetch", "404: Not Found")
"""What Gradio logs of its own streams when they are lost, as when a page is reloaded; in a page that stays it connects
anew, and an answer that was lost on the way would be missing too."""


def watched(browser: Browser, **options: object) -> Iterator[Page]:
    context = browser.new_context(**options)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}
    assert [error for error in errors if not any(sign in error for sign in LEAVING)] == []
    context.close()


def ask(page: Page, question: str) -> None:
    """Types, sends, and waits for the whole answer."""
    done = page.locator(".or-turn[data-state=done]")
    before = done.count()
    page.locator("#or-question").fill(question)
    page.keyboard.press("Enter")
    expect(done).to_have_count(before + 1, timeout=20_000)


def opened(page: Page) -> str:
    """The text marked in the source panel."""
    expect(page.locator("#or-panel .or-cited").first).to_be_in_viewport()
    return "".join(page.locator("#or-panel .or-cited").all_text_contents())


def stored(article: str) -> str:
    return (SEEDS / article).read_bytes().decode("utf-8")


def test_every_citation_opens_at_the_cited_words_of_the_file(page, seeds_url) -> None:
    page.goto(seeds_url)
    expect(page).to_have_title("On Record")
    expect(page.locator("#or-holdings")).to_contain_text("5 articles")
    ask(page, MISSION)
    expect(page.locator(".or-answered .or-text")).to_contain_text(WORDS)
    markers = page.locator("a.or-marker")
    assert markers.count() > 1
    for marker in markers.all():
        marker.click()
        place = marker.evaluate("marker => ({...marker.dataset})")
        expect(page.locator(".or-place")).to_contain_text(f"{place['start']} to {place['end']}")
        assert opened(page) == stored(place["article"])[int(place["start"]) : int(place["end"])]
        expect(page.locator(".or-article")).to_contain_text("Kremlin")
    expect(page.locator(".or-turn")).to_have_count(1)  # the page was not left


def test_citations_are_gone_through_by_keys_and_the_focus_comes_back(page, seeds_url) -> None:
    page.goto(seeds_url)
    ask(page, MISSION)
    first, second = page.locator("a.or-marker").nth(0), page.locator("a.or-marker").nth(1)
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#or-panel-place")).to_have_text("Source 1 of 2")
    expect(page.locator(".or-reading")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#or-panel-place")).to_have_text("Source 2 of 2")
    expect(page.locator("#or-panel .or-cited")).to_contain_text(WORDS)
    page.keyboard.press("Escape")
    expect(page.locator("#or-panel")).to_be_hidden()
    expect(second).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#or-question")).to_be_focused()
    expect(page.locator("#or-question")).to_have_value("")


def test_the_examples_are_answered(page, seeds_url) -> None:
    page.goto(seeds_url)
    example = page.locator("#or-examples button").first
    question = example.inner_text()
    example.click()
    expect(page.locator(".or-question")).to_have_text(question)
    expect(page.locator(".or-answered .or-source").first).to_be_visible()


def test_a_refusal_looks_different_and_offers_what_came_near(page, seeds_url) -> None:
    page.goto(seeds_url)
    ask(page, "What did Olaf Scholz say about the harbour tunnel?")
    refusal = page.locator(".or-refused")
    expect(refusal.locator(".or-label")).to_have_text("Not in these articles")
    expect(refusal).to_contain_text("Nearest passages, not an answer")
    expect(page.locator(".or-answered")).to_have_count(0)
    refusal.locator(".or-nearest .or-open").first.click()
    assert any(opened(page) in path.read_bytes().decode("utf-8") for path in SEEDS.iterdir())


def test_a_follow_up_knows_the_conversation_and_a_new_one_does_not(page, seeds_url) -> None:
    page.goto(seeds_url)
    ask(page, MISSION)
    ask(page, "And what did he say about NATO?")
    expect(page.locator(".or-understood").last).to_contain_text("Peskov")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".or-question")).to_have_count(0)
    ask(page, "What did Truss say about peace?")
    expect(page.locator(".or-question")).to_have_count(1)


AT_ONCE = """question => new MutationObserver((changes, observer) => {
  if (!document.querySelector(".or-turn[data-state=done]")) return;
  observer.disconnect();
  onRecord.ask(question);
}).observe(document.getElementById("or-turns"), { subtree: true, attributes: true, attributeFilter: ["data-kept"] })"""


def test_a_question_may_follow_an_answer_at_once(page, seeds_url) -> None:
    page.goto(seeds_url)
    expect(page.locator("#or-examples button").first).to_be_visible()
    page.evaluate(AT_ONCE, "And what did he say about NATO?")  # before the server's last word on the first answer
    ask(page, MISSION)
    expect(page.locator(".or-turn[data-state=done]")).to_have_count(2)
    expect(page.locator(".or-stopped")).to_have_count(0)


def test_a_question_that_is_edited_drops_what_followed_it(page, seeds_url) -> None:
    page.goto(seeds_url)
    ask(page, MISSION)
    ask(page, "And what did he say about NATO?")
    page.locator(".or-turn").first.hover()
    page.get_by_role("button", name="Edit and ask again").first.click()
    edited = page.get_by_label("Edit the question")
    expect(edited).to_have_value(MISSION)
    edited.fill("What did Truss say about peace?")
    page.keyboard.press("Enter")
    expect(page.locator(".or-question")).to_have_text(["What did Truss say about peace?"])
    expect(page.locator(".or-turn[data-state=done]")).to_have_count(1)
    page.get_by_role("button", name="Retry this question").click()
    expect(page.locator(".or-turn[data-state=done]")).to_have_count(1)
    page.reload()
    expect(page.locator(".or-question")).to_have_text(["What did Truss say about peace?"])


def test_a_conversation_is_there_again_after_a_reload_with_its_citations(page, seeds_url) -> None:
    page.goto(seeds_url)
    ask(page, MISSION)
    page.reload()
    expect(page.locator(".or-question")).to_have_text([MISSION])
    page.locator("a.or-marker").last.click()
    assert WORDS in opened(page)


def test_a_question_in_the_address_is_asked_once(page, seeds_url) -> None:
    page.goto(f"{seeds_url}?q={quote(MISSION)}")
    expect(page.locator(".or-answered .or-text")).to_contain_text(WORDS)
    assert "q=" not in page.url
    page.reload()
    expect(page.locator(".or-turn[data-state=done]")).to_have_count(1)
    page.goto(f"{seeds_url}?q={quote('What did Truss say about peace?')}")
    expect(page.locator(".or-question")).to_have_text(["What did Truss say about peace?"])


@pytest.mark.parametrize("allowed", [True, False])
def test_an_answer_is_copied_with_its_references(browser, seeds_url, allowed) -> None:
    for page in watched(browser, permissions=["clipboard-read", "clipboard-write"]):
        if not allowed:  # as on a page that did not come over a safe connection
            page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        page.goto(seeds_url)
        ask(page, MISSION)
        page.get_by_role("button", name="Copy the answer with its references, as Markdown").click()
        expect(page.locator("#or-said")).to_have_text("Copied")
        page.locator("#or-question").focus()
        page.keyboard.press("Control+V")
        assert re.search(r"\\\[1\\\] \*\*.*Kremlin", page.locator("#or-question").input_value())


def test_nothing_of_an_article_or_a_question_is_interpreted(page, hostile_url) -> None:
    page.goto(hostile_url)
    ask(page, f"What did Ann Vale say about the ferry? {HOSTILE}")
    expect(page.locator(".or-question")).to_have_text(f"What did Ann Vale say about the ferry? {HOSTILE}")
    assert HOSTILE in page.locator(".or-answer").inner_text()
    page.locator("a.or-marker").first.click()
    assert HOSTILE in opened(page)
    page.reload()
    expect(page.locator(".or-answer")).to_contain_text(HOSTILE)
    assert page.evaluate("window.pwned") is None
    inside = page.locator("#or-chat, #or-panel, #or-sidebar")
    assert inside.locator("img, script, strong, .katex, a[href^=javascript]").count() == 0


def test_an_empty_question_asks_nothing(page, seeds_url) -> None:
    page.goto(seeds_url)
    page.locator("#or-question").fill("   ")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)  # a question would be shown at once
    expect(page.locator(".or-question")).to_have_count(0)


def test_a_question_of_2000_words_is_answered(page, seeds_url) -> None:
    page.goto(seeds_url)
    ask(page, "what did Peskov say about weapons and security? " * 250)
    expect(page.locator(".or-question")).to_have_count(1)
    expect(page.locator(".or-failure")).to_have_count(0)


def test_two_conversations_do_not_mix(browser, page, seeds_url) -> None:
    page.goto(seeds_url)
    ask(page, MISSION)
    for other in watched(browser):
        other.goto(seeds_url)
        expect(other.locator("#or-question")).to_be_visible()
        ask(other, "What did Truss say about peace?")
        expect(other.locator(".or-question")).to_have_count(1)
    ask(page, "What did Cleverly say about peace talks?")
    assert page.locator(".or-question").all_text_contents() == [MISSION, "What did Cleverly say about peace talks?"]


def test_a_second_tab_begins_a_conversation_of_its_own(page, seeds_url) -> None:
    page.goto(seeds_url)
    ask(page, MISSION)
    other = page.context.new_page()
    other.goto(seeds_url)
    ask(other, "What did Truss say about peace?")
    expect(other.locator(".or-question")).to_have_count(1)
    expect(page.locator(".or-question")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_is_legible(browser, seeds_url, scheme) -> None:
    for page in watched(browser, viewport={"width": 390, "height": 844}, color_scheme=scheme, reduced_motion="reduce"):
        page.goto(seeds_url)
        ask(page, MISSION)
        expect(page.locator("#or-question")).to_be_in_viewport()
        parts = [
            ".or-question",
            ".or-answered .or-text p",
            ".or-about",
            "a.or-marker",
            ".or-quote",
            ".or-title",
            ".or-small",
        ]
        legible(page, *parts)
        page.locator("a.or-marker").first.click()
        opened(page)
        assert page.locator("#or-panel").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
        legible(page, ".or-cited", ".or-masked", ".or-facts dt", ".or-place", "#or-panel-place")
        page.get_by_role("button", name="Close the source").click()
        ask(page, "What did Olaf Scholz say about the harbour tunnel?")
        legible(page, ".or-refused .or-label", ".or-refused .or-text p", ".or-heading")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def legible(page: Page, *parts: str) -> None:
    for part in parts:
        assert page.locator(part).last.evaluate(CONTRAST) >= 4.5, part  # WCAG AA, body text


CONTRAST = """element => {
  const rgb = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let behind = element;
  while (behind.parentElement && rgb(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
  const [a, b] = [light(rgb(getComputedStyle(element).color)), light(rgb(getComputedStyle(behind).backgroundColor))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}"""
