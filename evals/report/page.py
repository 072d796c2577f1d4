"""The page: head, figures, and the places that the page's own script fills from its data; pure but for its two assets."""

import json
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from evals.report.outcome import Outcome
from evals.report.read import ReadRun

ASSETS = Path(__file__).parent


@dataclass(frozen=True)
class Page:
    """What a page is made of."""

    run: ReadRun
    table: str
    """HTML."""
    plots: tuple[str, ...]
    """HTML; empty ones are left out."""
    data: str
    """JSON that may stand in a script element."""
    notes: tuple[str, ...]
    """What a reader has to know before trusting the page."""
    compared: bool
    """Whether there is a previous run."""


def page(parts: Page) -> str:
    """The whole document; it asks the network for nothing, which its own policy enforces."""
    run = parts.run
    notes = "".join(f'<p class="note" role="note">{escape(note)}</p>' for note in parts.notes)
    plots = "".join(plot for plot in parts.plots if plot)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>Run {escape(run.folder.name)} · On Record</title>
<style>{_asset("page.css")}</style>
</head>
<body>
<a class="skip" href="#questions">Skip to the questions</a>
<header><h1>On Record <span>evaluation</span></h1><p class="lead">{_lead(run)}</p>{_facts(run)}</header>
<main>
{notes}
<section aria-labelledby="measures-heading"><h2 id="measures-heading">Measures</h2>{parts.table}</section>
<section aria-labelledby="plots-heading"><h2 id="plots-heading">Plots</h2><div class="plots">{plots}</div></section>
<section id="questions" aria-labelledby="questions-heading"><h2 id="questions-heading">Questions</h2>
{_filters(run, compared=parts.compared)}
<div class="browse"><div class="left"><p id="count" role="status"></p><ol id="list"></ol>
<button id="more" type="button" hidden>Show more</button></div>
<article id="detail" tabindex="-1" aria-live="polite"><p class="muted">Choose a question.</p></article></div>
<noscript><p class="note">The questions are shown by a script within this page; allow it to run.</p></noscript>
</section>
</main>
<script type="application/json" id="data">{parts.data}</script>
<script>{_asset("page.js")}</script>
</body>
</html>
"""


_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


@cache
def _asset(name: str) -> str:
    return (ASSETS / name).read_text("utf-8")


def _lead(run: ReadRun) -> str:
    scores = run.scores
    asked, unanswerable = scores["questions"], scores["unanswerable"]
    return (
        f"<b>{asked:,}</b> question{'' if asked == 1 else 's'}, {unanswerable:,} without an answer: "
        f"<b>{scores['answered']:,}</b> answered, <b>{scores['refused']:,}</b> refused, <b>{scores['failed']:,}</b> failed; "
        f"{scores['citations']:,} citations"
    )


def _facts(run: ReadRun) -> str:
    """What the figures depend on, folded away."""
    record = run.record
    code = record.get("code") or {}
    commit = code["commit"][:12] if code.get("commit") else "not in a checkout"
    commit += " with changes" if code.get("dirty") else ""
    index = record.get("index") or {}
    short = {
        "finished": record.get("finished"),
        "commit": commit,
        "questions": (record.get("questions") or {}).get("path"),
        "index": f"{index.get('articles')} articles, {index.get('chunks')} chunks, {index.get('embedder')}",
    }
    known = record.get("set") or {}
    short |= {name: known[name] for name in ("licence", "measures", "published", "url") if known.get(name)}
    items = "".join(f"<div><dt>{name}</dt><dd>{escape(str(value))}</dd></div>" for name, value in short.items())
    whole = escape(json.dumps(dict(record), ensure_ascii=False, indent=1))
    return (
        f'<dl class="facts">{items}</dl>'
        f'<details><summary>The whole record</summary><pre tabindex="0">{whole}</pre></details>'
    )


def _filters(run: ReadRun, *, compared: bool) -> str:
    changes = ("better than before", "worse than before", "changed", "as before")
    chosen = [
        _select("kind", "Kind", run.kinds),
        _select("status", "Status", ["answered", "refused", "failed"]),
        _select("outcome", "Outcome", ["anything not right", *Outcome]),
        _select("change", "Previous run", list(changes)) if compared else "",
    ]
    return (
        '<form id="filters" role="search"><label class="search">Search<input id="search" type="search" '
        'placeholder="words in question, answer, quote or id (press /)" autocomplete="off"></label>'
        f'{"".join(chosen)}<button type="reset">Clear</button></form>'
    )


def _select(name: str, label: str, values: list[str]) -> str:
    options = "".join(f'<option value="{escape(value)}">{escape(value)}</option>' for value in values)
    return f'<label>{label}<select id="{name}"><option value="">all</option>{options}</select></label>'
