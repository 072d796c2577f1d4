"""Sentences as spans of the stored text: nothing is normalised, so `text[start:end]` is the sentence as printed."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.line_layout import paragraphs, wrap_width
from index.sentence_ends import MARK, ends_sentence
from index.spans import Span

MAX_CHARS = 1000  # about 250 tokens of English: what sentence embedders read at most


class Sentence(NamedTuple):
    """One sentence (or heading) of an article; a tuple, because archives hold millions of them."""

    start: int
    """First character, in code points of the stored text."""
    end: int
    """One past the last character."""
    paragraph: int
    """Which paragraph of the article it stands in, from 0; a heading is a paragraph of its own."""
    heading: bool
    """Whether it is a sub-heading rather than prose."""


def split_sentences(
    text: str, spans: Sequence[Span], headings: Sequence[Span] = (), *, max_chars: int = MAX_CHARS
) -> list[Sentence]:
    """Splits the body into sentences, in order, in time linear in its length.

    Together they hold every character of the spans that is not whitespace; none crosses a span's edge or a paragraph's,
    and none is longer than `max_chars`: a longer one is cut at a semicolon, a comma, whitespace or anywhere.

    Args:
        text: the stored text.
        spans: the body, in order and not overlapping.
        headings: sub-headings inside the body, each to be a sentence of its own.
        max_chars: the longest sentence, in characters; at least 2.
    """
    pieces = list(_prose_and_headings(spans, headings))
    width = wrap_width(text, [span for span, heading in pieces if not heading])
    sentences: list[Sentence] = []
    paragraph = 0
    for piece, heading in pieces:
        for block in (_trimmed(text, piece),) if heading else paragraphs(text, piece, width):
            if block.start == block.end:
                continue
            for start, end in (block,) if heading else _sentences_of_paragraph(text, block):
                if end - start <= max_chars:
                    sentences.append(Sentence(start, end, paragraph, heading))
                else:
                    cuts = _cut(text, Span(start, end), max_chars)
                    sentences.extend(Sentence(cut.start, cut.end, paragraph, heading) for cut in cuts)
            paragraph += 1
    return sentences


def paragraphs_of(sentences: Sequence[Sentence]) -> list[Span]:
    """Paragraphs that some sentences make up, in order."""
    found: list[Span] = []
    last = -1
    for sentence in sentences:
        if sentence.paragraph == last:
            found[-1] = Span(found[-1].start, sentence.end)
        else:
            found.append(Span(sentence.start, sentence.end))
            last = sentence.paragraph
    return found


def _prose_and_headings(spans: Sequence[Span], headings: Sequence[Span]) -> Iterator[tuple[Span, bool]]:
    """Cuts the spans at the headings in them; the flag says which pieces are headings."""
    ordered = sorted(headings)
    index = 0
    for start, end in spans:
        position = start
        while index < len(ordered) and ordered[index].end <= start:
            index += 1
        at = index
        while at < len(ordered) and ordered[at].start < end:
            head = Span(max(ordered[at].start, position), min(ordered[at].end, end))
            if head.start < head.end:
                yield Span(position, head.start), False
                yield head, True
                position = head.end
            at += 1
        yield Span(position, end), False


def _sentences_of_paragraph(text: str, paragraph: Span) -> Iterator[Span]:
    start, end = paragraph
    for match in MARK.finditer(text, start, end):
        if match.end() < end and ends_sentence(text, start, match, end):
            yield Span(start, match.end())
            start = match.end()
            while text[start].isspace():  # a paragraph does not end in whitespace
                start += 1
    yield Span(start, end)


def _cut(text: str, sentence: Span, max_chars: int) -> Iterator[Span]:
    """Cuts an overlong sentence into pieces of at most max_chars, none of them tiny where that can be had."""
    start, end = sentence
    while end - start > max_chars:
        low = start + max_chars // 2
        high = max(low + 1, min(start + max_chars, end - max_chars // 4))
        cut = start + max_chars
        for pattern in (";", ",", None):
            found = _last_gap(text, low, high, pattern)
            if found:
                cut = found
                break
        yield _trimmed(text, Span(start, cut))
        start = cut
        while text[start].isspace():
            start += 1
    yield Span(start, end)


def _last_gap(text: str, low: int, high: int, after: str | None) -> int:
    """The last whitespace in `low..high` (that follows the given mark), or 0."""
    for position in range(high - 1, low - 1, -1):
        if text[position].isspace() and (after is None or text[position - 1] == after):
            return position
    return 0


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
