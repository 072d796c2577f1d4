"""Names of a written sentence that its source does not hold, in full, in part, by their letters or by another name; pure."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.abbreviations import STARTERS
from index.attribution.gender import is_given
from index.attribution.mentions import CALENDAR, PARTICLES
from index.attribution.nouns import PLACE
from index.attribution.roles import HONORIFICS, POSSESSIVE
from index.attribution.transliteration import folded, transliterated
from index.words import FUNCTION_WORDS, stem_of
from rag.check.quotations import without_quotations
from rag.check.rarity import rank_of
from rag.check.source import Source

COMMON = 9000
"""Rank up to which a word that begins a sentence is taken for no name, unless it is known as one."""
_WORD = re.compile(r"(?:[A-Z]\.){2,}|(?<![\w@#])[^\W\d_a-z][\w]*(?:[’'&\-.](?!s\b)\w+)*")
_BETWEEN = re.compile(r"[ \xa0]+(?:(?:" + "|".join(sorted(PARTICLES | {"of", "the", "and", "for"})) + r")[ \xa0]+)*")
_COURTESY = frozenset("mr mrs ms miss dr sir lord lady dame messrs".split())
_NO_NAME = frozenset("i i'm i've i'd i'll ok".split())
_DERIVED = re.compile(r"(?:ing|ed|ly|tions?|ness|ments?|able|ists?|ers|isms?)$")
"""Endings of words that are hardly names."""
_ALIASES: tuple[frozenset[str], ...] = tuple(
    frozenset(line.split())
    for line in """
    us usa america american americans washington
    uk britain british britons kingdom london
    eu europe european europeans brussels
    un nations
    nato atlantic
    kremlin moscow russia russian russians
    """.strip().splitlines()
)
"""Words that stand for one another as names."""


def absent(sentence: str, source: Source) -> list[str]:
    """The names of a sentence that its source does not hold, each with the words of its run that are missing."""
    plain = without_quotations(sentence)
    found: list[str] = []
    for run in _runs(plain):
        words = [word for word in run if not _holds(source, word)]
        if words and not _given_only(run, words) and not _by_letters(run, source):
            found.append(" ".join(words))
    return list(dict.fromkeys(found))


def _runs(text: str) -> Iterator[list[str]]:
    """The capitalised words of a sentence that are names, neighbours together."""
    run: list[str] = []
    end = 0
    for match in _WORD.finditer(text):
        word = POSSESSIVE.sub("", match.group()).rstrip(".") if "." not in match.group()[:-1] else match.group()
        if run and not _BETWEEN.fullmatch(text, end, match.start()):
            yield run
            run = []
        if not _is_common(word, text, match):
            run.append(word)
        end = match.end()
    if run:
        yield run


def _is_common(word: str, text: str, match: re.Match[str]) -> bool:
    """Whether a capitalised word is no name: of the calendar, a courtesy, or a common word where a sentence begins."""
    plain = word.casefold().replace("’", "'")
    if plain in CALENDAR or plain in _COURTESY or plain in _NO_NAME:
        return True
    before = text[: match.start()].rstrip(" \xa0“\"'‘(«")
    if before and before[-1] not in ".:!?—–;-•*" and before.strip():
        return plain in FUNCTION_WORDS and not _is_short(word)
    if _is_short(word) or word in STARTERS or plain in FUNCTION_WORDS:
        return not _is_short(word)
    if plain in PLACE or is_given(word):
        return False
    following = _BETWEEN.match(text, match.end())
    beside = following is not None and _WORD.match(text, following.end()) is not None
    if beside and plain not in HONORIFICS:
        return False
    return _DERIVED.search(plain) is not None or all(
        rank_of(part) < COMMON for part in re.split(r"[-’']", plain) if part
    )


def _is_short(word: str) -> bool:
    """Whether a word is written in capitals: 'US'."""
    return word.isupper() and len(word) > 1


def _holds(source: Source, word: str) -> bool:
    """Whether a source holds a word of a name, or another that stands for it."""
    plain = word.casefold().replace(".", "") if word.count(".") > 1 else word.casefold()
    if plain in source.words or transliterated(plain) in source.spellings or stem_of(plain) in _stems(source.words):
        return True
    if PLACE.get(plain, "") in _places(source.words):
        return True
    if any(plain in alike and not alike.isdisjoint(source.words) for alike in _ALIASES):
        return True
    parts = [part for part in re.split(r"[-’'&]", plain) if part]
    return len(parts) > 1 and all(part in source.words or stem_of(part) in _stems(source.words) for part in parts)


@lru_cache(maxsize=64)
def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(stem_of(word) for word in words)


@lru_cache(maxsize=64)
def _places(words: frozenset[str]) -> frozenset[str]:
    return frozenset(PLACE[word] for word in words if word in PLACE)


def _given_only(run: Sequence[str], missing: Sequence[str]) -> bool:
    """Whether nothing but a given name is missing before a surname that the source holds."""
    return len(run) > 1 and len(missing) == 1 and missing[0] == run[0] and is_given(run[0]) and len(run[0]) > 2


def _by_letters(run: Sequence[str], source: Source) -> bool:
    """Whether the source has the run's first letters as a word, or the run is the first letters of a name in it."""
    letters = "".join(word[0] for word in run if word[0].isupper()).casefold()
    if len(run) > 1 and len(letters) > 1 and letters in source.words:
        return True
    short = run[0].replace(".", "")
    if len(run) > 1 or not short.isupper() or len(short) < 2:
        return False
    return any(short.casefold() == initials for initials in _initials(source.text, len(short)))


@lru_cache(maxsize=256)
def _initials(text: str, letters: int) -> frozenset[str]:
    """First letters of every so many capitalised words in a row, small words between them left out."""
    words = [word for word in re.findall(r"\w+", text) if word.casefold() not in {"of", "the", "and", "for", "de"}]
    initials = "".join(folded(word)[:1] if word[0].isupper() else " " for word in words)
    return frozenset(initials[at : at + letters] for at in range(len(initials) - letters + 1))
