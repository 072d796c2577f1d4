"""Calibrated models: logistic regressions, fitted by `evals.calibrate` and kept in `calibration.json`."""

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

CALIBRATION = "calibration.json"


class Model(NamedTuple):
    """A logistic regression."""

    weights: Mapping[str, float]
    intercept: float

    def probability(self, features: Mapping[str, float]) -> float:
        """Probability of the positive class, 0 to 1, of features by name; those without a weight count for nothing."""
        logit = self.intercept + math.fsum(weight * features[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, logit))))


@cache
def models() -> dict[str, Model]:
    """All models by name."""
    written = json.loads(files("rag").joinpath(CALIBRATION).read_text("utf-8"))
    return {name: Model(one["weights"], one["intercept"]) for name, one in written["models"].items()}


def model(name: str) -> Model:
    """The model of that name."""
    return models()[name]
