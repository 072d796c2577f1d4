"""The records of the check: evidence as it is numbered for a language model, and what is found of a sentence."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Numbered:
    """A piece of evidence, as a language model was given it."""

    n: int
    """Its number, from 1."""
    text: str
    """The passage, as stored."""
    speaker: str | None
    """Whose words the quote is; None where nobody is quoted or that is uncertain."""
    outlet: str | None
    date: str | None
    """Publication date, YYYY-MM-DD."""
    quote: str
    """What a citation of it quotes, part of the passage."""
    title: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What the check finds of a sentence."""

    ok: bool
    """Whether it may be shown."""
    support: float
    """Probability that the evidence supports it, 0 to 1."""
    failed: tuple[str, ...]
    """What speaks against it, in phrases for a reader."""
