"""Sub-headings: the short lines that title the paragraphs below them."""

from index.paragraph import Paragraph, bulleted, ends_sentence

_MOST_WORDS = 12
_MOST_CHARS = 90
_DASHES_OF_SIGNATURES = "–—−"


def heading(paragraph: Paragraph, before: Paragraph | None, after: Paragraph | None) -> bool:
    """Is it a sub-heading, given the body paragraphs before and after it?"""
    text = paragraph.words
    if after is None or paragraph.lines > 1 or len(text) > _MOST_CHARS or len(text.split()) > _MOST_WORDS:
        return False
    if not after.prose or (bulleted(text) and bulleted(after.words)):
        return False
    if before is not None and before.prose and not ends_sentence(before.words) and not before.long:
        return False
    first = text.lstrip("-•*▪●#0123456789.) \t\"'“‘«")[:1]
    if not first or not (first.isupper() or not first.islower()) or not any(map(str.isalpha, text)):
        return False
    if text[0] in _DASHES_OF_SIGNATURES:
        return False
    last = text[-1]
    if last == "?":
        return text[0] not in '"“'
    return last not in ".!:;,…-–—|" and not (last in '"”' and ends_sentence(text))
