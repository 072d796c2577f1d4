"""From weighed sentences to the few that are quoted: no quotation cut, no story told twice, no more than fits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.catalog import StoredStatement
from index.spans import Span
from index.words import stem_of, stems
from rag.evidence.weigh import Evidence
from rag.question import Query
from rag.reading import Reading
from rag.refuse import in_period

CLOSE_ENOUGH = 0.8
"""Share of the best score from which another sentence is quoted beside it."""
CLOSE_FOR_SEVERAL = 0.65
"""As above, where the question asks for several things."""
CLOSE_FOR_EACH = 0.5
"""As above, of another speaker, where the question asks which people spoke."""
MOST_SPEAKERS = 6
ABOUT_AS_GOOD = 0.9
"""Share of the best score from which direct speech comes before what scores better."""
MOST_CHARACTERS = 600
"""Characters quoted in an answer, the first unit aside."""


@dataclass(frozen=True)
class Quoted:
    """One or a few neighbouring sentences to quote with one citation."""

    reading: Reading
    sentences: range
    """Positions in the article."""
    score: float
    said: StoredStatement | None = None
    """The statement it is quoted for; None where it is quoted for itself."""
    lead: str | None = None
    """Words of ours before it: who speaks, or when."""
    remark: str | None = None
    """A sentence of ours behind it."""

    @property
    def span(self) -> Span:
        """Characters of the article."""
        return self.reading.span(self.sentences)

    @property
    def speaker(self) -> str | None:
        """Whose words it is quoted for; else whose they are, where all its sentences that carry somebody's agree."""
        if self.said is not None:
            return self.said.speaker or self.said.name
        voices = self.reading.voices
        named = {voices[at].speakers for at in self.sentences if voices[at].speakers}
        one = next(iter(named)) if len(named) == 1 else ()
        return one[0] if len(one) == 1 else None


def select(query: Query, evidence: Sequence[Evidence], most_sentences: int) -> list[Quoted]:
    """The units to quote, best first; neighbouring ones are not joined, each is checked by itself.

    A second article of the same story (near-duplicates) adds nothing and is left out. Where the question is which people
    spoke, each is quoted once.
    """
    if not evidence or evidence[0].score <= 0:
        return []
    one_each = query.wants_speaker and query.several
    share = CLOSE_FOR_EACH if one_each else CLOSE_FOR_SEVERAL if query.several else CLOSE_ENOUGH
    chosen: list[Quoted] = []
    stories: dict[int, int] = {}
    heard: set[tuple[str, ...]] = set()
    sentences = characters = 0
    for one in _ranked(query, evidence, evidence[0].score * share):
        if len(heard) >= MOST_SPEAKERS if one_each else sentences >= most_sentences:
            break
        speakers = one.reading.voices[one.at].speakers
        if one_each and (not speakers or speakers in heard):
            continue
        article = one.reading.article
        if stories.setdefault(article.story, article.key) != article.key:
            continue
        unit = one.reading.unit(one.at)
        if any(quoted.reading is one.reading and _overlap(quoted.sentences, unit) for quoted in chosen):
            continue
        length = one.reading.span(unit).end - one.reading.span(unit).start
        if chosen and characters + length > MOST_CHARACTERS and not one_each:
            continue
        chosen.append(_by_whom(query, Quoted(one.reading, unit, one.score), one))
        heard.add(speakers)
        sentences += len(unit)
        characters += length
    return chosen


def _ranked(query: Query, evidence: Sequence[Evidence], floor: float) -> list[Evidence]:
    """What is close enough to the best; of a speaker's words about as good as the best, direct speech first."""
    close = [
        one
        for one in evidence
        if one.score >= floor and not (query.speaker is not None and query.periods and not in_period(query, one))
    ]
    if query.speaker is None or not close:
        return close
    best = max(one.score for one in close)
    return sorted(close, key=lambda one: not (one.direct and one.score >= ABOUT_AS_GOOD * best))


def _by_whom(query: Query, quoted: Quoted, evidence: Evidence) -> Quoted:
    """Of a question for whoever said something: with the statement that holds most of it, and its speaker's name before it."""
    known = evidence.reading.voices[evidence.at].known
    if not query.wants_speaker or not known:
        return quoted
    topic = {term.stem for term in query.topic}
    text = evidence.reading.article.text

    def held(one: StoredStatement) -> int:
        return len(topic & {stem for span in one.content for stem in stems(text[span.start : span.end])})

    by_whom = replace(quoted, said=max(known, key=held))
    return replace(by_whom, lead=lead_in(by_whom))


def lead_in(quoted: Quoted) -> str | None:
    """The speaker's name and role, to stand before words that do not hold the name."""
    said, article = quoted.said, quoted.reading.article
    name = quoted.speaker
    if (
        said is None
        or name is None
        or stem_of(name.split()[-1]) in stems(article.text[quoted.span.start : quoted.span.end])
    ):
        return None
    return f"{name} ({said.role}):" if said.role else f"{name}:"


def unit_of(reading: Reading, span: Span) -> range | None:
    """The sentences to cite for some words: the one with most of them, and what shares its quotation."""
    shared = [(min(one.end, span.end) - max(one.start, span.start), -at) for at, one in enumerate(reading.sentences)]
    most, at = max(shared, default=(0, 0))
    return reading.unit(-at) if most > 0 else None


def _overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
