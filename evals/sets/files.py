"""The files of a set, read with errors that say which file and line is not of the expected form."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from index.errors import InputError


class Record(NamedTuple):
    """A JSON object of a file, and where it stands."""

    path: Path
    line: int
    """From 1; 0 where the object is the whole file."""
    value: dict[str, Any]

    def get(self, key: str, kind: type) -> Any:  # noqa: ANN401 - of the kind asked for
        """The value of a key.

        Raises:
            InputError: it is missing, or of another kind.
        """
        return member(self.value, key, kind, f"{self.path}, line {self.line}" if self.line else str(self.path))


def member(value: object, key: str, kind: type, where: str) -> Any:  # noqa: ANN401 - of the kind asked for
    """A key of an object.

    Raises:
        InputError: it is missing, or of another kind.
    """
    found = value.get(key) if isinstance(value, dict) else None
    if not isinstance(found, kind):
        raise InputError(
            f"{where}: {key!r} is {_shown(found)}, not a {kind.__name__}; this is not the set's public form"
        )
    return found


def read_text(path: Path) -> str:
    """A file as UTF-8, newlines as they are.

    Raises:
        InputError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 (byte {error.start})") from error


def read_json(path: Path) -> Record:
    """A file that is one JSON object.

    Raises:
        InputError: it is not.
    """
    return Record(path, 0, _object(path, 0, read_text(path)))


def read_lines(path: Path) -> Iterator[Record]:
    """A file of JSON objects, one a line; empty lines are skipped.

    Raises:
        InputError: a line is not a JSON object.
    """
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            yield Record(path, number, _object(path, number, line))


def matching(data: Path, patterns: tuple[str, ...], expected: str) -> list[Path]:
    """The file itself, or the files below a folder whose names match one of the patterns, in order.

    Raises:
        InputError: there is nothing there, or nothing of that name.
    """
    if data.is_file():
        return [data]
    if not data.exists():
        raise InputError(f"{data} does not exist; --data takes {expected}")
    found = sorted({path for pattern in patterns for path in data.rglob(pattern) if path.is_file()})
    if not found:
        raise InputError(f"{data} holds no {' or '.join(patterns)}; --data takes {expected}")
    return found


def _object(path: Path, line: int, text: str) -> dict[str, Any]:
    where = f"{path}, line {line}" if line else str(path)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{where}: not JSON ({error.msg}); this is not the set's public form") from error
    if not isinstance(value, dict):
        raise InputError(f"{where}: not a JSON object; this is not the set's public form")
    return value


def _shown(value: object) -> str:
    return "missing" if value is None else json.dumps(value, ensure_ascii=False)[:60]
