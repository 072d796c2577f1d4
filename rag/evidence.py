"""How well each sentence of the retrieved passages answers: words in place, meaning, the right speaker, the right kind."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.embedding import Embedder, FloatArray
from rag.people import place_of, role_words, same_person
from rag.question import Query, Speaker
from rag.reading import Reading
from rag.retrieve import Candidate
from rag.words import Rarity, stem_of

ARTICLES_READ = 12
"""Articles of the best passages that are read sentence by sentence."""
NEIGHBOURS = 2
"""Sentences around a passage that are read with it: what it leans on, and where its quotation ends."""
EMBEDDED = 16
"""Sentences, best by words, whose meaning is compared too."""

IN_SENTENCE, LED_IN, IN_RUN, LEANT_ON, IN_HEADING, IN_TITLE, BESIDE, IN_PARAGRAPH = 1.0, 0.95, 0.8, 0.75, 0.75, 0.45, 0.45, 0.35
"""What a word of the question counts by where it stands: in the sentence, in the words that lead in to its quotation, in what
the same person said just before, in the sentence it leans on, above it, around it."""
RUN_SENTENCES = 4

ABOUT_SPEAKER, NAMES_SPEAKER = 0.7, 0.5
"""What a sentence counts by that begins with the speaker asked for, or only names them, and carries nobody's words."""

_NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion|half|twice|double|several)\b", re.I)
_TIME = re.compile(
    r"\b(?:1\d{3}|20\d\d|\d{1,2}(?:st|nd|rd|th)|january|february|march|april|may|june|july|august|september|october|november|"
    r"december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday|tomorrow|week|month|year|century|decade|"
    r"spring|summer|autumn|fall|winter|morning|evening|night|ago|last|next)\b",
    re.I,
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
    """1 if it carries the words of the speaker asked for, less where it is only about them, 0 if not; 1 if none is asked for."""
    kind: float
    """1 if it holds what the question wants (a number, a time, a name), 0 if not, .5 where any sentence would do."""
    passage: float
    """Fused score of the best passage it stands in."""
    score: float
    """All of it."""


class Meanings:
    """Vectors of sentences in context, each computed once."""

    def __init__(self, embedder: Embedder, size: int = 20_000) -> None:
        self._embedder = embedder
        self._vector = lru_cache(maxsize=size)(lambda _text: [])  # a box per text, so that a batch can fill many

    def vectors(self, texts: Sequence[str]) -> list["FloatArray"]:
        """Vectors of the texts; those not seen before are embedded together."""
        boxes = [self._vector(text) for text in texts]
        new = [at for at, box in enumerate(boxes) if not box]
        if new:
            for at, vector in zip(new, self._embedder.embed([texts[at] for at in new]), strict=True):
                boxes[at].append(vector)
        return [box[0] for box in boxes]


def weigh(
    query: Query, candidates: Sequence[Candidate], readings: Mapping[int, Reading], rarity: Rarity, meanings: Meanings,
    question_vector: "FloatArray",
) -> list[Evidence]:  # fmt: skip
    """Every sentence in or beside the passages, best first."""
    rarity.learn(term.stem for term in query.terms)
    found = [
        _by_words(query, reading, at, passage, rarity)
        for key, reading in readings.items()
        for at, passage in _sentences(reading, [one for one in candidates if one.chunk.article_key == key])
    ]
    found.sort(key=_order)
    best, rest = found[:EMBEDDED], found[EMBEDDED:]
    vectors = meanings.vectors([in_context(one.reading, one.at) for one in best])
    best = [_with_meaning(query, one, float(vector @ question_vector)) for one, vector in zip(best, vectors, strict=True)]
    return sorted([*best, *rest], key=_order)


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


def in_context(reading: Reading, at: int) -> str:
    """A sentence with its sub-heading and the sentence before, for comparing meanings."""
    before, heading = reading.before(at), reading.heading(at)
    parts = [reading.text(one) for one in (heading, before, at) if one is not None]
    return " ".join(parts)


def _by_words(query: Query, reading: Reading, at: int, passage: float, rarity: Rarity) -> Evidence:
    words, own = located_coverage(query, reading, at, rarity)
    voice = _voice(query.speaker, reading, at)
    one = Evidence(reading, at, words, own, 0.0, voice, _kind(query, reading, at), passage, 0.0)
    return _scored(query, one)


def _with_meaning(query: Query, one: Evidence, cosine: float) -> Evidence:
    return _scored(query, Evidence(one.reading, one.at, one.words, one.own_words, cosine, one.voice, one.kind, one.passage, 0.0))


def _scored(query: Query, one: Evidence) -> Evidence:
    if query.speaker is not None:
        score = one.voice * (0.7 * one.words + 0.1 * one.own_words + 0.2 * one.meaning)
    else:
        score = 0.5 * one.words + 0.15 * one.own_words + 0.25 * one.meaning + 0.05 * one.kind + 0.05 * one.passage
    return Evidence(one.reading, one.at, one.words, one.own_words, one.meaning, one.voice, one.kind, one.passage, score)


def located_coverage(query: Query, reading: Reading, at: int, rarity: Rarity) -> tuple[float, float]:
    """Share of the topic's words by place, and in the sentence itself; both weighted by rarity, 0 to 1."""
    if not query.topic:
        return (1.0, 1.0) if query.speaker else (0.0, 0.0)
    places = _places(reading, at)
    total = words = own = 0.0
    for term in query.topic:
        weight = rarity.weight(term.stem)
        total += weight
        words += weight * max((value for value, held in places if term.stem in held), default=0.0)
        own += weight * (term.stem in places[0][1])
    return words / total, own / total


def _places(reading: Reading, at: int) -> list[tuple[float, frozenset[str]]]:
    """Stems around a sentence, with what each counts; the sentence itself first."""
    held = reading.stems
    places = [(IN_SENTENCE, held[at]), (IN_TITLE, reading.title_stems | reading.date_words)]
    heading = reading.heading(at)
    if heading is not None:
        places.append((IN_HEADING, held[heading]))
    if at + 1 < len(held) and reading.sentences[at + 1].paragraph == reading.sentences[at].paragraph:
        places.append((IN_PARAGRAPH, held[at + 1]))
    speakers = set(reading.voices[at].speakers)
    later, counts = at, 1.0
    while (before := reading.before(later)) is not None and at - before <= RUN_SENTENCES:
        if speakers & set(reading.voices[before].speakers):  # the same person goes on
            led_in = later == at and reading.voices[at].quoted and not reading.voices[before].quoted
            counts *= LED_IN if led_in else IN_RUN
        elif later == at:
            counts = LEANT_ON if reading.leans(at) else BESIDE
        else:
            break
        places.append((counts, held[before]))
        later = before
    return places


def speaks(speaker: Speaker, reading: Reading, name: str) -> bool:
    """Whether a name or mention in the article is the speaker asked for."""
    if speaker.is_role:
        person = reading.people.in_role(speaker.phrase)
        return person.name == name if person is not None else role_words(speaker.phrase) <= role_words(name)
    if same_person(speaker.words, name):
        return True
    if reading.people.named(speaker.words) is not None:
        return False
    return place_of(speaker.phrase) <= place_of(name)  # a body: 'the NATO communique' is 'a joint communique adopted by NATO'


def _voice(speaker: Speaker | None, reading: Reading, at: int) -> float:
    """1 for the speaker's words, 0 for somebody else's; in between where the article leaves it open."""
    if speaker is None:
        return 1.0
    voice = reading.voices[at]
    if any(speaks(speaker, reading, name) for name in voice.speakers):
        return 1.0
    if voice.subject is not None and speaks(speaker, reading, voice.subject):
        return ABOUT_SPEAKER
    if voice.speakers or speaker.is_role:
        return 0.0
    if speaker.words and _holds_name(reading, at, speaker):
        return NAMES_SPEAKER
    return 0.0


def named_speaker(query: Query, readings: Iterable[Reading]) -> Speaker | None:
    """Of a query of bare words, the one that names somebody who speaks in the articles, if there are other words to look for."""
    if not query.keywords or query.speaker is not None:
        return None
    spoken = {stem_of(name.split()[-1]): name for one in readings for voice in one.voices for name in voice.speakers}
    for term in query.terms:
        if term.stem in spoken and len(query.terms) > 1:
            surname = spoken[term.stem].split()[-1]
            return Speaker(surname, (surname,))
    return None


def _holds_name(reading: Reading, at: int, speaker: Speaker) -> bool:
    return stem_of(speaker.words[-1]) in reading.stems[at]


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
