"""The manifest: what an index was built with. Written last, so that its presence means that a build was finished."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.errors import IndexDamagedError, IndexMismatchError, NoIndexError
from index.settings import Settings

MANIFEST_FILE = "manifest.json"
FORMAT = 3
"""Raised when the tables, ids or files change in a way that old indexes cannot follow."""
CHUNKER = "sentences-1"
"""Raised when body spans, sentences or chunks come out differently."""


@dataclass(frozen=True)
class Manifest:
    """What an index was built with, and how much it held when the last build ended."""

    format: int
    embedder: str
    embedder_version: str
    chunker: str
    chunk_tokens: int
    onrecord: str
    """Version that wrote it."""
    attribution: str
    """What finds the statements, as the settings name it."""
    attribution_version: str
    articles: int
    chunks: int
    statements: int

    def built_with(self) -> dict[str, str]:
        """What an index must keep to from its first build on."""
        return {
            "format": str(self.format),
            "embedder": self.embedder,
            "embedder version": self.embedder_version,
            "chunker": self.chunker,
            "chunk_tokens": str(self.chunk_tokens),
            "attribution": self.attribution,
            "attribution version": self.attribution_version,
        }

    def to_json(self) -> dict[str, Any]:
        """As it stands in the file."""
        return asdict(self)


def manifest_exists(index_dir: Path) -> bool:
    """Whether a build was ever finished there."""
    return (index_dir / MANIFEST_FILE).is_file()


def read_manifest(index_dir: Path) -> Manifest:
    """The manifest of an index.

    Raises:
        NoIndexError: there is no index in the folder, or its first build was not finished.
        IndexDamagedError: the manifest is not readable.
        IndexMismatchError: the index is of another format.
    """
    path = index_dir / MANIFEST_FILE
    try:
        written = json.loads(path.read_text("utf-8"))
        if written["format"] != FORMAT:
            raise _mismatch(index_dir, "format", written["format"], FORMAT)
        return Manifest(**written)
    except FileNotFoundError as error:
        what = "was never finished" if (index_dir / "catalog.db").exists() else "does not exist"
        raise NoIndexError(f"the index {index_dir} {what}; run: onrecord index PATH… --index {index_dir}") from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexDamagedError(
            f"the manifest {path} cannot be read ({error}); run: onrecord index PATH… --index {index_dir} --rebuild"
        ) from error


def write_manifest(index_dir: Path, manifest: Manifest) -> None:
    """Writes to a temporary name, then renames: there is an old manifest or a new one, never half of one."""
    path = index_dir / MANIFEST_FILE
    scratch = path.with_suffix(".tmp")
    with scratch.open("w", encoding="utf-8") as file:
        json.dump(manifest.to_json(), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)


def check_settings(
    index_dir: Path, manifest: Manifest, settings: Settings, embedder_version: str | None = None
) -> None:
    """Refuses settings that the index was not built with.

    Raises:
        IndexMismatchError: naming the first difference and both ways to mend it.
    """
    pairs = [
        ("embedder", manifest.embedder, settings.embedder),
        ("chunk_tokens", manifest.chunk_tokens, settings.chunk_tokens),
        ("chunker", manifest.chunker, CHUNKER),
        ("attribution", manifest.attribution, settings.attribution),
    ]
    if embedder_version is not None:
        pairs.append(("embedder version", manifest.embedder_version, embedder_version))
    for what, built, wanted in pairs:
        if built != wanted:
            raise _mismatch(index_dir, what, built, wanted)


def check_begun_with(index_dir: Path, begun: dict[str, str], wanted: Manifest) -> None:
    """Refuses to go on with an index that was begun with other settings, as the catalog noted them.

    Raises:
        IndexMismatchError: naming the first difference and both ways to mend it.
    """
    for name, value in wanted.built_with().items():
        if begun.get(name) != value:
            raise _mismatch(index_dir, name, begun.get(name), value)


def _mismatch(index_dir: Path, what: str, built: object, wanted: object) -> IndexMismatchError:
    before, now = (str(value) if str(value).isdigit() else repr(value) for value in (built, wanted))
    setting = f"set {what} = {before}, or " if what in Settings.model_fields else ""
    return IndexMismatchError(
        f"the index {index_dir} was built with {what} {before}, this run has {now}; "
        f"{setting}to make it anew run: onrecord index PATH… --index {index_dir} --rebuild"
    )
