"""Support precision, by the check's own probabilities and by a judge."""

from dataclasses import replace

import pytest

from evals.judge import Judge
from evals.measures import Tally, support_precision, tally
from index.errors import InputError
from index.settings import Settings
from rag.answer import AnswerSentence


def written(answer, citation, *supports):
    sentences = tuple(
        AnswerSentence(f"Sentence {n}.", (1,), support, checked=True) for n, support in enumerate(supports)
    )
    return replace(answer(citations=[citation(0, 9, quote="It rained.")]), sentences=sentences)


def test_support_precision_is_the_mean_support_of_what_a_model_wrote(answer, citation):
    assert support_precision(written(answer, citation, 0.5, None, 1.0)) == Tally(1.5, 2)


def test_verbatim_sentences_and_failures_have_none(answer, citation):
    assert support_precision(written(answer, citation, None)) is None
    assert support_precision(None) is None


def test_without_a_judge_nothing_is_judged(answer, citation, question):
    assert tally(question(), written(answer, citation, 0.5), lambda _: None)["judged_precision"] is None


class Saying:
    """A model that says what it is told to, in turn."""

    def __init__(self, *verdicts):
        self.verdicts = list(verdicts)
        self.asked = []

    def complete(self, turns):
        self.asked.append(turns[-1].content)
        return self.verdicts.pop(0)


def test_a_judge_is_asked_of_each_sentence_with_the_words_it_cites(answer, citation):
    model = Saying("Yes.", " no", "Perhaps")
    assert Judge(model).precision(written(answer, citation, 0.5, None, 0.6, 0.7)) == Tally(1, 2)  # one gave no verdict
    assert "<passage>It rained.</passage>" in model.asked[0]
    assert "Sentence: Sentence 2." in model.asked[1]


def test_a_model_does_not_judge_itself():
    with pytest.raises(InputError, match="is the model that answers; name another one"):
        Judge.open("ollama:phi", Settings(llm="ollama:phi"))
