"""The index that the page answers from, while builds replace it.

A build writes into the index's own folder and commits as it goes, so that it can be killed at any moment and go on later. An
engine that is open on that folder meanwhile sees articles come and go halfway, and from then on fails: what its vector
store keeps in memory is not what another process made of the files ("Error finding id"). So the page answers from a copy
(`index.snapshot`), whoever builds, here or from a terminal, and takes a new copy when a build has written its manifest, which
is the last thing that a build does. The folder itself is never renamed or replaced: a server that is killed leaves no more
than a copy, which the next one removes, and a build that is killed leaves what any killed build leaves.
"""

import logging
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock, RLock, Thread
from typing import TYPE_CHECKING, Self

from index.errors import IndexBusyError, IndexStoreError, OnRecordError
from index.manifest import MANIFEST_FILE, check_settings, read_manifest
from index.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.engine import Engine
    from rag.writer import Writer

AT_ONCE_BYTES = 200_000_000
"""An index up to this size is copied before it answers, which takes less than a second; a larger one while it does."""
log = logging.getLogger(__name__)


class _Held:
    """An open engine, closed with its copy once it is let go and its last user is done."""

    def __init__(self, engine: "Engine", belongings: ExitStack, *, apart: bool) -> None:
        self.engine = engine
        self.apart = apart
        """Whether it reads a copy."""
        self.users = 1
        """Those in `LiveIndex.engine`, and the `LiveIndex` itself as long as this is its newest."""
        self.close = belongings.close


