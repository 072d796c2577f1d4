"""Statements in time: a dot for each in its speaker's lane, or circles for many; marks to HTML with inline SVG, pure.

Across, all is in per cent of the width and never in pixels, so that the same drawing fits a phone and a wide screen. Where more
statements fall together than dots fit, or there are too many for a dot each, a circle stands for them, and leads to the list
of them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt

from ui.page.timescale import PLACES, Cell, Dot, Mark, Scale

COLOURED = 8
"""Speakers with a lane and a colour of their own; all others share a lane."""
PITCH, RADIUS, SMALLEST, LARGEST, ROOM = 9, 3.8, 2.5, 12.0, 5
"""Pixels from dot to dot upwards, of a dot's radius, of the smallest and largest circle's, and above and below."""
OTHERS = "All others"
Narrowed = Callable[[str | None, str | None, str | None], str]
"""The address that lists fewer statements: of this speaker, from this day, to that; None for no change."""


def timeline_html(marks: Sequence[Mark], narrowed: Narrowed) -> str:
    """The lanes of the most quoted speakers, and of all others, over one axis; nothing for no marks."""
    if not marks:
        return ""
    scale = Scale(marks)
    lanes = {name: scale.cells(held) for name, held in _lanes(marks).items()}
    largest = max(cell.statements for cells in lanes.values() for cell in cells)
    drawn = "".join(
        _lane_html(number, name, cells, scale, largest, narrowed) for number, (name, cells) in enumerate(lanes.items())
    )
    drawn = drawn.replace('tabindex="-1"', 'tabindex="0"', 1)  # one stop; from there the script goes by arrow keys
    note = _note(marks, [cell for cells in lanes.values() for cell in cells])
    return (
        '<section class="or-st-timeline" aria-label="Timeline"><p class="or-st-tip-hint" id="or-st-timeline-how">'
        "Arrow keys go from dot to dot, Enter opens one. The list below has the same statements.</p>"
        f'{note}<div class="or-st-lanes" role="group" aria-label="Statements in time" aria-describedby="or-st-timeline-how">'
        f"{drawn}{_axis_html(scale)}</div></section>"
    )


def _lanes(marks: Iterable[Mark]) -> dict[str | None, list[Mark]]:
    """The marks of the most quoted, the most first; None for those of all others."""
    counts: Counter[str] = Counter()
    for mark in marks:
        if mark.speaker is not None:
            counts[mark.speaker] += mark.statements
    top = sorted(counts, key=lambda name: (-counts[name], name))[:COLOURED]
    lanes: dict[str | None, list[Mark]] = {name: [] for name in top}
    for mark in marks:
        lanes.setdefault(mark.speaker if mark.speaker in lanes else None, []).append(mark)
    return lanes


@dataclass(frozen=True)
class _Lane:
    """What the drawing of a lane's parts needs to know."""

    name: str
    """The speaker's, or OTHERS."""
    height: float
    """In pixels."""
    largest: int
    """Statements of the largest circle of all lanes."""
    address: Callable[[str | None, str | None], str]
    """What lists only the lane's statements from one day to another."""


def _lane_html(
    number: int, name: str | None, cells: Sequence[Cell], scale: Scale, largest: int, narrowed: Narrowed
) -> str:
    height = max(_height(cell, largest) for cell in cells)
    lane = _Lane(name or OTHERS, height, largest, lambda first, last: narrowed(name, first, last))
    label = f'<span class="or-st-lane-name">{OTHERS}</span>'
    if name is not None:
        href, shown = escape(narrowed(name, None, None)), escape(name)
        label = f'<a class="or-st-lane-name or-st-go" href="{href}" title="Only {shown}">{shown}</a>'
    total = sum(cell.statements for cell in cells)
    drawn = _ground_svg(scale) + "".join(
        _circle_svg(cell, lane) if cell.is_counted else _dots_svg(cell, lane) for cell in cells
    )
    return (
        f'<div class="or-st-lane or-st-c{0 if name is None else number + 1}"><div class="or-st-lane-label">'
        f'<span class="or-st-key" aria-hidden="true"></span>{label} <span class="or-st-count">{total:,}</span></div>'
        f'<svg width="100%" height="{height:g}" role="group" aria-label="{escape(lane.name)}">{drawn}</svg></div>'
    )


