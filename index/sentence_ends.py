"""Whether a full stop, question or exclamation mark ends its sentence: the part of splitting that takes judgement."""

import re
from typing import NamedTuple

from index.abbreviations import BEFORE_NUMBER, DOTTED, EXCLAIMED, MAYBE_LAST, NEVER_LAST, SAID, STARTERS

_FULL_WIDTH = "。！？｡।؟۔"  # end a sentence without a space or a capital after them
_QUOTES = frozenset("\"'“”‘’„«»‹›")
MARK = re.compile(
    r"(?P<mark>[.!?…‽]+(?:[ \xa0]\.(?![\w.]))*|[。！？｡।؟۔]+)"  # with ". . ."
    r"(?P<close>(?:[\"'”’»›)\]}*_\u200b\ufeff]|[“‘«‹](?!\w)|\[\d{1,3}\])*(?:[ \xa0\u202f][”»](?!\S))?)"
)
"""A candidate: marks, then the quotes, brackets and note numbers that belong to the sentence before them."""
_AFTER = re.compile(r"\s*(?P<open>[\"'“‘”’„«»‹(\[{¿¡*_]*)\s*(?:(?P<word>[^\W\d_]+)|(?P<other>\S))?")
_WORD_BEFORE = re.compile(r"(?:[^\W_]+\.)*[^\W_]+\Z")
_LOWER_STARTS = re.compile(r"[a-z]{1,3}[A-Z]|[ae]l-[A-Z]")  # iPhone, eBay, al-Qaida
_AGENCY = re.compile(r"/[A-Z]")  # "MOSCOW, February 10. /TASS/."
_LONGEST_ABBREVIATION = 16  # characters looked at before a full stop


class _Next(NamedTuple):
    """What follows a mark."""

    quoted: bool
    """Whether it begins with a quote."""
    starter: bool
    """Whether its first word is one that sentences like to begin with."""
    digit: bool
    """Whether it begins with a digit."""
    word_at: int
    """Where its first word stands; -1 where it begins with something else."""


def ends_sentence(text: str, start: int, match: re.Match[str], end: int) -> bool:  # noqa: PLR0911 - a list of cases
    """Whether the sentence that begins at `start`, in a paragraph that ends at `end`, ends with this match of MARK."""
    mark, close = match.group("mark", "close")
    if mark[0] in _FULL_WIDTH:
        return True
    if not text[match.end()].isspace():
        return _ends_without_space(text, match, end)
    if match.start() - start < 3 and not any(map(str.isalnum, text[start : match.start()])):
        return False  # "... and then": marks that open a sentence
    following = _read_next(text, match.end(), end)
    if following is None:
        return False
    word = _WORD_BEFORE.search(text, max(start, match.start() - _LONGEST_ABBREVIATION), match.start())
    last = word.group() if word else ""
    close_quote = not _QUOTES.isdisjoint(close)
    before = text[max(start, match.start() - 2) : match.start()]
    if mark[-1] in "!?‽":
        if before.endswith("(") and close.startswith(")"):  # an aside: "(!)"
            return False
        if close_quote and following.word_at >= 0 and SAID.match(text, following.word_at, end):
            return False
        return close_quote or following.starter or following.quoted or last not in EXCLAIMED
    if mark != ".":
        # Words left out inside a sentence ("the … plan", "[...]") look the same as a sentence that trails off.
        omission = before[-1:] in {" ", "\xa0", "[", "("} and before[:1] not in {".", "!", "?", '"', "”"}
        return following.starter or following.quoted or not omission
    opens_sentence = bool(word) and match.start() - len(last) == start
    return _ends_after_word(last, following, opens_sentence=opens_sentence, close_quote=close_quote)


def _read_next(text: str, position: int, end: int) -> _Next | None:  # noqa: PLR0911 - a list of cases
    """Reads what follows a mark; None where it cannot be the start of a sentence."""
    after = _AFTER.match(text, position, end)
    if after is None:
        return None
    opening, word, other = after.groups()
    quoted = not _QUOTES.isdisjoint(opening)
    if word:
        at = after.start("word")
        if word[0].islower() and not quoted and not _LOWER_STARTS.match(text, at):
            return None
        initial = (
            text[at + len(word) : at + len(word) + 1] == "." and word not in NEVER_LAST
        )  # "U.S. No. 1", "A. Smith"
        return _Next(quoted, word in STARTERS and not initial, digit=False, word_at=at)
    if other is None or other in ".,;:…&+=%":
        return None
    if other in "-–—" and text[after.end() : after.end() + 3].lstrip()[:1].islower():
        return None
    if other == "/" and _AGENCY.match(text, after.start("other")):
        return None
    return _Next(quoted, starter=False, digit=other.isdigit(), word_at=-1)


def _ends_after_word(last: str, following: _Next, *, opens_sentence: bool, close_quote: bool) -> bool:  # noqa: PLR0911 - a list of cases
    """Whether a single full stop after the word `last` ends the sentence."""
    if not last:
        return True
    if last.isdigit():
        return not (opens_sentence and len(last) <= 2)  # "1. The first point"
    if last in NEVER_LAST:
        return False
    if last in BEFORE_NUMBER:
        return not following.digit
    if len(last) == 1 and last.isupper():
        # An initial, or the letter of a point or speaker ("A. Yes."); "Plan B. The" ends a sentence.
        return following.starter and not opens_sentence
    if last in MAYBE_LAST or DOTTED.match(last):
        return following.starter or (following.quoted and close_quote)
    return True


def _ends_without_space(text: str, match: re.Match[str], end: int) -> bool:
    """A missing space after a sentence ("the end.The next", "the end.”She"), against "Amazon.com", "3.5" and "U.S."."""
    position = match.end()
    before = text[max(0, match.start() - 2) : match.start()]
    if len(before) < 2 or not before.isalpha() or not before[1].islower():
        return False
    if text[position] == "“" or text[position - 1] == "”":
        return text[position] == "“" or text[position].isupper()
    after = _AFTER.match(text, position, end)
    return after is not None and after.group("word") in STARTERS and not after.group("open")
