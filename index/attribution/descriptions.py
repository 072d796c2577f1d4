"""Who a description takes up: the holder of an office, a body by its kind, somebody's campaign."""

import re
from collections.abc import Collection

from index.attribution.cast import Entity
from index.attribution.gender import PRONOUNS, of_noun
from index.attribution.mentions import Mention
from index.attribution.nouns import BODY_NOUNS, GENERIC, HEADS, POLLS, TEAM
from index.attribution.offices import PARTIES, PLACES, can_be_of, is_office, role_tokens
from index.attribution.phrases import Phrase
from index.attribution.record import NOBODY, Speaker
from index.attribution.scene import NEAR, Scene
from index.spans import Span
from index.words import FUNCTION_WORDS

_TEAM_OF = {noun: re.compile(rf"([A-Z][\w’'-]*[^\W_s’'])(?:['’]s?)? {noun}\b") for noun in TEAM}
_POLL = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|new|latest|to)\s(?!(?:New|Latest|National) )((?:[A-Z][\w.&/-]*)(?: [A-Z][\w.&/-]*)*) "
    r"(?:[a-z]+ )?(?:poll|survey)\b"
)
"""What a poll is called by: 'a Lund Herald poll'."""
_LOOSE = frozenset("company firm group organization network newspaper paper magazine".split())
"""Nouns that can take up a body whose name does not tell its kind."""
_SUBJECT = re.compile(
    r"(?:The|(?:If|When|While|As|But|And|After|Before|Because|Though|Although|Once|Since|Until) the) "
    r"((?:[\w.’'-]+ ){0,4}?)([a-z-]+)(?= (?:[a-z]+ly )?(?:has|had|was|is|said|says|\w+ed|will|would|also|who|lost|won|went"
    r"|does|did|made|took|gave|came|led|held|ran|met|put|saw|got|began|spoke|wrote|told|left|kept|can|could|may)\b)"
)
"""A sentence's subject that may name an office."""
_IN_VIEW = -0.5
"""What somebody in focus must score to be taken up by a description that the article has not given them."""
_MOST_CANDIDATES = 4
_LEADERS = frozenset("leader chief boss head strongman".split())
_RULERS = frozenset({"president", "prime"})
"""Heads and telling words of the offices that lead a country: 'the Kremlin chief' is a president."""


def holders(scene: Scene, phrase: Phrase) -> list[Entity]:
    """The persons a description fits, as far as the article tells."""
    wanted = role_tokens(phrase.words)
    gender = of_noun(phrase.noun)
    scores = _scores(scene, phrase, wanted)
    if phrase.says == "owned":  # "Vale's lawyer": only who is given just this role
        least = max(2, len(wanted))
        return [one for one, score in scores.items() if score >= least][:1]
    best = max(scores.values(), default=0)
    top = [one for one, score in scores.items() if score == best]
    ranked = scene.focus.ranked(gender, lambda one: _may_belong(one, wanted))
    if phrase.noun not in GENERIC:
        among = scene.focus.choose([one for one in ranked if one[1] in top]) if len(top) > 1 else []
        return among or top
    near = scene.focus.choose(ranked) if ranked and ranked[0][0] > _IN_VIEW else []
    if len(near) == 1 and (not top or near[0] in top):
        return near
    if len(top) == 1 and (best > 1 or not near or top[0] in near):
        return top
    return (near or top)[:_MOST_CANDIDATES]


def _scores(scene: Scene, phrase: Phrase, wanted: frozenset[str]) -> dict[Entity, int]:
    """Persons who hold the office, with how many words of the description their role shares."""
    head = HEADS.get(phrase.noun.split("-")[-1], phrase.noun)
    if head == "minister" and head not in wanted:
        head = "spokesperson"  # "press secretary"
    scores = _holding({head}, scene, phrase, wanted)
    if not scores and phrase.noun in _LEADERS and wanted & PLACES:
        scores = _holding(_RULERS, scene, phrase, wanted)
    return scores


