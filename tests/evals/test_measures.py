"""Each measure on cases worked by hand."""

from typing import Any

import pytest

from evals.measures import (
    Tally,
    citation_precision,
    citation_recall,
    exactness,
    forbidden,
    matches,
    nugget_recall,
    percentile,
    ranking_measures,
    refusal_f1,
    refusal_precision,
    refusal_recall,
    tally,
)
from evals.phrases import folded, holds
from evals.question import Evidence
from index.spans import Span

# -- a citation matches evidence ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cited", "gold", "expected"),
    [
        ((100, 200), (100, 200), True),  # the same words
        ((150, 250), (100, 200), True),  # 50 shared, half of the shorter 100
        ((151, 251), (100, 200), False),  # 49 shared, less than half
        ((0, 600), (100, 140), True),  # all of the evidence inside a citation of 600 characters
        ((0, 601), (100, 140), False),  # one more is longer than 600 and than twice the 40
        ((0, 800), (100, 500), True),  # 800 is twice the 400
        ((0, 801), (100, 500), False),
        ((100, 130), (100, 1000), True),  # a short citation inside long evidence: all 30 of the shorter are shared
        ((100, 114), (100, 200), False),  # 14 shared, fewer than 15
        ((100, 115), (100, 200), True),
        ((100, 200), (150, 158), True),  # evidence of 8, all of it shared
        ((100, 155), (150, 158), False),  # 5 of 8 are more than half, but neither 15 nor all
        ((200, 300), (100, 200), False),  # neighbours share nothing
        ((150, 150), (100, 200), False),  # an empty citation
    ],
)
def test_a_citation_matches_what_it_shares_enough_with(citation: Any, cited: Any, gold: Any, expected: bool) -> None:
    assert matches(citation(*cited), Evidence("a", None, Span(*gold))) is expected


def test_a_citation_of_another_article_matches_nothing(citation: Any) -> None:
    assert not matches(citation(0, 100, article="b"), Evidence("a", None, Span(0, 100)))


def test_any_citation_of_an_article_matches_evidence_that_names_only_it(citation: Any) -> None:
    assert matches(citation(5, 9), Evidence("a", None, None))
    assert not matches(citation(5, 9, article="b"), Evidence("a", None, None))


# -- citations ------------------------------------------------------------------------------------------


def test_citation_recall_and_precision_count_spans_and_citations(question: Any, answer: Any, citation: Any) -> None:
    asked = question((0, 100), (200, 300), ("b", 0, 50))
    # Two citations of the first span, one of the third, one of nothing asked for: 2 of 3 spans, 3 of 4 citations.
    given = answer(citations=[citation(0, 50), citation(50, 100), citation(0, 50, article="b"), citation(500, 600)])
    assert citation_recall(asked, given) == 2 / 3
    assert citation_precision(asked, given) == 3 / 4


def test_a_refusal_finds_nothing_and_has_no_precision(question: Any, answer: Any, citation: Any) -> None:
    refusal = answer(refused=True, citations=[citation(0, 100)])
    assert citation_recall(question((0, 100)), refusal) == 0
    assert citation_precision(question((0, 100)), refusal) is None


def test_an_answer_that_cites_nothing_has_precision_zero(question: Any, answer: Any) -> None:
    assert citation_precision(question((0, 100)), answer()) == 0


@pytest.mark.parametrize("evidence", [(), ((0, 100),)])
def test_citations_are_not_measured_where_nothing_is_to_be_found(
    question: Any, answer: Any, citation: Any, evidence: Any
) -> None:
    asked = question(*evidence, answerable=not evidence)  # without evidence, or with the correction of a false premise
    given = answer(citations=[citation(0, 100)])
    assert citation_recall(asked, given) is None
    assert citation_precision(asked, given) is None


# -- words ----------------------------------------------------------------------------------------------


def test_folding_makes_quotes_dashes_spaces_capitals_and_markers_plain() -> None:
    assert folded("“Don’t”\xa0–\n she\tSAID [12] — [3]") == '"don\'t" - she said -'


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("Russia’s security", "russia's SECURITY", True),
        ("a risk [1] taker", "risk taker", True),
        ("howitzers arrived", "howitzer", True),  # long enough to be an inflected form's start
        ("pre-war", "war", True),  # after a hyphen a word starts
        ("postwar", "war", False),
        ("24 February", "2", False),  # short: whole words only
        ("in 2014.", "2014", True),
        ("in 20145", "2014", False),
        ("worth $800 million", "$800 million", True),
    ],
)
def test_a_phrase_stands_in_a_text_as_words(text: str, phrase: str, expected: bool) -> None:
    assert holds(folded(text), phrase) is expected


