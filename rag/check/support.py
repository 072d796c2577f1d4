"""The support score: how probably evidence supports a sentence, from features weighed by a logistic regression.

The weights in `support.json` are made by `python -m evals.support fit` (its docstring says from what).
"""

import json
from functools import cache
from importlib.resources import files

from rag.calibration import Model
from rag.check.features import Models, features
from rag.check.source import Source

WEIGHTS = "support.json"


LEAST = 0.55
"""Score of a sentence that may be shown: clearly more probably supported than not, as what is withheld gives way to the
source's own words, and what is let through wrongly misleads."""


@cache
def fitted() -> Model:
    """The shipped weights."""
    written = json.loads(files("rag.check").joinpath(WEIGHTS).read_text("utf-8"))
    return Model(written["weights"], written["intercept"])


@cache
def shipped() -> Models:
    """The shipped reader and encoder, for which the weights were made, whatever the settings name."""
    from index.embedding import load_embedder
    from rag.evidence.readers import DEFAULT, load_reader

    reader = load_reader(DEFAULT)
    if reader is None:
        raise AssertionError(DEFAULT)
    return Models(reader, load_embedder("minilm"))


def support(sentence: str, source: Source, models: Models) -> float:
    """Probability that a sentence's evidence supports it, 0 to 1."""
    return fitted().probability(features(sentence, source, models)) if source.lines else 0.0
