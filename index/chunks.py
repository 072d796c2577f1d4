"""Chunks: whole sentences packed to a token budget, as spans of the stored text."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.sentences import Sentence, split_sentences
from index.spans import Span

_FULL_ENOUGH = 0.6  # of the budget: a chunk filled this far ends with a paragraph rather than inside the next one


@dataclass(frozen=True, slots=True)
class Chunk:
    """One passage of an article: `text[start_char:end_char]`."""

    start_char: int
    """First character, in code points of the stored text."""
    end_char: int
    """One past the last character."""
    first_sentence: int
    """Its first sentence, as an index into the article's sentences."""
    last_sentence: int
    """Its last sentence, inclusive."""
    tokens: int
    """Sum of its sentences' tokens, without special tokens."""


def chunk_article(
    text: str,
    body_spans: Sequence[Span],
    headings: Sequence[Span],
    count_tokens: Callable[[Sequence[str]], Sequence[int]],
    *,
    budget: int,
    overlap: int = 1,
) -> list[Chunk]:
    """Splits the body into sentences and packs them; the one chunker, whoever calls it.

    Args:
        text: the stored text.
        body_spans: the body, in order and not overlapping; what lies between two of them is never inside a chunk,
            unless it is whitespace only.
        headings: sub-headings inside the body.
        count_tokens: the embedder's own count of each of several texts, without special tokens.
        budget: most tokens of a chunk.
        overlap: sentences repeated from the chunk before.
    """
    sentences = split_sentences(text, body_spans, headings)
    counts = count_tokens([text[sentence.start : sentence.end] for sentence in sentences])
    return pack_sentences(sentences, counts, _without_blank_gaps(text, body_spans), budget=budget, overlap=overlap)


def pack_sentences(
    sentences: Sequence[Sentence],
    token_counts: Sequence[int],
    spans: Sequence[Span],
    *,
    budget: int,
    overlap: int = 1,
) -> list[Chunk]:
    """Packs sentences, in order, into chunks that stay inside one of the spans.

    A chunk is over budget only where it holds nothing but one sentence, or one sentence and the sub-heading above it.
    A sub-heading opens the chunk of what follows it. No chunk holds another one: the overlap is left out where it would
    repeat the whole chunk before or leave no room for a new sentence.

    Args:
        sentences: of the whole article, each inside one of the spans.
        token_counts: tokens of each sentence, as many as there are sentences.
        spans: stretches that a chunk may run through, in order; a gap between two of them is a mask.
        budget: most tokens of a chunk.
        overlap: sentences repeated from the chunk before, at most.
    """
    chunks: list[Chunk] = []
    low = 0
    for span in spans:
        high = low
        while high < len(sentences) and sentences[high].end <= span.end:
            high += 1
        chunks.extend(_pack_region(sentences, token_counts, low, high, budget=budget, overlap=overlap))
        low = high
    return chunks


def chunk_id(article_id: str, start_char: int, end_char: int, text: str) -> str:
    """A name that depends on the content alone: 32 hex digits of BLAKE2b over the fields, joined by NUL."""
    fields = "\0".join((article_id, str(start_char), str(end_char), text))
    # JSON may hold half a surrogate pair, which strict UTF-8 refuses.
    return hashlib.blake2b(fields.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _pack_region(
    sentences: Sequence[Sentence], counts: Sequence[int], low: int, high: int, *, budget: int, overlap: int
) -> list[Chunk]:
    """Packs sentences low..high, between which there is no mask."""
    chunks: list[Chunk] = []
    new = low  # the first sentence that no chunk holds yet
    while new < high:
        first = new
        tokens = counts[new]
        # Repeating the first sentence of the chunk before would make that chunk a part of this one.
        least = max(new - overlap, chunks[-1].first_sentence + 1) if chunks else new
        while first > least and tokens + counts[first - 1] <= budget:
            first -= 1
            tokens += counts[first]
        end = new + 1
        while end < high and tokens + counts[end] <= budget:
            tokens += counts[end]
            end += 1
        if end < high:
            end = _best_end(sentences, counts, first, new, end, budget)
        if end == new + 1 < high and sentences[new].heading and not sentences[end].heading:
            first, end = new, end + 1  # a sub-heading alone: what it is about goes with it, over budget or not
        chunks.append(Chunk(sentences[first].start, sentences[end - 1].end, first, end - 1, sum(counts[first:end])))
        new = end
    return chunks


def _best_end(sentences: Sequence[Sentence], counts: Sequence[int], first: int, new: int, end: int, budget: int) -> int:
    """Moves the end of a chunk back to a better place, but past sentence `new`; sentence `end` does not fit."""
    paragraph = end
    while paragraph > new + 1 and sentences[paragraph - 1].paragraph == sentences[end].paragraph:
        paragraph -= 1
    ends_paragraph = sentences[paragraph - 1].paragraph != sentences[end].paragraph
    if ends_paragraph and sum(counts[first:paragraph]) >= _FULL_ENOUGH * budget:
        end = paragraph
    while end > new + 1 and sentences[end - 1].heading:
        end -= 1
    return end


def _without_blank_gaps(text: str, spans: Sequence[Span]) -> list[Span]:
    """Joins neighbouring spans that have nothing but whitespace between them."""
    joined: list[Span] = []
    for span in spans:
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined
