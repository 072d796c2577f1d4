"""Scores over a set: means, counts, intervals and kinds."""

from dataclasses import astuple
from typing import Any

import pytest

from evals.measures import DIRECTIONS, Tally, tally
from evals.scores import Counts, Estimate, Sample, estimate, score, tallies_of


def sample(question: Any, answer: Any, error: str | None = None) -> Sample:
    return Sample(question, answer, error, tally(question, answer, {"a": "x" * 1000}.get))


def test_a_measure_is_the_sum_got_over_the_sum_there_was_and_skips_what_it_does_not_apply_to() -> None:
    found = estimate([Tally(1, 1), None, Tally(0, 1), Tally(3, 4)], ["a", "a", "a", "b"])
    assert found is not None
    assert found.value == 4 / 6
    assert found.n == 3


def test_a_measure_that_applies_to_nothing_is_no_score() -> None:
    assert estimate([None, None], ["a", "b"]) is None


def test_the_interval_is_the_spread_between_articles_not_between_questions() -> None:
    # Two articles, all right and all wrong: a draw of two takes both (1/2), or one of them twice (0 or 1).
    tallies, clusters = [Tally(1, 1)] * 50 + [Tally(0, 1)] * 50, ["a"] * 50 + ["b"] * 50
    assert estimate(tallies, clusters) == Estimate(0.5, 100, 0.0, 1.0)
    # The same questions, alternating over 50 articles that are half right each: every draw gives one half.
    assert estimate(tallies, [str(i) for i in range(50)] * 2) == Estimate(0.5, 100, 0.5, 0.5)


def test_the_interval_of_independent_questions_is_that_of_a_proportion() -> None:
    found = estimate([Tally(float(i < 80), 1) for i in range(100)], [str(i) for i in range(100)])
    assert found is not None
    # 0.8 ± 1.96 · sqrt(0.8 · 0.2 / 100) = 0.8 ± 0.0784
    assert found.low == pytest.approx(0.7216, abs=0.015)
    assert found.high == pytest.approx(0.8784, abs=0.015)


def test_the_interval_is_the_same_every_time() -> None:
    tallies, clusters = [Tally(float(i % 3 == 0), 1) for i in range(30)], [str(i % 7) for i in range(30)]
    assert estimate(tallies, clusters) == estimate(tallies, clusters)


def test_one_article_gives_no_interval() -> None:
    assert estimate([Tally(1, 1), Tally(0, 1)], ["a", "a"]) == Estimate(0.5, 2, None, None)


def test_questions_on_one_article_are_one_cluster_and_those_without_evidence_stand_alone(question: Any) -> None:
    def cluster(asked: Any) -> str:
        return Sample(asked, None, None, {}).cluster

    assert cluster(question((0, 9), ("b", 0, 9), id="q1")) == cluster(question((5, 9), id="q2"))
    assert cluster(question(("b", 0, 9))) != cluster(question((0, 9)))
    assert cluster(question(id="q1", answerable=False)) != cluster(question(id="q2", answerable=False))


def test_counts_say_what_became_of_every_question(question: Any, answer: Any, citation: Any) -> None:
    overall = score(
        [
            sample(question((0, 100), id="q1"), answer(citations=[citation(0, 100, quote="x" * 100)], seconds=0.5)),
            sample(question((0, 100), id="q2"), answer(refused=True, seconds=0.1)),
            sample(question((0, 100), id="q3"), None, "ValueError: broken"),
            sample(question(id="q4", answerable=False), answer(refused=True, seconds=0.2)),
        ]
    ).overall
    assert (overall.questions, overall.unanswerable) == (4, 1)
    assert (overall.answered, overall.refused, overall.failed, overall.citations) == (1, 2, 1, 1)
    recall, f1 = overall.measures["citation_recall"], overall.measures["refusal_f1"]
    assert recall is not None
    assert f1 is not None
    assert (recall.value, recall.n) == (1 / 3, 3)  # found, refused, failed
    assert f1.value == 2 / 3  # one right refusal, one wrong: 2 / (2 + 1)
    assert overall.measures["exact"] == Estimate(1.0, 1, None, None)
    assert overall.measures["seconds_p50"] == Estimate(0.2, 3, None, None)


