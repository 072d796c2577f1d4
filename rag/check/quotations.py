"""Quotations of a written sentence that do not stand in its source, typography aside."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

INSERTED, MOST_INSERTED = 60, 2
"""Most characters of the source that words in square brackets may stand for, and most brackets of a quotation."""
_QUOTED = re.compile(
    r"“([^“”]*(?:“[^“”]*”[^“”]*)*)”|[“„]([^“”\"]*)(?:[“”\"]|$)|«([^»]*)(?:»|$)|‹([^›]*)›|\"([^\"”]*)(?:[\"”]|$)|``(.*?)''"
    r"|(?<!\w)‘((?:[^’]|’(?=\w))+)’(?!\w)|(?<![\w'])'(?=\S)((?:[^']|'(?=\w))+)'(?!\w)"
)
"""What stands between marks, others within it included; one left open runs to the end."""
_CLOSES_UNOPENED = re.compile(r"^[^“„«\"]*?[^\s“„«\"](?:”|»|\"(?=[\s.,;:!?)]|$))")
"""What ends a quotation that began in the sentence before."""
_MARKS = str.maketrans(
    {**dict.fromkeys('“”„‟«»‹›"`´', " "), **dict.fromkeys("‘’‚‛", "'"), **dict.fromkeys("‐‑‒–—―−", "-")}
)
_APART = re.compile(r"(?<!\w)'|'(?!\w)")
"""A single mark that is no apostrophe."""
_DASHES = re.compile(r"\s*-+\s*")
_INSERTION = re.compile(r"\[([^\]]*)\]")
_ELLIPSIS = re.compile(r"\.\s?\.\s?\.[\s.]*")
_LEFT_OUT = re.compile(r"[<\[(]\s?\.\.\.\s?[>\])]")
"""A source's own mark that it leaves something out."""
_EDGE = " .,;:!?-<>"


def missing(sentence: str, texts: Sequence[str]) -> list[str]:
    """The quotations of a sentence that stand in none of the texts, as they are written, without their marks."""
    plain = [normal(text) for text in texts]
    return [quoted for quoted in quoted_in(sentence) if not any(stands(quoted, text) for text in plain)]


def quoted_in(sentence: str) -> Iterator[str]:
    """What stands between quotation marks, without them; also where a quotation goes on before or behind the sentence."""
    unopened = _CLOSES_UNOPENED.match(sentence)
    if unopened:
        yield _bare(unopened[0])
        sentence = sentence[unopened.end() :]
    for match in _QUOTED.finditer(sentence):
        yield _bare(match.group(match.lastindex or 0))


def without_quotations(sentence: str) -> str:
    """A sentence with what it quotes blanked."""
    for quoted in quoted_in(sentence):
        sentence = sentence.replace(quoted, " " * len(quoted)) if quoted else sentence
    return sentence


def _bare(quoted: str) -> str:
    return quoted.strip('“”„«»‹›" ')


def normal(text: str) -> str:
    """A text without what typography alone decides: kinds of marks and dashes, blanks."""
    text = _LEFT_OUT.sub(" ", unicodedata.normalize("NFKC", text.replace("…", "..."))).translate(_MARKS)
    return " ".join(_DASHES.sub("-", _APART.sub(" ", text)).split())


def stands(quoted: str, text: str) -> bool:
    """Whether a quotation stands in a text made `normal`; '…' leaves out, '[…]' inserts, a first letter takes either case."""
    at = 0
    for piece in _ELLIPSIS.split(_INSERTION.sub(_insertion, quoted.replace("…", "..."))):
        words = [normal(one).strip(_EDGE) for one in piece.split("\x00")]
        pattern = rf".{{0,{INSERTED}}}?".join(_letters(one) for one in words)
        if len(words) > MOST_INSERTED + 1:  # each one multiplies the ways in which the rest can stand
            return False
        found = re.compile(rf"(?<!\w){pattern}(?!\w)").search(text, at) if pattern else None
        if pattern and found is None:
            return False
        at = found.end() if found else at
    return True


def _insertion(match: re.Match[str]) -> str:
    """'[T]he' is the, '[…]' an ellipsis, other words in brackets stand for some of the source, or for none."""
    inside, rest = match[1], match.string[match.end() : match.end() + 1]
    if len(inside) == 1 and inside.isalpha() and rest.isalpha():
        return f"\x01{inside}"
    return "..." if not inside.strip(" .") else "\x00"


def _letters(words: str) -> str:
    """A pattern of words whose first letter, or one that brackets changed, may be of either case."""
    first = words[:1]
    if first.isalpha():
        words = f"\x01{words}"
    pieces = words.split("\x01")
    found = re.escape(pieces[0])
    for piece in pieces[1:]:
        either = "".join(dict.fromkeys((piece[:1], piece[:1].lower(), piece[:1].upper())))
        found += (f"[{re.escape(either)}]" if piece else "") + re.escape(piece[1:])
    return found
