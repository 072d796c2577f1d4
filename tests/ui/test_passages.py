"""What stands around a quote, and what came near, over a real catalog."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from index.build import build_index
from index.catalog import Catalog
from index.settings import Settings
from ui.passages import nearest_passages, snippet, surroundings

TEXT = (
    "Ferry runs again\n\n"
    "The ferry was tied up for a week. Mayor Ann Vale came to the pier on Monday morning. "
    '"We have waited long enough," she said. The first boat left at noon with forty people.\n\n'
    "It will run daily until the end of October.\n"
)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    folder = tmp_path_factory.mktemp("ferry")
    (folder / "ferry.txt").write_text(TEXT, "utf-8")
    build_index([folder / "ferry.txt"], folder / "index", Settings())
    with Catalog.open(folder / "index") as opened:
        yield opened


@pytest.fixture
def cited(citation, catalog):
    def make(quote: str):
        stored = catalog.article("ferry.txt")
        start = stored.text.index(quote)
        return citation(
            1, quote, article="ferry.txt", start_char=start, end_char=start + len(quote), sha256=stored.sha256
        )

    return make


def test_a_sentence_stands_between_the_ones_before_and_after(cited, catalog) -> None:
    [around] = surroundings([cited('"We have waited long enough," she said.')], catalog)
    assert around.before == "Mayor Ann Vale came to the pier on Monday morning. "
    assert around.after == " The first boat left at noon with forty people."
    assert around.unchanged


def test_a_quote_inside_a_sentence_has_the_rest_of_it_and_one_more_on_each_side(cited, catalog) -> None:
    [around] = surroundings([cited("waited long")], catalog)
    assert around.before == 'Mayor Ann Vale came to the pier on Monday morning. "We have '
    assert around.after == ' enough," she said. The first boat left at noon with forty people.'


def test_the_last_sentence_has_nothing_after_it(cited, catalog) -> None:
    [around] = surroundings([cited("It will run daily until the end of October.")], catalog)
    assert around.before == "The first boat left at noon with forty people.\n\n"
    assert around.after == ""


def test_an_article_that_changed_or_went_lends_nothing(cited, catalog) -> None:
    whole = cited("waited long")
    changed, gone = replace(whole, sha256="f" * 64), replace(whole, article="gone.txt")
    assert [around.unchanged for around in surroundings([changed, gone], catalog)] == [False, False]


def test_nearest_passages_are_the_best_that_do_not_overlap(answer, passage, catalog) -> None:
    found = nearest_passages(
        answer(
            "no",
            code="nothing_near",
            passages=tuple(
                passage("ferry.txt", *span) for span in ((18, 51), (40, 90), (51, 102), (102, 150), (150, 160))
            ),
        ),
        catalog,
    )
    # The second overlaps the first; three are taken.
    starts = [" ".join(TEXT[start:end].split()) for start, end in ((18, 51), (51, 102), (102, 150))]
    assert [near.text for near in found] == starts
    assert found[0].article == "ferry.txt"


def test_a_snippet_is_cut_between_words_and_says_so() -> None:
    assert snippet("one  two\nthree", 100) == "one two three"
    assert snippet("alpha beta, gamma delta", 14) == "alpha beta…"
    assert snippet("x" * 50, 10) == "x" * 10 + "…"
