"""Articles in which somebody annotated who says what: PolNeAR's, in JSON lines."""

from pathlib import Path
from typing import NamedTuple

from evals.sets.files import Record, matching, member, read_lines
from index.attribution.record import Attribution
from index.spans import Span


class Article(NamedTuple):
    """An article with all of its attributions, as annotated."""

    text: str
    title: str | None
    author: str | None
    outlet: str | None
    attributions: tuple[Attribution, ...]
    """Those that have content, in the order of the text."""


def load_articles(data: Path) -> dict[str, Article]:
    """Reads annotated articles by id; an attribution without content is none.

    Raises:
        InputError: there is no such file, or a line of it is not an article with attributions.
    """
    paths = matching(data, ("dev.jsonl",), "PolNeAR's dev.jsonl, or the folder it lies in")
    return {record.get("id", str): _article(record) for path in paths for record in read_lines(path)}


def _article(record: Record) -> Article:
    where = f"{record.path}, line {record.line}"
    title, author, outlet = (_known(record.value.get(key)) for key in ("title", "author", "publisher"))
    attributions = []
    for one in record.get("attributions", list):
        source, cue, content = (
            sorted(span_of(piece, ("start", "end"), where) for piece in member(one, part, list, where))
            for part in ("source", "cue", "content")
        )
        if content:
            attributions.append(Attribution(source[0] if source else None, cue[0] if cue else None, tuple(content)))
    attributions.sort(key=lambda one: min(span for span in (one.source, one.cue, *one.content) if span))
    return Article(record.get("text", str), title, author, outlet, tuple(attributions))


def _known(value: object) -> str | None:
    return value if isinstance(value, str) and value not in {"", "None", "NA"} else None


def span_of(piece: object, ends: tuple[str, str], where: str) -> Span:
    """A span of a file, under the names it gives its ends."""
    return Span(member(piece, ends[0], int, where), member(piece, ends[1], int, where))
