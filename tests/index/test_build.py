"""Building and updating an index: what is read, embedded, kept and removed, and what the report says of it."""

import gzip
import json
import logging
import os
import random
import threading
from pathlib import Path

import pytest

from index.articles import Skipped
from index.attribution.extract import load_extractor
from index.build import BuildReport, build, build_index
from index.catalog import Catalog, StatementFilter
from index.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexMismatchError,
    IndexStoreError,
    InputError,
    NoIndexError,
    SettingsError,
)
from index.manifest import read_manifest
from index.settings import Settings
from index.vectors import Vectors

WIRE = (
    "Talks on the water treaty ended without a result on Friday, the two ministries said in a joint note. "
    "Delegates had met for three days in the old customs house at Norwick and will meet again in the autumn. "
    "Minister Clara Benn said that the talks had been useful and that both sides wanted to share the river fairly. "
    "Her colleague Omar Reyes said that the dams upstream remained the hardest question and would need more time. "
    "The treaty of 1961 lapses at the end of next year, after which either side may change the flow of the river."
)


def counts(report: BuildReport) -> dict[str, int]:
    """The report's counts that are not 0."""
    names = ("added", "changed", "unchanged", "removed", "duplicates")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def stored(index_dir: Path) -> dict[str, str | None]:
    """Article ids, each with the id whose text it has."""
    with Catalog.open(index_dir) as catalog:
        return {one.id: one.duplicate_of for one in catalog.summaries()}


def dates(index_dir: Path) -> list[tuple[str, str | None]]:
    """The article of each statement, and the day it was said."""
    with Catalog.open(index_dir) as catalog:
        return [(one.article, one.said) for one in catalog.statements(StatementFilter())]


# What is embedded


def test_a_first_build_adds_every_article_and_embeds_every_chunk(articles, index_dir, settings, contents):
    report = build_index([articles], index_dir, settings)
    held = contents(index_dir)
    assert counts(report) == {"added": 4}
    assert sorted(held["articles"]) == ["bridge.txt", "ferry.txt", "orchard/frost.txt", "orchard/union.txt"]
    assert report.chunks == len(held["chunks"]) == len(held["vectors"]) > 8
    assert held["chunks"].keys() == held["vectors"].keys()
    assert held["manifest"] == (4, report.chunks, report.statements)
    assert (held["pending"], held["rows"]["tombstones"]) == ((0, 0), 0)


def test_adding_again_reads_and_embeds_nothing(articles, index_dir, settings, contents, monkeypatch):
    build_index([articles], index_dir, settings)
    before = contents(index_dir)
    monkeypatch.setattr("index.reading.read_file", None)  # would fail if it were called
    monkeypatch.setattr("index.vectors.Vectors.__init__", None)
    report = build_index([articles], index_dir, settings)
    assert (counts(report), report.chunks) == ({"unchanged": 4}, 0)
    monkeypatch.undo()
    assert contents(index_dir) == before


