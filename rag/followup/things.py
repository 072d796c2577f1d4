"""What a conversation speaks of: names with their kind and gender, noun phrases, and whom or what a pronoun can mean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from index.attribution.gender import Gender, is_given, of_given, of_noun
from index.attribution.mentions import Names
from index.attribution.nouns import NOT_PLURAL, PERSON_NOUNS
from index.words import FUNCTION_WORDS, stem_of

Kind = Literal["person", "body", "place", "word", "phrase"]
_DETERMINERS = frozenset("the a an any some this that these those his her its their our my".split())
_LINKS = frozenset("of on for against between from to in with at over".split())
"""What can stand inside a noun phrase."""
_BREAKS = FUNCTION_WORDS - _LINKS - _DETERMINERS | frozenset(
    """
    say said says think thought tell told mean take took make made come came become became include included happen happened
    begin began start started win won lose lost leave left release released receive received write wrote know known
    find found feel felt work worked play played see saw call called
    """.split()
)
_TOKEN = re.compile(r"[\w’'.\-]*\w|[^\w\s]")
_ADJECTIVES_END = ("ese", "ish", "ian", "ean")


@dataclass(frozen=True)
class Thing:
    """Whoever or whatever is spoken of."""

    text: str
    """As a question can name it."""
    kind: Kind
    """A name's by its looks, a single word's mostly unknown; or a noun phrase."""
    gender: Gender | None = None
    """A person's, where name or title tells."""

    @property
    def last(self) -> str:
        """Stem of its last word, by which names are told to be one."""
        words = self.text.split()
        return stem_of(words[-1]) if words else ""

    @property
    def is_plural(self) -> bool:
        """Whether it is a noun phrase for several, by the ending of the noun before any preposition."""
        head = re.split(r"\s+(?:of|on|for|against|between|from|to|in|with|at)\s", self.text)[0].split()[-1].casefold()
        return self.kind == "phrase" and head.endswith("s") and not head.endswith(("ss", "us", "is")) and (
            head not in NOT_PLURAL
        )  # fmt: skip

    def can_be(self, pronoun: Gender) -> bool:
        """Whether 'he' or 'she' can mean it."""
        return self.kind in ("person", "word") and self.gender in (None, pronoun)


def named(text: str) -> list[Thing]:
    """The names in a text, in order, each once; adjectives of countries are none."""
    found: dict[str, Thing] = {}
    for mention in Names(text, bytearray(len(text))).read([(0, len(text))]):
        whole = " ".join(mention.words)
        if mention.kind == "place" and whole.endswith(_ADJECTIVES_END):
            continue
        told = [of_noun(word) for word in mention.title.split()]
        before = text[: mention.run].split()[-1:]  # 'spokeswoman Ann Vale'
        told += [of_noun(word) for word in before if word.casefold() in PERSON_NOUNS]
        given = len(mention.words) > 1 or (mention.kind == "word" and is_given(whole))
        if given:
            told.append(of_given(mention.words[0]))
        gender = next((one for one in told if one), None)
        kind: Kind = "person" if given and mention.kind == "word" else mention.kind
        found.setdefault(whole, Thing(whole, kind, gender))
    return list(found.values())


def phrases(question: str) -> list[Thing]:
    """The noun phrases of a question, as far as determiners and prepositions tell, in order."""
    found: list[Thing] = []
    words: list[str] = []
    inside = False
    for token in [*_TOKEN.findall(question), "?"]:
        plain = token.casefold()
        if plain in _DETERMINERS and (not words or words[-1].casefold() in _LINKS):
            words.append(token)
            inside = True
        elif (inside and plain in _LINKS and words and words[-1].casefold() not in _DETERMINERS | _LINKS) or (
            inside and token[0].isalnum() and plain not in _BREAKS | _DETERMINERS
        ):
            words.append(token)
        else:
            found += _phrase(words)
            words = [token] if plain in _DETERMINERS else []
            inside = bool(words)
    return found


def _phrase(words: list[str]) -> Iterable[Thing]:
    while words and words[-1].casefold() in _LINKS | _DETERMINERS:
        words = words[:-1]
    content = [word for word in words if word.casefold() not in FUNCTION_WORDS]
    if content:
        first = "the" if words[0].casefold() in ("a", "an", "any", "some", "this", "that") else words[0]
        first = "the" if words[0].casefold() in ("these", "those") else first
        yield Thing(" ".join([first, *words[1:]]), "phrase")


def fullest(thing: Thing, known: Iterable[Thing]) -> Thing:
    """A person under the longest name they have been given, with the gender that tells."""
    best = thing
    for one in known:
        if one.kind == "person" and one.last == thing.last and thing.kind in ("person", "word"):
            words, longer = set(thing.text.split()), set(one.text.split())
            if (words <= longer and len(one.text) > len(best.text)) or (one.text == best.text and one.gender):
                best = Thing(one.text, "person", one.gender or best.gender)
            elif words <= longer and best.gender is None and one.gender:
                best = Thing(best.text, best.kind, one.gender)
    return best
