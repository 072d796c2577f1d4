"""Numbers of a written sentence that its source does not give: digits and words, with their scale; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_UNITS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT = {"k": 1_000, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_ORDINALS = {
    **dict(
        zip(
            "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
            "sixteenth seventeenth eighteenth nineteenth twentieth".split(),
            range(3, 21),
            strict=True,
        )
    ),
    "thirtieth": 30,
}
_OTHERS: dict[str, Decimal | int] = {
    "dozen": 12,
    "both": 2,
    "pair": 2,
    "couple": 2,
    "twice": 2,
    "half": Decimal("0.5"),
    "quarter": Decimal("0.25"),
}
"""Words that can stand for a number."""
_WORDS = "|".join(sorted({*_UNITS, *_TENS, *_SCALES}, key=len, reverse=True))
_FIGURES = r"\d{1,3}(?:[,  ]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?<![\w.])(?<!\w-)(?:(?P<figures>{_FIGURES})(?:(?P<short>k|mn|bn|tn|m|b)\b|[\s-]?(?P<scale>hundred|thousand|million|billion|trillion)s?\b"
    rf"|(?:st|nd|rd|th)\b)?(?!\w)"
    rf"|\b(?P<words>(?:{_WORDS})(?:[\s-]+(?:and\s+)?(?:{_WORDS}))*)s?\b"
    rf"|\b(?P<ordinal>(?:(?:{'|'.join(_TENS)})-)?(?:{'|'.join(_ORDINALS)}|(?<=-)(?:first|second)))\b"
    rf"|\b(?P<other>{'|'.join(_OTHERS)})s?\b)"
    r"(?P<percent>\s?%|[\s-]per\s?cent\b|\s+percentage\b)?",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"ones?", re.IGNORECASE)
_ENUMERATED = re.compile(r"^\s*\d+[.)]\s+")
"""A list's own number."""


@dataclass(frozen=True)
class Number:
    """A number where it is written."""

    text: str
    value: Decimal
    is_percent: bool
    loose: bool
    """Whether only a word such as 'both' stands for it, of which a sentence need not be held to."""


def absent(sentence: str, source: str) -> list[str]:
    """The numbers of a sentence that a source does not give, as they are written; dates are to be taken out before."""
    given = {(one.value, one.is_percent) for one in numbers(source)}
    plain = {value for value, _ in given}
    return [
        one.text
        for one in numbers(_ENUMERATED.sub("", sentence))
        if not one.loose and (one.value, True) not in given and (one.is_percent or one.value not in plain)
    ]


def numbers(text: str) -> Iterator[Number]:
    """All numbers of a text in order; 'one' alone is none."""
    for match in _NUMBER.finditer(text):
        value, loose = _value(match), match["other"] is not None
        written = match.group().strip()
        if value is not None and not _PRONOUN.fullmatch(written):
            yield Number(written, value.normalize(), match["percent"] is not None, loose)


def _value(match: re.Match[str]) -> Decimal | None:
    if match["figures"]:
        value = Decimal(re.sub(r"[,\s]", "", match["figures"]))
        scale = _SHORT.get((match["short"] or "").casefold()) or _SCALES.get((match["scale"] or "").casefold(), 1)
        return value * scale
    if match["ordinal"]:
        tens, _, last = match["ordinal"].casefold().rpartition("-")
        return Decimal(_TENS.get(tens, 0) + {**_ORDINALS, "first": 1, "second": 2}[last])
    if match["other"]:
        return Decimal(_OTHERS[match["other"].casefold()])
    return _spelt(re.findall(r"[a-z]+", match["words"].casefold()))


def _spelt(words: list[str]) -> Decimal | None:
    """The value of a number in words; of a bare scale ('millions'), nothing."""
    total = part = 0
    for word in words:
        if word in _SCALES:
            if not part and not total:
                return None
            scale = _SCALES[word]
            if scale == 100:
                part *= 100
            else:
                total, part = total + part * scale, 0
        elif word != "and":
            part += _UNITS.get(word, 0) + _TENS.get(word, 0)
    return Decimal(total + part)
