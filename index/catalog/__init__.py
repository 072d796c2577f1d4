"""The catalog: articles, chunks and lexical search in SQLite; the truth from which vectors can be rebuilt."""

from index.catalog.reader import Catalog
from index.catalog.records import Counts, Hit, StoredArticle, StoredChunk, Summary
from index.catalog.words import fold, stem
from index.catalog.writer import CatalogWriter

__all__ = ["Catalog", "CatalogWriter", "Counts", "Hit", "StoredArticle", "StoredChunk", "Summary", "fold", "stem"]
