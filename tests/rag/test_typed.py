"""What is typed or pasted, made legible."""

import pytest

from rag.typed import legible, question_in

FILLER = "The ferry left the harbour of Lund at noon and came back late. " * 20


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("What did Ann say?", "What did Ann say?"),
        ("<p>What did <b>Ann</b> say?</p><script>alert('x')</script>", "What did  Ann  say?"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("Ann &amp; Bo", "Ann & Bo"),
        ("What\x00did Ann\u200bsay?\u202e", "What did Ann say?"),
        ("Ann\u00adsson", "Annsson"),
        ("What did Ann say? 🙏🏽", "What did Ann say?"),
        ("Ｗｈａｔ did 𝗔𝗻𝗻 say？", "What did Ann say?"),
        ("Ame\u0301lie", "Amélie"),
        ("“What did Ann say?”", "“What did Ann say?”"),
        ("See https://example.org/a?b=c what did Ann say", "See   what did Ann say"),
        ("https://example.org/news/what-did-ann-say.html", "what did ann say"),
        ("\ud83d", ""),
        ("🙂", ""),
    ],
)
def test_markup_control_characters_and_pictures_go(typed, read):
    assert legible(typed) == read


@pytest.mark.parametrize(
    ("pasted", "asked"),
    [
        (FILLER + "What did Ann say about the ferry?", "What did Ann say about the ferry?"),
        (FILLER + "\nwhat did ann say about the ferry", "what did ann say about the ferry"),
        ("What did Ann say about the ferry?\n\n" + FILLER, "What did Ann say about the ferry?"),
        (FILLER + "Who owns it? " + FILLER, "Who owns it?"),
        ("Who owns the ferry? " * 40, "Who owns the ferry?"),
    ],
)
def test_the_question_in_a_long_paste_is_found(pasted, asked):
    assert question_in(pasted) == asked


@pytest.mark.parametrize("text", ["", "Why? Because. Why not?", FILLER, FILLER + "Why? " + FILLER + "Who? " + FILLER])
def test_a_short_text_and_one_without_a_single_question_stay_whole(text):
    assert question_in(text) == text


def test_a_language_without_spaces_is_kept_whole():
    assert legible("雨" * 500 + "?") == "雨" * 500 + "?"


def test_of_what_is_too_long_for_a_word_the_beginning_is_kept():
    assert legible("What of " + "u" * 50_000 + " and the pier?") == "What of " + "u" * 400 + " and the pier?"
