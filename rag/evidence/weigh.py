"""How well each sentence of the retrieved passages answers: words in place, meaning, the right speaker, a reader's word."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from index.embedding import FloatArray
from rag.asked import Asked
from rag.coverage import located_coverage
from rag.meanings import Meanings, in_context
from rag.question import Query
from rag.reading import Reading
from rag.retrieve import Candidate
from rag.whose import NOBODYS, voice_weight
from rag.words import Rarity

if TYPE_CHECKING:
    from rag.evidence.reader import Reader

ARTICLES_READ = 12
"""Articles of the best passages that are read sentence by sentence."""
NEIGHBOURS = 2
"""Sentences around a passage that are read with it: what it leans on, and where its quotation ends."""
EMBEDDED = 16
"""Sentences, best by words, whose meaning is compared too."""
READ_CHARACTERS = 4000
"""Characters of sentences that the reader reads for a question, about 900 word pieces: what takes 0.1 s on two cores."""
READER, READER_OF_SPEECH = 0.25, 0.1
"""What the reader's word counts in a sentence's score, less where somebody's words are asked for."""
_MOST_LOGIT = 6.0

_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|[mb]illion|half|twice|double|several)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:1\d{3}|20\d\d|\d{1,2}(?:st|nd|rd|th)|january|february|march|april|may|june|july|august|september|october|november|"
    r"december|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tomorrow|week|month|year|century|decade|"
    r"spring|summer|autumn|fall|winter|morning|evening|night|ago|last|next)\b",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"(?<!^)(?<![.!?“\"] )\b[A-ZÀ-Þ][\w’'-]+")


@dataclass(frozen=True)
class Evidence:
    """A sentence with what speaks for it."""

    reading: Reading
    at: int
    """The sentence's position in its article."""
    words: float
    """Share of the topic's words, by rarity and place, 0 to 1."""
    own_words: float
    """Share of the topic's words in the sentence itself, 0 to 1."""
    meaning: float
    """Cosine of the sentence in its context to the question; 0 where it was not compared."""
    voice: float
    """1 if it carries the words of the speaker asked for, less if it is only about them, else 0. Where none is asked for 1, but
    less of a sentence that carries nobody's words, if the question is who said something."""
    kind: float
    """1 if it holds what the question wants (a number, a time, a name), 0 if not, .5 where any sentence would do."""
    passage: float
    """Fused score of the best passage it stands in."""
    score: float = 0.0
    """All of it, 0 to 1."""
    reader: float | None = None
    """Probability that it answers, by the reader; None where it was not read."""
    answered: float = 0.0
    """Probability that anything in its passage answers, by the reader."""

    @property
    def direct(self) -> bool:
        """Whether it carries direct speech."""
        return any(one.kind == "direct" for one in self.reading.voices[self.at].statements)


class Allowance(NamedTuple):
    """What may be read for a query."""

    reader: "Reader"
    characters: int
    """Of sentences, together."""


def weigh(
    query: Query, asked: Asked | None, candidates: Sequence[Candidate], readings: Mapping[int, Reading], rarity: Rarity,
    meanings: Meanings, question_vector: FloatArray, allowance: "Allowance | None" = None,
) -> list[Evidence]:  # fmt: skip
    """Every sentence in or beside the passages, best first; `asked` is whom the query's speaker means."""
    rarity.learn(term.stem for term in query.terms)
    found = [
        _by_words(query, asked, reading, at, passage, rarity)
        for key, reading in readings.items()
        for at, passage in _sentences(reading, [one for one in candidates if one.chunk.article_key == key])
    ]
    found.sort(key=_promise)
    best, rest = found[:EMBEDDED], found[EMBEDDED:]
    vectors = meanings.vectors([in_context(one.reading, one.at) for one in best])
    best = [replace(one, meaning=float(vector @ question_vector)) for one, vector in zip(best, vectors, strict=True)]
    found = sorted([*best, *rest], key=_promise)
    if allowance is not None:
        found = _read(query, found, allowance)
    return sorted((scored(query, one) for one in found), key=_order)


def _promise(one: Evidence) -> tuple[float, str, int]:
    """How promising a sentence is before it is read; only an order."""
    said = 0.5 + 0.5 * one.voice
    return -said * (0.6 * one.words + 0.15 * one.own_words + 0.25 * one.meaning), one.reading.article.id, one.at


