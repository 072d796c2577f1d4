"""One process at a time writes an index."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexBusyError, IndexStoreError

LOCK_FILE = ".lock"


@contextmanager
def locked(index_dir: Path) -> Iterator[None]:
    """Keeps other processes from writing the index; the lock goes with the process, however it ends.

    Raises:
        IndexBusyError: another process is writing the index.
        IndexStoreError: the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index_dir / LOCK_FILE, timeout=0)
        lock.acquire()
    except Timeout as error:
        raise IndexBusyError(f"another process is writing the index {index_dir}; run again when it is done") from error
    except OSError as error:
        raise IndexStoreError(
            f"the index folder {index_dir} cannot be written ({error.strerror}); name another one with --index"
        ) from error
    try:
        yield
    finally:
        lock.release()
