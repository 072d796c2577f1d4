"""How the page looks and what those hear of it who do not see it: light and dark, wide and narrow, axe-core's rules."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
MISSION = "what did Peskov say about cluster munitions?"
REFUSED = "What did Olaf Scholz say about the harbour tunnel?"
PHONE = {"width": 390, "height": 844}


def grave(page: Page) -> list[str]:
    """What axe-core finds serious or critical, with the first elements that it finds it on."""
    page.wait_for_timeout(300)  # colours that fade are read when they have faded
    found = Axe().run(page).response
    assert found["testEngine"]["name"] == "axe-core"
    return [
        f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes'][:4]]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


def states(page: Page, ann) -> Iterator[str]:
    """Goes through what the page can look like; what it looks like."""
    expect(page.locator("#or-examples button").first).to_be_visible(timeout=20_000)
    yield "nothing asked"
    turn = ann.ask(MISSION)
    expect(turn.locator(".or-next .or-suggestion").first).to_be_visible(timeout=20_000)
    yield "an answer"
    turn.locator("a.or-marker").first.click()
    assert ann.marked()
    yield "the source panel"
    page.get_by_role("button", name="Close the source").click()
    ann.ask(REFUSED)
    yield "a refusal"
    page.get_by_role("button", name="Filters", exact=True).click()
    page.get_by_label("From", exact=True).first.fill("2022-04-01")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".or-chip")).to_have_count(1)
    yield "filters"
    ann.tab("Who said what")
    expect(page.locator(".or-st-statement").first).to_be_visible(timeout=20_000)
    yield "the statements"
    ann.tab("Corpus")
    expect(page.locator("#or-corpus-articles tbody tr")).to_have_count(5, timeout=20_000)
    yield "the corpus"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(seeds, reader, scheme) -> None:
    ann = reader(seeds.url, viewport={"width": 1280, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    assert {state: found for state in states(ann.page, ann) if (found := grave(ann.page))} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_reaches_beyond_the_edge(seeds, reader, scheme) -> None:
    ann = reader(seeds.url, viewport=PHONE, color_scheme=scheme, reduced_motion="reduce", has_touch=True)
    wide = {}
    for state in states(ann.page, ann):
        if (width := ann.page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
            wide[state] = width
        if state == "the source panel":
            assert ann.panel.bounding_box() == {"x": 0, "y": 0, **PHONE}
            assert ann.panel.get_attribute("aria-modal") == "true"
            assert grave(ann.page) == []
    assert wide == {}


def test_the_dark_page_is_dark_and_the_light_one_light(seeds, reader) -> None:
    ann = reader(seeds.url)
    paper = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    assert min(ann.page.evaluate(paper)) > 230
    dark = reader(seeds.url, color_scheme="dark")
    assert max(dark.page.evaluate(paper)) < 50
