"""Questions, answers and what can be done with them, over the seed articles."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from index.locate import SEEDS
from rag.answer import Answer, Message

pytestmark = pytest.mark.browser
MISSION = "what did Peskov say about cluster munitions?"
REFUSED = "What did Olaf Scholz say about the harbour tunnel?"


def stored(article: str | None, start: str | None, end: str | None) -> str:
    """What stands at a place of a seed article's file."""
    return (SEEDS / str(article)).read_bytes().decode("utf-8")[int(str(start)) : int(str(end))]


def place(opener: Any) -> tuple[str | None, str | None, str | None]:
    return tuple(opener.get_attribute(f"data-{name}") for name in ("article", "start", "end"))


def test_every_citation_of_every_answer_marks_what_stands_in_the_file(ann) -> None:
    seen: set[str | None] = set()
    for question in (
        MISSION,
        "how do Truss and Peskov differ on weapons for Ukraine?",
        "What did Cleverly say about peace talks?",
        "What did Peskov say about strikes inside Russia?",
        "What did Truss say about troops on the border?",
        REFUSED,
    ):
        turn = ann.ask(question)
        openers = turn.locator("a.or-marker, .or-title").all()
        assert openers
        for opener in openers:
            article, start, end = place(opener)
            assert ann.opened(opener) == stored(article, start, end)
            seen.add(article)
        for source in turn.locator("ol.or-sources .or-source").all():
            quote = source.locator(".or-quote").text_content()
            assert quote == stored(*place(source.locator(".or-title")))
    assert seen == {path.name for path in SEEDS.iterdir()}  # no article was left out of the check


def test_a_refusal_leads_on_to_whom_the_articles_quote_on_it(ann) -> None:
    turn = ann.ask("What did Olaf Scholz say about heavy weapons?")
    expect(turn.locator(".or-refused .or-label")).to_have_text("Not in these articles")
    voices = turn.locator(".or-next").get_by_role("heading", name="Whom the articles quote on it")
    expect(voices).to_be_visible(timeout=20_000)
    voice = turn.locator(".or-next .or-suggestion").first
    name = re.sub(r" \(\d+\)$", "", voice.inner_text())
    voice.click()
    expect(ann.questions.last).to_have_text(f"What did {name} say about it?")
    expect(ann.page.locator(".or-turn").last.locator(".or-answered .or-source").first).to_be_visible(timeout=20_000)
    expect(ann.page.locator(".or-turn").last.locator(".or-understood")).to_contain_text("heavy weapons")


def test_what_is_offered_next_is_answered(ann) -> None:
    turn = ann.ask(MISSION)
    offered = turn.locator(".or-next .or-suggestion").first
    question = offered.inner_text(timeout=20_000)
    offered.click()
    expect(ann.questions.last).to_have_text(question)
    expect(ann.page.locator(".or-turn").last.locator(".or-answered .or-source").first).to_be_visible(timeout=20_000)
    expect(turn.locator(".or-next")).to_be_empty()


def test_a_follow_up_shows_the_question_as_it_was_understood(ann, seed_engine) -> None:
    first = seed_engine.ask(MISSION)
    history = [Message("user", MISSION), Message("assistant", first.answer)]
    understood = seed_engine.ask("And what did he say about NATO?", history).standalone_question
    assert "Peskov" in understood
    expect(ann.ask(MISSION).locator(".or-understood")).to_have_count(0)  # nothing to say of a plain question
    turn = ann.ask("And what did he say about NATO?")
    expect(turn.locator(".or-standalone")).to_have_text(understood)


def test_a_filter_narrows_the_next_questions_until_its_chip_is_pressed(ann, seed_engine) -> None:
    chip = ann.page.locator(".or-chip")
    asked = "what was said about weapons?"
    assert len({one.article for one in seed_engine.ask(asked).citations}) > 1
    ann.page.get_by_role("button", name="Filters", exact=True).click()
    ann.page.get_by_label("Speaker", exact=True).first.fill("Liz Truss")
    ann.page.get_by_label("Speaker", exact=True).first.press("Enter")
    expect(chip).to_have_count(1)
    expect(chip).to_have_accessible_name("Remove filter words of Liz Truss")
    turn = ann.ask(asked)
    expect(turn.locator(".or-filtered")).to_contain_text("Liz Truss")
    speakers = turn.locator(".or-speaker").all_text_contents()
    assert set(speakers) == {"Liz Truss"}

    ann.page.reload()
    expect(chip).to_have_accessible_name("Remove filter words of Liz Truss")  # they are the conversation's
    chip.click()
    expect(chip).to_have_count(0)
    turn = ann.ask(MISSION)
    expect(turn.locator(".or-filtered")).to_have_count(0)
    assert "Dmitry Peskov" in turn.locator(".or-speaker").all_text_contents()


def test_a_date_filter_says_how_many_undated_articles_it_leaves_out(ann) -> None:
    ann.page.get_by_role("button", name="Filters", exact=True).click()
    ann.page.get_by_label("From", exact=True).first.fill("2022-04-01")
    ann.page.get_by_role("button", name="Apply").click()
    expect(ann.page.locator("#or-filters .or-notes")).to_contain_text("left out by a date filter")
    turn = ann.ask("what did Peskov say about pumping weapons into Ukraine?")
    expect(turn.locator(".or-answer")).to_contain_text("4 articles without a date are left out by the filter")
    assert {place(one)[0] for one in turn.locator("a.or-marker").all()} == {"000_62b4777dd10c8d67.txt"}


