"""The index behind the page: opened without waiting, kept whole while builds run, taken up anew when they end."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import build, build_index
from index.errors import IndexDamagedError, IndexMismatchError, IndexStoreError, NoIndexError
from index.lock import locked
from index.report import BuildReport
from index.settings import Settings
from index.snapshot import PREFIX, copied
from ui.page.live import LiveIndex

PLAIN = Settings(attribution="none", reader="none")
FERRY = "The ferry to Norwick sails again on Monday, its owner said. The pier was mended over the winter."
BRIDGE = "The bridge at Millbrook is closed until June. Engineers found rust in four of its nine cables."


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY)
    return folder


@pytest.fixture
def index_dir(tmp_path: Path, articles: Path) -> Path:
    build_index([articles], tmp_path / "index", PLAIN)
    return tmp_path / "index"


@pytest.fixture
def live(index_dir: Path):
    live = LiveIndex.open(index_dir, PLAIN, seeds=False)
    yield live
    live.close()


def ids(live: LiveIndex) -> list[str]:
    with live.engine() as engine:
        return [one.id for one in engine.catalog.summaries()]


def copies(index_dir: Path) -> list[Path]:
    return list(index_dir.glob(f"{PREFIX}*"))


def until(holds: Callable[[], bool]) -> None:
    """Waits for what happens in the background."""
    ends = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_an_index_that_is_not_there_is_an_error_at_once(tmp_path):
    with pytest.raises(NoIndexError):
        LiveIndex.open(tmp_path, PLAIN, seeds=False)


def test_an_index_of_other_settings_is_an_error_at_once(index_dir):
    with pytest.raises(IndexMismatchError, match="chunk_tokens"):
        LiveIndex.open(index_dir, Settings(attribution="none", chunk_tokens=40), seeds=False)


@pytest.mark.parametrize("part", ["manifest.json", "catalog.db", "chroma/chroma.sqlite3"])
def test_a_damaged_index_is_an_error_at_once(index_dir, part):
    (index_dir / part).write_bytes(b"this is not what it was")
    with pytest.raises(IndexDamagedError, match=str(index_dir)):
        LiveIndex.open(index_dir, PLAIN, seeds=False)


def test_damage_that_only_opening_shows_is_an_error_where_the_engine_is_wanted(index_dir):
    store = index_dir / "chroma/chroma.sqlite3"
    store.write_bytes(store.read_bytes()[:4096])
    live = LiveIndex.open(index_dir, PLAIN, seeds=False)
    with pytest.raises(IndexDamagedError, match=f"{index_dir}/chroma "), live.engine():
        pass
    live.close()


def test_it_answers_while_a_build_writes_and_takes_up_what_it_made(live, index_dir, articles):
    live.wait()
    (articles / "bridge.txt").write_text(BRIDGE)
    (articles / "ferry.txt").unlink()
    building = build([articles], index_dir, PLAIN, BuildReport(), prune=True)
    seen = [ids(live) for _ in building]  # at each of its steps
    assert seen
    assert all(one == ["ferry.txt"] for one in seen)
    live.refresh()
    assert ids(live) == ["bridge.txt"]
    with live.engine() as engine:
        assert engine.ask("How many cables of the bridge have rust?").passages[0].article == "bridge.txt"


def test_a_build_from_a_terminal_is_taken_up_when_it_has_ended(live, index_dir, articles):
    (articles / "bridge.txt").write_text(BRIDGE)
    assert ids(live) == ["ferry.txt"]
    subprocess.run(
        [sys.executable, "-m", "ui.cli", "index", articles, "--index", index_dir],
        env={"ONRECORD_ATTRIBUTION": "none", "PATH": "", "HOME": str(index_dir.parent)},
        cwd=Path(__file__).parents[2], check=True, capture_output=True,
    )  # fmt: skip
    until(lambda: ids(live) == ["bridge.txt", "ferry.txt"])
    with live.engine() as engine:  # its vectors are the new ones too
        assert engine.ask("How many cables of the bridge have rust?").passages[0].article == "bridge.txt"


def test_an_engine_in_use_stays_open_until_its_user_is_done(live, index_dir, articles):
    with live.engine() as old:
        (articles / "bridge.txt").write_text(BRIDGE)
        build_index([articles], index_dir, PLAIN)
        live.refresh()
        assert ids(live) == ["bridge.txt", "ferry.txt"]
        assert old.ask("Is the ferry sailing?").passages[0].article == "ferry.txt"
        assert len(copies(index_dir)) == 2
    assert len(copies(index_dir)) == 1


def test_an_index_that_cannot_be_opened_leaves_the_old_one_answering(live, index_dir):
    live.wait()
    (index_dir / "catalog.db").write_bytes(b"not a catalog any more")
    with pytest.raises(IndexStoreError):
        live.refresh()
    assert live.trouble
    assert "\n" not in live.trouble
    assert ids(live) == ["ferry.txt"]


def test_many_threads_get_the_same_engine_or_a_newer_one(live):
    live.wait()
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(20):
            try:
                if ids(live) != ["ferry.txt"]:
                    wrong.append("other articles")
            except Exception as error:  # noqa: BLE001 - collected for the assertion
                wrong.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        live.refresh()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_an_index_that_is_being_written_answers_all_the_same(index_dir):
    with locked(index_dir):
        live = LiveIndex.open(index_dir, PLAIN, seeds=False)
        assert ids(live) == ["ferry.txt"]
        assert "another process is writing" in str(live.trouble)
    live.stand_apart()
    assert len(copies(index_dir)) == 1
    assert live.trouble is None
    live.close()


def test_another_index_can_take_its_place(live, tmp_path, articles):
    (tmp_path / "other").mkdir()
    (tmp_path / "other/bridge.txt").write_text(BRIDGE)
    build_index([tmp_path / "other"], tmp_path / "second", PLAIN)
    live.refresh(tmp_path / "second")
    assert ids(live) == ["bridge.txt"]
    assert live.index_dir == tmp_path / "second"


def test_closing_leaves_nothing_behind(live, index_dir):
    live.wait()
    assert len(copies(index_dir)) == 1
    live.close()
    assert copies(index_dir) == []
    with pytest.raises(IndexStoreError, match="closed"), live.engine():
        pass


def test_a_copy_that_a_killed_server_left_goes_with_the_next(index_dir):
    program = (
        "import os, signal, sys; from pathlib import Path; from index.snapshot import copied\n"
        "with copied(Path(sys.argv[1])):\n    os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, index_dir], cwd=Path(__file__).parents[2], check=False)
    left = copies(index_dir)
    assert len(left) == 1
    with copied(index_dir) as mine, copied(index_dir) as other:
        assert set(copies(index_dir)) == {mine, other}
    assert copies(index_dir) == []
