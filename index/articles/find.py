"""Paths in, files out: folders, single files and patterns to the files that may hold articles."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.articles.formats import format_problem
from index.articles.record import Skipped
from index.errors import InputError

MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True)
class SourceFile:
    """A file that may hold articles."""

    path: Path
    """The file, absolute."""
    id: str
    """Its path below the given folder (or below a pattern's fixed leading folder) with '/', or a single file's name."""
    root: Path
    """The folder or file that was named, absolute; for a pattern the folder or file that it matched."""


class _Found(NamedTuple):
    """What the walk came upon: a file, its place below the folder walked, and why it is not one to read."""

    path: Path
    below: tuple[str, ...]
    real: str
    problem: str | None


def find_files(paths: Sequence[str | Path]) -> Iterator[SourceFile | Skipped]:
    """Files under the paths, each once, in sorted order per path; what cannot hold an article comes as `Skipped`.

    Folders are searched to any depth and links followed, never in a circle. Names that start with a dot (.git,
    .DS_Store) are passed over in silence, unless they are named themselves. A path that does not exist is taken as a
    pattern (`*`, `?`, `[…]`, `**`); a folder that it matches is searched like one that was named.

    Raises:
        InputError: a path that does not exist, or a pattern that matches nothing; before any file is yielded.
    """
    for path in paths:
        if not os.path.lexists(path) and next(_match(str(path)), None) is None:
            if MAGIC.search(str(path)):
                raise InputError(f"no file matches '{path}'; check the pattern, or name a folder or file")
            raise InputError(f"'{path}' does not exist; name a folder, a file or a pattern such as 'archive/**/*.txt'")
    return _each_once(paths)


def _each_once(paths: Sequence[str | Path]) -> Iterator[SourceFile | Skipped]:
    seen: set[str] = set()
    for path in paths:
        for found, root in _reach(path):
            if found.real in seen:
                continue
            seen.add(found.real)
            if found.problem:
                yield Skipped(found.path, found.problem)
            else:
                # A name that is not valid in the file system's encoding must still be storable.
                name = os.fsencode("/".join(found.below)).decode("utf-8", "replace")
                yield SourceFile(found.path, name, root)


def _reach(given: str | Path) -> Iterator[tuple[_Found, Path]]:
    path = Path(given)
    if path.is_dir():
        root = path.resolve()
        yield from ((found, root) for found in _walk(root))
    elif os.path.lexists(path):
        file = path.parent.resolve() / path.name
        yield _Found(file, (file.name,), os.path.realpath(file), _file_problem(file)), file
    else:
        yield from _match(str(given))


def _match(pattern: str) -> Iterator[tuple[_Found, Path]]:
    parts = Path(pattern).parts
    fixed = next((i for i, part in enumerate(parts) if MAGIC.search(part)), len(parts))
    folder = Path(*parts[:fixed])
    if fixed == len(parts) or not folder.is_dir():
        return
    folder = folder.resolve()
    matches = pattern_of(parts[fixed:])
    for found in _walk(folder):
        # The shortest match: a folder that matches stands for all that lies in it.
        depth = next((n for n in range(1, len(found.below) + 1) if matches.fullmatch("/".join(found.below[:n]))), None)
        if depth is not None:
            yield found, folder.joinpath(*found.below[:depth])


def pattern_of(parts: Sequence[str]) -> re.Pattern[str]:
    """Expression for a relative path with '/'; `**` stands for any number of folders, as in glob.

    Raises:
        InputError: it is not well formed, for instance '[z-a]'.
    """
    expression = ""
    for i, part in enumerate(parts):
        last = i == len(parts) - 1
        if part == "**":
            expression += ".+" if last else "(?:[^/]+/)*"
        else:
            expression += _one_name(part) + ("" if last else "/")
    try:
        return re.compile(expression, re.DOTALL)
    except re.error as error:
        raise InputError(
            f"'{'/'.join(parts)}' is not a pattern ({error}); wildcards are *, ?, [a-z], [!a] and **"
        ) from error


def _one_name(part: str) -> str:
    """Expression for one name, which no wildcard lets run across a '/'."""
    expression = ""
    for piece in re.split(r"(\[[^\]]+\]|[*?])", part):
        if piece == "*":
            expression += "[^/]*"
        elif piece == "?":
            expression += "[^/]"
        elif piece.startswith("[") and piece.endswith("]"):
            inside = piece[1:-1].replace("\\", r"\\").replace("[", r"\[").replace("^", r"\^")
            expression += "(?!/)[" + ("^" + inside[1:] if inside.startswith("!") else inside) + "]"
        else:
            expression += re.escape(piece)
    return expression


def _walk(folder: Path) -> Iterator[_Found]:
    """Every file below a resolved folder, by name; each folder is entered once, whatever links lead to it."""
    entered: set[str] = set()
    waiting: list[tuple[_Found, bool]] = [(_Found(folder, (), str(folder), None), True)]
    while waiting:
        found, is_folder = waiting.pop()
        if not is_folder:
            yield found._replace(problem=_file_problem(found.path))
            continue
        if found.real in entered:
            continue
        entered.add(found.real)
        try:
            with os.scandir(found.path) as entries:
                inside = sorted((e for e in entries if not e.name.startswith(".")), key=lambda e: e.name, reverse=True)
        except OSError as error:
            yield found._replace(problem=f"folder cannot be read: {(error.strerror or str(error)).lower()}")
            continue
        for entry in inside:
            real = os.path.realpath(entry.path) if entry.is_symlink() else str(Path(found.real, entry.name))
            waiting.append((_Found(found.path / entry.name, (*found.below, entry.name), real, None), entry.is_dir()))


def _file_problem(path: Path) -> str | None:
    if path.is_symlink() and not path.exists():
        return "a link to nothing"
    if not path.is_file():
        return "not a regular file"
    return format_problem(path)
