"""What stands around the chat (conversations, filters, thumbs), on a page of its own in a real browser."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from index.build import build_index
from index.settings import Settings
from rag.filters import Filters
from ui.page.history import Conversations, StoredTurn
from ui.page.sidebar import SHOWN, View, day, listing_html

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
HOSTILE = '"><script>window.pwned = 1</script><img src=x onerror="window.pwned = 2"> ${window.pwned = 3} {{value}} `'


ARTICLES = (
    '{"text": "“The ferry sails on Monday,” harbour master Ann Vale said.", "date": "2024-03-05", "source": "Ferry News"}',
    '{"text": "“The bridge stays closed,” said Mayor Bo Lind.", "date": "2024-05-01", "source": "Roeburgh Times"}',
    '{"text": "“The school opens,” Mia Lind told reporters on Friday.", "source": "Roeburgh Times"}',
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def kept(data: Path) -> Conversations:
    return Conversations(data / "conversations.db")


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    (data / "articles.jsonl").write_text("\n".join(ARTICLES), encoding="utf-8")
    build_index([data / "articles.jsonl"], data / "index", Settings())
    driver = [sys.executable, Path(__file__).with_name("parts_driver.py"), data, data / "index"]
    with subprocess.Popen(driver, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.communicate(timeout=30)
        assert process.returncode == 0


@pytest.fixture
def ann(kept: Conversations, answer: Any, citation: Any, request: pytest.FixtureRequest) -> str:
    """Somebody who has three conversations and whom no other test knows."""
    owner = f"user:{request.node.name}"
    for title in ("The bridge", "The ferry", "The school"):
        turn = StoredTurn(
            f"{title}?", answer(f"{title} is closed. [1]", citation()), Filters(), "2024-03-06T09:30", "v1"
        )
        kept.add(owner, kept.start(owner, title), turn)
    return owner


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any, address: str, ann: str) -> Iterator[Page]:
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}?owner={ann}")
    expect(titles(page)).to_have_text(["The school", "The ferry", "The bridge"])
    yield page
    assert errors == []
    context.close()


def titles(page: Page) -> Any:
    return page.locator("#or-sidebar li button[data-action=open] > span")


def row(page: Page, title: str) -> Any:
    return page.locator("#or-sidebar li").filter(has_text=title)


def menu(page: Page, title: str, action: str) -> None:
    row(page, title).locator(".or-more").click()
    row(page, title).get_by_role("button", name=action).click()


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None and "CI" not in os.environ, reason="no Chromium is installed")
class TestInTheBrowser:
    def test_a_conversation_opens_and_is_marked_until_another_one_is_begun(self, page, kept, ann) -> None:
        page.get_by_role("button", name="The ferry").first.click()
        ferry = next(one.id for one in kept.listed(ann) if one.title == "The ferry")
        expect(page.locator("#shown")).to_contain_text(ferry)
        expect(page.locator("#or-sidebar [aria-current=true]")).to_contain_text("The ferry")
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator("#shown")).to_contain_text("new")
        expect(page.locator("#or-sidebar [aria-current=true]")).to_have_count(0)

    def test_search_finds_words_of_answers_and_says_when_there_are_none(self, page) -> None:
        page.get_by_label("Search conversations").press_sequentially("ferry is")
        expect(titles(page)).to_have_text(["The ferry"])
        expect(page.locator("#or-sidebar [role=status]")).to_have_text("1 found.")
        page.get_by_label("Search conversations").press_sequentially(" airport")
        expect(page.locator("#or-sidebar [role=status]")).to_have_text("No conversation holds all of these words.")
        expect(page.get_by_label("Search conversations")).to_have_value("ferry is airport")
        page.get_by_label("Search conversations").fill("")
        expect(titles(page)).to_have_count(3)

    def test_renaming_by_keyboard_alone(self, page, kept, ann) -> None:
        row(page, "The ferry").locator(".or-more").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("textbox", name="Name of the conversation")).to_be_focused()
        page.keyboard.type(HOSTILE)
        page.keyboard.press("Enter")
        expect(titles(page)).to_have_text(["The school", HOSTILE, "The bridge"])
        expect(titles(page).nth(1).locator("..")).to_be_focused()
        assert page.evaluate("window.pwned") is None
        assert [one.title for one in kept.listed(ann)] == ["The school", HOSTILE, "The bridge"]

    def test_deleting_asks_first(self, page, kept, ann) -> None:
        menu(page, "The ferry", "Delete")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Delete “The ferry”? It cannot be brought back.")
        expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        assert len(kept.listed(ann)) == 3
        menu(page, "The ferry", "Delete")
        dialog.get_by_role("button", name="Delete").click()
        expect(titles(page)).to_have_text(["The school", "The bridge"])
        assert [one.title for one in kept.listed(ann)] == ["The school", "The bridge"]
        expect(page.locator("#shown")).to_have_text("none")

    def test_deleting_what_is_shown_begins_a_new_one(self, page) -> None:
        page.get_by_role("button", name="The bridge").first.click()
        expect(page.locator("#or-sidebar [aria-current=true]")).to_contain_text("The bridge")
        menu(page, "The bridge", "Delete")
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.locator("#shown")).to_have_text("new")
        expect(titles(page)).to_have_text(["The school", "The ferry"])

    def test_a_conversation_is_saved_as_markdown_and_as_json_as_often_as_one_likes(self, page, kept, ann) -> None:
        ferry = next(one.id for one in kept.listed(ann) if one.title == "The ferry")
        for _ in range(2):
            with page.expect_download() as saved:
                menu(page, "The ferry", "Save as Markdown")
            assert saved.value.suggested_filename == "The-ferry.md"
            assert Path(saved.value.path()).read_text("utf-8") == kept.markdown(ann, ferry)
        with page.expect_download() as saved:
            menu(page, "The ferry", "Save as JSON")
        assert saved.value.suggested_filename == "The-ferry.json"
        assert json.loads(Path(saved.value.path()).read_text("utf-8"))["title"] == "The ferry"

    def test_what_another_tab_deleted_is_said_to_be_gone(self, page, kept, ann) -> None:
        kept.delete(ann, next(one.id for one in kept.listed(ann) if one.title == "The ferry"))
        menu(page, "The ferry", "Save as JSON")
        expect(page.get_by_text("this conversation is not there any more")).to_be_visible()
        expect(titles(page)).to_have_text(["The school", "The bridge"])

    def test_it_folds_and_on_a_phone_it_is_folded(self, page) -> None:
        toggle = page.get_by_role("button", name="Conversations", exact=True)
        expect(toggle).to_have_attribute("aria-expanded", "true")
        toggle.click()
        expect(toggle).to_have_attribute("aria-expanded", "false")
        expect(titles(page).first).to_be_hidden()
        page.set_viewport_size({"width": 390, "height": 844})
        page.reload()
        expect(toggle).to_have_attribute("aria-expanded", "false")
        expect(titles(page).first).to_be_hidden()
        toggle.click()
        expect(titles(page).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("button", name="The ferry").first.click()
        expect(titles(page).first).to_be_hidden()  # the answer is what one wants to see

    def test_a_thumb_is_kept_at_once_and_its_reason_after_it(self, page, data) -> None:
        page.get_by_role("button", name="The ferry").first.click()
        expect(page.locator("#or-sidebar [aria-current=true]")).to_contain_text("The ferry")
        page.get_by_role("button", name="Bad answer").click()
        expect(page.locator(".or-thanks")).to_have_text("Thank you, kept.")
        expect(page.get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_label("Why?")).to_be_focused()
        page.keyboard.type(HOSTILE)
        page.keyboard.press("Enter")
        expect(page.locator(".or-thanks")).to_have_text("Thank you, kept with your reason.")
        expect(page.get_by_label("Why?")).to_be_hidden()
        given = [json.loads(line) for line in (data / "feedback.jsonl").read_text("utf-8").splitlines()]
        assert [(one["rating"], one["reason"], one["question"]) for one in given] == [
            ("down", "", "The ferry?"),
            ("down", HOSTILE.strip(), "The ferry?"),
        ]

    def test_a_thumb_on_nothing_says_that_it_was_not_kept(self, page) -> None:
        page.get_by_role("button", name="Good answer").click()
        expect(page.locator(".or-thanks")).to_contain_text("Not kept: this answer is not there any more")

    def test_hundreds_come_fifty_at_a_time(self, page, kept, ann) -> None:
        for number in range(SHOWN + 10):
            kept.start(ann, f"Number {number}")
        page.reload()
        expect(titles(page)).to_have_count(SHOWN)
        page.get_by_role("button", name="Show more").click()
        expect(titles(page)).to_have_count(SHOWN + 13)
        expect(page.get_by_role("button", name="Show more")).to_have_count(0)
        expect(titles(page).nth(SHOWN).locator("..")).to_be_focused()

    def test_filters_are_set_and_taken_away_by_keyboard(self, page) -> None:
        toggle = page.get_by_role("button", name="Filters", exact=True)
        expect(toggle).to_have_attribute("aria-expanded", "false")
        toggle.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_label("From", exact=True)).to_be_focused()
        expect(page.get_by_label("From", exact=True)).to_have_attribute("min", "2024-03-05")
        page.get_by_label("From", exact=True).fill("2024-04-01")
        page.get_by_label("Outlet", exact=True).fill("roeburgh times")
        page.keyboard.press("Enter")
        expect(page.locator("#filtered")).to_have_text("since 2024-04-01; Roeburgh Times")
        expect(toggle).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_label("Outlet", exact=True)).to_have_value("")
        expect(page.get_by_label("From", exact=True)).to_have_value("2024-04-01")

        page.get_by_label("Speaker", exact=True).fill("Lind")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("give the name in full")
        expect(page.locator("#filtered")).to_have_text("since 2024-04-01; Roeburgh Times")
        expect(page.get_by_label("Speaker", exact=True)).to_have_value("Lind")

        page.get_by_role("button", name="Remove filter from 2024-04-01").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#filtered")).to_have_text("Roeburgh Times")
        expect(page.get_by_label("From", exact=True)).to_have_value("")
        expect(page.get_by_role("button", name="Remove filter Roeburgh Times")).to_be_focused()
        page.get_by_role("button", name="Clear all").click()
        expect(page.locator(".or-chip")).to_have_count(0)
        page.get_by_label("To", exact=True).focus()
        page.keyboard.press("Escape")
        expect(page.get_by_label("To", exact=True)).to_be_hidden()
        expect(toggle).to_be_focused()

    def test_a_day_typed_in_part_changes_nothing(self, page) -> None:
        page.get_by_role("button", name="Filters", exact=True).click()
        expect(page.get_by_label("From", exact=True)).to_be_focused()  # press_sequentially does not wait for it
        page.keyboard.type("03")
        page.get_by_role("button", name="Apply").click()
        expect(page.get_by_role("alert")).to_contain_text("is no date")
        expect(page.locator(".or-chip")).to_have_count(0)


def test_titles_are_escaped_wherever_they_stand(kept, ann) -> None:
    kept.rename(ann, kept.listed(ann)[0].id, HOSTILE)
    html = listing_html(kept.listed(ann), None, View())
    assert "<script" not in html
    assert "<img" not in html


def test_an_empty_list_says_so() -> None:
    assert "No conversations yet." in listing_html([], None, View())


@pytest.mark.parametrize(
    ("updated", "said"),
    [("2024-03-06T09:30:00+00:00", "today"), ("2024-03-05T23:59:00+00:00", "5 Mar"), ("2023-03-06", "6 Mar 2023")],
)
def test_a_day_is_as_short_as_it_can_be(updated, said) -> None:
    assert day(updated, datetime(2024, 3, 6, 12, tzinfo=UTC)) == said