def test_a_file_written_a_moment_ago_is_read_again_but_not_embedded(write, tmp_path, index_dir, settings):
    folder = write(tmp_path / "a", {"x.txt": WIRE}, age_seconds=0)
    build_index([folder], index_dir, settings)
    status = (folder / "x.txt").stat()
    (folder / "x.txt").write_text(WIRE.replace("Friday", "Monday"))  # same length, and same time below
    os.utime(folder / "x.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert counts(build_index([folder], index_dir, settings)) == {"changed": 1}
    report = build_index([folder], index_dir, settings)
    assert (counts(report), report.chunks) == ({"unchanged": 1}, 0)


def test_only_the_chunks_of_a_changed_file_are_embedded(articles, write, tmp_path, index_dir, settings, contents):
    build_index([articles], index_dir, settings)
    before = contents(index_dir)
    text = (articles / "ferry.txt").read_text().replace("nine thousand", "eleven thousand")
    write(articles, {"ferry.txt": text}, age_seconds=30)
    report = build_index([articles], index_dir, settings)
    after = contents(index_dir)
    of_ferry = [chunk for chunk, (article, _) in after["chunks"].items() if article == "ferry.txt"]
    assert counts(report) == {"changed": 1, "unchanged": 3}
    assert report.chunks == len(of_ferry)
    others = before["vectors"].keys() - {c for c, (article, _) in before["chunks"].items() if article == "ferry.txt"}
    assert after["vectors"].keys() == others | set(of_ferry)
    build_index([articles], tmp_path / "fresh", settings)
    assert after == contents(tmp_path / "fresh")


def test_new_metadata_for_the_same_text_is_a_change(tmp_path, index_dir, settings):
    file = tmp_path / "n.jsonl"
    file.write_text(json.dumps({"id": "k", "text": WIRE, "title": "Talks"}))
    build_index([file], index_dir, settings)
    file.write_text(json.dumps({"id": "k", "text": WIRE, "title": "Treaty talks"}))
    assert counts(build_index([file], index_dir, settings)) == {"changed": 1}
    with Catalog.open(index_dir) as catalog:
        assert catalog.article("k").title == "Treaty talks"
        assert len(catalog.search(["Treaty"], 5)) == len(
            catalog.chunks_of(catalog.article("k").key)
        )  # it is in the title


def test_a_changed_line_of_a_jsonl_file_changes_one_article(tmp_path, index_dir, settings):
    file = tmp_path / "n.jsonl"
    lines = [f"Report {n}. The harbour office counted {n} ships on that day." for n in range(1, 6)]
    file.write_text("".join(json.dumps({"text": line}) + "\n" for line in lines))
    build_index([file], index_dir, settings)
    lines[2] = "Report 3. The harbour office was closed."
    file.write_text("".join(json.dumps({"text": line}) + "\n" for line in lines))
    report = build_index([file], index_dir, settings)
    assert (counts(report), report.chunks) == ({"changed": 1, "unchanged": 4}, 1)


def test_lines_that_shift_leave_what_a_new_index_would_hold(tmp_path, index_dir, settings, contents):
    file = tmp_path / "n.jsonl"
    lines = [json.dumps({"text": f"Report {n}. The harbour office counted {n} ships."}) + "\n" for n in range(1, 7)]
    file.write_text("".join(lines))
    build_index([file], index_dir, settings)
    file.write_text("".join(lines[1:]))
    # Five lines have another text now; the sixth id is gone.
    assert counts(build_index([file], index_dir, settings, prune=True))["removed"] == 1
    build_index([file], tmp_path / "fresh", settings)
    assert contents(index_dir) == contents(tmp_path / "fresh")


def test_statements_are_found_again_under_other_speakers_when_an_article_changes(
    articles, index_dir, settings, contents
):
    first = build_index([articles], index_dir, settings)
    before = contents(index_dir)
    assert first.statements == len(before["statements"]) == len(before["statement vectors"])
    text = (articles / "bridge.txt").read_text()
    (articles / "bridge.txt").write_text(text.replace("Ada Quill", "Ida Quill"))
    assert build_index([articles], index_dir, settings).statements == 1
    after = contents(index_dir)
    changed = [(one.name, one.speaker) for one in after["statements"] if one not in before["statements"]]
    assert changed == [("Ida Quill", "Ida Quill")]
    assert "Ada Quill" not in {one.name for one in after["speakers"]}


def test_without_attribution_there_are_no_statements(articles, index_dir, settings, monkeypatch):
    monkeypatch.setattr("index.build.load_extractor", load_extractor)
    report = build_index([articles], index_dir, settings.model_copy(update={"attribution": "none"}))
    assert (report.statements, dates(index_dir)) == (0, [])
    manifest = read_manifest(index_dir)
    assert (manifest.attribution, manifest.statements) == ("none", 0)


def test_progress_ends_with_everything_done(articles, index_dir, settings):
    report = BuildReport()
    events = list(build([articles], index_dir, settings, report))
    reading, embedding = ([one for one in events if one.step == step] for step in ("reading", "embedding"))
    assert (reading[-1].done, reading[-1].total, reading[-1].articles) == (4, 4, 4)
    assert (embedding[0].done, embedding[0].total, embedding[0].articles) == (0, report.chunks, 0)
    assert (embedding[-1].done, embedding[-1].articles) == (report.chunks, 4)
    assert [one.step for one in events if one.done == one.total][-3:] == ["speakers", "embedding", "statements"]
    assert (events[-1].done, events[-1].total) == (report.statements, report.statements)
    assert report.seconds > 0


# What is removed


def test_what_is_gone_stays_until_pruning_is_asked_for(articles, index_dir, settings, contents, tmp_path):
    build_index([articles], index_dir, settings)
    (articles / "ferry.txt").unlink()
    assert counts(build_index([articles], index_dir, settings)) == {"unchanged": 3}
    assert "ferry.txt" in stored(index_dir)
    assert counts(build_index([articles], index_dir, settings, prune=True)) == {"unchanged": 3, "removed": 1}
    build_index([articles], tmp_path / "fresh", settings)
    assert contents(index_dir) == contents(tmp_path / "fresh")


@pytest.mark.parametrize(
    ("named", "kept"),
    [
        ("articles", []),
        ("articles/orchard/..", []),
        ("articles/orchard", ["bridge.txt"]),
        ("articles/*.txt", ["orchard/frost.txt"]),
        ("articles/**/*.txt", []),
        ("articles/orch*", ["bridge.txt"]),
        ("other", ["bridge.txt", "orchard/frost.txt"]),
        ("articles/ferry.txt", ["bridge.txt", "orchard/frost.txt"]),
    ],
)
def test_pruning_reaches_the_named_paths_only(articles, tmp_path, index_dir, settings, write, monkeypatch, named, kept):
    write(tmp_path / "other", {"treaty.txt": WIRE})
    monkeypatch.chdir(tmp_path)
    build_index([articles, "other"], index_dir, settings)
    (articles / "bridge.txt").unlink()
    (articles / "orchard/frost.txt").unlink()
    build_index([named], index_dir, settings, prune=True)
    gone = stored(index_dir).keys() & {"bridge.txt", "orchard/frost.txt"}
    assert sorted(gone) == kept


def test_a_link_to_the_folder_prunes_as_the_folder_does(articles, tmp_path, index_dir, settings):
    (tmp_path / "link").symlink_to(articles)
    build_index([articles], index_dir, settings)
    (articles / "ferry.txt").unlink()
    assert build_index([tmp_path / "link"], index_dir, settings, prune=True).removed == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_article_whose_file_cannot_be_read_is_not_pruned(articles, index_dir, settings):
    build_index([articles], index_dir, settings)
    (articles / "orchard").chmod(0)
    try:
        assert build_index([articles], index_dir, settings, prune=True).removed == 0
    finally:
        (articles / "orchard").chmod(0o755)


def test_a_line_gone_from_a_file_is_pruned(tmp_path, index_dir, settings):
    file = tmp_path / "n.jsonl"
    records = [json.dumps({"id": n, "text": f"{WIRE} ({n})"}) + "\n" for n in "abc"]
    file.write_text("".join(records))
    build_index([file], index_dir, settings)
    file.write_text(records[0] + records[2])
    assert counts(build_index([file], index_dir, settings)) == {"unchanged": 2}
    assert counts(build_index([file], index_dir, settings, prune=True)) == {"unchanged": 2, "removed": 1}
    assert sorted(stored(index_dir)) == ["a", "c"]


def test_a_moved_file_keeps_its_text_under_its_new_id(articles, index_dir, settings, contents, tmp_path):
    build_index([articles], index_dir, settings)
    (articles / "ferry.txt").rename(articles / "orchard/boat.txt")
    report = build_index([articles], index_dir, settings, prune=True)
    assert counts(report) == {"added": 1, "unchanged": 3, "removed": 1, "duplicates": 1}
    build_index([articles], tmp_path / "fresh", settings)
    assert contents(index_dir) == contents(tmp_path / "fresh")


def test_a_file_that_moves_with_its_id_is_not_embedded_again(write, tmp_path, index_dir, settings):
    write(tmp_path / "old", {"x.txt": WIRE})
    build_index([tmp_path / "old"], index_dir, settings)
    (tmp_path / "old").rename(tmp_path / "new")
    report = build_index([tmp_path / "new"], index_dir, settings, prune=True)
    assert (counts(report), report.chunks) == ({"unchanged": 1}, 0)
    with Catalog.open(index_dir) as catalog:
        assert catalog.article("x.txt").path == tmp_path / "new/x.txt"


def test_a_file_that_is_no_article_any_more_is_removed_with_the_reason(articles, write, index_dir, settings):
    build_index([articles], index_dir, settings)
    wall = "Please log in or register to continue reading.\n\nSubscribe now\n\nAlready a subscriber? Sign in"
    write(articles, {"ferry.txt": wall}, age_seconds=30)
    report = build_index([articles], index_dir, settings)
    assert counts(report) == {"unchanged": 3, "removed": 1}
    assert [one.path.name for one in report.skipped] == ["ferry.txt"]
    again = build_index([articles], index_dir, settings)
    assert (counts(again), again.skipped) == ({"unchanged": 3}, report.skipped)  # unchanged files keep their reasons


def test_skipped_files_and_records_are_reported_and_kept(write, tmp_path, index_dir, settings):
    folder = write(
        tmp_path / "a", {"n.jsonl": f'{{"text": "{WIRE}"}}\n{{"text": 5}}\n', "photo.png": "x", "empty.txt": ""}
    )
    expected = {
        ("n.jsonl", 2, '"text" is not a string'),
        ("photo.png", None, "not an article format (.png)"),
        ("empty.txt", None, "empty"),
    }
    for _ in range(2):
        report = build_index([folder], index_dir, settings)
        assert {(one.path.name, one.line, one.reason) for one in report.skipped} == expected
    with Catalog.open(index_dir) as catalog:
        assert catalog.skipped() == [
            (str(folder / "empty.txt"), None, "empty"),
            (str(folder / "n.jsonl"), 2, '"text" is not a string'),
        ]


# Duplicates and stories


def test_identical_articles_are_stored_once(write, tmp_path, index_dir, settings):
    folder = write(tmp_path / "a", {"one.txt": WIRE, "two.txt": WIRE, "zero.txt": WIRE})
    report = build_index([folder], index_dir, settings)
    assert counts(report) == {"added": 3, "duplicates": 2}
    assert stored(index_dir) == {"one.txt": None, "two.txt": "one.txt", "zero.txt": "one.txt"}
    with Catalog.open(index_dir) as catalog:
        assert catalog.article("two.txt").text == WIRE
        assert {summary.characters for summary in catalog.summaries()} == {len(WIRE)}
        assert catalog.counts().chunks == report.chunks
        assert len({article.story for article in catalog.articles()}) == 1
        assert catalog.counts().duplicates == 2


def test_a_duplicate_inherits_the_text_of_the_article_that_goes(write, tmp_path, index_dir, settings, contents):
    folder = write(tmp_path / "a", {"one.txt": WIRE, "two.txt": WIRE, "three.txt": WIRE})
    build_index([folder], index_dir, settings)
    (folder / "one.txt").unlink()
    report = build_index([folder], index_dir, settings, prune=True)
    assert counts(report) == {"unchanged": 2, "removed": 1}
    assert stored(index_dir) == {"three.txt": None, "two.txt": "three.txt"}
    build_index([folder], tmp_path / "fresh", settings)
    assert contents(index_dir) == contents(tmp_path / "fresh")


def test_which_of_identical_articles_came_first_does_not_matter(write, tmp_path, index_dir, settings, contents):
    folder = write(tmp_path / "a", {"two.txt": WIRE})
    build_index([folder], index_dir, settings)
    write(folder, {"one.txt": WIRE})
    build_index([folder], index_dir, settings)
    assert stored(index_dir) == {"one.txt": None, "two.txt": "one.txt"}
    build_index([folder], tmp_path / "fresh", settings)
    assert contents(index_dir) == contents(tmp_path / "fresh")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_statements_of_identical_texts_are_read_with_the_date_of_the_one_that_holds_them(
    tmp_path, index_dir, settings, contents, order
):
    file = tmp_path / "n.jsonl"
    lines = [json.dumps({"id": f"n{n}", "text": WIRE, "date": f"2024-05-0{n + 1}"}) + "\n" for n in range(3)]
    for n in range(3):
        file.write_text("".join(lines[one] for one in order[: n + 1]))
        build_index([file], index_dir, settings)
    assert {said for _, said in dates(index_dir)} == {"2024-05-01"}
    file.write_text("".join(lines[1:]))
    build_index([file], index_dir, settings, prune=True)
    assert {(article, said) for article, said in dates(index_dir)} == {("n1", "2024-05-02")}
    build_index([file], tmp_path / "fresh", settings)
    assert contents(index_dir) == contents(tmp_path / "fresh")


def test_near_duplicates_are_kept_and_share_a_story(write, tmp_path, index_dir, settings, articles, contents):
    edited = WIRE.replace("on Friday", "late on Friday") + " A spokesman declined to add anything."
    write(articles, {"wire.txt": WIRE, "edited.txt": edited})
    report = build_index([articles], index_dir, settings)
    assert counts(report) == {"added": 6}
    assert ["edited.txt", "wire.txt"] in contents(index_dir)["stories"]
    assert len(contents(index_dir)["stories"]) == 5


def test_an_article_that_resembles_two_stories_joins_them(write, tmp_path, index_dir, settings, contents):
    words = [f"word{n}" for n in range(120)]
    # Of 76 shingles each, neighbours share 63 (of 89 in both: .71), the outer ones 50 (of 102: .49); .6 is one story.
    first, middle, last = (" ".join(words[low : low + 80]) + "." for low in (0, 13, 26))
    folder = write(tmp_path / "a", {"first.txt": first, "last.txt": last})
    build_index([folder], index_dir, settings)
    assert contents(index_dir)["stories"] == [["first.txt"], ["last.txt"]]
    write(folder, {"middle.txt": middle})
    build_index([folder], index_dir, settings)
    assert contents(index_dir)["stories"] == [["first.txt", "last.txt", "middle.txt"]]


# One id from two places


def test_two_texts_under_one_id_from_two_places_are_an_error_that_names_both(write, tmp_path, index_dir, settings):
    write(tmp_path / "a", {"x.txt": WIRE})
    write(tmp_path / "b", {"x.txt": WIRE.replace("Friday", "Monday")})
    with pytest.raises(InputError) as caught:
        build_index([tmp_path / "a", tmp_path / "b"], index_dir, settings)
    assert str(caught.value) == (
        f"two different articles have the id 'x.txt': one from {tmp_path}/a/x.txt, one from {tmp_path}/b/x.txt; "
        "index their common folder instead, or give them ids of their own"
    )
    build_index([tmp_path / "a"], index_dir, settings)
    with pytest.raises(InputError, match=r"one from .*/a/x\.txt, one from .*/b/x\.txt"):
        build_index([tmp_path / "b"], index_dir, settings)
    assert counts(build_index([tmp_path], index_dir, settings)) == {"added": 2, "duplicates": 1}


def test_two_texts_under_one_id_in_one_file_are_an_error(tmp_path, index_dir, settings):
    file = tmp_path / "n.jsonl"
    file.write_text('{"id": "k", "text": "The first."}\n{"id": "k", "text": "The second."}\n')
    with pytest.raises(InputError, match=r"id 'k': both in .*n\.jsonl;"):
        build_index([file], index_dir, settings)


@pytest.mark.parametrize("gone", ["a", "b"])
def test_the_same_article_in_two_places_lasts_as_long_as_one_of_them(write, tmp_path, index_dir, settings, gone):
    folders = [write(tmp_path / name, {"x.txt": WIRE, f"{name}.txt": name * 9}) for name in "ab"]
    report = build_index(folders, index_dir, settings)
    assert (counts(report)["added"], [one.reason for one in report.skipped]) == (
        3, [f"the same article as in {tmp_path}/a/x.txt"]
    )  # fmt: skip
    (tmp_path / gone / "x.txt").unlink()
    for _ in range(2):
        report = build_index(folders, index_dir, settings, prune=True)
        assert counts(report) == {"unchanged": 3}
        assert report.skipped == []
    with Catalog.open(index_dir) as catalog:
        assert catalog.article("x.txt").path == tmp_path / ("b" if gone == "a" else "a") / "x.txt"


# Settings of the reader and of the index


def test_a_file_is_read_again_when_the_way_it_is_read_changes(write, tmp_path, index_dir):
    folder = write(tmp_path / "a", {"t.csv": "text,body\nA teaser.,The whole story of the dam.\n", "x.txt": WIRE})
    build_index([folder], index_dir, Settings(csv_columns={"text": "text"}))
    assert counts(build_index([folder], index_dir, Settings(csv_columns={"text": "text"}))) == {"unchanged": 2}
    report = build_index([folder], index_dir, Settings(csv_columns={"text": "body"}))
    assert counts(report) == {"changed": 1, "unchanged": 1}
    assert build_index([folder], index_dir, Settings(max_file_bytes=100)).skipped == [
        Skipped(folder / "x.txt", f"{len(WIRE)} bytes, over the limit of 100 (raise max_file_bytes)")
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"chunk_tokens": 50}, "chunk_tokens 40, this run has 50; set chunk_tokens = 40, or to make it anew run: "),
        ({"embedder": "ollama:small"}, "embedder 'minilm', this run has 'ollama:small'; set embedder = 'minilm', or"),
    ],
)
def test_an_index_begun_with_other_settings_is_not_mixed(articles, index_dir, settings, fake_ollama, change, message):
    build_index([articles], index_dir, settings)
    other = settings.model_copy(update=change)
    with pytest.raises(IndexMismatchError) as caught:
        build_index([articles], index_dir, other)
    assert f"the index {index_dir} was built with {message}" in str(caught.value)
    assert str(caught.value).endswith(f"onrecord index PATH… --index {index_dir} --rebuild")
    report = build_index([articles], index_dir, other, rebuild=True)
    assert counts(report) == {"added": 4}
    assert (read_manifest(index_dir).embedder, read_manifest(index_dir).chunk_tokens) == (
        other.embedder,
        other.chunk_tokens,
    )


