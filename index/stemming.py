"""Words folded and stemmed as the full-text index does it."""

import re
import unicodedata
from functools import lru_cache
from threading import local
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_VOWEL_CONSONANT = re.compile("[aeiou].*[^aeiou]|[^aeiou]y.*[^aeiouy]")
_LATER = re.compile(rb"(log|bl)(i|y|is|ys|ies|ied|iing|yed|ying)$")
"""Words that Porter's later rules for -logi and -bli change."""
_DOUBLE = re.compile(rb"[aeiouy].*([chjkqvwx])\1(ed|ing)s?$")
_DIACRITICS = range(0x300, 0x332)
"""Combining marks that the tokenizer drops."""


class _Folding(dict[int, str]):
    """Code point to what the tokenizer unicode61 makes of it, with remove_diacritics 2."""

    def __missing__(self, code: int) -> str:
        if code in _DIACRITICS:
            folded = ""
        else:
            lower = chr(code).lower()[0]  # İ is i and a combining dot
            lower = lower.casefold() if len(lower.casefold()) == 1 else lower
            base = unicodedata.normalize("NFD", lower)[0]
            plain = base.isascii() and base.isalpha() and lower != "ǡ"  # й, ά and this one keep theirs
            folded = base if plain else lower
        self[code] = folded
        return folded


_FOLDING = _Folding()
_OF_THREAD = local()


def fold(word: str) -> str:
    """Lower case without diacritics, as the full-text index folds."""
    return word.lower() if word.isascii() else word.translate(_FOLDING)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The full-text index's stem of one word: folded, then Porter's, with what FTS5's stemmer does its own way."""
    data = fold(word).encode("utf-8", "replace")
    if len(data) < 3:  # left alone, where Porter stems "is"
        return data.decode()
    porter: Callable[[str], str] = _porter().stemWord
    stemmed = porter(data.decode("latin-1"))  # byte by byte
    later = _LATER.search(data)
    if later and stemmed.endswith("bli"):  # -bli for -abli: possibly as possible
        stemmed = porter(stemmed[:-1] + "e") if _VOWEL_CONSONANT.search(stemmed[:-3]) else stemmed
    elif later and stemmed.endswith("logi"):  # -logi: technology as technolog
        stemmed = stemmed[:-1] if _VOWEL_CONSONANT.search(stemmed[:-4]) else stemmed
    elif _DOUBLE.search(data):  # trekked as trek
        stemmed = stemmed[:-1]
    return stemmed.encode("latin-1").decode("utf-8", "replace")


def _porter() -> Any:  # noqa: ANN401 - snowballstemmer has no types
    """The stemmer of this thread: it keeps the word that it works on."""
    if not hasattr(_OF_THREAD, "porter"):
        import snowballstemmer

        _OF_THREAD.porter = snowballstemmer.stemmer("porter")
    return _OF_THREAD.porter
