"""Two runs held against each other."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import rag.search
from evals.command import SEED_QUESTIONS
from evals.compare import Comparison, Pair, changes, compare, gain
from evals.measures import Tally, tally
from evals.originals import Originals
from evals.provenance import Provenance
from evals.question import Question
from evals.questions import load_questions
from evals.run import run_eval
from evals.scores import Sample
from evals.side_by_side import print_comparison
from evals.stored import StoredRun, load_run
from index.errors import InputError
from rag.answer import Answer
from rag.retrieve import Candidate, retrieve
from rag.retrieve_statements import Said, retrieve_statements

if TYPE_CHECKING:
    from rag.engine import Engine

Make = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path, provenance: Provenance) -> Make:
    """A stored run of these questions, each answered as given; an error is raised."""

    def stored(name: str, asked: list[Question], given: list[Any], **settings: Any) -> StoredRun:
        answers = iter(given)

        def ask(*_: Any) -> Answer:
            answer = next(answers)
            if isinstance(answer, Exception):
                raise answer
            return answer

        made = replace(provenance, settings=settings)
        run_eval(asked, ask, Originals({"a": None}.get), tmp_path / name, made)
        return load_run(tmp_path / name)

    return stored


def of(comparison: Comparison, measure: str) -> Any:
    (found,) = (change for change in comparison.changes if change.measure == measure)
    return found


# -- every measure


def test_a_run_compared_with_itself_differs_by_exactly_nothing(
    run: Make, question: Any, answer: Any, citation: Any
) -> None:
    asked = [question((0, 90), (100 * i, 100 * i + 90), id=f"q{i}", speaker="Lee") for i in range(1, 8)]
    asked += [question(id="u1", answerable=False), question(("b", 0, 9), id="f1")]
    cited = [citation(0, 90, quote="x"), citation(7, 60, quote="y"), citation(300, 390, quote="z")]
    once = run("a", asked, [*[answer(citations=cited)] * 7, answer(refused=True), ValueError("broken")])
    comparison = compare(once, once)
    assert comparison.outcomes == []
    for change in comparison.changes:
        if change.before is None:
            assert change.difference is None
        else:
            assert change.difference == 0.0
            assert (change.low, change.high) in {(0.0, 0.0), (None, None)}
        assert (change.won, change.lost, change.clear) == (0, 0, None)


def test_a_difference_is_that_of_the_two_runs_scores(run: Make, question: Any, answer: Any, citation: Any) -> None:
    asked = [question((0, 90), id="q1"), question(("b", 0, 90), id="q2"), question(("c", 0, 90), id="q3")]
    found, missed = answer(citations=[citation(0, 90)]), answer(citations=[citation(500, 590)])
    a = run("a", asked, [found, missed, missed])
    b = run("b", asked, [missed, missed, missed])
    recall = of(compare(a, b), "citation_recall")
    # One of three found, then none.
    assert (recall.before, recall.after, recall.difference) == (1 / 3, 0.0, -1 / 3)
    # Of the three articles drawn, the first is there never (0) to three times (-1); 8 of 27 draws have it not at all.
    assert (recall.low, recall.high) == (-1.0, 0.0)
    assert (recall.n, recall.won, recall.lost, recall.tied) == (3, 0, 1, 2)


def test_precision_covers_what_each_run_answered_and_counts_what_both_did(
    run: Make, question: Any, answer: Any, citation: Any
) -> None:
    asked = [question((0, 90), id="q1"), question(("b", 0, 90), id="q2")]
    right, wrong, refused = (
        answer(citations=[citation(0, 90)]),
        answer(citations=[citation(5, 9)]),
        answer(refused=True),
    )
    precision = of(compare(run("a", asked, [right, wrong]), run("b", asked, [right, refused])), "citation_precision")
    assert (precision.before, precision.after, precision.n, precision.tied) == (0.5, 1.0, 1, 1)


@pytest.mark.parametrize(
    ("direction", "before", "after", "expected"),
    [
        ("higher", Tally(0.5, 1), Tally(1, 1), 1),
        ("higher", Tally(1, 1), Tally(0.5, 1), -1),
        ("higher", Tally(1, 1), Tally(1, 1), 0),
        ("lower", Tally(1, 1), Tally(0, 1), 1),
        ("lower", Tally(0, 2), Tally(1, 3), -1),
        ("size", Tally(500, 1), Tally(100, 1), 0),  # shorter is not better
        ("given", Tally(2, 2), Tally(0, 1), 0),
        ("higher", Tally(2, 3), Tally(4, 5), 0),  # one inexact citation, as before
        ("higher", Tally(0, 0), Tally(0, 1), -1),  # refusal F1: answered, then wrongly refused
        ("higher", Tally(0, 1), Tally(2, 2), 1),  # answered where nothing answers, then rightly refused
        ("higher", Tally(0.1 + 0.2, 1), Tally(0.3, 1), 0),  # the same but for rounding
    ],
)
def test_a_question_gains_where_less_is_missed(direction: Any, before: Tally, after: Tally, expected: int) -> None:
    assert gain(direction, before, after) == expected


def test_seconds_differ_without_an_interval(run: Make, question: Any, answer: Any) -> None:
    asked = [question((0, 9), id="q1"), question(("b", 0, 9), id="q2")]
    seconds = of(
        compare(run("a", asked, [answer(seconds=1.0)] * 2), run("b", asked, [answer(seconds=1.5)] * 2)), "seconds_p50"
    )
    assert (seconds.before, seconds.after, seconds.difference, seconds.low, seconds.n) == (1.0, 1.5, 0.5, None, 2)
    assert seconds.clear is None


def test_a_lower_forbidden_rate_is_clearly_better_where_the_interval_excludes_zero(question: Any, answer: Any) -> None:
    pairs = []
    for i in range(20):
        asked = question((f"a{i}", 0, 9), id=f"q{i}", forbidden=("wrong words",))
        before, after = answer("Wrong words. [1]"), answer("Right words. [1]")
        pairs.append(Pair(*(Sample(asked, one, None, tally(asked, one, {}.get)) for one in (before, after))))
    (forbidden,) = (change for change in changes(pairs) if change.measure == "forbidden")
    assert (forbidden.difference, forbidden.low, forbidden.high, forbidden.clear) == (-1.0, -1.0, -1.0, "better")
    (chars,) = (change for change in changes(pairs) if change.measure == "answer_chars")
    assert chars.clear is None


# -- every question


def test_questions_are_won_lost_or_mixed_by_what_moved(run: Make, question: Any, answer: Any, citation: Any) -> None:
    asked = [question((0, 90), id=name, nuggets=(("yes",),)) for name in ("won", "lost", "mixed", "same", "failed")]
    good, bad = answer("Yes. [1]", citations=[citation(0, 90)]), answer("No. [1]", citations=[citation(500, 590)])
    half = answer("Yes. [1]", citations=[citation(500, 590)])
    a = run("a", asked, [bad, good, half, good, good])
    b = run("b", asked, [good, bad, answer("No. [1]", citations=[citation(0, 90)]), good, ValueError("broken")])
    comparison = compare(a, b)
    verdicts = {outcome.id: outcome.verdict for outcome in comparison.outcomes}
    assert verdicts == {"won": "won", "lost": "lost", "mixed": "mixed", "failed": "lost"}
    mixed, failed = comparison.outcomes[2], comparison.outcomes[3]
    assert mixed.measures["nugget_recall"] == (1.0, 0.0)
    assert mixed.measures["citation_recall"] == (0.0, 1.0)
    assert (failed.before, failed.after) == (good, None)


def test_what_is_not_the_same_question_in_both_runs_is_left_out_and_counted(
    run: Make, question: Any, answer: Any
) -> None:
    a = run("a", [question((0, 9), id="q1"), question((0, 9), id="q2"), question((0, 9), id="q3")], [answer()] * 3)
    b = run("b", [question((0, 9), id="q1"), question((5, 9), id="q2"), question((0, 9), id="q4")], [answer()] * 3)
    comparison = compare(a, b)
    assert comparison.questions == 1
    assert comparison.left_out == {"only in a": 1, "only in b": 1, "changed": 1}


def test_runs_without_a_common_question_are_refused(run: Make, question: Any, answer: Any) -> None:
    a, b = (run(name, [question((0, 9), id=name)], [answer()]) for name in ("a", "b"))
    with pytest.raises(InputError, match=r"no question in common"):
        compare(a, b)


# -- what is shown


@pytest.fixture
def comparison(run: Make, question: Any, answer: Any, citation: Any) -> Comparison:
    asked = [question((0, 90), id=f"q{i}") for i in (1, 2)] + [question(("b", 0, 90), id="q3")]
    good = answer("It is so. [1]", citations=[citation(0, 90)])
    bad = answer("[bold]Not[/bold] at all. [1]", citations=[citation(500, 590)])
    other = answer("It is so there. [1]", citations=[citation(0, 90, "b")])
    return compare(
        run("a", asked, [good, good, bad], candidates=50),
        run("b", asked, [bad, answer("Nothing near.", refused=True), other], candidates=10),
    )


def test_the_terminal_shows_both_answers_side_by_side(
    comparison: Comparison, capsys: pytest.CaptureFixture[str]
) -> None:
    print_comparison(comparison, 20)
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "settings: candidates 50 in A, 10 in B" in lines
    # Two of three found, then one: on the two articles of q1 and q2, and of q3.
    assert any(line.startswith("citation_recall 3 0.667 0.333 -0.333 ") for line in lines)
    assert "2 questions lost" in lines
    assert "1 questions won" in lines
    assert "It is so. [1] [bold]Not[/bold] at all. [1]" in lines  # an answer is text, not markup
    assert "It is so. [1] refused: Nothing near." in lines
    assert "citation_recall 1 -> 0, citation_precision 1 -> 0" in lines


def test_the_terminal_shows_so_many_questions_and_says_how_many_more_there_are(
    comparison: Comparison, capsys: pytest.CaptureFixture[str]
) -> None:
    print_comparison(comparison, 1)
    shown = capsys.readouterr().out
    assert "lost: q1" in shown
    assert "lost: q2" not in shown
    assert "… and 1 more: --limit 2 shows all" in shown


def test_json_holds_every_measure_and_every_question(comparison: Comparison) -> None:
    written = json.loads(json.dumps(comparison.to_json()))
    assert [outcome["id"] for outcome in written["lost"]] == ["q1", "q2"]
    assert written["won"][0]["measures"]["citation_recall"] == {"a": 0.0, "b": 1.0}
    assert written["won"][0]["answers"]["b"]["answer"] == "It is so there. [1]"
    assert written["a"]["settings"] == {"candidates": 50}
    assert {"measure", "n", "before", "after", "difference", "low", "high", "clear", "won", "lost", "tied"} <= set(
        written["measures"][0]
    )


# -- a retriever that is really broken


def test_a_retriever_that_returns_the_worst_first_shows_a_loss_with_an_interval_that_excludes_zero(
    seed_engine: "Engine", tmp_path: Path, provenance: Provenance, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {article.id: article.text for article in seed_engine.catalog.articles()}
    questions = load_questions(SEED_QUESTIONS, texts)[::2]
    originals = Originals(seed_engine.catalog.article)
    run_eval(questions, seed_engine.judge, originals, tmp_path / "whole", provenance)

    def worst(*arguments: Any, **settings: Any) -> list[Candidate]:
        return retrieve(*arguments, **settings)[-8:]  # the last eight of the 29 chunks

    def worst_said(*arguments: Any, **settings: Any) -> list[Said]:
        return retrieve_statements(*arguments, **settings)[-8:]

    monkeypatch.setattr(rag.search, "retrieve", worst)
    monkeypatch.setattr(rag.search, "retrieve_statements", worst_said)
    run_eval(questions, seed_engine.judge, originals, tmp_path / "broken", provenance)
    comparison = compare(load_run(tmp_path / "whole"), load_run(tmp_path / "broken"))
    for measure in ("hit@1", "hit@10", "mrr@10", "recall@10", "ndcg@10", "citation_recall", "nugget_recall"):
        change = of(comparison, measure)
        assert change.difference < 0, measure
        assert change.high < 0, measure
        assert change.clear == "worse", measure
        assert change.lost > change.won, measure
    assert sum(outcome.verdict == "lost" for outcome in comparison.outcomes) > len(questions) / 3
