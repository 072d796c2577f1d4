"""A copy of an index to answer from for long, whatever is written to the index meanwhile."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.catalog.schema import CATALOG_FILE
from index.errors import IndexStoreError
from index.lock import LOCK_FILE, locked
from index.manifest import MANIFEST_FILE
from index.vectors import CHROMA_DIR

PREFIX = ".answering-"
_VECTORS_FILE = f"{CHROMA_DIR}/chroma.sqlite3"


@contextmanager
def copied(index_dir: Path) -> Iterator[Path]:
    """A folder inside the index's own that holds the same index; goes with its user, or with the next copy if that is killed.

    Raises:
        IndexBusyError: another process is writing the index.
        IndexStoreError: the folder cannot be written, or has no room for a copy.
    """
    from filelock import FileLock

    with locked(index_dir):
        remove_forsaken(index_dir)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=index_dir))
        used = FileLock(folder / LOCK_FILE, timeout=0)
        used.acquire()
        try:
            _copy(index_dir, folder)
        except BaseException as error:
            used.release()
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, OSError | sqlite3.Error):
                raise IndexStoreError(
                    f"the index {index_dir} cannot be copied ({error}); see that it can be read and that there is room"
                ) from error
            raise
    try:
        yield folder
    finally:
        used.release()
        shutil.rmtree(folder, ignore_errors=True)


def remove_forsaken(index_dir: Path) -> None:
    """Removes copies whose user is gone."""
    from filelock import FileLock, Timeout

    for folder in index_dir.glob(f"{PREFIX}*"):
        try:
            with FileLock(folder / LOCK_FILE, timeout=0):
                shutil.rmtree(folder, ignore_errors=True)
        except (Timeout, OSError):
            continue


def _copy(source: Path, target: Path) -> None:
    """Copies while nobody writes; SQLite's own way takes along what stands in its log, whoever reads meanwhile."""
    shutil.copytree(source / CHROMA_DIR, target / CHROMA_DIR, ignore=shutil.ignore_patterns("*.sqlite3*"))
    for name in (CATALOG_FILE, _VECTORS_FILE):
        with (
            closing(sqlite3.connect((source / name).absolute().as_uri() + "?mode=ro", uri=True)) as read,
            closing(sqlite3.connect(target / name)) as written,
        ):
            read.backup(written)
    shutil.copy2(source / MANIFEST_FILE, target / MANIFEST_FILE)  # last, as a build does
