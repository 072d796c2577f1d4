"""Turns over a real catalog and a real store, with an engine that answers or fails as told."""

import logging
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from index.catalog import Catalog
from index.errors import IndexDamagedError
from rag.answer import Message
from rag.filters import NO_FILTERS, Filters
from ui.page.answering import Answering
from ui.page.copying import answer_plain
from ui.page.history import Conversations

ME, YOU = "browser:me", "browser:you"


@pytest.fixture(scope="module")
def catalog(seed_index_dir):
    with Catalog.open(seed_index_dir) as opened:
        yield opened


@pytest.fixture
def conversations(tmp_path):
    return Conversations(tmp_path / "conversations.sqlite")


@pytest.fixture
def answering(catalog, conversations):
    """What answers as the given function does, which yields or returns an answer."""

    def make(stream, **more) -> Answering:
        engine = SimpleNamespace(catalog=catalog, stream=stream, version="v1", **more)

        @contextmanager
        def opened():
            yield engine

        return Answering(SimpleNamespace(engine=opened), conversations)

    return make


def streamed(answers):
    yield from answers


def ask(answering: Answering, question: str, conversation=None, at: int = 0, filters=NO_FILTERS):
    return list(answering.ask(ME, conversation, "t1", at, question, filters))


def test_an_answer_grows_and_its_sources_come_with_the_whole_of_it(answering, answer, citation) -> None:
    first, last = answer("One."), answer("One. Two. [1]", citation(1))
    shown = ask(answering(lambda *_: streamed([first, last])), "who?")
    assert [step["state"] for step in shown] == ["growing", "growing", "done"]
    assert shown[0]["text_html"] == "<p>One.</p>"
    assert "sources_html" not in shown[1]
    assert "The bridge is closed." in shown[2]["sources_html"]
    assert {step["id"] for step in shown} == {"t1"}


def test_the_conversation_is_handed_on_and_kept_for_its_owner(answering, answer, conversations) -> None:
    heard = []

    def listen(question, history, filters):
        heard.append((list(history), filters))
        yield answer("Nobody said so.", code="not_said")

    chosen = Filters(outlets=("AA",))
    chat = answering(listen)
    conversation = ask(chat, "first?")[-1]["conversation"]
    ask(chat, "second?", conversation, 1, chosen)
    assert heard == [
        ([], NO_FILTERS),
        ([Message("user", "first?"), Message("assistant", "Nobody said so.")], chosen),
    ]
    kept = conversations.load(ME, conversation)
    assert [(turn.question, turn.filters, turn.index_version) for turn in kept] == [
        ("first?", NO_FILTERS, "v1"),
        ("second?", chosen, "v1"),
    ]
    assert conversations.listed(YOU) == []


def test_a_question_sent_again_drops_what_followed_it_when_its_answer_is_there(
    answering, answer, conversations
) -> None:
    chat = answering(lambda question, *_: streamed([answer(f"About {question}")]))
    conversation = ask(chat, "one?")[-1]["conversation"]
    ask(chat, "two?", conversation, 1)
    ask(chat, "three?", conversation, 2)
    steps = chat.ask(ME, conversation, "t", 1, "two, really?", NO_FILTERS)
    assert next(steps)["state"] == "growing"
    assert len(conversations.load(ME, conversation)) == 3
    list(steps)
    assert [turn.question for turn in conversations.load(ME, conversation)] == ["one?", "two, really?"]


def test_stopped_midway_the_work_ends_and_what_there_is_stays(answering, answer, conversations) -> None:
    ended = []

    def write(*_):
        try:
            yield answer("One.")
            yield answer("One. Two.")
        finally:
            ended.append(True)

    steps = answering(write).ask(ME, None, "t", 0, "who?", NO_FILTERS)
    told = next(steps)
    steps.close()
    assert ended == [True]
    [listed] = conversations.listed(ME)
    assert told["conversation"] == listed.id
    assert [turn.answer.answer for turn in conversations.load(ME, listed.id)] == ["One."]


def test_a_known_error_is_shown_in_the_answers_place_and_not_kept(answering, conversations) -> None:
    def fail(*_):
        raise IndexDamagedError("the index <x> is damaged; run: onrecord index")
        yield

    [step] = ask(answering(fail), "who?")
    assert step["state"] == "failed"
    assert "the index &lt;x&gt; is damaged; run: onrecord index" in step["text_html"]
    assert conversations.listed(ME) == []


def test_an_unknown_error_is_logged_and_leaves_the_conversation_usable(answering, caplog) -> None:
    def fail(*_):
        raise ZeroDivisionError
        yield

    with caplog.at_level(logging.ERROR):
        [step] = ask(answering(fail), "who?")
    assert "the terminal it runs in shows it" in step["text_html"]
    assert "ZeroDivisionError" in caplog.text


def test_a_conversation_is_opened_with_its_questions_and_told_what_changed_since(
    answering, answer, citation, catalog
) -> None:
    stored = next(iter(catalog.articles()))
    now = citation(1, stored.text[:20], article=stored.id, sha256=stored.sha256)
    before = citation(2, "words that never stood there", article=stored.id)
    chat = answering(lambda *_: streamed([answer("x [1] y [2]", now, before)]))
    conversation = ask(chat, "<who>?")[-1]["conversation"]
    opened = chat.conversation(ME, conversation)
    [turn] = opened.payload["turns"]
    assert turn["question"] == "<who>?"  # shown as text by the page
    first, second = turn["sources_html"].split('data-n="2"', 1)
    assert "has changed since it was cited" in second
    assert "has changed since it was cited" not in first
    assert chat.conversation(YOU, conversation).payload["turns"] == []
    assert chat.newest(ME, set()) == conversation
    assert chat.newest(ME, {conversation}) is None  # another tab shows it
    assert chat.newest(YOU, set()) is None


def test_next_steps_are_questions_to_ask(answering, answer) -> None:
    voice = SimpleNamespace(name="Ann <Vale>", statements=2)
    chat = answering(
        lambda *_: streamed([answer("No.", code="not_said")]),
        quoted_on=lambda *_: [voice],
        suggestions=lambda *_: ["What did she say?"],
    )
    conversation = ask(chat, "who?")[-1]["conversation"]
    html = chat.next_steps(ME, conversation, 0)
    assert 'data-or-ask="What did Ann &lt;Vale&gt; say about it?">Ann &lt;Vale&gt; (2)<' in html
    assert 'data-or-ask="What did she say?"' in html
    assert chat.next_steps(ME, conversation, 5) == ""


def test_examples_are_questions_to_ask(answering) -> None:
    chat = answering(None, examples=lambda: ["Who said so?"])
    assert 'data-or-ask="Who said so?"' in chat.examples()


def test_an_answer_is_copied_with_its_references(answer, citation) -> None:
    given = answer("The bridge is closed. [1]", citation(1, "The bridge\nis closed.", page=2))
    assert answer_plain(given) == (
        "The bridge is closed. [1]\n\n"
        "[1] Bridge closed — The Daily Ferry, 2024-03-05 (Ann Vale): “The bridge is closed.” "
        "(page 2, bridge.txt, characters 0 to 21)\n"
    )
    assert answer_plain(answer("No trams.", code="nothing_near")) == "Not in these articles: No trams.\n"
