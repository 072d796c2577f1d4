"""What a loader gives: questions, articles, and what is to be known about the set."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.question import Question

ARTICLES_FILE = "articles.jsonl"
QUESTIONS_FILE = "questions.jsonl"
ArticleRecord = Mapping[str, str]
"""An article as `onrecord index` reads it from a line of JSON: id, text, and title, date, source, author, url if known."""


@dataclass(frozen=True)
class SetInfo:
    """What to know about a set before believing a figure on it."""

    name: str
    """As `--set` takes it."""
    licence: str
    measures: str
    """What it measures here."""
    published: str
    """Figures that others published, and on what they were measured."""
    url: str
    """Where it is published."""
    form: str
    """What `--data` is to name."""


@dataclass(frozen=True)
class LoadedSet:
    """A set ready to be run."""

    info: SetInfo
    questions: tuple[Question, ...]
    articles: Path | tuple[ArticleRecord, ...]
    """A file that `onrecord index` reads as it is, or the records."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Questions that could not be used, counted by reason."""

    def articles_file(self, folder: Path) -> Path:
        """The file to index: the set's own, or one written to the folder."""
        if isinstance(self.articles, Path):
            return self.articles
        path = folder / ARTICLES_FILE
        _write_lines(path, self.articles)
        return path

    def questions_file(self, folder: Path) -> Path:
        """The questions written to the folder as a question file."""
        path = folder / QUESTIONS_FILE
        _write_lines(path, (question.to_json() for question in self.questions))
        return path


def _write_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(path.name + ".tmp")
    with scratch.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(dict(record), ensure_ascii=False) + "\n")
    scratch.replace(path)
