"""Statements that a written sentence gives to somebody whose words its source does not have them to be; pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.attribution.cues import sources
from index.attribution.namesakes import compatible
from index.attribution.people import Name, names_in
from index.attribution.roles import POSSESSIVE
from index.attribution.transliteration import name_key
from index.quotations import outside, quotations
from index.spans import Span
from index.words import FUNCTION_WORDS, stem_of, tokens
from rag.check.negation import coverage
from rag.check.rarity import rarity_of
from rag.check.record import Numbered
from rag.check.source import Line, Source, lines_of
from rag.premise.opposites import key

BEST = 0.8
"""Share of the best line's coverage from which a line says what is attributed."""
_WHO = r"([^.,;\x00]{2,60}?)(?= (?:that|who|which|when|in|on|at|as|to|and|during|after)\b|[.,;\x00]|\s*$)"
_BY = re.compile(
    r"\b(?:said|stated|announced|confirmed|claimed|denied|expressed|mentioned|described|called|quoted|made|given|told|noted|"
    rf"reported|warned)\b[^.;\x00]{{0,40}}? by {_WHO}"
)
_WORDS_OF = re.compile(
    rf"\b(?:in the words of|words of|(?:statement|remarks?) (?:by|from|of)|in the (?:view|opinion) of) {_WHO}"
)
_OWNED = re.compile(
    r"(?<![\w-])((?:[A-Z][\w-]{0,30}[ \xa0]){0,3}[A-Z][\w-]{0,30})['’]s? "
    r"(?:statement|remark|comment|view|opinion|position|stance|response|claim|warning|word)s?\b"
)
_OF = re.compile(r"\b(?:of|for|in|at|from)(?: the)? $")
"""Before a name that says whose or where the speaker is."""
_PRONOUNS = frozenset("he she they it we i you who this that these those his her their its".split())


class _Heard(NamedTuple):
    """A line of the evidence held against what is attributed."""

    share: float
    """Of the attributed words that it holds, by rarity."""
    line: Line
    evidence: Numbered


def wrong(sentence: str, source: Source) -> list[str]:
    """Whom a sentence gives words to that are somebody else's, in phrases for a reader."""
    found = []
    for said in dict.fromkeys(speakers(sentence)):
        voice = said.split()
        near = _nearest(sentence, voice, source)
        if any(_same(voice, name) for one in near for name in _voices_of(one)):
            continue
        known = list(dict.fromkeys(one.evidence.speaker for one in near if one.evidence.speaker))
        if len(known) == 1:
            found.append(f"the words are {_whose(known[0])}, not {_whose(said)}")
        else:
            found.append(f"the source does not give these words to {said}")
    return found


def speakers(text: str) -> Iterator[str]:
    """Names of those whom a sentence has say something, pronouns and descriptions left out."""
    plain = outside(text, 0, len(text), quotations(text, [Span(0, len(text))]))
    phrases = sources(plain)
    for pattern in (_BY, _WORDS_OF, _OWNED):
        phrases += [match[1] for match in pattern.finditer(plain)]
    for phrase in phrases:
        name = _named(phrase)
        if name:
            yield name


def _named(phrase: str) -> str | None:
    """The name that a noun phrase ends its head with: 'the Kremlin spokesman Dmitry Peskov' is Dmitry Peskov."""
    bare = POSSESSIVE.sub("", phrase.strip()).strip()
    if not bare or bare.split()[0].casefold() in _PRONOUNS:
        return None
    found: list[Name] = [one for one in names_in(bare) if one.words]
    if not found or found[-1].end != len(bare) or _OF.search(bare[: found[-1].start]):
        return None
    return " ".join(found[-1].words)


def _same(voice: list[str], speaker: str) -> bool:
    """Whether a name can be a speaker's; of a body, whether one name holds the words of the other."""
    if compatible(name_key(voice), name_key(speaker.split())):
        return True
    one, other = (
        {stem_of(word) for word in words if word.casefold() not in FUNCTION_WORDS} for words in (voice, speaker.split())
    )
    return bool(one) and (one <= other or other <= one)


def _nearest(sentence: str, voice: list[str], source: Source) -> list[_Heard]:
    """The lines nearest to what is attributed."""
    names = {key(stem_of(word)) for word in voice}
    weights = {
        one: rarity_of(word)
        for word in tokens(sentence)
        if word.casefold() not in FUNCTION_WORDS and (one := key(stem_of(word))) not in names
    }
    heard = [
        _Heard(coverage(weights, line.keys), line, one)
        for one, text in zip(source.evidence, source.texts, strict=True)
        for line in lines_of(text)
    ]
    best = max((one.share for one in heard), default=0.0)
    return [one for one in heard if one.share >= BEST * best]


def _voices_of(heard: _Heard) -> Iterator[str]:
    """Whose words a line is: whom it names, and the speaker of the evidence where it is of the quote."""
    yield from speakers(heard.line.text)
    if heard.evidence.speaker:
        yield heard.evidence.speaker


def _whose(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"
