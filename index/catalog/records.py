"""What the catalog gives and takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

from index.articles.record import Article
from index.attribution.record import Certainty, Kind, Statement
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


class Pending(NamedTuple):
    """A chunk or a statement whose vector is still to be stored."""

    key: int
    id: str
    article: str
    text: str


class Hit(NamedTuple):
    """A chunk that matches, with its BM25 score, larger is better."""

    chunk: StoredChunk
    score: float


@dataclass(frozen=True)
class StoredStatement:
    """A statement as indexed, with what is known of its speaker over all articles."""

    key: int
    id: str
    article_key: int
    article: str
    """Id of the article."""
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    kind: Kind
    certainty: Certainty
    """Ambiguous as well where the article is sure of a name that can be several people's over all articles."""
    candidates: tuple[str, ...]
    """Who it can be, where that is ambiguous."""
    role: str | None
    """The role the article gives the speaker."""
    name: str | None
    """The speaker as the article names them, in full; None for nobody named."""
    speaker: str | None
    """The speaker's name over all articles where identity is certain, else as the article has it."""
    speaker_id: str | None
    """None where nobody is named, or identity is uncertain."""
    is_body: bool
    said: str | None
    """Date of the statement, YYYY-MM-DD, where the text gives one."""
    published: str | None
    """Date of the article, YYYY-MM-DD."""
    outlet: str | None

    @property
    def date(self) -> str | None:
        """When it was said, or else published."""
        return self.said or self.published


class HeldRole(NamedTuple):
    """A role a speaker is given, and when."""

    role: str
    """As most articles word it."""
    first: str | None
    """Date of the first dated article that gives it, YYYY-MM-DD."""
    last: str | None
    articles: int


@dataclass(frozen=True)
class StoredSpeaker:
    """A person or body over all articles."""

    id: str
    name: str
    names: tuple[str, ...]
    """All forms that articles use."""
    is_body: bool
    statements: int
    articles: int
    roles: tuple[HeldRole, ...]
    """What most articles say first."""
    outlets: tuple[str, ...]
    """In the order of their names."""
    first: str | None
    """Date of the first dated article that quotes them, YYYY-MM-DD."""
    last: str | None


@dataclass(frozen=True)
class ArticleFilter:
    """Which articles; each condition narrows."""

    since: str | None = None
    """First day of publication, YYYY-MM-DD; leaves out what has no date."""
    until: str | None = None
    """Last day, likewise."""
    outlets: tuple[str, ...] = ()
    """Any of these; upper and lower case are the same."""


@dataclass(frozen=True)
class StatementFilter:
    """Which statements; each condition narrows, but speakers and names are added up."""

    speaker_ids: tuple[str, ...] | None = None
    """Of these speakers."""
    names: tuple[str, ...] | None = None
    """Of those that an article names so, and whose identity over articles is uncertain."""
    since: str | None = None
    """First day, YYYY-MM-DD, on which it was said or else published; leaves out what has no date."""
    until: str | None = None
    """Last day, likewise."""
    outlet: str | None = None
    """Upper and lower case are the same."""
    articles: tuple[str, ...] | None = None
    """Ids; of a duplicate, the article that holds its text."""
    within: ArticleFilter | None = None
    """Of articles that fit."""


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
    statements: tuple[Statement, ...] = ()
    """In the order of the text; empty for a duplicate."""


class Extract(Protocol):
    """Finds the statements of an article, in the order of its text."""

    def __call__(
        self,
        text: str,
        spans: Sequence[Span],
        headings: Sequence[Span],
        *,
        title: str | None,
        author: str | None,
        outlet: str | None,
        published: str | None,
    ) -> Sequence[Statement]:
        """Args: the stored text, its body spans and sub-headings, and what is known of the article."""


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
    statements: int
    pending_statements: int
    """Of the statements, those whose vector is not stored yet."""
    speakers: int
