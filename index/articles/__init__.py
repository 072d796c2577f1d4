"""Articles in: files of many formats to `Article` records, and what is not an article to `Skipped` ones."""

from index.articles.find import SourceFile, find_files
from index.articles.read import read_file
from index.articles.record import Article, Skipped

__all__ = ["Article", "Skipped", "SourceFile", "find_files", "read_file"]
