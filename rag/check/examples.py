"""What the support score is fitted on beside labelled claims: sentences of articles, shortened or falsified by rule."""

import random
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.sentences import split_sentences
from index.spans import Span

EVIDENCE = (3, 12)
"""Fewest and most sentences of the evidence; how many is drawn."""
WORDS = (7, 40)
"""Fewest and most words of a sentence that is taken."""
A_TEXT = 2
"""Sentences taken of each article."""
_NAME = re.compile(r"(?<!^)(?<![.!?“\"] )\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b")
_AUXILIARY = re.compile(r"\b(is|are|was|were|will|would|can|could|should|has|have|had|did|does|do)\b(?! not\b|n[’'])")
_NOT = re.compile(r"\b(is|are|was|were|will|would|can|could|should|has|have|had|did|does|do) not\b")
_ASIDE = re.compile(r", [^,“”\"]{4,70},(?= )|\s\([^()]{2,60}\)|\s[—–]\s[^—–]{4,70}\s[—–](?= )")
_LAST_CLAUSE = re.compile(
    r"(?:,| —) (?:which|who|while|but|and|as|because|after|although|according to)\b[^“”\"]{8,}(?=[.!?]$)"
)
_FIRST_CLAUSE = re.compile(
    r"^(?:In|On|At|After|Before|As|While|When|For|But|And|Still|Meanwhile)\b[^,“”\"]{2,60}, (?=\w)"
)
_SPOKEN = re.compile(r"^[“\"](.{20,}?),[”\"] ((?:[A-Z][\w.’'-]+ ?){1,4}) (said|says|added|told [^.]{3,30})\.$")
_VERB = re.compile(r" (?=(?:is|are|was|were|will|would|can|could|has|have|had|said|says|told|did|does)\b)")
_OTHER_WORDS = dict(
    pair.split("|")
    for pair in " ".join(
        """
    said|stated; says|states; told|informed; percent|per cent; won't|will not; can't|cannot; didn't|did not;
    doesn't|does not; isn't|is not; it's|it is; because|since; but|however,; many|numerous; large|big;
    began|started; people|persons; more than|over; about|around; including|such as; called|named; show|indicate;
    shows|indicates; while|whereas; last year|the previous year; help|assist; need|require; needs|requires;
    got|received; get|receive; make|produce; country|nation; campaign|race; want|wish; wants|wishes;
    think|believe; although|even though; such|this kind of; after|following; before|ahead of; job|position;
    money|funds; kids|children; killed|slain; attack|assault; major|important; next|following
    """.split()
    ).split("; ")
)
"""Words that can stand for others in most sentences."""
_OTHER_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_OTHER_WORDS, key=len, reverse=True))})\b")
ELSEWHERE = 0.3
"""Share of false claims that are true sentences of the article, which the evidence leaves out."""
OWN_NAMES = 0.5
"""Share of changed names that stand in the same article."""
VERBATIM, REWORDED = 0.25, 0.6
"""Shares of claims left as they stand where they can be changed, and of those some of whose words are replaced."""


class Pair(NamedTuple):
    """A claim with the text it is held against."""

    document: str
    claim: str
    supported: bool
    kind: str
    """The rule that made it."""


def pairs(texts: Sequence[str], seed: int) -> list[Pair]:
    """True and false claims on some articles, as many of the ones as of the others, which depend on the seed alone."""
    rng = random.Random(seed)  # noqa: S311 - which sentences, nothing secret
    read = [_sentences(text) for text in texts]
    return [pair for at, sentences in enumerate(read) for pair in _of_article(sentences, read[at - 1], rng)]


def _sentences(text: str) -> list[str]:
    return [" ".join(text[one.start : one.end].split()) for one in split_sentences(text, [Span(0, len(text))])]


