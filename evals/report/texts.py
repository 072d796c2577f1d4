"""Articles as the page holds them: each once, whole or only around what is cited; offsets in JavaScript's own count."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from index.spans import Span

WORDS_BESIDE = " \n"
_WIDE = re.compile("[\U00010000-\U0010ffff]")


class ArticleText(Protocol):
    """What the page shows of an article; the catalog's articles are such."""

    @property
    def text(self) -> str:
        """The stored text."""

    @property
    def title(self) -> str | None:
        """Its title."""

    @property
    def source(self) -> str | None:
        """Its outlet."""

    @property
    def date(self) -> str | None:
        """YYYY-MM-DD."""


class Utf16:
    """Turns offsets in code points, as Python and the stored offsets count, into UTF-16 units, as JavaScript does."""

    def __init__(self, text: str) -> None:
        self._wide = [found.start() for found in _WIDE.finditer(text)]

    def __call__(self, offset: int) -> int:
        """The offset in UTF-16 units."""
        return offset + bisect_left(self._wide, offset)


def embedded(article: ArticleText, spans: Iterable[Span], radius: int | None) -> dict[str, Any]:
    """An article as the page holds it.

    Args:
        article: the article.
        spans: what the page points at.
        radius: characters kept around each span; None keeps the whole text.
    """
    text = article.text
    at = Utf16(text)
    kept = [Span(0, len(text))] if radius is None else around(text, spans, radius)
    return {
        "title": article.title,
        "source": article.source,
        "date": article.date,
        "length": at(len(text)),
        "parts": [[at(span.start), text[span.start : span.end]] for span in kept],
    }


def around(text: str, spans: Iterable[Span], radius: int) -> list[Span]:
    """The spans widened on both sides to the next gap between words, joined where they touch, in order."""
    joined: list[Span] = []
    for span in sorted(spans):
        start, end = _gap_before(text, span.start - radius), _gap_after(text, span.end + radius)
        if joined and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Span(start, end))
    return joined


def _gap_before(text: str, offset: int) -> int:
    if offset <= 0:
        return 0
    found = max(text.rfind(gap, 0, offset) for gap in WORDS_BESIDE)
    return found + 1


def _gap_after(text: str, offset: int) -> int:
    if offset >= len(text):
        return len(text)
    found: Sequence[int] = [at for gap in WORDS_BESIDE if (at := text.find(gap, offset)) >= 0]
    return min(found, default=len(text))
