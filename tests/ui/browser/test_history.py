"""Conversations that last: found again, taken away, changed, and nobody else's."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from index.build import build_index
from index.settings import Settings
from rag.answer import Answer

pytestmark = pytest.mark.browser
MISSION = "what did Peskov say about cluster munitions?"
PEACE = "What did Truss say about peace?"


def test_conversations_are_kept_found_renamed_and_deleted(ann) -> None:
    ann.ask(MISSION)
    expect(ann.listed).to_have_text([MISSION])
    ann.page.get_by_role("button", name="New conversation").click()
    expect(ann.questions).to_have_count(0)
    ann.ask(PEACE)
    expect(ann.listed).to_have_text([PEACE, MISSION])

    search = ann.page.get_by_label("Search conversations")
    search.fill("countermeasures")  # a word of the answer
    expect(ann.listed).to_have_text([MISSION])
    search.fill("")
    expect(ann.listed).to_have_text([PEACE, MISSION])

    ann.menu(MISSION, "Rename")
    ann.page.get_by_role("textbox", name="Name of the conversation").fill("Munitions")
    ann.page.keyboard.press("Enter")
    expect(ann.listed).to_have_text([PEACE, "Munitions"])
    ann.page.reload()
    expect(ann.listed).to_have_text([PEACE, "Munitions"])
    expect(ann.questions).to_have_text([PEACE])

    ann.page.get_by_role("button", name="Munitions").first.click()
    expect(ann.questions).to_have_text([MISSION])
    ann.menu("Munitions", "Delete")
    ann.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(ann.listed).to_have_text([PEACE])
    expect(ann.questions).to_have_count(0)
    ann.page.reload()
    expect(ann.listed).to_have_text([PEACE])


def test_a_conversation_is_exported_with_every_reference(ann, seed_engine) -> None:
    ann.ask(MISSION)
    answer = seed_engine.ask(MISSION)
    with ann.page.expect_download() as saved:
        ann.menu(MISSION, "Save as Markdown")
    text = Path(saved.value.path()).read_text("utf-8")
    assert f"## {MISSION}" in text
    for one in answer.citations:
        assert f"characters {one.start_char} to {one.end_char}" in text
    with ann.page.expect_download() as saved:
        ann.menu(MISSION, "Save as JSON")
    record = json.loads(Path(saved.value.path()).read_text("utf-8"))
    assert Answer.from_json(record["turns"][0]["answer"]).citations == answer.citations


def test_what_two_people_do_at_once_does_not_mix(seeds, reader) -> None:
    ann, ben = reader(seeds.url), reader(seeds.url)
    asked = {ann: (MISSION, "And what did he say about NATO?"), ben: (PEACE, "And what did she say about Georgia?")}
    for number in range(2):
        for one, questions in asked.items():  # both are under way before either is awaited
            one.page.locator("#or-question").fill(questions[number])
            one.page.locator("#or-question").press("Enter")
        for one in asked:
            expect(one.page.locator(".or-turn[data-state=done]")).to_have_count(number + 1, timeout=20_000)
    for one, questions in asked.items():
        expect(one.questions).to_have_text(questions)
        expect(one.listed).to_have_text([questions[0]])
    expect(ann.page.locator(".or-standalone").last).to_contain_text("Peskov")
    expect(ben.page.locator(".or-standalone").last).to_contain_text("Truss")
    assert "Liz Truss" not in ann.page.locator(".or-speaker").all_text_contents()

    search = ben.page.get_by_label("Search conversations")
    search.fill("munitions")
    expect(ben.page.locator("#or-sidebar .or-found")).to_have_text("No conversation holds all of these words.")
    search.fill("")
    expect(ben.listed).to_have_text([PEACE])
    conversation = ann.page.evaluate("sessionStorage.getItem('onrecord-conversation')")
    assert conversation
    ben.visit(f"?conversation={conversation}")  # knowing its name opens nobody else's
    expect(ben.page.locator("#or-examples button").first).to_be_visible(timeout=20_000)
    expect(ben.questions).to_have_count(0)


def test_filters_of_one_person_are_not_those_of_another(seeds, reader) -> None:
    ann, ben = reader(seeds.url), reader(seeds.url)
    ann.page.get_by_role("button", name="Filters", exact=True).click()
    ann.page.get_by_label("From", exact=True).first.fill("2022-04-01")
    ann.page.get_by_role("button", name="Apply").click()
    expect(ann.page.locator(".or-chip")).to_have_count(1)
    turn = ben.ask(MISSION)
    expect(turn.locator(".or-answered")).to_be_visible()
    expect(ben.page.locator(".or-chip, .or-filtered")).to_have_count(0)


def test_an_article_that_has_changed_since_is_marked_in_the_conversation(harbour, reader) -> None:
    ann = reader(harbour.served.url)
    ann.ask("What did Ann Vale say about the ferry?")
    expect(ann.page.locator(".or-source .or-changed")).to_have_count(0)
    ferry = harbour.articles / "ferry.txt"
    ferry.write_text(f"The harbour was busy this week.\n\n{ferry.read_text()}")
    build_index([harbour.articles], harbour.index_dir, Settings())  # as from a terminal, while the page is open
    for _ in range(40):  # the new state is taken up in the background
        ann.page.reload()
        expect(ann.page.locator(".or-source")).to_have_count(1)
        if ann.page.locator(".or-source .or-changed").count():
            break
    expect(ann.page.locator(".or-source .or-changed")).to_contain_text("has changed since it was cited")
    ann.page.locator("a.or-marker").first.click()
    expect(ann.panel.locator(".or-changed")).to_contain_text("now stand at another place")
    assert "The ferry sails again on Monday" in ann.marked()
