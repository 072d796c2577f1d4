"""A comparison for the terminal: the measures as a table, then each question won or lost, both answers side by side."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rich import box
from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from evals.compare import Change, Comparison, Outcome
from evals.stored import StoredRun
from evals.table import PIPE_WIDTH, value_in_units
from rag.answer import Answer

SIGNS = {"better": "+", "worse": "-", None: ""}


def print_comparison(comparison: Comparison, limit: int) -> None:
    """Prints it to stdout, with at most so many questions of each verdict."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=PIPE_WIDTH)
    for part in parts(comparison, limit):
        console.print(part)


def parts(comparison: Comparison, limit: int) -> Iterator[RenderableType]:
    """What is printed, in its order."""
    yield Text(f"A  {described(comparison.a)}")
    yield Text(f"B  {described(comparison.b)}")
    for line in differences(comparison.a.record, comparison.b.record):
        yield Text(f"   {line}")
    counted = ", ".join(f"{count} {why}" for why, count in comparison.left_out.items() if count)
    yield Text(f"{comparison.questions} questions compared" + (f"; left out: {counted}" if counted else ""))
    yield _measures(comparison)
    for verdict in ("lost", "won", "mixed"):
        found = [outcome for outcome in comparison.outcomes if outcome.verdict == verdict]
        found.sort(
            key=lambda outcome: _shown(outcome.before).plain == _shown(outcome.after).plain
        )  # the telling ones first
        yield Text(f"{len(found)} questions {verdict}", style="bold")
        for outcome in found[:limit]:
            yield from _side_by_side(outcome)
        if len(found) > limit:
            yield Text(f"… and {len(found) - limit} more: --limit {len(found)} shows all")


def described(run: StoredRun) -> str:
    """A run in a line: its folder, commit and time."""
    code = run.record["code"]
    commit = "no commit" if code["commit"] is None else code["commit"][:12] + ("+" if code["dirty"] else "")
    return f"{run.folder}: {commit}, {run.record['started']}, {len(run.samples)} questions"


def differences(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[str]:
    """What the runs depended on that is not the same: settings, index, packages, articles."""
    for part in ("settings", "index", "packages"):
        for name in dict.fromkeys((*a[part], *b[part])):
            before, after = a[part].get(name), b[part].get(name)
            if before != after:
                yield f"{part}: {name} {before!r} in A, {after!r} in B"
    if a.get("articles_sha256") != b.get("articles_sha256"):
        yield "the articles are not the same"
    if (a.get("jobs", 1), b.get("jobs", 1)) != (1, 1):
        yield "seconds are not compared: a run asked several questions at the same time (--jobs)"


def _measures(comparison: Comparison) -> RenderableType:
    caption = "+ better, - worse: the whole interval lies on that side of zero; n: questions measured in both runs"
    table = Table(box=box.SIMPLE, caption=caption, caption_justify="left")
    table.add_column("measure")
    for heading in ("n", "A", "B", "B - A", "95% interval", "", "won", "lost", "tied"):
        table.add_column(heading, justify="right")
    for change in comparison.changes:
        table.add_row(*_row(change))
    return table


def _row(change: Change) -> tuple[str, ...]:
    def shown(value: float | None) -> str:
        return "n/a" if value is None else value_in_units(change.measure, value)

    def signed(value: float) -> str:
        size = value_in_units(change.measure, abs(value))
        return size if not re.search("[1-9]", size) else ("+" if value > 0 else "-") + size

    difference = "n/a" if change.difference is None else signed(change.difference)
    ends = "" if change.low is None or change.high is None else f"{signed(change.low)} to {signed(change.high)}"
    counts = (change.won, change.lost, change.tied)
    judged = map(str, counts) if any(counts) else ("", "", "")
    return (
        change.measure, str(change.n), shown(change.before), shown(change.after), difference, ends,
        SIGNS[change.clear], *judged,
    )  # fmt: skip


def _side_by_side(outcome: Outcome) -> Iterator[RenderableType]:
    yield Rule(Text(f"{outcome.verdict}: {outcome.id} ({outcome.kind})"), align="left", characters="-")
    yield Text(outcome.question, style="italic")
    moved = (f"{name} {_plain(before)} -> {_plain(after)}" for name, (before, after) in outcome.measures.items())
    yield Text(", ".join(moved))
    before, after = _shown(outcome.before), _shown(outcome.after)
    table = Table(box=box.SIMPLE, expand=True)
    if before.plain == after.plain:  # what moved are the passages or the citations
        table.add_column("A and B")
        table.add_row(before)
    else:
        for heading in "AB":
            table.add_column(heading, ratio=1)
        table.add_row(before, after)
    yield table


def _plain(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3g}"


def _shown(answer: Answer | None) -> Text:
    if answer is None:
        return Text("(failed)")
    return Text(("refused: " if answer.status == "refused" else "") + answer.answer)
