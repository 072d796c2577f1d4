"""The manifest: what an index was built with, and what is said when the settings or the version differ."""

import dataclasses
import json

import pytest

from index.errors import IndexDamagedError, IndexMismatchError, NoIndexError
from index.manifest import CHUNKER, FORMAT, Manifest, check_settings, manifest_exists, read_manifest, write_manifest
from index.settings import Settings

MANIFEST = Manifest(
    FORMAT, "minilm", "abc", CHUNKER, 160, "0.1.0", "tagger", "def", articles=5, chunks=20, statements=60
)


def test_it_comes_back_as_it_was_written_and_leaves_no_scratch_file(tmp_path):
    write_manifest(tmp_path, dataclasses.replace(MANIFEST, articles=4))
    write_manifest(tmp_path, MANIFEST)
    assert read_manifest(tmp_path) == MANIFEST
    assert [file.name for file in tmp_path.iterdir()] == ["manifest.json"]


@pytest.mark.parametrize(("files", "what"), [([], "does not exist"), (["catalog.db"], "was never finished")])
def test_without_one_there_is_no_index(tmp_path, files, what):
    for name in files:
        (tmp_path / name).touch()
    with pytest.raises(NoIndexError) as caught:
        read_manifest(tmp_path)
    assert str(caught.value) == f"the index {tmp_path} {what}; run: onrecord index PATH… --index {tmp_path}"
    assert not manifest_exists(tmp_path)


@pytest.mark.parametrize("written", [b"", b"{", b"[]", b"{}", b'{"format": 3, "more": 1}', b"\xff\xfe\x00"])
def test_one_that_cannot_be_read_names_the_command(tmp_path, written):
    (tmp_path / "manifest.json").write_bytes(written)
    with pytest.raises(IndexDamagedError, match=r"cannot be read .*; run: onrecord index PATH… --index .* --rebuild$"):
        read_manifest(tmp_path)


def test_another_format_is_a_mismatch_whatever_else_it_holds(tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps({"format": 99, "news": True}))
    with pytest.raises(IndexMismatchError, match=rf"built with format 99, this run has {FORMAT}; .* --rebuild$"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("settings", "version", "message"),
    [
        (
            {"embedder": "ollama:x"},
            None,
            "embedder 'minilm', this run has 'ollama:x'; set embedder = 'minilm', or to make",
        ),
        (
            {"chunk_tokens": 80},
            None,
            "chunk_tokens 160, this run has 80; set chunk_tokens = 160, or to make it anew run: ",
        ),
        (
            {"attribution": "none"},
            None,
            "attribution 'tagger', this run has 'none'; set attribution = 'tagger', or to make it anew run: ",
        ),
        ({}, "def", "embedder version 'abc', this run has 'def'; to make it anew run: onrecord index PATH… --index "),
    ],
)
def test_other_settings_are_a_mismatch_that_names_both_ways_out(tmp_path, settings, version, message):
    with pytest.raises(IndexMismatchError) as caught:
        check_settings(tmp_path, MANIFEST, Settings(**settings), version)
    assert message in str(caught.value)
    assert str(caught.value).endswith("--rebuild")


def test_the_same_settings_pass(tmp_path):
    check_settings(tmp_path, MANIFEST, Settings(), "abc")
    check_settings(tmp_path, MANIFEST, Settings())
