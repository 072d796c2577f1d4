"""The offices and occupations an article gives a person, in its words, and which descriptions can be of one office."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.attribution.gender import is_given
from index.attribution.mentions import Mention, bare
from index.attribution.nouns import HEADS, OF_ROLE, PARTY, PERSON_NOUNS, PLACE
from index.attribution.roles import DEPARTMENTS, HONORIFICS, POSSESSIVE
from index.words import FUNCTION_WORDS

PLACES = frozenset(PLACE.values())
PARTIES = frozenset(PARTY.values())
OFFICES = frozenset(HEADS.values())
COURTESY = frozenset("mr mrs ms miss messrs madam dr sir lord lady dame".split())
"""Titles that say nothing of an office."""
_WORD = re.compile(r"[\w.’'\-]+")
_PIECE = re.compile(r"\S+")
_AFTER = re.compile(
    r"(?:,| \(|\xa0\() ?(?:who (?:is|was|served as|has been) |now )?((?:the|a|an|his|her)? ?"
    r"(?:[^,.;:()“”\"—–\n]|(?<=[A-Z])\.|(?<=Mr)\.|(?<=Mrs)\.|(?<=Ms)\.|(?<=Dr)\.|(?<=Sen)\.|(?<=Gov)\.|(?<=Rep)\.){3,90})"
)
_IS = re.compile(r" (?:is|was|became|, as) ((?:the|a|an) [^,.;:()“”\"—–]{3,70})")
_CUT = re.compile(
    r" (?:who|and|but|which|that|whose|said|says|told|in an?|on|as|at the time|has|have|had|is|was|will|would|to|with) .*"
    r"| \w+ed .*"
)
_POST_MODIFIER = re.compile(r" (?:of|for|from|at|in) ")
_DETERMINER = re.compile(r"(?:the|a|an|his|her) ")
_OTHER_PERSON = re.compile(r" (?:and|with|while|as) ")
_SERVES = re.compile(r" (?:for|of|to) ")
_TWO_WORDS = {
    "new york": "newyork",
    "new hampshire": "newhampshire",
    "new jersey": "newjersey",
    "new mexico": "newmexico",
    "north carolina": "northcarolina",
    "south carolina": "southcarolina",
    "north dakota": "northdakota",
    "south dakota": "southdakota",
    "rhode island": "rhodeisland",
    "west virginia": "westvirginia",
    "united states": "us",
    "united kingdom": "uk",
    "front runner": "candidate",
    "standard bearer": "candidate",
}
_DOTTED = frozenset("gov. sen. rep. reps. sens. govs. dr. gen. lt. col. capt. sgt. prof. adm. maj. u.s.".split()) | {
    word for word in PLACE if word.endswith(".")
}
"""Words whose dot ends no sentence."""
_OFFICIAL = HONORIFICS - COURTESY - {"former"}
_NOT_IN_ROLE = frozenset("mr mrs ms miss messrs but when while as that said says or with by from in on at".split())
_EDGES = FUNCTION_WORDS | {"then", "now"}
_FARTHEST = 110
"""Characters before a name in which its role is sought."""
_LONGEST_ROLE = 85
"""Characters; a longer one is cut to the office."""
_MOST_WORDS = 7


class _Word(NamedTuple):
    text: str
    start: int


def role_tokens(phrase: str) -> frozenset[str]:
    """Words of a role by what they have in common with other words for it: its head, places, parties."""
    found = set()
    low = POSSESSIVE.sub("", phrase).casefold()
    for word in _WORD.findall(low):
        plain = word.rstrip(".")
        for part in (plain, *plain.split("-")) if "-" in plain else (plain,):
            same = PLACE.get(word) or PLACE.get(part) or PARTY.get(part) or HEADS.get(part) or part
            if same not in FUNCTION_WORDS and len(same) > 1:
                found.add("former" if same in ("ex", "onetime") else same)
    found |= {same for two, same in _TWO_WORDS.items() if two in low}
    if "minister" in found and (
        found & {"foreign", "state"} or ("diplomat" in low and found & {"top", "chief", "senior"})
    ):
        found |= {"foreign"}
    if {"press", "minister"} <= found:
        found = found - {"minister"} | {"spokesperson"}
    if "vice" in found:
        found = found - {"president"} | {"vice-president"}
    return frozenset(found)


def can_be_of(wanted: frozenset[str], held: frozenset[str]) -> bool:
    """Whether a description can be of a role: not of another place, party, rank or time."""
    for kind in (PLACES, PARTIES):
        if wanted & kind and held & kind and not wanted & held & kind:
            return False
    return all((word in held) == (word in wanted) for word in ("former", "vice-president"))


def is_office(word: str) -> bool:
    """Whether a word, or the last part of a compound, names an office or occupation."""
    plain = bare(word)
    return plain in PERSON_NOUNS or plain.split("-")[-1] in PERSON_NOUNS


def tidy(role: str | None) -> str | None:
    """A role with its blanks in order; None where it is a courtesy title or nothing."""
    if role is None:
        return None
    plain = " ".join(role.split()).strip(' ,;:“”"')
    return None if not plain or bare(plain) in COURTESY else plain


def role_before(text: str, mention: Mention) -> str:
    """The role before a name, in the article's words: 'Kremlin spokesman', also with a comma behind it; or nothing."""
    taken = _taken_before(text, mention)
    while taken and bare(taken[-1].text) in _EDGES:
        taken.pop()
    if not taken:
        return ""
    end = taken[0].start + len(taken[0].text)
    phrase = _of_whom(text[taken[-1].start : end].strip(" ,"))
    return phrase if any(is_office(word) or bare(word) in _OFFICIAL for word in phrase.split()) else ""