@pytest.mark.parametrize(("name", "value"), [("CHUNKER", "sentences-0"), ("FORMAT", 0)])
def test_an_index_of_another_version_is_refused(articles, index_dir, settings, monkeypatch, name, value):
    with monkeypatch.context() as patch:
        patch.setattr(f"index.build.{name}", value)
        build_index([articles], index_dir, settings)
    with pytest.raises(IndexMismatchError, match=rf"{name.lower()} .*{value}.* --rebuild$"):
        build_index([articles], index_dir, settings)


def test_statements_of_two_extractors_are_not_mixed(articles, index_dir, settings, plain_extractor, monkeypatch):
    build_index([articles], index_dir, settings)
    monkeypatch.setattr(plain_extractor, "version", "other")
    with pytest.raises(IndexMismatchError, match=r"attribution version 'plain', this run has 'other'; .* --rebuild$"):
        build_index([articles], index_dir, settings)


def test_chunks_longer_than_the_embedder_sees_are_refused(articles, index_dir):
    with pytest.raises(SettingsError, match="'chunk_tokens' = 300: embedder minilm sees 254 tokens"):
        build_index([articles], index_dir, Settings(chunk_tokens=300))


def test_a_mistyped_path_makes_and_throws_away_nothing(articles, index_dir, settings, contents, tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        build_index([tmp_path / "artcles"], index_dir, settings)
    assert not index_dir.exists()
    build_index([articles], index_dir, settings)
    before = contents(index_dir)
    with pytest.raises(InputError, match="does not exist"):
        build_index([tmp_path / "artcles"], index_dir, settings, rebuild=True)
    assert contents(index_dir) == before


def test_a_folder_that_cannot_be_made_is_one_clear_line(articles, tmp_path, settings):
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexStoreError, match=r"the index folder .*file cannot be written \(.*\); name another"):
        build_index([articles], tmp_path / "file", settings)


