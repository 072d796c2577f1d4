"""Pronouns of a question replaced by whom or what they mean in the conversation."""

import re
from collections.abc import Iterable

from index.attribution.gender import Gender
from rag.followup.talk import Exchange, Talk, pronoun_gender
from rag.followup.things import Thing, named
from rag.period import periods

_PERSON = re.compile(
    r"\b(?P<word>he|she|him|her|his|hers|himself|herself)\b(?P<short>['’](?:s|d|ll)\b)?", re.IGNORECASE
)
_THEY = re.compile(r"\b(?P<word>they|them|their|theirs|themselves)\b(?P<short>['’](?:re|ve|d|ll)\b)?", re.IGNORECASE)
_IT = re.compile(r"\b(?P<word>it|its|itself)\b(?P<short>['’](?:s|d|ll)\b)?", re.IGNORECASE)
_NOTHING = re.compile(
    r"\bit(?:['’]s| is| was| be)? (?:not )?(?:true|possible|likely|clear|known|important|fair|worth|legal|hard|easy)\b"
    r"|\b(?:is|was) it (?:not )?(?:true|possible|likely|clear|known|important|fair|worth|legal|hard|easy)\b"
    r"|\bwhat time is it\b|\b(?:is|was|if|when|will|would|does|did) it (?:rain|snow)\w*",
    re.IGNORECASE,
)
"""'It' that means nothing."""
_THAT = re.compile(
    r"\b(?P<word>this|that|these|those)\b(?=\s*(?:[?.,;!]|$)|\s+"
    r"(?:to|in|on|at|with|from|for|by|before|after|was|is|were|are|did|does|has|"
    r"have|had|will|would|can|could|mean|happen|happened|affect|cause|take|work|come|about|as|and|or|because|when|while)\b)"
    r"|(?<=^is )(?P<first>this|that|these|those)\b"
    r"(?=\s+(?:a|an|the|his|her|their|its|true|why|how|what|\w+ful|\w+ed|\w+ive)\b)"
    r"|(?<=^was )(?P<other>this|that|these|those)\b"
    r"(?=\s+(?:a|an|the|his|her|their|its|true|why|how|what|\w+ful|\w+ed|\w+ive)\b)",
    re.IGNORECASE,
)
_SO = re.compile(r"\b(?P<verb>say|says|said|think|thinks|believe|believes) so\b", re.IGNORECASE)
_WHICH_TIME = re.compile(
    r"(?:\b(?P<prep>in|at|during|on|around|by|after|before|since|until)\s+)?"
    r"\b(?:that|this|the same|these|those|the)\s+"
    r"(?P<noun>years?|time(?: ?frame| period)?|period|months?|days?|weeks?|era|season)\b",
    re.IGNORECASE,
)
_THEN = re.compile(r"\b(?:(?P<prep>since|until|before|by|from)\s+|back\s+)?then\b(?=\s*(?:[?.,!]|$))", re.IGNORECASE)
_THERE = re.compile(
    r"\b(?P<prep>from |in )?there\b(?=\s*(?:[?.,!]|$)|\s+(?:in|on|at|after|before|during|with|for|when|by|as)\b)",
    re.IGNORECASE,
)
_EXISTS = re.compile(r"\b(?:is|are|was|were|be|been)\s+there\s+\w", re.IGNORECASE)
_TWO = re.compile(
    r"\b(?:the two(?: of them)?|both of them|the pair|the two (?:men|women|leaders|presidents|ministers|sides))\b",
    re.IGNORECASE,
)
_POSSESSIVE = frozenset({"his", "their", "its"})
_NEXT_WORD = re.compile(r"\s+(?P<next>[A-Za-z][\w’'-]*)")
_NOT_OWNED = frozenset(
    "to about in on at for with from by of and or when where why how what say said think do did as if that"
    " before after the a".split()
)
_CLAUSE_BEFORE = re.compile(r"\b(?:[Tt]he|these|those|which|other|any|many|some)\s+(?:[a-z]+\s+)?[a-z]+[^s\W]s\b")
"""Several who are named in the question itself: 'the critics'."""


def resolve(question: str, talk: Talk) -> tuple[str, bool]:
    """The question with its pronouns replaced, and whether there were any that could be."""
    text = question
    for replace in (_two, _persons, _they, _it, _times, _there, _that):
        text = replace(text, talk)
    return text, text != question


