"""Roles: the words that name offices, and which descriptions of them agree."""

import re

from index.words import FUNCTION_WORDS, stem_of, tokens

HONORIFICS = frozenset(
    """
    mr mrs ms miss dr sir lord lady dame sen senator gov governor rep representative gen general lt col capt sgt
    rev prof president justice judge chancellor minister secretary king queen prince princess pope former
    """.split()
)
ROLE_NOUNS = frozenset(
    """
    activist adviser advisor aide ambassador analyst anchor attorney author boss candidate captain ceo chair
    chairman chairwoman chancellor chief coach columnist commander commissioner congressman congresswoman
    consultant contributor correspondent counsel deputy diplomat director doctor economist editor envoy
    executive expert founder general governor head historian host investigator journalist judge justice king
    lawmaker lawyer leader manager mayor member minister nominee officer official organizer owner pastor
    pollster pope premier president prince princess professor prosecutor queen reporter representative
    researcher scientist secretary senator sheriff speaker spokesman spokesperson spokeswoman strategist
    strongman surgeon teacher writer
    """.split()
)
DEPARTMENTS = frozenset(
    """
    affairs agriculture armed bank commerce commons council defence defense education energy exchequer exterior
    finance forces foreign health homeland house intelligence interior labor labour nations security staff state
    trade transport transportation treasury union
    """.split()
)
"""Words that end a role rather than begin a name: Secretary of State X."""
IN_ROLE = frozenset(
    """
    a acting and assistant chief deputy ex first former of for foreign leading national new of press prime senior the top
    vice
    """.split()
)
_ALIKE = {  # different words for one role, and places with their adjectives
    **dict.fromkeys(("spokesman", "spokeswoman", "spokesperson", "press"), "spokesperson"),
    "ex": "former",
    **dict.fromkeys(("uk", "british", "britain", "kingdom", "london"), "uk"),
    **dict.fromkeys(("us", "usa", "american", "america", "washington"), "us"),
    **dict.fromkeys(("russian", "russia", "moscow", "kremlin"), "russia"),
    **dict.fromkeys(("ukrainian", "ukraine", "kyiv", "kiev"), "ukraine"),
    **dict.fromkeys(("chinese", "china", "beijing"), "china"),
    **dict.fromkeys(("french", "france", "paris"), "france"),
    **dict.fromkeys(("german", "germany", "berlin"), "germany"),
    **dict.fromkeys(("turkish", "turkey", "ankara"), "turkey"),
    **dict.fromkeys(("israeli", "israel"), "israel"),
    **dict.fromkeys(("iranian", "iran", "tehran"), "iran"),
}
_PLACES = frozenset(_ALIKE.values()) - {"spokesperson", "former"}
_FOR = re.compile(r" (?:for|of|to) (?:the )?")
POSSESSIVE = re.compile(r"['’]s\b|['’](?=\s|$)")


def role_words(phrase: str) -> frozenset[str]:
    """Words of a role that tell it from others; 'top diplomat' is any country's foreign minister or secretary of state."""
    words = {token.casefold().replace(".", "") for token in tokens(POSSESSIVE.sub("", phrase))}
    words -= {
        "the",
        "a",
        "an",
        "of",
        "for",
        "and",
        "then",
        "new",
        "in",
        "on",
        "by",
        "his",
        "her",
        "its",
        "s",
    }
    words |= {_ALIKE[word] for word in words if word in _ALIKE}
    if "press" in words and "secretary" in words:
        words.discard("secretary")
    elif ("diplomat" in words and words & {"top", "chief", "senior"}) or (
        "secretary" in words and words & {"state", "foreign"}
    ):
        words |= {"foreign", "minister"}
    return frozenset(words)


def place_of(phrase: str) -> frozenset[str]:
    """Stems of a body's name, places by one name each: Moscow speaks for Russia."""
    words = (token.casefold().replace(".", "") for token in tokens(POSSESSIVE.sub("", phrase)))
    return frozenset(stem_of(_ALIKE.get(word, word)) for word in words if word not in FUNCTION_WORDS)


def is_role(word: str) -> bool:
    """Whether a word names an office or occupation."""
    return word.casefold() in ROLE_NOUNS


def rivals(wanted: frozenset[str], role: frozenset[str]) -> bool:
    """Whether two roles name different places, as the British and the Russian foreign minister, or different times."""
    asked, held = places_in(wanted), places_in(role)
    was = "former" in role and "former" not in wanted  # who was president is not the president
    return was or bool(asked and held and not asked & held)


def bound_to(phrase: str) -> frozenset[str]:
    """The countries and bodies that a role asked for is tied to: the Swedish minister, the CEO of Acme."""
    named = {token.casefold().replace(".", "") for token in tokens(POSSESSIVE.sub("", phrase)) if token[0].isupper()}
    of_role = ROLE_NOUNS | DEPARTMENTS | HONORIFICS | IN_ROLE | FUNCTION_WORDS
    bodies = set() if phrase.isupper() else {_ALIKE.get(word, word) for word in named - of_role}
    return places_in(role_words(phrase)) | bodies


def places_in(role: frozenset[str]) -> frozenset[str]:
    """The places among the words of a role, by one name each."""
    return role & _PLACES


def served_from(phrase: str) -> int | None:
    """Where the office begins that the holder of a role works for: 'spokesman for the Russian president'."""
    for match in _FOR.finditer(phrase):
        if holds_role(phrase[: match.start()]) and holds_role(phrase[match.end() :]):
            return match.end()
    return None


def holds_role(phrase: str) -> bool:
    """Whether a phrase holds a word that names an office."""
    return any(is_role(word) for word in tokens(phrase))
