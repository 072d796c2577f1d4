"""The persons and bodies of one article: names that are one, and the roles each is given."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from index.attribution.gender import Gender, is_given, of_given, of_noun
from index.attribution.mentions import PARTICLES, Mention, bare, is_suffix
from index.attribution.nouns import CROWD, NAMED_BODY, OF_ROLE, PARTY, PERSON_NOUNS, PLACE
from index.attribution.offices import COURTESY, role_before, role_tokens, roles_after
from index.words import FUNCTION_WORDS

_PARTY_STATE = re.compile(r",? ?\(?\b([RDI])-([A-Z][A-Za-z.]+)")
_MOST_ROLES = 6
_DOCTOR = frozenset({"doctor"})


@dataclass(eq=False)
class Entity:
    """Somebody or some body an article names."""

    words: tuple[str, ...]
    """The fullest form of the name."""
    is_body: bool = False
    roles: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    """Roles the article gives, each in its words and as words that compare."""
    men: int = 0
    """Evidence that it is a man."""
    women: int = 0
    full: list[int] = field(default_factory=list)
    """Where it is named by more than a surname."""
    count: int = 0
    """How often it is named, as far as that can be told."""
    aliases: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The name, as printed."""
        return " ".join(self.words)

    @property
    def surname(self) -> str:
        """The last word of the name, without 'Jr.'."""
        return surname_of(self.words)

    @property
    def gender(self) -> Gender | None:
        """What the evidence says, where it does not contradict itself."""
        if self.men == self.women:
            return None
        return "m" if self.men > self.women else "f"


def surname_of(words: Sequence[str]) -> str:
    """The last word of a name that is no 'Jr.'; with the particle 'al-' dropped."""
    own = [word for word in words if not is_suffix(word)] or list(words)
    return own[-1].casefold().replace("’", "'").removeprefix("al-")


