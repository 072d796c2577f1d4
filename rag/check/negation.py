"""Where a written sentence denies, turns round, makes sure or sets free of a condition what its source says; pure."""

import re
from collections.abc import Mapping, Sequence

from index.words import FUNCTION_WORDS, stem_of, tokens
from rag.check.rarity import rarity_of
from rag.check.source import Line, Source
from rag.premise.opposites import exclusive, key
from rag.premise.polarity import Told, told

BEST = 0.85
"""Share of the best line's coverage from which another is held to say what the sentence says."""
DENIED, OPPOSED = 0.7, 0.7
"""Coverage of the sentence's other words from which a line that denies it, or says the opposite, contradicts it."""
_MODAL = re.compile(
    r"\b(?P<modal>can|could|should|must|may|might)(?P<not>\s?not\b|n['’]t\b)?\s+(?:(?:be|have|been|a|an|the)\s+)*(?P<verb>[a-z]{3,})",
    re.IGNORECASE,
)
CONDITIONED, FEWEST_CONDITIONED = 0.6, 3
"""Coverage from which a line says the same under a condition, and how many words it has behind that alone."""
_IF = re.compile(r"\b(?:if|unless|whether)\b", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:if|unless|whether|would|could|might|may|until|should|in case)\b", re.IGNORECASE)
_MAY = re.compile(r"\b(?:may|might|could)\s+(?:not\s+|also\s+|be\s+|have\s+)*([a-z]{3,})", re.IGNORECASE)
_WILL = re.compile(
    r"\b(?:will|shall|is going to|are going to)\s+(?:not\s+|also\s+|be\s+|have\s+)*([a-z]{3,})", re.IGNORECASE
)


def contradictions(sentence: str, source: Source) -> list[str]:
    """What of a sentence the lines of its source that are nearest to it contradict, in phrases for a reader."""
    weights = {
        key(stem_of(word)): rarity_of(word) for word in tokens(sentence) if word.casefold() not in FUNCTION_WORDS
    }
    if not weights or not source.lines:
        return []
    return (
        (_denials(sentence, source.lines, weights) or _modals(sentence, source.lines, weights))
        + _opposites(sentence, source.lines, weights)
        + _surer(sentence, source.lines, weights)
        + _conditions(sentence, source.lines, weights)
    )


def coverage(weights: Mapping[str, float], held: frozenset[str], but: str = "") -> float:
    """Share of some words, by weight, that others hold; one may be left out."""
    total = sum(weight for word, weight in weights.items() if word != but)
    return sum(weight for word, weight in weights.items() if word != but and word in held) / total if total else 0.0


def _nearest(lines: Sequence[Line], weights: Mapping[str, float], but: str, least: float) -> list[Line]:
    """The lines that say what the sentence says, a word left out."""
    covered = [(coverage(weights, line.keys, but), line) for line in lines]
    best = max(share for share, _ in covered)
    return [line for share, line in covered if share >= max(least, BEST * best)]


def _denials(sentence: str, lines: Sequence[Line], weights: Mapping[str, float]) -> list[str]:
    for word in told(sentence):
        if word.is_name or word.key.isdigit() or not (word.firm or word.denied):
            continue
        near = _nearest(lines, weights, word.key, DENIED)
        mentions = [other for line in near for other in told(line.text) if other.key == word.key]
        if mentions and all(other.denied != word.denied and other.firm for other in mentions):
            return [
                f"the source does not say 'not' of '{word.word}'" if word.denied else f"the source denies '{word.word}'"
            ]
    return []


def _opposites(sentence: str, lines: Sequence[Line], weights: Mapping[str, float]) -> list[str]:
    own = told(sentence)
    for at, word in enumerate(own):
        against = exclusive(word.key)
        if not against or any(word.key in line.keys for line in lines):
            continue
        for line in _nearest(lines, weights, word.key, OPPOSED):
            others = told(line.text)
            for there, other in enumerate(others):
                beside = _beside(own, at) & _beside(others, there)
                if other.key in against and other.denied == word.denied and beside:
                    return [f"the source says '{other.word}', not '{word.word}'"]
    return []


def _beside(words: Sequence[Told], at: int) -> set[tuple[int, str]]:
    """What stands right before and behind a word."""
    return {(step, words[at + step].key) for step in (-1, 1) if 0 <= at + step < len(words)}


def _surer(sentence: str, lines: Sequence[Line], weights: Mapping[str, float]) -> list[str]:
    for match in _WILL.finditer(sentence):
        verb = key(stem_of(match[1]))
        near = [line.text for line in _nearest(lines, weights, verb, DENIED)]
        if any(verb == key(stem_of(will[1])) for text in near for will in _WILL.finditer(text)):
            continue
        may = next((may for text in near for may in _MAY.finditer(text) if key(stem_of(may[1])) == verb), None)
        if may is not None:
            return [f"the source says '{may[0].split()[0].casefold()}', not '{match[0].split()[0].casefold()}'"]
    return []


def _modals(sentence: str, lines: Sequence[Line], weights: Mapping[str, float]) -> list[str]:
    """Where a sentence says 'can' and its source 'cannot', of the same verb or what stands behind 'be'."""
    for own in _MODAL.finditer(sentence):
        modal, verb = own["modal"].casefold(), key(stem_of(own["verb"]))
        others = [
            (bool(other["not"]), other["modal"].casefold())
            for line in _nearest(lines, weights, verb, DENIED)
            for other in _MODAL.finditer(line.text)
            if key(stem_of(other["verb"])) == verb
        ]
        if others and (not own["not"], modal) in others and (bool(own["not"]), modal) not in others:
            return [f"the source says '{modal}{'' if own['not'] else ' not'}' of '{own['verb']}'"]
    return []


def _conditions(sentence: str, lines: Sequence[Line], weights: Mapping[str, float]) -> list[str]:
    if _OPEN.search(sentence):
        return []
    near = [line.text for line in _nearest(lines, weights, "", CONDITIONED)]
    if not any(_IF.search(text) for text in near):
        return []
    mentions: dict[str, list[Told]] = {}
    for other in (other for text in near for other in told(text)):
        mentions.setdefault(other.key, []).append(other)
    own = [one.key for one in told(sentence) if one.firm and not one.denied and not one.is_name and one.key in mentions]
    only = [one for one in own if not any(other.firm or other.denied for other in mentions[one])]
    return ["the source says it under a condition ('if')"] if len(only) >= FEWEST_CONDITIONED else []


def disagreeing(words: Sequence[Told], others: Sequence[Told]) -> int:
    """How many words both have that one denies and the other does not."""
    denied = {one.key: one.denied for one in others}
    return sum(one.key in denied and one.denied != denied[one.key] for one in words)