def _taken_before(text: str, mention: Mention) -> list[_Word]:
    """Words before a name that can be its role, the nearest first."""
    end = mention.start
    low = max(0, end - _FARTHEST)
    low = max(low, text.rfind("\n", low, end) + 1)
    if low and text[low - 1].isalnum():
        low = text.find(" ", low, end) + 1 or end
    words = [_Word(one.group(), one.start()) for one in _PIECE.finditer(text, low, end)]
    taken: list[_Word] = []
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        plain = bare(POSSESSIVE.sub("", word.text.strip("(“\"'")))
        role = is_office(plain) or plain in HONORIFICS or plain.startswith(("ex-", "then-"))
        listed = bool(taken) and bare(plain) in DEPARTMENTS and index > 0 and words[index - 1].text in ("for", "of")
        comma = word.text.endswith(",") and (taken or not role) and not listed  # "for Foreign, Health and Home Affairs"
        if _closes(word.text) or plain in _NOT_IN_ROLE or comma:
            break
        if not taken and not role and word.start < mention.run and plain not in PARTY:
            break
        if not (role or word.text[0].isupper() or plain in OF_ROLE or word.text.endswith(("'s", "’s"))):
            if taken and taken[-1].text.islower() and taken[-1].text not in ("of", "for", "and"):
                taken += _modifiers(words[: index + 1])
            break
        taken.append(word)
    return taken


def _closes(word: str) -> bool:
    """Whether a sentence or a quotation ends with this word."""
    if word.endswith(("’", "'")) and word[-2:-1] in ".,!?":
        return True
    return word[-1] in '.;:!?)”"—–' and word.casefold() not in _DOTTED


def _modifiers(words: Sequence[_Word]) -> list[_Word]:
    """Words in lower case between an article and an office: 'port' in 'the port director'."""
    found: list[_Word] = []
    for word in reversed(words[-4:]):
        low = word.text.casefold()
        if low in ("the", "a", "an"):
            return found
        if not low.replace("-", "").isalpha() or low.endswith("ing") or low in FUNCTION_WORDS or low == "like":
            return []
        found.append(word)
    return []


def _of_whom(phrase: str) -> str:
    """What of a phrase before a name is that person's: of 'the spokesman for President X', 'President'."""
    begin = 0
    for other in _OTHER_PERSON.finditer(phrase):
        left = phrase[begin : other.start()]
        if _names_person(left) or not any(is_office(word) or bare(word) in _OFFICIAL for word in left.split()):
            begin = other.end()
    phrase = phrase[begin:]
    for served in _SERVES.finditer(phrase):
        head, rest = phrase[: served.start()].split(), phrase[served.end() :].split()
        if bare(rest[0]) not in DEPARTMENTS and any(map(is_office, head)) and any(map(is_office, rest)):
            return phrase[served.end() :]
    return phrase


def _names_person(phrase: str) -> bool:
    """Whether a phrase holds a given name and a surname, so that the role before it is somebody else's."""
    words = phrase.split()
    return any(is_given(one) and other[0].isupper() for one, other in pairwise(words))


def roles_after(text: str, end: int) -> Iterator[str]:
    """Roles in an apposition or a predicate after a name that ends here."""
    for pattern in (_AFTER, _IS):
        match = pattern.match(text, end, end + 120)
        if match is None:
            continue
        phrase = _CUT.sub("", match.group(1)).strip()
        phrase = _DETERMINER.sub("", phrase, count=1) if _DETERMINER.match(phrase) else phrase
        core = _POST_MODIFIER.split(phrase)[0]
        words = core.split()
        if words and len(words) <= _MOST_WORDS and is_office(words[-1]) and not words[-1].endswith(("’s", "'s")):
            whole = phrase.split("''")[0] if len(phrase) < _LONGEST_ROLE else core
            yield " ".join(whole.split())
