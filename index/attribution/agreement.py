"""What speaks for or against two mentions of a name being one person: roles, fields of work, outlets and dates."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from index.attribution.roles import IN_ROLE, places_in, role_words

DAYS_NEAR = 31
"""An outlet that names somebody by surname alone has mostly named them in full within this many days."""
OFFICE = "office"
_WORDS_OF_FIELDS = """
office: president senator minister premier chancellor governor mayor congressman congresswoman lawmaker candidate
office: nominee secretary ambassador diplomat envoy spokesperson chairman chairwoman king queen prince princess pope
office: politician councilman councilwoman councillor alderman strategist adviser advisor representative
sport: striker midfielder goalkeeper winger quarterback linebacker pitcher shortstop outfielder batsman bowler
sport: cricketer footballer golfer swimmer sprinter cyclist boxer wrestler gymnast skater
police: police constable detective sheriff trooper patrolman firefighter paramedic
learning: professor lecturer scholar historian economist physicist biologist chemist researcher scientist
learning: physician surgeon nurse pediatrician psychiatrist cardiologist neurologist dentist
stage: actor actress singer musician rapper comedian drummer guitarist
trade: farmer plumber electrician carpenter waiter waitress barber mechanic
"""
_FIELDS = {
    word: line.partition(": ")[0]
    for line in _WORDS_OF_FIELDS.strip().splitlines()
    for word in line.partition(": ")[2].split()
}
"""Fields of work by the words that name them. Those who hold an office come from anywhere, so it contradicts least."""
_SAYS_LITTLE = IN_ROLE | frozenset(
    """
    mr mrs ms miss mx dr sir lord lady dame then late current longtime veteran self vice co-founder
    office company group university college school state county national department city agency team official member
    """.split()
)
"""Words of a role that two persons of one surname may well share."""

_KIN = frozenset("son daughter wife husband brother sister father mother widow nephew niece cousin uncle aunt".split())
"""With one of these, the office in a role is somebody else's: the president's son."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a role says of its holder."""

    words: frozenset[str]
    """Words that few others share, places left out."""
    places: frozenset[str]
    """Countries, by one name each."""
    fields: frozenset[str]
    """Fields of work that its words name."""


@lru_cache(maxsize=65536)
def role_of(phrase: str) -> Role:
    """A role as an article words it, read."""
    words = role_words(phrase)
    words = words & _KIN or words
    telling = frozenset(word for word in words - _SAYS_LITTLE if len(word) > 1 and not places_in(role_words(word)))
    return Role(telling, places_in(words), frozenset(_FIELDS[word] for word in words if word in _FIELDS))


def fields_of(roles: Iterable[str]) -> frozenset[str]:
    """The fields of work that any of some roles name."""
    return frozenset(name for phrase in roles for name in role_of(phrase).fields)


def fields_contradict(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of fields can hardly be one person's: a detective and a striker, but not a surgeon and a senator."""
    return bool(one and other) and one.isdisjoint(other) and OFFICE not in one | other


@dataclass
class Evidence:
    """All that the articles that name somebody say: gathered first, asked afterwards."""

    articles: set[str] = field(default_factory=set)
    """Ids of the articles."""
    fields: set[str] = field(default_factory=set)
    """Fields of work."""
    _phrases: set[str] = field(default_factory=set)
    _places: dict[str, set[frozenset[str]]] = field(default_factory=lambda: defaultdict(set))
    _days: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _sorted: bool = False

    def add(self, article: str, day: str | None, outlet: str | None, roles: Iterable[str]) -> None:
        """Note what one article says."""
        self.articles.add(article)
        for phrase in roles:
            if phrase not in self._phrases:
                self._phrases.add(phrase)
                role = role_of(phrase)
                self.fields |= role.fields
                for word in role.words:
                    self._places[word].add(role.places)
        number = day_number(day)
        if outlet and number is not None:
            self._days[outlet].append(number)
            self._sorted = False

    def shares_role(self, roles: Iterable[str]) -> bool:
        """Whether one of some roles has a telling word in common, and no other country with it."""
        for role in map(role_of, roles):
            for word in role.words & self._places.keys():
                if any(not role.places or not held or role.places & held for held in self._places[word]):
                    return True
        return False

    def is_like(self, other: "Evidence") -> bool:
        """Whether both are given a role in common."""
        fewer, more = sorted((self, other), key=lambda one: len(one._phrases))  # noqa: SLF001 - of its own kind
        return more.shares_role(fewer._phrases)  # noqa: SLF001

    def is_near(self, outlet: str | None, day: str | None) -> bool:
        """Whether the outlet named them within a month of a day."""
        number = day_number(day)
        if number is None or outlet is None or outlet not in self._days:
            return False
        if not self._sorted:
            for days in self._days.values():
                days.sort()
            self._sorted = True
        days = self._days[outlet]
        first = bisect_left(days, number - DAYS_NEAR)
        return first < len(days) and days[first] <= number + DAYS_NEAR


def day_number(day: str | None) -> int | None:
    """A date YYYY-MM-DD as a count of days; None where it is none."""
    try:
        return date.fromisoformat(day).toordinal() if day else None
    except ValueError:
        return None
