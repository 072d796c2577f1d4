"""The four plots of a run; each is empty where there is nothing to plot."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evals.report.drawing import library, options, svg
from evals.report.read import ReadRun
from evals.scores import Sample

KIND_MEASURES = ("hit@1", "citation_recall", "citation_precision", "nugget_recall")
MOST_KINDS = 12
LABEL_CHARS = 70
"""Letters of all labels together that stand side by side."""
MOST_DOTS = 40
Point = tuple[float, float]


def kinds_plot(run: ReadRun) -> str:
    """The main measures by kind of question, with their intervals; empty without any."""
    pygal = library()

    measured = [kind for kind in run.kinds if any(run.measures(kind).get(name) for name in KIND_MEASURES)]
    kinds = measured[:MOST_KINDS]
    if not kinds:
        return ""
    labels = [f"{kind} ({run.scores['by_kind'][kind]['questions']})" for kind in kinds]
    if sum(map(len, labels)) > LABEL_CHARS:
        labels = kinds
    chart = pygal.Bar(
        **options(),
        x_label_rotation=20 if sum(map(len, labels)) > LABEL_CHARS else 0,
        range=(0, 1),
        y_labels=_TENTHS,
        value_formatter=_share,
    )
    chart.x_labels = labels
    for name in KIND_MEASURES:
        chart.add(name.replace("_", " "), [_bar(run.measures(kind).get(name)) for kind in kinds])
    left_out = f" (the first {MOST_KINDS} of {len(measured)} kinds)" if len(measured) > MOST_KINDS else ""
    return svg(chart, "kinds", f"Measures by kind of question, with 95% intervals{left_out}")


def curve_plot(run: ReadRun) -> str:
    """Precision, recall and F1 of refusal by threshold; empty where the run has no curve."""
    points = run.curve
    series = {
        name: [(float(one["threshold"]), float(one[name])) for one in points if isinstance(one.get(name), int | float)]
        for name in ("precision", "recall", "f1")
    }
    chosen = run.record.get("settings", {}).get("refuse_below")
    if isinstance(chosen, int | float):
        series[f"threshold in use ({chosen:g})"] = [(float(chosen), 0.0), (float(chosen), 1.0)]
    return (
        _lines(series, "curve", "Refusal by threshold", "refuse below this probability of an answer") if points else ""
    )


def latency_plot(seconds: Sequence[float]) -> str:
    """How many questions took how long, in 24 equal steps up to the 99th percentile; empty without any."""
    pygal = library()

    if not seconds:
        return ""
    ordered = sorted(seconds)
    top = max(ordered[int(0.99 * (len(ordered) - 1))] * 1000, 1.0)
    width = _round_up(top / 24)
    counts = [0] * 25
    for one in ordered:
        counts[min(int(one * 1000 / width), 24)] += 1
    while len(counts) > 1 and counts[-2] == counts[-1] == 0:
        counts.pop()
    bars = [(count, at * width, (at + 1) * width) for at, count in enumerate(counts)]
    chart = pygal.Histogram(**options(), x_title=f"milliseconds (the last bar: {24 * width:g} and more)")
    chart.value_formatter = lambda value: f"{value:g}"
    chart.add("questions", bars)
    return svg(chart, "latency", "Latency: questions by time to answer")


def depth_plot(by_run: Mapping[str, Sequence[tuple[int, float]]]) -> str:
    """Share of questions whose evidence is found within k passages, a line a run; empty without any."""
    pygal = library()

    by_run = {name: points for name, points in by_run.items() if points}
    depths = sorted({k for points in by_run.values() for k, _ in points})
    if not depths:
        return ""
    least = min(share for points in by_run.values() for _, share in points)
    floor = int(least * 5) / 5
    chart = pygal.Line(
        **options(line_width=2.2),
        range=(floor, 1),
        y_labels=[tick for tick in _TENTHS if tick >= floor - 1e-9],
        x_title="passages, k",
        dots_size=2.5,
        value_formatter=_share,
    )
    chart.x_labels = [str(k) for k in depths]
    for name, points in by_run.items():
        found = dict(points)
        chart.add(name, [found.get(k) for k in depths])
    return svg(chart, "depth", "Retrieval depth: evidence found within k passages")


_TENTHS = [0, 0.2, 0.4, 0.6, 0.8, 1.0]


def _lines(series: Mapping[str, Sequence[Point]], name: str, title: str, x_title: str) -> str:
    pygal = library()

    chart = pygal.XY(**options(line_width=2.2), range=(0, 1), y_labels=_TENTHS, x_title=x_title, dots_size=2.5)
    chart.show_dots = all(len(points) <= MOST_DOTS for points in series.values())
    chart.value_formatter = _share
    chart.x_value_formatter = lambda value: f"{value:g}"
    for heading, points in series.items():
        chart.add(heading, list(points))
    return svg(chart, name, title)


def _bar(found: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if found is None:
        return None
    low, high = found.get("low"), found.get("high")
    bar: dict[str, Any] = {"value": found["value"], "label": f"n = {found['n']}"}
    return bar if low is None or high is None else bar | {"ci": {"low": low, "high": high}}


def _share(value: float | tuple[float, float]) -> str:
    if isinstance(value, tuple):
        return f"{value[0]:g}: {value[1]:.3f}"
    return f"{value:.2f}"


def _round_up(value: float) -> float:
    """The next of 1, 2, 5 times a power of ten."""
    power = 10.0 ** len(str(int(value))) / 10 if value >= 1 else 1.0
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value)


def seconds_of(samples: Iterable[Sample]) -> list[float]:
    """Seconds that each answered or refused question took."""
    return [sample.answer.seconds.total for sample in samples if sample.answer]
