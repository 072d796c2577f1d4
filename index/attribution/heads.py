"""The head of a noun phrase, and what it says of who speaks."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.attribution.mentions import CALENDAR, Mention, bare
from index.attribution.nouns import (
    BODY_NOUNS,
    CROWD,
    INDEFINITE,
    NAMED_BODY,
    NOT_PLURAL,
    OF_ROLE,
    PERSON_NOUNS,
    PLACE,
    POLLS,
    SPEECH,
    TEAM,
)
from index.attribution.offices import is_office
from index.attribution.phrases import NAMES_NOBODY, Phrase
from index.attribution.roles import POSSESSIVE

AND = re.compile(r"\s(?:and|or|&|along with|as well as)\s")
_AFTER_HEAD = re.compile(
    r"\s(?:of|for|from|at|in|on|with|who|that|which|whose|to|by|near|about|close|against|under|since|as|familiar|speaking|"
    r"working|supporting|backing|attending|among|himself|herself|themselves|itself|also|too|alone|now|then|later|overseeing|"
    r"behind|inside|outside|after|before|representing|involved|named|called|like|than|over|following|released|published|"
    r"conducted|including|during|between)\b"
)
_RELATIVE = re.compile(r" who | that | which | whose ")
_DETERMINER = re.compile(r"^(?:the|a|an|his|her|its|their|our|my)(?: |$)", re.IGNORECASE)
_POSSESSIVES = frozenset("his her their its my our your whose".split())
_QUANTIFIERS = frozenset("the these those some many most other".split())
_NOT_HIM = frozenset(
    "everyone everybody nobody none no anyone anybody someone somebody all some many most few those".split()
)
"""Before a name, as in 'everyone but Vale', they do not speak of its bearer."""
_BEFORE_POLL = CALENDAR | frozenset("new newest latest national".split())
"""What may stand before a poll's name, or before 'poll' where the article has one."""
_NO_ONE_POLL = (INDEFINITE | _QUANTIFIERS) - {"a", "an", "the"}
_OF_STATE = frozenset("government police army ministry parliament".split())
_PLURALS_OF = PERSON_NOUNS | frozenset(PLACE)
_LONGEST_ROLE, _LONGEST_BETWEEN = 16, 7
"""Words of an apposition that gives a role, and of what may stand before the name in one that names somebody."""


class Piece(NamedTuple):
    """Characters of a source between commas, brackets and dashes."""

    start: int
    end: int


class _Core(NamedTuple):
    """A noun phrase up to what follows its head."""

    start: int
    end: int
    words: list[str]
    first: str
    """Its first word, in lower case."""
    noun: str
    """Its last word, in lower case."""
    owner: Mention | None
    """Whose it is."""
    description: str
    """The whole phrase."""


def read_head(text: str, pieces: Sequence[Piece], found: Sequence[Mention]) -> Phrase:
    """Reads the first piece of a source by its head, the others as appositions to it."""
    core = _core(text, pieces[0], found)
    if not core.words:
        return NAMES_NOBODY
    if core.first in _NOT_HIM:
        return NAMES_NOBODY
    ending = text[core.start : core.end]
    plain = core.end - (2 if ending.endswith(("'s", "’s")) else 1 if ending[-1] in "'’." else 0)
    head = next((one for one in found if one.end in (core.end, plain) and one.start >= core.start), None)
    if head is not None:
        return _named(text, core, head, pieces[1:])
    apposed = _apposed(text, pieces[1:], found)
    if is_office(core.noun) and core.first not in CROWD:
        return _office(core, apposed)
    said = _common(core, found)
    if (
        said.says == "nobody"
        and apposed is not None
        and _DETERMINER.match(core.description)
        and not is_plural(core.noun)
    ):
        return Phrase("name", apposed, role=without_determiner(core.description))
    return said


def _common(core: _Core, found: Sequence[Mention]) -> Phrase:
    """A phrase whose head is a common noun, but no person."""
    if core.noun in SPEECH:
        return _speech(core)
    if core.noun in TEAM and (team := _team(core, found)):
        return team
    if core.noun == "office" and core.owner is not None and core.owner.kind in ("person", "word"):
        return Phrase("body", noun=core.noun, words=core.description, name=f"{' '.join(core.owner.words)}'s office")
    if core.noun in CROWD or core.first in CROWD | INDEFINITE or is_plural(core.noun):
        return NAMES_NOBODY
    return _body(core, found) if core.noun in BODY_NOUNS else NAMES_NOBODY


def _core(text: str, piece: Piece, found: Sequence[Mention]) -> _Core:
    end = after_head(text, piece.start, piece.end, found)
    words = text[piece.start : end].split()
    noun = POSSESSIVE.sub("", bare(words[-1])) if words else ""
    owner = next((one for one in found if one.owner and piece.start <= one.run and one.end < end), None)
    description = " ".join(text[piece.start : piece.end].split())
    return _Core(piece.start, end, words, words[0].casefold() if words else "", noun, owner, description)


def after_head(text: str, start: int, end: int, found: Sequence[Mention]) -> int:
    """Where the words end that a noun phrase's head closes, before 'of', 'who' and the like."""
    for match in _AFTER_HEAD.finditer(text, start + 1, end):
        if not any(one.run <= match.start() < one.end for one in found):
            return _title_end(text, match, end, found) or match.start()
    return end