# The same articles, the same index


def test_folder_and_order_leave_no_trace(articles, tmp_path, write, settings, contents):
    write(articles, {"wire.txt": WIRE, "same.txt": WIRE})
    texts = {str(file.relative_to(articles)): file.read_text() for file in articles.rglob("*.txt")}
    for name, order in (("forward", sorted(texts)), ("backward", sorted(texts, reverse=True))):
        file = tmp_path / name / "n.jsonl"
        file.parent.mkdir()
        file.write_text("".join(json.dumps({"id": one, "text": texts[one]}) + "\n" for one in order))
        build_index([file], tmp_path / name / "index", settings)
    build_index([articles], tmp_path / "index", settings)
    assert contents(tmp_path / "forward/index") == contents(tmp_path / "backward/index") == contents(tmp_path / "index")


@pytest.mark.parametrize("seed", range(3))
def test_any_history_ends_in_what_a_new_index_would_hold(tmp_path, index_dir, settings, contents, write, seed):
    chance = random.Random(seed)
    texts = [
        *(
            f"Note {n}. The council met in room {n} and spoke of the union and the ferry. {speaker} said it will meet again."
            for n, speaker in enumerate(("Ada Quill", "Minister Quill", "Quill", "Captain Tom Quill"))
        ),
        WIRE,
    ]
    folder = tmp_path / "a"
    folder.mkdir()
    for step in range(8):
        name = f"{chance.choice('abcdef')}.txt"
        if chance.random() < 0.3:
            (folder / name).unlink(missing_ok=True)
        else:
            write(folder, {name: chance.choice(texts)}, age_seconds=1000 - step)
        build_index([folder], index_dir, settings, prune=True)
    build_index([folder], tmp_path / "fresh", settings)
    assert contents(index_dir) == contents(tmp_path / "fresh")


