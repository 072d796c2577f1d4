"""Noun phrases that can be a topic: 'cluster munitions', 'the Second World War'; found by the words around them."""

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.words import FUNCTION_WORDS, stems
from rag.period import MONTHS
from rag.words import FRAME_WORDS, SPEECH_WORDS, Rarity

MOST_WORDS = 4
"""Of a phrase, from its first to its last word."""
_TOKEN = re.compile(r"[^\W_](?:[\w’'.\-]*\w)?|[^\w\s]")
_BEFORE = frozenset(
    """
    the a an its their his her our my your this these those any no some more every each of on about over for against with in
    between from into under by through than without despite toward towards during amid like
    """.split()
)
"""Words that a noun phrase follows."""
_BEHIND = frozenset(
    """
    of in on at for to from with by against between over about into under through as than and or but is are was were will would
    has have had can could should may might must that which who if when while because during amid after before since until
    toward towards without despite do does did
    """.split()
)
"""Words that follow one."""
_VAGUE = frozenset(
    """
    new other another same first second third last next many much more most good better best great greater big bigger own
    whole entire certain such several early late long short old young high low few real true right wrong different
    similar various main major key
    current recent previous possible full clear important very little large small serious huge single strong today
    two three four five six seven eight nine ten dozen hundred so-called
    """.split()
)
"""What no topic begins with."""
_EMPTY = FRAME_WORDS | frozenset(
    """
    way ways thing things time times people person man men woman women lot part parts number numbers fact facts point points
    case cases end question questions world issue issues life ability able use need needs reason reasons problem problems
    side sides piece bit sense line idea ideas view hand hands head face home moment period minutes minute hour hours
    day days week weeks month months year years decade decades term terms step steps course example order result
    others someone something anything nothing everything everyone anyone dollars percent million billion thousand today
    yesterday tomorrow night morning afternoon evening situation situations level levels effort efforts area areas
    friends guy guys folks interview statement comment comments briefing article letter email column
    ago elsewhere worse overall together later due instead sooner alone wrong right possibility creation involvement
    assumption anticipation requirement requests request deployment choose came come comes make makes made take takes took
    expect expects want wants wanted think thinks believe believes went
    """.split()
)
"""What no topic ends with."""
_TITLES = frozenset("mr mrs ms dr sir sen rep gov gen lt col sgt".split())
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_ABSTRACT = ("tion", "sion", "ism", "ship", "cide", "eignty", "ility", "cracy", "ment", "ance", "ence")
"""Endings of nouns that are a topic by themselves, from that length on."""
_SHORTEST_ALONE = 8
_OFTEN_ALONE = 3
"""How often the article has such a noun at least."""
_NO_NOUN = ("ly", "ed", "ous", "ful", "ive", "able", "ible", "less", "est")
"""Endings of what is hardly ever the last word of a noun phrase."""
_SHORT_FORM = re.compile(
    r"(?:that|it|let|he|she|there|what|who|here|how|where|i|you|we|they)[’'](?:s|m|re|ve|ll|d)|\w+n[’']t", re.IGNORECASE
)
_OPENS = frozenset("“‘«")
_POSSESSIVE = ("’s", "'s", "s’")


class Topic(NamedTuple):
    """A phrase that can be asked about."""

    words: str
    """With its article where it needs one: 'the Cold War', 'a preemptive strike'."""
    stems: frozenset[str]
    weight: float
    """How telling it is of the article it stands in, above 0."""


class Phrase(NamedTuple):
    """A noun phrase as it stands in a text."""

    words: str
    article: str
    """'the', 'a' or 'an' where one stands before it; else empty."""


def topics(
    said: str, rarity: Rarity, text: str, title: str | None = None, leave_out: frozenset[str] = frozenset()
) -> list[Topic]:
    """The topics of somebody's words, the most telling first; none that holds a stem of `leave_out`.

    A phrase tells by how rare its words are, how often the article (`text`) has it, and whether its headline holds it.
    """
    around = " ".join(text.split())
    folded, headline = around.casefold(), frozenset(stems(title or ""))
    candidates = [(one, frozenset(stems(one.words))) for one in phrases(said)]
    rarity.learn(stem for _, some in candidates for stem in some)
    found: dict[frozenset[str], Topic] = {}
    for one, some in candidates:
        often = folded.count(one.words.casefold())
        if not some or some & leave_out or some in found or not _tells(one.words, around, often):
            continue
        mean = sum(rarity.weight(stem) for stem in some) / len(some)
        named = 1.5 if some <= headline else 1.0
        weight = mean * (1 + 0.3 * min(len(one.words.split()), 3)) * math.log2(1 + min(often, 7)) * named
        found[some] = Topic(with_article(one), some, weight)
    return sorted(found.values(), key=lambda one: (-one.weight, one.words))


