"""Finding files: what is reached from folders, files and patterns, under which id, and what is reported instead."""

import os
from pathlib import Path

import pytest

from index.articles import Skipped, SourceFile, find_files
from index.errors import InputError


def write(folder: Path, *names: str) -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("The council met on Monday.")


def ids(*paths: str | Path) -> list[str]:
    return [found.id for found in find_files(paths) if isinstance(found, SourceFile)]


def test_a_folder_is_searched_to_any_depth_in_sorted_order(tmp_path):
    write(tmp_path, "b.txt", "a/z.md", "a/deep/er/x.HTML", "c.jsonl.gz")
    assert ids(tmp_path) == ["a/deep/er/x.HTML", "a/z.md", "b.txt", "c.jsonl.gz"]


def test_a_file_knows_its_path_and_the_folder_it_came_from(tmp_path):
    write(tmp_path, "a/z.md")
    assert list(find_files([tmp_path])) == [SourceFile(tmp_path / "a/z.md", "a/z.md", tmp_path)]


def test_a_single_file_has_its_name_as_id_and_itself_as_root(tmp_path):
    write(tmp_path, "a/z.md")
    assert list(find_files([tmp_path / "a/z.md"])) == [SourceFile(tmp_path / "a/z.md", "z.md", tmp_path / "a/z.md")]


def test_hidden_files_and_folders_are_passed_over(tmp_path):
    write(tmp_path, ".git/x.txt", ".DS_Store", ".draft.txt", "a.txt")
    assert list(find_files([tmp_path])) == [SourceFile(tmp_path / "a.txt", "a.txt", tmp_path)]


def test_a_hidden_file_that_is_named_is_read(tmp_path):
    write(tmp_path, ".draft.txt")
    assert ids(tmp_path / ".draft.txt") == [".draft.txt"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("photo.PNG", "not an article format (.png)"),
        ("README", "not an article format (no extension)"),
        ("dump.gz", "not an article format (.gz)"),
    ],
)
def test_other_formats_are_reported(tmp_path, name, reason):
    write(tmp_path, name)
    assert list(find_files([tmp_path])) == [Skipped(tmp_path / name, reason)]
    assert list(find_files([tmp_path / name])) == [Skipped(tmp_path / name, reason)]


def test_a_file_reached_twice_comes_once_under_its_first_id(tmp_path):
    write(tmp_path, "a/x.txt", "a/y.txt")
    assert ids(tmp_path, tmp_path / "a", tmp_path / "a/x.txt", f"{tmp_path}/**/*.txt") == ["a/x.txt", "a/y.txt"]
    assert ids(tmp_path / "a/y.txt", tmp_path) == ["y.txt", "a/x.txt"]


def test_links_are_followed_and_circles_end(tmp_path):
    write(tmp_path / "elsewhere", "x.txt")
    write(tmp_path / "here", "y.txt")
    (tmp_path / "here/circle").symlink_to(tmp_path / "here")
    (tmp_path / "here/link").symlink_to(tmp_path / "elsewhere")
    assert ids(tmp_path / "here") == ["link/x.txt", "y.txt"]


def test_a_link_to_nothing_is_reported(tmp_path):
    (tmp_path / "x.txt").symlink_to(tmp_path / "gone.txt")
    assert list(find_files([tmp_path])) == [Skipped(tmp_path / "x.txt", "a link to nothing")]


def test_a_pipe_is_reported_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "x.txt")
    assert list(find_files([tmp_path])) == [Skipped(tmp_path / "x.txt", "not a regular file")]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a.txt"]),
        ("**/*.txt", ["2022/04/b.txt", "2022/05/c.txt", "a.txt"]),
        ("2022/*/b.txt", ["04/b.txt"]),  # the fixed leading folder is 2022
        ("2022/0[45]/?.txt", ["04/b.txt", "05/c.txt"]),
        ("2022/0[!4]/*", ["05/c.txt"]),
        ("20*", ["2022/04/b.txt", "2022/04/d.md", "2022/05/c.txt"]),  # a folder that matches is searched
        ("2022/**", ["04/b.txt", "04/d.md", "05/c.txt"]),
    ],
)
def test_a_pattern_finds_files_below_its_fixed_folder(tmp_path, monkeypatch, pattern, expected):
    write(tmp_path, "a.txt", "2022/04/b.txt", "2022/04/d.md", "2022/05/c.txt", ".hidden/e.txt")
    assert ids(f"{tmp_path}/{pattern}") == expected
    monkeypatch.chdir(tmp_path)
    assert ids(pattern) == expected


def test_the_root_of_a_pattern_is_what_it_matched(tmp_path):
    write(tmp_path, "2022/b.txt", "a.txt")
    roots = [found.root for found in find_files([f"{tmp_path}/*"]) if isinstance(found, SourceFile)]
    assert roots == [tmp_path / "2022", tmp_path / "a.txt"]


def test_a_name_with_brackets_that_exists_is_not_a_pattern(tmp_path):
    write(tmp_path, "story [1].txt")
    assert ids(tmp_path / "story [1].txt") == ["story [1].txt"]


@pytest.mark.parametrize("path", ["gone", "gone.txt", "none/*.txt", "*.pdf", "[z-a].txt"])
def test_a_path_that_leads_nowhere_is_an_error_before_any_file(tmp_path, path):
    write(tmp_path, "a.txt")
    with pytest.raises(InputError, match=path.replace("*", r"\*").replace("[", r"\[")):
        find_files([tmp_path, f"{tmp_path}/{path}"])


def test_a_name_in_another_encoding_gets_an_id_that_can_be_stored(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("The cafe opened.")
    assert ids(tmp_path) == ["caf\ufffd.txt"]
