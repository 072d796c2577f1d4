"""Things that a written sentence gives to somebody whose they are not in its source: 'Washington's decision'; pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.attribution.nouns import PLACE
from index.attribution.transliteration import transliterated
from index.words import stem_of
from rag.check.source import Source
from rag.premise.opposites import key

_OWNED = re.compile(
    r"(?<![\w-])(?P<owner>[A-Z][\w-]{1,30})(?:['’]s|(?<=s)['’])\s+(?P<thing>(?:[a-z-]{2,20}\s+){0,2}[a-z-]{3,20})\b"
)


class _Owned(NamedTuple):
    """A possessive."""

    owner: str
    """One spelling of the last word of a name; of a place, the place."""
    thing: frozenset[str]
    """Keys of what is owned, of up to three words."""
    text: str


def wrong(sentence: str, source: Source) -> list[str]:
    """What a sentence gives to somebody else than its source, in phrases for a reader."""
    given = list(_owned(source.text))
    found = []
    for one in _owned(sentence):
        same = [other for other in given if one.thing & other.thing]
        if same and all(other.owner != one.owner for other in same):
            found.append(f"the source says '{same[0].text}', not '{one.text}'")
    return found


def _owned(text: str) -> Iterator[_Owned]:
    """Every possessive of a name, each with the words behind it."""
    for match in _OWNED.finditer(text):
        owner = match["owner"].casefold()
        first = match["thing"].split()[0]
        yield _Owned(
            PLACE.get(owner, transliterated(owner)), frozenset((key(stem_of(first)),)), f"{match['owner']}’s {first}"
        )
