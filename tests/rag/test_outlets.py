"""Questions that name an outlet, to its articles alone."""

from pathlib import Path

import pytest

from index.build import build_index
from index.settings import Settings
from rag.engine import Engine
from rag.outlets import published_by

OUTLETS = ["TARN", "The Moss Herald", "www.pier-news.org", "Tarn Post", "Moss People’s Daily", "The Week"]


@pytest.mark.parametrize(
    ("question", "outlet", "left"),
    [
        ("What did TARN report about the pier?", "TARN", "What is said about the pier?"),
        ("what did tarn say about Ann Vale?", "TARN", "What is said about Ann Vale?"),
        (
            "When did the Moss Herald report that Vale had left?",
            "The Moss Herald",
            "When was it reported that Vale had left?",
        ),
        ("According to the Tarn Post, what did Vale say?", "Tarn Post", "What did Vale say?"),
        ("What did Vale say, according to Tarn Post?", "Tarn Post", "What did Vale say?"),
        ("What does the TARN article say about Vale?", "TARN", "What is said about Vale?"),
        ("Who spoke in the Moss Herald’s report?", "The Moss Herald", "Who spoke?"),
        ("What was reported by pier-news about rain?", "www.pier-news.org", "What was reported about rain?"),
        ("What was it reported by Tarn Post that Vale wants?", "Tarn Post", "What was it reported that Vale wants?"),
        ("What did Moss People's Daily report about rice?", "Moss People’s Daily", "What is said about rice?"),
        ("According to the Week, who won?", "The Week", "Who won?"),
        ("Which towns are named in articles of Tarn Post?", "Tarn Post", "Which towns are named?"),
    ],
)
def test_the_outlet_is_taken_out_of_the_question(question: str, outlet: str, left: str) -> None:
    assert published_by(question, OUTLETS, lambda _: False) == (outlet, left)


@pytest.mark.parametrize(
    "question",
    [
        "Who lives in Tarn?",
        "What did the mayor of Tarn say?",
        "Who owns the Moss Herald?",
        "What did Vale say?",
        "According to the week of talks, who won?",
        "What did the week say about rain?",
        "According to the Tarn Post of Moss, who won?",
        "According to Tarn Post correspondent Ann Vale, who won?",
        "Who won, according to TARN and the Tarn Post?",
        "Did the Moss Herald report the strike?",
        "",
    ],
)
def test_a_name_that_is_not_asked_for_its_articles_stays(question: str) -> None:
    assert published_by(question, OUTLETS, lambda _: False) is None


def test_an_outlet_that_is_quoted_itself_speaks_for_itself() -> None:
    for question in ("What did TARN say about the pier?", "According to TARN, why did the pier fall?"):
        assert published_by(question, OUTLETS, lambda name: name == "TARN") is None


def test_only_its_articles_are_searched_and_that_is_said(tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    articles.write_text(
        '{"id": "a", "source": "Tarn Post", "text": "“The ferry sails on Monday,” harbour master Ann Vale told reporters."}\n'
        '{"id": "b", "source": "Moss Herald", "text": "“The ferry stays in port,” harbour master Ann Vale told reporters."}\n'
    )
    build_index([articles], tmp_path / "index", Settings())
    with Engine.open(tmp_path / "index", Settings()) as engine:
        answer = engine.ask("What did the Moss Herald report about the ferry?")
        assert {one.article for one in answer.citations} == {"b"}
        assert "Only the articles of Moss Herald were searched." in answer.answer
        elsewhere = engine.ask("According to the Tarn Post, what did Vale say about the port?")
        assert elsewhere.status == "refused"
        assert elsewhere.answer.endswith("There is an answer in articles of Moss Herald.")
        refused = engine.ask("According to the Tarn Post, what did Vale say about the lighthouse?")
        assert refused.status == "refused"
        assert refused.reason is not None
        assert refused.reason.text.endswith("Only the articles of Tarn Post were searched.")
