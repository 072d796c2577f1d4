"""An answer as it grows: what was written and passed, numbered anew by first use, with what is said around it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rag.answer import Answer, AnswerSentence, Citation
from rag.cite import cite, verified
from rag.select import Quoted

VERBATIM = "In the source’s words:"
"""Before a sentence that took the place of one that failed."""
_COUNTED = re.compile(r"^\d+ of \d+ statements(?: found on this)?; (?:all|more) of them: ")
"""Counts what the extractive answer quotes, not what a model cites."""


@dataclass(frozen=True)
class Piece:
    """A sentence of the answer."""

    text: str
    passages: tuple[Quoted, ...]
    """What it cites, at least one."""
    support: float | None
    """None of a verbatim sentence."""
    lead: str = ""
    """Words of ours before it."""


def draft(extractive: Answer, pieces: Iterable[Piece], said: Sequence[str] = (), *, whole: bool) -> Answer:
    """The answer with these sentences in the place of the quotations.

    Args:
        extractive: where its other parts come from; what it says without a citation is said here, too.
        pieces: in order; one whose citations do not hold any more is left out and counted.
        said: sentences of ours to end with.
        whole: whether what is said behind the sentences belongs to it yet.
    """
    before, after = _around(extractive)
    citations: dict[tuple[str, int, int, str | None], Citation] = {}
    sentences: list[AnswerSentence] = []
    written: list[str] = []
    dropped = 0
    for piece in pieces:
        numbers = []
        for one in piece.passages:
            article = one.reading.article
            place = (article.id, one.span.start, one.span.end, one.speaker)
            found = citations.get(place) or cite(len(citations) + 1, article, one.span, one.speaker)
            if verified(found, article):
                citations[place] = found
                numbers.append(found.n)
        if not numbers:
            dropped += 1
            continue
        sentences.append(AnswerSentence(piece.text, tuple(numbers), piece.support, checked=True))
        marks = "".join(f" [{number}]" for number in numbers)
        written.append(f"{piece.lead} {piece.text}{marks}".strip())
    ends = [*after, *said] if whole else []
    text = "\n\n".join(" ".join(part) for part in (before, written, ends) if part)
    return replace(
        extractive,
        answer=text,
        citations=tuple(citations.values()),
        sentences=(*map(_ours, before), *sentences, *map(_ours, ends)),
        dropped_citations=dropped,
    )


def fallen_back(extractive: Answer, why: str) -> Answer:
    """The extractive answer, with a sentence behind it on why it is no other."""
    return replace(extractive, answer=f"{extractive.answer}\n\n{why}", sentences=(*extractive.sentences, _ours(why)))


def _around(extractive: Answer) -> tuple[list[str], list[str]]:
    """What the extractive answer says without a citation, before and behind its quotations."""
    citing = [at for at, one in enumerate(extractive.sentences) if one.citations]
    first, last = (citing[0], citing[-1]) if citing else (0, -1)
    before = [one.text for one in extractive.sentences[:first]]
    behind = [_COUNTED.sub("More statements: ", one.text) for one in extractive.sentences[last + 1 :]]
    return before, behind


def _ours(text: str) -> AnswerSentence:
    return AnswerSentence(text, (), support=None, checked=True)
