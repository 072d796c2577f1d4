"""What a word was meant to be written as: slips of the finger, sounds written in other letters, Cyrillic; pure."""

import re
from collections.abc import Iterator
from itertools import islice

from index.stemming import fold

MOST_RESPELLINGS = 120
SHORT_NAME = 6
"""Letters up to which names have near neighbours."""
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = "aeiouy"
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE = ("ckq", "csz", "vwf", "iyj", "dt", "bp", "gj", "mn")
"""Consonants that are taken for one another by ear."""
_CYRILLIC = dict(
    zip(
        "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюяў",
        "a b v g g d e e ye zh z i i i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya u".replace("-", "").split(
            " "
        ),
        strict=True,
    )
)
_CASES = re.compile("(?<=[бвгджзклмнпрстфхцчшщ])(?:а|у|ю|ом|ым|ем|е|ы|ой|и|і|ові|ою)$")
_ADJECTIVE = re.compile("(?<=[сц]к)(?:ого|ому|им|ом)$")
_RULES = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        ("w", "v"),  # Medwedew
        ("ff?$", "v"),  # Medvedeff
        ("(?:ij|yj|iy|yy|ii|i|ie)$", "y"),  # Zelenskij
        ("y$", "iy"),
        ("y$", "yy"),
        ("y$", "i"),
        ("^s", "z"),  # Selenskyj
        ("^z", "s"),
        ("tsch", "ch"),  # Tschernobyl
        ("sch", "sh"),  # Schoigu
        ("oig", "oyg"),
        ("j", "y"),  # Jeltsin
        ("z", "ts"),
        ("ts", "z"),
        ("[cs]i(?=[ao])", "ti"),  # negosiations
        ("k", "c"),  # sekurity
        ("c(?![hk])", "k"),
        ("ck", "k"),
        ("ph", "f"),
        ("f", "ph"),
        ("kh", "h"),
        ("kh", "ch"),
        ("ch", "kh"),
        ("h", "kh"),
        ("g", "h"),
        ("h", "g"),
        ("^ye", "e"),
        ("^e", "ye"),
        ("^iu", "yu"),
        ("ou|oo", "u"),  # Poutine
        ("e$", ""),
        ("u", "ou"),
        ("[ea][ij](?=[^aeiou]|$)", "ey"),
        ("[ij]o", "yo"),
        ("ia", "ya"),
        ("ks", "x"),
        ("x", "ks"),
        ("ae|oe|ue", ""),  # replaced by its first letter below
        (r"([a-z])\1", r"\1"),
        ("i", "y"),
        ("y", "i"),
        ("dsch|dzh", "j"),
    )
)


def romanised(word: str) -> list[str]:
    """A Cyrillic word in Latin letters, then without the ending of a case; empty where it is not Cyrillic."""
    lower = word.lower()
    if not lower or any(letter not in _CYRILLIC for letter in lower):
        return []
    bare = _ADJECTIVE.sub("ий", lower) if _ADJECTIVE.search(lower) else _CASES.sub("", lower)
    forms = [lower, bare] if len(bare) > 3 else [lower]
    return list(dict.fromkeys("".join(_CYRILLIC[letter] for letter in form) for form in forms))


def respellings(word: str) -> list[str]:
    """Folded ways to write what sounds like a word, nearest first: 'Selenskyj' as 'zelensky'; the word itself is left out."""
    first = fold(word)
    if not first.isascii() or not first.isalpha():
        return []
    found = {first: None}
    for known in (first, *islice(_respelt(first), MOST_RESPELLINGS)):
        for one in _respelt(known):
            found.setdefault(one)
        if len(found) > MOST_RESPELLINGS:
            break
    return [one for one in list(found)[1:] if len(one) > 2]


def _respelt(word: str) -> Iterator[str]:
    """A word by each rule alone."""
    for pattern, written in _RULES:
        changed = pattern.sub(written or (lambda match: match.group()[:1] if len(match.group()) > 1 else ""), word)
        if changed != word:
            yield changed


def slips(word: str, *, is_name: bool = False) -> list[str]:
    """Folded words that one slip away from the first letter turns into this one.

    A letter left out, doubled or turned round is one, and so is another vowel, a letter of the same sound or from the key
    beside it. The first vowel of a short name is what tells names apart, as Scholz and Schulz; words of four letters have
    too many neighbours to change a letter.
    """
    word = fold(word)
    if not word.isascii() or not word.isalpha():
        return []
    found = dict.fromkeys(word[:at] + letter + word[at:] for at in range(1, len(word) + 1) for letter in _ALPHABET)
    found |= dict.fromkeys(word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    if len(word) > 4:
        short_name = is_name and len(word) <= SHORT_NAME  # Breyer is not Beyer, but Finnland Finland
        dropped = (at for at in range(1, len(word)) if not short_name or word[at] == word[at - 1])
        found |= dict.fromkeys(word[:at] + word[at + 1 :] for at in dropped)
        vowel = next((at for at, letter in enumerate(word) if letter in _VOWELS), 0)
        kept = vowel if short_name else 0
        for at in range(1, len(word)):
            if at != kept:
                found |= dict.fromkeys(word[:at] + letter + word[at + 1 :] for letter in _like(word[at]))
    return [one for one in found if one != word]


def _like(letter: str) -> str:
    """Letters that are struck or heard in place of another."""
    near = "".join(group for group in _ALIKE if letter in group)
    for row in _ROWS:
        at = row.find(letter)
        near += row[max(0, at - 1) : at + 2] if at >= 0 else ""
    return near + (_VOWELS if letter in _VOWELS else "")


def skeleton(word: str) -> str:
    """A word's consonants in order, a double one once, and its first letter."""
    return re.sub(r"(.)\1+", r"\1", word[:1] + re.sub(f"[{_VOWELS}]", "", re.sub(r"(.)\1+", r"\1", word[1:])))