def test_of_every_measure_the_questions_scored_unscored_and_failed_add_up(question: Any, answer: Any) -> None:
    group = score(
        [
            sample(question((0, 100), id="q1"), answer()),
            sample(question((0, 100), id="q2"), answer(refused=True)),
            sample(question((0, 100), id="q3"), None, "ValueError: broken"),
            sample(question(id="q4", answerable=False), answer(refused=True)),
        ]
    ).overall
    assert group.counts.keys() == group.measures.keys()
    assert all(sum(astuple(counts)) == 4 for counts in group.counts.values())
    assert group.counts["citation_recall"] == Counts(scored=2, unscored=1, failed=1)  # q1 and q2; q4 has no evidence
    assert group.counts["citation_precision"] == Counts(scored=1, unscored=2, failed=1)  # q1 alone is answered
    assert group.counts["nugget_recall"] == Counts(scored=0, unscored=3, failed=1)
    assert group.counts["seconds_p95"] == Counts(scored=3, unscored=0, failed=1)


def test_every_measure_has_a_direction(question: Any, answer: Any) -> None:
    measures = score([sample(question((0, 9)), answer())]).overall.measures
    assert list(measures) == list(DIRECTIONS)


def test_there_are_no_seconds_where_answers_shared_the_machine(question: Any, answer: Any) -> None:
    measures = score([sample(question((0, 9)), answer(seconds=1.0))], timed=False).overall.measures
    assert (measures["seconds_p50"], measures["seconds_p95"]) == (None, None)


def test_the_refusal_curve_is_of_the_questions_that_have_a_probability(question: Any, answer: Any) -> None:
    likely = [(question((0, 9)), 0.9), (question(id="q2", answerable=False), 0.1), (question(id="q3"), None)]
    scores = score([Sample(asked, None, None, tally(asked, answer(), {}.get), p) for asked, p in likely])
    # At one half, of the two the second is refused, and rightly.
    point = scores.refusal_curve[50]
    assert (point.threshold, point.precision, point.recall, point.refused) == (0.5, 1.0, 1.0, 0.5)
    assert scores.to_json()["refusal_curve"][50]["f1"] == 1.0


def test_the_tallies_can_be_read_back_from_a_line(question: Any, answer: Any, citation: Any) -> None:
    asked = question((0, 100), nuggets=(("x",), ("y",), ("An",)))
    given = answer(citations=[citation(0, 100, quote="x" * 100), citation(0, 9, quote="y"), citation(1, 9, quote="y")])
    for one in (sample(asked, given), sample(asked, None), sample(question(answerable=False), answer(refused=True))):
        assert tallies_of(one.to_json()["measures"]) == one.tallies
    assert sample(asked, given).tallies["exact"] == Tally(1, 3)


def test_refusal_is_not_measured_where_every_question_has_an_answer(question: Any, answer: Any) -> None:
    measures = score([sample(question((0, 9)), answer(refused=True))]).overall.measures
    refusal = [name for name in measures if name.startswith("refus")]
    assert refusal == ["refusal_precision", "refusal_recall", "refusal_f1", "refuse_all_f1"]
    assert all(measures[name] is None for name in refusal)


def test_refusal_precision_is_no_score_where_nothing_was_refused(question: Any, answer: Any) -> None:
    measures = score([sample(question(answerable=False), answer())]).overall.measures
    assert measures["refusal_precision"] is None
    assert measures["refusal_recall"] == Estimate(0.0, 1, None, None)


def test_kinds_are_scored_apart_in_the_order_in_which_they_come(question: Any, answer: Any, citation: Any) -> None:
    right = answer(citations=[citation(0, 100)])
    scores = score(
        [
            sample(question((0, 100), id="q1", kind="temporal"), right),
            sample(question((200, 300), id="q2", kind="fact"), right),
            sample(question((0, 100), id="q3", kind="temporal"), right),
        ]
    )
    assert list(scores.by_kind) == ["temporal", "fact"]
    recalls = {kind: group.measures["citation_recall"] for kind, group in scores.by_kind.items()}
    assert recalls == {"temporal": Estimate(1.0, 2, None, None), "fact": Estimate(0.0, 1, None, None)}
    assert scores.to_json()["by_kind"]["fact"]["measures"]["citation_recall"]["value"] == 0.0


def test_a_sample_gives_each_measure_of_its_question_alone(question: Any, answer: Any, citation: Any) -> None:
    values = sample(
        question((0, 100)), answer(citations=[citation(0, 100), citation(500, 600, quote="x" * 100)])
    ).values
    assert (values["citation_recall"], values["citation_precision"]) == (1.0, 0.5)
    assert values["exact"] == 0.5
    assert values["nugget_recall"] is None
