"""Outlets that a question names: 'What did TASS report about X?' is a question about X, to what TASS published; pure."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

FEWEST_CHARACTERS = 2
"""Of an outlet's name; a letter alone is too often something else."""
_TELLS = r"(?:report|write|say|tell|publish|mention|claim|note|describe|carry)(?:ed|s|es)?"
_DOMAIN = re.compile(r"(?:www\.)?([\w-]{3,})\.(?:[a-z]{2,}|(?:ac|co|com|gov|net|org)\.[a-z]{2})")
_PIECE = r"(?: (?:articles?|reports?|story|stories|piece|pieces|coverage|reporting|interview))"
_ENDS = (
    r"(?=\s*(?:[,.?!;:]|$)|\s+(?:that|about|on|regarding|in|at|when|where|why|how|what|who|which|is|are|was|were|do|does"
    r"|did|has|have|will)\b)"
)
"""What stands behind an outlet's name that ends there, other than in 'the Times of Israel' or 'a BBC correspondent'."""
_WHEN = re.compile(
    r"\W*(?:when|where|from where|(?:on |in |from )?(?:what|which) (?:day|date|month|year|city|place))\b", re.IGNORECASE
)
_APOSTROPHES = str.maketrans("’‘", "''")


class Published(NamedTuple):
    """A question without the outlet it names."""

    outlet: str
    """As the archive has it."""
    question: str


def published_by(question: str, outlets: Iterable[str], speaks: Callable[[str], bool]) -> Published | None:
    """The one outlet that a question asks for the articles of; None where it names none, or several.

    Args:
        question: the question, standing alone.
        outlets: those of the archive.
        speaks: whether an outlet is quoted itself, so that 'What did X say?' asks for its own words.
    """
    plain = question.translate(_APOSTROPHES)
    low = plain.casefold()
    found: list[Published] = []
    for outlet in sorted(outlets, key=lambda one: (-len(one), one)):
        named = [name for name in _names(outlet) if name.casefold() in low]
        left = next((left for name in named if (left := _without(plain, question, name, speaks))), None)
        if left and not any(outlet in longer.outlet for longer in found):
            found.append(Published(outlet, left))
    return found[0] if len(found) == 1 else None


def _without(plain: str, question: str, name: str, speaks: Callable[[str], bool]) -> str | None:
    """The question without the outlet of that name; None where it does not ask for its articles.

    `plain` is the question with straight apostrophes, of the same length.
    """
    for way in _ways(name):
        match = way.pattern.search(plain)
        if match is None or (way.of_speakers and speaks(name)):
            continue
        instead = match.expand(way.instead)
        if instead == _TOLD and _WHEN.match(plain):  # when it was reported is not when it happened
            instead = "was it reported that"
        return _tidy(question[: match.start()] + instead + question[match.end() :])
    return None


def _names(outlet: str) -> list[str]:
    """What an outlet is called: of 'www.example.org' also 'example'."""
    plain = outlet.translate(_APOSTROPHES)
    domain = _DOMAIN.fullmatch(plain)
    names = [plain.removeprefix("The ").strip(), *([domain[1]] if domain else [])]
    return [name for name in names if len(name) >= FEWEST_CHARACTERS]


class _Way(NamedTuple):
    """A way to name an outlet."""

    pattern: re.Pattern[str]
    instead: str
    """What stands in its place."""
    of_speakers: bool = False
    """Whether speakers are asked for in the same way."""


_TOLD = "*"


@lru_cache(maxsize=64)
def _ways(name: str) -> list[_Way]:
    """Ways to name an outlet; one whose name is a word, as 'Time', with a capital alone."""
    word = name.isalpha() and not name.isupper()
    exact = f"(?-i:{re.escape(name[0].upper() + name[1:])})" if word else re.escape(name)
    the = rf"(?:the )?{exact}(?:'s?)?"
    ways = [
        (rf"(?<=.)\b(?:do|does|did|has|have|had) {the} {_TELLS}(?: that)?\b", _TOLD, True),
        (rf"(?<=.)\b(?:do|does|did|has|have|had) {the}{_PIECE} {_TELLS}(?: that)?\b", _TOLD, False),
        (rf",? ?\b(?:according to|in the words of) {the}{_ENDS},? ?", " ", True),
        (rf",? ?\b(?:according to|in the words of) {the}{_PIECE}{_ENDS},? ?", " ", False),
        (rf",? ?\bas reported by {the}{_PIECE}?{_ENDS},? ?", " ", False),
        (
            rf"\b((?:was|is|were|has been) it (?:reported|written|said|published)) (?:by|in) {the}{_PIECE}?{_ENDS}",
            r"\1",
            False,
        ),
        (rf"\b(reported|published|written|printed|carried) (?:by|in) {the}{_PIECE}?{_ENDS}", r"\1", False),
        (rf" ?\b(?:in|from|by) {the}{_PIECE}(?!\w)", "", False),
        (
            rf" ?\b(?:in|from|by) (?:the )?(?:articles?|reports?|coverage|stories|story|news) (?:of|by|from|in) {the}{_ENDS}",
            "",
            False,
        ),
    ]
    return [_Way(re.compile(pattern, re.IGNORECASE), instead, speaks) for pattern, instead, speaks in ways]


def _tidy(question: str) -> str:
    """The question without the gap: 'What * about X?' becomes 'What is said about X?'."""
    plain = " ".join(question.split())
    plain = re.sub(r"^(what|whatever) \*(?= about| on| of|\W*$)", r"\1 is said", plain, flags=re.IGNORECASE)
    plain = " ".join(plain.replace("*", " ").split())
    plain = re.sub(r"\s+(?=[?.!,])", "", plain).lstrip(", ")
    return plain[:1].upper() + plain[1:]