# Texts of every kind


def test_odd_texts_are_stored_as_they_are_and_searched(tmp_path, index_dir, settings, contents):
    texts = {
        "nul": "The clerk\x00 wrote a zero.",
        "half": "Half a pair \ud83d stood here.",
        "emoji": "The crowd 👨‍👩‍👧 cheered the 🚢 loudly.",
        "crlf": "First line of it.\r\n\r\nSecond line of it.\r\n",
        "word": "Resigned",
        "accents": "Erdoğan met the mayor of Zürich on Friday.",
    }
    file = tmp_path / "n.jsonl"
    file.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()))
    report = build_index([file], index_dir, settings)
    assert counts(report) == {"added": len(texts)}
    with Catalog.open(index_dir) as catalog:
        for name, text in texts.items():
            expected = text.replace("\x00", "\ufffd").replace("\ud83d", "\ufffd")
            assert catalog.article(name).text == expected
        for word, name in [
            ("zero", "nul"), ("stood", "half"), ("cheer", "emoji"), ("second", "crlf"), ("resign", "word"),
            ("Erdogan", "accents"), ("ERDOĞAN", "accents"), ("zurich", "accents"), ("Zürich", "accents"),
        ]:  # fmt: skip
            (hit,) = catalog.search([word], 5)
            assert catalog.article_by_key(hit.chunk.article_key).id == name
    assert len(contents(index_dir)["vectors"]) == report.chunks


