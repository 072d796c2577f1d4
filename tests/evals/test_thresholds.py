"""Bounds that a run has to keep."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evals.originals import Originals
from evals.provenance import Provenance
from evals.run import run_eval
from evals.scores import Estimate
from evals.stored import StoredRun, load_run
from evals.thresholds import Threshold, check_same_questions, missed, parse_threshold, worse
from index.errors import InputError

MEASURES = {
    "citation_recall": Estimate(0.8, 10, None, None),
    "forbidden": Estimate(0.1, 10, None, None),
    "seconds_p95": Estimate(0.25, 10, None, None),
    "answer_chars": Estimate(400.0, 10, None, None),
    "nugget_recall": None,
}


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("citation_recall=0.8", None),  # the bound itself is kept
        ("citation_recall=.801", "citation_recall is 0.8, below the least allowed, 0.801"),
        ("forbidden=0.1", None),
        ("forbidden=0", "forbidden is 0.1, above the most allowed, 0"),
        ("seconds_p95=0.3", None),
        ("seconds_p95=0.2", "seconds_p95 is 0.25, above the most allowed, 0.2"),
        ("answer_chars=500", None),
        ("answer_chars=3e2", "answer_chars is 400, above the most allowed, 300"),
        ("nugget_recall=0", "nugget_recall has no score here, so that its bound of 0 is not kept"),
        ("misattributed=1", "misattributed has no score here, so that its bound of 1 is not kept"),
    ],
)
def test_a_bound_is_the_least_of_what_should_be_high_and_the_most_of_what_should_not(
    written: str, line: str | None
) -> None:
    assert missed(MEASURES, [parse_threshold(written)]) == ([] if line is None else [line])


def test_every_bound_that_is_missed_is_named() -> None:
    bounds = [Threshold("citation_recall", 0.9), Threshold("seconds_p95", 0.5), Threshold("forbidden", 0.05)]
    assert [line.split()[0] for line in missed(MEASURES, bounds)] == ["citation_recall", "forbidden"]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("recall=0.8", r"there is no measure 'recall'; there are hit@1, .*, seconds_p95"),
        ("refuse_all_f1=0.4", r"there is no measure 'refuse_all_f1'"),  # says nothing of the run
        ("citation_recall", r"is not MEASURE=VALUE"),
        ("citation_recall=", r"'' in 'citation_recall=' is not a number"),
        ("citation_recall=80%", r"'80%' in 'citation_recall=80%' is not a number"),
        ("citation_recall=nan", r"is not a number"),  # nothing is below it, so it would always be kept
        ("citation_recall=inf", r"is not a number"),
    ],
)
def test_what_is_no_bound_is_refused(written: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_threshold(written)


# -- no worse than an earlier run


@pytest.fixture
def run(tmp_path: Path, provenance: Provenance, question: Any, answer: Any, citation: Any) -> Callable[..., StoredRun]:
    """A run of twenty questions, one an article, of which so many are answered rightly."""

    def stored(name: str, right: int, seconds: float = 0.1) -> StoredRun:
        answers = iter(
            answer(citations=[citation(0 if i < right else 500, 90 if i < right else 590, f"a{i}")], seconds=seconds)
            for i in range(20)
        )
        asked = [question((f"a{i}", 0, 90), id=f"q{i}") for i in range(20)]
        run_eval(asked, lambda *_: next(answers), Originals({}.get), tmp_path / name, provenance)
        return load_run(tmp_path / name)

    return stored


def test_a_clear_loss_is_named_with_both_values_and_the_interval(run: Callable[..., StoredRun]) -> None:
    lines = worse(run("old", 18), run("new", 8))
    assert [line.split()[0] for line in lines] == ["citation_recall", "citation_precision"]
    assert "0.9 before, 0.4 now, difference -0.5000 (95% interval -0." in lines[0]


def test_one_question_that_tips_over_is_not_a_loss(run: Callable[..., StoredRun]) -> None:
    # Missed by 0.36 of the draws (19/20)^20: the interval holds 0.
    assert worse(run("old", 18), run("new", 17)) == []


def test_a_gain_is_not_a_loss(run: Callable[..., StoredRun]) -> None:
    assert worse(run("old", 8), run("new", 18)) == []


def test_seconds_are_not_judged(run: Callable[..., StoredRun]) -> None:
    assert worse(run("old", 18, seconds=0.01), run("new", 18, seconds=9.0)) == []


def test_a_run_of_other_questions_is_refused_with_both_digests(run: Callable[..., StoredRun]) -> None:
    old = run("old", 18)
    check_same_questions(old, "0" * 64)
    with pytest.raises(InputError, match=r"old is of other questions \(gold.jsonl, sha256 000000000000…, here 1111"):
        check_same_questions(old, "1" * 64)
