"""What the probability of being answered is fitted on, and with what weights."""

import random
from types import SimpleNamespace

import numpy as np
import pytest

from evals.calibrate import Observed, _weighed, fit_signed, misnamed


def found_in(text: str) -> list[SimpleNamespace]:
    """Evidence from an article."""
    return [SimpleNamespace(reading=SimpleNamespace(article=SimpleNamespace(text=text)))]


def test_each_name_is_exchanged_once_and_as_a_whole_word() -> None:
    evidence = found_in("Orr spoke of Moss in Orrville.")
    other = misnamed("What did Vale say about Orr, Moss and Orrs?", ["Orr", "Moss"], ["Moss", "Orr", "Tarn", "Reed"], evidence,
                     random.Random(1))  # fmt: skip
    assert other in {
        f"What did Vale say about {one}, {two} and Orrs?" for one, two in (("Tarn", "Reed"), ("Reed", "Tarn"))
    }


@pytest.mark.parametrize("names", [[], ["Moss"], ["Moss", "Orr"]])
def test_without_names_from_elsewhere_nothing_is_made(names: list[str]) -> None:
    assert misnamed("What did Vale say about Orr?", ["Orr"], names, found_in("Orr and Moss."), random.Random(1)) is None


def test_a_question_without_a_name_is_not_made_one_about_others() -> None:
    assert misnamed("What did Vale say about rain?", [], ["Tarn"], found_in("Rain."), random.Random(1)) is None


def test_each_side_weighs_its_share_however_many_there_are() -> None:
    rows = [Observed({}, answerable=True, weight=0, group="a")] * 9 + [
        Observed({}, answerable=False, weight=0, group="a")
    ]
    rows += [Observed({}, answerable=False, weight=0, group="a", made=True)] * 5
    weighed = _weighed(rows, 0.8)
    assert sum(row.weight for row in weighed) == pytest.approx(1000)
    assert sum(row.weight for row in weighed if row.answerable) == pytest.approx(800)
    assert sum(row.weight for row in weighed if row.made) == pytest.approx(100)


def test_a_feature_that_would_speak_for_the_wrong_side_weighs_nothing() -> None:
    rng = np.random.default_rng(1)
    x = rng.random((400, 3))
    y = (x[:, 0] - x[:, 1] + 0.3 * x[:, 2] > 0.1).astype(float)
    weights = fit_signed(x, y, np.ones(400), np.array([1.0, -1.0, -1.0]), ridge=1.0)
    assert weights[0] > 1
    assert weights[1] < -1
    assert weights[2] == 0
