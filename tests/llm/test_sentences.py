"""From words to sentences with the passages they name."""

import re

import pytest

from rag.llm.sentences import Sentence, sentences
from rag.llm.talk import Words


def said(text, cut=False):
    pieces = [Words(piece) for piece in re.findall(r".{1,3}", text, re.DOTALL)]
    return list(sentences([*pieces, Words("", cut=True)] if cut else pieces))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He left [1]. She came [2].", [("He left.", (1,)), ("She came.", (2,))]),
        ("He left. [1] She came. [2]", [("He left.", (1,)), ("She came.", (2,))]),
        ("He left.[1] She came.[2]", [("He left.", (1,)), ("She came.", (2,))]),
        ("He left [1][3]. She came [2, 4].", [("He left.", (1, 3)), ("She came.", (2, 4))]),
        ("Both [1-3] came [2].", [("Both came.", (1, 2, 3))]),
        ("He left 【2】 and [Passage 3] [^4].", [("He left and.", (2, 3, 4))]),
        ("He said “Go.” [1] Then he left [2].", [("He said “Go.”", (1,)), ("Then he left.", (2,))]),
        ("Mr. Vale of the U.S. left [1]. It rained [2].", [("Mr. Vale of the U.S. left.", (1,)), ("It rained.", (2,))]),
        ("- He left [1]\n- She came [2]", [("He left", (1,)), ("She came", (2,))]),
        ("1. He left [1].\n2. She came.", [("He left.", (1,)), ("She came.", ())]),
        ("Answer: **He** left [1].", [("He left.", (1,))]),
        ("<think>Is it [9]? No.</think>He left [1].", [("He left.", (1,))]),
        ("<think>He left [1]. Or not", []),
        ("[1] [2]", []),
        ("", []),
    ],
)
def test_text_is_cut_into_sentences_with_their_markers(text, found):
    assert [(one.text, one.named) for one in said(text)] == found


def test_a_sentence_is_given_once_the_next_begins():
    given = sentences(iter([Words("He left. "), Words("[1"), Words("] She"), Words(" came [2].")]))
    assert next(given) == Sentence("He left.", (1,))


def test_a_text_that_was_cut_ends_in_a_sentence_that_is_not_whole():
    first, last = said("He left [1]. She ca", cut=True)
    assert (first.whole, last.whole) == (True, False)
    assert [one.whole for one in said("He left [1]. She came [2].", cut=True)] == [True, True]


def test_a_sentence_without_a_full_stop_is_whole_where_the_model_stopped_by_itself():
    assert said("He left")[0].whole


@pytest.mark.parametrize(
    "text",
    ["NO ANSWER", "No answer.", "I'm sorry, I can't help with that.", "The passages do not mention the ferry.",
     "I cannot answer this.", "Unfortunately there is little."],
)  # fmt: skip
def test_a_refusal_is_none_of_the_answer(text):
    assert said(text)[0].refuses


@pytest.mark.parametrize("text", ["Vale said he is sorry [1].", "“I cannot stay,” Vale said [1].", "No one left [1]."])
def test_what_people_say_is_no_refusal(text):
    assert not said(text)[0].refuses


@pytest.mark.parametrize(
    "text",
    ["The passage is about the ferry.", "According to the sources, it sank.", "It sank, and the answer is Vale."],
)
def test_what_speaks_of_the_passages_is_not_of_the_news(text):
    assert said(text)[0].of_passages


@pytest.mark.parametrize("text", ["The article of the treaty was changed.", "Vale passed the text on.", "It sank."])
def test_what_speaks_of_the_news_is(text):
    assert not said(text)[0].of_passages
