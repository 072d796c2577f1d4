"""What the catalog gives and takes."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from index.articles.record import Article
from index.spans import Span


@dataclass(frozen=True)
class StoredArticle:
    """An article as indexed; what the input did not give is read from its text."""

    key: int
    """Row number, for joins; changes when the article does."""
    id: str
    text: str
    """The stored text; offsets count its code points."""
    sha256: str
    """Hex sha256 of the text's UTF-8."""
    path: Path
    """The file it came from."""
    duplicate_of: str | None
    """Id of the identical article that is searched in its place."""
    story: int
    """The same number for all near-duplicates of one story."""
    title: str | None
    source: str | None
    """Outlet."""
    date: str | None
    """Publication date, YYYY-MM-DD."""
    author: str | None
    url: str | None
    place: str | None
    """Dateline place."""
    page_starts: tuple[int, ...]
    spans: tuple[Span, ...]
    """Body spans."""
    headings: tuple[Span, ...]
    """Sub-headings, inside the body spans."""

    def page(self, offset: int) -> int | None:
        """Page of a PDF, from 1, that holds the character at `offset`; None for other formats."""
        return sum(start <= offset for start in self.page_starts) or None

    @cached_property
    def label(self) -> str:
        """What a list calls it: its title, or its id."""
        return self.title or self.id


@dataclass(frozen=True)
class Summary:
    """A line of the list of articles."""

    id: str
    title: str | None
    source: str | None
    date: str | None
    path: str
    duplicate_of: str | None
    characters: int


class StoredChunk(NamedTuple):
    """A chunk as indexed."""

    key: int
    id: str
    article_key: int
    start_char: int
    end_char: int


class PendingChunk(NamedTuple):
    """A chunk whose vector is still to be stored."""

    key: int
    id: str
    article: str
    text: str


class Hit(NamedTuple):
    """A chunk that matches, with its BM25 score, larger is better."""

    chunk: StoredChunk
    score: float


@dataclass(frozen=True)
class Prepared:
    """An article ready to be stored."""

    article: Article
    """As read; title, date and source completed from the text."""
    given: str
    """Digest of the metadata the input gave, to notice when it changes."""
    spans: tuple[Span, ...]
    headings: tuple[Span, ...]
    place: str | None
    chunks: tuple[Span, ...]
    """Empty for a duplicate."""
    minhash: tuple[int, ...]
    """Signature of the body for near-duplicates; empty for a duplicate or a body too short to tell."""
    duplicate_of: str | None = None


class Known(NamedTuple):
    """What the catalog knows of an article id."""

    path: str
    sha256: str
    given: str


@dataclass(frozen=True)
class Counts:
    """How much the catalog holds."""

    articles: int
    duplicates: int
    """Of the articles, those whose text another one holds."""
    chunks: int
    pending: int
    """Of the chunks, those whose vector is not stored yet."""
