"""One build at a time for the whole server, in a process of its own, so that the page stays quick and the build can be stopped.

The process is told what to do and sends how far it is through a pipe. It is stopped by ending it, which does no harm at any
moment (`index.build`); if the server is killed, its next word finds nobody and it ends by itself.
"""

import logging
import multiprocessing
import os
import signal
import time
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Literal

from index.errors import IndexBusyError, OnRecordError
from index.locate import user_index
from index.manifest import manifest_exists
from index.report import BuildReport, Progress
from index.settings import Settings
from ui.page.uploads import uploads_dir

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from ui.page.live import LiveIndex

SAID_EVERY_SECONDS = 0.2
NICENESS = 10
"""A build gives way to those who ask."""
UNKNOWN = "the build ended with an error that On Record does not know; the terminal it runs in shows it"
ENDED = "the build was ended from outside (out of memory?); what was stored is kept, read again to go on"
NOTHING_OF_ONES_OWN = "no article was added, so the page goes on with those that come with On Record"
Kind = Literal["add", "remove", "reread"]
Phase = Literal["running", "done", "stopped", "failed"]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """What is to be done to an index."""

    kind: Kind
    index_dir: Path
    settings: Settings
    paths: tuple[Path, ...] = ()
    """Files and folders to add."""
    ids: tuple[str, ...] = ()
    """Articles to remove."""
    prune: bool = False
    """Whether articles whose files are gone are removed as well."""


@dataclass(frozen=True)
class State:
    """How far a build is, or how it ended."""

    job: Job
    phase: Phase = "running"
    progress: Progress | None = None
    """None before it has said anything."""
    report: BuildReport | None = None
    """What it did, once it is done."""
    error: str | None = None
    """One line: why it failed, or why the page goes on with the index as it was."""


class Builds:
    """The builds of one server; safe to share between threads."""

    def __init__(self, live: "LiveIndex") -> None:
        self.live = live
        self._lock = Lock()
        self._state: State | None = None
        self._process: BaseProcess | None = None
        self._thread: Thread | None = None
        self._stopping = False

    @property
    def state(self) -> State | None:
        """Of the running build, or the last one; None before the first."""
        return self._state

    @property
    def running(self) -> bool:
        """Whether a build runs."""
        return self._state is not None and self._state.phase == "running"

    @property
    def target(self) -> Path:
        """The index that is added to: the one that answers, but the user's own where that is the seed index."""
        return user_index() if self.live.seeds else self.live.index_dir

    def start(
        self, kind: Kind, *, paths: tuple[Path, ...] = (), ids: tuple[str, ...] = (), prune: bool = False
    ) -> None:
        """Begins a build.

        Raises:
            IndexBusyError: one is running.
        """
        with self._lock:
            self.check_free()
            self._stopping = False
            self._state = State(Job(kind, self.target, self.live.settings, paths, ids, prune))
            self._thread = Thread(target=self._run, args=(self._state.job,), name="build", daemon=True)
            self._thread.start()

    def check_free(self) -> None:
        """Raises `IndexBusyError` while a build runs."""
        if self.running:
            raise IndexBusyError("a build is running already; wait until it is done, or stop it")

    def cancel(self) -> None:
        """Stops the running build; what it has stored stays."""
        with self._lock:
            self._stopping = self.running
            if self._process is not None:
                self._process.terminate()

    def wait(self) -> None:
        """Returns when no build runs any more and its index has been taken up."""
        if self._thread is not None:
            self._thread.join()

    def close(self) -> None:
        """Stops the running build and waits for its end."""
        self.cancel()
        self.wait()

    def _run(self, job: Job) -> None:
        state = State(job)
        try:
            if job.index_dir == self.live.index_dir:
                self.live.stand_apart()
            state = self._followed(job)
            if self.live.seeds and manifest_exists(job.index_dir) and not _articles(job.index_dir):
                state = replace(state, error=state.error or NOTHING_OF_ONES_OWN)
            elif manifest_exists(job.index_dir):
                self.live.refresh(job.index_dir)
        except OnRecordError as error:
            state = replace(state, phase="failed" if state.phase == "running" else state.phase, error=str(error))
        except Exception:
            log.exception("a build could not be followed")
            state = replace(state, phase="failed", error=UNKNOWN)
        self._state = state

    def _followed(self, job: Job) -> State:
        """Runs the build to its end."""
        context = multiprocessing.get_context("spawn")  # a fork would copy locks that other threads hold
        receiving, sending = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(job, sending), name="onrecord-build", daemon=True)
        with self._lock:
            if self._stopping:
                return State(job, "stopped")
            process.start()
            self._process = process
        sending.close()  # so that its end is noticed here
        state = State(job)
        try:
            while True:
                said: Progress | BuildReport | str = receiving.recv()
                if isinstance(said, Progress):
                    state = replace(state, progress=said)
                    self._state = state
                elif isinstance(said, BuildReport):
                    state = replace(state, phase="done", report=said)
                else:
                    state = replace(state, phase="failed", error=said)
        except (EOFError, OSError):
            pass
        process.join()
        with self._lock:
            self._process = None
        process.close()
        receiving.close()
        if state.phase == "running":
            return replace(state, phase="stopped") if self._stopping else replace(state, phase="failed", error=ENDED)
        return state


def _articles(index_dir: Path) -> int:
    """How many articles an index holds."""
    from index.catalog.reader import Catalog

    with Catalog.open(index_dir) as catalog:
        return catalog.counts().articles


def _work(job: Job, sending: "Connection") -> None:
    """What the process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal is for the server, which ends this process
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    report = BuildReport()
    said = 0.0
    try:
        for progress in _events(job, report):
            now = time.monotonic()
            if now - said >= SAID_EVERY_SECONDS or progress.done in {0, progress.total}:
                sending.send(progress)
                said = now
        sending.send(report)
    except OnRecordError as error:
        sending.send(str(error))
    except BrokenPipeError:
        return  # the server is gone
    except Exception:
        log.exception("a build failed")
        sending.send(UNKNOWN)


def _events(job: Job, report: BuildReport) -> "Iterator[Progress]":
    from index.build import build, rebuild_named, remove_articles

    uploads = uploads_dir(job.index_dir)
    match job.kind:
        case "add":
            yield from build(job.paths, job.index_dir, job.settings, report, prune=job.prune)
        case "reread":
            more = [uploads] if uploads.is_dir() else []
            yield from rebuild_named(job.index_dir, job.settings, report, more=more, prune=job.prune)
        case "remove":
            _delete_uploads(job, uploads)
            yield from remove_articles(job.ids, job.index_dir, job.settings, report)


def _delete_uploads(job: Job, uploads: Path) -> None:
    """Deletes uploaded files all of whose articles are to be removed; no file that somebody else keeps."""
    from index.catalog.reader import Catalog

    chosen = set(job.ids)
    with Catalog.open(job.index_dir) as catalog:
        summaries = catalog.summaries(measured=False)
    kept = {one.path for one in summaries if one.id not in chosen}
    folder = uploads.resolve()
    for path in {one.path for one in summaries if one.id in chosen} - kept:
        if Path(path).parent == folder:
            Path(path).unlink(missing_ok=True)
