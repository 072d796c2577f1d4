"""What a build says of itself, while it runs and when it ends."""

from dataclasses import dataclass, field
from typing import Literal

from index.articles import Skipped

Step = Literal["reading", "removing", "speakers", "embedding", "statements"]
"""What a build does: it reads files, or removes articles, works out who is who, embeds chunks, embeds statements."""


@dataclass(frozen=True)
class Progress:
    """How far a build is."""

    step: Step
    done: int
    """Files read, articles removed, names settled, chunks or statements embedded."""
    total: int
    articles: int
    """Articles read so far; while embedding, those embedded to their end."""


@dataclass
class BuildReport:
    """What a build did."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    duplicates: int = 0
    """Of those added or changed, articles whose very text is stored under another id."""
    skipped: list[Skipped] = field(default_factory=list)
    """Files and records that are not articles, those of unchanged files included."""
    chunks: int = 0
    """Chunks embedded."""
    statements: int = 0
    """Statements embedded."""
    seconds: float = 0.0