def test_an_answer_is_copied_as_plain_text_with_its_references(seeds, reader, seed_engine) -> None:
    ann = reader(seeds.url, permissions=["clipboard-read", "clipboard-write"])
    ann.ask(MISSION)
    ann.page.get_by_role("button", name="Copy the answer with its references", exact=True).click()
    expect(ann.page.locator("#or-said")).to_have_text("Copied")
    answer = seed_engine.ask(MISSION)
    said, references = ann.page.evaluate("navigator.clipboard.readText()").split("\n\n")
    assert said == answer.answer
    assert [line.split("(")[-1] for line in references.splitlines()] == [
        f"{one.article}, characters {one.start_char} to {one.end_char})" for one in answer.citations
    ]


def test_an_opinion_is_stored_with_question_answer_and_index(ann, seeds, seed_engine) -> None:
    turn = ann.ask(MISSION)
    turn.get_by_role("button", name="Bad answer").click()
    why = turn.get_by_label("Why?")
    why.fill("misses the second speaker")
    why.press("Enter")
    expect(turn.locator(".or-thanks")).to_have_text("Thank you, kept with your reason.")
    opinion = json.loads((seeds.data / "feedback.jsonl").read_text("utf-8").splitlines()[-1])
    assert (opinion["rating"], opinion["reason"], opinion["question"]) == (
        "down", "misses the second speaker", MISSION,
    )  # fmt: skip
    assert opinion["index_version"] == seed_engine.version
    expected, given = seed_engine.ask(MISSION), Answer.from_json(opinion["answer"])
    assert (given.answer, given.citations) == (expected.answer, expected.citations)


@pytest.fixture(scope="module")
def slow(serve: Callable[..., Any], seed_index_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The page whose answers grow a sentence at a time."""
    home = tmp_path_factory.mktemp("slow")
    driver = (str(Path(__file__).with_name("slow_driver.py")), str(home / "gate"), "chat")
    with serve(home, "--index", seed_index_dir, "--read-only", program=driver) as served:
        yield served


@pytest.fixture
def gate(slow: Any) -> Path:
    """What lets answers be finished; not there as yet."""
    gate = slow.home / "gate"
    gate.unlink(missing_ok=True)
    gate.with_suffix(".stopped").unlink(missing_ok=True)
    return gate


def begin(page: Page, question: str) -> None:
    """Asks and waits for the first sentence."""
    page.locator("#or-question").fill(question)
    page.locator("#or-question").press("Enter")
    expect(page.locator(".or-turn[data-state=growing] a.or-marker")).to_have_count(1, timeout=20_000)


def until(path: Path, page: Page) -> None:
    """Waits for a file, while the page goes on."""
    for _ in range(400):
        if path.exists():
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{path} was never made")


@pytest.mark.parametrize("how", ["Escape", "button"])
def test_a_stop_ends_the_work_and_keeps_what_there_is(slow, gate, reader, how) -> None:
    ann = reader(slow.url)
    begin(ann.page, MISSION)
    if how == "button":
        ann.page.get_by_role("button", name="Stop").click()
    else:
        ann.page.keyboard.press("Escape")
    expect(ann.page.locator(".or-stopped")).to_have_text("Stopped")
    until(gate.with_suffix(".stopped"), ann.page)  # the server's work ended, and not only the page's waiting
    gate.touch()
    expect(ann.page.get_by_role("button", name="Send")).to_be_visible()
    expect(ann.page.locator(".or-turn a.or-marker")).to_have_count(1)
    turn = ann.ask("What did Truss say about peace?")
    expect(turn.locator(".or-answered")).to_be_visible()
    ann.page.reload()
    expect(ann.questions).to_have_text([MISSION, "What did Truss say about peace?"])
    expect(ann.page.locator(".or-turn").first.locator("a.or-marker")).to_have_count(1)


def test_a_stopped_answer_is_asked_for_again_in_its_place(slow, gate, reader, seed_engine) -> None:
    ann = reader(slow.url)
    begin(ann.page, MISSION)
    ann.page.keyboard.press("Escape")
    until(gate.with_suffix(".stopped"), ann.page)
    gate.touch()
    ann.page.get_by_role("button", name="Retry this question").click()
    expect(ann.page.locator(".or-turn[data-state=done] .or-source")).to_have_count(
        len(seed_engine.ask(MISSION).citations), timeout=20_000
    )
    ann.page.reload()
    expect(ann.questions).to_have_text([MISSION])


def test_closing_the_page_ends_the_work(slow, gate, reader) -> None:
    ann = reader(slow.url)
    other = ann.context.new_page()
    other.goto(slow.url)
    begin(other, MISSION)
    other.close()
    until(gate.with_suffix(".stopped"), ann.page)


def test_what_is_on_the_page_stays_in_its_place_while_an_answer_grows(slow, gate, reader) -> None:
    ann = reader(slow.url)
    gate.touch()
    ann.ask("What did Truss say about peace?")
    gate.unlink()
    ann.page.evaluate(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "entry => { window.moved += entry.hadRecentInput ? 0 : entry.value; })).observe({type: 'layout-shift'})"
    )
    begin(ann.page, MISSION)
    ann.page.wait_for_timeout(600)  # what happens within half a second of a key is not counted
    gate.touch()
    expect(ann.page.locator(".or-turn[data-state=done]")).to_have_count(2, timeout=20_000)
    assert ann.page.evaluate("window.moved") < 0.1  # "good" in the scale of web.dev/cls
