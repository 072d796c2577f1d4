"""What attribution finds in an article."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from index.spans import Span

Kind = Literal["direct", "mixed", "indirect"]
"""In quotation marks, partly so, or in the article's own words."""
Certainty = Literal["resolved", "ambiguous", "unknown"]
"""One person or body it must be; several it can be; nobody the article names."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """The spans of one attribution, in characters of the stored text."""

    source: Span | None
    """The words that name who says it: 'the Kremlin spokesman', 'he'."""
    cue: Span | None
    """The words that say that it is said: 'told reporters'."""
    content: tuple[Span, ...]
    """What is said, in order; in several spans where the source stands in between."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words they are, as far as the article tells."""

    name: str | None
    """The fullest form the article gives, without title: 'Dmitry Peskov', 'Foreign Ministry'; None where it names nobody."""
    certainty: Certainty
    candidates: tuple[str, ...] = ()
    """Who it can be, where that is uncertain."""
    role: str | None = None
    """The role the article gives, in its words: 'Kremlin spokesman'."""
    is_body: bool = False
    """Whether it is an organisation, a document or an outlet rather than a person."""


NOBODY = Speaker(None, "unknown")


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution with its speaker."""

    attribution: Attribution
    speaker: Speaker
    kind: Kind
    said: str | None
    """Date of the statement, YYYY-MM-DD, where the text gives one."""


def statement_id(article_id: str, attribution: Attribution) -> str:
    """A name that depends on the content alone: 32 hex digits of BLAKE2b over article id and offsets, joined by NUL."""
    spans = [attribution.source, attribution.cue, *attribution.content]
    fields = "\0".join([article_id, *(f"{span.start}-{span.end}" if span else "" for span in spans)])
    return hashlib.blake2b(fields.encode("utf-8", "surrogatepass")).hexdigest()[:32]
