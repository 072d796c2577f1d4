"""An article's statements: tagged, linked, with their speakers, kinds and dates."""

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from index.attribution.layout import laid_out
from index.attribution.link import link
from index.attribution.record import Statement
from index.attribution.resolve import resolve
from index.attribution.said import kind_of, said_on
from index.attribution.tidy import tidy
from index.attribution.versions import TAGGED
from index.errors import SettingsError
from index.quotations import quotations
from index.sentences import paragraphs_of, split_sentences
from index.spans import Span

DEFAULT = "tagger"
NONE = "none"


class Extractor(Protocol):
    """What finds statements in articles; safe to share between threads."""

    name: str
    """As the settings name it."""
    version: str
    """Changes whenever it finds other statements."""

    def statements(
        self,
        text: str,
        spans: Sequence[Span],
        headings: Sequence[Span],
        *,
        title: str | None = None,
        author: str | None = None,
        outlet: str | None = None,
        published: str | None = None,
    ) -> list[Statement]:
        """Statements of an article, in the order of its text.

        Args:
            text: the stored text.
            spans: the body, in order.
            headings: sub-headings inside the body.
            title: the headline, for full names.
            author: who wrote it.
            outlet: where it was published.
            published: YYYY-MM-DD.
        """


class TaggedExtractor:
    """By the shipped tagger, and rules for everything after it."""

    name = DEFAULT
    version = TAGGED

    def __init__(self) -> None:
        from index.attribution.tagger import Tagger

        self._tagger = Tagger()

    def statements(
        self,
        text: str,
        spans: Sequence[Span],
        headings: Sequence[Span],
        *,
        title: str | None = None,
        author: str | None = None,
        outlet: str | None = None,
        published: str | None = None,
    ) -> list[Statement]:
        """Statements of an article; see `Extractor`."""
        sentences = split_sentences(text, spans, headings)
        paragraphs = paragraphs_of(sentences)
        quotes = quotations(text, paragraphs)
        tagged = laid_out(text, paragraphs, tidy(text, paragraphs, self._tagger.tag(text, paragraphs), quotes))
        attributions = link(text, sentences, tagged, quotes)
        speakers = resolve(text, sentences, attributions, title=title, author=author, outlet=outlet)
        return [
            Statement(one, speaker, kind_of(text, one, quotes), said_on(text, sentences, one, published))
            for one, speaker in zip(attributions, speakers, strict=True)
        ]


class NoExtractor:
    """Finds none: an archive that is indexed without attribution."""

    name = NONE
    version = ""

    def statements(
        self,
        text: str,  # noqa: ARG002 - as `Extractor`
        spans: Sequence[Span],  # noqa: ARG002
        headings: Sequence[Span],  # noqa: ARG002
        *,
        title: str | None = None,  # noqa: ARG002
        author: str | None = None,  # noqa: ARG002
        outlet: str | None = None,  # noqa: ARG002
        published: str | None = None,  # noqa: ARG002
    ) -> list[Statement]:
        """No statements."""
        return []


@cache
def load_extractor(name: str) -> Extractor:
    """The extractor that the setting `attribution` names.

    Raises:
        SettingsError: there is none of that name.
    """
    if name == DEFAULT:
        return TaggedExtractor()
    if name == NONE:
        return NoExtractor()
    raise SettingsError(f"setting 'attribution' = {name!r} is not known; set it to {DEFAULT!r} or {NONE!r}")
