"""The parts of a report: outcomes, depth, texts, the table, the plots, the data."""

import json
import sys

import pytest

from evals.question import Evidence
from evals.report.data import page_data
from evals.report.depth import first_found, shares
from evals.report.outcome import Outcome, outcome
from evals.report.plots import curve_plot, depth_plot, kinds_plot, latency_plot
from evals.report.read import read_run
from evals.report.table import Column, measures_table
from evals.report.texts import Utf16, around, embedded
from evals.report.view import question_view
from index.spans import Span
from rag.answer import Passage


@pytest.mark.parametrize(
    ("answerable", "refused", "measures", "expected"),
    [
        (True, False, {"citation_recall": 1.0, "nugget_recall": 1.0}, Outcome.RIGHT),
        (True, False, {"citation_recall": None, "nugget_recall": 1.0}, Outcome.RIGHT),
        (True, False, {"citation_recall": 0.5, "nugget_recall": 1.0}, Outcome.PARTLY),
        (True, False, {"citation_recall": 0.0, "nugget_recall": 0.0}, Outcome.WRONG),
        (True, False, {"citation_recall": 1.0, "forbidden": 1.0}, Outcome.WRONG),
        (True, True, {"citation_recall": 0.0}, Outcome.WRONGLY_REFUSED),
        (False, True, {}, Outcome.RIGHTLY_REFUSED),
        (False, False, {}, Outcome.SHOULD_HAVE_REFUSED),
    ],
)
def test_an_outcome_is_one_word_for_answer_and_measures(new_stored, answerable, refused, measures, expected) -> None:
    assert outcome(new_stored(answerable=answerable, refused=refused, **measures)) is expected


def test_a_failed_question_is_neither_right_nor_wrong(new_stored) -> None:
    assert outcome(new_stored(error="ValueError: no")) is Outcome.FAILED


def passage(article: str, start: int, end: int) -> Passage:
    return Passage(article, start, end, 1.0)


def test_depth_is_the_rank_of_the_first_passage_that_overlaps_evidence() -> None:
    gold = [Evidence("a", None, Span(50, 60))]
    assert first_found(gold, [passage("a", 0, 40), passage("b", 50, 60), passage("a", 40, 51)]) == 3
    assert first_found(gold, [passage("a", 0, 50)]) is None


def test_depth_counts_articles_where_evidence_is_an_article() -> None:
    passages = [passage("b", 0, 9), passage("b", 9, 18), passage("a", 0, 9)]
    assert first_found([Evidence("a", None, None)], passages) == 2


def test_shares_count_questions_that_have_evidence_and_go_as_deep_as_the_passages(new_stored) -> None:
    gold = (Evidence("a", None, Span(0, 5)),)
    far = [passage("b", 0, 5)] * 2
    samples = [
        new_stored(evidence=gold, passages=[passage("a", 0, 5)]),
        new_stored(evidence=gold, passages=[*far, passage("a", 0, 5)]),
        new_stored(evidence=gold, error="ValueError: never"),
        new_stored(answerable=False, passages=far * 3),
    ]
    # 1 of 3 questions at once, 2 of 3 within three passages; nobody brought a fourth
    assert shares(samples) == [(1, pytest.approx(1 / 3)), (2, pytest.approx(1 / 3)), (3, pytest.approx(2 / 3))]
    assert shares(samples[-1:]) == []


def test_offsets_become_those_of_javascript() -> None:
    at = Utf16("a🚢b🚢c")
    assert [at(offset) for offset in range(6)] == [0, 1, 3, 4, 6, 7]


def test_surroundings_end_between_words_and_join_where_they_touch() -> None:
    text = "one two three four five six seven"
    # 4 before 'three' (8) is 'two' (4), 4 after its end (13) lies in 'four': to its end (18)
    assert [text[a:b] for a, b in around(text, [Span(8, 13)], 4)] == ["two three four"]
    assert around(text, [Span(0, 3), Span(4, 7)], 2) == [Span(0, 13)]
    assert around(text, [Span(0, 3), Span(28, 33)], 0) == [Span(0, 3), Span(28, 33)]


def test_an_embedded_article_is_whole_or_the_parts_around_spans(papers) -> None:
    paper = papers["ferry.txt"]
    whole = embedded(paper, [Span(0, 2)], None)
    assert whole["parts"] == [[0, paper.text]]
    assert whole["length"] == len(paper.text) + 2  # two ships take two units each
    start = paper.text.index("Engineer")
    (part,) = embedded(paper, [Span(start, len(paper.text))], 0)["parts"]
    assert part == [start + 2, paper.text[start:]]


