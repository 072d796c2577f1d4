"""The scores of a set: every measure with the questions it covers and its interval, over all and by kind."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evals.bootstrap import interval
from evals.curve import Judgement, Point, refusal_curve
from evals.measures import DIRECTIONS, TIMES, Tallies, Tally, percentile
from evals.question import Question
from rag.answer import Answer

SCHEMA_VERSION = 1
PROBABILITY = "probability"
"""Not a measure, but stored beside those of a question."""
OF = "_of"
"""Ends the name under which a line says how much there was to get, where that is not 1: exactness of 3 citations."""


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
    probability: float | None = None
    """Calibrated probability that its evidence answers; None where it failed, or where nothing states one."""

    @property
    def values(self) -> dict[str, float | None]:
        """Every measure of this question alone; None where it does not apply."""
        return {name: tally.got / tally.of if tally and tally.of else None for name, tally in self.tallies.items()}

    @property
    def cluster(self) -> str:
        """What its result shares with that of other questions (`cluster_of`)."""
        return cluster_of(self.question)

    def to_json(self) -> dict[str, Any]:
        """The content of its line of `samples.jsonl`."""
        weights = {name + OF: tally.of for name, tally in self.tallies.items() if tally and tally.of != 1}
        return {
            "id": self.question.id,
            "answer": None if self.answer is None else self.answer.to_json(),
            "measures": {**self.values, **weights, PROBABILITY: self.probability},
            "error": self.error,
        }


def tallies_of(measures: Mapping[str, float | None]) -> Tallies:
    """The tallies that a line's measures were written from."""
    tallies: Tallies = {}
    for name in (known for known in DIRECTIONS if known in measures):
        value, of = measures[name], measures.get(name + OF)
        if value is not None:
            tallies[name] = Tally(value * (of or 1), of or 1)
        else:
            tallies[name] = None if of is None else Tally(0, of)
    return tallies


def cluster_of(question: Question) -> str:
    """What its result shares with that of other questions: the first article of its evidence, else nothing."""
    return f"article {question.evidence[0].article}" if question.evidence else f"question {question.id}"


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
class Counts:
    """What became of the questions in one measure; the three add up to all of them."""

    scored: int
    unscored: int
    """Those to which the measure does not apply."""
    failed: int
    """Those that ended in an error; where the measure asks for an answer, they got nothing of it."""


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
    counts: dict[str, Counts]
    """By the same names."""


@dataclass(frozen=True)
class Scores:
    """What a run comes to."""

    overall: Group
    by_kind: dict[str, Group]
    """By kind of question, in the order in which kinds first occur."""
    refusal_curve: tuple[Point, ...] = ()
    """By rising threshold; empty where every question has an answer, or no probabilities are known."""

    def to_json(self) -> dict[str, Any]:
        """The content of `scores.json`."""
        by_kind = {kind: asdict(group) for kind, group in self.by_kind.items()}
        curve = [asdict(point) for point in self.refusal_curve]
        return {"schema_version": SCHEMA_VERSION, **asdict(self.overall), "by_kind": by_kind, "refusal_curve": curve}


def score(samples: Sequence[Sample], *, timed: bool = True) -> Scores:
    """The scores of the samples, which are not empty; without seconds where answers shared the machine."""
    kinds = dict.fromkeys(sample.question.kind for sample in samples)
    judgements = [
        Judgement(sample.probability, sample.question.answerable)
        for sample in samples
        if sample.probability is not None
    ]
    return Scores(
        group(samples, timed=timed),
        {kind: group([s for s in samples if s.question.kind == kind], timed=timed) for kind in kinds},
        refusal_curve(judgements),
    )


def group(samples: Sequence[Sample], *, timed: bool = True) -> Group:
    """The scores of these samples together."""
    answers = [sample.answer for sample in samples if sample.answer is not None]
    unanswerable = sum(not sample.question.answerable for sample in samples)
    clusters = [sample.cluster for sample in samples]
    measures = {name: estimate([s.tallies[name] for s in samples], clusters) for name in samples[0].tallies}
    if not unanswerable:  # refusing is never right here: a precision or F1 of 0 would say nothing
        measures |= {name: None for name in measures if name.startswith("refus")}
    seconds = [answer.seconds.total for answer in answers] if timed else []
    for name, share in zip(TIMES, (0.5, 0.95), strict=True):
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
        counts={name: _counts(name, found, samples) for name, found in measures.items()},
    )


def _counts(name: str, found: Estimate | None, samples: Sequence[Sample]) -> Counts:
    failed = sum(sample.answer is None for sample in samples)
    applies = (sample.answer is not None and (name in TIMES or sample.tallies[name] is not None) for sample in samples)
    scored = 0 if found is None else sum(applies)
    return Counts(scored, len(samples) - failed - scored, failed)


def estimate(tallies: Sequence[Tally | None], clusters: Sequence[str]) -> Estimate | None:
    """What was got of what there was, with a 95% interval (`evals.bootstrap`); None where the measure applies to nothing."""
    applicable = [tally for tally in tallies if tally is not None]
    of = sum(tally.of for tally in applicable)
    if not of:
        return None
    low, high = interval(tallies, clusters)
    return Estimate(sum(tally.got for tally in applicable) / of, len(applicable), low, high)
