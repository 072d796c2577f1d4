"""Answers that a model writes: what passes, what is repaired, withheld or replaced, and what is said of it."""

import re

import pytest

from index.settings import Settings
from rag.check import check
from rag.cite import verified
from rag.llm.open import open_writer
from rag.llm.talk import Model
from rag.llm.writer import ModelWriter

FERRY = """Ferry to stop in March

The ferry between Lund and the island of Ven will stop in March, the council of Lund decided on Monday.

"We cannot pay four million crowns a year for nine passengers," said Ann Vale, the mayor of Lund. The old quay will be sold.

Nils Berg, who runs the ferry, said that nobody had asked him. He will appeal against the decision.
"""
WHY = "What did Ann Vale say about the ferry?"


@pytest.fixture
def ask(scripted, open_index):
    """Asks with a scripted model; the answer, the growing ones before it, and the script."""

    def asking(say, question=WHY, settings=None, texts=None, **script):
        started = scripted(say, **script)
        settings = settings or Settings(llm_timeout=5)
        opened = Model.open(started.spec, settings)
        writer = ModelWriter(Model(opened.name, opened.loaded, opened.timeout, back_off=0.01), settings, check)
        engine = open_index(writer, **(texts or {"ferry": FERRY}))
        grown = list(engine.stream(question))
        holds(grown, engine)
        return grown[-1], grown, started

    return asking


def holds(grown, engine):
    """What holds of every answer, however far it has grown: markers resolve in order of first use, citations are exact."""
    for answer in grown:
        numbers = [int(n) for n in re.findall(r"\[(\d+)\]", answer.answer)]
        assert (
            list(dict.fromkeys(numbers))
            == [one.n for one in answer.citations]
            == [*range(1, len(answer.citations) + 1)]
        )
        assert {n for one in answer.sentences for n in one.citations} == set(numbers)
        assert all(verified(one, engine.catalog.article(one.article)) for one in answer.citations)
        assert all(one.checked for one in answer.sentences)


def number_of(prompt, words):
    """The number under which the model is given a passage."""
    return next(int(n) for n, text in re.findall(r'<passage n="(\d+)"[^>]*>(.*?)</passage>', prompt) if words in text)


def says(words, sentence):
    """A model that writes a sentence, its {n} the number of the passage with some words."""
    return lambda messages: sentence.format(n=number_of(messages[-1]["content"], words))


def test_a_supported_sentence_is_shown_with_its_source_and_support(ask):
    answer, _, _ = ask(says("four million", "Ann Vale said Lund cannot pay four million crowns a year [{n}]."))
    assert answer.answer == "Ann Vale said Lund cannot pay four million crowns a year. [1]"
    (sentence,) = answer.sentences
    assert sentence.citations == (1,)
    assert 0 < sentence.support <= 1
    assert "four million crowns" in answer.citations[0].quote
    assert answer.citations[0].speaker == "Ann Vale"
    assert answer.status == "answered"


def test_sentences_are_shown_one_by_one_and_the_first_is_timed(ask):
    text = "Ann Vale is the mayor of Lund [{n}]. She said they cannot pay four million crowns a year [{n}]."
    answer, grown, _ = ask(says("four million", text))
    assert [len(one.sentences) for one in grown] == [1, 2, 2]
    assert 0 < answer.seconds.first_sentence <= answer.seconds.total
    assert answer.seconds.write <= answer.seconds.total


def test_a_marker_that_names_no_passage_fails_its_sentence(ask):
    answer, _, _ = ask("Ann Vale said Lund cannot pay four million crowns a year [7].")
    assert "[7]" not in answer.answer
    assert not any(one.support is not None for one in answer.sentences)


def test_a_sentence_without_a_marker_is_given_the_passage_that_supports_it(ask):
    answer, _, _ = ask("Ann Vale said that they cannot pay four million crowns a year.")
    assert answer.answer == "Ann Vale said that they cannot pay four million crowns a year. [1]"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("number", "Ann Vale said Lund cannot pay nine million crowns a year [{n}]."),
        ("quotation", "Ann Vale said, “We will not pay a single crown for the rich,” [{n}]."),
        ("speaker", "Nils Berg said Lund cannot pay four million crowns a year [{n}]."),
        ("name", "Ann Vale told Boris Karlsson that Lund cannot pay four million crowns [{n}]."),
        ("negation", "Ann Vale did not say that they cannot pay four million crowns a year [{n}]."),
        ("link", "Ann Vale said Lund cannot pay four million crowns, see https://plum.example/x [{n}]."),
    ],
)
def test_a_sentence_that_its_source_does_not_support_is_not_shown(ask, wrong, sentence):
    answer, _, _ = ask(says("four million", sentence))
    assert not any(one.support is not None for one in answer.sentences)
    assert sentence.partition(" [")[0] not in answer.answer


def test_a_failed_sentence_is_replaced_by_the_verbatim_one_it_is_about_and_marked(ask):
    answer, _, _ = ask(
        says("four million", "Ann Vale said Lund cannot pay nine million crowns a year for passengers [{n}].")
    )
    assert answer.answer.startswith("In the source’s words: ")
    (sentence,) = answer.sentences
    assert sentence.support is None
    assert sentence.text == " ".join(answer.citations[0].quote.split())


