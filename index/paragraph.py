"""Paragraphs as the rules about an article's frame read them: where each stands, and its words on one line."""

import re
from dataclasses import dataclass

from index.line_layout import paragraphs, wrap_width
from index.spans import Span

SHORT = 700
"""Characters up to which a paragraph's words are kept whole: no rule reads a longer one as a whole."""

_BULLET = re.compile(r"(?:[-–—•*▪●◆■♦►]|\d{1,2}[.)])\s")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*\Z")
_PROSE = 120  # characters from which a line without a full stop is prose rather than a label


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, trimmed."""

    span: Span
    """Where it stands."""
    words: str
    """Its text with white space collapsed; of a paragraph longer than SHORT only the beginning."""
    lines: int
    """How many lines it was written on."""

    @property
    def long(self) -> bool:
        """Is `words` only its beginning?"""
        return self.span.end - self.span.start > SHORT

    @property
    def prose(self) -> bool:
        """Does it read as running text: long, or closed by a full stop or the like?"""
        return len(self.words) >= _PROSE or ends_sentence(self.words)


def read_paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text, in order, blank ones left out."""
    whole = Span(0, len(text))
    return [paragraph_at(text, span) for span in paragraphs(text, whole, wrap_width(text, [whole]))]


def paragraph_at(text: str, span: Span) -> Paragraph:
    """The paragraph that stands at a trimmed span."""
    raw = text[span.start : min(span.end, span.start + SHORT)]
    return Paragraph(span, " ".join(raw.split()), len(raw.splitlines()))


def ends_sentence(words: str) -> bool:
    """Does it end in a full stop, question mark, exclamation mark, colon or ellipsis, quotes and brackets aside?"""
    return _SENTENCE_END.search(words[-6:]) is not None


def bulleted(words: str) -> bool:
    """Does it start as a list item: "- ", "• ", "3. "?"""
    return _BULLET.match(words) is not None
