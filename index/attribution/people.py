"""Who is who inside one article: full names, the roles they are given, and what a mention refers to."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from index.attribution.roles import (
    DEPARTMENTS,
    HONORIFICS,
    IN_ROLE,
    POSSESSIVE,
    ROLE_NOUNS,
    holds_role,
    is_role,
    rivals,
    role_words,
    served_from,
)
from index.words import FUNCTION_WORDS, stem_of

_PARTICLES = r"(?:de|del|della|der|den|van|von|bin|ibn|al|el|la|le|da|dos|di)"
_NAME_WORD = r"[A-ZÀ-ÖØ-Þ](?:[\w’'\-]*\w|\.)?"
_NAME = re.compile(rf"{_NAME_WORD}(?: (?:{_PARTICLES} ){{0,2}}{_NAME_WORD})*")
_BEFORE_NAME = re.compile(r"((?:[\w’'\-]+,? ){1,12})$")
_AFTER_NAME = re.compile(
    r", (?:who (?:[a-z]+ )?(?:is|was|serves as|served as|works as|worked as) )?(?:the |a |an )?((?:[\w’'\-]+ ){0,4}[\w’'\-]+)"
)
_WAS = re.compile(r"^(?:ex|then|vice|co)-")
_PERSON_PRONOUNS = frozenset({"he", "she", "his", "her", "him", "who"})
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_MOST_NAME_WORDS = 4


@dataclass
class Person:
    """Somebody an article names in full, or by surname with a title."""

    name: str
    """The fullest form in the article."""
    roles: list[frozenset[str]] = field(default_factory=list)
    """Words of each role the article gives them."""
    mentions: int = 0

    @property
    def surname(self) -> str:
        """Last word of the name."""
        return self.name.rsplit(" ", 1)[-1]

    def add_role(self, phrase: str) -> None:
        """Notes the words of a role, if a phrase is one."""
        words = role_words(phrase)
        if any(is_role(word) for word in words) and words not in self.roles:
            self.roles.append(words)


@dataclass(frozen=True)
class Name:
    """A capitalised run of words, split into what precedes a name and the name."""

    start: int
    """Where the name proper begins."""
    end: int
    words: tuple[str, ...]
    """The name's words, without titles and roles."""
    role: str
    """Titles and role words in the same run, before the name."""


def split_name(run: str, start: int) -> Name:
    """A capitalised run of words as role words and a name; 'British Foreign Secretary David Lammy' is both."""
    words = list(re.finditer(r"\S+", run))
    roles = [i for i, word in enumerate(words) if _before_name(word.group().casefold().rstrip("."))]
    roles += [i for i, word in enumerate(words[:-1]) if POSSESSIVE.search(word.group())]  # "CNN’s Jake Tapper"
    first = max(roles) + 1 if roles else 0
    while (
        first < len(words) and words[first].group().casefold() in FUNCTION_WORDS
    ):  # "But Trump", at a sentence's start
        first += 1
    names = tuple(POSSESSIVE.sub("", word.group()) for word in words[first:])
    begin = start + (words[first].start() if first < len(words) else len(run))
    return Name(begin, start + len(run), names, run[: words[first].start()].strip() if first < len(words) else run)


def _before_name(word: str) -> bool:
    word = _WAS.sub("", word)
    return word in ROLE_NOUNS or word in HONORIFICS or word in DEPARTMENTS


def names_in(text: str, start: int = 0, end: int | None = None) -> list[Name]:
    """Every capitalised run in a stretch of text."""
    stop = len(text) if end is None else end
    return [split_name(match.group(), match.start()) for match in _NAME.finditer(text, start, stop)]


