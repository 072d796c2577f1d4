"""The extractive answer: verbatim sentences with their markers, an article's together and in its order."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer import AnswerSentence, Citation
from rag.cite import cite, verified
from rag.select import Quoted


@dataclass(frozen=True)
class Written:
    """An answer's text with what it rests on."""

    text: str
    citations: tuple[Citation, ...]
    sentences: tuple[AnswerSentence, ...]
    dropped: int
    """Citations that did not hold and were left out with their sentences."""


def write(quoted: Sequence[Quoted], missing: Sequence[str] = ()) -> Written:
    """Quotes the units: articles in the order of their best unit, each article's units in the order of its text.

    What was not found (`missing`) is said after them, without a citation.
    """
    order = list(dict.fromkeys(one.reading.article.id for one in quoted))
    arranged = sorted(quoted, key=lambda one: (order.index(one.reading.article.id), one.sentences.start))
    citations: list[Citation] = []
    sentences: list[AnswerSentence] = []
    paragraphs: dict[str, list[str]] = {}
    dropped = 0
    for one in dict.fromkeys(arranged):
        article = one.reading.article
        citation = cite(len(citations) + 1, article, one.span, one.speaker)
        if not verified(citation, article):
            dropped += 1
            continue
        text = " ".join(citation.quote.split())
        citations.append(citation)
        sentences.append(AnswerSentence(text, (citation.n,), support=None, checked=True))
        paragraphs.setdefault(article.id, []).append(f"{text} [{citation.n}]")
    if citations:
        sentences += [AnswerSentence(one, (), support=None, checked=True) for one in missing]
        paragraphs[""] = list(missing)  # no article has an empty id
    text = "\n\n".join(" ".join(parts) for parts in paragraphs.values() if parts)
    return Written(text, tuple(citations), tuple(sentences), dropped)