def test_the_data_holds_each_article_once_and_ends_no_script(papers, new_stored, hostile) -> None:
    one = new_stored(evidence=(Evidence("ferry.txt", None, Span(2, 9)),))
    data, note = page_data([one, one, one], {}, papers.get)
    text = papers["ferry.txt"].text
    assert note is None
    assert "<" not in data
    assert json.loads(data)["articles"]["ferry.txt"]["parts"] == [[0, text]]
    assert hostile in text


def test_data_over_the_limit_keeps_surroundings_and_says_so(papers, new_stored) -> None:
    long = type(papers["ferry.txt"])("word " * 20_000)
    one = new_stored(evidence=(Evidence("long", None, Span(50_000, 50_004)),))
    data, note = page_data([one], {}, {"long": long}.get, 10_000)
    assert note is not None
    assert "1500 characters around" in note
    ((start, part),) = json.loads(data)["articles"]["long"]["parts"]
    assert start <= 48_500
    assert 3_000 < len(part) < 3_100
    assert "larger than" not in note


def test_data_that_stays_too_large_says_that_too(papers, new_stored) -> None:
    one = new_stored(evidence=(Evidence("ferry.txt", None, Span(2, 9)),))
    _, note = page_data([one], {}, papers.get, 100)
    assert note is not None
    assert "It is still larger than" in note


def test_an_article_that_is_not_at_hand_leaves_its_quotes(new_run, tmp_path, vale) -> None:
    data, _ = page_data(read_run(new_run(tmp_path / "a")).samples, {}, lambda _: None)
    shown = json.loads(data)
    assert shown["articles"] == {}
    assert shown["questions"][0]["citations"][0]["quote"] == vale
    assert shown["questions"][0]["citations"][0]["start"] is None


def test_nuggets_and_forbidden_phrases_are_judged_as_the_measures_judge(new_stored) -> None:
    one = new_stored(
        said="It was the “Aurora”, in 24 days. [1]", nuggets=(('"aurora"',), ("2",)), must_not=("24 DAYS",)
    )
    shown = question_view(one, None, lambda _: None)
    # folded quotes match; a bare 2 is no part of 24
    assert [group["held"] for group in shown["nuggets"]] == [True, False]
    assert [phrase["held"] for phrase in shown["forbidden"]] == [True]


def test_the_table_sets_measures_against_other_runs(new_run, tmp_path) -> None:
    run, other = read_run(new_run(tmp_path / "a")), read_run(new_run(tmp_path / "b", recall=0.75))
    table = measures_table(run, [Column("Before <b>", other)])
    assert "Before &lt;b&gt;" in table
    assert (
        '<th scope="row">citation_recall</th><td class="number">0.500</td><td class="number">0.000 to 1.000</td>'
        in table
    )
    assert "0.750" in table
    assert 'class="worse"' in table
    assert "−0.250" in table
    assert '<td class="number">n/a</td>' in table  # no nuggets: no score, not zero
    assert "20 ms" in table


def test_plots_are_drawings_without_script_or_address(new_run, tmp_path) -> None:
    curve = [{"threshold": t / 4, "precision": 1 - t / 8, "recall": t / 4, "f1": 0.5} for t in range(5)]
    run = read_run(new_run(tmp_path / "a", curve=curve))
    drawn = [
        kinds_plot(run),
        curve_plot(run),
        latency_plot([0.01, 0.02, 0.5]),
        depth_plot({"this run": [(1, 0.5), (2, 1.0)], "bm25": [(1, 0.4)]}),
    ]
    for plot in drawn:
        assert plot.count("<svg") == 1
        assert "<script" not in plot
        assert "href" not in plot
    assert "threshold in use (0.5)" in drawn[1]
    assert "bm25" in drawn[3]


def test_a_plot_of_nothing_is_left_out(new_run, tmp_path) -> None:
    run = read_run(new_run(tmp_path / "a"))
    assert [curve_plot(run), latency_plot([]), depth_plot({"this run": []})] == [""] * 3


def test_kinds_that_do_not_fit_are_counted(new_run, new_question, new_sample, tmp_path) -> None:
    asked = [new_question(f"q{n}", "?", kind=f"kind {n}") for n in range(14)]
    run = read_run(new_run(tmp_path / "a", questions=asked, samples=[new_sample(one["id"]) for one in asked]))
    assert "(the first 12 of 14 kinds)" in kinds_plot(run)


def test_the_same_plot_is_drawn_the_same(new_run, tmp_path) -> None:
    run = read_run(new_run(tmp_path / "a"))
    assert kinds_plot(run) == kinds_plot(run)


def test_drawing_leaves_imports_as_they_were(new_run, tmp_path) -> None:
    before = list(sys.meta_path)
    kinds_plot(read_run(new_run(tmp_path / "a")))
    assert [finder for finder in sys.meta_path if type(finder).__module__.startswith("pygal")] == []
    assert [finder for finder in before if finder not in sys.meta_path] == []