def test_nugget_recall_counts_groups_of_which_one_alternative_stands(question: Any, answer: Any) -> None:
    asked = question((0, 9), nuggets=(("300 kilometers", "190 miles"), ("ATACMS",), ("Kyiv",)))
    assert nugget_recall(asked, answer("ATACMS reach 190 miles. [1]")) == 2 / 3
    assert nugget_recall(asked, answer("ATACMS reach 190 miles.", refused=True)) == 0
    assert nugget_recall(asked, None) == 0


def test_nuggets_are_not_measured_without_any_or_where_there_is_no_answer(question: Any, answer: Any) -> None:
    assert nugget_recall(question((0, 9)), answer()) is None
    assert nugget_recall(question(answerable=False, nuggets=(("x",),)), answer("x")) is None


def test_a_forbidden_phrase_counts_in_any_answer_and_in_no_refusal(question: Any, answer: Any) -> None:
    asked = question(answerable=False, forbidden=("war means war",))
    assert forbidden(asked, answer("“War  means WAR,” he said. [1]")) == 1
    assert forbidden(asked, answer("Something else. [1]")) == 0
    assert forbidden(asked, answer("War means war", refused=True)) is None
    assert forbidden(asked, None) is None


# -- exactness ------------------------------------------------------------------------------------------


def test_exactness_is_of_the_very_characters_at_the_offsets(citation: Any) -> None:
    texts = {"a": "She said: “Don’t.”"}
    cited = [
        citation(10, 18, quote="“Don’t.”"),
        citation(10, 18, quote='"Don\'t."'),  # plain quotes are not the article's
        citation(11, 19, quote="“Don’t.”"),  # one off
        citation(10, 18, quote="“Don’t.”", article="b"),  # no such article
        citation(-8, 18, quote="“Don’t.”"),  # offsets that only Python's slices would take
    ]
    assert exactness(cited, texts.get) == Tally(1, 5)


def test_exactness_does_not_apply_without_citations() -> None:
    assert exactness([], {}.get) is None


def test_exactness_counts_the_citations_of_a_refusal(question: Any, answer: Any, citation: Any) -> None:
    refusal = answer(refused=True, citations=[citation(0, 3, quote="She")])
    assert tally(question(answerable=False), refusal, {"a": "She said"}.get)["exact"] == Tally(1, 1)


# -- refusal --------------------------------------------------------------------------------------------


def test_refusal_measures_from_counts(question: Any, answer: Any) -> None:
    yes, no = question((0, 9)), question(answerable=False)
    refused, answered = answer(refused=True), answer()
    # 3 unanswerable: two refused, one answered; 2 answerable: one refused, one answered; one unanswerable failed.
    cases = [(no, refused), (no, refused), (no, answered), (yes, refused), (yes, answered), (no, None)]

    def ratio(tallies: Any) -> float:
        found = [item for item in tallies if item is not None]
        return sum(item.got for item in found) / sum(item.of for item in found)

    assert ratio(refusal_precision(*case) for case in cases) == 2 / 3  # of three refusals two are right
    assert ratio(refusal_recall(*case) for case in cases) == 2 / 4  # of four to refuse two are refused
    # 2 TP / (2 TP + FP + FN) = 4 / (4 + 1 + 2)
    assert ratio(refusal_f1(q, refused=a is refused) for q, a in cases) == 4 / 7
    # Refusing all six: 2 * 4 / (2 * 4 + 2)
    assert ratio(refusal_f1(q, refused=True) for q, _ in cases) == 8 / 10


# -- ranking --------------------------------------------------------------------------------------------


def test_ranking_measures_of_a_ranking_worked_by_hand(question: Any, passage: Any) -> None:
    asked = question((0, 10), (20, 30), ("b", 0, 9))
    found = ranking_measures(asked, [passage(0, 50, "c"), passage(5, 25), passage(5, 9)])
    assert found is not None
    # The second passage finds both spans of "a", the third only one of them again; "b" is never found.
    assert (found.hit_1, found.hit_4, found.hit_10) == (0, 1, 1)
    assert found.mrr == 1 / 2
    assert found.recall == pytest.approx(2 / 3)
    # Gains 0, 2, 0: DCG = 2 / log2(3) = 1.26186; best order 2, 1: 2 + 1 / log2(3) = 2.63093; their ratio:
    assert found.ndcg == pytest.approx(0.479625, abs=1e-6)


