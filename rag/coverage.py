"""How much of what a question names stands in a sentence, or where a reader of the sentence has it in mind."""

from rag.question import Query
from rag.reading import Reading
from rag.words import Rarity, term_weight

IN_SENTENCE, LED_IN, IN_RUN, LEANT_ON, IN_HEADING, IN_TITLE, BESIDE, IN_PARAGRAPH, REACTED_TO = (
    1.0,
    0.95,
    0.8,
    0.75,
    0.9,
    0.45,
    0.45,
    0.35,
    0.45,
)
"""What a word of the question counts by where it stands: in the sentence, in the words that lead in to its quotation, in what
the same person said just before, in the sentence it leans on, above it, around it; of a question for a reaction, a
little way off."""
RUN_SENTENCES = 4
REACHES = range(-5, 2)
"""Sentences from a reaction in which it may stand what it is to."""


def located_coverage(query: Query, reading: Reading, at: int, rarity: Rarity) -> tuple[float, float]:
    """Share of the topic's words by place, and in the sentence itself; both weighted by rarity, 0 to 1."""
    if not query.topic:
        return (1.0, 1.0) if query.speaker else (0.0, 0.0)
    places = _places(reading, at)
    if query.reaction:
        near = (at + step for step in REACHES if 0 <= at + step < len(reading.sentences))
        places.append((REACTED_TO, frozenset().union(*(reading.stems[one] for one in near))))
    total = words = own = 0.0
    for term in query.topic:
        weight = term_weight(term, rarity)
        total += weight
        words += weight * max((value for value, held in places if term.stem in held), default=0.0)
        own += weight * (term.stem in places[0][1])
    return words / total, own / total


def _places(reading: Reading, at: int) -> list[tuple[float, frozenset[str]]]:
    """Stems around a sentence, with what each counts; the sentence itself first."""
    held = reading.stems
    places = [(IN_SENTENCE, held[at]), (IN_TITLE, reading.about)]
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
