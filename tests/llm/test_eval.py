"""Runs of `onrecord eval` with a language model: the same questions, and how well what it wrote is supported."""

import json
import re

import pytest

from evals.evaluate import Flags, evaluate
from evals.followups import FollowUp, by_model
from index.errors import InputError
from index.settings import Settings
from rag.answer import Message
from rag.llm.talk import Model

TEXT = """Ferry to stop

"We cannot pay four million crowns a year for nine passengers," said Ann Vale, the mayor of Lund.
"""
QUESTION = {
    "id": "q1", "kind": "quote", "question": "What did Ann Vale say about crowns?", "answerable": True,
    "evidence": [{"article": "ferry.txt", "quote": "We cannot pay four million crowns a year for nine passengers"}],
    "nuggets": [["four million"]],
}  # fmt: skip


@pytest.fixture
def flags(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "ferry.txt").write_text(TEXT, "utf-8")
    (tmp_path / "gold.jsonl").write_text(json.dumps(QUESTION) + "\n", "utf-8")
    return lambda **more: Flags(questions=tmp_path / "gold.jsonl", articles=tmp_path / "articles", **more)


def writes(messages):
    asked = messages[-1]["content"]
    if "Sentence:" in asked:
        return "yes"
    n = re.search(r'n="(\d+)"', asked)[1]
    return f"Ann Vale said that they cannot pay four million crowns a year [{n}]."


def test_a_run_with_a_model_has_its_answers_and_their_support(scripted, flags, tmp_path):
    llm, judge = scripted(writes), scripted(writes)
    run = evaluate(flags(llm=llm.spec, judge=judge.spec), tmp_path / "run", Settings())
    measures = run.scores.overall.measures
    (sample,) = run.samples
    assert sample.answer.answer == "Ann Vale said that they cannot pay four million crowns a year. [1]"
    assert measures["support_precision"].value == sample.answer.sentences[0].support > 0.3
    assert measures["judged_precision"].value == 1
    assert measures["citation_recall"].value == measures["nugget_recall"].value == measures["exact"].value == 1
    record = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))
    assert (record["settings"]["llm"], record["command"]["judge"]) == (llm.spec, judge.spec)


def test_a_run_without_one_has_no_support_to_measure(flags, tmp_path):
    measures = evaluate(flags(), tmp_path / "run", Settings()).scores.overall.measures
    assert (measures["support_precision"], measures["judged_precision"]) == (None, None)


def test_a_model_is_not_its_own_judge(scripted, flags, tmp_path):
    spec = scripted(writes).spec
    with pytest.raises(InputError, match="is the model that answers"):
        evaluate(flags(llm=spec, judge=spec), tmp_path / "run", Settings())


def test_a_model_that_is_away_leaves_a_run_of_quotations(flags, tmp_path):
    pytest.importorskip("llama_index.llms.openai_like")
    run = evaluate(flags(llm="openai-like:http://127.0.0.1:9/v1#m"), tmp_path / "run", Settings())
    assert run.scores.overall.failed == 0
    assert "The language model cannot be reached." in run.samples[0].answer.answer


def test_rewrites_of_a_model_are_measured_with_the_built_in_ones_in_their_gaps(scripted):
    talk = (Message("user", "What did Ann Vale say about the ferry?"), Message("assistant", "Nothing."))
    asked = [
        FollowUp(str(n), talk, "And about the quay?", "What did Ann Vale say about the quay?", None, None)
        for n in (1, 2)
    ]
    said = iter(["What did Ann Vale say about the quay?", "Bananas?"])
    model = Model.open(scripted(lambda _: next(said)).spec, Settings())
    ours, own = by_model(asked, model)
    assert ours == ["What did Ann Vale say about the quay?"] * 2  # the second one is the built-in way's
    assert own == 0.5