def _two(text: str, talk: Talk) -> str:
    """'the two': two people named together in the last answer or question."""
    match = _TWO.search(text)
    if match is None:
        return text
    for things in (talk.last.told, talk.last.named):
        people = [one for one in things if one.kind == "person"]
        if len(people) == 2:
            return text[: match.start()] + " and ".join(one.text for one in people) + text[match.end() :]
    return text


def _persons(text: str, talk: Talk) -> str:
    """He and she, and what is theirs."""
    for wanted in ("m", "f"):
        matches = [one for one in _PERSON.finditer(text) if pronoun_gender(one["word"]) == wanted]
        if not matches or _stands_for_subject(text, matches[0]):
            continue
        person = person_meant(wanted, talk)
        if person is not None:
            text = _put(text, matches, person)
    return text


def _stands_for_subject(text: str, match: re.Match[str]) -> bool:
    """Whether a person named in the question itself is meant: 'What did Vale say about her plan?'."""
    before = [one for one in named(text[: match.start()]) if one.kind in ("person", "word")]
    bare = match["word"].casefold() in ("him", "her") and not _is_owner(text, match)
    return bool(before) and not bare


def person_meant(wanted: Gender, talk: Talk) -> Thing | None:
    """Who 'he' or 'she' is: whom the last question was about, else whom its answer names, else the same of earlier ones."""
    for things in _by_nearness(talk):
        full = [talk.full(one) for one in things]
        fitting = [one for one in full if one.can_be(wanted)]
        sure = [one for one in fitting if one.gender == wanted]
        likely = [one for one in fitting if one.kind == "person"]
        if sure or likely:
            return (sure or likely)[0]
    words = [one for things in _by_nearness(talk) for one in things if one.kind == "word" and one.can_be(wanted)]
    return words[0] if words else None


def _by_nearness(talk: Talk) -> Iterable[list[Thing]]:
    last = talk.last
    yield last.named
    yield last.told
    for exchange in reversed(talk.exchanges[:-1]):
        yield exchange.named
    for exchange in reversed(talk.exchanges[:-1]):
        yield exchange.told


def _put(text: str, matches: list[re.Match[str]], thing: Thing) -> str:
    """The first of some pronouns replaced by what they mean; the others then refer to it."""
    first = matches[0]
    name = thing.text
    if first["short"] or _is_owner(text, first):
        name = f"{name}’" if name.endswith("s") and not first["short"] else f"{name}’s"
        if first["short"] and first["short"][1:] != "s":
            name = thing.text + {"re": " are", "ve": " have", "d": " had", "ll": " will"}.get(first["short"][1:], "")
        elif first["short"] and thing.is_plural:
            name = f"{thing.text} is"
    return text[: first.start()] + name + text[first.end() :]


def _is_owner(text: str, match: re.Match[str]) -> bool:
    word = match["word"].casefold()
    if word in _POSSESSIVE:
        return True
    following = _NEXT_WORD.match(text, match.end())
    return word == "her" and following is not None and following["next"].casefold() not in _NOT_OWNED


def _they(text: str, talk: Talk) -> str:
    """They and them: several people, a body, or what a plural names."""
    matches = list(_THEY.finditer(text))
    if not matches or _CLAUSE_BEFORE.search(text[: matches[0].start()]):
        return text
    thing = _several(talk, is_object=matches[0]["word"].casefold() == "them")
    return _put(text, matches, thing) if thing else text


def _several(talk: Talk, *, is_object: bool) -> Thing | None:  # noqa: PLR0911 - a case each
    if talk.subject is not None and talk.subject.gender is None and not is_object:
        return talk.subject
    for exchange in reversed(talk.exchanges):
        topic = Thing(exchange.topic, "phrase") if exchange.topic else None
        if exchange.speaker and is_object and topic and topic.is_plural:
            return topic
        people = [one for one in exchange.named if one.kind == "person"]
        if len(people) > 1:
            return Thing(" and ".join(one.text for one in people[:2]), "phrase")
        new = [one for one in exchange.told if one.kind == "person"]
        if not is_object and exchange.query.wanted == "person" and new:  # 'Whom did Vale meet?' Orr: the two of them
            return Thing(" and ".join(one.text for one in [*people, *new][:3]), "phrase")
        plural = [one for one in (*exchange.phrases, *([topic] if topic else [])) if one.is_plural]
        subject = [one for one in exchange.named if one.kind != "person"]
        if (is_object or not subject) and plural:
            return plural[0]
        if subject:
            return subject[0]
        if exchange.is_short and exchange.told:
            return exchange.told[0]
    return talk.subject or next((one for exchange in reversed(talk.exchanges) for one in exchange.named), None)