@pytest.mark.parametrize("text", ["Menu\n\nHome\n\nSign in\n", "…", "- - -\n\n***"])
def test_an_article_without_a_body_is_skipped_or_can_be_found(tmp_path, index_dir, settings, write, text):
    folder = write(tmp_path / "a", {"x.txt": text})
    report = build_index([folder], index_dir, settings)
    assert report.added + len(report.skipped) == 1
    assert report.chunks >= report.added


def test_a_file_name_that_is_not_unicode_is_indexed_once_and_pruned(tmp_path, index_dir, settings):
    folder = tmp_path / "a"
    folder.mkdir()
    file = folder / os.fsdecode(b"caf\xe9.txt")
    file.write_text(WIRE)
    os.utime(file, (1, 1))
    assert counts(build_index([folder], index_dir, settings)) == {"added": 1}
    assert counts(build_index([folder], index_dir, settings, prune=True)) == {"unchanged": 1}
    with Catalog.open(index_dir) as catalog:
        assert catalog.article("caf\ufffd.txt").path == file
    file.unlink()
    assert counts(build_index([folder], index_dir, settings, prune=True)) == {"removed": 1}


def test_compressed_lines_are_read_like_plain_ones(tmp_path, index_dir, settings):
    (tmp_path / "n.jsonl.gz").write_bytes(gzip.compress(json.dumps({"text": WIRE}).encode()))
    assert counts(build_index([tmp_path / "n.jsonl.gz"], index_dir, settings)) == {"added": 1}
    assert stored(index_dir) == {"n.jsonl.gz:1": None}


