"""Who is who across articles: one entry for each person and body, and an honest doubt where a name can be several."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeVar

from index.attribution.agreement import (
    DAYS_NEAR,
    OFFICE,
    Evidence,
    day_number,
    fields_contradict,
    fields_of,
    role_of,
)
from index.attribution.bodies import body_key, is_generic
from index.attribution.disjoint import DisjointSets
from index.attribution.namesakes import (
    NameParts,
    compatible,
    middles_agree,
    parts_compatible,
    parts_of,
    read_names,
)
from index.attribution.transliteration import (
    GENERATIONS,
    folded,
    formal_name,
    formal_names,
    is_nickname,
    name_key,
    same_given,
)

__all__ = ["Identity", "Mention", "Resolution", "Uncertain", "compatible", "group_key", "identities", "name_key"]

_NOBODY = NameParts((), ("",), "")
_Item = TypeVar("_Item")
_FAR_MORE = 20
"""One of several namesakes that this many times as many articles name as all the others is the one meant: the others
are mostly slips of the pen."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One speaker of one article."""

    article: str
    """Its id."""
    date: str | None
    """Its date, YYYY-MM-DD."""
    name: str
    """The fullest name the article gives."""
    roles: tuple[str, ...]
    """The roles it gives, in its words."""
    is_body: bool
    """Whether it is an organisation rather than a person."""
    statements: int
    """How many statements it attributes to them."""
    outlet: str | None
    """Who published it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A person or body across articles."""

    id: str
    """16 hex digits of BLAKE2b over the folded name, and over what tells namesakes apart where there are any."""
    name: str
    """The full form that most mentions use."""
    names: tuple[str, ...]
    """All forms, most used first."""
    members: tuple[int, ...]
    """Positions of their mentions."""
    is_body: bool
    """Whether it is an organisation rather than a person."""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A mention that can be several persons, or nobody known."""

    member: int
    """Its position."""
    candidates: tuple[str, ...]
    """Names of the identities it can be."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who the mentions are."""

    identities: tuple[Identity, ...]
    """Most mentioned first."""
    uncertain: tuple[Uncertain, ...]
    """By position; together with the identities' members, each mention once."""


def group_key(name: str, is_body: bool) -> str:  # noqa: FBT001 - a record's field, handed on
    """What mentions share that can be one person (the last word of the name, its suffix apart) or one body."""
    if is_body:
        return f"body:{body_key(name)}"
    return f"person:{parts_of(name_key(name.split())).surname[-1] or folded(name)}"


def identities(mentions: Sequence[Mention]) -> Resolution:
    """Who the mentions of one group are, whatever their order.

    Full names that agree are one person. They are two where their middle names contradict, or where their roles are of
    fields that do (a detective, a striker) and no article gives both; who holds an office may have been anything, so
    there it takes two articles on either side. What a surname alone, or one with an initial, stands for is decided by
    a role in common, else by the same outlet having named one of the candidates within a month; else it is uncertain.
    """
    keys = {known: group_key(*known) for known in {(mention.name, mention.is_body) for mention in mentions}}
    groups: dict[str, list[int]] = defaultdict(list)
    for i, mention in enumerate(mentions):
        groups[keys[mention.name, mention.is_body]].append(i)
    found: list[Identity] = []
    uncertain: list[Uncertain] = []
    for members in groups.values():
        group = _Group(mentions, members)
        found += group.identities()
        uncertain += group.uncertain()
    found.sort(key=lambda one: (-len(one.members), one.name, one.id))
    return Resolution(tuple(found), tuple(sorted(uncertain, key=lambda one: one.member)))


@dataclass
class _Unit:
    """One person or body in the making."""

    parts: NameParts
    """The fullest name."""
    forms: frozenset[NameParts]
    """All names of those mentions."""
    surnames: frozenset[str]
    """How those write the surname: one outlet keeps to one spelling."""
    sure: list[int]
    """Mentions that make it, by their full name."""
    evidence: Evidence
    """What those say."""
    joined: list[int] = field(default_factory=list)
    """Mentions that evidence adds."""


