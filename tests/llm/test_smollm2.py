"""A real model, weak on purpose, over a real server."""

import re

import pytest

from index.settings import Settings
from rag.check import Numbered, check
from rag.engine import Engine
from rag.llm.prompt import messages
from rag.llm.sentences import sentences
from rag.llm.talk import Turn, Words
from rag.llm.writer import ModelWriter

SETTINGS = Settings(llm_context=1280, llm_max_tokens=60, llm_timeout=300)


def test_the_same_prompt_gives_the_same_words(smollm2):
    asked = [Turn("user", "Name a colour.")]
    first = smollm2.complete(asked)
    assert first
    assert smollm2.complete(asked) == first


def test_its_server_answers_nobody_without_its_key(smollm2):
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    served = smollm2.loaded.served
    assert served.url.startswith("http://127.0.0.1:")
    with pytest.raises(HTTPError, match="401"):
        urlopen(Request(f"{served.url}/chat/completions", b"{}", {"Content-Type": "application/json"}), timeout=30)


@pytest.mark.parametrize("question", ["what did Peskov say about cluster munitions?", "who is quoted on Moldova?"])
def test_every_answer_holds_whatever_it_writes(smollm2, seed_index_dir, question):
    with Engine.open(seed_index_dir, SETTINGS, writer=ModelWriter(smollm2, SETTINGS, check)) as engine:
        answer = engine.ask(question)
        assert answer.status == "answered"
        assert answer.citations
        numbers = {int(n) for n in re.findall(r"\[(\d+)\]", answer.answer)}
        assert numbers == {one.n for one in answer.citations}
        for one in answer.citations:
            article = engine.catalog.article(one.article)
            assert article.text[one.start_char : one.end_char] == one.quote


class Recited:
    """What SmolLM2 answers when it is asked about cluster munitions with the right passage, word for word."""

    name = "smollm2"

    def stream(self, turns):
        assert "Peskov also commented on Washington's decision to provide cluster munitions" in turns[-1].content
        yield from (Words(f"{word} ") for word in "Cluster munitions are a tactic used by Russia.".split())


def test_a_tactic_used_by_russia_is_not_what_the_passage_says(seed_index_dir):
    with Engine.open(seed_index_dir, SETTINGS, writer=ModelWriter(Recited(), SETTINGS, check)) as engine:
        answer = engine.ask("what did Peskov say about cluster munitions?")
    assert "tactic" not in answer.answer
    assert answer.answer.startswith("In the source’s words: Peskov also commented on Washington's decision")
    assert answer.sentences[0].support is None


def test_what_it_writes_without_rules_is_checked_sentence_by_sentence(smollm2):
    passage = "Ann Vale said that Lund cannot pay four million crowns a year for the ferry."
    one = Numbered(1, passage, "Ann Vale", None, None, passage)
    written = list(sentences(smollm2.stream(messages("What did Ann Vale say about the ferry?", [one]))))
    assert written
    for sentence in written:
        verdict = check(sentence.text, [one])
        assert verdict.ok == (not verdict.failed)
