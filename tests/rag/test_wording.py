"""Words that a question gives as somebody's, beside the words on record."""

import pytest

from rag.wording import Claim, claimed, nearest_words, remark
from tests.rag.conftest import Says, stored

TEXT = "Ann Vale urged the town to act because “the bridge is back in our hands.” Tom Orr said this war is over."
SAID = (
    Says("Ann Vale", "because “the bridge is back in our hands.”", "mixed"),
    Says("Tom Orr", "this war is over", "indirect"),
)


def found(text, *, marked=True, said=SAID):
    article = stored(TEXT)
    claim = Claim(text, marked)
    nearest = nearest_words(claim, [(one.stored(article), article.text) for one in said])
    return nearest and remark(claim, nearest, TEXT[nearest.span.start : nearest.span.end])


@pytest.mark.parametrize(
    ("question", "who", "claim"),
    [
        ("Who said “the bridge is back”?", None, ("the bridge is back", True)),
        ("Who said that 'the bridge is back'?", None, ("the bridge is back", True)),
        ('Did Vale say, "the town\'s bridge is back"?', "Vale", ("the town's bridge is back", True)),
        ("Did Vale say that the bridge is back?", "Vale", ("the bridge is back", False)),
        ("Did Vale say the bridge is back?", "Vale", ("the bridge is back", False)),
        ("Who said “bridge back”?", None, None),  # two words are hardly a quotation
        ("What did Vale say about the ‘special bridge operation’?", "Vale", None),  # a name
        ("Did Vale say anything about the bridge?", "Vale", None),
        ("What did Vale say about the bridge?", "Vale", None),
    ],
)
def test_a_question_gives_words_in_quotation_marks_or_behind_did_somebody_say(question, who, claim):
    given = claimed(question, who)
    assert (given and (given.text, given.marked)) == claim


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("the bridge is back", "“the bridge is back” is on record, word for word."),
        ("The Bridge is back", "“the bridge is back” is on record, word for word."),
        ("the bridge is gone", "The words on record are “the bridge is back”, not “the bridge is gone”."),
        ("is in our hands", "The words on record are “is back in our hands”, not “is in our hands”."),
        ("the boat is gone", None),  # half of the words
        ("is back in", "“is back in” is on record, word for word."),
        ("it is in the", None),  # nothing but function words in common
    ],
)  # fmt: skip
def test_a_quotation_is_confirmed_or_its_difference_pointed_out(given, says):
    assert found(given) == says


def test_what_is_only_retold_is_compared_by_its_meaning_bearing_words():
    assert found("the bridges are back", marked=False) is None
    assert found("the bridge is gone", marked=False) == (
        "The words on record are “the bridge is back”, not “the bridge is gone”."
    )
    assert found("this war is near", marked=False) is None  # no very words of his are on record


def test_of_two_statements_the_one_that_shares_the_words_that_matter_is_meant():
    # 'war is over' shares 2 of 3 words with 'bridge is over' too, but function words alone
    assert found("bridge is over") == "The words on record are “bridge is back”, not “bridge is over”."
