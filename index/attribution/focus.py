"""Who is being spoken of: what a pronoun or a description can take up at a point of an article."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from index.attribution.cast import Entity
from index.attribution.gender import Gender

_SUBJECT, _SPEAKER, _SHADE = 2.0, 1.2, -2.0
_FADES = 2.0
"""What a sentence's distance takes away."""
_FARTHEST = 5
"""How many sentences back somebody can be meant."""
_CLEAR = 0.7
"""By how much the best must lead for a pronoun to be clear."""


@dataclass
class _Trace:
    """When somebody was last in view."""

    sentence: int
    weight: float
    at: int


class Focus:
    """Persons in view, by how near and how prominent they were last."""

    def __init__(self) -> None:
        self._traces: dict[Entity, _Trace] = {}
        self._now = 0

    def next_sentence(self, now: int) -> None:
        """Goes on to a sentence of the article's own words."""
        self._now = now

    def see(
        self, entity: Entity, at: int, *, subject: bool = False, speaker: bool = False, shade: bool = False
    ) -> None:
        """Notes that somebody is named, or meant by a pronoun."""
        weight = _SHADE if shade else _SUBJECT * subject + _SPEAKER * speaker
        trace = self._traces.get(entity)
        if trace is not None and trace.sentence == self._now:
            weight = max(weight, trace.weight)
        elif trace is not None and shade and trace.sentence >= self._now - 2:
            return
        self._traces[entity] = _Trace(self._now, weight, at)

    def ranked(
        self, gender: Gender | None, fits: Callable[[Entity], bool] = lambda _: True
    ) -> list[tuple[float, Entity]]:
        """Persons a mention can mean, the likeliest first, each with its score."""
        found = []
        for entity, trace in self._traces.items():
            distance = self._now - trace.sentence
            if distance > _FARTHEST or not fits(entity):
                continue
            known = entity.gender
            if gender is not None and known is not None and known != gender:
                continue
            score = trace.weight - _FADES * distance + 0.3 * math.log1p(entity.count)
            if gender is not None and known is None:
                score -= 1.0
            found.append((score, entity))
        return sorted(found, key=lambda one: (-one[0], -self._traces[one[1]].at))

    def choose(self, ranked: list[tuple[float, Entity]]) -> list[Entity]:
        """The one that leads clearly, or all that come close."""
        if not ranked:
            return []
        best = ranked[0][0]
        return [entity for score, entity in ranked if score > best - _CLEAR]
