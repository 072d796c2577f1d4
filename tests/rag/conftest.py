"""Articles made in memory and small indexes on disk, so that a test shows only its own sentences."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.build import build_index
from index.catalog import StoredArticle
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


@pytest.fixture(scope="session")
def read() -> Read:
    """Reads a text as an article whose whole text is its body."""
    return lambda text, **known: Reading(stored(text, **known))


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
