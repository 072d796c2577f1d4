"""Phrases looked for in answers, whatever the quotes, dashes, spaces and capitals they are written with."""

import re

FOLD = str.maketrans("“”‘’–—\xa0", "\"\"''-- ")
MARKER = re.compile(r"\[\d+\]")


def folded(text: str) -> str:
    """The text as compared: citation markers removed, quotes, dashes and spaces made plain, case folded."""
    return re.sub(r"\s+", " ", MARKER.sub(" ", text).translate(FOLD)).casefold().strip()


def holds(folded_text: str, phrase: str) -> bool:
    """Whether a phrase stands in a folded text, from a word's start and, where it is short, to a word's end."""
    wanted = folded(phrase)
    short = len(wanted) < 5 and wanted[-1:].isalnum()  # '2' is not in '24', 'howitzer' is in 'howitzers'
    return re.search(r"(?<!\w)" + re.escape(wanted) + (r"(?!\w)" if short else ""), folded_text) is not None
