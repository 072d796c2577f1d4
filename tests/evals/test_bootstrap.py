"""Intervals: of a score, and of the difference of two scores of the same questions."""

from evals.bootstrap import interval, paired_interval
from evals.measures import Tally

RIGHT, WRONG = Tally(1, 1), Tally(0, 1)


def test_what_is_hard_for_both_cancels() -> None:
    # Forty articles, half of them hard: each score varies, their difference is 0.1 on every single article.
    before = [Tally(0.2 if i % 2 else 0.7, 1) for i in range(40)]
    after = [Tally(one.got + 0.1, 1) for one in before]
    clusters = [str(i) for i in range(40)]
    low, high = interval(before, clusters)
    assert low is not None
    assert high is not None
    assert high - low > 0.1
    paired = paired_interval(before, after, clusters)
    assert [round(end, 12) for end in paired if end is not None] == [0.1, 0.1]


def test_a_run_does_not_differ_from_itself_at_all() -> None:
    parts = [Tally(i % 3 / 2, 1) for i in range(30)]
    assert paired_interval(parts, parts, [str(i % 7) for i in range(30)]) == (0.0, 0.0)


def test_the_difference_of_ratios_of_counts_is_that_of_their_sums() -> None:
    # On two articles alike, 1 of 2 citations becomes 4 of 4: whichever is drawn, one half becomes one.
    assert paired_interval([Tally(1, 2)] * 2, [Tally(4, 4)] * 2, ["a", "b"]) == (0.5, 0.5)


def test_a_question_measured_in_one_run_alone_counts_in_that_run() -> None:
    # Article a: right in both, and another that only the second run has, wrong there. Article b the same.
    before, after = [RIGHT, None] * 2, [RIGHT, WRONG] * 2
    assert paired_interval(before, after, ["a", "a", "b", "b"]) == (-0.5, -0.5)


def test_draws_that_have_nothing_to_measure_in_one_run_say_nothing_of_a_difference() -> None:
    # Drawn twice, b leaves the first run without any question: only draws with a count, of 1 against 1 or of 1 against 1/2.
    assert paired_interval([RIGHT, None], [RIGHT, WRONG], ["a", "b"]) == (-0.5, 0.0)


def test_one_article_gives_no_interval() -> None:
    assert paired_interval([RIGHT, WRONG], [RIGHT, RIGHT], ["a", "a"]) == (None, None)
    assert paired_interval([RIGHT, None], [RIGHT, None], ["a", "b"]) == (None, None)  # b has nothing measured


def test_runs_that_share_no_draw_have_no_interval() -> None:
    assert interval([Tally(0, 0), Tally(0, 0)], ["a", "b"]) == (None, None)
