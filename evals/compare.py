"""Two runs of the same questions held against each other, question by question.

A difference is that of the two runs' scores, so that it agrees with their tables, and its interval comes from drawing the
same articles for both (`evals.bootstrap.paired_interval`): what is hard about an article is hard for both, and cancels.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

from evals.bootstrap import paired_interval
from evals.measures import DIRECTIONS, TIMES, Direction, Tally
from evals.scores import Estimate, Sample, group
from evals.stored import StoredRun
from index.errors import InputError
from rag.answer import Answer

SCHEMA_VERSION = 1
CLOSE = 1e-9
"""Scores that differ by less are the same: sums of the same parts in the same order differ by nothing at all."""

Verdict = Literal["won", "lost", "mixed"]


@dataclass(frozen=True)
class Change:
    """One measure, before and after."""

    measure: str
    direction: Direction
    n: int
    """Questions that the measure covers in both runs."""
    before: float | None
    """Score of the first run over all its questions; None where the measure applies to none."""
    after: float | None
    difference: float | None
    """After less before."""
    low: float | None
    """Lower end of the difference's 95% interval; None for seconds and where there is but one article."""
    high: float | None
    """Upper end; None as `low`."""
    won: int
    """Of the n, questions on which the second run does better."""
    lost: int
    tied: int

    @property
    def clear(self) -> Literal["better", "worse"] | None:
        """Whether the whole interval lies on one side of zero, and on which; None for what has no better side."""
        if self.low is None or self.high is None or self.direction not in {"higher", "lower"}:
            return None
        low, high = (self.low, self.high) if self.direction == "higher" else (-self.high, -self.low)
        return "better" if low > 0 else "worse" if high < 0 else None


@dataclass(frozen=True)
class Outcome:
    """One question that came out differently."""

    id: str
    kind: str
    question: str
    verdict: Verdict
    """Won where nothing got worse, lost where nothing got better, else mixed."""
    measures: dict[str, tuple[float | None, float | None]]
    """Those that differ, before and after."""
    before: Answer | None
    """The first run's answer; None where the question failed."""
    after: Answer | None

    def to_json(self) -> dict[str, Any]:
        """As `compare --json` prints it."""
        answers = {name: answer and answer.to_json() for name, answer in (("a", self.before), ("b", self.after))}
        measures = {name: {"a": a, "b": b} for name, (a, b) in self.measures.items()}
        asked = {"id": self.id, "kind": self.kind, "question": self.question}
        return {**asked, "measures": measures, "answers": answers}


@dataclass(frozen=True)
class Comparison:
    """What the second run is to the first."""

    a: StoredRun
    b: StoredRun
    questions: int
    """Those compared: the same in both runs."""
    left_out: Mapping[str, int]
    """Those that are only in one run, or were changed between them."""
    changes: list[Change]
    outcomes: list[Outcome]
    """In the order of the questions; one that came out the same is not among them."""

    def to_json(self) -> dict[str, Any]:
        """As `compare --json` prints it."""
        verdicts: tuple[Verdict, ...] = ("won", "lost", "mixed")
        return {
            "schema_version": SCHEMA_VERSION,
            "a": {"folder": str(self.a.folder), **self.a.record},
            "b": {"folder": str(self.b.folder), **self.b.record},
            "questions": self.questions,
            "left_out": dict(self.left_out),
            "measures": [{**asdict(change), "clear": change.clear} for change in self.changes],
            **{
                verdict: [outcome.to_json() for outcome in self.outcomes if outcome.verdict == verdict]
                for verdict in verdicts
            },
        }


class Pair(NamedTuple):
    """One question in both runs."""

    before: Sample
    after: Sample


def compare(a: StoredRun, b: StoredRun) -> Comparison:
    """Holds the second run against the first, on the questions that are the same in both.

    Raises:
        InputError: no question is.
    """
    second = {sample.question.id: sample for sample in b.samples}
    shared = [Pair(sample, second[sample.question.id]) for sample in a.samples if sample.question.id in second]
    pairs = [pair for pair in shared if pair.before.question == pair.after.question]
    if not pairs:
        raise InputError(
            f"the runs {a.folder} and {b.folder} have no question in common; compare runs of the same file"
        )
    left_out = {
        "only in a": len(a.samples) - len(shared),
        "only in b": len(b.samples) - len(shared),
        "changed": len(shared) - len(pairs),
    }
    timed = (a.record.get("jobs", 1), b.record.get("jobs", 1)) == (1, 1)
    return Comparison(a, b, len(pairs), left_out, changes(pairs, timed=timed), list(_outcomes(pairs)))


def changes(pairs: Sequence[Pair], *, timed: bool = True) -> list[Change]:
    """Every measure before and after, in the order of the tables."""
    before = group([pair.before for pair in pairs], timed=timed).measures
    after = group([pair.after for pair in pairs], timed=timed).measures
    clusters = [pair.before.cluster for pair in pairs]
    return [
        _change(name, before.get(name), after.get(name), pairs, clusters)
        for name in DIRECTIONS
        if name in before or name in after
    ]


def _change(
    name: str, before: Estimate | None, after: Estimate | None, pairs: Sequence[Pair], clusters: Sequence[str]
) -> Change:
    direction = DIRECTIONS[name]
    if name in TIMES:  # percentiles of all questions, and no part of any single one
        both = sum(pair.before.answer is not None and pair.after.answer is not None for pair in pairs)
        counts, n = Counter[int](), both if before and after else 0
        low = high = None
    else:
        parts = [(pair.before.tallies.get(name), pair.after.tallies.get(name)) for pair in pairs]
        measured = [(a, b) for a, b in parts if a is not None and b is not None]
        counts, n = Counter(gain(direction, a, b) for a, b in measured), len(measured)
        low = high = None
        if before and after:
            low, high = paired_interval([a for a, _ in parts], [b for _, b in parts], clusters)
    difference = after.value - before.value if before and after else None
    return Change(
        measure=name,
        direction=direction,
        n=n,
        before=before.value if before else None,
        after=after.value if after else None,
        difference=difference,
        low=low,
        high=high,
        won=counts[1],
        lost=counts[-1],
        tied=counts[0],
    )


def gain(direction: Direction, before: Tally, after: Tally) -> int:
    """1 where a question's part got better, -1 where worse, 0 where it did not change or has no better side.

    What counts is what was missed, so that a wrong refusal, which adds to what there was to get, weighs as a loss.
    """
    if direction not in {"higher", "lower"}:
        return 0
    missed = [tally.of - tally.got if direction == "higher" else tally.got for tally in (before, after)]
    less = missed[0] - missed[1]
    return 0 if abs(less) < CLOSE else 1 if less > 0 else -1


def _outcomes(pairs: Sequence[Pair]) -> Iterator[Outcome]:
    for before, after in pairs:
        gains = {}
        for name, first in before.tallies.items():
            second = after.tallies.get(name)
            if first is not None and second is not None and (gained := gain(DIRECTIONS[name], first, second)):
                gains[name] = gained
        if not gains:
            continue
        signs = set(gains.values())
        asked = before.question
        yield Outcome(
            id=asked.id,
            kind=asked.kind,
            question=asked.question,
            verdict="mixed" if len(signs) > 1 else "won" if signs == {1} else "lost",
            measures={name: (before.values[name], after.values[name]) for name in gains},
            before=before.answer,
            after=after.answer,
        )