def _of_article(sentences: Sequence[str], other: Sequence[str], rng: random.Random) -> Iterator[Pair]:
    """For each sentence drawn, a true claim and a false one."""
    good = [at for at, one in enumerate(sentences) if WORDS[0] <= len(one.split()) <= WORDS[1] and one[-1] in '.”"']
    for at in rng.sample(good, min(A_TEXT, len(good))):
        size = rng.randint(*EVIDENCE)
        start = max(0, at - rng.randrange(size))
        document = " ".join(sentences[start : start + size])
        true, how = _shortened(sentences[at], rng)
        yield Pair(document, _reworded(true, rng), supported=True, kind=how)
        false = _falsified(true, sentences, other, rng)
        if false is None or rng.random() < ELSEWHERE:
            outside = [one for n, one in enumerate(sentences) if n in good and not start <= n < start + size]
            false = (rng.choice(outside), "elsewhere") if outside else None
        if false is not None and false[0] not in document:
            yield Pair(document, _reworded(false[0], rng), supported=False, kind=false[1])


def _shortened(sentence: str, rng: random.Random) -> tuple[str, str]:
    """A sentence as it stands or with less in it: without an aside, a first or a last clause, or in other order."""
    spoken = _SPOKEN.match(sentence)
    if spoken:
        words, who, verb = spoken.groups()
        if verb in ("said", "says", "added"):
            return f"{who.strip()} {verb} that {words}.", "turned"
    if rng.random() < VERBATIM:
        return sentence, "verbatim"
    how, text = "verbatim", sentence
    rules = [(_ASIDE, "aside"), (_LAST_CLAUSE, "last"), (_FIRST_CLAUSE, "first")]
    rng.shuffle(rules)
    for pattern, name in rules[:2]:
        without = pattern.sub("", text, count=1)
        if without != text and len(without.split()) >= WORDS[0]:
            how, text = name, without
    return text[0].upper() + text[1:], how


def _reworded(claim: str, rng: random.Random) -> str:
    """A claim with some of its words replaced by others that say the same."""
    if rng.random() >= REWORDED:
        return claim
    return _OTHER_WORD.sub(
        lambda match: _OTHER_WORDS.get(match[0], match[0]) if rng.random() < 0.7 else match[0], claim
    )


def _falsified(claim: str, own: Sequence[str], other: Sequence[str], rng: random.Random) -> tuple[str, str] | None:
    """A claim with one thing changed, by material of its own article or of another, and by which rule."""
    names_of = own if rng.random() < OWN_NAMES else other
    changed = {
        "name": _other_name(claim, names_of, rng),
        "number": _other_number(claim, rng),
        "denied": _denied(claim, rng),
        "crossed": _crossed(claim, own, rng),
    }
    ways = [how for how, text in changed.items() if text is not None and text != claim]
    if not ways:
        return None
    how = rng.choice(ways)
    return changed[how] or "", how


def _other_name(claim: str, sentences: Sequence[str], rng: random.Random) -> str | None:
    here = _NAME.findall(claim)
    there = sorted({name for one in sentences for name in _NAME.findall(one)} - set(here))
    if not here or not there:
        return None
    name = rng.choice(here)
    alike = [one for one in there if len(one.split()) == len(name.split())]
    return str(claim.replace(name, rng.choice(alike or there)))


def _other_number(claim: str, rng: random.Random) -> str | None:
    here = _NUMBER.findall(claim)
    if not here:
        return None
    number = rng.choice(here)
    if not number[0].isdigit():
        return str(
            claim.replace(number, rng.choice([one for one in ("three", "four", "six", "nine") if one != number]))
        )
    return str(claim.replace(number, "".join(str(rng.randint(1, 9)) if one.isdigit() else one for one in number)))


def _denied(claim: str, rng: random.Random) -> str | None:
    if _NOT.search(claim):
        return _NOT.sub(r"\1", claim, count=1)
    found = list(_AUXILIARY.finditer(claim))
    if not found:
        return None
    one = rng.choice(found)
    return f"{claim[: one.end()]} not{claim[one.end() :]}"


def _crossed(claim: str, own: Sequence[str], rng: random.Random) -> str | None:
    """Its subject with what another sentence says of another."""
    mine = _VERB.split(claim, maxsplit=1)
    theirs = [parts for one in own if len(parts := _VERB.split(one, maxsplit=1)) == 2 and len(parts[1].split()) > 4]
    theirs = [parts for parts in theirs if parts[1] not in claim]
    if len(mine) < 2 or not theirs or not mine[0][0].isalnum():
        return None
    return f"{mine[0]} {rng.choice(theirs)[1]}"
