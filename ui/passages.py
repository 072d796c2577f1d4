"""Passages as people read them: what stands around a quote, and what came near where nothing answers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.catalog.reader import Catalog
    from index.catalog.records import StoredArticle
    from rag.answer import Answer, Citation

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


@dataclass(frozen=True)
class Surroundings:
    """What stands around a citation in its article."""

    before: str
    """From the start of the sentence before to the quote, as stored."""
    after: str
    """From the quote to the end of the sentence after, as stored."""
    unchanged: bool
    """Whether the article is still the one that was cited; if not, nothing stands around."""


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
            found.append(Nearest(stored.id, stored.title, stored.source, stored.date, text))
    return found


def snippet(text: str, most_chars: int = SNIPPET_CHARS) -> str:
    """A passage on one line, cut between words."""
    folded = " ".join(text.split())
    if len(folded) <= most_chars:
        return folded
    cut = folded.rfind(" ", most_chars // 2, most_chars)
    return folded[: cut if cut > 0 else most_chars].rstrip(" ,;:–—-") + "…"


def surroundings(citations: "Sequence[Citation]", catalog: "Catalog") -> list[Surroundings]:
    """What stands around each citation, in their order."""
    articles: dict[str, StoredArticle | None] = {}
    found = []
    for citation in citations:
        if citation.article not in articles:
            articles[citation.article] = catalog.article(citation.article)
        stored = articles[citation.article]
        if stored is None or stored.sha256 != citation.sha256:
            found.append(Surroundings("", "", unchanged=False))
        else:
            found.append(around(stored, citation.start_char, citation.end_char))
    return found


def around(stored: "StoredArticle", start_char: int, end_char: int) -> Surroundings:
    """What is left of the sentences that a span begins and ends in, and one sentence more on each side."""
    sentences = split_sentences(stored.text, stored.spans, stored.headings)
    before = [sentence for sentence in sentences if sentence.start < start_char]
    after = [sentence for sentence in sentences if sentence.end > end_char]
    start, end = start_char, end_char
    if before:  # a sentence that the span begins inside of is not yet the one before
        inside = before[-1].end > start_char and len(before) > 1
        start = before[-2 if inside else -1].start
    if after:
        inside = after[0].start < end_char and len(after) > 1
        end = after[1 if inside else 0].end
    return Surroundings(stored.text[start:start_char], stored.text[end_char:end], unchanged=True)
