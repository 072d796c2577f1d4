"""Words of questions and sentences, how rare each is, and how misspelt ones are put right."""

import math

import pytest

from index.words import stems, tokens
from rag.spelling import corrected
from rag.words import Rarity, Term, content_terms, term_weight


def words(text):
    return [term.word for term in content_terms(text)]


def test_tokens_keep_the_dots_of_abbreviations_inside():
    assert tokens("The U.S. and G.O.P. met.") == ["The", "U.S.", "and", "G.O.P.", "met"]


def test_inflections_and_dotted_abbreviations_share_a_stem():
    assert stems("weapons U.S.") == stems("weapon US")


def test_words_that_carry_meaning_are_kept_once_each_in_order():
    assert words("What did the bridges of Lund do to the bridge?") == ["bridges", "Lund"]


def test_us_in_capitals_is_a_name_except_where_all_is_in_capitals():
    assert words("Did the US tell us?") == ["US", "tell"]
    assert words("DID THE US GO") == []


def test_digits_count_and_single_letters_do_not():
    assert words("7 of x") == ["7"]


def test_a_words_weight_is_its_inverse_document_frequency():
    rarity = Rarity(10, lambda asked: {word: {"lund": 1, "bridge": 8}.get(word, 0) for word in asked})
    # ln(1 + (10 - 1 + .5) / 1.5) and ln(1 + (10 - 8 + .5) / 8.5), by hand
    assert rarity.weight("lund") == pytest.approx(math.log(1 + 9.5 / 1.5))
    assert rarity.weight("bridge") == pytest.approx(math.log(1 + 2.5 / 8.5))
    assert (rarity.occurs("lund"), rarity.occurs("boat")) == (True, False)


def test_a_word_is_looked_up_once():
    asked = []
    rarity = Rarity(10, lambda found: asked.append(list(found)) or dict.fromkeys(found, 1))
    rarity.learn(["b", "a", "b"])
    rarity.weight("a")
    assert asked == [["a", "b"]]


def test_a_word_of_the_frame_and_a_common_word_nobody_wrote_count_less_than_a_name():
    rarity = Rarity(10, lambda found: {word: int(word == "bridg") for word in found})
    lund, bridge = Term("Lund", "lund"), Term("bridge", "bridg")
    assert term_weight(lund, rarity) == rarity.weight("lund")  # a name counts in full, known or not
    assert term_weight(bridge, rarity) == rarity.weight("bridg")
    assert term_weight(Term("rockets", "rocket"), rarity) == 0.5 * rarity.weight("rocket")  # nobody wrote it
    assert term_weight(Term("named", "name"), rarity) == 0.25 * rarity.weight("name")  # what sort of answer is wanted


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cluster munitons", "cluster munitions"),  # one letter left out
        ("medvedef", "Medvedev"),
        ("abuot NATO", "about NATO"),
        ("Lawrow", "Lavrov"),  # as German writes him
        ("the White House", "the White House"),  # a name is no misspelt 'while'
        ("Scholz", "Scholz"),  # nobody near
        ("gaz", "gaz"),  # too short to guess
        ("munitions", "munitions"),
    ],
)
def test_a_word_no_article_holds_becomes_the_near_one_that_is_meant(seed_engine, typed, meant):
    assert corrected(typed, seed_engine.catalog, seed_engine.search.rarity) == meant
