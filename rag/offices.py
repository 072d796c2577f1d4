"""Who holds an office that a question names: 'the British foreign secretary in 2022'."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index.attribution.roles import DEPARTMENTS, bound_to, is_role, rivals, role_words
from index.catalog import HeldRole, StoredSpeaker
from rag.period import Period

RANKS = frozenset({"acting", "deputy", "former", "prime", "vice"})
"""Words without which it is another office."""
_VAGUE = frozenset({"affairs", "state", "staff"})
"""Words of departments that do not tell one from another."""


class Holder(NamedTuple):
    """Somebody in an office."""

    person: StoredSpeaker
    role: HeldRole
    """The office as articles name it, with the dates of those articles."""


class Offices:
    """The offices of everybody who is quoted."""

    def __init__(self, speakers: Iterable[StoredSpeaker]) -> None:
        self._by_head: dict[str, dict[str, StoredSpeaker]] = defaultdict(dict)
        for one in speakers:
            for held in one.roles:
                for word in role_words(held.role):
                    if is_role(word):
                        self._by_head[word][one.id] = one

    def holders(self, phrase: str, periods: Sequence[Period] = ()) -> list[Holder]:
        """Who holds the office, the latest first, undated ones last; of a time, those whom articles around it give the office.

        Where some hold just that office, those who hold one of a department that was not asked for are left out: the
        ministry's spokesman where the government's is asked for.
        """
        near: dict[str, StoredSpeaker] = {}
        for word in role_words(phrase):
            near.update(self._by_head.get(word, {}))
        fitting = [
            Holder(person, held) for person in near.values() for held in person.roles if _fits(phrase, held, person)
        ]
        exact = [one for one in fitting if _departments(one.role.role) == _departments(phrase)]
        found = [
            one
            for one in exact or fitting
            if not periods or any(period.overlaps(one.role.first, one.role.last) for period in periods)
        ]
        found.sort(key=lambda one: one.person.id)
        found.sort(key=lambda one: one.role.last or "", reverse=True)
        latest: dict[str, Holder] = {}
        for one in found:
            latest.setdefault(one.person.id, one)
        return list(latest.values())


def _fits(phrase: str, held: HeldRole, person: StoredSpeaker) -> bool:
    """Whether an office is the one asked for; of what country or body it is may stand in another description of its holder."""
    wanted, role = role_words(phrase), role_words(held.role)
    everything = frozenset().union(*(role_words(one.role) for one in person.roles))
    return (
        any(is_role(word) for word in wanted & role)
        and not rivals(wanted, role)
        and wanted & RANKS == role & RANKS
        and _departments(phrase) <= _departments(held.role)
        and bound_to(phrase) <= everything
    )


def _departments(phrase: str) -> frozenset[str]:
    return role_words(phrase) & DEPARTMENTS - _VAGUE
