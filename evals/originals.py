"""The texts that citations are held against: an article's own file where that is plain text, else the stored text."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Protocol

PLAIN = frozenset({".txt", ".md"})


class Indexed(Protocol):
    """What is needed of an article as indexed."""

    @property
    def text(self) -> str:
        """The stored text."""

    @property
    def path(self) -> Path:
        """The file it came from."""


class Originals:
    """Looks up the texts to hold citations against, and notes for which articles it was the file itself."""

    def __init__(self, article: Callable[[str], Indexed | None]) -> None:
        self._article = article
        self._read = lru_cache(maxsize=512)(self._look_up)
        self.from_file: set[str] = set()
        """Ids of the articles held against their own file."""
        self.from_index: set[str] = set()
        """Ids of those held against the stored text: extracted or converted formats, and files that are gone."""

    def text(self, article_id: str) -> str | None:
        """An article's text; None where there is no such article."""
        return self._read(article_id)

    def _look_up(self, article_id: str) -> str | None:
        article = self._article(article_id)
        if article is None:
            return None
        text = file_text(article.path)
        (self.from_index if text is None else self.from_file).add(article_id)
        return article.text if text is None else text


def file_text(path: Path) -> str | None:
    """A plain-text file decoded as UTF-8, newlines as they are; None for any other file, or one that is not there."""
    if path.suffix.lower() not in PLAIN:
        return None
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