class _Group:
    """The mentions of one group, resolved."""

    def __init__(self, mentions: Sequence[Mention], members: Sequence[int]) -> None:
        self._mentions = mentions
        self._is_body = mentions[members[0]].is_body
        self._units: list[_Unit] = []
        self._doubts: list[tuple[int, list[_Unit]]] = []
        if self._is_body:
            nameless = NameParts((), (body_key(mentions[members[0]].name),), "")
            if is_generic(mentions[members[0]].name):
                self._by_role(nameless, members, by_outlet=False)
            else:
                self._units.append(self._unit(nameless, members))
            return
        self._parts = read_names({mentions[i].name for i in members})
        self._drop_needless_suffixes(members)
        by_parts: dict[NameParts, list[int]] = defaultdict(list)
        for i in members:
            by_parts[self._parts[mentions[i].name]].append(i)
        self._full_names({parts: named for parts, named in by_parts.items() if parts.is_full})
        self._short_names({parts: named for parts, named in by_parts.items() if parts.given and not parts.is_full})
        self._short_names({parts: named for parts, named in by_parts.items() if not parts.given})

    def _unit(self, parts: NameParts, members: Iterable[int]) -> _Unit:
        sure = list(members)
        forms = frozenset({parts} if self._is_body else {self._parts[self._mentions[i].name] for i in sure})
        surnames = frozenset(map(_surname, {self._mentions[i].name for i in sure}))
        unit = _Unit(parts, forms, surnames, sure, Evidence())
        for i in unit.sure:
            mention = self._mentions[i]
            unit.evidence.add(mention.article, mention.date, mention.outlet, mention.roles)
        return unit

    def _drop_needless_suffixes(self, members: Sequence[int]) -> None:
        """Read 'Joseph R. Vale Jr.' as the only Joe Vale: a role in common, and no article that names both."""
        bearers: dict[tuple[tuple[str, ...], str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for i in members:
            parts = self._parts[self._mentions[i].name]
            if len(parts.first) > 1:
                bearers[parts.surname, parts.suffix][parts.first].append(i)
        for surname, suffix in sorted(bearers):
            plain = bearers.get((surname, ""), {})
            for first, named in bearers[surname, suffix].items() if suffix else ():
                near = [other for other in plain if same_given(first, other)]
                with_it = [
                    other
                    for (whose, its), family in bearers.items()
                    for other in family
                    if whose == surname and its and same_given(first, other)
                ]
                if len(near) != 1 or len(with_it) != 1:
                    continue
                one, other = self._unit(_NOBODY, named).evidence, self._unit(_NOBODY, plain[near[0]]).evidence
                if one.is_like(other) and one.articles.isdisjoint(other.articles):
                    for name in {self._mentions[i].name for i in named}:
                        self._parts[name] = replace(self._parts[name], suffix="")

    def _full_names(self, by_parts: Mapping[NameParts, list[int]]) -> None:
        families: dict[tuple[tuple[str, ...], str], dict[str, list[NameParts]]] = defaultdict(lambda: defaultdict(list))
        for parts in by_parts:
            families[parts.surname, parts.suffix][_given(parts)].append(parts)
        for family in families.values():
            for forms in self._with_nicknames(family, by_parts):
                self._by_middle_names({parts: by_parts[parts] for parts in forms})

    def _with_nicknames(
        self, family: Mapping[str, list[NameParts]], by_parts: Mapping[NameParts, list[int]]
    ) -> list[list[NameParts]]:
        """Forms of one surname by given name: a nickname goes with the one formal name it can be short for."""
        formal = {
            first: sorted(_longer_forms(first, forms, family)) for first, forms in family.items() if len(family) > 1
        }
        shorter = Counter(longer for several in formal.values() for longer in several)
        evidence: dict[str, Evidence] = {}

        def known(first: str) -> Evidence:
            if first not in evidence:
                members = (i for parts in family[first] for i in by_parts[parts])
                evidence[first] = self._unit(family[first][0], members).evidence
            return evidence[first]

        together = DisjointSets(family)
        for short in sorted(formal):
            for longer in formal[short]:
                only = len(formal[short]) == 1 and shorter[longer] == 1
                if (only or known(short).is_like(known(longer))) and not formal.get(longer):
                    together.join(short, longer)
        return [[parts for first in firsts for parts in family[first]] for firsts in together.sets()]

    def _by_middle_names(self, forms: Mapping[NameParts, list[int]]) -> None:
        """Units of one given name and surname: a middle name or initial tells apart those it contradicts."""
        counts: Counter[tuple[str, ...]] = Counter()
        for parts, members in forms.items():
            counts[parts.middles] += len(members)
        leaders: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for middles in sorted(counts, key=lambda one: (-len(one), -sum(map(len, one)), one)):
            agreeing = [other for other, led in leaders.items() if led == [other] and middles_agree(middles, other)]
            leaders[middles] = agreeing or [middles]
        led: Counter[tuple[str, ...]] = Counter()
        for middles, several in leaders.items():
            if len(several) == 1:
                led[several[0]] += counts[middles]
        certain: dict[tuple[str, ...], list[NameParts]] = defaultdict(list)
        open_to: list[tuple[NameParts, list[tuple[str, ...]]]] = []
        for parts in sorted(forms, key=_order):
            several = _by_far(leaders[parts.middles], led)
            if len(several) == 1:
                certain[several[0]].append(parts)
            else:
                open_to.append((parts, several))
        made: dict[tuple[str, ...], list[_Unit]] = {}
        for middles, named in certain.items():
            fullest = max(named, key=lambda one: (one.middles == middles, not is_nickname(one.first), _order(one)))
            made[middles] = self._by_field(fullest, [i for parts in named for i in forms[parts]])
        for parts, several in open_to:
            units = [unit for middles in several for unit in made[middles]]
            for i in forms[parts]:
                self._decide(i, units)

    def _by_field(self, parts: NameParts, members: Sequence[int]) -> list[_Unit]:
        """Units of one full name: several where the fields of work that articles give contradict."""
        fields = {i: fields_of(self._mentions[i].roles) for i in members}
        together = DisjointSets({name for names in fields.values() for name in names})
        for names in fields.values():
            for one, other in pairwise(sorted(names)):
                together.join(one, other)
        apart = [frozenset(names) for names in together.sets()]
        articles = {names: len({self._mentions[i].article for i in members if fields[i] & names}) for names in apart}
        plain = [names for names in apart if OFFICE not in names]
        office = [names for names in apart if OFFICE in names and articles[names] > 1]
        if len(plain) == 1 and not (office and articles[plain[0]] > 1):
            plain = []
        split = [*plain, *office] if plain else []
        units = [self._unit(parts, [i for i in members if fields[i] & names]) for names in split]
        if len(units) < 2:
            units = [self._unit(parts, members)]
        self._units += units
        placed = {i for unit in units for i in unit.sure}
        for i in members:
            if i not in placed:
                self._decide(i, units)
        return units

    def _short_names(self, by_parts: Mapping[NameParts, list[int]]) -> None:
        """Surnames alone, or with one initial: the one they can be, if something else speaks for it."""
        known = list(self._units)
        for parts in sorted(by_parts, key=_order):
            units = [
                unit
                for unit in known
                if unit.parts.surname == parts.surname and any(parts_compatible(parts, form) for form in unit.forms)
            ]
            if not units:
                self._by_role(parts, by_parts[parts])
                continue
            counts = Counter({i: len(unit.evidence.articles) for i, unit in enumerate(units)})
            likely = [units[i] for i in _by_far(range(len(units)), counts)]
            for i in by_parts[parts]:
                self._decide(i, likely, units)

    def _by_role(self, parts: NameParts, members: Sequence[int], *, by_outlet: bool = True) -> None:
        """Units of a name that no full one explains: mentions with a role in common, or of one outlet within a month."""
        ordered = sorted(members, key=lambda i: _content(self._mentions[i]))
        fields = {i: fields_of(self._mentions[i].roles) for i in members}
        together = DisjointSets(ordered, fields, fields_contradict)
        seen: dict[tuple[str, str], int] = {}
        for i in ordered:
            for role in map(role_of, self._mentions[i].roles):
                for word in sorted(role.words):
                    for place in sorted(role.places) or [""]:
                        together.join(seen.setdefault((word, place), i), i)
        latest: dict[str, tuple[int, int]] = {}
        for i in ordered if by_outlet else ():
            day, outlet = day_number(self._mentions[i].date), self._mentions[i].outlet
            if day is None or outlet is None:
                continue
            if outlet in latest and day - latest[outlet][0] <= DAYS_NEAR:
                together.join(latest[outlet][1], i)
            latest[outlet] = (day, i)
        sets = together.sets()
        if len(sets) > 1:
            sets = [one for one in sets if len({self._mentions[i].article for i in one}) > 1]
        units = [self._unit(parts, one) for one in sets]
        self._units += units
        placed = {i for one in sets for i in one}
        self._doubts += [(i, units) for i in ordered if i not in placed]

    def _decide(self, member: int, likely: Sequence[_Unit], units: Sequence[_Unit] = ()) -> None:
        """Join a mention to the one likely unit that evidence speaks for, else note the doubt about all units."""
        mention = self._mentions[member]
        fields = fields_of(mention.roles)
        possible = [
            unit
            for unit in likely
            if mention.article not in unit.evidence.articles
            and not fields_contradict(fields, frozenset(unit.evidence.fields))
        ]
        in_role = [unit for unit in possible if unit.evidence.shares_role(mention.roles)]
        if len(in_role) != 1:
            in_role = [
                unit
                for unit in in_role or possible
                if unit.evidence.is_near(mention.outlet, mention.date) and _surname(mention.name) in unit.surnames
            ]
        if len(in_role) == 1:
            in_role[0].joined.append(member)
        else:
            self._doubts.append((member, list(units or likely)))

    def uncertain(self) -> list[Uncertain]:
        """The mentions that no evidence decides."""
        names = {id(unit): self._name(unit) for unit in self._units}
        return [Uncertain(member, tuple(sorted({names[id(unit)] for unit in units}))) for member, units in self._doubts]

    def identities(self) -> list[Identity]:
        """The units, named."""
        ids = _ids([self._telling(unit) for unit in self._units])
        return [
            Identity(
                ids[n],
                self._name(unit),
                self._names([*unit.sure, *unit.joined]),
                tuple(sorted([*unit.sure, *unit.joined])),
                self._is_body,
            )
            for n, unit in enumerate(self._units)
        ]

    def _telling(self, unit: _Unit) -> tuple[tuple[str, ...], ...]:
        """What names a unit, from the least that may do to the most."""
        parts = unit.parts
        kind = "body" if self._is_body else "person"
        firsts = (
            Counter(self._parts[self._mentions[i].name].first for i in unit.sure) if not self._is_body else Counter()
        )
        first = min(firsts, key=lambda one: (is_nickname(one), -firsts[one], one), default="")
        plain = (kind, formal_name(first), *parts.surname, parts.suffix)
        return (
            plain,
            (*plain, first, *parts.middles),
            (*plain, first, *parts.middles, *sorted(unit.evidence.fields)),
            (*plain, first, *parts.middles, *sorted(unit.evidence.fields), min(unit.evidence.articles)),
        )

    def _name(self, unit: _Unit) -> str:
        return self._names(unit.sure)[0]

    def _names(self, members: Iterable[int]) -> tuple[str, ...]:
        counts = Counter(self._mentions[i].name for i in members)
        return tuple(sorted(counts, key=lambda name: (-counts[name], -len(name), name)))


def _surname(name: str) -> str:
    """The surname as it is written, without accents and what stands before a hyphen."""
    words = [word for word in map(folded, name.split()) if word.strip(",") not in GENERATIONS]
    return words[-1].strip(",").rpartition("-")[2] if words else ""


def _given(parts: NameParts) -> str:
    """A given name; initials stand for one only all together."""
    return parts.first if len(parts.first) > 1 else " ".join(parts.given)


def _longer_forms(given: str, forms: Iterable[NameParts], family: Mapping[str, list[NameParts]]) -> list[str]:
    """The given names of a family that one can be short for: by nickname, or by initials that agree to the second."""
    if len(given.partition(" ")[0]) > 1:
        return [other for other in formal_names(given) if other != given and other in family]
    middles = [parts.middles for parts in forms]
    return [
        other
        for other in family
        if other[0] == given[0]
        and len(other.partition(" ")[0]) > 1
        and any(parts.middles and middles_agree(one, parts.middles) for parts in family[other] for one in middles)
    ]


def _by_far(several: Iterable[_Item], counts: Mapping[_Item, int]) -> list[_Item]:
    """Those of several that can be meant: the one alone that is named far more often than all the others."""
    ranked = sorted(several, key=lambda one: -counts[one])
    if ranked and counts[ranked[0]] >= _FAR_MORE * max(1, sum(counts[one] for one in ranked[1:])):
        return ranked[:1]
    return ranked


def _order(parts: NameParts) -> tuple[int, int, tuple[str, ...]]:
    return (len(parts.given), sum(map(len, parts.given)), parts.given + parts.surname + (parts.suffix,))


def _content(mention: Mention) -> tuple[str, ...]:
    return (mention.date or "", mention.outlet or "", mention.article, mention.name, *mention.roles)


def _ids(telling: Sequence[tuple[tuple[str, ...], ...]]) -> list[str]:
    """An id for each, of the least that tells it from the others."""
    shared = [Counter(one[level] for one in telling) for level in range(4)]
    least = [next((one[level] for level in range(4) if shared[level][one[level]] == 1), one[-1]) for one in telling]
    return [hashlib.blake2b("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:16] for words in least]
