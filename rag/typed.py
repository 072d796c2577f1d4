"""What people type or paste, made legible: markup, control characters and emoji out, the question in a long text found."""

import html
import re
import unicodedata

LONG = 60
"""Words from which a text is a paste in which the question is looked for."""
MOST_ASKED = 60
"""Words of the longest question that is looked for in a paste."""
_ELEMENT = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>|<!--.*?-->", re.DOTALL)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"”’)]+")
_IN_URL = re.compile(r"(?:https?://)?[^/?#]*/?([^?#]*)")
_JOINERS = "\u00ad\u200c\u200d\u2060\ufeff"
"""Characters without width that stand inside words."""
_FIRST_SYMBOL = 0x2600
"""Code point from which symbols are pictures."""
_STYLED = (range(0xFF00, 0xFFF0), range(0x1D400, 0x1D800))
"""Full-width and mathematical letters."""
_SENTENCE = re.compile(r"[^.!?…。？！\n]*(?:[.!…。！\n]+|[?？]+[\"”’»)]*|$)")
_WORD = re.compile(r"\w")
_ASKS = re.compile(
    r"\W*(?:please\b|who|whom|whose|what|when|where|why|which|how|did|does|do|has|have|had|is|are|was|were|can|could|would"
    r"|will|tell me|show me|give me|find|list|summari[sz]e|explain)\b",
    re.IGNORECASE,
)
_ENDLESS = re.compile(r"([!-~À-ɏ]{400})[!-~À-ɏ]+")
"""Latin letters, digits and signs in one piece; Chinese has no spaces between its words."""


def legible(text: str) -> str:
    """A text without markup, invisible and control characters, and pictures; an address alone becomes the words of its path.

    Of what is far too long for a word the beginning is kept.
    """
    if "<" in text:
        text = _TAG.sub(" ", _ELEMENT.sub(" ", text))
    text = html.unescape(text) if "&" in text else text
    if not text.isascii() or not text.isprintable():
        text = unicodedata.normalize("NFC", "".join(map(_shown, text)))
    rest = _URL.sub(" ", text)
    return _ENDLESS.sub(r"\1", rest if _WORD.search(rest) else _URL.sub(_words_of_path, text)).strip()


def _shown(char: str) -> str:
    """A character as it is to be read; blank or nothing for what is not."""
    if char in _JOINERS:
        return ""
    kind = unicodedata.category(char)
    if kind in {"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"}:
        return char if char == "\n" else " "
    if "\ufe00" <= char <= "\ufe0f" or (kind in {"So", "Sk"} and ord(char) >= _FIRST_SYMBOL):
        return " "
    return unicodedata.normalize("NFKC", char) if any(ord(char) in styled for styled in _STYLED) else char


def _words_of_path(match: re.Match[str]) -> str:
    path = _IN_URL.match(match.group())
    name = path.group(1).rstrip("/").rpartition("/")[2] if path else ""
    return re.sub(r"\.\w{1,5}$|[-_+]|%20", " ", name)


def question_in(text: str) -> str:
    """The question of a long text: the last sentence, else the first, that asks; else the only one with a question mark.

    A short text, and one in which nothing is asked, stays as it is.
    """
    if len(text.split()) < LONG:
        return text
    sentences = [found for match in _SENTENCE.finditer(text) if _WORD.search(found := match.group().strip())]
    asked = [one for one in sentences if "?" in one[-3:] or "？" in one[-3:]]
    ends = [one for one in (sentences[-1], sentences[0]) if one in asked or _ASKS.match(one)] if sentences else []
    chosen = ends[:1] or (asked if len(set(asked)) == 1 else [])
    return chosen[0] if chosen and len(chosen[0].split()) <= MOST_ASKED else text