def test_a_sentence_that_nothing_can_replace_is_withheld_and_counted(ask):
    text = "Ann Vale said they cannot pay four million crowns a year [{n}]. Whales sing at night in Peru [{n}]."
    answer, _, _ = ask(says("four million", text))
    assert answer.answer == (
        "Ann Vale said they cannot pay four million crowns a year. [1]\n\n"
        "1 sentence was withheld: not supported by the sources."
    )


@pytest.mark.parametrize(
    ("say", "why"),
    [
        ("NO ANSWER", "The language model found no answer in the sources."),
        ("I'm sorry, I cannot help with that.", "The language model found no answer in the sources."),
        ("", "The language model found no answer in the sources."),
        ("Whales sing at night in Peru [1].", "1 sentence was withheld: not supported by the sources."),
    ],
)
def test_an_answer_left_empty_is_in_the_sources_own_words(ask, open_index, say, why):
    answer, _, _ = ask(say)
    plain = open_index(None, ferry=FERRY).ask(WHY)
    assert answer.answer == f"{plain.answer}\n\n{why} These are the sources’ own words."
    assert answer.citations == plain.citations
    assert answer.seconds.first_sentence is None


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ({"statuses": [500] * 9}, "The language model answers with an error (HTTP 500)."),
        ({"statuses": [401]}, "The language model refuses the key."),
        ({"breaks_after": 14}, "The language model stopped before the end of its answer."),
    ],
)
def test_a_model_that_fails_leaves_the_extractive_answer_with_a_note(ask, open_index, script, why):
    text = "Ann Vale said they cannot pay four million crowns a year [{n}]. The quay will be sold [{n}]. Nothing else."
    answer, _, _ = ask(says("four million", text), **script)
    plain = open_index(None, ferry=FERRY).ask(WHY)
    assert answer.answer == f"{plain.answer}\n\n{why} These are the sources’ own words."


def test_a_silent_model_is_waited_for_no_longer_than_the_setting(ask):
    answer, _, _ = ask("Yes.", settings=Settings(llm_timeout=0.2), silent=True)
    assert "The language model takes too long. These are the sources’ own words." in answer.answer
    assert answer.citations


def test_half_a_sentence_is_left_out_and_counted(ask):
    text = "Ann Vale said they cannot pay four million crowns a year [{n}]. She also sa"
    answer, _, _ = ask(says("four million", text), finish="length")
    assert answer.answer.endswith("a year. [1]\n\n1 unfinished sentence was left out.")


def test_a_model_that_repeats_itself_is_stopped(ask):
    answer, _, _ = ask(says("four million", "Ann Vale said they cannot pay four million crowns a year [{n}]. " * 50))
    assert answer.answer == "Ann Vale said they cannot pay four million crowns a year. [1]"


def test_a_refused_question_never_reaches_the_model(ask):
    answer, grown, script = ask("Whales sing [1].", question="What did Boris Karlsson say about whales in Peru?")
    assert (answer.status, len(grown), script.asked) == ("refused", 1, [])


def test_the_model_is_given_whole_passages_with_speaker_and_the_question(ask):
    _, _, script = ask("NO ANSWER")
    assert script.prompt.endswith(f"Question: {WHY}")
    said = '"We cannot pay four million crowns a year for nine passengers," said Ann Vale, the mayor of Lund.'
    assert f'speaker="Ann Vale">{said}</passage>' in script.prompt


def test_no_prompt_is_larger_than_the_context(ask):
    long = " ".join(f"Ann Vale said the ferry number {n} costs {n} million crowns." for n in range(200))
    small = Settings(llm_context=700, llm_max_tokens=100, llm_timeout=5)
    _, _, script = ask("NO ANSWER", settings=small, texts={"long": long})
    size = sum(len(one["content"].encode()) for one in script.asked[0]["messages"])
    assert size / 3 <= 600
    assert "<passage" in script.prompt


def test_what_is_said_of_time_stays_beside_a_written_answer(ask, open_index):
    question = "When will the ferry to Ven stop?"
    dated = FERRY.replace("Ferry to stop in March", "Ferry to stop in March\nThe Courier, 3 January 2023")
    plain = open_index(None, ferry=dated).ask(question)
    remarks = [one.text for one in plain.sentences if one.citations and one.text not in dated.replace("\n", " ")]
    say = says("will stop in March", "The ferry will stop in March [{n}].")
    answer, _, _ = ask(say, question=question, texts={"ferry": dated})
    assert all(one in answer.answer for one in remarks)


def test_without_a_model_in_the_settings_there_is_no_writer():
    assert open_writer(Settings()) is None
    assert open_writer(Settings(llm="none")) is None


def test_a_writer_is_opened_by_the_name_in_the_settings(scripted):
    writer = open_writer(Settings(llm=scripted().spec))
    assert isinstance(writer, ModelWriter)
