"""What can be asked next: natural questions, each of them answered, in the conversation that it goes on with."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from rag.answer import Message
from rag.filters import Filters
from rag.suggest import Voice
from rag.topics import phrases, topics, with_article
from rag.words import Rarity

QUESTION = "What did Truss say about heavy weapons?"


def found(text: str) -> list[str]:
    return [with_article(one) for one in phrases(text)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("He spoke of the salt tax and a second harbour bridge.", ["the salt tax", "a harbour bridge"]),
        ("after the Second World War in the Western Balkans", ["the Second World War", "the Western Balkans"]),
        ("that Marl’s sugar exports were falling", ["Marl’s sugar exports"]),
        ("the Group of Seven has met", ["the Group of Seven"]),
        ("on the U.S. and on Moldova", ["the U.S.", "Moldova"]),
        ("about peace talks in spring", ["peace talks"]),
    ],
)
def test_noun_phrases_are_found_by_the_words_around_them(text, says):
    assert set(says) <= set(found(text))


@pytest.mark.parametrize(
    "text",
    [
        "Marl wanted to see it",  # a verb behind a name
        "That’s right",
        "on Monday",
        "for the first time",
        "an American who left",
        "of the so-called “thing”",
        "to carefully weigh",
    ],
)
def test_what_is_no_topic_is_none(text):
    assert found(text) == []


def test_the_most_telling_topic_comes_first():
    text = "The salt tax is old. Nobody likes the salt tax. A blue door stood open, and the salt tax was paid at the blue door."
    rarity = Rarity(10, lambda stems: dict.fromkeys(stems, 1))
    said = "the blue door and the salt tax."
    assert [one.words for one in topics(said, rarity, text, "Salt tax")] == ["the salt tax", "the blue door"]
    assert [one.words for one in topics(said, rarity, text, leave_out=frozenset({"salt"}))] == ["the blue door"]


def test_suggestions_are_answered_in_the_conversation_with_something_else(seed_engine):
    answer = seed_engine.ask(QUESTION)
    suggested = seed_engine.suggestions(answer)
    assert len(suggested) == len(set(suggested)) == 3
    history = [Message("user", QUESTION), Message("assistant", answer.answer)]
    shown = {(one.article, one.start_char) for one in answer.citations}
    for question in suggested:
        again = seed_engine.ask(question, history)
        assert again.status == "answered"
        assert {(one.article, one.start_char) for one in again.citations} - shown
    assert seed_engine.suggestions(answer) == suggested  # always the same


def test_they_ask_for_other_topics_of_the_speaker_and_for_others_on_the_topic(seed_engine):
    suggested = seed_engine.suggestions(seed_engine.ask(QUESTION))
    assert any(one.startswith("What did Truss say about ") and "heavy weapons" not in one for one in suggested)
    assert "What did Dmitry Peskov say about heavy weapons?" in suggested


def test_a_refusal_is_followed_by_what_can_be_answered(seed_engine):
    refused = seed_engine.ask("What did Lavrov say about tulips?")
    assert refused.status == "refused"
    suggested = seed_engine.suggestions(refused)
    assert suggested
    assert all(seed_engine.ask(one).status == "answered" for one in suggested)


def test_whom_the_corpus_quotes_on_a_refused_questions_topic(seed_engine):
    voices = seed_engine.quoted_on(seed_engine.ask("What did Cleverly say about heavy weapons?"))
    assert [(one.name, one.statements) for one in voices] == [("Liz Truss", 3), ("Dmitry Peskov", 1)]
    assert all(isinstance(one, Voice) and one.speaker_id for one in voices)
    assert seed_engine.quoted_on(seed_engine.ask("What did Lavrov say about tulips?")) == []


def test_suggestions_keep_to_the_filters(seed_engine):
    filters = Filters(speakers=("Liz Truss",))
    answer = seed_engine.ask("What was said about heavy weapons?", filters=filters)
    suggested = seed_engine.suggestions(answer, filters=filters)
    assert suggested
    assert all("Truss" in one for one in suggested)


def test_examples_are_of_different_speakers_and_are_answered(seed_engine):
    examples = seed_engine.examples()
    assert len(examples) == 4
    citations = [seed_engine.ask(one).citations for one in examples]
    assert len({some[0].speaker for some in citations}) == 4
    assert seed_engine.suggestions(seed_engine.ask("What is in here?")) == examples[:3]


def test_examples_are_worked_out_once_for_all_who_open_the_page(open_index, monkeypatch):
    asked = []
    engine = open_index(a="“The ferry sails,” harbour master Ann Vale told reporters.")

    def work_out(*_):
        asked.append(1)
        time.sleep(0.1)  # the others come meanwhile
        return ["Who said so?"]

    monkeypatch.setattr("rag.engine.checked", work_out)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: engine.examples(), range(4))) == [["Who said so?"]] * 4
    assert asked == [1]


def test_an_archive_in_which_nobody_speaks_has_no_examples(open_index):
    assert open_index(a="It rains in Elmsford. The bridge is wet.").examples() == []
