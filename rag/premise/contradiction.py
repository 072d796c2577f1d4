"""Whether the evidence says the opposite of what a question takes for granted, and by which sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.words import stem_of, tokens
from rag.asked import Asked
from rag.evidence.weigh import Evidence
from rag.premise.claim import Assumed, assumed, names
from rag.premise.heard import Heard
from rag.premise.opposites import HEADS, RANKS, SPEAKS, TAKES, Stance, contrary, key
from rag.premise.polarity import Told
from rag.question import Query
from rag.words import Rarity, term_weight

READ = 10
"""Sentences, best first, in which a contradiction is looked for."""
CLOSE_ENOUGH = 0.5
"""Share of the best score from which a sentence is looked at."""
ALIKE = 0.15
"""Coverage that a sentence which says what the question says may lack, and still uphold it."""
DENIED, DENIED_OF_SOUGHT, OPPOSED, TAKEN = 0.55, 0.35, 0.7, 0.5
"""Coverage of the rest of the question from which a denial, an opposite, an attitude contradicts it."""


_STANCES: tuple[tuple[Stance, Stance], ...] = (("for", "against"), ("against", "for"))


@dataclass(frozen=True)
class Contradiction:
    """What the archive says against what a question takes for granted."""

    text: str
    """A sentence for the reader, without the quotation."""
    evidence: Evidence
    """The sentence that says it."""


def contradiction(
    query: Query, asked: Asked | None, evidence: Sequence[Evidence], rarity: Rarity
) -> Contradiction | None:
    """The best sentence that says the opposite of what the question takes for granted; None where none does.

    A sentence that says what the question says, and as much of it, upholds it.
    """
    claim = assumed(query)
    if claim is None or not evidence or evidence[0].score <= 0:
        return None
    subject = {key(one) for one in names(claim.subject)}
    arguments = tuple(
        (key(term.stem), term_weight(term, rarity))
        for term in query.topic
        if not term.is_frame and key(term.stem) not in subject
    )
    heard = [
        Heard(one, claim, asked, arguments) for one in evidence[:READ] if one.score >= CLOSE_ENOUGH * evidence[0].score
    ]
    found = _rank(claim, heard) or _denied(claim, heard) or _opposed(claim, heard) or _attitude(claim, heard)
    return Contradiction(_lead(found), found) if found else None


def _lead(evidence: Evidence) -> str:
    """Words before the sentence that contradicts, with whose words they are where it does not say so itself."""
    reading = evidence.reading
    speakers = reading.voices[evidence.at].speakers
    held = frozenset().union(*(reading.stems[at] for at in reading.unit(evidence.at)))
    if len(speakers) != 1 or stem_of(speakers[0].split()[-1]) in held:
        return "The archive says otherwise:"
    return f"The archive says otherwise, in the words of {speakers[0]}:"


def _rank(claim: Assumed, heard: Sequence[Heard]) -> Evidence | None:
    """Of 'Since when has she been the head of the council?': she is called its deputy head."""
    asked = [word.casefold() for word in tokens(claim.text)]
    heads = [at for at, word in enumerate(asked) if word in HEADS and at and asked[at - 1] not in RANKS]
    if not heads or not claim.subject or claim.open == "subject":
        return None
    head = asked[heads[0]]
    for one in heard:
        words = [word.casefold() for word in tokens(one.evidence.reading.text(one.evidence.at))]
        held = [at for at, word in enumerate(words) if word in HEADS]
        if not held or not names(claim.subject) & one.evidence.reading.stems[one.evidence.at]:
            continue
        lesser = [at for at in held if at and words[at - 1] in RANKS and (words[at] == head or len(held) == 1)]
        if lesser and len(lesser) == len(held) and one.coverage({key(stem_of(head))}) >= OPPOSED:
            return one.evidence
    return None


def _denied(claim: Assumed, heard: Sequence[Heard]) -> Evidence | None:
    """A word of the question that the evidence denies, or one that the question denies and the evidence does not."""
    subject = {key(one) for one in names(claim.subject)}
    for said in claim.words:
        pivot, denies = said.key, said.denied
        if (
            said.is_name
            or pivot in subject
            or pivot.isdigit()
            or not (said.firm or denies)
            or (denies and said.universal)
        ):
            continue
        against: list[tuple[float, Heard]] = []
        upheld = 0.0
        for one in heard:
            mentions = [word for word in one.told if word.key == pivot]
            if not mentions or not one.about:
                continue
            covered = one.coverage({pivot})
            if any(word.denied == denies for word in mentions):
                upheld = max(upheld, covered)
            elif all(word.firm for word in mentions) and _answers(claim, one, mentions, denies=denies):
                against.append((covered, one))
        best = max(against, key=lambda pair: pair[0], default=None)
        if best is not None and best[0] >= _needed(claim, best[1], pivot) and upheld < best[0] - ALIKE:
            return best[1].evidence
    return None


def _needed(claim: Assumed, one: Heard, pivot: str) -> float:
    """Coverage from which a denial counts; less where what is asked for stands beside what is denied: 'gave no details'."""
    clauses = {word.clause for word in one.told if word.key == pivot}
    beside = {word.key for word in one.told if word.clause in clauses}
    return DENIED_OF_SOUGHT if claim.open == "object" and claim.sought and claim.sought <= beside else DENIED


def _answers(claim: Assumed, one: Heard, mentions: Sequence[Told], *, denies: bool) -> bool:
    """Whether a denial leaves nothing of what is asked for: of which details, that it was none."""
    if denies:  # when it was not done, or what was not done, may be asked of what was done at other times, or to others
        return claim.open == "reason"
    if claim.open in {"reason", "circumstance"}:
        return True
    universal = any(word.universal for word in mentions)
    if claim.open == "subject":
        return universal
    clauses = {word.clause for word in mentions}
    return universal or any(word.key in claim.sought and word.clause in clauses for word in one.told)


def _opposed(claim: Assumed, heard: Sequence[Heard]) -> Evidence | None:
    """A word of the question in whose place the evidence has its opposite."""
    for at, asked in enumerate(claim.words):
        opposites = contrary(asked.key)
        behind = claim.words[at + 1].key if at + 1 < len(claim.words) else None
        if not opposites or behind is None or any(_follows(one.told, asked.key, behind) for one in heard):
            continue
        for one in heard:
            if not one.about or one.coverage({asked.key}) < OPPOSED or asked.key in one.keys:
                continue
            if any(
                _follows(one.told, word.key, behind) and word.denied == asked.denied and word.firm
                for word in one.told
                if word.key in opposites
            ):
                return one.evidence
    return None


def _follows(words: Sequence[Told], one: str, other: str) -> bool:
    """Whether a word stands right behind another."""
    return any(left.key == one and right.key == other for left, right in pairwise(words))


def _attitude(claim: Assumed, heard: Sequence[Heard]) -> Evidence | None:
    """Somebody's own words against what a question has them welcome, or for what it has them condemn."""
    if not claim.subject or claim.open not in {"reason", "circumstance"}:
        return None
    for stance, other in _STANCES:
        taken = [one.key for one in claim.words if one.key in TAKES[stance] and not one.denied]
        if not taken:
            continue
        against: list[Heard] = []
        for one in heard:
            if not one.voiced or one.coverage(taken) < TAKEN:
                continue
            if any(word.key in SPEAKS[stance] and not word.denied for word in one.told):
                return None
            if any(word.key in SPEAKS[other] and not word.denied for word in one.told):
                against.append(one)
        if against:
            return max(against, key=lambda one: one.coverage(taken)).evidence
    return None
