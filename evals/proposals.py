"""Passages to ask about, and which of their words answer."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from evals.question import Evidence
from index.catalog import Catalog, StoredArticle
from index.sentences import split_sentences
from index.spans import Span

_NUMBERS = re.compile(r"\d+(?:\s*-\s*\d+)?(?:\s*,\s*\d+(?:\s*-\s*\d+)?)*")


@dataclass(frozen=True)
class Proposal:
    """A passage to ask about."""

    article: StoredArticle
    sentences: Sequence[Span]
    """Its sentences, sub-headings left out; not empty."""

    def text(self, span: Span) -> str:
        """What stands in the article there."""
        return self.article.text[span.start : span.end]


def proposals(catalog: Catalog, taken: Sequence[Evidence], seed: int) -> Iterator[Proposal]:
    """Passages in a random order, one of every article before a second one of any; none that is asked about already.

    Args:
        catalog: of the index.
        taken: evidence of the questions there are.
        seed: the same seed gives the same order.
    """
    drawn = random.Random(seed)  # noqa: S311 - a fair draw that can be repeated, no secret
    ids = [summary.id for summary in catalog.summaries() if summary.duplicate_of is None]
    drawn.shuffle(ids)
    chunks: dict[str, list[Span]] = {}
    for turn in count():
        found = False
        for article_id in ids:
            article = catalog.article(article_id)
            if article is None:  # removed by another process meanwhile
                continue
            if article_id not in chunks:
                spans = [Span(chunk.start_char, chunk.end_char) for chunk in catalog.chunks_of(article.key)]
                drawn.shuffle(spans)
                chunks[article_id] = spans
            if turn >= len(chunks[article_id]):
                continue
            found = True
            chunk = chunks[article_id][turn]
            if not any(one.article == article_id and one.span and _overlap(one.span, chunk) for one in taken) and (
                sentences := _sentences(article, chunk)
            ):
                yield Proposal(article, sentences)
        if not found:
            return


def _overlap(left: Span, right: Span) -> bool:
    return left.start < right.end and right.start < left.end


def _sentences(article: StoredArticle, chunk: Span) -> list[Span]:
    split = split_sentences(article.text, article.spans, article.headings)
    return [
        Span(one.start, one.end)
        for one in split
        if not one.heading and chunk.start <= one.start and one.end <= chunk.end
    ]


def picked(given: str, proposal: Proposal) -> list[Span]:
    """The spans that numbers or copied words stand for; neighbouring sentences are one.

    Raises:
        ValueError: there is no such sentence, or the words do not stand in the article.
    """
    if not given:
        raise ValueError("Evidence is needed: what in the article answers the question?")
    if not _NUMBERS.fullmatch(given):
        start = proposal.article.text.find(given)
        if start < 0:
            raise ValueError("These words do not stand in the article; copy them verbatim, quotes and dashes included.")
        return [Span(start, start + len(given))]
    spans: list[Span] = []
    last = 0
    for number in sorted({number for part in given.split(",") for number in _range(part)}):
        if not 1 <= number <= len(proposal.sentences):
            raise ValueError(f"There is no sentence {number}; there are 1 to {len(proposal.sentences)}.")
        sentence = proposal.sentences[number - 1]
        if spans and number == last + 1:
            spans[-1] = Span(spans[-1].start, sentence.end)
        else:
            spans.append(sentence)
        last = number
    return spans


def _range(part: str) -> range:
    first, _, last = (number.strip() for number in part.partition("-"))
    return range(int(first), int(last or first) + 1)
