"""Records to terminal text; pure."""

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.build import BuildReport
    from index.catalog.records import Summary
    from rag.answer import Answer, Citation
    from ui.passages import Nearest

SHOWN_SKIPS = 20
"""How many skipped files a build's summary lists before it only counts them."""
WIDEST_ID = 48
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text without what a terminal would obey: control characters and changes of direction become '�'."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def answer_text(answer: "Answer", nearest: "Sequence[Nearest]", width: int) -> str:
    """The answer, or why there is none, then its sources, then what came near."""
    refused = f"{refusal_label(answer)}: " if answer.status == "refused" else ""
    blocks = [wrapped(f"{refused}{answer.answer}", width)]
    if answer.citations:
        blocks += ["Sources:", *(_source(citation, width) for citation in answer.citations)]
    if nearest:
        blocks += ["Nearest passages, not an answer:", *(_nearest(passage, width) for passage in nearest)]
    return "\n\n".join(blocks) + "\n"


def refusal_label(answer: "Answer") -> str:
    """What stands over a refusal, so that nobody takes it for an answer."""
    match answer.reason.code if answer.reason else None:
        case "not_a_question":
            return "Not a question"
        case "false_premise":
            return "Not what these articles say"
        case _:
            return "Not in these articles"


def source_line(title: str | None, source: str | None, date: str | None) -> str:
    """Title, outlet and date, as far as they are known."""
    return " — ".join(part for part in (title, ", ".join(filter(None, (source, date)))) if part)


def _source(citation: "Citation", width: int) -> str:
    title = source_line(citation.title or citation.article, citation.source, citation.date)
    speaker = f" ({citation.speaker})" if citation.speaker else ""
    page = f", page {citation.page}" if citation.page else ""
    where = f"{citation.article}{page}, characters {citation.start_char} to {citation.end_char}"
    head = f"[{citation.n}] "
    lines = [
        wrapped(f"{head}{title}{speaker}", width, hanging=" " * len(head)),
        wrapped(citation.quote, width, indent="    | "),
        wrapped(where, width, indent="    "),
    ]
    return "\n".join(lines)


def _nearest(passage: "Nearest", width: int) -> str:
    title = source_line(passage.title or passage.article, passage.source, passage.date)
    return f"{wrapped(f'- {title}', width, hanging='  ')}\n{wrapped(passage.text, width, indent='    ')}"


def wrapped(text: str, width: int, *, indent: str = "", hanging: str | None = None) -> str:
    """Every line of the text, wrapped; `hanging` begins the rest where it is not `indent`; 20 characters at least."""
    rest = indent if hanging is None else hanging
    lines = []
    for line in printable(text).splitlines() or [""]:
        lines += textwrap.wrap(
            line,
            max(width, len(rest) + 20),
            initial_indent=indent,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [indent.rstrip()]
    return "\n".join(lines)


def articles_text(summaries: "Sequence[Summary]") -> str:
    """A line an article: id, date, outlet, title; duplicates say of what."""
    if not summaries:
        return "no articles\n"
    ids = min(max(len(summary.id) for summary in summaries), WIDEST_ID)
    outlets = min(max(len(summary.source or "–") for summary in summaries), 24)
    lines = []
    for summary in summaries:
        same = f"  [same text as {summary.duplicate_of}]" if summary.duplicate_of else ""
        date, outlet, title = summary.date or "–", summary.source or "–", " ".join((summary.title or "–").split())
        lines.append(printable(f"{summary.id:<{ids}}  {date:<10}  {outlet:<{outlets}}  {title}{same}"))
    return "".join(f"{line}\n" for line in lines)


def build_text(report: "BuildReport", index_dir: Path, here: Path) -> str:
    """What a build did, and what it skipped."""
    counts = ("added", "changed", "unchanged", "removed")
    done = ", ".join(f"{getattr(report, name):,} {name}" for name in counts)
    lines = [f"{done}, {len(report.skipped):,} skipped in {report.seconds:.1f} seconds"]
    if report.duplicates:
        lines.append(f"{report.duplicates:,} of them the very text of another article, stored once")
    lines.append(f"index: {printable(near(index_dir, here))}")
    if report.skipped:
        lines += ["", "skipped:"]
        skips = [(str(skip.path), skip.line, skip.reason) for skip in report.skipped]
        lines += [f"  {line}" for line in skipped_lines(skips[:SHOWN_SKIPS], here)]
        more = Counter(reason for _, _, reason in skips[SHOWN_SKIPS:])
        if more:
            lines.append(f"  and {more.total():,} more: onrecord list --skipped --index {near(index_dir, here)}")
            lines += [f"    {count:,} × {printable(reason)}" for reason, count in more.most_common(SHOWN_SKIPS)]
    return "\n".join(lines) + "\n"


def skipped_lines(skips: Iterable[tuple[str, int | None, str]], here: Path) -> list[str]:
    """(path, line, reason) a line each."""
    return [
        printable(f"{near(Path(path), here)}{f', line {line}' if line else ''}: {reason}")
        for path, line, reason in skips
    ]


def near(path: Path, here: Path) -> str:
    """The path as seen from a folder, where it lies below it."""
    return str(path.relative_to(here)) if path.is_relative_to(here) and path != here else str(path)
