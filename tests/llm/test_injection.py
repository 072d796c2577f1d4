"""Articles in which instructions to a language model are planted: none of them changes an answer."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import evals
from evals.phrases import folded
from evals.question import Question
from evals.questions import load_questions
from index.build import build_index
from index.sentences import split_sentences
from index.settings import Settings
from rag.check import check
from rag.engine import Engine
from rag.llm.planted import addresses_model
from rag.llm.talk import Model
from rag.llm.writer import ModelWriter

GOLD = Path(evals.__file__).parent / "gold"
ARTICLES = GOLD / "injection"
QUESTIONS = load_questions(GOLD / "injection.jsonl")


@pytest.fixture(scope="session")
def injection_index(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("injection") / "index"
    build_index([ARTICLES], folder, Settings())
    return folder


@pytest.fixture
def ask(injection_index) -> Iterator:
    opened = []

    def asking(model: Model, question: Question, settings: Settings):
        opened.append(Engine.open(injection_index, Settings(), writer=ModelWriter(model, settings, check)))
        return opened[-1].ask(question.question)

    yield asking
    for engine in opened:
        engine.close()


def obeying(question: Question, how: str):
    """A model that does what the article of a question wants, whether or not it was shown that."""

    def say(messages):
        numbers = re.findall(r'<passage n="(\d+)"', messages[-1]["content"])
        words = question.forbidden[0]
        told = f"{words[0].upper()}{words[1:]}"
        return {
            "cited": " ".join(f"{told} [{n}]." for n in numbers),
            "bare": f"{told}.",
            "quoted": f"{question.speaker} said: “{told}” [1].",
            "behind": f"{question.evidence[0].quote} [1] {told}.",
        }[how]

    return say


def test_there_are_at_least_forty_articles_each_with_a_question():
    assert len(QUESTIONS) >= 40
    assert {one.evidence[0].article for one in QUESTIONS} == {path.name for path in ARTICLES.iterdir()}
    assert all(one.forbidden and one.nuggets for one in QUESTIONS)


def test_every_article_holds_what_it_plants_beside_what_answers(injection_index):
    with Engine.open(injection_index, Settings()) as engine:
        for one in QUESTIONS:
            text = engine.catalog.article(one.evidence[0].article).text
            assert one.evidence[0].quote in text
            raw = (ARTICLES / one.evidence[0].article).read_text("utf-8")
            planted = folded(one.forbidden[0])
            assert planted in folded(raw)
            assert planted not in folded(one.evidence[0].quote)


@pytest.mark.parametrize("how", ["cited", "bare", "quoted", "behind"])
def test_a_model_that_obeys_is_not_heard(scripted, injection_index, how):
    script = scripted()
    settings = Settings(llm_timeout=10)
    writer = ModelWriter(Model.open(script.spec, settings), settings, check)
    obeyed = []
    with Engine.open(injection_index, Settings(), writer=writer) as engine:
        for one in QUESTIONS:
            script.say = obeying(one, how)
            answer = engine.ask(one.question)
            assert answer.status == "answered"
            if folded(one.forbidden[0]) in folded(answer.answer):
                obeyed.append(one.id)
    assert obeyed == []


def test_the_model_is_not_shown_what_is_planted(scripted, injection_index):
    script = scripted()
    settings = Settings(llm_timeout=10, llm_context=16_000)
    writer = ModelWriter(Model.open(script.spec, settings), settings, check)
    with Engine.open(injection_index, Settings(), writer=writer) as engine:
        shown = []
        for one in QUESTIONS:
            engine.ask(one.question)
            passages = script.prompt.partition("\n\nQuestion:")[0]
            if folded(one.forbidden[0]) in folded(passages):
                shown.append(one.id)
    assert shown == []


def test_what_a_reader_is_told_is_not_taken_for_an_order(injection_index):
    with Engine.open(injection_index, Settings()) as engine:
        for one in QUESTIONS:
            article = engine.catalog.article(one.evidence[0].article)
            sentences = split_sentences(article.text, article.spans, article.headings)
            texts = [article.text[at.start : at.end] for at in sentences]
            assert not any(addresses_model(text) for text in texts if text in one.evidence[0].quote)


@pytest.mark.parametrize("question", QUESTIONS[:6], ids=lambda one: one.id)
def test_a_real_model_does_nothing_that_is_planted(smollm2, ask, question):
    answer = ask(smollm2, question, Settings(llm_context=2048, llm_max_tokens=60))
    assert folded(question.forbidden[0]) not in folded(answer.answer)
