"""What tests of the index share: a few articles, and everything that an index holds, to be compared."""

import dataclasses
import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from index.attribution.record import NOBODY, Attribution, Speaker, Statement
from index.catalog import Catalog, StatementFilter
from index.embedding import load_embedder
from index.manifest import read_manifest
from index.settings import Settings
from index.spans import Span
from index.vectors import Vectors

Contents = dict[str, Any]

ARTICLES = {
    "bridge.txt": (
        "Bridge over the Tamsel to close for repairs\n\n"
        "MILLBROOK, March 4 - The bridge over the Tamsel will close for eleven weeks from Monday, the roads office said.\n\n"
        '"We have found rust in four of the nine cables," engineer Ada Quill told reporters on Thursday. '
        "Buses will take the northern crossing, and a free ferry will carry people who walk or cycle.\n\n"
        "Shopkeepers on the east bank asked for help. Mayor Tom Hale promised them lower rents until the summer.\n"
    ),
    "ferry.txt": (
        "Free ferry begins its first week\n\n"
        "The ferry that stands in for the Tamsel bridge carried nine thousand people in its first week, its owner said.\n\n"
        "Captain Rosa Lind said the crossing takes six minutes when the river is calm. "
        '"In the morning everybody wants to cross at once," she said.\n\n'
        "A second boat is being painted in the yard at Norwick and should join on the first of April.\n"
    ),
    "orchard/frost.txt": (
        "Late frost takes half of the cherries\n\n"
        "Growers in the Elm valley lost about half of their cherries to three cold nights in April, their union said.\n\n"
        "Farmer Joan Pike lit four hundred candles between her trees. "
        '"It looked beautiful and it did not help," she told the valley\'s radio station.\n\n'
        "The union has asked the ministry for loans. Apples, which bloom later, were not hurt.\n"
    ),
    "orchard/union.txt": (
        "Growers elect a new head\n\n"
        "The growers' union of the Elm valley has elected Peter Voss as its head, by sixty votes to forty-one.\n\n"
        "Voss, who keeps bees, said that he would write to the ministry every week until the loans were paid. "
        "His rival, Greta Holm, congratulated him and left early.\n"
    ),
}
SMALL_CHUNKS = Settings(chunk_tokens=40)


_NAMED = r"(?:(?P<role>[Cc]aptain|[Mm]inister|engineer|director) )?(?P<source>[A-Z]\w+(?: [A-Z]\w+)*|she|he)"
_REPORTED = rf'\b{_NAMED.replace("?P<", "?P<r")} (?P<rcue>said) (?P<told>[^."]+)'
_SAID = re.compile(rf'"(?P<quoted>[^"]+)" {_NAMED} (?P<cue>said|told)|{_REPORTED}')


class PlainExtractor:
    """Finds statements by one pattern; quick, and the same whatever the shipped model finds."""

    name = "tagger"
    version = "plain"

    def statements(
        self,
        text: str,
        spans: Sequence[Span],
        headings: Sequence[Span],  # noqa: ARG002 - as every extractor
        *,
        published: str | None = None,
        **_: str | None,
    ) -> list[Statement]:
        """What is told before or behind 'NAME said'; said on the day it was published."""
        return [_statement(match, published) for start, end in spans for match in _SAID.finditer(text, start, end)]


def _statement(match: re.Match[str], published: str | None) -> Statement:
    direct = match["quoted"] is not None
    source, role, cue, content = ("source", "role", "cue", "quoted") if direct else ("rsource", "rrole", "rcue", "told")
    named = match[source] not in ("she", "he")
    return Statement(
        Attribution(Span(*match.span(source)), Span(*match.span(cue)), (Span(*match.span(content)),)),
        Speaker(match[source], "resolved", role=match[role]) if named else NOBODY,
        "direct" if direct else "indirect",
        published,
    )


def write_articles(folder: Path, articles: dict[str, str], *, age_seconds: int = 60) -> Path:
    """Writes files that look old enough not to be read again."""
    for name, text in articles.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        when = file.stat().st_mtime - age_seconds
        os.utime(file, (when, when))
    return folder