def _height(cell: Cell, largest: int) -> float:
    return 2 * ROOM + (2 * _radius(cell, largest) if cell.is_counted else cell.rows * PITCH)


def _radius(cell: Cell, largest: int) -> float:
    """So that a circle's area tells how many."""
    return max(LARGEST * sqrt(cell.statements / largest), SMALLEST)


def _ground_svg(scale: Scale) -> str:
    """Lines at the ticks of the axis, and what stands aside of it set off."""
    at_ticks = (_percent(at) for at, _ in scale.ticks())
    lines = (f'<line class="or-st-grid" x1="{at}" x2="{at}" y1="0" y2="100%"/>' for at in at_ticks)
    aside = (
        f'<rect class="or-st-aside" x="{_percent(zone.left)}" width="{_percent(zone.width)}" y="0" height="100%"/>'
        for zone in scale.aside.values()
        if scale.span
    )
    return "".join((*lines, *aside))


def _dots_svg(cell: Cell, lane: _Lane) -> str:
    beside = -(-len(cell.marks) // cell.rows)
    spare = 0 if cell.zone.label else (cell.zone.width - beside) / 2  # on the axis, in the middle of their days
    drawn = []
    for at, mark in enumerate(cell.marks):
        left = cell.zone.left + spare + at // cell.rows + 0.5
        top = lane.height - ROOM - PITCH / 2 - at % cell.rows * PITCH
        drawn.append(_dot_svg(mark.dot, left, top) if mark.dot else "")
    return "".join(drawn)


def _dot_svg(dot: Dot, left: float, top: float) -> str:
    return (
        f'<circle class="or-st-dot or-open" cx="{_percent(left)}" cy="{top:g}" r="{RADIUS}" role="button" tabindex="-1" '
        f'aria-label="{escape(dot.label)}" data-article="{escape(dot.article)}" data-start="{dot.start_char}" '
        f'data-end="{dot.end_char}" data-sha256="{dot.sha256}"></circle>'
    )


def _circle_svg(cell: Cell, lane: _Lane) -> str:
    zone = cell.zone
    days = " to ".join(dict.fromkeys(day for day in (zone.first, zone.last) if day))
    when = f"{zone.label} ({days})" if zone.label and days else zone.label or days
    many = f"{cell.statements:,} statement" + "s" * (cell.statements > 1)
    label = escape(f"{lane.name}, {when}\n{many}: Enter or a click lists fewer")
    href = escape(lane.address(zone.first, zone.last))
    middle, radius = _percent(zone.left + zone.width / 2), _radius(cell, lane.largest)
    return (
        f'<a class="or-st-dot or-st-go" href="{href}" tabindex="-1" aria-label="{label}">'
        f'<circle class="or-st-many" cx="{middle}" cy="{lane.height / 2:g}" r="{radius:.1f}"></circle></a>'
    )


def _axis_html(scale: Scale) -> str:
    labels = [(at, label, _anchor(at, scale)) for at, label in scale.ticks()]
    labels += [(zone.left + zone.width / 2, zone.label, "middle") for zone in scale.aside.values()]
    texts = (f'<text x="{_percent(at)}" y="14" text-anchor="{anchor}">{label}</text>' for at, label, anchor in labels)
    drawn = f'<svg width="100%" height="20">{"".join(texts)}</svg>'
    return f'<div class="or-st-lane or-st-axis" aria-hidden="true"><div></div>{drawn}</div>'


def _anchor(at: float, scale: Scale) -> str:
    """A label stands to the right of its line, where time goes on from there, unless it would not fit."""
    return "end" if at - scale.left > 0.8 * scale.width else "start"


def _note(marks: Sequence[Mark], cells: Sequence[Cell]) -> str:
    total = sum(mark.statements for mark in marks)
    undated = sum(mark.statements for mark in marks if mark.day is None)
    said = []
    if any(mark.dot is None for mark in marks):
        said.append(
            f"{total:,} statements are too many for a dot each: a circle stands for those of a few days, "
            "the larger the more. Choose one to list them."
        )
    elif any(cell.is_counted for cell in cells):
        said.append("One dot a statement; where many fall together, a circle stands for them.")
    else:
        said.append("One dot a statement.")
    if undated:
        said.append(f"{undated:,} undated." if undated < total else "None of them has a date.")
    return f'<p class="or-st-note">{" ".join(said)}</p>'


def _percent(place: float) -> str:
    return f"{place / PLACES * 100:.2f}%"
