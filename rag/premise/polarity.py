"""Which words of a sentence are denied: negation and the verbs of denial, each within its clause."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from index.words import FUNCTION_WORDS, stem_of
from rag.premise.opposites import LIGHT, is_grouped, key

_WORD = re.compile(r"\w+(?:[’'.\-]\w+)*|[,;:.!?()—–“”\"]")
_NOT = frozenset({"not", "never", "nor"})
_NO = frozenset({"no", "without", "neither"})
_NOBODY = frozenset({"none", "nobody", "nothing", "noone", "nowhere"})
_DENIES = frozenset(
    "deny denies denied denying refute refutes refuted disavow disavowed disprove disproved disproves".split()
)
_REFUSES = frozenset(
    """
    refuse refuses refused refusing decline declines declined declining fail fails failed failing unable refusal failure
    unwilling
    """.split()
)
"""Before 'to' and a verb: it was not done."""
_NOT_FIRM = frozenset("can could should may might must shall need ought cannot".split())
"""Before 'not': what is not to be is not yet what is not."""
_NOT_ONLY = frozenset(
    "only just merely simply all every everyone everything always necessarily least until exactly entirely quite".split()
)
"""After 'not': no denial of the whole."""
_NO_DENIAL = frozenset("longer doubt fewer less more later sooner sense wonder exception matter question".split())
"""After 'no': no denial of what follows."""
_EDGES = frozenset(
    """
    but while whilst whereas although though because which who whom whose as since after before when where if unless until
    whether despite and or than except
    """.split()
)
_OPEN = frozenset({"if", "unless", "whether", "until", "unlike"})
_STOPS = frozenset(",;:.!?()—–")
_ANY = frozenset({"any", "anything", "anyone", "anybody"})
_REACH_OF_NO = 3
"""Words of content after 'no' that it denies: the noun, what describes it, and what is said of it."""
_ANY_WITHIN = 6
"""Words behind 'not' among which 'any' makes it a denial of everything."""
_ABSENCE, _LONG = "un", 8
"""What begins a participle of what was not done, of so many letters at least."""
_WITHOUT_MEANING = FUNCTION_WORDS - {"used", "once", "below", "above"}
_RUNS_ON = frozenset("was were is are be been being has have had will would did to the a an of".split())
"""What may stand between 'no', its noun and the verb."""


@dataclass(frozen=True, slots=True)
class Told:
    """A word as its sentence tells it."""

    word: str
    """Folded to lower case."""
    key: str
    """One stem for all words that say the same (`rag.premise.opposites.key`)."""
    clause: int
    """Its clause, counted from the start of the sentence."""
    denied: bool = False
    """Whether a negation reaches it."""
    firm: bool = True
    """Whether it is told as a fact, not as what may or must be, or as a condition."""
    universal: bool = False
    """Whether it is denied of everything: 'no', 'none', 'not … any'."""
    is_name: bool = False
    """Whether it is written as a name."""


class _Reached(NamedTuple):
    """A word that a negation reaches."""

    at: int
    firm: bool = True
    universal: bool = False


@lru_cache(maxsize=4096)
def told(text: str) -> tuple[Told, ...]:
    """The words of a sentence in order, those that carry no meaning left out."""
    words = [match.group() for match in _WORD.finditer(text.replace("’", "'"))]
    folded = [word.casefold() for word in words]
    denied: dict[int, _Reached] = {}
    for at in range(len(folded)):
        for one in _denied_from(folded, at):
            other = denied.get(one.at, one)
            denied[one.at] = _Reached(one.at, one.firm or other.firm, one.universal or other.universal)
    found: list[Told] = []
    clause, is_open = 0, False
    for at, word in enumerate(folded):
        if word in _STOPS or word in _EDGES or word == "that":
            clause += 1
            is_open = word in _OPEN or (is_open and word not in _STOPS)
        if not word[0].isalnum() or (not _content(folded, at) and not (words[at].isupper() and len(word) > 1)):
            continue
        reached = denied.get(at)
        firm = (reached is None or reached.firm) and not is_open
        for part in re.split(r"['\-]", words[at]):  # a possessive and the parts of a compound are words of their own
            if len(part) > 1 or part.isdigit():
                low = part.casefold()
                one_word = Told(
                    low, key(stem_of(part)), clause, reached is not None, firm,
                    universal=reached is not None and reached.universal, is_name=at > 0 and part[0].isupper(),
                )  # fmt: skip
                found.append(one_word)
                if (
                    low.startswith(_ABSENCE) and low.endswith("ed") and len(low) >= _LONG
                ):  # 'unprovoked' is not provoked
                    bare = low.removeprefix(_ABSENCE)
                    found.append(replace(one_word, word=bare, key=key(stem_of(bare)), denied=reached is None))
    return tuple(found)


def _denied_from(words: Sequence[str], at: int) -> Iterator[_Reached]:
    """What a word denies, if it denies anything."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    if word in _DENIES and not _undone(words, at):
        yield from (_Reached(one) for one in _to_stop(words, at + 1))
    elif word in _REFUSES and following == "to" and not _undone(words, at):
        yield from (_Reached(one) for one in _first(words, at + 1))
    elif word in _NOT or word.endswith("n't") or word == "cannot":
        yield from _by_not(words, at, following)
    elif word in _NO and following not in _NO_DENIAL:
        yield from _by_no(words, at, following)
    elif word in _NOBODY:
        yield from (_Reached(one, universal=True) for one in _to_stop(words, at + 1))


