"""The evidence that a sentence cites, cut into sentences, with the words in it and around it."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from index.attribution.transliteration import transliterated
from index.sentences import split_sentences
from index.spans import Span
from index.words import stem_of, tokens
from rag.check.record import Numbered
from rag.premise.opposites import key

FEWEST_CHARACTERS = 2
"""Of a sentence; less is a bullet."""
_MARKER = re.compile(r"\s*\[\d+\]")


class Line(NamedTuple):
    """A sentence of the evidence."""

    text: str
    keys: frozenset[str]
    """One stem for each of its words (`rag.premise.opposites.key`)."""


@dataclass(frozen=True)
class Source:
    """All evidence that a sentence cites."""

    evidence: tuple[Numbered, ...]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The passages, each with its quote where it does not hold that."""
        return tuple(one.text if one.quote in one.text else f"{one.text}\n\n{one.quote}" for one in self.evidence)

    @cached_property
    def text(self) -> str:
        """All passages."""
        return "\n\n".join(self.texts)

    @cached_property
    def around(self) -> str:
        """What stands beside the passages: speakers, outlets, headlines."""
        return "\n".join(
            part for one in self.evidence for part in (one.speaker, one.outlet, one.title) if part is not None
        )

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Sentences of the passages, in order, each text once."""
        return tuple(dict.fromkeys(line for text in self.texts for line in lines_of(text)))

    @cached_property
    def keys(self) -> frozenset[str]:
        """Keys of all words, also of those around."""
        return frozenset().union(*(line.keys for line in self.lines), keys_of(self.around))

    @cached_property
    def words(self) -> frozenset[str]:
        """All words in and around the passages, without case."""
        return frozenset(word.casefold().strip(".") for word in tokens(f"{self.text}\n{self.around}"))

    @cached_property
    def spellings(self) -> frozenset[str]:
        """The same in one transliteration."""
        return frozenset(transliterated(word) for word in self.words)


@lru_cache(maxsize=256)
def lines_of(text: str) -> tuple[Line, ...]:
    """The sentences of a passage."""
    spans = split_sentences(text, [Span(0, len(text))])
    texts = (text[one.start : one.end] for one in spans if one.end - one.start >= FEWEST_CHARACTERS)
    return tuple(Line(one, keys_of(one)) for one in texts)


@lru_cache(maxsize=4096)
def keys_of(text: str) -> frozenset[str]:
    """One stem for each word of a text."""
    return frozenset(key(stem_of(word)) for word in tokens(text))


def without_markers(sentence: str) -> str:
    """A sentence without [1] and the like."""
    return _MARKER.sub("", sentence).strip()
