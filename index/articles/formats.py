"""The formats that hold articles, known by a file's extension, and the word for what is not one."""

from pathlib import Path

EXTENSIONS = (".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".rtf", ".csv", ".jsonl", ".jsonl.gz")


class NotAnArticleError(Exception):
    """Content that is no article; the message is the reason a user reads."""


def extension_of(path: Path) -> str:
    """Lower-case extension of a file, `.jsonl.gz` as one; empty where it has none."""
    name = path.name.lower()
    return ".jsonl.gz" if name.endswith(".jsonl.gz") and name != ".jsonl.gz" else Path(name).suffix


def format_problem(path: Path) -> str | None:
    """Why a file cannot be an article, judged by its extension; None where it can."""
    extension = extension_of(path)
    return None if extension in EXTENSIONS else f"not an article format ({extension or 'no extension'})"
