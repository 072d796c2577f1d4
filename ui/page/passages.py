"""A passage's place in its article: how the page opens it, and whether the cited words still stand there; pure."""

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from index.spans import Span

if TYPE_CHECKING:
    from index.catalog.records import StoredArticle

GONE = "This article is no longer in the index; these are the words as they were cited."
SAME_PLACE = "This article has changed since it was cited; the cited words still stand where they stood."
ELSEWHERE = "This article has changed since it was cited; the cited words now stand at another place in it."
MANY_PLACES = (
    "This article has changed since it was cited; the cited words stand in it more than once, so none is marked."
)
NOT_THERE = "This article has changed since it was cited; the cited words no longer stand in it."
CHANGED = "This article has changed since it was cited, so nothing is marked."


class Place(NamedTuple):
    """A passage as it was cited."""

    article: str
    start: int
    end: int
    """Characters of the stored text; `start == end` is no passage but the article."""
    sha256: str
    """Of the text it was cited from; empty where that does not matter."""
    quote: str | None = None
    """Its words, where they are known."""


class Standing(NamedTuple):
    """Where a cited passage stands now."""

    span: Span | None
    """None where nothing is to be marked."""
    notice: str | None
    """What became of it; None where nothing did."""


def standing(place: Place, stored: "StoredArticle | None") -> Standing:
    """Where the passage stands in the article as it is now, found again by its words if the text has changed."""
    if stored is None:
        return Standing(None, GONE)
    at = Span(place.start, place.end) if 0 <= place.start < place.end <= len(stored.text) else None
    if place.sha256 in {"", stored.sha256}:
        return Standing(at, None)
    if not place.quote:
        return Standing(None, CHANGED)
    if at and stored.text[at.start : at.end] == place.quote:
        return Standing(at, SAME_PLACE)
    first = stored.text.find(place.quote)
    if first >= 0 and stored.text.find(place.quote, first + 1) < 0:
        return Standing(Span(first, first + len(place.quote)), ELSEWHERE)
    return Standing(None, NOT_THERE if first < 0 else MANY_PLACES)


def opening(place: Place) -> str:
    """The attributes with which an element opens the passage in the source panel."""
    values = {"article": place.article, "start": place.start, "end": place.end, "sha256": place.sha256}
    # an id may hold lines, which are not to be taken for paragraphs of the text around
    written = {name: escape(str(value)).replace("\n", "&#10;") for name, value in values.items()}
    return " ".join(f'data-{name}="{value}"' for name, value in written.items())
