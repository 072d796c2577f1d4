"""Names of bodies as keys, and those that many bodies share."""

from index.attribution.roles import DEPARTMENTS, POSSESSIVE, place_of
from index.attribution.transliteration import transliterated
from index.words import FUNCTION_WORDS

_LEGAL_FORMS = frozenset("inc corp corporation ltd llc plc co gmbh ag sa".split())
_OF_STATE = frozenset("ministry government embassy army military parliament navy president premier cabinet".split())
"""With one of these, an adjective and the country's name are one: Russian, Russia’s, of Russia."""
_COMMON = (
    DEPARTMENTS
    | _OF_STATE
    | FUNCTION_WORDS
    | frozenset(
        """
        police department ministry court courts office officials official company campaign committee agency city county
        council board school university hospital church team club group administration report study poll statement
        spokesman spokeswoman spokesperson prosecutors investigators authorities lawmakers lawyers critics experts sources
        source local federal regional district attorney national general public newspaper magazine website agencies
        embassy union association commission firm bureau services service research survey data documents document
        researchers analysts scientists voters residents supporters opponents aides people party sheriff fire rescue
        """.split()
    )
)


def body_key(name: str) -> str:
    """The key of a body's name: without article and legal form, and for a part of a state by its country."""
    words = [word.strip('.,;:"“”()') for word in POSSESSIVE.sub("", name).replace("&", " and ").split()]
    keys = [transliterated(word) for word in words if word]
    if keys and keys[0] in {"the", "a", "an"} and len(keys) > 1:
        keys = keys[1:]
    while len(keys) > 1 and keys[-1] in _LEGAL_FORMS:
        keys = keys[:-1]
    if any(word.casefold() in _OF_STATE for word in words):
        keys = sorted(place_of(" ".join(words)))
    return " ".join(keys)


def is_generic(name: str) -> bool:
    """Whether many bodies have the name: 'Foreign Ministry', 'police'."""
    return all(word.strip(".,").casefold() in _COMMON for word in POSSESSIVE.sub("", name).split())
