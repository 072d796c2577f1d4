"""The page without a mouse."""

import pytest
from playwright.sync_api import Page, expect

from index.locate import SEEDS

pytestmark = pytest.mark.browser
MISSION = "what did Peskov say about cluster munitions?"
MOST_STOPS = 80
SEEN = """() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  const shown = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  return {
    name: element.getAttribute("aria-label") || element.innerText || element.value || element.id || element.className,
    shown: shown(element) || shown(element.closest("form") || element) || shown(element.parentElement),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def go(page: Page, selector: str, key: str = "Tab") -> None:
    """Presses a key until the focus is on what is looked for; where it is on the way has to be seen."""
    unseen = []
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        stop = page.evaluate(SEEN)
        if not (stop["shown"] and stop["inside"]):
            unseen.append(stop)
    assert unseen == []
    pytest.fail(f"{selector} cannot be reached")


def focused(page: Page, selector: str) -> None:
    expect(page.locator(f"{selector}:focus")).to_have_count(1)


def test_a_source_is_checked_by_keys_alone(ann) -> None:
    page = ann.page
    focused(page, "#or-question")  # one can type at once
    page.keyboard.type(MISSION)
    page.keyboard.press("Enter")
    expect(page.locator(".or-turn[data-state=done]")).to_have_count(1, timeout=20_000)
    focused(page, "#or-question")
    go(page, "a.or-marker[data-n='2']", "Shift+Tab")
    place = page.locator("a.or-marker:focus").evaluate("marker => ({...marker.dataset})")
    page.keyboard.press("Enter")
    words = (SEEDS / place["article"]).read_bytes().decode()[int(place["start"]) : int(place["end"])]
    assert ann.marked() == words
    focused(page, "#or-panel .or-reading")
    expect(page.locator("#or-panel-place")).to_have_text("Source 2 of 2")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#or-panel-place")).to_have_text("Source 1 of 2")
    expect(page.locator("#or-panel .or-cited").first).to_be_in_viewport()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#or-panel-place")).to_have_text("Source 2 of 2")
    page.keyboard.press("Escape")
    expect(ann.panel).to_be_hidden()
    focused(page, "a.or-marker[data-n='2']")
    page.keyboard.press("/")
    focused(page, "#or-question")


def test_every_stop_on_the_way_can_be_seen_and_has_a_name(ann) -> None:
    ann.ask(MISSION)
    expect(ann.page.locator(".or-next .or-suggestion").first).to_be_visible(timeout=20_000)
    ann.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    stops = []
    for _ in range(MOST_STOPS):
        ann.page.keyboard.press("Tab")
        if ann.page.evaluate("document.activeElement === document.body"):
            break
        stops.append(ann.page.evaluate(SEEN))
    assert len(stops) > 15
    assert [stop for stop in stops if not (stop["shown"] and stop["inside"] and stop["name"].strip())] == []


def test_the_tabs_are_changed_and_a_statement_is_opened_by_keys(ann) -> None:
    page = ann.page
    page.get_by_role("tab", name="Chat").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".or-st-statement").first).to_be_visible(timeout=20_000)
    go(page, ".or-st-words")
    words = page.locator(".or-st-words:focus").inner_text()
    page.keyboard.press("Enter")
    marked = " ".join(ann.marked().split())
    assert " ".join(words.split()).split(" … ")[0] in marked
    page.keyboard.press("Escape")
    focused(page, ".or-st-words")
    page.get_by_role("tab", name="Who said what").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#or-corpus-articles tbody tr")).to_have_count(5, timeout=20_000)
    go(page, "#or-corpus-articles .or-open")
    page.keyboard.press("Enter")
    expect(ann.panel.locator(".or-article")).to_be_visible()
    page.keyboard.press("Escape")
    focused(page, "#or-corpus-articles .or-open")


def test_a_sheet_that_covers_the_page_keeps_the_focus_in_it(seeds, reader) -> None:
    ann = reader(seeds.url, viewport={"width": 390, "height": 844})
    ann.ask(MISSION)
    ann.page.locator("a.or-marker").first.press("Enter")
    assert ann.marked()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(12):
            ann.page.keyboard.press(key)
            assert ann.page.evaluate("Boolean(document.activeElement.closest('#or-panel'))")