class LiveIndex:
    """Gives the newest engine over an index; safe to share between threads."""

    def __init__(self, index_dir: Path, settings: Settings, *, seeds: bool, writer: "Writer | None" = None) -> None:
        self.index_dir = index_dir
        self.settings = settings
        self._writer = writer
        self.seeds = seeds
        """Whether these are the articles that come with On Record, to which nothing is added."""
        self.trouble: str | None = None
        """Why an older state of the index answers, in one line; None where the newest does."""
        self._counting = Lock()
        self._opening = RLock()
        self._newest: Future[_Held] = Future()
        self._seen: int | None = None
        self._closed = False

    @classmethod
    def open(cls, index_dir: Path, settings: Settings, *, seeds: bool, writer: "Writer | None" = None) -> Self:
        """Looks whether there is an index, and opens it in the background; `engine` waits for it.

        Args:
            index_dir: the index.
            settings: those it was built with.
            seeds: whether it is the seed index.
            writer: writes the answers, over this index and every later state of it; None for quotations alone.

        Raises:
            NoIndexError: there is none, or its first build was not finished.
            IndexMismatchError: it was built with other settings.
            IndexDamagedError: a part of it is missing or unreadable.
        """
        from index.catalog.reader import Catalog
        from index.vectors import vectors_exist

        live = cls(index_dir, settings, seeds=seeds, writer=writer)
        check_settings(index_dir, read_manifest(index_dir), settings)
        Catalog.open(index_dir).close()
        if vectors_exist(index_dir):
            Thread(target=live._open_first, name="open-index", daemon=True).start()
        else:
            live._open_first()
            live.wait()  # says what is amiss with them
        return live

    def wait(self) -> None:
        """Returns when the index is open.

        Raises:
            IndexStoreError: it cannot be opened.
        """
        self._newest.result()

    @contextmanager
    def engine(self) -> "Iterator[Engine]":
        """The newest engine, kept open until the caller is done with it although another one has taken its place.

        Raises:
            IndexStoreError: the index cannot be opened.
        """
        if self._newest.done() and self._is_behind():
            Thread(target=self._catch_up, name="refresh-index", daemon=True).start()
        self.wait()
        with self._counting:
            held = self._newest.result()
            held.users += 1
        try:
            yield held.engine
        finally:
            self._let_go(held)

    def refresh(self, index_dir: Path | None = None) -> None:
        """Opens the index as it is now, or another one, and lets the old one go; where that fails, the old one answers on.

        Raises:
            IndexStoreError: it cannot be opened; `trouble` says so too.
        """
        with self._opening:
            folder = index_dir or self.index_dir
            written = _written(folder)
            try:
                held = self._open(folder, apart=True)
            except OnRecordError as error:
                if not isinstance(error, IndexBusyError):  # which is tried again, and anything else when it has changed
                    self._seen = written
                self.trouble = str(error)
                raise
            if folder != self.index_dir:
                self.index_dir, self.seeds = folder, False
            self._seen, self.trouble = written, None
            self._take(held)

    def stand_apart(self) -> None:
        """Sees to it that what is written to the index from now on does not reach those who ask.

        Raises:
            IndexStoreError: the index cannot be copied.
        """
        with self._opening:
            if not self._newest.result().apart:
                self.refresh()

    def close(self, patience_seconds: float = -1) -> bool:
        """Lets the engine go; those who use it go on until they are done.

        Args:
            patience_seconds: how long to wait for an opening under way, which cannot be broken off; -1 for ever.

        Returns:
            False where it was still being opened then, and so is not closed.
        """
        self._closed = True
        if not self._opening.acquire(timeout=patience_seconds):
            return False
        try:
            closed: Future[_Held] = Future()
            closed.set_exception(IndexStoreError(f"the index {self.index_dir} was closed"))
            self._swap(closed)
        finally:
            self._opening.release()
        return True

    def _open_first(self) -> None:
        """Opens what can be copied as a copy, and anything else, or what is large, as it is."""
        with self._opening:
            self._seen = _written(self.index_dir)
            try:
                if _size_bytes(self.index_dir) > AT_ONCE_BYTES:
                    self._take(self._open(self.index_dir, apart=False))
                try:
                    self._take(self._open(self.index_dir, apart=True))
                except IndexStoreError as error:
                    if not self._newest.done():
                        self._take(self._open(self.index_dir, apart=False))
                    if isinstance(error, IndexBusyError):
                        self.trouble = f"{error}; until then some articles may be found by halves"
                    log.info("answering without a copy of the index: %s", error)
            except BaseException as error:  # noqa: BLE001 - told to whoever waits for the engine
                self._newest.set_exception(error)

    def _open(self, index_dir: Path, *, apart: bool) -> _Held:
        from index.snapshot import copied
        from rag.engine import Engine

        with ExitStack() as belongings:
            folder = belongings.enter_context(copied(index_dir)) if apart else index_dir
            engine = belongings.enter_context(Engine.open(folder, self.settings, writer=self._writer))
            return _Held(engine, belongings.pop_all(), apart=apart)

    def _take(self, held: _Held) -> None:
        if self._newest.done():
            taken: Future[_Held] = Future()
            taken.set_result(held)
            self._swap(taken)
        else:
            self._newest.set_result(held)

    def _swap(self, newest: "Future[_Held]") -> None:
        with self._counting:
            before, self._newest = self._newest, newest
        if before.done() and before.exception() is None:
            self._let_go(before.result())

    def _let_go(self, held: _Held) -> None:
        with self._counting:
            held.users -= 1
            unused = not held.users
        if unused:
            held.close()

    def _is_behind(self) -> bool:
        """Whether a build has ended, or begun anew, since the index was opened."""
        return not self._closed and _written(self.index_dir) not in {self._seen, None}

    def _catch_up(self) -> None:
        if not self._opening.acquire(blocking=False):
            return  # somebody is at it
        try:
            if self._is_behind():
                self.refresh()
        except OnRecordError as error:
            log.warning("an older state of the index answers: %s", error)
        finally:
            self._opening.release()


def _written(index_dir: Path) -> int | None:
    """When the manifest was written; None where there is none, as in the middle of a `--rebuild`."""
    try:
        return (index_dir / MANIFEST_FILE).stat().st_mtime_ns
    except OSError:
        return None


def _size_bytes(index_dir: Path) -> int:
    return sum(file.stat().st_size for file in index_dir.rglob("*") if file.is_file())
