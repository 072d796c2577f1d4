"""A question as the questions it is made of: one for each person compared, each topic listed, each question asked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from index.attribution.people import names_in
from index.attribution.roles import DEPARTMENTS, holds_role
from index.words import FUNCTION_WORDS, tokens
from rag.question import Named, Query, Speaker, as_speaker, asking, understand, whose
from rag.words import capital

MOST_PARTS = 6
"""A question about more is answered as one."""
_TO_TOPIC = r"(?:about|on|over|regarding|concerning|towards?|of|in|when it comes to)"
_VIEW = (
    r"(?:views?|opinions?|positions?|stances?|claims?|comments?|remarks?|responses?|reactions?|warnings?|statements?|arguments?|words|attitudes?|"
    r"descriptions?|accounts?|assessments?)"
)
_DIFFER = (
    r"(?:differ(?:s|ed)?|disagree[sd]?|agree[sd]?|compare[sd]?|diverge[sd]?|contrast(?:s|ed)?|contradict(?:s|ed)?)"
)
_DO = r"(?:did|does|do|has|have|had|is|was|are|were|can|would)"
_ON = rf"{_TO_TOPIC}\s+(?P<topic>[^?]+)\??$"
_HOW = rf"^(?:how|where|in what way)\s+(?:{_DO}\s+)?(?P<who>.+?)['’]s?\s+(?:\w+\s+)?{_VIEW}\s+"
_THEIRS = rf"(?:that of\s+|those of\s+)?(?P<other>.+?)(?:['’]s?)?(?:\s+{_VIEW})?\s*\??$"
_COMPARED = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        rf"{_HOW}{_TO_TOPIC}\s+(?P<topic>.+?)\s+{_DIFFER}\s+(?:from|with|to)\s+{_THEIRS}",
        rf"{_HOW}{_DIFFER}\s+{_ON}",
        rf"^(?:how|where|on what)?\b.{{0,20}}?\b{_DO}\s+(?P<who>.+?)\s+{_DIFFER}(?:\s+with each other)?\s+{_ON}",
        rf"\bdifferences?\s+between\s+(?P<who>.+?)(?:['’]s?)?(?:\s+{_VIEW})?\s+{_ON}",
        rf"^(?:compare|contrast)\s+what\s+(?P<who>.+?)\s+(?:have\s+|has\s+)?(?:said|says?|thinks?)\s+{_ON}",
        rf"^(?:compare|contrast)\s+(?:the\s+{_VIEW}\s+of\s+)?(?P<who>.+?)(?:['’]s?)?(?:\s+{_VIEW})?\s+{_ON}",
        rf"^(?P<who>.+? (?:vs\.?|versus|against) .+?)\s+{_ON}",
    )
)
"""Ways of asking how people differ on a topic."""
_AND = re.compile(r",?\s+(?:and|or|&|vs\.?|versus|against|with)\s+|,\s+", re.IGNORECASE)
_COLLECTIVE = re.compile(r"\s+(?:each|both|all|respectively)\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:each|both|respectively)\s+(?=\w)", re.IGNORECASE)
_EACH_DOES = re.compile(
    rf"^(?:what|how|why|when|where|which)\b.{{0,40}}?\b{_DO}\s+(?P<who>.+?)\s+(?:each|both|all)\s+[a-z]", re.IGNORECASE
)
_SINGULAR = {"do": "does", "have": "has", "are": "is", "were": "was"}
_PLURAL_VERB = re.compile(r"\b(?:do|have|are|were)\b(?=\s+$)", re.IGNORECASE)
_SECOND = re.compile(
    rf"^(?P<first>.{{12,}}?)[,;?]?\s+(?:and|but)\s+(?P<second>(?:(?:in|on|at|to|from|by|of|for)\s+)?(?:what|how|when|where|who|whom|why|which)\b"
    rf"(?:(?:\s+\w+){{0,2}}?\s+{_DO}\s+(?:the|he|she|they|it|his|her|their|(?-i:[A-Z]))|\s+about\s).+)$",
    re.IGNORECASE | re.DOTALL,
)
"""Two questions in one sentence; the second one by its word order or as 'what about …'."""
_QUESTION_WORD = re.compile(
    r"^(?:in|on|at|to|from|by)?\s*(?:what|how|when|where|who|whom|whose|why|which|did|does|do|has|have|is|was|are|were)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\b(?:about|on|of|regarding|concerning)\s+(?P<topic>.+?)\s*\??$", re.IGNORECASE | re.DOTALL)
_WHAT_ABOUT = re.compile(r"^(?:what|how)\s+about\s+(?P<topic>.+?)\s*\??$", re.IGNORECASE | re.DOTALL)
_HE = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
_WHICH = re.compile(r"^(?P<which>(?:(?:in|on|at|from)\s+)?which)\s+(?P<noun>\w+)\s", re.IGNORECASE)
_MOST_NAME_WORDS = 8
_MOST_TOPIC_WORDS = 5
"""An item of a list of topics is no longer; a clause is none."""


class Part(NamedTuple):
    """One of the questions that a question is made of."""

    label: str | None
    """Whom or what it is about, to stand before its answer; None where there is but one."""
    query: Query


def parts(query: Query) -> list[Part]:
    """The questions a question is made of, in its order; just itself where it is one.

    Two questions in a sentence, a comparison or a question to several people, and three topics or more of one speaker are
    each taken apart, in that order; what was taken apart is not taken apart again but for the people in each of two questions.
    """
    both = _two_questions(query)
    if both:
        apart = [part for one in both for part in (_by_speaker(one) or [Part(_label(one), one)])]
        return apart if len(apart) <= MOST_PARTS else [Part(None, query)]
    return _by_speaker(query) or _by_topic(query) or [Part(None, query)]


def _two_questions(query: Query) -> list[Query]:
    match = _SECOND.match(query.text)
    if match is None or not _QUESTION_WORD.match(match.group("first")):
        return []
    first, second = match.group("first").rstrip(" ,;"), match.group("second")
    asked = understand(f"{first}?")
    went_on = _WHAT_ABOUT.match(second)
    if went_on:
        topic = _ABOUT.search(first)
        if asked.speaker is None or topic is None:
            return []
        second = f"{first[: topic.start('topic')]}{went_on.group('topic')}?"
    if asked.speaker is not None:
        second = _HE.sub(asked.speaker.phrase, second, count=1)
    which = _WHICH.match(first)
    if which and re.match(rf"{which.group('which')}\s+{_DO}\b", second, re.IGNORECASE):  # 'and on which did …'
        second = f"{which.group('which')} {which.group('noun')}{second[len(which.group('which')) :]}"
    return [asked, understand(second[:1].upper() + second[1:])]


def _by_speaker(query: Query) -> list[Part]:
    """One question to each of several people, or nothing."""
    for pattern in _COMPARED:
        match = pattern.search(query.text)
        if match is None:
            continue
        named = match.groupdict()
        who = [*_people(named["who"]), *_people(named.get("other") or "")]
        if _several(who):
            topic = named["topic"].strip()
            return [_said(f"What did {phrase} say about {topic}?", speaker, query) for phrase, speaker in who]
    each = _EACH_DOES.search(query.text)
    stretches = [Named(each.group("who"), each.start("who"), each.end("who"))] if each else []
    together = query.wanted in ("time", "number", "place") and not _EACH.search(query.text)  # 'how long did they talk'
    for found in [*stretches, *(() if together else whose(query.text))]:
        who = _people(_COLLECTIVE.sub("", found.phrase))
        if _several(who):
            before, after = query.text[: found.start], _EACH.sub("", query.text[found.stop :], count=1)
            before = _PLURAL_VERB.sub(lambda verb: _SINGULAR[verb.group().casefold()], before)
            return [_said(f"{before}{phrase}{after}", speaker, query) for phrase, speaker in who]
    return []


def _said(text: str, speaker: Speaker, whole: Query) -> Part:
    """The question to one of them."""
    one = understand(text)
    one = one if one.speaker is not None else asking(one, speaker)
    return Part(_label(one), _at(one, whole))


def _at(one: Query, whole: Query) -> Query:
    """A part, of the times that the whole question names where it names none itself."""
    return replace(one, periods=one.periods or whole.periods)


def _by_topic(query: Query) -> list[Part]:
    """One question on each of three topics or more of a list, or nothing."""
    about = _ABOUT.search(query.text)
    if query.speaker is None or about is None:
        return []
    items = re.split(r",\s*(?:and|or)\s+|,\s+|\s+(?:and|or)\s+", about.group("topic"))
    short = all(0 < len(item.split()) <= _MOST_TOPIC_WORDS for item in items)
    if not 3 <= len(items) <= MOST_PARTS or not short or about.group("topic").count(",") < len(items) - 2:
        return []
    start = query.text[: about.start("topic")]
    return [Part(capital(item), _at(understand(f"{start}{item}?"), query)) for item in items]


def _people(phrases: str) -> list[tuple[str, Speaker]]:
    """Names and offices in a list of them; nothing where one of them is neither."""
    found: list[tuple[str, Speaker]] = []
    for one in _AND.split(phrases.strip()):
        phrase = re.sub(r"['’]s?$", "", one.strip(" ?.,"))
        speaker = as_speaker(phrase) if _names_somebody(phrase, lower=phrases.islower()) else None
        if speaker is None:
            return []
        found.append((phrase, speaker))
    return found


def _names_somebody(phrase: str, *, lower: bool) -> bool:
    """Whether a phrase can be whom a question is about: it ends with a name or holds an office, and is no department."""
    words = [word for word in tokens(phrase) if word.casefold() not in FUNCTION_WORDS]
    if not words or len(words) > _MOST_NAME_WORDS or all(word.casefold() in DEPARTMENTS for word in words):
        return False
    return holds_role(phrase) or bool(names_in(phrase)) or lower or words[-1][:1].isupper()


def _several(who: Sequence[tuple[str, Speaker]]) -> bool:
    return 1 < len({speaker.phrase.casefold() for _, speaker in who}) == len(who) <= MOST_PARTS


def _label(query: Query) -> str | None:
    return capital(query.speaker.phrase) if query.speaker else None


def labels(found: Iterable[Part]) -> list[str | None]:
    """The labels, where they tell the parts apart; none otherwise."""
    given = [one.label for one in found]
    return given if len(given) > 1 and len(set(given)) == len(given) else [None] * len(given)
