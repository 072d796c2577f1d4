"""kill -9 at any moment of a build, then run it again: nothing lost, nothing double, no manual repair."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture
def corpora(tmp_path, articles, write):
    """Two states of a folder: of the articles of the first one is gone, one changed, one moved, one new, one now twice."""
    texts = {str(file.relative_to(articles)): file.read_text() for file in articles.rglob("*.txt")}
    first = tmp_path / "first" / "archive"
    write(first, texts)
    second = tmp_path / "second" / "archive"
    del texts["ferry.txt"]
    texts["orchard/vote.txt"] = texts.pop("orchard/union.txt")
    texts["bridge.txt"] = texts["bridge.txt"].replace("eleven weeks", "twelve weeks")
    texts["again.txt"] = texts["orchard/frost.txt"]
    texts["new.txt"] = "The library will open on Sundays from May, its director said. It has hired two people."
    write(second, texts)
    return tmp_path, first, second


def kill_and_finish(corpora, how):
    tmp_path, first, second = corpora
    run = subprocess.run(
        [sys.executable, HERE / "crash_driver.py", how, first, second, tmp_path],
        capture_output=True, text=True, check=False, cwd=HERE.parents[1], timeout=900,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.parametrize(("how", "least"), [("SEAMS", 20), ("MOMENTS", 5)])
def test_a_build_that_was_killed_ends_like_one_that_was_not(corpora, how, least):
    killed = [one for one in kill_and_finish(corpora, how) if one["killed"]]
    assert [one for one in killed if one["wrong"]] == []
    assert {one["build"] for one in killed} == {"first", "update"}
    assert len(killed) >= least
