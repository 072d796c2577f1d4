"""Bytes to text: the encoding found, the newlines left as they are."""

import codecs
import string
import unicodedata
from typing import NamedTuple

from index.articles.formats import NotAnArticleError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# One for each script that is not Latin; Latin ones are told apart by _latin, as statistics on short texts are not safe.
_OTHER_SCRIPTS = ["cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "cp932", "euc_jp", "gb18030", "big5", "euc_kr"]
_TYPOGRAPHY = b"\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xab\xbb"  # quotes, dashes, … in Windows code pages
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
_ASCII_LETTERS = string.ascii_letters.encode()
_ASCII_TEXT = bytes(range(0x20, 0x7F)) + b"\t\r\n"
# The five bytes that Windows-1252 leaves undefined, as Latin-1 has them.
_UNDEFINED = {0xDC00 + byte: byte for byte in b"\x81\x8d\x8f\x90\x9d"}


class Decoded(NamedTuple):
    """Text, and how it was had from its bytes."""

    text: str
    encoding: str
    replaced: int
    """Number of U+FFFD that stand for bytes which are not valid in the encoding."""


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Text of a file without its BOM: by BOM, as UTF-8, as UTF-16 without BOM, as declared, else by a legacy code page.

    Raises:
        NotAnArticleError: the bytes are not text.
    """
    decoded = _decode(data, declared)
    # Bytes are counted faster than characters; only in UTF-16 and UTF-32 is a byte under 32 no control character.
    plain = decoded.text.encode("utf-8", "replace") if decoded.encoding.startswith(("utf-16", "utf-32")) else data
    if _count(plain, _CONTROLS) * 20 > len(
        plain
    ):  # more than 5%: compressed or other data, where about 10% are expected
        raise NotAnArticleError("binary (control characters)")
    return decoded


def has_wide_bom(head: bytes) -> bool:
    """Whether the first bytes of a file announce UTF-16 or UTF-32, where a byte 10 is not always a newline."""
    return any(head.startswith(bom) for bom, _ in _BOMS[1:])


def _count(data: bytes, wanted: bytes) -> int:
    return len(data) - len(data.translate(None, wanted))


def storable(text: str) -> str:
    """Text that UTF-8 and every database can hold: surrogate pairs joined, lone ones and NUL replaced by U+FFFD."""
    if text.isascii():
        return text.replace("\x00", "\ufffd")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "\ufffd")


def _decode(data: bytes, declared: str | None) -> Decoded:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _lenient(data[len(bom) :], name)
    if b"\x00" in data:
        return Decoded(_utf16(data), "utf-16", 0)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        pass
    lenient = _lenient(data, "utf-8")
    beyond_ascii = sum(1 for char in lenient.text if char > "\x7f") - lenient.replaced
    if lenient.replaced * 20 <= beyond_ascii:  # bytes of another encoding do not form valid sequences 95% of the time
        return lenient
    if declared:
        try:
            return Decoded(data.decode(declared), declared, 0)
        except (UnicodeDecodeError, LookupError):
            pass
    return _legacy(data)


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd") - data.count("\ufffd".encode(encoding)))


def _utf16(data: bytes) -> str:
    """UTF-16 without BOM: Latin letters, spaces and newlines have all their NUL bytes on one side."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    many, few, name = (odd, even, "utf-16-le") if odd > even else (even, odd, "utf-16-be")
    # A stray NUL or two in single-byte text; UTF-16 of the same letters would be NUL by half.
    single = _count(data, _ASCII_TEXT) * 4 > 3 * len(data)
    # Of ordinary text in any script at least some 3% are spaces and newlines.
    if not single and len(data) % 2 == 0 and few * 10 <= many and many * 100 >= 3 * (len(data) // 2):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            text = ""
        sample = text[:10_000]
        unassigned = sum(1 for char in sample if unicodedata.category(char) in {"Cn", "Co"})
        if text and "\x00" not in text and unassigned * 100 <= len(sample):
            return text
    raise NotAnArticleError("binary (NUL bytes)")


def _legacy(data: bytes) -> Decoded:
    beyond_ascii = _count(data, bytes(range(128, 256))) - _count(data, _TYPOGRAPHY)
    # Languages of Latin script have up to a fifth of their letters beyond ASCII, those of other scripts nearly all;
    # a word or two tell nothing.
    if beyond_ascii >= 8 and beyond_ascii * 2 > _count(data, _ASCII_LETTERS):
        from charset_normalizer import from_bytes

        best = from_bytes(data, cp_isolation=_OTHER_SCRIPTS).best()
        if best is not None:
            return Decoded(data.decode(best.encoding), best.encoding, 0)
    return _latin(data)


def _latin(data: bytes) -> Decoded:
    """Windows-1252, a superset of Latin-1's printable part; Windows-1254 where only its Turkish letters make sense."""
    # ð, ý and þ (Windows-1252) stand where Turkish has ğ, ı and ş; Icelandic has á, æ, í, ó and ú beside them.
    if _count(data, b"\xd0\xdd\xde\xf0\xfd\xfe") and not _count(data, b"\xe1\xe6\xed\xf3\xfa"):
        try:
            return Decoded(data.decode("cp1254"), "cp1254", 0)
        except UnicodeDecodeError:
            pass
    return Decoded(data.decode("cp1252", "surrogateescape").translate(_UNDEFINED), "cp1252", 0)
