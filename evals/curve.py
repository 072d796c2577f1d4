"""Calibration: how refusal moves with the threshold on the probability of being answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

STEPS = 100
"""Thresholds from 0 to 1, in hundredths."""


class Judgement(NamedTuple):
    """How likely an answer was held to be, and whether there is one."""

    probability: float
    """Calibrated probability, 0 to 1, that the evidence answers."""
    answerable: bool


@dataclass(frozen=True)
class Point:
    """What refusing every question below a threshold would come to."""

    threshold: float
    precision: float | None
    """Of those refused, the share without an answer; None where nothing is refused."""
    recall: float
    """Of those without an answer, the share refused."""
    f1: float
    refused: float
    """Share of all questions that are refused."""


def refusal_curve(judgements: Sequence[Judgement]) -> tuple[Point, ...]:
    """Refusal precision, recall and F1 at thresholds of 0, 0.01, … 1, a question refused where its probability is below.

    Empty where no question lacks an answer: refusing is never right there. The curve is of the threshold alone: at the
    one in the settings a run also refuses what it finds no sentence to quote for. Failed questions have no probability
    and are not in it. Source: van Rijsbergen 1979; the sweep as in Rajpurkar et al. 2018, SQuAD 2.0.
    """
    if all(one.answerable for one in judgements):
        return ()
    return tuple(_point(step / STEPS, judgements) for step in range(STEPS + 1))


def _point(threshold: float, judgements: Sequence[Judgement]) -> Point:
    refused = [one for one in judgements if one.probability < threshold]
    right = sum(not one.answerable for one in refused)
    unanswerable = sum(not one.answerable for one in judgements)
    return Point(
        threshold=threshold,
        precision=right / len(refused) if refused else None,
        recall=right / unanswerable,
        f1=2 * right / (len(refused) + unanswerable),
        refused=len(refused) / len(judgements),
    )
