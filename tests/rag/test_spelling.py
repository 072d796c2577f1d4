"""Misspelt words and names put right, and what is left as typed."""

from itertools import chain

import pytest

from index.settings import Settings
from rag.engine import Engine
from rag.letters import respellings, romanised, skeleton, slips
from rag.spelling import corrected
from tests.rag.conftest import Open

TEXTS = {
    "one": (
        "Mayor Volodymyr Zelensky opened the ferry terminal in Lund on Friday.\n\n"
        "“The harbour guarantees work for two thousand families,” Zelensky said.\n\n"
        "“We negotiate with every carrier about the subsidy,” said Anna Clinton, who runs the harbour."
    ),
    "two": (
        "The council of Lund met professional divers on Monday.\n\n"
        "“Nobody may dive below the terminal,” Martin Schulz said.\n\n"
        "“The harbour has always been deep,” said Peter Clifton, a retired diver from Bergkvara."
    ),
}


@pytest.fixture
def engine(open_index: Open) -> Engine:
    return open_index(Settings(), **TEXTS)


def put_right(engine: Engine, typed: str) -> str:
    return corrected(typed, engine.catalog, engine.search.rarity)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("the harbur", "the harbour"),  # a letter left out
        ("the harrbour", "the harbour"),  # a letter doubled
        ("the habrour", "the harbour"),  # two turned round
        ("garantees", "guarantees"),
        ("the subcidy", "the subsidy"),  # as it sounds
        ("proffesional divers", "professional divers"),  # doubled in the wrong place
        ("abot the ferry", "about the ferry"),
        ("wich ferry", "which ferry"),
    ],
)
def test_a_misspelt_word_becomes_the_one_of_the_corpus(engine, typed, meant):
    assert put_right(engine, typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("What did Zelenskij say?", "What did Zelensky say?"),
        ("What did Selenskyj say?", "What did Zelensky say?"),  # as German writes him
        ("What did Zelenskiy say?", "What did Zelensky say?"),
        ("Зеленский", "Zelensky"),
        ("слова Зеленского", "слова Zelensky"),
        ("Was hat Selenskyj über den Hafen gesagt?", "Was hat Zelensky über den Hafen gesagt?"),
    ],
)
def test_a_name_in_another_spelling_or_in_cyrillic_is_written_as_the_corpus_writes_it(engine, typed, meant):
    assert put_right(engine, typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "Clinton or Clifton?",  # both are there
        "What did Olaf Schultz say?",  # another given name than anybody's
        "What did Scholz say?",  # a short name's first vowel
        "about wildfire and watchers",  # English, though nobody wrote it
        "gaz",
        "qwertyuiop",
        "Quelle est la profesionelle ?",  # words of another language are no misspelt English
    ],
)
def test_what_may_be_another_word_or_name_stays_as_typed(engine, typed):
    assert put_right(engine, typed) == typed


def test_what_is_too_long_for_a_word_stays_as_typed(engine):
    typed = "harb" + "u" * 400 + "r"  # forms of it alone would take hours
    assert put_right(engine, f"the {typed}") == f"the {typed}"


def test_no_word_of_an_article_is_ever_changed(engine):
    words = set(chain.from_iterable(text.replace("“", " ").split() for text in TEXTS.values()))
    assert [word for word in sorted(words) if put_right(engine, f"About {word}") != f"About {word}"] == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what did zelensky and anna clinton say about the us", "what did Zelensky and Anna Clinton say about the US"),
        ("WHAT DID ZELENSKY AND CLIFTON SAY", "what did Zelensky and Clifton say"),
        ("what did anka clinton say", "what did Anna Clinton say"),  # the given name by the surname
        ("What did Zelensky tell us?", "What did Zelensky tell us?"),
    ],
)
def test_names_of_speakers_get_their_capitals_back(engine, typed, meant):
    assert put_right(engine, typed) == meant


def test_the_correction_shows_in_the_stand_alone_question(engine):
    assert engine.ask("What did Zelenskij say about the harbur?").standalone_question == (
        "What did Zelensky say about the harbour?"
    )


def test_no_input_is_too_long_or_too_odd(engine):
    assert put_right(engine, "") == ""
    assert put_right(engine, "\N{LATIN SMALL LETTER LONG S}ubsidyyyy ++ ((( harbour") != ""
    paste = " ".join(f"zzq{letter}x{other}" for letter in "abcdefghij" for other in "klmnopqrst") * 5
    assert put_right(engine, paste) == paste


def test_a_word_sounds_like_another_through_several_letters():
    assert "zelensky" in respellings("Selenskyj")
    assert "yeltsin" in respellings("Jelzin")
    assert "putin" in respellings("Poutine")
    assert respellings("佩斯") == []


def test_a_cyrillic_word_is_given_with_and_without_the_ending_of_its_case():
    assert romanised("Лаврова") == ["lavrova", "lavrov"]
    assert romanised("Щедрин") == ["shchedrin"]
    assert romanised("Lavrov") == []


def test_a_slip_keeps_the_first_letter_but_for_two_turned_round():
    found = slips("truk")
    assert {"truck", "rtuk"} <= set(found)
    assert "trek" not in found  # four letters have too many neighbours to change one
    assert all(one[0] in "tr" for one in found)


def test_a_short_name_keeps_its_first_vowel_and_its_length():
    assert "schulz" in slips("Scholz")
    assert "schulz" not in slips("Scholz", is_name=True)
    assert "beyer" not in slips("Breyer", is_name=True)
    assert "finland" in slips("Finnland", is_name=True)


def test_a_skeleton_has_no_vowels_and_no_doubles():
    assert skeleton("proffesional") == skeleton("professional") == "prfsnl"
    assert skeleton("wildfire") != skeleton("wildlife")