def test_a_perfect_ranking_is_one_throughout(question: Any, passage: Any) -> None:
    found = ranking_measures(question((0, 10), ("b", 0, 9)), [passage(0, 10), passage(0, 9, "b")])
    assert found is not None
    assert (found.hit_1, found.mrr, found.recall, found.ndcg) == (1, 1, 1, 1)


def test_the_fifth_and_the_eleventh_passage_are_beyond_four_and_ten(question: Any, passage: Any) -> None:
    others = [passage(i, i + 1, "c") for i in range(10)]
    fifth = ranking_measures(question((0, 10)), [*others[:4], passage(0, 10)])
    eleventh = ranking_measures(question((0, 10)), [*others, passage(0, 10)])
    assert fifth is not None
    assert eleventh is not None
    assert (fifth.hit_4, fifth.hit_10, fifth.mrr) == (0, 1, 1 / 5)
    assert (eleventh.hit_10, eleventh.mrr, eleventh.recall, eleventh.ndcg) == (0, 0, 0, 0)


def test_more_than_ten_spans_found_by_one_passage_are_all_recalled(question: Any, passage: Any) -> None:
    found = ranking_measures(question(*((i * 10, i * 10 + 5) for i in range(12))), [passage(0, 120)])
    assert found is not None
    assert (found.recall, found.ndcg) == (1, 1)


def test_a_passage_of_more_than_2500_characters_finds_nothing_and_holds_its_rank(question: Any, passage: Any) -> None:
    just = ranking_measures(question((0, 10)), [passage(0, 2500)])
    over = ranking_measures(question((0, 10)), [passage(0, 2501), passage(0, 10)])
    assert just is not None
    assert over is not None
    assert (just.mrr, over.mrr) == (1, 1 / 2)


def test_passages_that_only_touch_evidence_do_not_find_it(question: Any, passage: Any) -> None:
    found = ranking_measures(question((10, 20)), [passage(0, 10), passage(20, 30), passage(19, 21)])
    assert found is not None
    assert found.mrr == 1 / 3


def test_ranks_count_distinct_articles_where_evidence_names_only_articles(question: Any, passage: Any) -> None:
    ranking = [passage(0, 9, "x"), passage(20, 29, "x"), passage(0, 9, "a")]
    found = ranking_measures(question("a"), ranking)
    assert found is not None
    assert found.mrr == 1 / 2  # x, then a


def test_retrieving_nothing_is_zero_and_having_nothing_to_find_is_no_score(question: Any, passage: Any) -> None:
    nothing = ranking_measures(question((0, 10)), [])
    assert nothing is not None
    assert (nothing.hit_10, nothing.mrr, nothing.recall, nothing.ndcg) == (0, 0, 0, 0)
    assert ranking_measures(question(), [passage(0, 9)]) is None
    assert ranking_measures(question((0, 9), answerable=False), [passage(0, 9)]) is None


# -- cost and failures ----------------------------------------------------------------------------------


def test_percentiles_of_seconds() -> None:
    seconds = [float(second) for second in range(20, 0, -1)]
    assert percentile(seconds, 0.5) == 10.5
    assert percentile(seconds, 0.95) == 19.0  # index int(0.95 * 19) = 18 of 1 … 20
    assert percentile([], 0.5) is None


def test_a_failed_question_gets_nothing_and_is_neither_answered_nor_refused(question: Any) -> None:
    tallies = tally(question((0, 9), nuggets=(("x",),)), None, {}.get)
    got_nothing = {name for name, found in tallies.items() if found == Tally(0, 1)}
    assert got_nothing == {
        "hit@1", "hit@4", "hit@10", "mrr@10", "recall@10", "ndcg@10", "citation_recall", "nugget_recall",
        "refuse_all_f1",
    }  # fmt: skip
    assert tallies["refusal_f1"] == Tally(0, 0)
    assert all(found is None for name, found in tallies.items() if name not in {*got_nothing, "refusal_f1"})


def test_size_is_measured_of_answers_alone(question: Any, answer: Any, citation: Any) -> None:
    answered = tally(question((0, 9)), answer("12345", citations=[citation(0, 9), citation(9, 12)]), {}.get)
    refused = tally(question((0, 9)), answer("12345", refused=True), {}.get)
    assert (answered["answer_chars"], answered["citations_per_answer"]) == (Tally(5, 1), Tally(2, 1))
    assert (refused["answer_chars"], refused["citations_per_answer"]) == (None, None)
