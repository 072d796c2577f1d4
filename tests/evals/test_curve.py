"""How refusal moves with its threshold."""

import pytest

from evals.curve import Judgement, Point, refusal_curve

# Two without an answer, at .1 and .6; three with one, at .3, .8 and .9.
JUDGED = [
    Judgement(0.1, answerable=False),
    Judgement(0.3, answerable=True),
    Judgement(0.6, answerable=False),
    Judgement(0.8, answerable=True),
    Judgement(0.9, answerable=True),
]


@pytest.mark.parametrize(
    ("step", "point"),
    [
        (0, Point(0.0, None, 0.0, 0.0, 0.0)),  # nothing is below 0
        (10, Point(0.1, None, 0.0, 0.0, 0.0)),  # at the threshold is not below it
        (20, Point(0.2, 1.0, 1 / 2, 2 / 3, 1 / 5)),  # .1 refused, rightly: F1 = 2 · 1 / (1 + 2)
        (50, Point(0.5, 1 / 2, 1 / 2, 2 / 4, 2 / 5)),  # and .3, wrongly
        (70, Point(0.7, 2 / 3, 1.0, 4 / 5, 3 / 5)),  # and .6, rightly
        (100, Point(1.0, 2 / 5, 1.0, 4 / 7, 1.0)),  # all: what refusing everything gets
    ],
)
def test_refusing_what_is_below_a_threshold_comes_to(step: int, point: Point) -> None:
    assert refusal_curve(JUDGED)[step] == point


def test_thresholds_rise_in_hundredths_from_0_to_1() -> None:
    assert [point.threshold for point in refusal_curve(JUDGED)] == [step / 100 for step in range(101)]


def test_there_is_no_curve_where_refusing_is_never_right() -> None:
    assert refusal_curve([one for one in JUDGED if one.answerable]) == ()
    assert refusal_curve([]) == ()
