"""Where outlets disagree."""

import pytest

from rag.disagree import figure_in, with_disagreement
from rag.question import understand
from rag.select import Quoted

HOW_MANY = "How many boats sank?"


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        (HOW_MANY, "In all, 12 boats sank.", "12"),
        (HOW_MANY, "Twelve old boats sank.", "12"),
        (HOW_MANY, "At least 12 boats sank.", None),
        (HOW_MANY, "The 12 sailors swam.", None),
        (HOW_MANY, "First 12 boats sank, then 3 boats.", None),
        ("When did it rain?", "It rained on 3 May.", "may 3"),
        ("When did it rain?", "It rained on May 3, 2021.", "may 3"),
        ("Why did it rain?", "It rained on May 3, 2021.", None),
    ],
)
def test_a_figure_is_what_is_asked_for_and_certain(question, text, value):
    figure = figure_in(understand(question), text)
    assert (figure.value if figure else None) == value


def units(read, *texts, **known):
    return [
        Quoted(read(text, key=at, story=at, id=f"{at}.txt", source=f"Paper {at}", **known), range(1), 1.0)
        for at, text in enumerate(texts, 1)
    ]


def test_another_number_of_another_outlet_is_pointed_out(read):
    quoted = with_disagreement(
        understand(HOW_MANY), units(read, "Some 12 boats sank.", "In all 12 boats sank.", "It said 15 boats sank.")
    )
    assert [one.remark for one in quoted] == [
        None, None, "The articles differ: Paper 2 has “12”, Paper 3 has “15”.",
    ]  # fmt: skip


def test_the_same_number_or_that_of_the_same_story_is_no_disagreement(read):
    same = units(read, "In all 12 boats sank.", "Twelve boats sank.")
    assert [one.remark for one in with_disagreement(understand(HOW_MANY), same)] == [None, None]
    one = units(read, "In all 12 boats sank.")[0]
    again = Quoted(read("In all 15 boats sank.", key=2, story=1, id="2.txt", source="Echo"), range(1), 1.0)
    assert [one.remark for one in with_disagreement(understand(HOW_MANY), [one, again])] == [None, None]
