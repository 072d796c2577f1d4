"""The JSON of an answer, on which other tools are built."""

import json
from types import NoneType

import pytest

from rag.engine import Engine

NUMBER = (int, float)
ANSWER = {
    "question": str, "standalone_question": str, "status": str, "reason": (dict, NoneType), "answer": str,
    "citations": list, "sentences": list, "passages": list, "seconds": dict,
}  # fmt: skip
CITATION = {
    "n": int, "article": str, "title": (str, NoneType), "source": (str, NoneType), "date": (str, NoneType),
    "speaker": (str, NoneType), "page": (int, NoneType), "start_char": int, "end_char": int, "quote": str, "sha256": str,
}  # fmt: skip
SENTENCE = {"text": str, "citations": list, "support": (float, NoneType), "checked": bool}
PASSAGE = {"article": str, "start_char": int, "end_char": int, "score": NUMBER}
SECONDS = dict.fromkeys(("understand", "retrieve", "select", "write", "total"), NUMBER)


def assert_shape(record, shape):
    assert list(record) == list(shape)
    assert [key for key, kind in shape.items() if not isinstance(record[key], kind)] == []


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("what did Peskov say about cluster munitions?", "answered"),
        ("What did Scholz say about gas?", "refused"),
        ("", "refused"),
    ],
)
def test_an_answer_has_the_keys_and_types_of_the_contract(seed_engine: Engine, question, status):
    record = json.loads(json.dumps(seed_engine.ask(question).to_json()))
    assert_shape(record, ANSWER)
    assert_shape(record["seconds"], SECONDS)
    for name, shape in (("citations", CITATION), ("sentences", SENTENCE), ("passages", PASSAGE)):
        for one in record[name]:
            assert_shape(one, shape)
    assert record["status"] == status
    assert len(record["passages"]) <= 50
    if status == "refused":
        assert_shape(record["reason"], {"code": str, "text": str})
    else:
        assert (record["reason"], record["citations"] != []) == (None, True)


def test_the_steps_take_no_longer_than_the_whole(seed_engine: Engine):
    seconds = seed_engine.ask("what did Peskov say about cluster munitions?").seconds
    steps = seconds.understand + seconds.retrieve + seconds.select + seconds.write
    assert 0 < steps <= seconds.total + 1e-9
