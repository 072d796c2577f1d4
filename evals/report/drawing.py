"""How every plot is drawn: pygal's settings, colours by the page's own variables, SVG without script or font."""

import sys
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

    from lxml.etree import _Element  # type: ignore[import-untyped]  # lxml has no types
    from pygal.graph.graph import Graph  # type: ignore[import-untyped]  # pygal has none either
    from pygal.style import Style  # type: ignore[import-untyped]

SERIES = 6
"""Colours that the page defines, `--series-0` on."""


def library() -> "ModuleType":
    """Pygal, without the hook for its plug-ins."""
    import pygal  # type: ignore[import-untyped]  # pygal has no types

    # The hook is of a form that Python 3.11 warns of whenever something else is imported later.
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]
    return pygal  # type: ignore[no-any-return]


def options(*, line_width: float = 1) -> dict[str, Any]:
    """What all charts are made with."""
    return {
        "style": _style(line_width), "js": (), "width": 640, "height": 350, "margin": 12, "spacing": 12,
        "show_legend": False, "truncate_label": -1, "show_y_guides": True, "show_x_guides": False,
        "disable_xml_declaration": True,
    }  # fmt: skip


def _style(line_width: float) -> "Style":
    from pygal.style import Style

    ink = "var(--ink)"
    return Style(
        background="transparent",
        plot_background="transparent",
        foreground=ink,
        foreground_strong=ink,
        foreground_subtle="var(--line)",
        guide_stroke_color="var(--line)",
        major_guide_stroke_color="var(--line)",
        guide_stroke_dasharray="1,0",
        major_guide_stroke_dasharray="1,0",
        font_family="inherit",
        label_font_size=13,
        major_label_font_size=13,
        title_font_size=15,
        legend_font_size=13,
        opacity="1",
        opacity_hover="1",
        stroke_opacity="1",
        stroke_opacity_hover="1",
        stroke_width=f"{line_width}",
        stroke_width_hover=f"{line_width}",
        transition="0s",
        colors=tuple(f"var(--series-{at})" for at in range(SERIES)),
        value_colors=(ink,) * SERIES,
        ci_colors=(ink,) * SERIES,
    )


def svg(chart: "Graph", name: str, title: str) -> str:
    """The drawing with a name for those who hear it and a key that wraps, without the script that pygal adds."""
    from lxml import etree  # type: ignore[import-untyped]

    chart.uuid = f"plot-{name}"
    root = etree.fromstring(chart.render(is_unicode=False))
    for element in [*root.iter("{*}script"), *root.iter(etree.Comment)]:
        element.getparent().remove(element)
    for shape in root.iter("{*}g"):
        _name_shape(shape)
    for attribute in ("width", "height"):
        root.attrib.pop(attribute, None)
    root.set("role", "img")
    root.set("aria-label", title)
    etree.cleanup_namespaces(root)
    drawn: str = etree.tostring(root, encoding="unicode")
    names = [settings["title"] for _, settings in chart.raw_series]
    items = "".join(
        f'<li style="--colour: var(--series-{at % SERIES})">{escape(one)}</li>' for at, one in enumerate(names)
    )
    key = f'<ul class="key">{items}</ul>' if len(names) > 1 else ""
    return f'<figure class="chart"><figcaption>{escape(title)}</figcaption>{drawn}{key}</figure>'


def _name_shape(shape: "_Element") -> None:
    """Turns what pygal notes for its script beside a bar or a dot into a title, which browsers show by themselves."""
    from lxml import etree

    notes = {note.get("class"): note.text or "" for note in shape.findall("{*}desc")}
    for note in shape.findall("{*}desc"):
        shape.remove(note)
    said = [notes[name] for name in ("x_label", "value", "label") if notes.get(name)]
    if said:
        title = etree.Element("{http://www.w3.org/2000/svg}title")
        title.text = ", ".join(said)
        shape.insert(0, title)
