"""The answer as it grows, who writes it, and many questions at the same time."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from index.settings import Settings
from rag.answer import Answer, Message
from rag.engine import Engine
from rag.filters import Filters

QUESTION = "What did Peskov say about cluster munitions?"


def plain(answer: Answer) -> str:
    record = answer.to_json()
    del record["seconds"]
    return json.dumps(record, ensure_ascii=False)


class Retelling:
    """A writer that says what it was given, in two steps."""

    def __init__(self) -> None:
        self.given: list[tuple[object, ...]] = []

    def write(self, extractive, query, quoted, evidence, history) -> Iterator[Answer]:
        self.given.append((query, quoted, evidence, history))
        yield replace(extractive, answer="Retold")
        yield replace(extractive, answer="Retold in full. [1]")

    def rewrite(self, question, history) -> None:
        """Follow-ups are completed the built-in way."""


@pytest.fixture(scope="module")
def retelling(seed_index_dir):
    writer = Retelling()
    with Engine.open(seed_index_dir, Settings(), writer=writer) as engine:
        yield engine, writer


def test_quotations_come_at_once(seed_engine):
    (answer,) = seed_engine.stream(QUESTION)
    assert plain(answer) == plain(seed_engine.ask(QUESTION))


def test_a_writer_takes_the_place_of_the_quotations(retelling, seed_engine):
    engine, writer = retelling
    history = [Message("user", "What did Truss say about Ukraine?"), Message("assistant", "Much.")]
    steps = list(engine.stream(QUESTION, history, Filters(speakers=("Dmitry Peskov",))))
    assert [one.answer for one in steps] == ["Retold", "Retold in full. [1]"]
    query, quoted, evidence, given = writer.given[-1]
    assert (query.text, given) == (QUESTION, history)
    own = seed_engine.ask(QUESTION)
    assert [(one.reading.article.id, one.span, one.speaker) for one in quoted] == [
        (one.article, (one.start_char, one.end_char), one.speaker) for one in own.citations
    ]
    assert [one.score for one in evidence] == sorted((one.score for one in evidence), reverse=True)
    assert engine.ask(QUESTION).answer == "Retold in full. [1]"


@pytest.mark.parametrize("question", ["", "What is in here?", "What did Peskov say about tulips?"])
def test_refusals_and_the_archive_itself_are_not_for_a_writer(retelling, seed_engine, question):
    engine, writer = retelling
    before = len(writer.given)
    (answer,) = engine.stream(question)
    assert plain(answer) == plain(seed_engine.ask(question))
    assert len(writer.given) == before


def test_what_is_suggested_is_checked_without_the_writer(retelling):
    engine, writer = retelling
    answer = engine.ask(QUESTION)
    before = len(writer.given)
    assert engine.suggestions(answer, limit=1)
    assert len(writer.given) == before


def test_threads_get_the_answers_that_one_gets(seed_index_dir):
    asked = [
        f"What did {who} say about {what}?"
        for who in ("Peskov", "Truss", "Medvedev")
        for what in ("NATO", "Ukraine", "teh war")
    ]
    with Engine.open(seed_index_dir, Settings()) as one:
        alone = [plain(one.ask(question)) for question in asked]
    with Engine.open(seed_index_dir, Settings()) as fresh, ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda question: plain(fresh.ask(question)), asked * 2)) == alone * 2


def test_an_answer_comes_back_from_its_json(seed_engine):
    for question in (QUESTION, "What did Peskov say about tulips?", "What is in here?"):
        answer = seed_engine.ask(question)
        assert Answer.from_json(json.loads(json.dumps(answer.to_json()))) == answer


def test_the_version_is_that_of_what_is_indexed(open_index):
    first = open_index(a="It rains in Elmsford.", b="It pours in Marl.")
    version = first.version
    assert open_index().version == version
    assert open_index(b="It snows in Marl.").version != version
