"""What a source phrase says of who speaks: a name, a pronoun, an office, a body, several people, somebody unnamed."""

from dataclasses import dataclass
from typing import Literal

from index.attribution.mentions import Mention

Says = Literal[
    "name", "pronoun", "self", "it", "relative", "role", "body", "owner", "owned", "team", "several", "nobody"
]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source phrase, read by its head."""

    says: Says
    """'owner': a possessive before words or remarks; 'owned': somebody else's lawyer, unnamed; 'self': I and we."""
    mention: Mention | None = None
    """The name at its head, or the name in the possessive."""
    pronoun: str = ""
    """The pronoun, or the possessive pronoun before the head."""
    noun: str = ""
    """The head noun, in lower case."""
    words: str = ""
    """The description, for roles and bodies."""
    role: str | None = None
    """The role that it gives, in its words."""
    name: str = ""
    """What to call a body that is named by whose it is: 'Turkish government'."""
    named: tuple[Mention, ...] = ()
    """The names joined, of several."""


NAMES_NOBODY = Phrase("nobody")
