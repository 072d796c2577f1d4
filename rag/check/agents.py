"""Deeds that a written sentence gives to somebody else than its source: 'used by Russia' for 'Ukraine uses'; pure."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.attribution.nouns import PLACE
from index.attribution.transliteration import transliterated
from index.words import FUNCTION_WORDS, stem_of, tokens
from rag.check.source import Line, Source
from rag.premise.opposites import key

_NAME = r"(?:[A-Z][\w-]{0,30}[ \xa0]){0,5}[A-Z][\w-]{1,30}"
_BY = re.compile(rf"(?<![\w-])(?P<deed>[a-z]{{3,20}}) by (?:the )?(?P<who>{_NAME})(?![\w-]|['’]s?\b)")
_DOES = re.compile(
    rf"(?<![\w-])(?P<who>{_NAME}) (?:(?:has|have|had|will|would|could|can|may|also|already|[a-z]{{2,12}}ly) ){{0,3}}"
    r"(?P<deed>[a-z]{2,17}(?:s|ed))\b"
)
_NO_DEED = frozenset("was is has does did said says its his this as sides followed seems appears becomes based".split())


class _Deed(NamedTuple):
    """A verb, or a noun with 'by', and who does it."""

    key: str
    who: str
    """One spelling of the last word of a name; of a place, the place."""
    text: str


def wrong(sentence: str, source: Source) -> list[str]:
    """Deeds of which the source names only other doers, each time that it speaks of them, in phrases for a reader."""
    found = []
    for deed in _deeds(sentence):
        others = _doers(deed.key, source.lines)
        if others and all(other.who != deed.who for other in others):
            found.append(f"the source says '{others[0].text}', not '{deed.text}'")
    return found


def _doers(deed: str, lines: Sequence[Line]) -> list[_Deed]:
    """Who does it in the source; nobody where one of its mentions does not name them."""
    found: list[_Deed] = []
    for line in lines:
        here = [one for one in _deeds(line.text) if one.key == deed]
        mentions = sum(word[0].islower() and key(stem_of(word)) == deed for word in tokens(line.text))
        if mentions > len(here):
            return []
        found += here
    return found


def _deeds(text: str) -> Iterator[_Deed]:
    """Every deed with a name for its doer; a pronoun or an abbreviation may stand for anybody."""
    for pattern in (_BY, _DOES):
        for match in pattern.finditer(text):
            last = match["who"].split()[-1]
            who = PLACE.get(last.casefold(), transliterated(last.casefold()))
            known = last.casefold() in PLACE or not (last.isupper() or last.casefold() in FUNCTION_WORDS)
            if known and match["deed"] not in _NO_DEED:
                yield _Deed(key(stem_of(match["deed"])), who, match.group())
