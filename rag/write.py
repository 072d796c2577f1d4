"""The extractive answer: verbatim sentences with their markers, an article's together and in its order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer import AnswerSentence, Citation
from rag.cite import cite, verified
from rag.select import Quoted, lead_in

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

    `by_date` puts the articles in the order of their dates instead, undated ones last. Words that do not tell whose they are
    get a lead-in, but where the unit before, of the same article, is of the same speaker.
    """
    order = list(dict.fromkeys(one.reading.article.id for one in quoted))
    units = sorted(quoted, key=lambda one: (order.index(one.reading.article.id), one.sentences.start))
    if by_date:
        units.sort(key=lambda one: one.reading.article.date or UNDATED)
    return [
        one if one.lead or (before and _same_voice(before, one)) else replace(one, lead=lead_in(one))
        for before, one in zip([None, *units], units, strict=False)
    ]


def _same_voice(before: Quoted, one: Quoted) -> bool:
    return before.reading is one.reading and before.speaker is not None and before.speaker == one.speaker


def by_point(points: Sequence[tuple[str | None, Sequence[Quoted]]]) -> list[Quoted]:
    """The units of an answer in several points, each under its own; of just one, as they are."""
    if sum(bool(units) for _, units in points) < 2:
        return [one for _, units in points for one in units]
    return [replace(one, point=label) for label, units in points for one in units]


def said(written: Written, sentence: str) -> Written:
    """With a sentence of ours behind it."""
    added = AnswerSentence(sentence, (), support=None, checked=True)
    return replace(written, text=f"{written.text}\n\n{sentence}", sentences=(*written.sentences, added))


def write(quoted: Sequence[Quoted], missing: Sequence[str] = (), *, notes: Sequence[str] = ()) -> Written:
    """Quotes the units as they come, an article's together in a paragraph; of several points, each point's.

    `notes` are said before them and what was not found (`missing`) after them, without citations.
    """
    citations: list[Citation] = []
    sentences: list[AnswerSentence] = []
    paragraphs: dict[tuple[str | None, str], list[str]] = {}
    known: dict[tuple[str, int, int, str | None], Citation] = {}
    dropped = 0
    for one in dict.fromkeys(quoted):
        article = one.reading.article
        place = (article.id, one.span.start, one.span.end, one.speaker)
        citation = known.get(place) or cite(len(citations) + 1, article, one.span, one.speaker)
        if not verified(citation, article):
            dropped += 1
            continue
        text = " ".join(citation.quote.split())
        if place not in known:
            known[place] = citation
            citations.append(citation)
        sentences.append(AnswerSentence(text, (citation.n,), support=None, checked=True))
        lead = f"{one.lead} " if one.lead else ""
        if one.point and all(point != one.point for point, _ in paragraphs):
            lead = lead if one.point in lead else f"{one.point}: {lead}"
        written = paragraphs.setdefault((one.point, article.id), [])
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
