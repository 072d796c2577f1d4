"""What tests of several packages share: the seed index, made once, and the product's own command."""

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from index.build import build_index
from index.locate import SEEDS
from index.settings import Settings
from ui.cli import run

if TYPE_CHECKING:
    from rag.engine import Engine


@pytest.fixture(scope="session")
def seed_index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the five seed articles; for reading only."""
    folder = tmp_path_factory.mktemp("seeds") / "index"
    build_index([SEEDS], folder, Settings())
    return folder


@pytest.fixture(scope="session")
def seed_engine(seed_index_dir: Path) -> "Iterator[Engine]":
    """The engine over the seed index."""
    from rag.engine import Engine

    with Engine.open(seed_index_dir, Settings()) as engine:
        yield engine


class Ran(NamedTuple):
    """What a run of the command left."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The variables of a user of their own, who has no index yet."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ONRECORD_", "GRADIO_"))}
    folders = {f"XDG_{kind}_HOME": str(tmp_path / "home" / kind.lower()) for kind in ("DATA", "CACHE", "CONFIG")}
    return kept | folders | {"HOME": str(tmp_path / "home"), "COLUMNS": "80"}


@pytest.fixture
def onrecord(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Ran]]:
    """Runs `onrecord` in this process as that user would, in the empty folder `here`."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    root = logging.getLogger()
    before = root.level, list(root.handlers)

    def ran(*arguments: str | Path, **variables: str) -> Ran:
        with monkeypatch.context() as patch:
            for name in set(os.environ) - set(environment):
                patch.delenv(name)
            for name, value in (environment | variables).items():
                patch.setenv(name, value)
            capsys.readouterr()
            code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    yield ran
    logging.captureWarnings(capture=False)
    root.setLevel(before[0])
    root.handlers[:] = before[1]