class People:
    """The persons of one article, by surname."""

    def __init__(self, text: str) -> None:
        self._by_surname: dict[str, dict[str, Person]] = defaultdict(dict)
        counts: Counter[str] = Counter()
        surnames: list[Name] = []
        for name in names_in(text):
            if not name.words or name.words[-1].casefold() in _DAYS:  # "Last Friday" is nobody
                continue
            if 1 < len(name.words) <= _MOST_NAME_WORDS or name.role:
                self._note(name, text)
            if len(name.words) == 1:
                surnames.append(name)
            counts[name.words[-1]] += 1
        for name in surnames:  # "Mr Vale, who serves as head of the council"
            called = [one for one in self._by_surname.get(name.words[-1], {}).values() if " " in one.name]
            if len(called) == 1:
                called[0].add_role(_role_after(text, name.end))
        for surname, persons in self._by_surname.items():
            for person in persons.values():
                person.mentions += counts[surname]

    def _note(self, name: Name, text: str) -> None:
        surname, full = name.words[-1], " ".join(name.words)
        person = self._by_surname[surname].setdefault(full, Person(full))
        person.mentions += 1
        for role in (_role_before(text, name.start), _role_after(text, name.end)):
            person.add_role(role)

    def named(self, words: tuple[str, ...]) -> Person | None:
        """The person a name refers to: by full name, else the one of that surname named most often."""
        if not words:
            return None
        persons = self._by_surname.get(words[-1], {})
        full = " ".join(words)
        if full in persons and len(words) > 1:
            return persons[full]
        fitting = [one for one in persons.values() if len(words) == 1 or words[0] in one.name.split()]
        longest = sorted(fitting, key=lambda one: (-(len(one.name.split()) > 1), -one.mentions, one.name))
        return longest[0] if longest else None

    def in_role(self, phrase: str) -> Person | None:
        """The one person whose role fits a phrase such as 'the Kremlin spokesman'; None if none or several do."""
        wanted = role_words(phrase)
        best: dict[str, int] = {}
        for persons in self._by_surname.values():
            for person in persons.values():
                for role in person.roles:
                    shared = wanted & role
                    heads = {word for word in shared if is_role(word)}
                    if heads and not rivals(wanted, role):
                        best[person.surname] = max(best.get(person.surname, 0), len(shared))
        top = [surname for surname, score in best.items() if score == max(best.values())]
        return self.named((top[0],)) if len(top) == 1 else None

    def refers(self, mention: str) -> Person | None:
        """The person a noun phrase refers to, by its head: a name at its end, else a role."""
        mention = POSSESSIVE.sub("", mention.strip())
        found = names_in(mention)
        if found and found[-1].end == len(mention) and found[-1].words:
            return self.named(found[-1].words)
        words = mention.split()
        if words and is_role(words[-1]):
            return self.in_role(mention)
        return None


def _role_before(text: str, start: int) -> str:
    """The words before a name that can be its role, back to a verb, a preposition or another person; at most 12."""
    match = _BEFORE_NAME.search(text[max(0, start - 110) : start])
    taken: list[str] = []
    for word in reversed(match.group(1).split() if match else []):
        plain = word.strip(",").casefold()
        if not (
            word[0].isupper()
            or plain in IN_ROLE
            or any(is_role(part) for part in plain.split("-"))
            or plain in DEPARTMENTS
        ):
            break
        if word.endswith(",") and taken and is_role(taken[-1].strip(",")):
            break
        taken.append(word)
    phrase = " ".join(reversed(taken))
    others = [
        name
        for name in names_in(phrase)
        if name.end < len(phrase) and (len(name.words) > 1 or (name.words and holds_role(name.role)))
    ]
    phrase = phrase[others[-1].end :] if others else phrase
    served = served_from(phrase)
    return phrase[served:] if served else phrase  # "the spokesman for President X": X is the president


def _role_after(text: str, end: int) -> str:
    """The apposition after a name: ', the spokesperson for …,'."""
    match = _AFTER_NAME.match(text, end, end + 80)
    if match is None:
        return ""
    phrase = match.group(1)
    served = served_from(phrase) or len(phrase)
    return " ".join([phrase[:served], *(word for word in phrase[served:].split() if not is_role(word))])


def is_pronoun(word: str) -> bool:
    """Whether a word stands for a person named before."""
    return word.casefold() in _PERSON_PRONOUNS


def same_person(asked: tuple[str, ...], name: str) -> bool:
    """Whether a name as asked can be this person's: the surname agrees, and a first name where both have one."""
    have = [stem_of(word) for word in name.split()]
    want = [stem_of(word) for word in asked]
    if not want or want[-1] not in have:
        return False
    if len(want) == 1 or len(have) == 1:
        return True
    return any(word in have[:-1] for word in want[:-1])
