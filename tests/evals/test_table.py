"""The tables that a run prints."""

import re
from typing import Any

import pytest

from evals.measures import tally
from evals.scores import Sample, Scores, score
from evals.table import print_scores


@pytest.fixture
def scores(question: Any, answer: Any, citation: Any) -> Scores:
    def sample(asked: Any, given: Any) -> Sample:
        return Sample(asked, given, None, tally(asked, given, {}.get))

    found = answer("x" * 120, citations=[citation(0, 100)], seconds=0.042)
    return score(
        [
            sample(question((0, 100), id="q1"), found),
            sample(question(("b", 0, 100), id="q2"), found),
            sample(question(id="q3", kind="unanswerable", answerable=False), answer(refused=True, seconds=0.021)),
            sample(question((0, 100), id="q4", kind="fact"), None),
        ]
    )


def lines_of(capsys: pytest.CaptureFixture[str], scores: Scores) -> list[str]:
    print_scores(scores)
    printed = capsys.readouterr()
    assert printed.err == ""
    return [re.sub(r"\s+", " ", line).strip() for line in printed.out.splitlines()]


def test_begins_with_what_became_of_the_questions(capsys: pytest.CaptureFixture[str], scores: Scores) -> None:
    assert (
        lines_of(capsys, scores)[0] == "4 questions (1 without an answer): 2 answered, 1 refused, 1 failed; 2 citations"
    )


def test_every_measure_has_its_value_interval_and_n(capsys: pytest.CaptureFixture[str], scores: Scores) -> None:
    lines = lines_of(capsys, scores)
    # Recall 1 and 0 (failed) on article a, 0 on b: 1/3; a draw takes a twice (1/2), b twice (0) or both (1/3).
    # n 3, of which 2 answered, then the question without an answer, then the failed one.
    assert "citation_recall 0.333 0.000–0.500 3 2 1 1" in lines
    assert "nugget_recall n/a 0 0 3 1" in lines
    assert "answer_chars 120.0 120.0–120.0 2 2 1 1" in lines
    assert "seconds_p50 42 ms 3 3 0 1" in lines
    assert {line.split()[0] for line in lines if line} >= set(scores.overall.measures)


def test_kinds_stand_below_with_the_same(capsys: pytest.CaptureFixture[str], scores: Scores) -> None:
    lines = lines_of(capsys, scores)
    # Asked, refused and failed one below the other; beside them hit@1, recall@10, citation recall and precision,
    # nuggets and forbidden, each with its interval and n below.
    start = lines.index("quote 2 .00 .00 .50 .50 n/a .00")
    assert lines[start + 1 : start + 3] == ["0 .00–.00 .00–.00 .00–1.00 .00–1.00 .00–.00", "0 2 2 2 2 2"]
    start = lines.index("unanswerable 1 n/a n/a n/a n/a n/a n/a")
    assert lines[start + 1 : start + 3] == ["1", "0"]
