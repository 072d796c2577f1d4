"""What came near where nothing answers, and where a cited passage stands now."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from index.build import build_index
from index.catalog import Catalog
from index.settings import Settings
from ui.page.passages import (
    CHANGED,
    ELSEWHERE,
    GONE,
    MANY_PLACES,
    NOT_THERE,
    SAME_PLACE,
    Place,
    Standing,
    opening,
    standing,
)
from ui.passages import nearest_passages, snippet

TEXT = (
    "Ferry runs again\n\n"
    "The ferry was tied up for a week. Mayor Ann Vale came to the pier on Monday morning. "
    '"We have waited long enough," she said. The first boat left at noon with forty people.\n\n'
    "It will run daily until the end of October.\n"
)
QUOTE = "The first boat left at noon"
START = TEXT.index(QUOTE)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    folder = tmp_path_factory.mktemp("ferry")
    (folder / "ferry.txt").write_text(TEXT, "utf-8")
    build_index([folder / "ferry.txt"], folder / "index", Settings())
    with Catalog.open(folder / "index") as opened:
        yield opened


@pytest.fixture
def stored(catalog):
    return catalog.article("ferry.txt")


def place(sha256: str, quote: str | None = QUOTE, start: int = START) -> Place:
    return Place("ferry.txt", start, start + len(QUOTE), sha256, quote)


def test_an_unchanged_article_holds_the_passage_where_it_was_cited(stored) -> None:
    assert standing(place(stored.sha256), stored) == Standing((START, START + len(QUOTE)), None)
    assert standing(place(""), stored) == Standing((START, START + len(QUOTE)), None)  # nobody asked about the text


@pytest.mark.parametrize(
    ("quote", "start", "span", "notice"),
    [
        (QUOTE, START, (START, START + len(QUOTE)), SAME_PLACE),
        (QUOTE, 0, (START, START + len(QUOTE)), ELSEWHERE),
        ("The second boat", START, None, NOT_THERE),
        ("the", START, None, MANY_PLACES),
        (None, START, None, CHANGED),
    ],
)
def test_in_a_changed_article_the_words_are_found_again_or_nothing_is_marked(
    stored, quote, start, span, notice
) -> None:
    assert standing(place("0" * 64, quote, start), stored) == Standing(span, notice)


def test_of_an_article_that_is_gone_that_is_said() -> None:
    assert standing(place("0" * 64), None) == Standing(None, GONE)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3), (-4, 8), (0, 100_000)])
def test_a_span_that_is_none_marks_nothing(stored, start, end) -> None:
    assert standing(Place("ferry.txt", start, end, stored.sha256), stored).span is None


def test_an_element_that_opens_a_passage_carries_its_place_escaped() -> None:
    assert opening(Place('a"b.txt', 1, 2, "c")) == (
        'data-article="a&quot;b.txt" data-start="1" data-end="2" data-sha256="c"'
    )


def test_nearest_passages_leave_out_what_overlaps_and_what_is_gone(answer, passage, catalog, stored) -> None:
    refused = replace(
        answer("No.", code="not_said"),
        passages=(
            passage("gone.txt", 0, 5),
            passage("ferry.txt", 0, 40),
            passage("ferry.txt", 20, 60),
            passage("ferry.txt", 60, 103),
        ),
    )
    found = nearest_passages(refused, catalog)
    assert [(near.start_char, near.end_char) for near in found] == [(0, 40), (60, 103)]
    assert {near.sha256 for near in found} == {stored.sha256}
    assert nearest_passages(refused, catalog, limit=1) == found[:1]


def test_a_snippet_is_one_line_cut_between_words() -> None:
    assert snippet("one\n two  three") == "one two three"
    assert snippet("aaaa bbbb cccc", 11) == "aaaa bbbb…"