class Cast:
    """Who is in an article."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        common: frozenset[str],
        title: str | None = None,
        outlet: str | None = None,
    ) -> None:
        self._text, self._common = text, common
        self._within = {one.words for one in mentions if _is_within(text, one.run)}
        self.persons: list[Entity] = []
        self.bodies: list[Entity] = []
        self._by_surname: dict[str, list[Entity]] = defaultdict(list)
        self._by_given: dict[str, list[Entity]] = defaultdict(list)
        self._by_body: dict[str, list[Entity]] = defaultdict(list)
        self._known: dict[tuple[str, ...], Entity] = {}
        self._outlet = tuple(outlet.removeprefix("The ").split()) if outlet else ()
        full = [one for one in mentions if one.kind == "person" and len(one.words) > 1]
        often = Counter(one.words for one in full)
        for mention in sorted(full, key=lambda one: not is_given(one.words[0])):
            if not self._is_doubtful(mention, often):
                self._enter(mention)
        alone = [one for one in mentions if one.kind == "person" and len(one.words) == 1]
        for mention in sorted(alone, key=lambda one: not _tells_gender(one)):  # whom "Mr." excludes is known first
            self._enter_surname(mention)
        for mention in mentions:
            if mention.kind in ("body", "place"):
                self._enter_body(mention)
        for mention in mentions:
            if mention.kind == "word":
                self._enter_word(mention)
        self._count(mentions)
        for entity in self.persons:
            if title and entity.name in title:
                entity.full.append(0)

    def _is_doubtful(self, mention: Mention, often: Counter[tuple[str, ...]]) -> bool:
        """Whether a rare name is likelier a word before a surname that somebody bears: 'Chasing Vale'."""
        if (
            often[mention.words] > 1
            or mention.title
            or is_given(mention.words[0])
            or len(mention.words[0]) < len("Al.")
        ):
            return False
        return any(of_given(one.words[0]) for one in self._by_surname.get(surname_of(mention.words), ()))

    def _enter(self, mention: Mention) -> None:
        words = mention.words
        surname, given = surname_of(words), words[0].casefold()
        suffix = words[-1].casefold().strip(".") if is_suffix(words[-1]) else ""
        entity = None
        for one in self._by_surname[surname]:
            have = one.words
            other = have[-1].casefold().strip(".") if is_suffix(have[-1]) else ""
            if suffix == other and _given_agree(have, words):
                entity = one
                break
        if entity is None:
            entity = Entity(words)
            self.persons.append(entity)
            self._by_surname[surname].append(entity)
            if len(words) > 2 and "-" in surname:
                self._by_surname[surname.split("-")[-1]].append(entity)
        elif len(words) > len(entity.words) or (
            len(words) == len(entity.words) and _initials(words) < _initials(entity.words)
        ):
            entity.words = words
        if entity not in self._by_given[given]:
            self._by_given[given].append(entity)
        self._known[words] = entity
        entity.full.append(mention.start)
        sign = of_given(words[0])
        if sign is None and len(words) > 2:
            sign = of_given(words[1])
        self._add_gender(entity, sign, 3)
        self._learn(entity, mention)

    def _add_gender(self, entity: Entity, sign: Gender | None, weight: int) -> None:
        if sign == "m":
            entity.men += weight
        elif sign == "f":
            entity.women += weight

    def _enter_surname(self, mention: Mention) -> None:
        fitting = self.who(mention)
        if not fitting:
            entity = Entity(mention.words)
            self.persons.append(entity)
            self._by_surname[surname_of(mention.words)].append(entity)
            fitting = [entity]
        if len(fitting) == 1:
            for word in mention.title.split():
                self._add_gender(fitting[0], of_noun(bare(word)), 6)
            self._learn(fitting[0], mention)
            if bare(mention.title) not in COURTESY:
                fitting[0].full.append(mention.start)

    def _enter_word(self, mention: Mention) -> None:
        """A single capitalised word: a person only ever named so, or a company by what it has."""
        if self._acts(mention) and not self.who(mention) and not self.body(mention.words):
            self._enter_surname(mention)
        if _SHARES.match(self._text, mention.end):
            for one in self._by_surname.get(surname_of(mention.words), []):
                one.is_body = one.is_body or (len(one.words) == 1 and one.gender is None)

    def _acts(self, mention: Mention) -> bool:
        """Whether a single capitalised word does what persons do, and is no common word."""
        word = mention.words[0].casefold()
        singular = word.removesuffix("s")
        if any(word in kind for kind in _NO_PERSON):
            return False
        if singular != word and (singular in PERSON_NOUNS or singular in PLACE):
            return False
        the = self._text[max(0, mention.run - 4) : mention.run].casefold() == "the "
        if mention.words not in self._within and singular != word:
            return False
        return not the and _DOES.match(self._text, mention.end) is not None and word not in self._common

    def _enter_body(self, mention: Mention) -> None:
        words = tuple(word for word in mention.words)
        key = " ".join(words).casefold().replace(".", "")
        if any(one.name.casefold().replace(".", "") == key for one in self._by_body[bare(words[-1])]):
            return
        entity = Entity(words, is_body=True)
        self.bodies.append(entity)
        self._by_body[bare(words[-1])].append(entity)
        if len(words) > 2:
            letters = "".join(word[0] for word in words if word[0].isupper()).casefold()
            self._by_body[letters].append(entity)

    def _count(self, mentions: Iterable[Mention]) -> None:
        for mention in mentions:
            fitting = self.who(mention) if mention.kind in ("person", "word") else []
            if len(fitting) == 1:
                fitting[0].count += 1

    def _learn(self, entity: Entity, mention: Mention) -> None:
        """Notes the roles a name is given where it stands."""
        if len(entity.roles) >= _MOST_ROLES:
            return
        if "dr" in map(bare, mention.title.split()) and ("Dr.", _DOCTOR) not in entity.roles:
            entity.roles.append(("Dr.", _DOCTOR))
        if state := _PARTY_STATE.match(self._text, mention.end, mention.end + 20):
            words = role_tokens(f"{mention.title} {state.group(2)}") | {PARTY[state.group(1).casefold()]}
            entity.roles.append((mention.title, words))
        for phrase in (role_before(self._text, mention), *roles_after(self._text, mention.end)):
            words = role_tokens(phrase)
            if phrase and all(words != held for _, held in entity.roles):
                entity.roles.append((phrase, words))
                self._add_gender(entity, of_noun(phrase.split()[-1]), 2)

    def who(self, mention: Mention) -> list[Entity]:
        """The persons a name can be; more than one where a surname is that of several."""
        words = mention.words
        if words in self._known:
            return [self._known[words]]
        surname = surname_of(words)
        fitting = self._by_surname.get(surname, [])
        if len(words) > 1:
            return [one for one in fitting if _given_agree(one.words, words)]
        title = {of_noun(bare(word)) for word in mention.title.split()} - {None}
        if title:
            sign = title.pop()
            fitting = [one for one in fitting if one.gender in (sign, None)]
        if not fitting and mention.kind != "body":
            fitting = self._by_given.get(words[0].casefold(), [])
        if len(fitting) > 1:  # who is only ever called so, beside those called by more
            older = [one for one in fitting if len(one.words) == 1]
            older = older or [one for one in fitting if not is_suffix(one.words[-1])]
            fitting = older or fitting
        return list(fitting)

    def seen_within(self, mention: Mention) -> bool:
        """Whether a name stands somewhere but at a sentence's start, where any word has a capital."""
        return mention.words in self._within

    def body(self, words: Sequence[str]) -> Entity | None:
        """The body a name refers to: by its full name, its initials, or the last words of one other."""
        plain = " ".join(words).casefold().replace(".", "")
        fitting = self._by_body.get(bare(words[-1]), []) + self._by_body.get(plain, [])
        exact = [one for one in fitting if one.name.casefold().replace(".", "") == plain]
        longer = [
            one
            for one in fitting
            if len(one.words) > len(words)
            and (
                one.name.casefold().endswith(" " + plain)
                or "".join(w[0] for w in one.words if w[0].isupper()).casefold() == plain
            )
        ]
        if len({id(one) for one in longer}) == 1 and len(words) == 1 and (plain in _SHORT or words[0].isupper()):
            return longer[0]
        if not exact and plain in _SHORT and self._outlet[-1:] and self._outlet[-1].casefold() == plain:
            return Entity(self._outlet, is_body=True)  # a paper calls itself so
        return exact[0] if exact else None

    def bodies_ending(self, words: frozenset[str]) -> list[Entity]:
        """Bodies whose names end in one of some words."""
        return [
            one
            for one in self.bodies
            if bare(one.words[-1]) in words or (bare(one.words[0]) in words and "of" in one.words)
        ]