def _holding(heads: Collection[str], scene: Scene, phrase: Phrase, wanted: frozenset[str]) -> dict[Entity, int]:
    """Persons with a role of one of these heads, each with how many words its best shares with the description."""
    gender = of_noun(phrase.noun)
    scores: dict[Entity, int] = {}
    for entity in scene.cast.persons:
        if gender is not None and entity.gender not in (gender, None):
            continue
        for _, held in entity.roles:
            if held.intersection(heads) and can_be_of(wanted, held):
                scores[entity] = max(scores.get(entity, 0), len(wanted & held))
    return scores


def _may_belong(entity: Entity, wanted: frozenset[str]) -> bool:
    """Whether a person is not known to be of another party."""
    held = frozenset(word for _, words in entity.roles for word in words) & PARTIES
    return not (wanted & PARTIES and held) or bool(wanted & held)


def described(scene: Scene, position: int) -> Entity | None:
    """Whom a sentence that begins here with 'The' and an office is about, though it be somebody the article does not name."""
    match = _SUBJECT.match(scene.text, position)
    if match is None or not (noun := match.group(2)) or not is_office(noun):
        return None
    words = match.group()
    who = holders(scene, Phrase("role", noun=noun, words=words, role=words))
    return who[0] if len(who) == 1 else stranger(noun)


def stranger(noun: str) -> Entity:
    """Somebody unnamed, whom a pronoun can take up."""
    gender = of_noun(noun)
    return Entity((), roles=[(noun, frozenset({noun}))], men=gender == "m", women=gender == "f")


def body_of(scene: Scene, phrase: Phrase, source: Span) -> Speaker:
    """A body taken up by its common noun: the last one named of that kind, or the only one."""
    if not phrase.words.casefold().startswith("the ") and phrase.noun != "office":
        return NOBODY
    if phrase.noun in POLLS and not phrase.name:
        called = {one.replace("/", "-"): one for one in reversed(_POLL.findall(scene.text))}
        return Speaker(f"{called.popitem()[1]} {phrase.noun}", "resolved", is_body=True) if len(called) == 1 else NOBODY
    if phrase.name:
        return Speaker(phrase.name, "resolved", is_body=True)
    fitting = scene.cast.bodies_ending(BODY_NOUNS[phrase.noun])
    loose = phrase.noun in _LOOSE
    for mention in scene.before(source.start):
        if mention.start < source.start - 2 * NEAR:
            break
        body = scene.cast.body(mention.words) if mention.kind == "body" else None
        if body is not None and (body in fitting or (loose and _opens(scene, mention))):
            return scene.speaker(body, None)
    return scene.speaker(fitting[0], None) if len(fitting) == 1 and not loose else NOBODY


def _opens(scene: Scene, mention: Mention) -> bool:
    """Whether a name begins its sentence or speaks in it."""
    sentence = scene.sentences[scene.sentence_at(mention.start)]
    return mention.run - sentence.start <= len("The ") or scene.text.startswith(
        (" said", " says", " has", " is"), mention.end
    )


def team_of(scene: Scene, phrase: Phrase, source: Span) -> Speaker:
    """Somebody's campaign, as a body."""
    if phrase.mention is not None:
        return Speaker(f"{phrase.mention.words[-1]} {phrase.noun}", "resolved", is_body=True)
    names: set[str] = set()
    if phrase.pronoun in PRONOUNS:
        near = scene.focus.choose(scene.focus.ranked(PRONOUNS[phrase.pronoun]))
        if len(near) == 1 and near[0].words and f"{near[0].words[-1]} {phrase.noun}" in scene.text:
            names = {near[0].words[-1]}
    elif not phrase.pronoun:
        before = scene.text[max(0, source.start - 4 * NEAR) : source.start]
        names = {one for one in _TEAM_OF[phrase.noun].findall(before) if one.casefold() not in FUNCTION_WORDS}
    return Speaker(f"{names.pop()} {phrase.noun}", "resolved", is_body=True) if len(names) == 1 else NOBODY
