"""Whom a name or a role can mean, over all articles of an index."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from index.attribution.roles import DEPARTMENTS, HONORIFICS, IN_ROLE, ROLE_NOUNS, is_role, rivals, role_words
from index.catalog.records import StoredSpeaker, StoredStatement
from index.words import FUNCTION_WORDS, tokens

if TYPE_CHECKING:
    from index.catalog import Catalog

NAMES_OFFERED = 3
ALIKE_ENOUGH = 60
"""Of 100, from which a name is offered in place of one that nobody has."""
_OFFICES = frozenset("deputy foreign prime vice".split())
"""Words that make another office of the same noun."""
_HELD_ALONE = frozenset("deputy vice".split())
_BARE = FUNCTION_WORDS | ROLE_NOUNS | IN_ROLE | {"top", "senior"}
"""Words of a role that name no place, body or field."""


def people_called(catalog: "Catalog", called: str) -> tuple[StoredSpeaker, ...]:
    """Whom a name can mean, the most quoted first; it may be a surname, and have a title or role before it."""
    for words in _readings(called):
        if people := catalog.speakers_named(words):
            return tuple(people)
    return ()


def people_in_role(catalog: "Catalog", role: str) -> tuple[StoredSpeaker, ...]:
    """Who holds or held a role, as some article says, the most quoted first."""
    if not any(is_role(word) for word in tokens(role)):
        return ()
    return tuple(one for one in catalog.speakers() if any(True for _ in _held(one, role)))


def _readings(called: str) -> Iterator[list[str]]:
    """The words of a name as they are, then without what stands before it: 'Kremlin spokesman Dmitry Peskov'."""
    words = called.split()
    if not words:
        return
    yield words
    last = max((at for at, word in enumerate(words) if _is_title(word)), default=-1)
    named = words[last + 1 :]
    if named and named != words and named[0].casefold() not in FUNCTION_WORDS:  # not "president of France"
        yield named


def _is_title(word: str) -> bool:
    plain = word.casefold().rstrip(".,")
    return plain in ROLE_NOUNS or plain in HONORIFICS


def is_held(asked: str, role: str, elsewhere: frozenset[str] = frozenset()) -> bool:
    """Whether who holds a role, as an article words it, can be asked for so: the 'UK foreign secretary', a 'British minister'.

    `elsewhere` are words of other roles of the same person, which may tell the country or the body.
    """
    wanted, held = role_words(asked), role_words(role)
    if not any(is_role(word) for word in wanted & held) or rivals(wanted, held):
        return False
    if wanted & _OFFICES != held & _OFFICES & (wanted | _HELD_ALONE):
        return False
    told = held | elsewhere - _BARE - DEPARTMENTS
    named = (word for word in tokens(asked) if word.casefold().replace(".", "") not in _BARE)
    return all(role_words(word) & told for word in named)


def said_in_role(statement: StoredStatement, speaker: StoredSpeaker, asked: str) -> bool:
    """Whether somebody held a role when they said it: its article says so, or articles before and after it do."""
    if statement.role is not None and is_held(asked, statement.role, _words(speaker)):
        return True
    for first, last in _held(speaker, asked):
        if statement.date is None or first is None or last is None or first <= statement.date <= last:
            return True
    return False


def _held(speaker: StoredSpeaker, asked: str) -> Iterator[tuple[str | None, str | None]]:
    """First and last dates of each role of a speaker that can be asked for so."""
    elsewhere = _words(speaker)
    for one in speaker.roles:
        if is_held(asked, one.role, elsewhere):
            yield one.first, one.last


def _words(speaker: StoredSpeaker) -> frozenset[str]:
    return frozenset().union(*(role_words(one.role) for one in speaker.roles))


def names_of(called: str, people: Sequence[StoredSpeaker]) -> tuple[str, ...]:
    """How articles that leave open whom they mean can name them."""
    asked = [" ".join(words) for words in _readings(called)]
    forms = {*asked, *(form.title() for form in asked), *(name for one in people for name in one.names)}
    return tuple(sorted(forms | {form.split()[-1] for form in forms}))


def names_like(catalog: "Catalog", called: str) -> tuple[str, ...]:
    """Names of speakers that are written like one that nobody has, the most alike first."""
    from rapidfuzz import fuzz, process
    from rapidfuzz.utils import default_process

    names = {form: one.name for one in catalog.speakers() for form in one.names}
    *_, written = ["", *(" ".join(words) for words in _readings(called))]
    alike = process.extract(
        written, names.keys(), scorer=fuzz.WRatio, processor=default_process, limit=20, score_cutoff=ALIKE_ENOUGH
    )
    return tuple(dict.fromkeys(names[form] for form, _, _ in alike))[:NAMES_OFFERED]
