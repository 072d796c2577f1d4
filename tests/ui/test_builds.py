"""Builds that the page starts: one at a time, in a process of their own, followed, stopped, and taken up when they end."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.build import build_index, rebuild_named, remove_articles
from index.catalog import Catalog
from index.errors import IndexBusyError
from index.lock import locked
from index.report import BuildReport
from index.settings import Settings
from ui.page import builds as builds_module
from ui.page.builds import Builds
from ui.page.live import LiveIndex
from ui.page.uploads import uploads_dir

PLAIN = Settings(attribution="none", reader="none")
TEXTS = {
    "ferry.txt": "The ferry to Norwick sails again on Monday, its owner said. The pier was mended over the winter.",
    "bridge.txt": "The bridge at Millbrook is closed until June. Engineers found rust in four of its nine cables.",
    "frost.txt": "Growers in the Elm valley lost half of their cherries to three cold nights, their union said.",
}


def written(folder: Path, texts: dict[str, str]) -> Path:
    """Files that look old enough not to be read again."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text)
        os.utime(folder / name, (1_700_000_000, 1_700_000_000))
    return folder


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return written(tmp_path / "articles", TEXTS)


@pytest.fixture
def index_dir(tmp_path: Path, articles: Path) -> Path:
    build_index([articles], tmp_path / "index", PLAIN)
    return tmp_path / "index"


@pytest.fixture
def builds(index_dir: Path) -> Iterator[Builds]:
    live = LiveIndex.open(index_dir, PLAIN, seeds=False)
    builds = Builds(live)
    yield builds
    builds.close()
    live.close()


def answering(builds: Builds) -> list[str]:
    with builds.live.engine() as engine:
        return [one.id for one in engine.catalog.summaries()]


def stored(index_dir: Path) -> list[str]:
    with Catalog.open(index_dir) as catalog:
        return [one.id for one in catalog.summaries()]


def removed(ids: list[str], index_dir: Path) -> BuildReport:
    report = BuildReport()
    for _ in remove_articles(ids, index_dir, PLAIN, report):
        pass
    return report


def until(holds: Callable[[], bool]) -> None:
    """Waits for what happens in another process."""
    ends = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.02)


# In the index


def test_removed_articles_are_gone_with_their_vectors_and_stay_out(index_dir, articles):
    assert removed(["ferry.txt", "no such article"], index_dir).removed == 1
    assert stored(index_dir) == ["bridge.txt", "frost.txt"]
    written(articles, {"new.txt": "The library opens on Sundays from May on. It has hired two people for that."})
    report = build_index([articles], index_dir, PLAIN)
    assert (report.added, stored(index_dir)) == (1, ["bridge.txt", "frost.txt", "new.txt"])
    assert [(one.path.name, one.reason.split(";")[0]) for one in report.skipped] == [("ferry.txt", "removed by hand")]
    with Catalog.open(index_dir) as catalog:
        counts = catalog.counts()
        assert (counts.pending, counts.chunks) == (0, 3)


def test_a_removed_line_stays_out_when_its_file_grows(tmp_path):
    file = tmp_path / "news.jsonl"
    lines = [json.dumps({"id": name, "text": text}) + "\n" for name, text in TEXTS.items()]
    file.write_text("".join(lines[:2]))
    build_index([tmp_path / "news.jsonl"], tmp_path / "index", PLAIN)
    removed(["ferry.txt"], tmp_path / "index")
    folder = tmp_path / "moved"
    folder.mkdir()
    file.rename(folder / "news.jsonl")
    (folder / "news.jsonl").write_text("".join(lines))
    report = build_index([folder], tmp_path / "index", PLAIN)
    assert stored(tmp_path / "index") == ["bridge.txt", "frost.txt"]
    assert any("ferry.txt: removed by hand" in one.reason for one in report.skipped)


def test_a_removed_article_comes_back_when_its_text_changes_or_its_file_is_named(index_dir, articles):
    removed(["ferry.txt", "frost.txt"], index_dir)
    written(articles, {"ferry.txt": TEXTS["ferry.txt"].replace("Monday", "Wednesday")})
    build_index([articles], index_dir, PLAIN)
    assert stored(index_dir) == ["bridge.txt", "ferry.txt"]
    build_index([articles / "frost.txt"], index_dir, PLAIN)
    assert stored(index_dir) == ["bridge.txt", "ferry.txt", "frost.txt"]


def test_reading_again_reads_what_builds_were_told_to_read(index_dir, articles, tmp_path):
    other = written(
        tmp_path / "other", {"tower.txt": "The tower leans by two hands more than it did, its keeper said."}
    )
    build_index([other], index_dir, PLAIN)
    written(articles, {"new.txt": "The library opens on Sundays from May on. It has hired two people for that."})
    (articles / "frost.txt").unlink()
    other.rename(tmp_path / "gone")
    report = BuildReport()
    for _ in rebuild_named(index_dir, PLAIN, report, prune=True):
        pass
    assert (report.added, report.removed, report.unchanged) == (1, 1, 2)
    assert stored(index_dir) == [
        "bridge.txt",
        "ferry.txt",
        "new.txt",
        "tower.txt",
    ]  # a folder that is away loses nothing
    assert [one.path for one in report.skipped] == [other]


# On the page


