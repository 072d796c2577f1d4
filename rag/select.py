"""From weighed sentences to the few that are quoted: no quotation cut, no story told twice, no more than fits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.catalog import StoredStatement
from index.spans import Span
from index.words import stem_of, stems
from rag.beside import ABOUT_AS_GOOD, beside
from rag.dated import is_bound
from rag.evidence.weigh import Evidence
from rag.holders import in_office
from rag.question import Query
from rag.reading import Reading, overlap
from rag.refuse import in_period

CLOSE_ENOUGH = 0.8
"""Share of the best score from which somebody's words count as on the topic."""
MOST_SPEAKERS = 6
MOST_CHARACTERS = 1200
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
    point: str | None = None
    """Of an answer in several points, whom or what this one is about."""

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
    spoke, each is quoted once; where it is who holds an office, the sentences that name them in it.
    """
    one_each = query.wants_speaker and query.several
    chosen: list[Quoted] = []
    stories: dict[int, int] = {}
    heard: set[tuple[str, ...]] = set()
    characters = 0
    named = in_office(query, evidence)
    for one in named or _ranked(query, beside(query, evidence)):
        if len(heard) >= MOST_SPEAKERS if one_each else len(chosen) >= most_sentences and not named:
            break
        speakers = one.reading.voices[one.at].speakers
        if one_each and (not speakers or speakers in heard):
            continue
        article = one.reading.article
        if stories.setdefault(article.story, article.key) != article.key:
            continue
        unit = one.reading.unit(one.at)
        if any(quoted.reading is one.reading and overlap(quoted.sentences, unit) for quoted in chosen):
            continue
        length = one.reading.span(unit).end - one.reading.span(unit).start
        if chosen and characters + length > MOST_CHARACTERS and not (one_each or named):
            continue
        chosen.append(_by_whom(query, Quoted(one.reading, unit, one.score), one))
        heard.add(speakers)
        characters += length
    return chosen


def _ranked(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """What is of the time asked for; of a speaker's words about as good as the best, direct speech first."""
    close = [one for one in evidence if not (is_bound(query) and not in_period(query, one))]
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
    """The speaker's name and role, to stand before words that do not hold it; None of a body, which has many names."""
    name, article = quoted.speaker, quoted.reading.article
    voices = quoted.reading.voices
    heard = [said for at in quoted.sentences for said in voices[at].known if name in (said.speaker, said.name)]
    said = quoted.said or (heard[0] if heard else None)
    if (
        said is None
        or name is None
        or (said.is_body and quoted.said is None)
        or stem_of(name.split()[-1]) in stems(article.text[quoted.span.start : quoted.span.end])
    ):
        return None
    return f"{name} ({said.role}):" if said.role else f"{name}:"
