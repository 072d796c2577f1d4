"""Files that people upload: named, checked and put into the index's own folder of articles.

They are kept in `articles/` inside the index's folder, so that they go where the index goes, are there to be read again,
and never mix with folders that somebody else keeps.
"""

import filecmp
import re
import secrets
import shutil
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.articles.formats import EXTENSIONS, extension_of, format_problem
from index.catalog.reader import Catalog
from index.errors import IndexStoreError, InputError

MOST_FILES = 1000
MOST_BYTES = 500_000_000
"""Of one upload, all files together."""
LONGEST_NAME_BYTES = 200
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"|?*\[\]]')
"""Control characters, changes of direction, and what some file systems and patterns give a meaning."""
Outcome = Literal["new", "same", "differs", "refused"]


@dataclass(frozen=True)
class Upload:
    """A file as uploaded, and what is to become of it."""

    name: str
    """The name it gets, or the one it came with if it is refused."""
    path: Path
    """Where it lies now."""
    outcome: Outcome
    """'same': there already, byte by byte; 'differs': another file of that name is there, to be replaced or kept."""
    reason: str = ""
    """Why it is refused."""


def uploads_dir(index_dir: Path) -> Path:
    """Where uploaded files of an index are kept."""
    return index_dir / "articles"


def clean_name(name: str) -> str:
    """The name under which an upload is stored: the last part alone, in one Unicode form, without what has a meaning.

    Raises:
        InputError: no name is left, or one of a format that holds no articles.
    """
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    cleaned = _FORBIDDEN.sub("_", last).strip().lstrip(".").strip()
    extension = extension_of(Path(cleaned))
    stem, ending = cleaned[: len(cleaned) - len(extension)], cleaned[len(cleaned) - len(extension) :]
    if not stem or not cleaned:
        raise InputError("the file has no name")
    problem = format_problem(Path(cleaned))
    if problem:
        raise InputError(f"{problem}; articles come as {' '.join(EXTENSIONS)}")
    room = LONGEST_NAME_BYTES - len(extension.encode())
    while len(stem.encode("utf-8", "replace")) > room:
        stem = stem[:-1]
    return f"{stem.strip()}{ending}".encode("utf-8", "replace").decode()


def examine(files: Sequence[Path], index_dir: Path, max_bytes: int, catalog: Catalog | None = None) -> list[Upload]:
    """What is to become of each file; nothing is stored yet.

    Args:
        files: as they were uploaded, under the names they came with.
        index_dir: of the index they are to be added to.
        max_bytes: a larger file is refused.
        catalog: of that index, to refuse a name that an article from elsewhere has; None if there is none yet.
    """
    seen: dict[str, Path] = {}
    found = []
    for number, file in enumerate(files):
        try:
            name = clean_name(file.name)
            _check_size(file, number, seen, max_bytes)
            _check_name(file, name, index_dir, seen, catalog)
        except InputError as error:
            found.append(Upload(file.name, file, "refused", str(error)))
        except OSError as error:
            found.append(
                Upload(file.name, file, "refused", f"cannot be read: {(error.strerror or str(error)).lower()}")
            )
        else:
            found.append(Upload(name, file, _outcome(file, seen.get(name), uploads_dir(index_dir) / name)))
            seen.setdefault(name, file)
    return found


def _check_size(file: Path, number: int, seen: Mapping[str, Path], max_bytes: int) -> None:
    size = file.stat().st_size
    if number >= MOST_FILES:
        raise InputError(f"more than {MOST_FILES:,} files at once; add their folder instead")
    if size > max_bytes:
        raise InputError(f"{size:,} bytes, over the limit of {max_bytes:,} (max_file_bytes)")
    if size + sum(one.stat().st_size for one in seen.values()) > MOST_BYTES:
        raise InputError(f"more than {MOST_BYTES:,} bytes at once; add the rest in a second upload")


def _check_name(file: Path, name: str, index_dir: Path, seen: Mapping[str, Path], catalog: Catalog | None) -> None:
    if name in seen and not filecmp.cmp(seen[name], file, shallow=False):
        raise InputError(f"another file of this upload is called '{name}' as well")
    other = catalog.article(name) if catalog else None
    if other is not None and other.path.resolve() != (uploads_dir(index_dir) / name).resolve():
        raise InputError(f"an article '{name}' is indexed already, from {other.path}; give it another name")


def _outcome(file: Path, twin: Path | None, stored: Path) -> Outcome:
    if twin is None and not stored.exists():
        return "new"
    return "same" if twin is not None or filecmp.cmp(stored, file, shallow=False) else "differs"


def store(uploads: Iterable[Upload], index_dir: Path, *, replace: bool) -> list[Path]:
    """Puts the new files in place, and those that replace others if wanted; returns where what is to be read lies now.

    Raises:
        IndexStoreError: the folder cannot be written.
    """
    folder = uploads_dir(index_dir)
    stored = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for upload in uploads:
            if upload.outcome == "refused" or (upload.outcome == "differs" and not replace):
                continue
            place = folder / upload.name
            if upload.outcome != "same":
                scratch = folder / f".{secrets.token_hex(8)}.part"  # a name that no build reads, and nobody else's
                try:
                    shutil.copyfile(upload.path, scratch)
                    scratch.replace(place)
                finally:
                    scratch.unlink(missing_ok=True)
            if place not in stored:
                stored.append(place)
    except OSError as error:
        raise IndexStoreError(f"cannot store uploads in {folder} ({error.strerror}); see that there is room") from error
    return stored
