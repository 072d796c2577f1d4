"""The progress bar of a build: on stderr, and only on a terminal."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.build import Progress
    from index.report import Step

_COUNTED: "dict[Step, str]" = {
    "reading": "articles",
    "speakers": "names",
    "embedding": "chunks",
    "statements": "statements",
}


def follow(events: "Iterable[Progress]") -> None:
    """Runs through a build, showing how far it is, how fast, and how long it will take."""
    if not sys.stderr.isatty():
        for _ in events:
            pass
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    tasks: dict[str, TaskID] = {}
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        for event in events:
            if event.step not in tasks:
                tasks[event.step] = bars.add_task(event.step, total=event.total, rate="")
            elapsed = bars.tasks[tasks[event.step]].elapsed or 0.0
            bars.update(tasks[event.step], completed=event.done, total=event.total, rate=_rate(event, elapsed))


def _rate(event: "Progress", elapsed_seconds: float) -> str:
    """How many a second of what the step works through: articles while reading, chunks while embedding."""
    if elapsed_seconds <= 0:
        return ""
    count = event.articles if event.step == "reading" else event.done
    return f"{count / elapsed_seconds:,.0f} {_COUNTED[event.step]}/s"