def _by_not(words: Sequence[str], at: int, following: str) -> Iterator[_Reached]:
    """What 'not' denies: the first word of content behind it, and with 'any' all up to the next stop."""
    word, before = words[at], words[at - 1] if at else ""
    if following in _NOT_ONLY or before in {"or", "whether", "if", "why"} or _cancelled(words, at + 1):
        return
    modal = word == "cannot" or word.removesuffix("n't") in {*_NOT_FIRM, "ca"} or before in _NOT_FIRM
    firm = not modal and "until" not in words[at:]  # what was not done until May was done then
    universal = any(one in _ANY for one in words[at + 1 : at + _ANY_WITHIN])
    with_any = any(words[one] in _ANY for one in _passed(words, at + 1))
    for one in _to_stop(words, at + 1) if with_any else _first(words, at + 1):
        yield _Reached(one, firm, universal)


def _by_no(words: Sequence[str], at: int, following: str) -> Iterator[_Reached]:
    """What 'no' denies: its noun, what is said of it, and the verb before it; of 'in no way', the verb behind."""
    if following == "way" and at and words[at - 1] == "in":
        yield from (_Reached(one, universal=True) for one in _first(words, at + 2))
        return
    yield from (_Reached(one, universal=words[at] == "no") for one in _some(words, at + 1, _REACH_OF_NO))
    if at and words[at] == "no" and _content(words, at - 1):  # 'causes no damage'
        yield _Reached(at - 1, universal=True)


def _undone(words: Sequence[str], at: int) -> bool:
    """Whether a verb of denial is itself denied: 'did not deny'."""
    return any(one in _NOT or one in _NO or one.endswith("n't") for one in words[max(0, at - 3) : at])


def _cancelled(words: Sequence[str], at: int) -> bool:
    """Whether what is denied first is a denial: 'not rule out'."""
    return next((words[one] in _DENIES | _REFUSES | {"rule", "exclude"} for one in _first(words, at)), False)


def _content(words: Sequence[str], at: int) -> bool:
    word = words[at]
    return word[0].isalnum() and (word not in _WITHOUT_MEANING or is_grouped(stem_of(word)))


def _passed(words: Sequence[str], at: int) -> Iterator[int]:
    """Places of the words that a negation passes through to what it denies."""
    for one in range(at, len(words)):
        if words[one] in _STOPS or words[one] in _EDGES:
            return
        if _content(words, one) and words[one] not in LIGHT | _ANY and not words[one].endswith("ly"):
            return
        if words[one] in LIGHT or words[one] in _ANY:
            yield one


def _first(words: Sequence[str], at: int) -> Iterator[int]:
    """The first word of content, light ones before it included; nothing beyond the clause."""
    for one in range(at, len(words)):
        if words[one] in _STOPS or words[one] in _EDGES:
            return
        if words[one] in LIGHT:
            yield one
        elif words[one] not in _ANY and _content(words, one) and not words[one].endswith("ly"):
            yield one
            return


def _some(words: Sequence[str], at: int, most: int) -> Iterator[int]:
    count = 0
    for one in range(at, len(words)):
        if words[one] in _STOPS or words[one] in _EDGES or count == most:
            return
        if words[one] in _WITHOUT_MEANING and words[one] not in LIGHT and words[one] not in _RUNS_ON:
            return
        if _content(words, one) or words[one] in LIGHT:
            count += words[one] not in LIGHT
            yield one


def _to_stop(words: Sequence[str], at: int) -> Iterator[int]:
    """All words of content up to the next comma or stop, or to 'but' and the like."""
    for one in range(at, len(words)):
        if words[one] in _STOPS or words[one] in {"but", "while", "although", "though", "because", "and"}:
            return
        if _content(words, one) or words[one] in LIGHT:
            yield one