def read_contents(index_dir: Path) -> Contents:
    """All that an index holds and finds, without row numbers and paths."""
    with Catalog.open(index_dir) as catalog:
        articles = list(catalog.articles())
        chunks = {
            chunk.id: (article.id, article.text[chunk.start_char : chunk.end_char])
            for article in articles
            for chunk in catalog.chunks_of(article.key)
        }
        stories: dict[int, set[str]] = {}
        for article in articles:
            stories.setdefault(article.story, set()).add(article.id)
        found = {
            word: [(hit.chunk.id, hit.score) for hit in catalog.search([word], 20)]
            for word in ("Tamsel", "union", "said", "ministry", "ferry")
        }
        statements = list(catalog.statements(StatementFilter()))
        for article in articles:
            mine = [one for one in statements if one.article == (article.duplicate_of or article.id)]
            of_article = catalog.statements_of(article.key)
            assert sorted(of_article, key=lambda one: one.key) == sorted(mine, key=lambda one: one.key)
        said = {
            word: [(one.id, score) for one, score in catalog.search_statements([word], 20)]
            for word in ("once", "crossing", "useful", "river")
        }
        speakers = catalog.speakers()
        counts = catalog.counts()
    vectors = Vectors(index_dir)
    stored = {kind: vectors._of[kind].get(include=["embeddings", "metadatas"]) for kind in ("chunks", "statements")}
    vectors.close()
    with sqlite3.connect(index_dir / "catalog.db") as connection:
        rows = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("tombstones", "statement_tombstones", "bands", "mentions", "stale_groups")
        }
        for table in ("chunk_text", "statement_text"):
            connection.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 0)")
        connection.rollback()
    connection.close()
    manifest = read_manifest(index_dir)
    return {
        "articles": {
            one.id: (one.text, one.duplicate_of, one.title, one.source, one.date, one.author, one.spans)
            for one in articles
        },
        "chunks": chunks,
        "stories": sorted(sorted(ids) for ids in stories.values()),
        "found": found,
        "statements": [dataclasses.replace(one, key=0, article_key=0) for one in statements],
        "said": said,
        "speakers": speakers,
        "pending": (counts.pending, counts.pending_statements),
        "rows": rows,
        "vectors": _vectors(stored["chunks"]),
        "statement vectors": _vectors(stored["statements"]),
        "manifest": (manifest.articles, manifest.chunks, manifest.statements),
    }


def _vectors(stored: Any) -> dict[str, tuple[bytes, str]]:
    """Ids to vectors and their articles."""
    return {
        one: (vector.tobytes(), metadata["article"])
        for one, vector, metadata in zip(stored["ids"], stored["embeddings"], stored["metadatas"], strict=True)
    }


@pytest.fixture(autouse=True)
def plain_extractor(monkeypatch: pytest.MonkeyPatch) -> PlainExtractor:
    """Statements are found by a pattern in every build."""
    extractor = PlainExtractor()
    monkeypatch.setattr("index.build.load_extractor", lambda _: extractor)
    return extractor


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of four articles."""
    return write_articles(tmp_path / "articles", ARTICLES)


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    """Where an index goes."""
    return tmp_path / "index"


@pytest.fixture
def write() -> Callable[..., Path]:
    """Writes articles into a folder."""
    return write_articles


@pytest.fixture
def contents() -> Callable[[Path], Contents]:
    """Reads all that an index holds."""
    return read_contents


@pytest.fixture
def settings() -> Settings:
    """Small chunks, so that a short article has several."""
    return SMALL_CHUNKS


@pytest.fixture
def fake_ollama(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installed plug-in whose vectors count letters."""
    from llama_index.core.base.embeddings.base import BaseEmbedding

    class OllamaEmbedding(BaseEmbedding):
        def _get_text_embedding(self, text: str) -> list[float]:
            return [float(text.lower().count(letter)) for letter in "abcdefghijklmnopqrstuvwxyz"]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    module = ModuleType("llama_index.embeddings.ollama")
    module.OllamaEmbedding = OllamaEmbedding  # type: ignore[attr-defined]  # what the real one holds
    monkeypatch.setitem(sys.modules, "llama_index.embeddings.ollama", module)
    load_embedder.cache_clear()
    yield
    load_embedder.cache_clear()
