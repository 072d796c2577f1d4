"""The parts of a person's name, and which names can be one person's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.attribution.transliteration import (
    GENERATIONS,
    GIVEN_OR_PARTICLE,
    PARTICLES,
    folded,
    name_key,
    same_given,
)

_SUFFIXES = frozenset(GENERATIONS.values())


@dataclass(frozen=True, slots=True)
class NameParts:
    """A person's name as keys, by what each word is."""

    given: tuple[str, ...]
    """Given and middle names and initials, in order."""
    surname: tuple[str, ...]
    """The surname, of each part between hyphens."""
    suffix: str
    """jr, sr, ii, iii, iv or nothing."""

    @property
    def first(self) -> str:
        """The first given name or initial; empty where there is none."""
        return self.given[0] if self.given else ""

    @property
    def middles(self) -> tuple[str, ...]:
        """What stands between the first given name and the surname."""
        return self.given[1:]

    @property
    def is_full(self) -> bool:
        """Whether it tells its bearer from others of the surname: a given name, or two initials."""
        return len(self.first) > 1 or len(self.given) > 1


def parts_of(key: Sequence[str]) -> NameParts:
    """The parts of a key that `name_key` made."""
    suffix = key[-1] if len(key) > 1 and key[-1] in _SUFFIXES else ""
    words = key[: len(key) - bool(suffix)]
    return NameParts(tuple(words[:-1]), tuple(words[-1].split("-")) if words else ("",), suffix)


def without_generation(key: tuple[str, ...]) -> tuple[str, ...]:
    """A key without Jr., Sr. or a number, which people leave out where only one bearer is known."""
    return key[:-1] if parts_of(key).suffix else key


def with_surname(name: NameParts, surname: tuple[str, ...]) -> NameParts | None:
    """A name read with a longer surname, as Ocasio Cortez with Ocasio-Cortez; None where it does not end in that."""
    words = name.given + name.surname
    return NameParts(words[: -len(surname)], surname, name.suffix) if words[-len(surname) :] == surname else None


def compatible(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names, as `name_key` gives them, can be one person's.

    Surnames must be equal; given names equal, one the other's initial or nickname, or one absent; middle names and
    initials must not contradict, nor generational suffixes, of which a full name without one is not one with it.
    """
    longer = max(parts_of(one).surname, parts_of(other).surname, key=len)
    first, second = with_surname(parts_of(one), longer), with_surname(parts_of(other), longer)
    return first is not None and second is not None and parts_compatible(first, second)


def parts_compatible(one: NameParts, other: NameParts) -> bool:
    """Whether two names of one surname can be one person's."""
    if one.suffix != other.suffix and not (
        (not one.given and not one.suffix) or (not other.given and not other.suffix)
    ):
        return False
    if not one.given or not other.given or one.given in _LONE_PARTICLES or other.given in _LONE_PARTICLES:
        return True
    if "".join(one.given) == "".join(other.given):
        return True
    return same_given(one.first, other.first) and middles_agree(one.middles, other.middles)


_LONE_PARTICLES = frozenset((word,) for word in GIVEN_OR_PARTICLE)
"""Al and Van before a surname may be a part of it."""


def middles_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether middle names can be one person's: initial by initial from the first, or whole names some of the others."""
    fewer, more = sorted((one, other), key=len)
    if all(_alike(*pair) for pair in zip(fewer, more, strict=False)):
        return True
    left = iter(more)
    return all(len(word) > 1 and word in left for word in fewer)


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def read_names(names: Iterable[str]) -> dict[str, NameParts]:
    """The parts of each name of a group, read so that names which others explain meet.

    A particle at the head of a name is part of the surname where another name has it inside: Van Hollen, Chris Van
    Hollen. A surname that one name hyphenates is double in the others; so are given names that another writes as one.
    """
    spelled = {name: name.split() for name in names}
    inside = {
        folded(particle)
        for words in spelled.values()
        for before, after in pairwise(words[1:])
        for particle in (before, after.partition("-")[0] if "-" in after else before)
        if folded(particle) in GIVEN_OR_PARTICLE
    }
    parts: dict[str, NameParts] = {}
    for name, words in spelled.items():
        leads = len(words) > 1 and folded(words[0]) in inside and folded(words[0]) in PARTICLES
        parts[name] = parts_of(name_key(words[1:] if leads else words))
    doubled = sorted({one.surname for one in parts.values() if len(one.surname) > 1}, key=lambda one: (-len(one), one))
    firsts = {one.first for one in parts.values()}
    return {name: _joined(_doubled(one, doubled), firsts) for name, one in parts.items()}


def _doubled(name: NameParts, surnames: Sequence[tuple[str, ...]]) -> NameParts:
    readings = (with_surname(name, surname) for surname in surnames if len(surname) > len(name.surname))
    return next((one for one in readings if one is not None), name)


def _joined(name: NameParts, firsts: set[str]) -> NameParts:
    if len(name.given) > 1 and len(name.first) > 1 and name.given[0] + name.given[1] in firsts:
        return NameParts((name.given[0] + name.given[1], *name.given[2:]), name.surname, name.suffix)
    return name
