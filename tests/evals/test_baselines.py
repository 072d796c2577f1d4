"""The baselines: what each quotes, and that none of them reads more than its definition says."""

import math

import pytest

from evals.baselines import BASELINES, open_baseline
from evals.sentence_search import Found, bm25, sentences_of
from index.build import build_index
from index.catalog import Catalog
from index.errors import MissingExtraError
from index.settings import Settings
from index.spans import Span
from rag.answer import Message
from rag.cite import verified

FERRY = (
    "The ferry Aurora will sail again on Monday. Mayor Ann Vale said so on the pier. Nobody had expected it so early.\n\n"
    "Engineer Bo Lund praised the new engine. It burns a third less fuel than the old one."
)
LIBRARY = (
    "The town library opens a reading room for children. It holds four thousand books.\n\n"
    "Librarian Cy Roe asked readers to bring their own cushions. The room is on the second floor."
)


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("baselines")
    (folder / "articles").mkdir()
    (folder / "articles" / "ferry.txt").write_text(FERRY, "utf-8")
    (folder / "articles" / "library.txt").write_text(LIBRARY, "utf-8")
    build_index([folder / "articles"], folder / "index", Settings())
    return folder / "index"


def test_bm25_is_robertsons() -> None:
    # Two texts of 2 and 4 words, mean 3; idf 1. In the first "a" occurs once: length factor .25 + .75 * 2/3 = .75,
    # so 1 * 2.2 / (1 + 1.2 * .75) = 2.2 / 1.9; in the second twice: factor 1.25, so 2 * 2.2 / (2 + 1.5) = 4.4 / 3.5.
    scores = bm25([["a", "b"], ["a", "a", "c", "d"]], ["a", "z"], lambda _: 1.0)
    assert scores == [pytest.approx(2.2 / 1.9), pytest.approx(4.4 / 3.5)]
    assert bm25([["b"]], ["a"], lambda _: math.inf) == [0.0]


def test_sentences_of_overlapping_chunks_are_weighed_once(index_dir) -> None:
    with Catalog.open(index_dir) as catalog:
        article = catalog.article("ferry.txt")
        assert article is not None
        whole = Found(article, Span(0, len(article.text)), 1.0)
        again = Found(article, Span(0, 60), 0.5)
        found = sentences_of([whole, again])
    assert [article.text[one.span.start : one.span.end] for one in found][:2] == [
        "The ferry Aurora will sail again on Monday.",
        "Mayor Ann Vale said so on the pier.",
    ]
    assert len(found) == 5
    assert {one.score for one in found} == {1.0}


@pytest.mark.parametrize("name", BASELINES)
def test_every_baseline_answers_with_citations_that_hold(name, index_dir) -> None:
    with open_baseline(name, index_dir, Settings()) as ask, Catalog.open(index_dir) as catalog:
        answer = ask("When will the ferry Aurora sail again?", ())
        assert answer.status == "answered"
        assert [citation.n for citation in answer.citations] == [1, 2]
        for citation in answer.citations:
            article = catalog.article(citation.article)
            assert article is not None
            assert verified(citation, article)
        assert answer.citations[0].article == "ferry.txt"
        assert "sail again on Monday" in answer.citations[0].quote
        assert answer.passages[0].article == "ferry.txt"


@pytest.mark.parametrize("name", ["bm25", "dense"])
def test_two_single_sentences_are_quoted(name, index_dir) -> None:
    with open_baseline(name, index_dir, Settings()) as ask:
        quotes = [citation.quote for citation in ask("Which engine burns less fuel?", ()).citations]
    assert set(quotes) == {
        "Engineer Bo Lund praised the new engine.",
        "It burns a third less fuel than the old one.",
    }


def test_stock_chunks_are_quoted_whole(index_dir) -> None:
    with open_baseline("llamaindex", index_dir, Settings()) as ask:
        quotes = [citation.quote for citation in ask("Which engine burns less fuel?", ()).citations]
    assert quotes == [FERRY, LIBRARY]  # each article is shorter than a chunk of 200 tokens


def test_only_bm25_refuses_and_only_where_no_word_occurs(index_dir) -> None:
    for name in BASELINES:
        with open_baseline(name, index_dir, Settings()) as ask:
            answer = ask("Quantum chromodynamics?", ())
        assert answer.status == ("refused" if name == "bm25" else "answered"), name
        assert (answer.reason is not None) == (name == "bm25")


@pytest.mark.parametrize("name", BASELINES)
def test_the_conversation_before_is_not_looked_at(name, index_dir) -> None:
    history = (Message("user", "What of the library?"), Message("assistant", "It opens a reading room."))
    with open_baseline(name, index_dir, Settings()) as ask:
        alone, later = ask("Which engine burns less fuel?", ()), ask("Which engine burns less fuel?", history)
    assert alone.citations == later.citations


def test_an_unknown_baseline_is_an_error(index_dir) -> None:
    with pytest.raises(KeyError), open_baseline("oracle", index_dir, Settings()):
        pass


def test_a_splitter_without_its_data_says_how_to_mend_it(index_dir, monkeypatch) -> None:
    def missing(**_: int) -> None:
        raise LookupError("punkt_tab not found")

    monkeypatch.setattr("llama_index.core.node_parser.SentenceSplitter", missing)
    with (
        pytest.raises(MissingExtraError, match=r"do not load \(LookupError\); reinstall it with copied files"),
        open_baseline("llamaindex", index_dir, Settings()),
    ):
        pass