# Several at once


def test_a_second_build_is_refused_at_once_and_a_reader_is_not(articles, index_dir, settings):
    build_index([articles / "bridge.txt"], index_dir, settings)
    running = build([articles], index_dir, settings, BuildReport())
    for progress in running:
        if progress.step == "embedding":
            break
    with pytest.raises(IndexBusyError, match=r"another process is writing the index .*; run again when it is done"):
        build_index([articles], index_dir, settings)
    with Catalog.open(index_dir) as catalog:
        assert catalog.search(["ferry"], 5)
        assert catalog.counts().pending > 0
    vectors = Vectors(index_dir)
    assert vectors.count() > 0
    vectors.close()
    running.close()
    assert counts(build_index([articles], index_dir, settings)) == {"unchanged": 4}


def test_a_reader_that_stays_open_sees_what_a_build_changes(articles, write, index_dir, settings):
    build_index([articles], index_dir, settings)
    with Catalog.open(index_dir) as catalog:
        (hit,) = catalog.search(["candles"], 5)
        old = catalog.article_by_key(hit.chunk.article_key)
        write(articles, {"orchard/frost.txt": old.text.replace("candles", "lanterns")}, age_seconds=30)
        thread = threading.Thread(target=build_index, args=([articles], index_dir, settings))
        thread.start()
        thread.join()
        (hit,) = catalog.search(["lanterns"], 5)
        new = catalog.article_by_key(hit.chunk.article_key)
        assert "lanterns" in new.text[hit.chunk.start_char : hit.chunk.end_char]
        assert catalog.search(["candles"], 5) == []


# Damage


