"""Words of a text: tokens, their stems as the full-text index makes them, and those that carry no meaning."""

import re

from index.stemming import stem

_TOKEN = re.compile(r"\w+(?:\.\w\b)+\.?|\b[A-Za-z]-\d+\b|\w+")
"""Words; U.S., G.O.P. and G-7 stay one, without their dots once folded."""

_LETTER_NUMBER = re.compile(r"[A-Za-z]-?(\d+)")

FUNCTION_WORDS = frozenset(
    """
    a about above after again against all also am an and any are aren as at be because been before being below
    between both but by can cannot could couldn d did didn do does doesn doing don down during each either else
    ever every few for from further get gets give given go goes had hadn has hasn have haven having he her here
    hers herself him himself his how however i if in into is isn it its itself just kind ll m many may me might
    mine more most much must my myself near no nor not now of off on once only onto or other others ought our
    ours ourselves out over own per please quite rather re s same shall she should shouldn since so some such t
    than that the their theirs them themselves then there these they this those though through thus to together
    too toward towards under until up upon us used ve very was wasn we were weren what whatever when where
    whether which while who whoever whom whose why will with within without won would wouldn yet you your yours
    yourself yourselves wat wot wht wats whats hows whos abt pls plz thx
    """.split()
)


def tokens(text: str) -> list[str]:
    """The words of a text, as they stand."""
    return [match.group() for match in _TOKEN.finditer(text)]


def stem_of(token: str) -> str:
    """The stem of a token; without the dots of an abbreviation, and G-7 as G7 by its number."""
    lettered = _LETTER_NUMBER.fullmatch(token)
    if lettered:
        return lettered.group(1)
    return stem(token.replace(".", "") if "." in token else token)


def stems(text: str) -> list[str]:
    """Stems of all words of a text, in order."""
    return [stem_of(token) for token in tokens(text)]