def _initials(words: Sequence[str]) -> int:
    return sum(len(word) == 2 and word.endswith(".") for word in words)


def _given_agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names of one surname can be one person's: given names agree, or an initial stands for one."""
    if len(one) == 1 or len(other) == 1:
        return True
    mine = [word.casefold().rstrip(".") for word in one if not is_suffix(word)][:-1]
    theirs = [word.casefold().rstrip(".") for word in other if not is_suffix(word)][:-1]
    mine, theirs = ([word for word in side if word not in PARTICLES] for side in (mine, theirs))
    if not mine or not theirs:
        return True
    if set(mine) & {word for word in theirs if len(word) > 1}:
        return True
    first, second = sorted((mine[0], theirs[0]), key=len)
    if len(first) == 1:
        return second.startswith(first)
    short = (len(first) >= len("Ken") and second.startswith(first)) or _SHORT_FOR.get(first) == second
    return short and of_given(first) == of_given(second)


def _tells_gender(mention: Mention) -> bool:
    """Whether a title says that a man or a woman is meant."""
    return any(of_noun(bare(word)) for word in mention.title.split())


def _is_within(text: str, start: int) -> bool:
    """Whether no sentence begins here."""
    before = text[max(0, start - 2) : start]
    return (before[-1:].isspace() and before[:1].isalnum()) or before[:1] == ","


_SHORT_FOR = {
    "bill": "william",
    "bob": "robert",
    "dick": "richard",
    "jim": "james",
    "mike": "michael",
    "ted": "edward",
    "tom": "thomas",
    "tony": "anthony",
    "liz": "elizabeth",
    "kate": "katherine",
}
_NO_PERSON = (CROWD, PERSON_NOUNS, NAMED_BODY, OF_ROLE, PARTY, FUNCTION_WORDS)
_DOES = re.compile(r",? (?:said|says|told|wrote|asked|added|argued|has|had|was|is|would|will|did|does|also)\b")
_SHORT = frozenset(
    """
    times post journal news herald tribune globe telegraph gazette sentinel observer examiner register committee commission
    court board council ministry department university foundation institute agency bank guardian inquirer reporter union
    """.split()
)
"""Last words by which a body is called for short."""
_SHARES = re.compile(
    r"['’]?s? (?:shares?|stock|shareholders|users|customers|stores|factory|employees)\b"
    r"|, (?:the|a) (?:maker|company|firm|network|\w+ (?:maker|company|firm|network|giant))\b"
)
