"""From a stream of words to whole sentences with the passages they name; pure."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from index.sentences import split_sentences
from index.spans import Span
from rag.llm.prompt import NO_ANSWER
from rag.llm.talk import Words

MOST_NUMBERS = 20
"""Numbers of a marker that is a range."""
_NUMBERS = r"(?:passages?|sources?|n\s*=)?\s*\^?\d+(?:\s*(?:[,;–-]|and)\s*\^?\d+)*"
MARKER = re.compile(rf"\s*[\[【]\s*({_NUMBERS})\s*[\]】]", re.IGNORECASE)
_BEHIND = re.compile(rf"([.!?…][\"'”’»)*]*)((?:\s*[\[【]\s*{_NUMBERS}\s*[\]】])+)", re.IGNORECASE)
"""Markers behind the mark that ends their sentence; put before it, they stay with it."""
_OPEN_MARKER = re.compile(r"\s*[\[【][^\]】\n]{0,40}$")
_THOUGHT = re.compile(r"^\s*<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL)
_BULLET = re.compile(r"^\s*(?:[-*•>#]+\s+|\d{1,2}[.)]\s+)+")
_LABEL = re.compile(r"^\s*(?:the )?answer(?: is)?\s*:\s*", re.IGNORECASE)
_ENDS = re.compile(r"[.!?…][\"'”’»)]*$")
_REFUSES = re.compile(
    rf"^\W*{NO_ANSWER}\W*$|^(?:i(?:'m|’m| am)? (?:sorry|cannot|can(?:'|’)t|could not|do not|don(?:'|’)t)\b|unfortunately\b)"
    r"|\b(?:passages?|sources?|texts?|articles?) (?:provided )?(?:do|does|did)(?: not|n(?:'|’)t) "
    r"(?:answer|mention|say|contain|provide|give|state|specify)"
    r"|\bno (?:answer|information) (?:is |was )?(?:given|found|provided|available)",
    re.IGNORECASE,
)
_OF_PASSAGES = re.compile(
    r"^(?:the|this|these|both|according to the) (?:given |provided |following )?"
    r"(?:passages?|texts?|sentences?|questions?|answers?|sources?)\b"
    r"|\bpassage n\b|\bthe answer is\b",
    re.IGNORECASE,
)


class Sentence(NamedTuple):
    """A sentence that a model wrote."""

    text: str
    """Without its markers."""
    named: tuple[int, ...]
    """Numbers of the passages it names, in order, each once."""
    whole: bool = True
    """Whether it was written to its end."""

    @property
    def refuses(self) -> bool:
        """Whether it says that there is no answer."""
        return bool(_REFUSES.search(self.text))

    @property
    def of_passages(self) -> bool:
        """Whether it speaks of what the model was given instead of the news."""
        return bool(_OF_PASSAGES.search(self.text))


def sentences(words: Iterable[Words]) -> Iterator[Sentence]:
    """Each sentence as soon as another one has begun behind it, or the model has stopped."""
    text = ""
    told = 0
    cut = False
    for one in words:
        text += one.text
        cut = cut or one.cut
        found = _split(text)
        for sentence in found[told:-1]:
            yield from _read(sentence)
        told = max(told, len(found) - 1)
    found = _split(text)
    for at, sentence in enumerate(found[told:], told):
        last = at == len(found) - 1
        yield from _read(sentence, whole=not (cut and last) or bool(_ENDS.search(sentence.rstrip("*"))))


def _split(text: str) -> list[str]:
    """The sentences so far; the last may not be whole."""
    text = _OPEN_MARKER.sub("", _THOUGHT.sub("", text))
    text = _BEHIND.sub(lambda match: match[2] + match[1], text)
    lines = (line for line in text.split("\n") if line.strip())
    plain = [_LABEL.sub("", _BULLET.sub("", line)).replace("**", "") for line in lines]
    return [line[one.start : one.end] for line in plain for one in split_sentences(line, [Span(0, len(line))])]


def _read(written: str, *, whole: bool = True) -> Iterator[Sentence]:
    """The sentence without its markers; nothing where nothing is left."""
    named = dict.fromkeys(number for match in MARKER.finditer(written) for number in _numbers(match[1]))
    text = " ".join(MARKER.sub("", written).split())
    if any(one.isalnum() for one in text):
        yield Sentence(text, tuple(named), whole)


def _numbers(written: str) -> Iterator[int]:
    for part in re.split(r"[,;]|and", written):
        ends = [int(number) for number in re.findall(r"\d{1,6}", part)]
        if len(ends) == 2 and ends[0] <= ends[1] < ends[0] + MOST_NUMBERS:
            yield from range(ends[0], ends[1] + 1)
        else:
            yield from ends
