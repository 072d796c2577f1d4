"""Uploaded files: what they may be called, how large they may be, and what becomes of one whose name is taken."""

from pathlib import Path

import pytest

from index.build import build_index
from index.catalog import Catalog
from index.errors import InputError
from index.settings import Settings
from ui.page import uploads
from ui.page.uploads import clean_name, examine, store, uploads_dir

PLAIN = Settings(attribution="none", reader="none")
FERRY = "The ferry to Norwick sails again on Monday, its owner said. The pier was mended over the winter."


@pytest.fixture
def sent(tmp_path: Path):
    """A file as it was uploaded."""

    def send(name: str, content: str = FERRY, folder: str = "sent") -> Path:
        (tmp_path / folder).mkdir(exist_ok=True)
        file = tmp_path / folder / name
        file.write_text(content)
        return file

    return send


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    return tmp_path / "index"


def outcomes(files: list[Path], index_dir: Path, max_bytes: int = 1000, catalog: Catalog | None = None):
    return [(one.name, one.outcome) for one in examine(files, index_dir, max_bytes, catalog)]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("ferry.txt", "ferry.txt"),
        ("../../etc/ferry.txt", "ferry.txt"),
        ("C:\\papers\\ferry.TXT", "ferry.TXT"),
        (".ferry.txt", "ferry.txt"),
        ("...ferry.txt", "ferry.txt"),
        ("fer\nry\u202e.txt", "fer_ry_.txt"),
        ("a*b?[c].md", "a_b__c_.md"),
        ("news.jsonl.gz", "news.jsonl.gz"),
        ("cafe\u0301.txt", "café.txt"),
        ("ü" * 300 + ".txt", "ü" * 98 + ".txt"),  # 98 letters of two bytes and the ending: 200
    ],
)
def test_a_name_keeps_its_last_part_without_what_has_a_meaning(given, name):
    assert clean_name(given) == name


@pytest.mark.parametrize("given", ["", ".txt", "..", "/", "ferry.exe", "ferry", "ferry.txt/", ".jsonl.gz"])
def test_a_name_that_is_none_or_of_another_format_is_refused(given):
    with pytest.raises(InputError):
        clean_name(given)


def test_new_files_are_stored_under_their_names(sent, index_dir):
    files = [sent("ferry.txt"), sent("tower.md", "The tower leans.")]
    assert outcomes(files, index_dir) == [("ferry.txt", "new"), ("tower.md", "new")]
    assert not index_dir.exists()  # before it is said that they are to be added
    paths = store(examine(files, index_dir, 1000), index_dir, replace=False)
    assert paths == [uploads_dir(index_dir) / "ferry.txt", uploads_dir(index_dir) / "tower.md"]
    assert paths[0].read_text() == FERRY
    assert sorted(one.name for one in uploads_dir(index_dir).iterdir()) == ["ferry.txt", "tower.md"]


def test_the_same_file_again_changes_nothing(sent, index_dir):
    store(examine([sent("ferry.txt")], index_dir, 1000), index_dir, replace=False)
    before = (uploads_dir(index_dir) / "ferry.txt").stat().st_mtime_ns
    again = [sent("ferry.txt", folder="again")]
    assert outcomes(again, index_dir) == [("ferry.txt", "same")]
    store(examine(again, index_dir, 1000), index_dir, replace=True)
    assert (uploads_dir(index_dir) / "ferry.txt").stat().st_mtime_ns == before


@pytest.mark.parametrize(("replace", "text"), [(False, FERRY), (True, "Another text about it.")])
def test_another_file_of_a_name_replaces_the_first_only_if_told_to(sent, index_dir, replace, text):
    store(examine([sent("ferry.txt")], index_dir, 1000), index_dir, replace=False)
    other = [sent("ferry.txt", "Another text about it.", folder="other")]
    assert outcomes(other, index_dir) == [("ferry.txt", "differs")]
    paths = store(examine(other, index_dir, 1000), index_dir, replace=replace)
    assert bool(paths) == replace
    assert (uploads_dir(index_dir) / "ferry.txt").read_text() == text


def test_two_files_of_one_name_in_one_upload_are_not_mixed_up(sent, index_dir):
    files = [sent("ferry.txt"), sent("ferry.txt", folder="twin"), sent("ferry.txt", "Another.", folder="other")]
    assert outcomes(files, index_dir) == [("ferry.txt", "new"), ("ferry.txt", "same"), ("ferry.txt", "refused")]
    assert len(store(examine(files, index_dir, 1000), index_dir, replace=True)) == 1
    assert (uploads_dir(index_dir) / "ferry.txt").read_text() == FERRY


def test_what_is_too_large_or_too_much_is_refused_with_the_limit(sent, index_dir, monkeypatch):
    files = [sent("long.txt", "x" * 1001), sent("ferry.txt"), sent("tower.txt", "The tower leans."), sent("a.exe")]
    found = examine(files, index_dir, 1000)
    assert [one.outcome for one in found] == ["refused", "new", "new", "refused"]
    assert "1,001 bytes, over the limit of 1,000" in found[0].reason
    assert "not an article format (.exe)" in found[3].reason
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)  # the ferry's text has 96
    assert outcomes(files[1:3], index_dir) == [("ferry.txt", "new"), ("tower.txt", "refused")]
    monkeypatch.setattr(uploads, "MOST_FILES", 1)
    assert "add their folder instead" in examine(files[1:3], index_dir, 1000)[1].reason


def test_a_name_that_an_article_from_elsewhere_has_is_refused(sent, index_dir):
    build_index([sent("ferry.txt", folder="elsewhere").parent], index_dir, PLAIN)
    with Catalog.open(index_dir) as catalog:
        found = examine([sent("ferry.txt", "Another text about it.")], index_dir, 1000, catalog)
    assert found[0].outcome == "refused"
    assert "indexed already, from" in found[0].reason


def test_a_file_that_is_being_stored_is_never_read_by_half(sent, index_dir, monkeypatch):
    def broken(source: Path, target: Path) -> None:
        target.write_text("half of")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(uploads.shutil, "copyfile", broken)
    with pytest.raises(uploads.IndexStoreError, match="No space left"):
        store(examine([sent("ferry.txt")], index_dir, 1000), index_dir, replace=False)
    monkeypatch.undo()
    report = build_index([uploads_dir(index_dir)], index_dir, PLAIN)
    assert (report.added, report.skipped) == (0, [])