def _read(query: Query, found: Sequence[Evidence], allowance: "Allowance") -> list[Evidence]:
    """The sentences, most promising first, with what the reader says of the first ones, each read with those beside it."""
    from rag.evidence.reader import Passage

    ranks = {(one.reading.article.key, one.at): rank for rank, one in enumerate(found)}
    chosen: set[tuple[int, int]] = set()
    left = allowance.characters
    for one in found:
        key = one.reading.article.key
        new = {place for at in range(one.at - 1, one.at + 2) if (place := (key, at)) in ranks} - chosen
        left -= sum(len(one.reading.text(at)) for _, at in new)
        if chosen and left < 0:
            break
        chosen |= new
    runs: list[list[int]] = []
    before = None
    for key, at in sorted(chosen):
        if before != (key, at - 1):
            runs.append([])
        runs[-1].append(ranks[key, at])
        before = key, at
    passages = [
        Passage(_over(found[run[0]]), tuple(found[rank].reading.text(found[rank].at) for rank in run)) for run in runs
    ]
    out = list(found)
    for run, read in zip(runs, allowance.reader.read(query.text, passages), strict=True):
        for rank, probability in zip(run, read.sentences, strict=True):
            out[rank] = replace(out[rank], reader=probability, answered=read.answered)
    return out


def _over(one: Evidence) -> str:
    """What stands over a sentence: its sub-heading, and the headline."""
    heading = one.reading.heading(one.at)
    return " ".join(filter(None, (one.reading.text(heading) if heading is not None else "", one.reading.article.title)))


def _order(one: Evidence) -> tuple[float, str, int]:
    return -one.score, one.reading.article.id, one.at


def _sentences(reading: Reading, candidates: Iterable[Candidate]) -> list[tuple[int, float]]:
    """Positions of the sentences to weigh, each with the score of its best passage."""
    scores: dict[int, float] = {}
    for candidate in candidates:
        inside = [
            at
            for at, one in enumerate(reading.sentences)
            if one.start < candidate.chunk.end_char and candidate.chunk.start_char < one.end
        ]
        if not inside:
            continue
        for at in range(max(0, inside[0] - NEIGHBOURS), min(len(reading.sentences), inside[-1] + NEIGHBOURS + 1)):
            share = candidate.score if inside[0] <= at <= inside[-1] else candidate.score * 0.8
            scores[at] = max(scores.get(at, 0.0), share)
    return [(at, score) for at, score in sorted(scores.items()) if not reading.sentences[at].heading]


def _by_words(query: Query, asked: Asked | None, reading: Reading, at: int, passage: float, rarity: Rarity) -> Evidence:
    words, own = located_coverage(query, reading, at, rarity)
    voice = NOBODYS if query.wants_speaker and not reading.voices[at].known else voice_weight(asked, reading, at)
    return Evidence(reading, at, words, own, 0.0, voice, _kind(query, reading, at), passage)


def scored(query: Query, one: Evidence) -> Evidence:
    """The sentence with its score: words in place and meaning, with the reader's word, times its voice."""
    if query.speaker is not None:
        told, share = 0.7 * one.words + 0.1 * one.own_words + 0.2 * one.meaning, READER_OF_SPEECH
    else:
        told = 0.5 * one.words + 0.15 * one.own_words + 0.25 * one.meaning + 0.05 * one.kind + 0.05 * one.passage
        share = READER
    return replace(one, score=one.voice * ((1 - share) * told + share * (one.reader or 0.0)))


def certainty(probability: float) -> float:
    """The logit of a probability, cut off where it says nothing more, -1 to 1."""
    inside = min(max(probability, 1e-6), 1 - 1e-6)
    return max(-_MOST_LOGIT, min(_MOST_LOGIT, math.log(inside / (1 - inside)))) / _MOST_LOGIT


def _kind(query: Query, reading: Reading, at: int) -> float:
    text = reading.text(at)
    match query.wanted:
        case "number":
            return float(bool(_NUMBER.search(text)))
        case "time":
            return float(bool(_TIME.search(text)))
        case "person" | "place":
            asked = {term.word for term in query.terms}
            return float(any(match.group() not in asked for match in _CAPITAL.finditer(text)))
        case _:
            return 0.5
