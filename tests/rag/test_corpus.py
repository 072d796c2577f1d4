"""Questions about the archive itself, told from those about what it says, and answered from the catalog."""

import json
from pathlib import Path

import pytest

from index.build import build_index
from index.settings import Settings
from rag.corpus import about_corpus
from rag.engine import Engine
from tests.rag.conftest import Open


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("What is in here?", "contents"),
        ("whats in this database", "contents"),
        ("What topics are covered?", "contents"),
        ("What do you know about?", "contents"),
        ("Please tell me about this archive", "contents"),
        ("What can I ask?", "help"),
        ("hello!", "help"),
        ("Which outlets are there?", "outlets"),
        ("Could you tell me which newspapers are in this archive?", "outlets"),
        ("Where do the articles come from?", "outlets"),
        ("How many articles?", "count"),
        ("how many articles are in the corpus", "count"),
        ("How big is the archive?", "count"),
        ("From when is the newest article?", "newest"),
        ("How recent are the articles?", "newest"),
        ("What is the oldest article in the archive?", "oldest"),
        ("What dates do you cover?", "dates"),
        ("How far back does the archive go?", "dates"),
        ("Who is quoted most?", "speakers"),
        ("How many speakers are there?", "speakers"),
        ("List all articles", "articles"),
    ],
)
def test_a_question_about_the_archive_is_known_by_its_whole_form(question, about):
    ask = about_corpus(question)
    assert ask is not None
    assert ask.about == about


@pytest.mark.parametrize(
    "question",
    [
        "What is in the treaty?",
        "Which outlets reported on the treaty?",
        "How many articles mention Vale?",
        "How many articles does the treaty have?",
        "What is the first article of the constitution?",
        "What is the latest news on the ferry?",
        "What do you know about Vale?",
        "Who is quoted on the ferry?",
        "Who is there?",
        "What is it about?",
        "How many?",
        "What is this treaty about?",
        "Who are the speakers at the summit?",
        "How many people are there in Lund?",
        "help the harbour",
        "",
        "🙂",
    ],
)
def test_a_question_about_what_articles_say_is_not_one_about_the_archive(question):
    assert about_corpus(question) is None


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """Four articles of two outlets, three of them dated."""
    rows = [
        {"id": "a", "source": "Lund Post", "date": "2021-03-01", "title": "Bridge closed", "text": _said("Ann Vale")},
        {
            "id": "b",
            "source": "LUND POST",
            "date": "2023-05-02",
            "title": "Ferry late",
            "text": _said("Ann Vale", "ferry"),
        },
        {"id": "c", "source": "Harbour News", "date": "2022-01-09", "text": _said("Bo Ek", "harbour")},
        {"id": "d", "text": _said("Bo Ek", "market")},
    ]
    file = tmp_path / "articles.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    build_index([file], tmp_path / "index", Settings())
    return Engine.open(tmp_path / "index", Settings())


def _said(who: str, what: str = "bridge") -> str:
    return f"The {what} of the town was in the news again on Friday.\n\n“The {what} will stay closed until May,” {who} said."


def test_each_kind_is_answered_from_the_catalog(engine):
    with engine:
        assert engine.ask("Which outlets are there?").answer == (
            "2 outlets, by number of articles: LUND POST (2) and Harbour News (1). 1 article names no outlet."
        )
        assert engine.ask("What dates do you cover?").answer == (
            "The 3 dated articles are of 2021-03-01 to 2023-05-02. 1 article has no date."
        )
        assert engine.ask("How many articles?").answer.startswith("There are 4 articles here, with ")
        assert engine.ask("Who is quoted most?").answer.startswith(
            "Quoted most, by number of statements: Bo Ek (2) and Ann Vale (2)."
        )


def test_an_article_that_is_named_is_cited_by_its_first_sentence(engine):
    with engine:
        newest = engine.ask("From when is the newest article?")
        assert [(one.article, one.quote) for one in newest.citations] == [
            ("b", "The ferry of the town was in the news again on Friday.")
        ]
        assert "2023-05-02, LUND POST: “Ferry late” – The ferry of the town" in newest.answer
        assert [one.article for one in engine.ask("What is the oldest article?").citations] == ["a"]


def test_the_contents_show_the_newest_articles_first_and_every_citation_is_exact(engine):
    with engine:
        answer = engine.ask("What is in here?")
        assert [one.article for one in answer.citations] == ["b", "c", "a", "d"]
        for one in answer.citations:
            article = engine.catalog.article(one.article)
            assert article is not None
            assert article.text[one.start_char : one.end_char] == one.quote
        used = [number for sentence in answer.sentences for number in sentence.citations]
        assert used == [1, 2, 3, 4]


def test_an_answer_without_an_article_is_an_answer_still(engine):
    with engine:
        answer = engine.ask("how many artcles are there")  # misspelt as well
        assert (answer.status, answer.reason, answer.citations) == ("answered", None, ())
        assert [one.text for one in answer.sentences] == [answer.answer]


def test_an_article_without_a_date_is_not_taken_for_the_newest(open_index: Open):
    answer = open_index(Settings(), one=_said("Ann Vale")).ask("What is the newest article?")
    assert (answer.answer, answer.citations) == ("No article has a date.", ())
