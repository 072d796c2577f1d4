"""The catalog: articles, chunks, statements and lexical search in SQLite; the truth from which vectors can be rebuilt."""

from index.catalog.reader import Catalog
from index.catalog.records import (
    Counts,
    HeldRole,
    Hit,
    StatementFilter,
    StoredArticle,
    StoredChunk,
    StoredSpeaker,
    StoredStatement,
    Summary,
)
from index.catalog.writer import CatalogWriter

__all__ = [
    "Catalog",
    "CatalogWriter",
    "Counts",
    "HeldRole",
    "Hit",
    "StatementFilter",
    "StoredArticle",
    "StoredChunk",
    "StoredSpeaker",
    "StoredStatement",
    "Summary",
]
