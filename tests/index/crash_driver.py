"""Kills builds and finishes them: `python crash_driver.py SEAMS|MOMENTS FIRST SECOND WORK`, run by test_crash.py.

FIRST and SECOND are folders of articles. Two builds are killed, each at many points: the first one of FIRST, and the one
that brings an index of FIRST to SECOND, with pruning. Each killed build is run again, and what the index then holds is
compared with one that was never disturbed. Prints a JSON line for each build that was killed.

Everything happens in forked children: this process imports what they need, so that each starts at once, but runs nothing
that would start a thread, which a fork does not copy.
"""

import json
import os
import pickle
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401 - imported here once, not in each child
from conftest import SMALL_CHUNKS, Contents, PlainExtractor, read_contents

from index import build, manifest, pending, reading, vectors
from index.catalog import speaker_rows
from index.catalog.vector_marks import VectorMarks
from index.catalog.writer import CatalogWriter
from index.embedding import load_embedder

MOMENTS, SHARE = 6, 0.8
"""Moments of a build at which it is killed, spread over a share of the time it took: the next one may take less."""
SEAMS: list[tuple[Any, str]] = [
    (CatalogWriter, "commit"),
    (CatalogWriter, "record_file"),
    (CatalogWriter, "remove"),
    (VectorMarks, "mark_embedded"),
    (VectorMarks, "forget"),
    (vectors.Vectors, "__init__"),
    (vectors.Vectors, "add"),
    (vectors.Vectors, "delete"),
    (vectors.Vectors, "close"),
    (build, "delete_vectors"),
    (build, "write_manifest"),
    (manifest.os, "fsync"),
]


def in_child(work: Callable[[], object], *, kill_after_seconds: float | None = None) -> tuple[bool, Any]:
    """Runs `work` in a child; whether it came to its end, and what it returned."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(pickle.dumps(work()))
        os._exit(0)
    os.close(writer)
    if kill_after_seconds is not None:
        time.sleep(kill_after_seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
        return True, pickle.loads(answer)
    assert os.WIFSIGNALED(status), "a child failed by itself"
    return False, None


def run(articles: Path, index_dir: Path, kill_at: int | None) -> int:
    """Builds bit by bit; killed at a step if asked to. A step lies behind each call of a seam, one before them all."""
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1
        if steps == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def seam(call: Callable[..., object]) -> Callable[..., object]:
        def called(*args: object, **options: object) -> object:
            result = call(*args, **options)
            step()
            return result

        return called

    step()
    for owner, name in SEAMS:
        setattr(owner, name, seam(getattr(owner, name)))
    reading.COMMIT_ARTICLES, pending.EMBED_AT_ONCE = 1, 4
    speaker_rows.GROUPS_AT_ONCE = 4
    build.build_index([articles], index_dir, SMALL_CHUNKS, prune=True)
    return steps


def finish(articles: Path, index_dir: Path) -> tuple[Contents, int]:
    """Builds undisturbed; what the index holds, and what is embedded by one more build."""
    build.build_index([articles], index_dir, SMALL_CHUNKS, prune=True)
    again = build.build_index([articles], index_dir, SMALL_CHUNKS, prune=True)
    left = again.chunks + again.statements + again.added + again.changed + again.removed
    return read_contents(index_dir), left


def different(held: Contents, expected: Contents) -> list[str]:
    """What of the index is not as it should be."""
    return [part for part in expected if held[part] != expected[part]]


def place(folder: Path, source: Path | None) -> None:
    """Makes a folder a copy of another one, times of the files included, or takes it away."""
    shutil.rmtree(folder, ignore_errors=True)
    if source is not None:
        shutil.copytree(source, folder)


def main() -> None:
    """Kills builds at every seam, or at moments spread over their time."""
    how, (first, second, work) = sys.argv[1], map(Path, sys.argv[2:])
    articles, base, scratch = work / "archive", work / "base", work / "index"
    load_embedder("minilm")  # runs nothing yet
    build.load_extractor = lambda _: PlainExtractor()
    place(articles, first)
    in_child(lambda: run(articles, base, None))
    for name, corpus, before in (("first", first, None), ("update", second, base)):
        place(articles, corpus)
        place(scratch, before)
        started = time.perf_counter()
        _, steps = in_child(lambda: run(articles, scratch, None))
        seconds = time.perf_counter() - started
        _, (expected, _) = in_child(lambda: finish(articles, scratch))
        seams = range(1, steps + 1, 6 if before is None else 3)  # a build does the same thing over and over
        for point in seams if how == "SEAMS" else range(MOMENTS):
            place(scratch, before)
            if how == "SEAMS":
                ended, _ = in_child(lambda at=point: run(articles, scratch, at))
            else:
                moment = SHARE * seconds * (point + 0.5) / MOMENTS
                ended, _ = in_child(lambda: run(articles, scratch, None), kill_after_seconds=moment)
            _, (held, left_to_do) = in_child(lambda: finish(articles, scratch))
            wrong = different(held, expected) + (["work left over"] if left_to_do else [])
            sys.stdout.write(json.dumps({"build": name, "point": point, "killed": not ended, "wrong": wrong}) + "\n")


if __name__ == "__main__":
    main()
