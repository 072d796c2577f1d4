"""File paths as the catalog writes them: SQLite holds Unicode only, file systems hold any bytes."""

import os
from pathlib import Path
from urllib.parse import unquote_to_bytes

_ADDRESS = "file://"


def written_path(path: Path) -> str:
    """An absolute path as it is, or as a file: address where a name in it is not valid Unicode."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return path.as_uri()
    return str(path)


def path_of(written: str) -> Path:
    """The path that was written."""
    if written.startswith(_ADDRESS):
        return Path(os.fsdecode(unquote_to_bytes(written.removeprefix(_ADDRESS))))
    return Path(written)
