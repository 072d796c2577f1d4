"""The report in a real browser, opened from disk."""

import os
from collections.abc import Iterator
from shutil import which

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from evals.report import write_report

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and "CI" not in os.environ, reason="no Chromium is installed"),
]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def address(new_run, papers, tmp_path) -> str:
    curve = [{"threshold": t / 4, "precision": 1 - t / 8, "recall": t / 4, "f1": 0.5} for t in range(5)]
    before = new_run(tmp_path / "before")
    return write_report(new_run(tmp_path / "run", curve=curve), previous=before, article=papers.get).as_uri()


def watched(browser: Browser, **options: object) -> Iterator[Page]:
    """A page that fails the test when it asks for anything but its own file, or logs an error."""
    context = browser.new_context(**options)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert {url.partition("#")[0].rpartition("/")[2] for url in asked} == {"report.html"}
    assert all(url.startswith("file:") for url in asked)
    assert errors == []
    context.close()


@pytest.fixture
def page(browser, address) -> Iterator[Page]:
    for page in watched(browser, viewport={"width": 1280, "height": 900}):
        page.goto(address)
        yield page


def listed(page: Page) -> list[str]:
    return page.locator("#list button").evaluate_all("buttons => buttons.map(button => button.dataset.id)")


def test_it_opens_from_disk_with_table_plots_and_every_question(page) -> None:
    expect(page.locator("table.measures tbody tr")).to_have_count(3)
    expect(page.locator(".chart svg")).to_have_count(4)
    assert listed(page) == ["q1", "q2", "q3", "q4"]
    expect(page.locator("#count")).to_have_text("4 of 4 questions")


def test_nothing_of_an_article_a_question_or_an_error_is_interpreted(page, hostile) -> None:
    expect(page.locator(".article-text")).to_contain_text(hostile)
    page.locator("#list button").nth(1).click()
    expect(page.locator("h3.question")).to_have_text(f"Which engine? {hostile}")
    page.locator("#list button").nth(3).click()
    expect(page.locator(".answer")).to_have_text(f"ValueError: {hostile}")
    assert page.evaluate("window.pwned") is None
    assert page.locator("main img").count() == 0


def test_cited_and_gold_words_are_marked_where_they_stand(page, vale) -> None:
    expect(page.locator(".article-text mark.cited.gold")).to_have_text(vale)  # past two ships, each of two UTF-16 units
    page.locator("#list button").nth(1).click()
    expect(page.locator(".article-text mark.cited:not(.gold)")).to_have_text(vale)
    expect(page.locator(".article-text mark.gold:not(.cited)")).to_contain_text("Engineer Bo Lund")
    expect(page.locator(".source.cited")).to_contain_text("not gold")
    page.locator(".source.gold button").click()
    expect(page.locator(".article-text mark.here")).to_contain_text("Engineer Bo Lund")
    expect(page.locator(".article-text mark.here")).to_be_in_viewport()


def test_filters_and_search_narrow_the_list(page) -> None:
    page.locator("#kind").select_option("fact")
    assert listed(page) == ["q2", "q4"]
    page.locator("#status").select_option("failed")
    assert listed(page) == ["q4"]
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#count")).to_have_text("4 of 4 questions")
    page.locator("#outcome").select_option("anything not right")
    assert listed(page) == ["q2", "q4"]
    page.locator("#outcome").select_option("rightly refused")
    assert listed(page) == ["q3"]
    page.locator("#outcome").select_option("")
    page.locator("#search").fill("CAFE roe")  # any order, accents and case aside
    assert listed(page) == ["q3"]
    page.locator("#search").fill("no such word")
    expect(page.locator("#count")).to_have_text("0 of 4 questions")


def test_it_is_worked_by_keyboard(page) -> None:
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.locator("#list button").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#list button").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h3.question")).to_contain_text("Which engine?")
    expect(page.locator("#list button[aria-current]")).to_have_count(1)
    page.locator(".article-text").focus()
    expect(page.locator(".article-text")).to_be_focused()


def test_an_address_leads_to_its_question(page, address) -> None:
    page.goto(f"{address}#q=q3")
    expect(page.locator("h3.question")).to_have_text("What did Cy Roe say about the café?")
    expect(page.locator("#detail")).to_contain_text("reason: not_said")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_and_is_legible(browser, address, scheme, width) -> None:
    for page in watched(browser, viewport={"width": width, "height": 844}, color_scheme=scheme):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("#list button").nth(1).click()
        parts = (
            ".lead", "thead th", ".facts dt", "#count", "#list .about", ".badge.good", ".badge.bad", ".badge.half",
            ".answer",
            ".article-text", ".article-text mark.cited", ".article-text mark.gold", ".legend mark.cited.gold", ".legend span",
            ".figures dt", ".key li", "label", "summary",
        )  # fmt: skip
        for part in parts:
            for element in page.locator(part).all()[:3]:
                assert element.evaluate(CONTRAST) >= 4.5, part  # WCAG AA, body text


def test_a_phone_reads_a_question_below_the_list_and_goes_back(browser, address) -> None:
    for page in watched(browser, viewport={"width": 390, "height": 844}, reduced_motion="reduce"):
        page.goto(address)
        page.locator("#list button").nth(1).click()
        expect(page.locator("h3.question")).to_be_in_viewport()
        page.get_by_role("button", name="Back to the list").click()
        expect(page.locator("#list button").first).to_be_in_viewport()


def test_thousands_of_questions_stay_usable(browser, new_run, new_question, new_sample, papers, tmp_path, vale) -> None:
    count = 5000
    asked = [new_question(f"q{n}", f"Question number {n}?", evidence=[vale]) for n in range(count)]
    samples = [new_sample(f"q{n}", vale, citation_recall=1.0) for n in range(count)]
    path = write_report(new_run(tmp_path / "run", questions=asked, samples=samples), article=papers.get)
    for page in watched(browser):
        page.goto(path.as_uri())
        expect(page.locator("#list button")).to_have_count(200)
        page.locator("#more").click()
        expect(page.locator("#list button")).to_have_count(400)
        page.locator("#search").fill("number 4999")
        assert listed(page) == ["q4999"]


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
