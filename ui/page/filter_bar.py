"""The filters of the next question: from when, from which outlets, in whose words; shown as chips that go at a press."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import gradio as gr

from index.errors import InputError, OnRecordError
from index.speakers import names_like, people_called
from rag.filters import NO_FILTERS, Filters
from rag.words import listed
from ui.page.look import QUIETLY
from ui.page.versioned import Versioned

if TYPE_CHECKING:
    from index.catalog.reader import Catalog
    from ui.page.live import LiveIndex

OFFERED = 200
"""Outlets and speakers offered by name, those with most articles or statements; others can be typed."""
NAMED = 3
"""People named where a name can mean several."""
_SCRIPT = "onRecord.filters(element, (name, data) => trigger(name, data), watch);  // 'acted'"
Kind = Literal["since", "until", "outlets", "speakers"]


class Chip(NamedTuple):
    """One filter of those set."""

    kind: Kind
    value: str
    label: str


@dataclass(frozen=True)
class Holdings:
    """What an archive can be filtered by."""

    first: str | None
    """Date of the oldest article, YYYY-MM-DD; None where no article has one."""
    last: str | None
    undated: int
    """Articles without a date."""
    outlets: tuple[str, ...]
    """Those with most articles first."""
    speakers: tuple[str, ...]
    """The most quoted ones, the most quoted first."""


@dataclass(frozen=True)
class Typed:
    """What was typed into the fields, as it came."""

    since: str = ""
    until: str = ""
    outlet: str = ""
    speaker: str = ""


@dataclass(frozen=True)
class FilterBar:
    """The bar, and what the chat wires it with."""

    bar: gr.HTML
    filters: gr.State
    """Holds the `Filters` of the next question."""
    show: Callable[[Filters], str]
    """Gives `bar` for filters that the chat has set itself, as those of a conversation that is opened."""


def filter_bar(live: "LiveIndex") -> FilterBar:
    """Makes the bar; nothing is read from the index until it is opened."""
    known = Versioned[Holdings](lambda engine: holdings(engine.catalog))

    def show(filters: Filters, opened: bool = False, trouble: str = "") -> str:  # noqa: FBT001, FBT002 - gradio passes them by place
        if not (opened or filters):
            return bar_html(filters, None, trouble)
        with live.engine() as engine:
            return bar_html(filters, known.of(engine), trouble)

    def act(event: gr.EventData, filters: Filters) -> tuple[Any, ...]:
        said = event._data if isinstance(event._data, dict) else {}  # noqa: SLF001 - its attributes are these keys
        texts = {key: value for key, value in said.items() if isinstance(value, str)}
        trouble = ""
        try:
            if texts.get("action") == "apply":
                typed = Typed(*(texts.get(key, "") for key in ("since", "until", "outlet", "speaker")))
                with live.engine() as engine:
                    try:
                        filters = narrowed(filters, typed, known.of(engine), engine.catalog)
                    except InputError as error:
                        trouble = str(error)
            elif texts.get("action") == "remove":
                filters = without(filters, texts.get("kind", ""), texts.get("value", ""))
            elif texts.get("action") == "clear":
                filters = NO_FILTERS
            return show(filters, opened=True, trouble=trouble), filters
        except OnRecordError as error:  # the index cannot be read
            return bar_html(filters, None, str(error)), filters

    filters = gr.State(NO_FILTERS)
    bar = gr.HTML(
        bar_html(NO_FILTERS, None), js_on_load=_SCRIPT, elem_id="or-filters", apply_default_css=False, padding=False
    )
    bar.acted(act, [filters], [bar, filters], trigger_mode="multiple", **QUIETLY)
    return FilterBar(bar, filters, show)


def holdings(catalog: "Catalog") -> Holdings:
    """What the archive can be filtered by; reads a line of every article, and no text."""
    summaries = catalog.summaries(measured=False)
    dates = [one.date for one in summaries if one.date]
    outlets = Counter(one.source for one in summaries if one.source)
    return Holdings(
        first=min(dates, default=None),
        last=max(dates, default=None),
        undated=len(summaries) - len(dates),
        outlets=tuple(sorted(outlets, key=lambda outlet: (-outlets[outlet], outlet))),
        speakers=tuple(dict.fromkeys(one.name for one in catalog.speakers(OFFERED))),
    )


def narrowed(filters: Filters, typed: Typed, held: Holdings, catalog: "Catalog") -> Filters:
    """The filters with what was typed: both days anew, an outlet and a speaker beside those there are.

    Raises:
        InputError: a day is none, the first is after the last, no article is from the outlet, or the name is nobody's or
            several people's.
    """
    since, until = _day(typed.since), _day(typed.until)
    if since and until and since > until:
        raise InputError(f"The first day, {since}, is after the last, {until}.")
    filters = replace(filters, since=since, until=until)
    if outlet := typed.outlet.strip():
        filters = replace(filters, outlets=_with(filters.outlets, _outlet(outlet, held.outlets)))
    if speaker := typed.speaker.strip():
        filters = replace(filters, speakers=_with(filters.speakers, _speaker(speaker, catalog)))
    return filters


def without(filters: Filters, kind: str, value: str) -> Filters:
    """The filters less one of them."""
    return Filters(
        since=None if kind == "since" else filters.since,
        until=None if kind == "until" else filters.until,
        outlets=tuple(one for one in filters.outlets if (kind, one) != ("outlets", value)),
        speakers=tuple(one for one in filters.speakers if (kind, one) != ("speakers", value)),
    )


def chips(filters: Filters) -> list[Chip]:
    """The filters one by one."""
    return [
        *([Chip("since", filters.since, f"from {filters.since}")] if filters.since else []),
        *([Chip("until", filters.until, f"to {filters.until}")] if filters.until else []),
        *(Chip("outlets", outlet, outlet) for outlet in filters.outlets),
        *(Chip("speakers", speaker, f"words of {speaker}") for speaker in filters.speakers),
    ]


def bar_html(filters: Filters, held: Holdings | None, trouble: str = "") -> str:
    """The chips, the fields behind a button, and what to know of them; everything from the archive is escaped."""
    shown = "".join(_chip_html(chip) for chip in chips(filters))
    if shown:
        shown += '<li><button type="button" class="or-clear" data-action="clear">Clear all</button></li>'
    notes = "".join(f'<p class="or-note">{escape(note)}</p>' for note in _notes(filters, held))
    return (
        '<div class="or-filter-line"><button type="button" class="or-filter-toggle" aria-expanded="false" '
        f'aria-controls="or-filter-form">Filters</button><ul class="or-chips" aria-label="Filters in force">{shown}</ul></div>'
        f'<p class="or-trouble" role="alert">{escape(trouble)}</p>{_form_html(filters, held)}'
        f'<div class="or-notes" role="status">{notes}</div>'
    )


def _chip_html(chip: Chip) -> str:
    label, value = escape(chip.label), escape(chip.value)
    return (
        f'<li><button type="button" class="or-chip" data-action="remove" data-kind="{chip.kind}" data-value="{value}" '
        f'aria-label="Remove filter {label}">{label} <span aria-hidden="true">×</span></button></li>'
    )


def _form_html(filters: Filters, held: Holdings | None) -> str:
    reach = f'min="{escape(held.first)}" max="{escape(held.last or "")}"' if held and held.first else ""
    days = "".join(
        f'<label>{label}<input type="date" name="{name}" value="{escape(value or "")}" {reach}></label>'
        for label, name, value in (("From", "since", filters.since), ("To", "until", filters.until))
    )
    offered = (
        ("Outlet", "outlet", held.outlets if held else ()),
        ("Speaker", "speaker", held.speakers if held else ()),
    )
    names = "".join(
        f'<label>{label}<input type="text" name="{name}" list="or-{name}s" autocomplete="off" placeholder="Any">'
        f'<datalist id="or-{name}s">{_options(values)}</datalist></label>'
        for label, name, values in offered
    )
    return (
        f'<form id="or-filter-form" aria-label="Filters" novalidate{" data-filled" if held else ""}>{days}{names}'
        '<button type="submit">Apply</button></form>'
    )


def _options(values: Sequence[str]) -> str:
    return "".join(f'<option value="{escape(value)}"></option>' for value in values[:OFFERED])


def _notes(filters: Filters, held: Holdings | None) -> list[str]:
    """What to know of the dates there are."""
    if held is None:
        return []
    if held.first is None or held.last is None:
        return ["No article has a date, so a date filter leaves all of them out."]
    reach = held.first if held.first == held.last else f"{held.first} to {held.last}"
    notes = [f"The articles are dated {reach}."]
    if (filters.since or "") > held.last or (filters.until or held.first) < held.first:
        notes.append("None of them is from the days chosen.")
    if filters.dated and held.undated:
        said = "1 undated article is" if held.undated == 1 else f"{held.undated:,} undated articles are"
        notes.append(f"{said} left out by a date filter.")
    return notes


def _day(typed: str) -> str | None:
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip()).isoformat()
    except ValueError:
        raise InputError(f"'{typed.strip()}' is no date; give year, month and day, as in 2024-03-05.") from None


def _outlet(typed: str, outlets: Sequence[str]) -> str:
    for outlet in outlets:
        if outlet.casefold() == typed.casefold():
            return outlet
    within = [outlet for outlet in outlets if typed.casefold() in outlet.casefold()]
    if len(within) == 1:
        return within[0]
    meant = f" Did you mean {_either(within)}?" if within else ""
    raise InputError(f"No article is from '{typed}'.{meant}")


def _speaker(typed: str, catalog: "Catalog") -> str:
    names = list(dict.fromkeys(one.name for one in people_called(catalog, typed)))
    exact = [name for name in names if name.casefold() == typed.casefold()]
    if exact or len(names) == 1:
        return (exact or names)[0]
    if names:
        raise InputError(f"'{typed}' can be {_either(names)}; give the name in full.")
    like = names_like(catalog, typed)
    meant = f" Did you mean {_either(like)}?" if like else ""
    raise InputError(f"Nobody called '{typed}' is quoted in these articles.{meant}")


def _either(names: Sequence[str]) -> str:
    more = "somebody else" if len(names) > NAMED else None
    return listed([*names[:NAMED], *([more] if more else [])], "or")


def _with(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return values if value in values else (*values, value)
