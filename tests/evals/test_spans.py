"""The measure of statements' spans."""

import json
import sys

import pytest

from evals.annotated import load_articles
from evals.spans import Measured, is_pair, main, measure, stripped
from index.attribution.record import Attribution
from index.spans import Span

TEXT = "The harbour will close in May, port director Ann Vale said."
GOLD = Attribution(Span(31, 53), Span(54, 58), (Span(0, 29),))


def measured(*found: Attribution) -> Measured:
    counted = Measured()
    counted.add("a", TEXT, [GOLD], found)
    return counted


def test_the_annotations_themselves_are_all_right() -> None:
    counted = measured(GOLD)
    assert [one.f1 for one in counted.spans.values()] == [1.0, 1.0, 1.0]
    assert counted.matched == counted.pairs == 1


def test_stops_at_the_ends_of_a_span_do_not_count() -> None:
    assert stripped(TEXT, Span(30, 59)) == Span(31, 58)
    assert measured(Attribution(GOLD.source, GOLD.cue, (Span(0, 30),))).spans["content"].f1 == 1.0


def test_a_span_a_word_too_short_is_wrong_but_its_pair_is_found() -> None:
    counted = measured(Attribution(Span(45, 53), GOLD.cue, (Span(4, 29),)))
    # source: none of 1 right on either side
    assert (counted.spans["source"].precision, counted.spans["source"].recall, counted.matched) == (0.0, 0.0, 1)


def test_a_pair_needs_half_of_the_content_and_the_source() -> None:
    assert not is_pair(GOLD, Attribution(GOLD.source, None, (Span(0, 14),)))  # 14 of 29 characters
    assert is_pair(GOLD, Attribution(GOLD.source, None, (Span(0, 15),)))
    assert not is_pair(GOLD, Attribution(None, GOLD.cue, GOLD.content))


def test_what_is_not_found_lowers_recall_alone() -> None:
    other = Attribution(None, None, (Span(31, 53),))
    counted = Measured()
    counted.add("a", TEXT, [GOLD, other], [GOLD])
    # one of two contents found, and nothing else: recall 1/2, precision 1, F1 2/3
    content = counted.spans["content"]
    assert (content.precision, content.recall, content.f1) == (1.0, 0.5, pytest.approx(2 / 3))


@pytest.fixture
def data(tmp_path):
    body = f"{TEXT}\n\nShe gave no reason for it. The city council meets on Monday to talk about the matter again.\n"
    parts = {"source": [(31, 53)], "cue": [(54, 58)], "content": [(0, 29)]}
    attribution = {kind: [{"start": a, "end": b} for a, b in spans] for kind, spans in parts.items()}
    article = {
        "id": "a",
        "text": body,
        "title": "Harbour",
        "author": "",
        "publisher": "P",
        "attributions": [attribution],
    }
    path = tmp_path / "dev.jsonl"
    path.write_text(json.dumps(article) + "\n", "utf-8")
    return path


def test_the_shipped_extractor_is_what_is_measured(data) -> None:
    counted = measure(load_articles(data))
    assert counted.matched == counted.pairs == 1


def test_the_command_prints_its_numbers(data, monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["spans", "--data", str(data), "--json"])
    main()
    assert json.loads(capsys.readouterr().out)["pairs"] == {"share": 1.0, "n": 1}


def test_a_missing_file_is_one_line(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sys, "argv", ["spans", "--data", str(tmp_path / "none")])
    with pytest.raises(SystemExit, match="none"):
        main()
