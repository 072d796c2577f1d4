"""The scores of a set: every measure with the questions it covers and its interval, over all and by kind."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from evals.measures import Tallies, Tally, percentile
from evals.question import Question
from rag.answer import Answer

SCHEMA_VERSION = 1
RESAMPLES = 1000
SEED = 0


@dataclass(frozen=True)
class Sample:
    """One question, asked."""

    question: Question
    answer: Answer | None
    """None where the question failed."""
    error: str | None
    """What went wrong, where it failed."""
    tallies: Tallies
    """Its part in every measure, by the measure's name."""

    @property
    def values(self) -> dict[str, float | None]:
        """Every measure of this question alone; None where it does not apply."""
        return {name: tally.got / tally.of if tally and tally.of else None for name, tally in self.tallies.items()}

    @property
    def cluster(self) -> str:
        """What its result shares with that of other questions: the first article of its evidence, else nothing."""
        return (
            f"article {self.question.evidence[0].article}" if self.question.evidence else f"question {self.question.id}"
        )


@dataclass(frozen=True)
class Estimate:
    """A measure over a set of questions."""

    value: float
    n: int
    """Questions that it covers."""
    low: float | None
    """Lower end of the 95% interval; None where there is but one cluster to resample, or the value is a percentile."""
    high: float | None
    """Upper end of the 95% interval; None as `low`."""


@dataclass(frozen=True)
class Group:
    """Scores of some questions: all of them, or those of one kind."""

    questions: int
    unanswerable: int
    answered: int
    refused: int
    failed: int
    """Questions that ended in an error."""
    citations: int
    """Citations of all answers and refusals."""
    measures: dict[str, Estimate | None]
    """By name; None where a measure applies to none of these questions."""


@dataclass(frozen=True)
class Scores:
    """What a run comes to."""

    overall: Group
    by_kind: dict[str, Group]
    """By kind of question, in the order in which kinds first occur."""

    def to_json(self) -> dict[str, Any]:
        """The content of `scores.json`."""
        by_kind = {kind: asdict(group) for kind, group in self.by_kind.items()}
        return {"schema_version": SCHEMA_VERSION, **asdict(self.overall), "by_kind": by_kind}


def score(samples: Sequence[Sample]) -> Scores:
    """The scores of the samples, which are not empty."""
    kinds = dict.fromkeys(sample.question.kind for sample in samples)
    return Scores(group(samples), {kind: group([s for s in samples if s.question.kind == kind]) for kind in kinds})


def group(samples: Sequence[Sample]) -> Group:
    """The scores of these samples together."""
    answers = [sample.answer for sample in samples if sample.answer is not None]
    unanswerable = sum(not sample.question.answerable for sample in samples)
    clusters = [sample.cluster for sample in samples]
    measures = {name: estimate([s.tallies[name] for s in samples], clusters) for name in samples[0].tallies}
    if not unanswerable:  # refusing is never right here: a precision or F1 of 0 would say nothing
        measures |= {name: None for name in measures if name.startswith("refus")}
    seconds = [answer.seconds.total for answer in answers]
    for name, share in (("seconds_p50", 0.5), ("seconds_p95", 0.95)):
        value = percentile(seconds, share)
        measures[name] = None if value is None else Estimate(value, len(seconds), None, None)
    return Group(
        questions=len(samples),
        unanswerable=unanswerable,
        answered=sum(answer.status == "answered" for answer in answers),
        refused=sum(answer.status == "refused" for answer in answers),
        failed=len(samples) - len(answers),
        citations=sum(len(answer.citations) for answer in answers),
        measures=measures,
    )


def estimate(tallies: Sequence[Tally | None], clusters: Sequence[str]) -> Estimate | None:
    """What was got of what there was, with a 95% interval; None where the measure applies to no question.

    The interval is a percentile bootstrap that draws whole clusters, so that questions on one article, which stand and
    fall together, do not count as independent. Source: Efron and Tibshirani 1993; Cameron, Gelbach and Miller 2008.
    """
    applicable = [(tally, cluster) for tally, cluster in zip(tallies, clusters, strict=True) if tally is not None]
    got, of = sum(tally.got for tally, _ in applicable), sum(tally.of for tally, _ in applicable)
    if not of:
        return None
    sums: dict[str, Tally] = {}
    for tally, cluster in applicable:
        before = sums.get(cluster, Tally(0, 0))
        sums[cluster] = Tally(before.got + tally.got, before.of + tally.of)
    low, high = interval(list(sums.values()))
    return Estimate(got / of, len(applicable), low, high)


def interval(clusters: Sequence[Tally]) -> tuple[float, float] | tuple[None, None]:
    """The 2.5th and 97.5th percentile of the ratio over 1,000 draws of as many clusters, the same draws every time."""
    if len(clusters) < 2:
        return None, None
    draws = np.random.default_rng(SEED).multinomial(len(clusters), [1 / len(clusters)] * len(clusters), RESAMPLES)
    got = draws @ np.array([tally.got for tally in clusters], dtype=float)
    of = draws @ np.array([tally.of for tally in clusters], dtype=float)
    drawn = of > 0
    low, high = np.percentile(got[drawn] / of[drawn], [2.5, 97.5])
    return float(low), float(high)
