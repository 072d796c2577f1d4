"""A sentence of the evidence held against what a question takes for granted: whom it is about, how much of it it holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.attribution.people import is_pronoun
from index.attribution.roles import place_of
from index.words import tokens
from rag.asked import Asked
from rag.evidence.weigh import Evidence
from rag.premise.claim import Assumed, names
from rag.premise.opposites import contrary, members
from rag.premise.polarity import Told, told
from rag.whose import is_voice_of

BESIDE, ABOVE, ELSEWHERE = 0.8, 0.7, 0.25
"""What a word of the question counts by that stands next to the sentence, in the title, elsewhere in the article."""


@dataclass(frozen=True, eq=False)
class Heard:
    """A sentence held against the question."""

    evidence: Evidence
    claim: Assumed
    asked: Asked | None
    arguments: tuple[tuple[str, float], ...]
    """Keys of what the question speaks of, its subject aside, with their weights."""

    @cached_property
    def told(self) -> Sequence[Told]:
        """Its words of content."""
        return told(self.evidence.reading.text(self.evidence.at))

    @cached_property
    def keys(self) -> frozenset[str]:
        """Their keys."""
        return frozenset(one.key for one in self.told)

    @cached_property
    def speakers(self) -> str:
        """Who speaks in it, by names and roles."""
        voice = self.evidence.reading.voices[self.evidence.at]
        held = [part for one in voice.statements for part in (one.speaker, one.name, one.role) if part]
        return " ".join([*held, *voice.heard])

    @cached_property
    def voiced(self) -> bool:
        """Whether it carries the words of the question's subject."""
        if self.asked is not None and is_voice_of(self.asked, self.evidence.reading.voices[self.evidence.at]):
            return True
        return bool(bodies(self.claim.subject) & place_of(self.speakers))

    @cached_property
    def about(self) -> bool:
        """Whether it is about the question's subject: by name, by its place, by voice or by a pronoun for it."""
        subject = self.claim.subject
        if not subject:
            return True
        reading, at = self.evidence.reading, self.evidence.at
        text = reading.text(at)
        if self.voiced or names(subject) & reading.stems[at] or bodies(subject) & place_of(text):
            return True
        before = reading.before(at)
        first = tokens(text)[:1]
        return bool(before is not None and first and is_pronoun(first[0]) and names(subject) & reading.stems[before])

    def coverage(self, but: Iterable[str]) -> float:
        """Share of the question's other words, by weight, that stand in the sentence or where its reader has them in mind."""
        left_out = frozenset(but)
        reading, at = self.evidence.reading, self.evidence.at
        beside = {
            one.key
            for near in (at - 1, at + 1)
            if 0 <= near < len(reading.sentences)
            for one in told(reading.text(near))
        }
        total = held = 0.0
        for word, weight in self.arguments:
            if word in left_out:
                continue
            total += weight
            if word in self.keys or not contrary(word).isdisjoint(
                self.keys
            ):  # 'denied' stands where 'admitted' was asked
                held += weight
            elif word in beside:
                held += BESIDE * weight
            elif not members(word).isdisjoint(reading.about):
                held += ABOVE * weight
            elif not members(word).isdisjoint(reading.all_stems):
                held += ELSEWHERE * weight
        return held / total if total else 1.0


def bodies(subject: Sequence[str]) -> frozenset[str]:
    """The words of a subject as a place or body: the Kremlin is Russia."""
    return place_of(" ".join(subject))
