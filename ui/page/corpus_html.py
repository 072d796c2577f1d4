"""What the corpus tab shows, as HTML; pure, and everything from articles, files and people escaped."""

from collections import Counter
from collections.abc import Sequence
from html import escape
from pathlib import Path

from index.catalog.article_list import ArticlePage, Listed
from index.catalog.records import Counts
from index.report import BuildReport
from ui.page.builds import State
from ui.page.uploads import Upload

MOST_SKIPS = 200
MOST_OUTLETS = 20
_STEPS = {
    "reading": ("Reading files", "files"),
    "removing": ("Removing articles", "articles"),
    "speakers": ("Working out who is who", "names"),
    "embedding": ("Embedding passages", "passages"),
    "statements": ("Embedding statements", "statements"),
}
_ENDED = {"done": "Done", "stopped": "Stopped", "failed": "Not done"}


def counts_html(counts: Counts, outlets: Sequence[tuple[str | None, int]], index_dir: Path, trouble: str | None) -> str:
    """How much there is, of which outlets, and where."""
    named = [(name, number) for name, number in outlets if name]
    figures = (
        ("Articles", counts.articles), ("Outlets", len(named)), ("Passages", counts.chunks),
        ("Statements", counts.statements), ("Speakers", counts.speakers),
    )  # fmt: skip
    told = "".join(f"<div><dt>{name}</dt><dd>{number:,}</dd></div>" for name, number in figures)
    listed = "".join(f"<li>{escape(name)} <b>{number:,}</b></li>" for name, number in named[:MOST_OUTLETS])
    nameless = sum(number for name, number in outlets if not name)
    more = [f"{len(named) - MOST_OUTLETS:,} more outlets"] if len(named) > MOST_OUTLETS else []
    more += [f"without an outlet: {nameless:,}"] if nameless and named else []
    notes = [f"Index: {index_dir}"]
    notes += [f"{counts.duplicates:,} articles have the very text of another one, which is stored once"] * bool(
        counts.duplicates
    )
    pending = counts.pending + counts.pending_statements
    notes += [f"{pending:,} passages and statements are found by words only so far; “Read again” finishes them"] * bool(
        pending
    )
    outlets_part = f'<ul class="or-outlets" aria-label="Outlets">{listed}</ul>' if listed else ""
    return (
        f'<dl class="or-figures">{told}</dl>{outlets_part}'
        + "".join(f'<p class="or-note">{escape(note)}</p>' for note in ([", ".join(more)] if more else []) + notes)
        + (_told("or-wrong", trouble) if trouble else "")
    )


def articles_html(page: ArticlePage, start: int) -> str:
    """A page of the list; each line opens its article."""
    if not page.lines:
        return '<p class="or-note">No article fits.</p>'
    rows = "".join(map(_row, page.lines))
    where = f"{start + 1:,} to {start + len(page.lines):,} of {page.total:,} articles, the newest first"
    return (
        f'<div class="or-scroll" tabindex="0" role="region" aria-label="Articles"><table class="or-articles">'
        f'<caption>{where}</caption><thead><tr><th scope="col">Title</th><th scope="col">Outlet</th>'
        f'<th scope="col">Date</th><th scope="col">Id</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(line: Listed) -> str:
    return (
        f'<tr><td><button type="button" class="or-open" data-article="{escape(line.id)}" data-start="0" data-end="0" '
        f'data-sha256="">{escape(line.title or line.id)}</button></td><td>{escape(line.outlet or "–")}</td>'
        f"<td>{escape(line.date or '–')}</td><td><code>{escape(line.id)}</code></td></tr>"
    )


def skipped_html(skipped: Sequence[tuple[str, int | None, str]]) -> str:
    """What was not indexed, with the reasons, which are counted first."""
    if not skipped:
        return '<p class="or-note">Nothing was skipped.</p>'
    reasons = Counter(reason for _, _, reason in skipped).most_common(MOST_OUTLETS)
    counted = "".join(f"<li>{escape(reason)} <b>{number:,}</b></li>" for reason, number in reasons)
    lines = "".join(
        f"<li><code>{escape(path)}{f', line {line}' if line else ''}</code> {escape(reason)}</li>"
        for path, line, reason in skipped[:MOST_SKIPS]
    )
    rest = len(skipped) - MOST_SKIPS
    more = f'<p class="or-note">and {rest:,} more: onrecord list --skipped</p>' if rest > 0 else ""
    return f'<ul class="or-outlets" aria-label="Reasons">{counted}</ul><ul class="or-skipped">{lines}</ul>{more}'


def uploads_html(uploads: Sequence[Upload]) -> str:
    """What is to become of the files that were chosen."""
    told = {
        "new": "will be added", "same": "is there already, the same to the last byte",
        "differs": "another file of this name is there: kept as it is, unless you choose to replace it",
    }  # fmt: skip
    lines = "".join(
        f'<li class="or-{one.outcome}"><code>{escape(one.name)}</code> {escape(told.get(one.outcome) or one.reason)}</li>'
        for one in uploads
    )
    return f'<ul class="or-skipped" aria-label="Chosen files">{lines}</ul>' if lines else ""


def state_html(state: State | None) -> str:
    """How far the running build is, or how the last one ended; empty before the first."""
    if state is None:
        return ""
    if state.phase == "running":
        return _running(state)
    parts = [f"<p><b>{_ENDED[state.phase]}.</b> {escape(_result(state))}</p>"]
    if state.error:
        parts.append(f"<p>{escape(state.error[:1].upper() + state.error[1:])}.</p>")
    if state.report and state.report.skipped:
        skips = [(str(one.path), one.line, one.reason) for one in state.report.skipped]
        parts.append(f"<details><summary>{len(skips):,} skipped</summary>{skipped_html(skips)}</details>")
    return f'<div class="or-build or-{state.phase}" role="status">{"".join(parts)}</div>'


def _running(state: State) -> str:
    progress = state.progress
    if progress is None:
        words, bar = "Getting ready…", "<progress aria-label='Progress'></progress>"
    else:
        step, what = _STEPS[progress.step]
        words = f"{step}: {progress.done:,} of {progress.total:,} {what}"
        words += f", {progress.articles:,} articles" if progress.step == "reading" else ""
        bar = f'<progress aria-label="{step}" max="{max(progress.total, 1)}" value="{progress.done}"></progress>'
    note = "Questions are answered from the articles as they were before, until this is done."
    return f'<div class="or-build or-running"><p role="status">{words}</p>{bar}<p class="or-note">{note}</p></div>'


def _result(state: State) -> str:
    if state.report:
        return report_text(state.report)
    if state.phase == "stopped":
        return "What was stored so far is kept, and the chat answers from it; “Read again” goes on."
    return ""


def report_text(report: BuildReport) -> str:
    """What a build did."""
    names = ("added", "changed", "unchanged", "removed")
    done = ", ".join(f"{number:,} {name}" for name in names if (number := getattr(report, name))) or "Nothing to do"
    twice = f"; {report.duplicates:,} have the text of another article" if report.duplicates else ""
    return f"{done}{twice}, in {report.seconds:.1f} seconds."


def wrong_html(message: str) -> str:
    """Why something was not done."""
    return _told("or-wrong", message)


def _told(kind: str, text: str) -> str:
    return f'<p class="{kind}" role="alert">{escape(text)}</p>'
