"""The page in a real browser, over a real server, engine and index."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

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
    assert errors == []
    context.close()


def ask(page: Page, question: str) -> None:
    """Types, sends, and waits for the answer."""
    done = page.locator(".or-answer:not(.or-waiting)")
    before = done.count()
    page.locator("#or-box textarea").fill(question)
    page.keyboard.press("Enter")
    expect(done).to_have_count(before + 1, timeout=20_000)


def test_an_answer_shows_the_exact_words_marked_in_their_source(page, seeds_url, tmp_path) -> None:
    page.goto(seeds_url)
    expect(page).to_have_title("On Record")
    expect(page.locator(".or-header")).to_contain_text("5 articles")
    ask(page, MISSION)
    expect(page.locator(".or-answered > p").first).to_contain_text(WORDS)
    marks = page.locator(".or-source mark").all_text_contents()
    assert any(WORDS in mark for mark in marks)
    stored = [path.read_bytes().decode("utf-8") for path in SEEDS.iterdir()]
    assert all(any(mark in text for text in stored) for mark in marks)
    page.screenshot(path=tmp_path / "answer.png")
    assert (tmp_path / "answer.png").stat().st_size > 10_000


def test_a_marker_leads_to_its_source_without_leaving_the_page(page, seeds_url) -> None:
    page.goto(f"{seeds_url}?from=a-link")
    ask(page, MISSION)
    page.locator("a.or-marker").first.click()
    expect(page.locator(".or-chosen")).to_have_attribute("id", "answer1-source-1")
    expect(page.locator("#answer1-source-1")).to_be_focused()
    expect(page.locator("#answer1-source-1")).to_be_in_viewport()
    expect(page.locator(".or-question")).to_have_count(1)


def test_the_seeds_offer_examples_that_are_answered(page, seeds_url) -> None:
    page.goto(seeds_url)
    page.get_by_role("button", name="What did Peskov say about cluster munitions?").click()
    expect(page.locator(".or-answered")).to_contain_text(WORDS)
    expect(page.locator(".or-question")).to_have_text("What did Peskov say about cluster munitions?")


def test_a_refusal_looks_different_and_offers_what_came_near(page, seeds_url) -> None:
    page.goto(seeds_url)
    ask(page, "What did Olaf Scholz say about the harbour tunnel?")
    refusal = page.locator(".or-refused")
    expect(refusal.locator(".or-label")).to_have_text("Not in these articles")
    expect(refusal).to_contain_text("Nearest passages, not an answer")
    expect(page.locator(".or-answered")).to_have_count(0)


def test_a_follow_up_knows_the_conversation_and_a_new_one_does_not(page, seeds_url) -> None:
    page.goto(seeds_url)
    ask(page, MISSION)
    ask(page, "And what did he say about NATO?")
    expect(page.locator(".or-answer").last).to_contain_text("Peskov")
    ids = page.locator(".or-sources > li").evaluate_all("sources => sources.map(source => source.id)")
    assert len(ids) == len(set(ids))
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".or-question")).to_have_count(0)
    ask(page, "What did Truss say about peace?")
    expect(page.locator(".or-question")).to_have_count(1)


def test_nothing_of_an_article_or_a_question_is_interpreted(page, hostile_url) -> None:
    page.goto(hostile_url)
    assert page.get_by_role("button", name="What did").count() == 0  # examples are about the seeds
    ask(page, f"What did Ann Vale say about the ferry? {HOSTILE}")
    expect(page.locator(".or-question")).to_have_text(f"What did Ann Vale say about the ferry? {HOSTILE}")
    assert HOSTILE in page.locator(".or-answer").inner_text()
    assert page.evaluate("window.pwned") is None
    assert page.locator("#or-chat").locator("img, script, strong, .katex, a[href^=javascript]").count() == 0


def test_an_empty_question_asks_nothing(page, seeds_url) -> None:
    page.goto(seeds_url)
    page.locator("#or-box textarea").fill("   ")
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
        expect(other.locator("#or-box textarea")).to_be_visible()
        expect(other.locator(".or-question")).to_have_count(0)
        ask(other, "What did Truss say about peace?")
    ask(page, "What did Cleverly say about peace talks?")
    assert page.locator(".or-question").all_text_contents() == [MISSION, "What did Cleverly say about peace talks?"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_is_legible(browser, seeds_url, scheme) -> None:
    for page in watched(browser, viewport={"width": 390, "height": 844}, color_scheme=scheme):
        page.goto(seeds_url)
        ask(page, MISSION)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        expect(page.locator("#or-box textarea")).to_be_in_viewport()
        for part in (".or-answered > p", ".or-source mark", ".or-around", ".or-about", "a.or-marker"):
            assert page.locator(part).first.evaluate(CONTRAST) >= 4.5, part  # WCAG AA, body text


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
