"""Publication dates as bars: an SVG drawn here, with its figures as text beside it; pure."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

MOST_MONTHS = 60
"""Months of the whole range up to which each gets a bar; years, in a longer one."""
WIDTH, HEIGHT, FOOT = 720, 150, 20
MOST_LABELS = 8


class Bar(NamedTuple):
    """A month or a year."""

    label: str
    """YYYY-MM or YYYY."""
    articles: int


def bars(months: Sequence[tuple[str | None, int]]) -> list[Bar]:
    """A bar a month from the first to the last, empty ones too, or a year where that would be too many."""
    counted = {month: count for month, count in months if month}
    if not counted:
        return []
    first, last = _number(min(counted)), _number(max(counted))
    if last - first < MOST_MONTHS:
        return [Bar(label, counted.get(label, 0)) for label in map(_month, range(first, last + 1))]
    years: dict[str, int] = {}
    for month, count in counted.items():
        years[month[:4]] = years.get(month[:4], 0) + count
    return [Bar(f"{year:04}", years.get(f"{year:04}", 0)) for year in range(first // 12, last // 12 + 1)]


def histogram_html(months: Sequence[tuple[str | None, int]]) -> str:
    """The drawing, named for those who do not see it, and its figures as a table that unfolds; empty without dates."""
    drawn = bars(months)
    if not drawn:
        return ""
    each = "month" if len(drawn[0].label) > 4 else "year"
    most = max(drawn, key=lambda bar: bar.articles)
    first, last = drawn[0].label, drawn[-1].label
    told = f"Articles by {each}, {first} to {last}: most in {most.label}, {most.articles:,}."
    rows = "".join(
        f'<tr><th scope="row">{escape(bar.label)}</th><td>{bar.articles:,}</td></tr>' for bar in drawn if bar.articles
    )
    return (
        f'<figure class="or-dates"><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'preserveAspectRatio="xMinYMid meet" aria-label="{escape(told)}">'
        f"{_drawing(drawn, most.articles)}</svg><figcaption>{escape(told)}</figcaption>"
        f'<details><summary>The figures</summary><table><thead><tr><th scope="col">{each.capitalize()}</th>'
        f'<th scope="col">Articles</th></tr></thead><tbody>{rows}</tbody></table></details></figure>'
    )


def _drawing(drawn: Sequence[Bar], most: int) -> str:
    step = WIDTH / len(drawn)
    every = -(-len(drawn) // MOST_LABELS)
    parts = []
    for place, bar in enumerate(drawn):
        height = (HEIGHT - FOOT - 4) * bar.articles / most
        x = place * step
        if bar.articles:
            parts.append(
                f'<rect x="{x + step * 0.1:.1f}" y="{HEIGHT - FOOT - height:.1f}" width="{min(step * 0.8, 60):.1f}" '
                f'height="{max(height, 1):.1f}"><title>{escape(bar.label)}: {bar.articles:,}</title></rect>'
            )
        if place % every == 0:
            parts.append(f'<text x="{x + step * 0.1:.1f}" y="{HEIGHT - 4}">{escape(bar.label)}</text>')
    parts.append(f'<line x1="0" x2="{WIDTH}" y1="{HEIGHT - FOOT}" y2="{HEIGHT - FOOT}"></line>')
    return "".join(parts)


def _number(month: str) -> int:
    """Months since the year 0."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"
