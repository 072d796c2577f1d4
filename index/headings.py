"""Sub-headings: the short lines that title the paragraphs below them."""

from index.paragraph import Paragraph, bulleted, ends_sentence

_MOST_WORDS = 12
_MOST_CHARS = 90
_SIGNATURE_DASHES = "–—−"  # "— Ann Example" closes a passage rather than opening one
_BEFORE_CAPITAL = "-•*▪●#0123456789.) \t\"'“‘«"


def heading(paragraph: Paragraph, before: Paragraph | None, after: Paragraph | None) -> bool:
    """Is it a sub-heading, given the body paragraphs before and after it?"""
    if after is None or not after.prose or (bulleted(paragraph.words) and bulleted(after.words)):
        return False
    if before is not None and before.prose and not before.long and not ends_sentence(before.words):
        return False  # it goes on with the sentence before it
    return paragraph.lines == 1 and _titles(paragraph.words)


def _titles(words: str) -> bool:
    """Does a line read as a title: few words, a capital first, no closing stop but a question mark?"""
    if len(words) > _MOST_CHARS or len(words.split()) > _MOST_WORDS or words[0] in _SIGNATURE_DASHES:
        return False
    first = words.lstrip(_BEFORE_CAPITAL)[:1]
    if not first or first.islower() or not any(map(str.isalpha, words)):
        return False
    if words.endswith("?"):
        return words[0] not in '"“'
    return not ends_sentence(words) and words[-1] not in ";,-–—|"
