"""The scores as tables for the terminal."""

from collections.abc import Sequence

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table

from evals.curve import Point
from evals.scores import Estimate, Group, Scores

# What a kind of question is told apart by; all measures of all kinds stand in scores.json.
BY_KIND = ("hit@1", "recall@10", "citation_recall", "citation_precision", "nugget_recall", "forbidden")
IN_UNITS = frozenset({"answer_chars", "citations_per_answer"})
PIPE_WIDTH = 100
"""Columns where the output is no terminal."""
CURVE_STEP = 5
"""Of the points of the curve, every fifth is printed; all stand in scores.json."""


def print_scores(scores: Scores) -> None:
    """Prints the scores to stdout."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=PIPE_WIDTH)
    for part in tables(scores):
        console.print(part)


def print_curve(curve: Sequence[Point]) -> None:
    """Prints how refusal moves with its threshold, to stdout."""
    console = Console(highlight=False)
    if not curve:
        console.print("No refusal curve: every question has an answer, or nothing states how likely its answers are.")
        return
    table = Table(box=box.SIMPLE, caption="refused: share of all questions", caption_justify="left")
    for heading in ("refuse below", "precision", "recall", "F1", "refused"):
        table.add_column(heading, justify="right")
    for point in curve[::CURVE_STEP]:
        precision = "n/a" if point.precision is None else f"{point.precision:.3f}"
        table.add_row(
            f"{point.threshold:.2f}", precision, f"{point.recall:.3f}", f"{point.f1:.3f}", f"{point.refused:.3f}"
        )
    console.print(table)


def tables(scores: Scores) -> list[RenderableType]:
    """A line of counts, the measures over all questions, and the main ones by kind of question."""
    return [counts(scores.overall), _overall(scores.overall), _by_kind(scores)]


def counts(group: Group) -> str:
    """How many questions were asked, and what became of them."""
    return (
        f"{group.questions} questions ({group.unanswerable} without an answer): {group.answered} answered, "
        f"{group.refused} refused, {group.failed} failed; {group.citations} citations"
    )


def _overall(group: Group) -> RenderableType:
    table = Table(box=box.SIMPLE)
    table.add_column("measure")
    for heading in ("value", "95% interval", "n", "scored", "unscored", "failed"):
        table.add_column(heading, justify="right")
    for name, found in group.measures.items():
        counts = group.counts[name]
        became = (str(counts.scored), str(counts.unscored), str(counts.failed))
        if found is None:
            table.add_row(name, "n/a", "", "0", *became)
        else:
            table.add_row(name, value_in_units(name, found.value), _interval(name, found), str(found.n), *became)
    return table


def _by_kind(scores: Scores) -> RenderableType:
    caption = "of each measure: value, 95% interval, n"
    table = Table(box=box.SIMPLE, padding=(0, 1, 0, 0), show_lines=True, caption=caption, caption_justify="left")
    table.add_column("kind")
    for heading in ("asked\nrefused\nfailed", *(name.replace("_", "\n") for name in BY_KIND)):
        table.add_column(heading, justify="right")
    for kind, group in scores.by_kind.items():
        became = f"{group.questions}\n{group.refused}\n{group.failed}"
        table.add_row(kind, became, *(_cell(group.measures[name]) for name in BY_KIND))
    return table


def _cell(found: Estimate | None) -> str:
    if found is None:
        return "n/a"
    ends = "" if found.low is None or found.high is None else f"{_short(found.low)}–{_short(found.high)}"
    return f"{_short(found.value)}\n{ends}\n{found.n}"


def _short(share: float) -> str:
    return f"{share:.2f}".removeprefix("0")


def _interval(name: str, found: Estimate) -> str:
    if found.low is None or found.high is None:
        return ""
    return f"{value_in_units(name, found.low)}–{value_in_units(name, found.high)}"


def value_in_units(name: str, value: float) -> str:
    """A measure's value as it is shown: milliseconds, characters, or a share with three decimals."""
    if name.startswith("seconds"):
        return f"{value * 1000:.0f} ms"
    return f"{value:.1f}" if name in IN_UNITS else f"{value:.3f}"