def _title_end(text: str, preposition: re.Match[str], stop: int, found: Sequence[Mention]) -> int | None:
    """The end of the name in 'secretary of state Ann Vale', where the preposition stands inside the title."""
    if preposition.group().strip() not in ("of", "for"):
        return None
    for one in found:
        if one.kind == "person" and one.end <= stop and one.run > preposition.end():
            words = text[preposition.end() : one.run].split()
            return one.end if words and all(bare(word) in OF_ROLE for word in words) else None
    return None


def _named(text: str, core: _Core, head: Mention, later: Sequence[Piece]) -> Phrase:
    """A phrase that ends in a name, or in what only looks like one; its role stands before or behind."""
    if head.kind != "person" and "of" not in head.words:  # "Department of Justice" is a name by its looks
        plain = bare(head.words[-1])
        if plain in POLLS and head.kind == "word":
            return _speech(core)
        if _is_crowd(core, head, plain) or (plain in SPEECH and (len(head.words) == 1 or plain not in NAMED_BODY)):
            return NAMES_NOBODY
        if plain in PERSON_NOUNS and len(core.words) > 1 and not head.quoted:  # "the Ohio Republican"
            return _office(core._replace(noun=plain, owner=None), None)
    before = without_determiner(" ".join(text[core.start : head.start].split()))
    if any(map(is_office, before.split())):
        return Phrase("name", head, role=before)
    for piece in later[:2]:
        phrase = _RELATIVE.split(without_determiner(" ".join(text[piece.start : piece.end].split())))[0]
        main = _AFTER_HEAD.split(f" {phrase}")[0].split()
        if main and is_office(main[-1]) and len(phrase.split()) < _LONGEST_ROLE:
            return Phrase("name", head, role=phrase)
    return Phrase("name", head)


def _is_crowd(core: _Core, head: Mention, plain: str) -> bool:
    """Whether a word with a capital is several people: 'Republicans', 'the Clintons'."""
    one = plain.removesuffix("s")
    if plain in CROWD or (is_plural(plain) and (one in _PLURALS_OF or (one in NAMED_BODY and plain not in NAMED_BODY))):
        return True
    return core.first in _QUANTIFIERS and head.kind == "word" and is_plural(plain)


def _office(core: _Core, apposed: Mention | None) -> Phrase:
    role = without_determiner(core.description)
    if apposed is not None:
        return Phrase("name", apposed, role=role)
    if core.owner is not None or core.first in _POSSESSIVES:
        return Phrase("owned", core.owner, core.first, core.noun, core.description, role)
    unnamed = core.first in INDEFINITE
    return Phrase("nobody" if unnamed else "role", noun=core.noun, words=core.description, role=role)


def _speech(core: _Core) -> Phrase:
    """Words, remarks, a statement: whoever's they are; a poll by what it is called."""
    if core.noun in POLLS and core.owner is None and core.first not in _POSSESSIVES | _NO_ONE_POLL:
        return _poll(core)
    if core.first in ("his", "her"):
        return Phrase("pronoun", pronoun=core.first)
    if core.first == "my":
        return Phrase("self", pronoun="i")
    if core.owner is not None and core.owner.run <= core.start + len("the "):
        return Phrase("name", core.owner)
    return NAMES_NOBODY


def _poll(core: _Core) -> Phrase:
    """A poll called by a name, or the one that the article names."""
    before = without_determiner(" ".join(core.words)).split()[:-1]
    first = next((at for at, word in enumerate(before) if word[0].isupper() and bare(word) not in _BEFORE_POLL), None)
    if first is not None:
        return Phrase("body", noun=core.noun, words=f"the {core.noun}", name=" ".join([*before[first:], core.noun]))
    the_one = core.first not in ("a", "an") or all(bare(word) in _BEFORE_POLL for word in before)
    return Phrase("body", noun=core.noun, words=f"the {core.noun}") if the_one else NAMES_NOBODY


def _team(core: _Core, found: Sequence[Mention]) -> Phrase | None:
    before = [one for one in found if core.start <= one.start and one.end <= core.end]
    if before and before[-1].end >= core.end - len(core.words[-1]) - len("’s "):
        return Phrase("team", before[-1], noun=core.noun)
    if core.first in _POSSESSIVES:
        return Phrase("team", pronoun=core.first, noun=core.noun)
    return Phrase("team", noun=core.noun) if core.first == "the" and len(core.words) == 2 else None


def _body(core: _Core, found: Sequence[Mention]) -> Phrase:
    if core.first in _POSSESSIVES:
        return NAMES_NOBODY
    of_place = any(one.start >= core.start and one.end < core.end for one in found)
    if of_place and core.noun in _OF_STATE:
        name = POSSESSIVE.sub("", without_determiner(" ".join(core.words)))
        return Phrase("body", noun=core.noun, words=core.description, name=name)
    return NAMES_NOBODY if core.owner is not None else Phrase("body", noun=core.noun, words=core.description)


def _apposed(text: str, later: Sequence[Piece], found: Sequence[Mention]) -> Mention | None:
    """The person named by an apposition: 'a spokesman, Ivan Orr'."""
    for start, end in later:
        for one in found:
            if one.end == end and one.kind in ("person", "word") and not one.owner and start <= one.run:
                between = text[start : one.run].strip()
                if len(between.split()) < _LONGEST_BETWEEN and not AND.search(f" {between} "):
                    return one
    return None


def without_determiner(phrase: str) -> str:
    """A phrase without the article or possessive pronoun before it."""
    return _DETERMINER.sub("", phrase)


def is_plural(noun: str) -> bool:
    """Whether a noun looks like several."""
    return noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and noun not in NOT_PLURAL and len(noun) > 3
