"""Articles made in memory and small indexes on disk, so that a test shows only its own sentences."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from index.attribution.record import Certainty, Kind
from index.build import build_index
from index.catalog import HeldRole, StoredArticle, StoredSpeaker, StoredStatement
from index.settings import Settings
from index.spans import Span
from rag.engine import Engine
from rag.reading import Reading

Read = Callable[..., Reading]
Open = Callable[..., Engine]


def stored(text: str, **known: Any) -> StoredArticle:
    """An article whose whole text is its body; lines given as `headings` are sub-headings."""
    headings = tuple(Span(text.index(line), text.index(line) + len(line)) for line in known.pop("headings", ()))
    fields: dict[str, Any] = {
        "key": 1, "id": "a.txt", "path": Path("a.txt"), "duplicate_of": None, "story": 1, "title": None, "source": None,
        "date": None, "author": None, "url": None, "place": None, "page_starts": (), "spans": (Span(0, len(text)),),
    }  # fmt: skip
    digest = hashlib.sha256(text.encode()).hexdigest()
    return StoredArticle(text=text, sha256=digest, headings=headings, **(fields | known))


@dataclass(frozen=True)
class Says:
    """A statement of a test's article, by its words."""

    name: str | None
    words: str
    kind: Kind = "indirect"
    certainty: Certainty = "resolved"
    role: str | None = None
    candidates: tuple[str, ...] = ()
    is_body: bool = False
    said: str | None = None
    speaker: str | None = None
    """The name over all articles, if another one."""

    def stored(self, article: StoredArticle, key: int = 1) -> StoredStatement:
        """As the catalog gives it; a person's id is their name in small letters."""
        start = article.text.index(self.words)
        certain = self.certainty == "resolved" and self.name is not None
        speaker = self.speaker or self.name
        return StoredStatement(
            key=key, id=f"s{article.key}-{key}", article_key=article.key, article=article.id, source=None, cue=None,
            content=(Span(start, start + len(self.words)),), kind=self.kind, certainty=self.certainty,
            candidates=self.candidates, role=self.role, name=self.name, speaker=speaker,
            speaker_id=speaker.casefold() if certain and speaker else None, is_body=self.is_body, said=self.said,
            published=article.date, outlet=article.source,
        )  # fmt: skip


def person(name: str, *roles: tuple[str, str | None, str | None]) -> StoredSpeaker:
    """Somebody who is quoted, with roles and the dates of the first and last article that gives each."""
    held = tuple(HeldRole(role, first, last, 1 if first == last else 2) for role, first, last in roles)
    return StoredSpeaker(
        id=name.casefold(), name=name, names=(name,), is_body=False, statements=1, articles=1, roles=held, outlets=(),
        first=None, last=None,
    )  # fmt: skip


@pytest.fixture(scope="session")
def read() -> Read:
    """Reads a text as an article whose whole text is its body, with what is said in it."""

    def reading(text: str, *said: Says, **known: Any) -> Reading:
        article = stored(text, **known)
        return Reading(article, tuple(one.stored(article, key) for key, one in enumerate(said, 1)))

    return reading


@pytest.fixture
def open_index(tmp_path: Path) -> Iterator[Open]:
    """Writes named texts to files, indexes them and opens the index."""
    opened: list[Engine] = []

    def opening(settings: Settings | None = None, **texts: str) -> Engine:
        folder = tmp_path / "articles"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        build_index([folder], tmp_path / "index", settings or Settings())
        opened.append(Engine.open(tmp_path / "index", settings or Settings()))
        return opened[-1]

    yield opening
    for engine in opened:
        engine.close()
