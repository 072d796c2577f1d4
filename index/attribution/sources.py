"""Reads a source phrase: a pronoun, several names, or a noun phrase."""

import re
from collections.abc import Sequence

from index.attribution.gender import PRONOUNS
from index.attribution.heads import AND, Piece, after_head, read_head
from index.attribution.mentions import Mention
from index.attribution.nouns import SPEECH
from index.attribution.phrases import NAMES_NOBODY, Phrase

_LEAD = re.compile(
    r"(?:but|and|yet|so|even|like|including|for|from|by|to|while|when|then|only|according to|as for|among them|both|"
    r"with|just|not|as well as|either|neither|because|if|as|although|though|former and|such as)\s+",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[,;:()\[\]—–\"“”]| - | -- ")
_FIRST = re.compile(r"[\w’'\-]+|.")
_JOINED = re.compile(r",? (?:and|or) ")
_ADVERBIAL = re.compile(r"(?:in|at|on|during|after|before|following)\s", re.IGNORECASE)
_AND_FIRST = re.compile(r"and\s")
_SPOKEN_BY = re.compile(
    r"(?:[\w’'-]+ ){0,4}?([a-zé]+) (?:(?:released|issued|adopted|published|conducted|signed|written|made|sent|given) )?"
    r"(?:(?:on )?[A-Z][a-z]+day )?(?:by|from) (?=.*[A-Z])"
)
_DOCUMENTS = SPEECH | {"communique", "communiqué", "study", "declaration", "release", "text", "post"}
_SELF = frozenset("i me my mine myself i’m i'm i’ve i've".split())
_US = frozenset("we our us ours".split())
_RELATIVES = frozenset("who which that whom whose".split())


def read(text: str, start: int, end: int, found: Sequence[Mention]) -> Phrase:
    """Reads `text[start:end]`; `found` are the names in it, in order."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ".'’"):
        end -= 1
    while (lead := _LEAD.match(text, start, end)) is not None and lead.end() < end:
        start = lead.end()
    spoken = _SPOKEN_BY.match(text, start, end)
    if spoken is not None and spoken.group(1) in _DOCUMENTS and any(one.run >= spoken.end() for one in found):
        start = spoken.end()
    first = _FIRST.match(text, start, end)
    if first is None:
        return NAMES_NOBODY
    found = [one for one in found if one.run >= start]
    pronoun = _pronoun(first.group().casefold(), text[first.end() : end])
    if pronoun is not None and not (found and found[0].run == start and found[0].words[0] not in ("He", "She", "I")):
        return pronoun
    pieces = _pieces(text, start, end, found)
    if len(pieces) > 1 and _ADVERBIAL.match(text, start, end):
        pieces = pieces[1:]
    return _several(text, pieces, found) or read_head(text, pieces, found)


def _pronoun(first: str, rest: str) -> Phrase | None:
    """A source that is a pronoun, or begins with one that heads it."""
    alone = not rest.strip(" .,")
    joined = _JOINED.match(rest) is not None
    if first in PRONOUNS and (alone or first not in ("his", "her")):
        return Phrase("several" if joined else "pronoun", pronoun=first)
    if first in _SELF and (alone or first not in ("my", "mine")):
        return Phrase("several") if joined else Phrase("self", pronoun="i")
    if first in _US:
        return Phrase("self", pronoun="we") if alone else NAMES_NOBODY
    if alone and first in _RELATIVES:
        return Phrase("relative", pronoun=first)
    return Phrase("it") if alone and first == "it" else None


def _pieces(text: str, start: int, end: int, found: Sequence[Mention]) -> list[Piece]:
    """The phrase between commas, brackets and dashes that stand in no name and no title before it, without blanks around."""
    edges = [start]
    for match in _BREAK.finditer(text, start, end):
        if not any(one.run <= match.start() < one.end for one in found):
            edges += [match.start(), match.end()]
    edges.append(end)
    pieces = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        part = text[first:last]
        if part.strip():
            pieces.append(Piece(first + len(part) - len(part.lstrip()), last - len(part) + len(part.rstrip())))
    return pieces or [Piece(start, end)]


def _several(text: str, pieces: Sequence[Piece], found: Sequence[Mention]) -> Phrase | None:
    """Names joined by 'and', or listed."""
    begin, stop = pieces[0]
    speaking = [one for one in found if not one.owner]
    head_end = after_head(text, begin, stop, found)
    for match in AND.finditer(text, begin, head_end):
        if any(one.end == match.start() and (one.kind != "place" or one.start == begin) for one in found):
            return Phrase("several", named=tuple(one for one in speaking if begin <= one.start < stop))
    if len(pieces) < 2 or not any(one.end == stop for one in speaking):
        return None
    ends_with_and = _AND_FIRST.match(text, *pieces[-1]) is not None
    second = next((one for one in speaking if one.run == pieces[1].start), None)
    if second is not None and second.kind in ("person", "word"):
        joined = AND.match(text, second.end)
        if joined or (second.end == pieces[1].end and ends_with_and):
            return Phrase("several", named=tuple(speaking))
    if ends_with_and and len(pieces) > 2 and any(one.run > pieces[-1].start for one in speaking):
        return Phrase("several", named=tuple(speaking))
    return None
