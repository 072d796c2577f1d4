"""Names or numbers that have changed places in a written sentence: 'France more than Germany' for the reverse; pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from index.attribution.nouns import PLACE
from index.attribution.transliteration import transliterated
from index.words import FUNCTION_WORDS, stem_of, tokens
from rag.check.source import Source
from rag.premise.opposites import key

TOLD = 0.7
"""Share of a sentence's words that a line holds which says what the sentence says."""
IN_ORDER = 0.8
"""Share of the words of both that stand in one order once two of them have changed places."""
NEAR = 2
"""How many words a number's own ones stand away, at most."""
_COMPARING = frozenset("more less fewer than most least".split())
_WITH, _AND = "with", frozenset(("and", "or"))
"""Before a name, words whose two sides may change places: 'met with', and in a list 'talks between X and Y'."""
_MUTUAL = frozenset(
    stem_of(word)
    for word in "meet met meeting marry married border bordered neighbour neighbor resemble resembled equal join joined".split()
)
"""What each does to the other."""
_PASSIVE = "by"


class _Word(NamedTuple):
    """A word that carries meaning, or a name, or a number."""

    key: str
    text: str
    is_name: bool
    is_number: bool
    before: str
    """The word right before it, as small letters."""

    @property
    def is_part(self) -> bool:
        """Whether it can change places with another one."""
        return self.is_name or self.is_number


def wrong(sentence: str, source: Source) -> list[str]:
    """What has changed places in a sentence, unless another line of its source has it as the sentence does."""
    own = _words(sentence)
    keys = {word.key for word in own}
    found: str | None = None
    for line in source.lines:
        theirs = _words(line.text)
        held = keys & {word.key for word in theirs}
        if len(held) < TOLD * len(keys):
            continue
        exchanged = _exchanged(own, theirs)
        if exchanged is None and held == keys:
            return []
        found = found or exchanged
    return [found] if found else []


def _exchanged(own: Sequence[_Word], theirs: Sequence[_Word]) -> str | None:
    ours, others = _once(own), _once(theirs)
    both = [word for word in ours.values() if word.key in others]
    order = [word.key for word in both]
    other_order = [word.key for word in others.values() if word.key in ours]
    names = {word.key for word in both if word.is_name}
    parts = [word for word in both if word.is_part and others[word.key].is_part]
    for one, other in combinations(parts, 2):
        first, second = others[one.key], others[other.key]
        if other_order.index(one.key) > other_order.index(other.key):
            befores, others_befores = (one.before, other.before), (first.before, second.before)
            if one.is_number != other.is_number or (_PASSIVE in befores) != (_PASSIVE in others_befores):
                continue
            if one.is_name and (
                _WITH in {*befores, *others_befores} or not _told_alike(own, theirs, one.key, other.key)
            ):
                continue
            joined = befores == others_befores[::-1] and befores[0] != befores[1]
            between = _between(order, one.key, other.key) & _between(other_order, other.key, one.key)
            swapped = [{one.key: other.key, other.key: one.key}.get(word, word) for word in order]
            as_is, mended = _in_order(order, other_order), _in_order(swapped, other_order)
            told_so = mended > as_is if joined else between - names and mended > as_is + 1
            if told_so and mended >= IN_ORDER * len(order):
                return f"'{one.text}' and '{other.text}' have changed places"
        elif one.is_number and other.is_number and _beside_exchanged(own, theirs, one.key, other.key):
            return f"what '{one.text}' and '{other.text}' count has changed places"
    return None


def _told_alike(own: Sequence[_Word], theirs: Sequence[_Word], one: str, other: str) -> bool:
    """Whether two names stand to each other in the same words in both, in words that tell one from the other."""
    ours, others = _apart(own, one, other), _apart(theirs, other, one)
    lists = [all(word.is_name for word in some) and second.before in _AND for *some, second in (ours, others)]
    between = [{word.key for word in some[:-1]} for some in (ours, others)]
    in_other_words = between[0] - between[1] and between[1] - between[0]
    return not any(lists) and not in_other_words and not _MUTUAL & (between[0] | between[1])


def _apart(words: Sequence[_Word], first: str, second: str) -> Sequence[_Word]:
    """The words behind one up to another, that one included."""
    keys = [word.key for word in words]
    return words[keys.index(first) + 1 : keys.index(second) + 1]


def _beside_exchanged(own: Sequence[_Word], theirs: Sequence[_Word], one: str, other: str) -> bool:
    """Whether each of two numbers stands beside a word that in the source stands beside the other alone."""
    here, there = _beside(own, one), _beside(own, other)
    source_here, source_there = _beside(theirs, one), _beside(theirs, other)
    return bool(here & (source_there - source_here)) and bool(there & (source_here - source_there))


def _beside(words: Sequence[_Word], number: str) -> set[str]:
    """What is counted by a number: the nearest words behind it, else those before it, up to the next number."""
    at = next(at for at, word in enumerate(words) if word.key == number)
    for reach in (words[at + 1 : at + 1 + NEAR], words[max(0, at - NEAR) : at][::-1]):
        found: set[str] = set()
        for word in reach:
            if word.is_number:
                break
            found.add(word.key)
        if found:
            return found
    return set()


def _between(order: Sequence[str], one: str, other: str) -> set[str]:
    return set(order[order.index(one) + 1 : order.index(other)])


def _once(words: Sequence[_Word]) -> dict[str, _Word]:
    """Those that stand only once, in order."""
    counts = Counter(word.key for word in words)
    return {word.key: word for word in words if counts[word.key] == 1}


def _in_order(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest common subsequence."""
    lengths = [0] * (len(other) + 1)
    for word in one:
        before = 0
        for at, there in enumerate(other, 1):
            before, lengths[at] = lengths[at], before + 1 if word == there else max(lengths[at], lengths[at - 1])
    return lengths[-1]


def _words(text: str) -> list[_Word]:
    return list(_read(text))


def _read(text: str) -> Iterator[_Word]:
    before = ""
    for word in tokens(text):
        small = word.casefold()
        number = word[0].isdigit()
        name = word[0].isupper() and small not in FUNCTION_WORDS
        if number or name or small in _COMPARING or small not in FUNCTION_WORDS:
            spelt = PLACE.get(small) or (transliterated(small) if name else key(stem_of(word)))
            yield _Word(small if number else spelt, word, name, number, before)
        before = small