def test_a_damaged_catalog_is_one_clear_line_and_made_again_on_request(articles, index_dir, settings, contents):
    build_index([articles], index_dir, settings)
    before = contents(index_dir)
    (index_dir / "catalog.db").write_bytes(b"no database" * 1000)
    for opening in (lambda: Catalog.open(index_dir), lambda: build_index([articles], index_dir, settings)):
        with pytest.raises(IndexDamagedError) as caught:
            opening()
        assert str(caught.value) == (
            f"the catalog {index_dir}/catalog.db is damaged (file is not a database); "
            f"run: onrecord index PATH… --index {index_dir} --rebuild"
        )
    build_index([articles], index_dir, settings, rebuild=True)
    assert contents(index_dir) == before


@pytest.mark.parametrize("left", [None, b""])
def test_a_missing_catalog_is_said_and_made_anew(articles, index_dir, settings, contents, caplog, left):
    build_index([articles], index_dir, settings)
    before = contents(index_dir)
    (articles / "ferry.txt").unlink()
    (index_dir / "catalog.db").unlink()
    if left is not None:
        (index_dir / "catalog.db").write_bytes(left)
    with pytest.raises(
        IndexDamagedError, match=r"the catalog .* (is missing|is damaged \(no such table: chunks\)).*--rebuild$"
    ):
        Catalog.open(index_dir)
    with caplog.at_level(logging.WARNING):
        build_index([articles], index_dir, settings)
    assert "the catalog of" in caplog.text
    after = contents(index_dir)
    assert set(after["articles"]) == {"bridge.txt", "orchard/frost.txt", "orchard/union.txt"}
    assert after["vectors"].keys() == after["chunks"].keys() < before["chunks"].keys()


@pytest.mark.parametrize("damage", ["folder", "file", "garbage", "empty", "half", "inner"])
def test_vectors_that_are_missing_or_damaged_are_made_again_from_the_catalog(
    articles, index_dir, settings, contents, caplog, write, damage
):
    build_index([articles], index_dir, settings)
    before = contents(index_dir)
    file = index_dir / "chroma/chroma.sqlite3"
    data = file.read_bytes()
    if damage == "folder":
        (index_dir / "chroma").rename(index_dir.parent / "elsewhere")
    elif damage == "file":
        file.unlink()
    else:
        inner = data[:4096] + b"\1" * 90_000
        left = {"garbage": b"no database" * 500, "empty": b"", "half": data[: len(data) // 2], "inner": inner}
        file.write_bytes(left[damage])
    with pytest.raises(
        IndexDamagedError, match=r"the vectors in .*/chroma .*; run: onrecord index PATH… --index "
    ) as caught:
        Vectors(index_dir)
    assert "\n" not in str(caught.value)
    # Damage within the file is found when there is something to store.
    write(articles, {"ferry.txt": (articles / "ferry.txt").read_text() + " "}, age_seconds=30)
    with caplog.at_level(logging.WARNING):
        report = build_index([articles], index_dir, settings)
    after = contents(index_dir)
    assert report.chunks == len(before["chunks"])
    assert after["vectors"].keys() == after["chunks"].keys()
    kept = before["vectors"].keys() & after["vectors"].keys()
    assert {chunk: after["vectors"][chunk] for chunk in kept} == {chunk: before["vectors"][chunk] for chunk in kept}
    assert len(kept) > len(before["vectors"]) / 2
    assert "are made again" in caplog.text


def test_vectors_that_were_lost_are_made_again(articles, index_dir, settings, contents, write):
    build_index([articles], index_dir, settings)
    vectors = Vectors(index_dir)
    vectors.delete(list(contents(index_dir)["vectors"])[:3])
    vectors.close()
    write(articles, {"x.txt": WIRE})
    build_index([articles], index_dir, settings)
    after = contents(index_dir)
    assert after["vectors"].keys() == after["chunks"].keys()


@pytest.mark.parametrize("left", [None, "{", "[]", '{"format": 3}'])
def test_a_missing_or_damaged_manifest_is_written_again(articles, index_dir, settings, contents, left):
    build_index([articles], index_dir, settings)
    before = contents(index_dir)
    (index_dir / "manifest.json").unlink()
    if left is not None:
        (index_dir / "manifest.json").write_text(left)
    with pytest.raises(
        NoIndexError if left is None else IndexDamagedError, match=r"run: onrecord index PATH… --index "
    ):
        read_manifest(index_dir)
    report = build_index([articles], index_dir, settings)
    assert (counts(report), report.chunks) == ({"unchanged": 4}, 0)
    assert contents(index_dir) == before
