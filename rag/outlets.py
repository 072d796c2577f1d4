"""Outlets that a question names: 'What did TASS report about X?' is a question about X, to what TASS published; pure."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

FEWEST_CHARACTERS = 2
"""Of an outlet's name; a letter alone is too often something else."""
_TELLS = r"(?:report|write|say|tell|publish|mention|claim|note|describe|carry)(?:ed|s|es)?"
_DOMAIN = re.compile(r"(?:www\.)?([\w-]{3,})(?:\.[a-z]{2,}){1,2}")
_PIECE = r"(?: (?:articles?|reports?|story|stories|piece|pieces|coverage|reporting|interview))"


class Published(NamedTuple):
    """A question without the outlet it names."""

    outlet: str
    """As the archive has it."""
    question: str


def published_by(question: str, outlets: Iterable[str], speaks: Callable[[str], bool]) -> Published | None:
    """The one outlet that a question asks for the articles of; None where it names none.

    Args:
        question: the question, standing alone.
        outlets: those of the archive.
        speaks: whether an outlet is quoted itself, so that 'What did X say?' asks for its own words.
    """
    low = question.casefold()
    for outlet in sorted(outlets, key=lambda one: (-len(one), one)):
        for name in _names(outlet):
            if name.casefold() not in low:
                continue
            for number, (pattern, instead) in enumerate(_patterns(name)):
                changed, found = pattern.subn(instead, question, count=1)
                if found and not (number == 0 and speaks(name)):
                    return Published(outlet, _tidy(changed))
    return None


def _names(outlet: str) -> list[str]:
    """What an outlet is called: of 'www.example.org' also 'example'."""
    domain = _DOMAIN.fullmatch(outlet)
    names = [outlet.removeprefix("The ").strip(), *([domain[1]] if domain else [])]
    return [name for name in names if len(name) >= FEWEST_CHARACTERS]


@lru_cache(maxsize=64)
def _patterns(name: str) -> list[tuple[re.Pattern[str], str]]:
    """Ways to name an outlet, each with what stands in its place; the first one is also how speakers are asked for."""
    the = rf"(?:the )?{re.escape(name)}(?:['’]s?)?"
    ways = [
        (rf"\b(?:do|does|did|has|have|had) {the} {_TELLS}(?: that)?\b", "*"),
        (rf"\b(?:do|does|did|has|have|had) {the}{_PIECE} {_TELLS}(?: that)?\b", "*"),
        (rf",? ?\b(?:according to|as reported by|in the words of) {the}{_PIECE}?(?!\w),? ?", " "),
        (
            rf"\b(?:was|is|were|has been) it (?:reported|written|said|published) (?:by|in) {the}{_PIECE}?(?: that)?\b",
            "",
        ),
        (rf"\b(reported|published|written|printed|carried) (?:by|in) {the}{_PIECE}?(?!\w)", r"\1"),
        (rf" ?\b(?:in|from|by) {the}{_PIECE}(?!\w)", ""),
        (
            rf" ?\b(?:in|from|by) (?:the )?(?:articles?|reports?|coverage|stories|story|news) (?:of|by|from|in) {the}(?!\w)",
            "",
        ),
    ]
    return [(re.compile(pattern, re.IGNORECASE), instead) for pattern, instead in ways]


def _tidy(question: str) -> str:
    """The question without the gap: 'What * about X?' becomes 'What is said about X?', 'When * X left?' 'When X left?'."""
    plain = " ".join(question.split())
    plain = re.sub(r"^(what|whatever) \*(?= about| on| of|\W*$)", r"\1 is said", plain, flags=re.IGNORECASE)
    plain = " ".join(plain.replace("*", " ").split())
    plain = re.sub(r"\s+(?=[?.!,])", "", plain).lstrip(", ")
    return plain[:1].upper() + plain[1:]