def _it(text: str, talk: Talk) -> str:
    """It: a thing asked about, or asked for and named."""
    matches = list(_IT.finditer(text))
    if not matches or _NOTHING.search(text):
        return text
    thing = thing_meant(talk)
    return _put(text, matches, thing) if thing else text


def thing_meant(talk: Talk) -> Thing | None:
    """What 'it' is: the topic of somebody's words, what an answer names, or what the last questions were about."""
    for exchange in reversed(talk.exchanges):
        found = _thing_of(exchange, talk)
        if found is not None:
            return found
    return talk.subject


def _thing_of(exchange: Exchange, talk: Talk) -> Thing | None:
    if exchange.opening:
        return exchange.named[0]
    if exchange.speaker is not None and exchange.topic:
        return Thing(exchange.topic, "phrase")
    about = talk.subject.last if talk.subject else ""
    things = [one for one in exchange.named if one.kind != "person" or not one.gender]
    things = [one for one in things if one.last != about or one.kind == "body"]
    if exchange.is_short and exchange.query.wanted == "any":
        told = [one for one in exchange.told if one.kind != "person" or not one.gender]
        things = [*told, *things]
    things = [one for one in things if talk.full(one).kind != "person" or not talk.full(one).gender]
    single = [one for one in exchange.phrases if not one.is_plural]
    sure = [one for one in things if one.kind in ("body", "person") or one in exchange.told]
    if sure or single:
        return (sure or single[-1:])[0]
    if things:
        return things[-1]
    return Thing(exchange.topic, "phrase") if exchange.topic and not exchange.named else None


def _times(text: str, talk: Talk) -> str:
    """'that year', 'during this time', 'then': the time that the conversation named last."""
    for pattern in (_WHICH_TIME, _THEN):
        match = pattern.search(text)
        if match is None:
            continue
        time = last_time(talk)
        if time:
            return f"{text[: match.start()]}{match['prep'] or 'in'} {time}{text[match.end() :]}"
    return text


def last_time(talk: Talk) -> str:
    """The time the conversation named last, as it was worded; empty if it named none."""
    for exchange in reversed(talk.exchanges):
        for text in (exchange.answer, exchange.asked):
            found = periods(text)
            if found:
                return found[-1].asked
    return ""


def _there(text: str, talk: Talk) -> str:
    """'there': the place or event of the last exchange."""
    match = _THERE.search(text)
    if match is None or _EXISTS.match(text, match.start()):
        return text
    for exchange in reversed(talk.exchanges):
        where = f"{exchange.answer} {exchange.asked}"
        names = (*exchange.told[::-1], *exchange.named[::-1])
        place = [
            one
            for one in names
            if one.kind == "place" or re.search(rf"\b(?:in|at|near|to) {re.escape(one.text)}\b", where)
        ]
        phrase = place[0].text if place else exchange.phrases[-1].text if exchange.phrases else ""
        if phrase:
            return f"{text[: match.start()]}{match['prep'] or ('in ' if place else 'at ')}{phrase}{text[match.end() :]}"
    return text


def _that(text: str, talk: Talk) -> str:
    """This and that: what was asked about."""
    so = _SO.search(text)
    thing = topic_of(talk)
    if thing is None:
        return text
    if so:
        return f"{_unended(text[: so.start()])}{so['verb']} that{_unended(text[so.end() :])} about {thing.text}?"
    match = _THAT.search(text)
    if match is None:
        return text
    said = re.search(
        r"\b(?:say|says|said|tell|told|claim|deny|admit|confirm)\s+$", text[: match.start()], re.IGNORECASE
    )
    if said:
        return f"{_unended(text)} about {thing.text}?"
    name = thing.text
    return text[: match.start()] + name + text[match.end() :]


def _unended(text: str) -> str:
    return text.rstrip("?.! ") if text.rstrip(" ").endswith(("?", ".", "!")) else text


def topic_of(talk: Talk) -> Thing | None:
    """What the last question was about."""
    for exchange in reversed(talk.exchanges):
        if exchange.speaker is not None and exchange.topic:
            return Thing(exchange.topic, "phrase")
        found = _thing_of(exchange, talk)
        if found is not None:
            return found
        if exchange.topic:
            return Thing(exchange.topic, "phrase")
    return None
