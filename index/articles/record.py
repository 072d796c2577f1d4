"""The records that reading yields: an article, or a file that was not one."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class Article:
    """One article as read, before anything is known about its body."""

    id: str
    """The article's id: given by the input, or the file's path below the folder that was named."""
    text: str
    """The stored text: as decoded, without BOM, newlines as they are; all offsets count its code points."""
    path: Path
    """The file it came from, absolute."""
    title: str | None = None
    """Title as given by the format's own metadata; None where it has to be read from the text."""
    date: str | None = None
    """Publication date as given by the format's own metadata, YYYY-MM-DD."""
    source: str | None = None
    """Outlet as given by the format's own metadata."""
    author: str | None = None
    """Author as given by the format's own metadata."""
    url: str | None = None
    """Address as given by the format's own metadata."""
    page_starts: tuple[int, ...] = field(default=())
    """Offset at which each page of a PDF starts, first page first; empty for other formats."""

    @cached_property
    def sha256(self) -> str:
        """Hex sha256 of the text's UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Skipped:
    """A file, or one record of a file, that is not an article."""

    path: Path
    """The file, absolute."""
    reason: str
    """Why it was skipped, in a few words: 'empty', 'no text in 12 pages (scanned?)', …"""
    line: int | None = None
    """Line (JSONL) or row (CSV) of the record, from 1; None where the whole file was skipped."""
