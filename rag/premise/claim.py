"""What a question takes for granted: who, what of them, and what is left open."""

import re
from dataclasses import dataclass
from typing import Literal

from index.words import FUNCTION_WORDS, stem_of, tokens
from rag.premise.polarity import Told, told
from rag.question import Query

Open = Literal["reason", "circumstance", "object", "subject"]

_ASKS = re.compile(
    r"^\W*(?:(?:and|but|so|then)\W+)?(?P<before>(?:in|on|at|since|until|till|from|to|for|with|by|against|of|under|during|into|through)\s+)?"
    r"(?P<word>why|how|when|where|what|which|who|whom|whose)\b",
    re.IGNORECASE,
)
_VERB = "did|does|do|has|have|had|was|were|is|are|will|would|could|can|should|must|may|might"
_AUXILIARY = re.compile(rf"\b(?P<verb>{_VERB})(?P<not>n['’]?t)?\b", re.IGNORECASE)
_SPEECH_ONLY = re.compile(
    r"^\W*(?:and\s+|but\s+)?(?:what|how)\s+(?:else\s+)?(?:did|does|do|has|have|had|is|was)\b", re.IGNORECASE
)
_SEVERAL = re.compile(
    r"\b(?:or|differ|differs|difference|compare|compared|comparison|each|both|opposite|contrast)\b", re.IGNORECASE
)
"""What takes no one thing for granted: alternatives and comparisons."""
_CIRCUMSTANCES = frozenset({"how", "when", "where"})
_DO = re.compile(r"(?:did|does|do)\b", re.IGNORECASE)
_MODAL = re.compile(r"(?:would|could|can|should|must|may|might)", re.IGNORECASE)
_LONGEST_NOUN = 8
"""Words between the question word and the verb of what is asked for; of more, the verb is of another clause."""
_TIMES = frozenset("year date day month century time decade week hour".split())
_SPEECH_NOUNS = frozenset(
    "view views opinion position stance comment remark response reaction statement argument claim claims".split()
)


@dataclass(frozen=True)
class Assumed:
    """What a question takes for granted."""

    text: str
    subject: tuple[str, ...]
    """Words of who or what it is about; none where that is what is asked."""
    words: tuple[Told, ...]
    """Its words of content, with what it denies."""
    sought: frozenset[str]
    """Keys of the noun that is asked for: 'details' in 'which details'."""
    open: Open
    """What is left open: why, another circumstance (when, where, how), what was done to, or who did."""


def assumed(query: Query) -> Assumed | None:
    """What a question takes for granted; None where that is nothing: of yes or no, one or the other, of bare words."""
    text = query.text.replace("’", "'")
    asks = _ASKS.match(text)
    if asks is None or query.keywords or _SEVERAL.search(text):
        return None
    word = asks.group("word").casefold()
    rest = text[asks.end() :]
    auxiliary = _AUXILIARY.search(rest)
    speaker = query.speaker
    if speaker is not None and _SPEECH_ONLY.match(text):
        return None
    head = tokens(rest[: auxiliary.start()] if auxiliary else "") if word in {"what", "which", "whose", "how"} else []
    head = _noun(head)
    if speaker is not None and any(one.casefold() in _SPEECH_NOUNS for one in head):
        return None
    sought = {one.key for one in told(" ".join(head))} if word != "how" else set()
    subject = speaker.words or tuple(speaker.phrase.split()) if speaker else ()
    if auxiliary is not None and not subject:
        subject = _subject(rest[auxiliary.end() :])
    left = _open(asks, rest, head, auxiliary, by_name=speaker is not None)
    return Assumed(text, subject if left != "subject" else (), told(text), frozenset(sought), left)


def _open(asks: re.Match[str], rest: str, head: list[str], auxiliary: re.Match[str] | None, *, by_name: bool) -> Open:
    """What is left open, by the question word and the verb behind it; where in doubt who did, of which least follows."""
    if asks.group("word").casefold() == "why":
        return "reason"
    if asks.group("word").casefold() in _CIRCUMSTANCES or any(word.casefold() in _TIMES for word in head):
        return "circumstance"
    if auxiliary is None or len(tokens(rest[: auxiliary.start()])) > _LONGEST_NOUN or _MODAL.match(auxiliary[0]):
        return "subject"
    return "object" if by_name or asks.group("before") or _DO.match(auxiliary[0]) else "subject"


def _noun(head: list[str]) -> list[str]:
    """The noun phrase asked for, without what hangs on it: 'details of the weapons' is details."""
    for at, word in enumerate(head):
        if at and word.casefold() in FUNCTION_WORDS:
            return head[:at]
    return head


def _subject(rest: str) -> tuple[str, ...]:
    """The words behind the verb that name the subject: a name, or else the first word of content."""
    found: list[str] = []
    for word in tokens(rest):
        if word[0].isupper() and (word.casefold() not in FUNCTION_WORDS or (word.isupper() and len(word) > 1)):
            found.append(word)
        elif found:
            break
        elif word.casefold() not in FUNCTION_WORDS:
            return (word,)
    return tuple(found)


def names(words: tuple[str, ...]) -> frozenset[str]:
    """Stems of the words of a subject."""
    return frozenset(stem_of(word) for word in words if word.casefold() not in FUNCTION_WORDS)
