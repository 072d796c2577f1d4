"""Words that a question gives as somebody's, held against the words on record."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from index.catalog import StoredStatement
from index.spans import Span
from index.stemming import fold
from index.words import FUNCTION_WORDS, stem_of

FEWEST_WORDS = 3
CLOSE = 0.6
"""Share of the words, in order, that have to agree for a stretch of a statement to be what was meant."""
LONGER, SHORTER = 2, 1
"""How many words more or fewer than were given the words on record may have."""
ALIGNED = 8
"""Statements, nearest by the run of as many words, that are aligned word by word."""
_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»|(?<!\w)[‘']((?:[^’']|(?<=\w)[’'](?=\w))+)[’'](?!\w)")
_BARE = re.compile(
    r"\s*(?:(?:ever|really|actually)\s+)?(?:say|said|state|claim|declare|warn|argue|insist|announce|write|written)\s+"
    r"(?!about\b|on\b|any|some)(?:that\s+)?(?P<words>.+?)\s*\??$",
    re.IGNORECASE,
)
_SAID_BEFORE = re.compile(
    r"\b(?:say|says|said|saying|claim(?:s|ed)?|state[ds]?|declare[ds]?|writes?|wrote|quote[ds]?|warn(?:s|ed)?|the words?"
    r"|speaks?|spoke|calls?|called|utter(?:s|ed)?|(?:tell|tells|told)\s+\w+)(?:\s+(?:that|of|the\s+words))?\s*[,:]?\s*$",
    re.IGNORECASE,
)
"""What comes before words that a question gives as somebody's; “…” alone may be only a name."""
_YES_OR_NO = re.compile(r"\s*(?:did|has|does|had|have)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Claim:
    """Words that a question gives as said."""

    text: str
    marked: bool
    """Whether they stand in quotation marks, and so are to be the very words."""

    @property
    def words(self) -> list[str]:
        """Folded, in order."""
        return [_folded(match.group()) for match in _WORD.finditer(self.text)]


class Found(NamedTuple):
    """The stretch of a statement that is nearest to a claim."""

    statement: StoredStatement
    span: Span
    """Its characters in the article."""
    share: float
    """Words that agree, in order, as a share of the longer of the two; 1 where all do."""


def claimed(text: str, who: str | None) -> Claim | None:
    """The words that a question gives in quotation marks, or of 'Did Vale say the bridge is closed?' what comes last."""
    for match in _QUOTED.finditer(text):
        if not _SAID_BEFORE.search(text[: match.start()]):
            continue
        claim = Claim("".join(filter(None, match.groups())).strip(" .,;:!?"), marked=True)
        if len(claim.words) >= FEWEST_WORDS:
            return claim
    if who is None or not _YES_OR_NO.match(text):
        return None
    _, named, rest = text.partition(who)
    bare = _BARE.match(rest) if named else None
    retold = Claim(bare.group("words"), marked=False) if bare else None
    return retold if retold and len(retold.words) >= FEWEST_WORDS else None


def nearest_words(claim: Claim, said: Iterable[tuple[StoredStatement, str]]) -> Found | None:
    """The stretch nearest to a claim in statements, each given with its article's text; None if none is close."""
    wanted = claim.words
    rough: list[tuple[float, int, StoredStatement, list[re.Match[str]]]] = []
    for statement, text in said:
        words = [match for span in statement.content for match in _WORD.finditer(text, span.start, span.end)]
        if len(words) >= len(wanted) - SHORTER:
            score = fuzz.partial_ratio(wanted, [_folded(word.group()) for word in words])
            rough.append((-score, len(rough), statement, words))
    found = []
    for _, at, statement, words in sorted(rough, key=lambda one: one[:2])[:ALIGNED]:
        share, start, stop = _window(wanted, [_folded(word.group()) for word in words])
        shared = {_folded(word.group()) for word in words[start:stop]} & set(wanted) - FUNCTION_WORDS
        if share >= CLOSE and shared:
            span = Span(words[start].start(), words[stop - 1].end())
            found.append((share, len(shared), -at, Found(statement, span, share)))
    return max(found, key=lambda one: one[:3])[3] if found else None


def remark(claim: Claim, found: Found, words: str) -> str | None:
    """A sentence on how a claim agrees with the words on record; None where it only says the same in other words."""
    given = claim.text
    record = " ".join(words.split())
    if found.share == 1.0:
        return f"“{record}” is on record, word for word." if claim.marked else None
    if not claim.marked and (found.statement.kind == "indirect" or _same_content(given, record)):
        return None
    return f"The words on record are “{record}”, not “{given}”."


def _window(wanted: Sequence[str], words: Sequence[str]) -> tuple[float, int, int]:
    """Share, start and end of the run of words that agrees best; of equal ones that with most words in the same places."""
    best = (0.0, 0, 0, 0, 0)
    for length in range(max(1, len(wanted) - SHORTER), min(len(words), len(wanted) + LONGER) + 1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            share = LCSseq.similarity(wanted, run) / max(len(wanted), length)
            placed = sum(one == other for one, other in zip(wanted, run, strict=False))
            best = max(best, (share, placed, -abs(length - len(wanted)), -start, start + length))
    share, *_, start, stop = best
    return share, -start, stop


def _same_content(one: str, other: str) -> bool:
    """Whether two phrases differ in function words and endings alone."""
    return _stems(one) == _stems(other)


def _stems(phrase: str) -> list[str]:
    words = (_folded(match.group()) for match in _WORD.finditer(phrase))
    return [stem_of(word) for word in words if word not in FUNCTION_WORDS]


def _folded(word: str) -> str:
    return fold(word).replace("’", "'")
