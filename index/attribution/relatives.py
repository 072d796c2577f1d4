"""Whoever 'who' or 'which' goes on about, and pronouns inside quotations."""

import re

from index.attribution.cast import Entity
from index.attribution.descriptions import holders
from index.attribution.gender import PRONOUNS
from index.attribution.mentions import Mention
from index.attribution.scene import NEAR, Scene
from index.attribution.sources import read
from index.spans import Span

_BESIDE = re.compile(
    r"[\s,]*|,? ?\([^()]{1,20}\),? ?|, [RDI]-[\w.]+,? | (?:-|--|–|—) |, \d+,? |, (?:\d+, )?(?:from|of) [^,;.]{3,30}, "
)
"""What may stand between a name and 'who'."""
_APPOSITION = re.compile(
    r", (?:the|a|an|his|her|who) [^,;.“”\"]{3,90}[ ,]+(?:and )?|, [^,;.“”\"]{3,70}, (?:and )?"
    r"| (?:is|was|remains|became) (?:the|a|an) [^,;.“”\"]{3,90} "
)
_OFFICE = re.compile(r"\b(the [\w’' \-]{3,40}?),? $")
_IN_VIEW = -0.5


def antecedents(scene: Scene, source: Span, word: str) -> list[Entity]:
    """Whom a relative pronoun takes up; nobody where that is no name of this sentence."""
    sentence = max(0, scene.sentence_at(source.start))
    low = scene.sentences[sentence].start if scene.sentences else 0
    for mention in scene.before(source.start):
        if mention.start < low:
            break
        between = scene.text[mention.end : source.start]
        beside = _BESIDE.fullmatch(between) is not None
        apposed = word == "who" and _APPOSITION.fullmatch(between) is not None
        who = scene.entities(mention)
        if beside and word == "which":
            return who if mention.kind == "body" else []
        if beside and mention.kind == "word" and (not who or (word == "that" and not between.strip())):
            continue
        if mention.kind == "person" or (mention.kind == "word" and (beside or (apposed and who))):
            fits = beside or apposed
            return who if fits and not mention.owner else []
    office = _OFFICE.search(scene.text, low, source.start) if word == "who" else None
    return _holder(scene, Span(*office.span(1))) if office else []


def _holder(scene: Scene, span: Span) -> list[Entity]:
    """The one holder of an office that 'who' goes on about."""
    phrase = read(scene.text, span.start, span.end, scene.names_of(span))
    who = holders(scene, phrase) if phrase.says == "role" else []
    return who if len(who) == 1 else []


def in_quotation(scene: Scene, pronoun: str, source: Span) -> list[Entity]:
    """Persons a pronoun inside a quotation can mean: who is named in the quotation, else who is in view."""
    gender = PRONOUNS[pronoun]
    for mention in scene.before(source.start):
        if not mention.quoted or mention.start < source.start - NEAR:
            break
        fitting = [one for one in _persons(scene, mention) if one.gender in (gender, None)]
        if fitting:
            return fitting[:1]
    return [one for score, one in scene.focus.ranked(gender) if score > _IN_VIEW]


def _persons(scene: Scene, mention: Mention) -> list[Entity]:
    return scene.cast.who(mention) if mention.kind in ("person", "word") else []
