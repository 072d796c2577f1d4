"""From weighed sentences to the few that are quoted: no quotation cut, no story told twice, no more than fits."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.spans import Span
from rag.evidence import Evidence
from rag.question import Query
from rag.reading import Reading
from rag.refuse import in_period

CLOSE_ENOUGH = 0.8
"""Share of the best score from which another sentence is quoted beside it."""
CLOSE_FOR_SEVERAL = 0.65
"""As above, where the question asks for several things."""
MOST_CHARACTERS = 600
"""Characters quoted in an answer, the first unit aside."""


@dataclass(frozen=True)
class Quoted:
    """One or a few neighbouring sentences to quote with one citation."""

    reading: Reading
    sentences: range
    """Positions in the article."""
    score: float

    @property
    def span(self) -> Span:
        """Characters of the article."""
        return self.reading.span(self.sentences)

    @property
    def speaker(self) -> str | None:
        """Whose words they are, where all its sentences that carry somebody's agree."""
        voices = self.reading.voices
        named = {voices[at].speakers for at in self.sentences if voices[at].speakers}
        one = next(iter(named)) if len(named) == 1 else ()
        return one[0] if len(one) == 1 else None


def select(query: Query, evidence: Sequence[Evidence], most_sentences: int) -> list[Quoted]:
    """The units to quote, best first; neighbouring ones are not joined, each is checked by itself.

    A second article of the same story (near-duplicates) adds nothing and is left out.
    """
    if not evidence or evidence[0].score <= 0:
        return []
    floor = evidence[0].score * (CLOSE_FOR_SEVERAL if query.several else CLOSE_ENOUGH)
    chosen: list[Quoted] = []
    stories: dict[int, int] = {}
    sentences = characters = 0
    for one in evidence:
        if sentences >= most_sentences:
            break
        if one.score < floor or (query.speaker is not None and query.periods and not in_period(query, one)):
            continue
        article = one.reading.article
        if stories.setdefault(article.story, article.key) != article.key:
            continue
        unit = one.reading.unit(one.at)
        if any(quoted.reading is one.reading and _overlap(quoted.sentences, unit) for quoted in chosen):
            continue
        length = one.reading.span(unit).end - one.reading.span(unit).start
        if chosen and characters + length > MOST_CHARACTERS:
            continue
        chosen.append(Quoted(one.reading, unit, one.score))
        sentences += len(unit)
        characters += length
    return chosen


def _overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
