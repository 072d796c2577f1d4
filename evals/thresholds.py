"""Bounds that a run has to keep: fixed ones, and those that an earlier run sets."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evals.compare import compare
from evals.measures import DIRECTIONS, TIMES
from evals.scores import Estimate
from evals.stored import StoredRun
from index.errors import InputError

BOUNDED = tuple(name for name, direction in DIRECTIONS.items() if direction != "given")
"""Measures that a run can be held to."""


@dataclass(frozen=True)
class Threshold:
    """A bound on a measure: the least where higher is better, the most where lower is, and for sizes."""

    measure: str
    bound: float

    @property
    def is_least(self) -> bool:
        """Whether values from the bound up keep it."""
        return DIRECTIONS[self.measure] == "higher"

    def kept_by(self, found: Estimate) -> bool:
        """Whether a value keeps it; the bound itself does."""
        return found.value >= self.bound if self.is_least else found.value <= self.bound


def parse_threshold(written: str) -> Threshold:
    """A threshold as a flag gives it: MEASURE=VALUE.

    Raises:
        ValueError: it is of another form, the value is no number, or there is no such measure; the message lists them.
    """
    name, equals, value = written.partition("=")
    if not equals:
        raise ValueError(f"{written!r} is not MEASURE=VALUE, such as citation_recall=0.8")
    if name not in BOUNDED:
        raise ValueError(f"there is no measure {name!r}; there are {', '.join(BOUNDED)}")
    try:
        bound = float(value)
    except ValueError:
        bound = math.nan
    if not math.isfinite(bound):
        raise ValueError(f"{value!r} in {written!r} is not a number")
    return Threshold(name, bound)


def missed(measures: Mapping[str, Estimate | None], thresholds: Iterable[Threshold]) -> list[str]:
    """A line for each threshold that is not kept; a measure that applies to no question keeps none."""
    lines = []
    for threshold in thresholds:
        found, bound = measures.get(threshold.measure), f"{threshold.bound:g}"
        if found is None:
            lines.append(f"{threshold.measure} has no score here, so that its bound of {bound} is not kept")
        elif not threshold.kept_by(found):
            side = "below the least" if threshold.is_least else "above the most"
            lines.append(f"{threshold.measure} is {found.value:.4g}, {side} allowed, {bound}")
    return lines


def check_same_questions(earlier: StoredRun, sha256: str) -> None:
    """Refuses to hold a run against one of other questions.

    Raises:
        InputError: the files of questions differ.
    """
    if earlier.questions_sha256 != sha256:
        raise InputError(
            f"the run {earlier.folder} is of other questions ({earlier.record['questions']['path']}, sha256 "
            f"{earlier.questions_sha256[:12]}…, here {sha256[:12]}…); run it again on these, or use: onrecord eval compare"
        )


def worse(earlier: StoredRun, now: StoredRun) -> list[str]:
    """A line for each measure that is worse than in an earlier run of the same questions.

    Worse means that the whole 95% interval of the paired difference lies on the worse side. A bare drop would not do:
    on a small set one question that tips over is not a loss but noise, and a gate that cries wolf is switched off. The
    price is that a small loss passes; `--fail-under` holds the line that must not be crossed at all. Two rules more:

    Every measure is judged on its own, without correction for their number: a false alarm costs a look at
    `onrecord eval compare`, a missed loss is released.

    Seconds are not judged: another machine, or another moment, is not a worse answer. Nor are sizes, which have no better
    side; and a measure that only one of the two runs has cannot be compared.
    """
    return [
        f"{change.measure} is worse than in {earlier.folder}: {change.before:.4g} before, {change.after:.4g} now, "
        f"difference {change.difference:+.4f} (95% interval {change.low:+.4f} to {change.high:+.4f}, bound 0)"
        for change in compare(earlier, now).changes
        if change.measure not in TIMES and change.clear == "worse"
    ]
