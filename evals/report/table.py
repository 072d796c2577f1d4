"""The table of measures: this run beside the previous one and the baselines; pure."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from evals.measures import DIRECTIONS
from evals.report.read import ReadRun

IN_UNITS = frozenset({"answer_chars", "citations_per_answer"})
JUDGED = frozenset({"higher", "lower"})
Estimate = Mapping[str, Any]
_EXPLAINED = (
    '<p class="muted">Small figures: this run less the other. Whether that is more than chance, '
    "<code>onrecord eval compare</code> says.</p>"
)


class Column(NamedTuple):
    """A run to compare with."""

    heading: str
    run: ReadRun


def measures_table(run: ReadRun, others: Sequence[Column]) -> str:
    """Every measure of the run with its interval and n, and its value in the other runs."""
    heads = "".join(f'<th scope="col" class="number">{escape(column.heading)}</th>' for column in others)
    rows = "".join(_row(name, found, others) for name, found in run.measures().items())
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="Measures"><table class="measures"><thead><tr>'
        '<th scope="col">Measure</th><th scope="col" class="number">This run</th>'
        '<th scope="col" class="number">95% interval</th><th scope="col" class="number">n</th>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table></div>{_EXPLAINED if others else ''}"
    )


def _row(name: str, found: Estimate | None, others: Sequence[Column]) -> str:
    ours = (
        ["n/a", "", "0"] if found is None else [shown(name, found["value"]), interval(name, found), f"{found['n']:,}"]
    )
    cells = "".join(f'<td class="number">{cell}</td>' for cell in ours)
    theirs = "".join(_other(name, found, column.run.measures().get(name)) for column in others)
    return f'<tr><th scope="row">{escape(name)}</th>{cells}{theirs}</tr>'


def _other(name: str, ours: Estimate | None, theirs: Estimate | None) -> str:
    if theirs is None:
        return '<td class="number muted">n/a</td>'
    about = f"interval {interval(name, theirs)}, n {theirs['n']}" if interval(name, theirs) else f"n {theirs['n']}"
    verdict = (
        "" if ours is None or DIRECTIONS.get(name) not in JUDGED else _verdict(name, ours["value"] - theirs["value"])
    )
    return f'<td class="number" title="{escape(about)}">{shown(name, theirs["value"])}{verdict}</td>'


def _verdict(name: str, gain: float) -> str:
    """How far this run is above the other; whether that is more than chance is for `eval compare` to say."""
    if abs(gain) < 5e-4:
        return ' <span class="muted">±0</span>'
    better = (gain > 0) == (DIRECTIONS[name] == "higher")
    word = "better" if better else "worse"
    sign = "+" if gain > 0 else "−"
    return (
        f' <span class="{word}"><span class="hidden">this run is {word} by </span>{sign}{shown(name, abs(gain))}</span>'
    )


def interval(name: str, found: Estimate) -> str:
    """The interval's two ends; empty where there is none."""
    low, high = found.get("low"), found.get("high")
    return "" if low is None or high is None else f"{shown(name, low)} to {shown(name, high)}"


def shown(name: str, value: float) -> str:
    """A value in the measure's own unit."""
    if name.startswith("seconds"):
        return f"{value * 1000:.0f} ms" if value < 10 else f"{value:.1f} s"
    return f"{value:.1f}" if name in IN_UNITS else f"{value:.3f}"
