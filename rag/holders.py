"""Who is named in an office, and who holds which: 'Who was foreign minister in 2022?', 'Which offices has Ann Vale held?'."""

import re
from collections.abc import Iterable, Sequence

from index.attribution.people import Person, names_in, same_person
from index.attribution.roles import DEPARTMENTS, bound_to, holds_role, is_role, rivals, role_words
from index.words import tokens
from rag.evidence.weigh import Evidence
from rag.offices import RANKS
from rag.question import Query, as_speaker

MOST_HOLDERS = 8
BESIDE_WORDS = 12
"""How far from a name the words of its office may stand."""
_NAMED = r"(?:named|mentioned|quoted|listed|identified|described|introduced|called|referred to|there)"
_IS, _A, _WHAT = "(?:is|are|was|were)", "(?:the |an? )?", "(?P<office>[^?,]+?)"
_OF_PLACE = re.compile(r" (?:of|for) (?:the )?[A-Z]\w+(?: [A-Z]\w+)*$")
_OFFICE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:(?:which|what)(?: people| persons| politicians| men| women)?|who(?: all)?) {_IS} {_NAMED} as {_A}{_WHAT}\s*\??$",
        rf"^(?:which|what) {_WHAT} {_IS} {_NAMED}(?: in the articles| here)?\s*\??$",
        rf"^who {_IS} {_A}{_WHAT}(?:\s+(?P<then>(?:in|on|at|during|when|while|as) [^?]+))?\s*\??$",
    )
)  # fmt: skip
"""Ways of asking who holds an office; `then` is when."""


_OFFICES = "(?:offices?|posts?|positions?|roles?|jobs?|titles?|functions?)"
_NAME = "(?P<name>[^?,]+?)"
_OF_SOMEBODY = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:which|what) {_OFFICES} (?:has|have|had|did|does|do) {_NAME} (?:held|hold|have|had|got|filled|fill)\s*\??$",
        rf"^(?:which|what) (?:is|are|was|were) {_NAME}(?:['’]s?) {_OFFICES}\s*\??$",
        rf"^(?:which|what) (?:is|are|was|were) the {_OFFICES} of {_NAME}\s*\??$",
        rf"^who(?: is|['’]s| was) {_NAME}\s*\??$",
    )
)
"""Ways of asking who somebody is."""


def office_asked(query: Query) -> tuple[str, bool] | None:
    """The office whose holder or holders a question wants, and whether it says when; None where it wants something else."""
    for pattern in _OFFICE:
        match = pattern.match(query.text)
        if match is None:
            continue
        office = " ".join(_singular(word) for word in match.group("office").split())
        words = tokens(office)
        # 'the director who sold the port' is described by more than the office
        is_office = bool(words) and (is_role(words[-1]) or words[-1].casefold() in DEPARTMENTS)
        is_office = (is_office or bool(_OF_PLACE.search(office))) and holds_role(office)
        if is_office and not any(name.words and name.role for name in names_in(office)):
            return office, bool(match.groupdict().get("then"))
    return None


def holders(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Of each article the first sentence that gives somebody the office asked for, the best article first.

    Where the question says when, only those of that time: of the articles of the period it names, else of the article that
    tells best of what it names, with the sentence that does.
    """
    asked = office_asked(query)
    if asked is None or not evidence:
        return []
    office, then = asked
    found: list[Evidence] = []
    known: set[tuple[int, str]] = set()
    for one in sorted(evidence, key=lambda one: one.at):
        for person in _in_office(office, one):
            if (one.reading.article.story, person) not in known:
                known.add((one.reading.article.story, person))
                found.append(one)
    if query.periods:
        found = [one for one in found if any(period.holds(one.reading.article.date) for period in query.periods)]
    elif then:
        found = [one for one in found if one.reading is evidence[0].reading]
        found = [evidence[0], *found] if found else []
    order = list(dict.fromkeys(id(one.reading) for one in evidence))
    found.sort(key=lambda one: order.index(id(one.reading)))
    return list(dict.fromkeys(found))[:MOST_HOLDERS]


def told_offices(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Of each office that the articles give somebody a question asks about the first sentence that does, best article first."""
    asked = next((match for pattern in _OF_SOMEBODY if (match := pattern.match(query.text))), None)
    speaker = as_speaker(asked["name"]) if asked else None
    if speaker is None or speaker.is_role:
        return []
    order = list(dict.fromkeys(id(one.reading) for one in evidence))
    told: set[frozenset[str]] = set()
    found: list[Evidence] = []
    for one in sorted(evidence, key=lambda one: (order.index(id(one.reading)), one.at)):
        new = {role for role in _roles_here(speaker.words, one) if not any(role <= known for known in told)}
        if new:
            told |= new
            found.append(one)
    return found[:MOST_HOLDERS]


def _roles_here(words: tuple[str, ...], evidence: Evidence) -> Iterable[frozenset[str]]:
    """The roles that a sentence gives somebody of that name, beside the name."""
    reading = evidence.reading
    sentence = reading.sentences[evidence.at]
    text = reading.article.text
    for name in names_in(text, sentence.start, sentence.end):
        person = reading.people.named(name.words)
        if person is None or not same_person(words, person.name):
            continue
        before, after = text[sentence.start : name.start].split(), text[name.end : sentence.end].split()
        here = role_words(" ".join([*before[-BESIDE_WORDS:], name.role, *after[:BESIDE_WORDS]]))
        yield from (role for role in person.roles if role <= here and any(is_role(word) for word in role))


def _in_office(office: str, evidence: Evidence) -> Iterable[str]:
    """Surnames of those whom a sentence gives the office."""
    reading = evidence.reading
    start, end = reading.sentences[evidence.at].start, reading.sentences[evidence.at].end
    for name in names_in(reading.article.text, start, end):
        person = reading.people.named(name.words)
        if person is not None and _fits(office, reading.article.text[start : name.start], name.role, person):
            yield person.surname


def in_office(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """What answers a question for the holder of an office, or for somebody's offices; empty where it is neither."""
    return holders(query, evidence) or told_offices(query, evidence)


def _fits(office: str, before: str, title: str, person: Person) -> bool:
    """Whether one of a person's roles in the article is the office, and stands before the name here."""
    wanted = role_words(office)
    here = role_words(" ".join([*before.split()[-BESIDE_WORDS:], title]))
    return any(
        role <= here
        and any(is_role(word) for word in wanted & role)
        and not rivals(wanted, role)
        and wanted & RANKS == role & RANKS
        and wanted & DEPARTMENTS <= role
        and bound_to(office) <= role
        for role in person.roles
    )


def _singular(word: str) -> str:
    """'secretaries' as 'secretary', where that is an office."""
    for plural, ending in (("ies", "y"), ("men", "man"), ("women", "woman"), ("people", "person"), ("s", "")):
        if word.endswith(plural) and is_role(one := word.removesuffix(plural) + ending):
            return one
    return word
