"""Headlines: told from prose, and compared as a reader would, labels, marks and outlet names aside."""

import re

_LABEL = re.compile(
    r"(?:update(?:d)?(?: ?\d)?|breaking(?: news)?|exclusive|watch|live|video|opinion|analysis|urgent|correct(?:ed|"
    r"ion))\s?[-–—:|]\s?",
    re.IGNORECASE,
)
_OUTLET_SUFFIX = re.compile(r"\s[|–—-]\s[^|–—-]{2,40}$")
_SENTENCE_BREAK = re.compile(r"[a-zà-ÿ]{4}[.!?][\"”’)]* [A-Z\"“]")  # four letters, so that "St. Louis" is none
_WORD = re.compile(r"\w+")
_FUNCTION_WORDS = frozenset(
    {
        "a",
        "an",
        "and",
        "as",
        "at",
        "be",
        "but",
        "by",
        "for",
        "from",
        "has",
        "have",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "off",
        "on",
        "or",
        "over",
        "s",
        "t",
        "than",
        "that",
        "the",
        "to",
        "up",
        "was",
        "with",
    }
)
_LONGEST = 230


def headline_words(text: str) -> tuple[str, ...]:
    """The words by which two headlines are compared."""
    return tuple(_WORD.findall(_LABEL.sub("", text.strip(), count=1).casefold()))


def same_headline(line: str, title: str) -> bool:
    """Is the line the title, or the title with its outlet left off, its end cut off, or a full stop put after it?"""
    if len(line) > _LONGEST or not line:
        return False
    words = headline_words(line)
    for candidate in {title, _OUTLET_SUFFIX.sub("", title)}:
        wanted = headline_words(candidate)
        if words and words == wanted:
            return True
        cut = title.rstrip().endswith(("...", "…"))
        if cut and not line.endswith(".") and len(wanted) >= 4 and words[: len(wanted)] == wanted:
            return True
    return False


def like_headline(text: str) -> bool:
    """Does a first line read as a headline: words without a closing full stop, or in title case with one?"""
    words = text.split()
    if (
        not len(words) >= 2
        or len(text) > _LONGEST
        or not (text[0].isupper() or text[0].isdigit() or text[0] in "\"'“‘«#")
    ):
        return False
    if _SENTENCE_BREAK.search(text):
        return False
    last = text.rstrip("\"'”’»)")[-1:]
    if last in ":,;-–—":
        return False
    if last == ".":
        return not text.endswith("...") and title_case(text)
    return True


def title_case(text: str) -> bool:
    """Are all words but the small ones capitalised, as in American headlines?"""
    words = [word for word in _WORD.findall(text) if word.casefold() not in _FUNCTION_WORDS and not word.isdigit()]
    return len(words) >= 4 and all(word[0].isupper() or word[0].isdigit() for word in words)
