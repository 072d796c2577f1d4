"""Sets that somebody has brought into this project's formats: a question file beside an article file."""

from pathlib import Path

from evals.questions import load_questions
from evals.sets.record import ARTICLES_FILE, QUESTIONS_FILE, LoadedSet, SetInfo


def is_prepared(data: Path) -> bool:
    """Whether a folder holds both files."""
    return (data / QUESTIONS_FILE).is_file() and _articles(data).is_file()


def load_prepared(info: SetInfo, data: Path) -> LoadedSet:
    """The questions as they stand; the articles stay in their file.

    Raises:
        InputError: the question file breaks the format.
    """
    return LoadedSet(info, tuple(load_questions(data / QUESTIONS_FILE)), _articles(data))


def _articles(data: Path) -> Path:
    plain = data / ARTICLES_FILE
    return plain if plain.is_file() else data / f"{ARTICLES_FILE}.gz"