def _tells(words: str, text: str, often: int) -> bool:
    """Whether a phrase can be a topic in its article: a name that is one, or words that come back."""
    if " " in words:
        return often > 1 or any(map(_is_name, words.split()))
    if _is_name(words):  # 'Group' and 'West' are written small as well
        return words.lower() not in text.split()
    return often >= _OFTEN_ALONE


def with_article(one: Phrase) -> str:
    """A phrase as it stands behind 'about': 'the Cold War', 'a preemptive strike', 'peace talks'."""
    words = one.words.split()
    if re.fullmatch(r"(?:[A-Z]\.)+", one.words):
        return f"the {one.words}"  # the U.S.
    if one.article == "the":
        return f"the {one.words}" if _is_name(words[0]) or _is_name(words[-1]) or words[-1][-1] != "s" else one.words
    return f"{one.article} {one.words}" if one.article and not _is_name(words[-1]) else one.words


def phrases(text: str) -> Iterator[Phrase]:
    """Noun phrases, in order: runs of words between what one follows and what follows one."""
    tokens = [match.group() for match in _TOKEN.finditer(" ".join(text.split()))]
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and _is_content(tokens[end]):
            end += 1
        if end == at:
            at += 1
            continue
        if (
            tokens[end : end + 1] == ["of"]
            and _is_name(tokens[end - 1])
            and _is_name("".join(tokens[end + 1 : end + 2]))
        ):
            end += 2  # 'the Group of Seven'
        behind = tokens[end].casefold() if end < len(tokens) else "."
        before = tokens[at - 1].casefold() if at else ""
        if behind in _BEHIND or not (behind[0].isalnum() or behind in _OPENS):
            run, whole = _opened(tokens[at:end], before)
            words = [f"{word}." if re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", word) else word for word in run]
            some = len(words) == 1 and before in {"a", "an"}  # 'an American' is somebody, not a topic
            if _is_phrase(words, begins=not before or not before[0].isalnum()) and not some:
                yield Phrase(" ".join(words), before if whole and before in {"the", "a", "an"} else "")
        at = end


def _is_content(token: str) -> bool:
    return token[0].isalnum() and (token.casefold() not in FUNCTION_WORDS or (token.isupper() and len(token) > 1))


def _opened(run: Sequence[str], before: str) -> tuple[list[str], bool]:
    """A run from where a noun phrase begins in it, and whether that is its first word; `before` stands before the run."""
    words = list(run)
    while words and (words[0] in _VAGUE or words[0].casefold() in _TITLES or words[0].casefold() in SPEECH_WORDS):
        words.pop(0)
    if before in _BEFORE:
        return words, len(words) == len(run) or words[:1] != run[:1]
    while words and not _is_name(words[0]):  # only a name tells that one begins here
        words.pop(0)
    if words and any(word.islower() for word in words) and not words[0].endswith(_POSSESSIVE):
        return [], False  # 'Britain wanted'
    return words, False


def _is_phrase(words: Sequence[str], *, begins: bool) -> bool:
    """Whether words can be a noun phrase; `begins` where they begin a clause, and so may have a capital for that."""
    if not words or len(words) > MOST_WORDS:
        return False
    last, small = words[-1].casefold(), words[-1].islower()
    ends_badly = (
        last in _EMPTY | _DAYS | SPEECH_WORDS
        or last in MONTHS
        or last.strip(".") in _TITLES
        or last.endswith(_POSSESSIVE)
        or (small and last.endswith(_NO_NOUN))
    )
    begins_badly = words[0].islower() and words[0].endswith(("ly", "ing"))
    holds_verb = any(word.islower() and word.endswith(("ly", "ing", "ed")) for word in words[1:-1])
    no_words = any(word[0].isdigit() or word.casefold() in _DAYS or _SHORT_FORM.fullmatch(word) for word in words)
    if ends_badly or begins_badly or holds_verb or no_words:
        return False
    if len(words) > 1:
        return True
    if _is_name(words[0]):
        return not begins and len(words[0]) > 2
    return len(last) >= _SHORTEST_ALONE and last.endswith(_ABSTRACT)


def _is_name(word: str) -> bool:
    return word[:1].isupper() and word.casefold() not in FUNCTION_WORDS
