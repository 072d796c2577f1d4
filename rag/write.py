"""The extractive answer: verbatim sentences with their markers, an article's together and in its order."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer import AnswerSentence, Citation
from rag.cite import cite, verified
from rag.select import Quoted

UNDATED = "9999"
"""Sorts behind every date."""


@dataclass(frozen=True)
class Written:
    """An answer's text with what it rests on."""

    text: str
    citations: tuple[Citation, ...]
    sentences: tuple[AnswerSentence, ...]
    dropped: int
    """Citations that did not hold and were left out with their sentences."""


def arranged(quoted: Sequence[Quoted], *, by_date: bool = False) -> list[Quoted]:
    """The units as they are to stand: articles in the order of their best unit, each article's units in that of its text.

    `by_date` puts the articles in the order of their dates instead, undated ones last.
    """
    order = list(dict.fromkeys(one.reading.article.id for one in quoted))
    units = sorted(quoted, key=lambda one: (order.index(one.reading.article.id), one.sentences.start))
    return sorted(units, key=lambda one: one.reading.article.date or UNDATED) if by_date else units


def write(quoted: Sequence[Quoted], missing: Sequence[str] = (), *, notes: Sequence[str] = ()) -> Written:
    """Quotes the units as they come, an article's together in a paragraph.

    `notes` are said before them and what was not found (`missing`) after them, without citations.
    """
    citations: list[Citation] = []
    sentences: list[AnswerSentence] = []
    paragraphs: dict[str, list[str]] = {}
    dropped = 0
    for one in dict.fromkeys(quoted):
        article = one.reading.article
        citation = cite(len(citations) + 1, article, one.span, one.speaker)
        if not verified(citation, article):
            dropped += 1
            continue
        text = " ".join(citation.quote.split())
        citations.append(citation)
        sentences.append(AnswerSentence(text, (citation.n,), support=None, checked=True))
        lead = f"{one.lead} " if one.lead else ""
        written = paragraphs.setdefault(article.id, [])
        written.append(f"{lead}{text} [{citation.n}]")
        if one.remark:
            sentences.append(AnswerSentence(one.remark, (citation.n,), support=None, checked=True))
            written.append(f"{one.remark} [{citation.n}]")
    before: list[str] = []
    after: list[str] = []
    if citations:
        before, after = list(notes), list(missing)
        sentences = [
            *(AnswerSentence(one, (), support=None, checked=True) for one in before),
            *sentences,
            *(AnswerSentence(one, (), support=None, checked=True) for one in after),
        ]
    text = "\n\n".join(" ".join(parts) for parts in (before, *paragraphs.values(), after) if parts)
    return Written(text, tuple(citations), tuple(sentences), dropped)
