"""Passages that came near where nothing answers, as people read them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.catalog.reader import Catalog
    from rag.answer import Answer

NEAREST = 3
SNIPPET_CHARS = 280


@dataclass(frozen=True)
class Nearest:
    """A passage that came near a question that the articles do not answer."""

    article: str
    title: str | None
    source: str | None
    date: str | None
    text: str
    """Its beginning, whitespace folded; '…' where it goes on."""
    start_char: int
    end_char: int
    sha256: str
    """Of the article's text."""


def nearest_passages(answer: "Answer", catalog: "Catalog", limit: int = NEAREST) -> list[Nearest]:
    """The first few of the answer's passages, with their texts; one that overlaps a better one is left out."""
    found: list[Nearest] = []
    taken: list[tuple[str, int, int]] = []
    for passage in answer.passages:
        if len(found) == limit:
            break
        span = (passage.article, passage.start_char, passage.end_char)
        if any(span[0] == other[0] and span[1] < other[2] and other[1] < span[2] for other in taken):
            continue
        stored = catalog.article(passage.article)
        if stored is not None:
            taken.append(span)
            text = snippet(stored.text[passage.start_char : passage.end_char])
            about = (stored.title, stored.source, stored.date)
            found.append(Nearest(stored.id, *about, text, passage.start_char, passage.end_char, stored.sha256))
    return found


def snippet(text: str, most_chars: int = SNIPPET_CHARS) -> str:
    """A passage on one line, cut between words."""
    folded = " ".join(text.split())
    if len(folded) <= most_chars:
        return folded
    cut = folded.rfind(" ", most_chars // 2, most_chars)
    return folded[: cut if cut > 0 else most_chars].rstrip(" ,;:–—-") + "…"