def test_a_build_is_followed_to_its_end_and_taken_up(builds, tmp_path):
    folder = written(tmp_path / "more", {"new.txt": "The library opens on Sundays from May on.", "photo.png": "x"})
    steps = set()
    builds.start("add", paths=(folder,))
    while builds.running:
        if builds.state.progress:
            steps.add(builds.state.progress.step)
        assert len(answering(builds)) in {3, 4}
    builds.wait()
    state = builds.state
    assert (state.phase, state.error, state.report.added) == ("done", None, 1)
    assert [one.reason for one in state.report.skipped] == ["not an article format (.png)"]
    assert "embedding" in steps
    assert "new.txt" in answering(builds)


def test_a_second_build_has_to_wait(builds, articles):
    builds.start("add", paths=(articles,))
    with pytest.raises(IndexBusyError, match="running already"):
        builds.start("reread")
    builds.wait()
    builds.start("reread")
    builds.wait()
    assert builds.state.report.unchanged == 3


def test_another_process_that_writes_is_told_in_one_line(builds, articles, index_dir):
    builds.live.wait()
    with locked(index_dir):
        builds.start("add", paths=(articles,))
        builds.wait()
    assert builds.state.phase == "failed"
    assert "another process is writing" in builds.state.error
    assert len(answering(builds)) == 3


def test_two_texts_under_one_id_are_told_in_one_line(builds, tmp_path):
    other = written(tmp_path / "other", {"ferry.txt": "Another ferry, and another text about it altogether."})
    builds.start("add", paths=(other,))
    builds.wait()
    assert builds.state.phase == "failed"
    assert "two different articles have the id 'ferry.txt'" in builds.state.error
    assert "\n" not in builds.state.error


def test_a_stopped_build_leaves_an_index_that_answers_and_goes_on(builds, tmp_path, index_dir):
    many = {f"ship{n}.txt": f"Ship number {n} came in at noon with {n * 7} crates of tea on board." for n in range(400)}
    folder = written(tmp_path / "many", many)
    builds.start("add", paths=(folder,))
    until(lambda: builds.state.progress is not None)
    builds.cancel()
    builds.wait()
    assert builds.state.phase == "stopped"
    assert {"ferry.txt", "bridge.txt", "frost.txt"} <= set(answering(builds))
    builds.start("add", paths=(folder,))
    builds.wait()
    assert builds.state.phase == "done"
    assert len(answering(builds)) == 403


def test_a_build_that_is_killed_from_outside_is_told_and_can_go_on(builds, tmp_path):
    many = {f"ship{n}.txt": f"Ship number {n} came in at noon with {n * 7} crates of tea on board." for n in range(400)}
    folder = written(tmp_path / "many", many)
    builds.start("add", paths=(folder,))
    until(lambda: builds.state.progress is not None)
    os.kill(builds._process.pid, signal.SIGKILL)
    builds.wait()
    assert (builds.state.phase, builds.state.error) == ("failed", builds_module.ENDED)
    builds.start("add", paths=(folder,))
    builds.wait()
    assert len(answering(builds)) == 403


def test_removing_deletes_uploaded_files_and_no_others(builds, index_dir, articles):
    uploads = written(uploads_dir(index_dir), {"upload.txt": "The library opens on Sundays from May on."})
    builds.start("add", paths=(uploads,))
    builds.wait()
    builds.start("remove", ids=("upload.txt", "ferry.txt"))
    builds.wait()
    assert builds.state.report.removed == 2
    assert answering(builds) == ["bridge.txt", "frost.txt"]
    assert (list(uploads.iterdir()), (articles / "ferry.txt").exists()) == ([], True)


def test_what_is_added_to_the_seeds_starts_an_index_of_ones_own(index_dir, tmp_path, monkeypatch):
    own = tmp_path / "own" / "index"
    monkeypatch.setattr(builds_module, "user_index", lambda: own)
    live = LiveIndex.open(index_dir, PLAIN, seeds=True)
    builds = Builds(live)
    before = stored(index_dir)
    folder = written(tmp_path / "more", {"new.txt": "The library opens on Sundays from May on."})
    builds.start("add", paths=(folder,))
    builds.wait()
    assert (live.index_dir, live.seeds, answering(builds)) == (own, False, ["new.txt"])
    assert stored(index_dir) == before
    live.close()


def test_what_adds_no_article_to_the_seeds_leaves_them_to_answer(index_dir, tmp_path, monkeypatch):
    own = tmp_path / "own" / "index"
    monkeypatch.setattr(builds_module, "user_index", lambda: own)
    live = LiveIndex.open(index_dir, PLAIN, seeds=True)
    builds = Builds(live)
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(b"%PDF-1.7 torn")
    builds.start("add", paths=(torn,))
    builds.wait()
    assert (live.index_dir, live.seeds, len(answering(builds))) == (index_dir, True, 3)
    assert builds.state.error == builds_module.NOTHING_OF_ONES_OWN
    assert [one.path.name for one in builds.state.report.skipped] == ["torn.pdf"]
    folder = written(tmp_path / "more", {"new.txt": "The library opens on Sundays from May on."})
    builds.start("add", paths=(folder,))
    builds.wait()
    assert (live.index_dir, answering(builds)) == (own, ["new.txt"])
    live.close()
