"""The vector store: what is stored and found, what it takes on disk, and that it can be made anew within one process."""

import sqlite3

import numpy as np
import pytest

from index.errors import IndexDamagedError
from index.vectors import Vectors, delete_vectors, vectors_exist


@pytest.fixture
def vectors(tmp_path):
    store = Vectors(tmp_path, create=True)
    yield store
    store.close()


def directions(*degrees: float) -> np.ndarray:
    """Vectors in the plane, shape (degrees, 2)."""
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_the_nearest_come_first_with_their_cosine(vectors):
    vectors.add(["c", "a", "b", "far"], directions(60, 0, 0, 180) * 3, ["x"] * 4)  # their length does not count
    near = vectors.nearest(directions(0)[0], 3)
    assert [one.chunk_id for one in near] == ["a", "b", "c"]  # equal ones by id
    assert [one.cosine for one in near] == pytest.approx([1, 1, 0.5], abs=1e-6)  # cos 60° = 1/2


def test_fewer_than_asked_for_are_given_where_there_are_fewer(vectors):
    assert vectors.nearest(directions(0)[0], 50) == []
    vectors.add(["a"], directions(0), ["x"])
    assert len(vectors.nearest(directions(0)[0], 50)) == 1


@pytest.mark.parametrize("few", [0, 500])  # by Chroma's graph, and one by one
def test_the_nearest_among_some_are_none_but_they(vectors, monkeypatch, few):
    monkeypatch.setattr("index.vectors.FEW", few)
    vectors.add(["a", "b", "c", "far"], directions(0, 30, 60, 180) * 3, ["x"] * 4)
    near = vectors.nearest_among(directions(0)[0], 2, ["far", "c", "b", "gone"])
    assert [one.id for one in near] == ["b", "c"]
    assert [one.cosine for one in near] == pytest.approx([3**0.5 / 2, 0.5], abs=1e-6)  # cos 30°, cos 60°
    assert vectors.nearest_among(directions(0)[0], 2, []) == []


def test_more_and_more_are_looked_at_until_enough_of_them_fit(vectors):
    ids = [f"{n:03}" for n in range(100)]
    vectors.add(ids, directions(*range(100)), ["x"] * 100)
    asked: list[str] = []

    def late(some):
        asked.extend(some)
        return {one for one in some if one >= "060"}

    assert [one.id for one in vectors.nearest_fitting(directions(0)[0], 3, late)] == ["060", "061", "062"]
    assert len(asked) == len(set(asked))  # each once
    assert vectors.nearest_fitting(directions(0)[0], 3, lambda _: set()) == []


def test_nothing_fits_in_an_empty_store(vectors):
    assert vectors.nearest_fitting(directions(0)[0], 3, set) == []
    assert vectors.nearest_among(directions(0)[0], 3, ["a"]) == []


def test_adding_again_replaces_and_deleting_what_is_not_there_is_nothing(vectors):
    vectors.add(["a", "b"], directions(0, 90), ["x", "x"])
    vectors.add(["a"], directions(90), ["x"])
    assert vectors.count() == 2
    assert vectors.nearest(directions(90)[0], 2)[0].cosine == pytest.approx(1, abs=1e-6)
    assert vectors.nearest(directions(0)[0], 1)[0].cosine == pytest.approx(0, abs=1e-6)
    vectors.delete(["b", "nobody"])
    vectors.delete([])
    assert vectors.count() == 1


def test_more_than_one_batch_is_stored_and_deleted(vectors, monkeypatch):
    monkeypatch.setattr("index.vectors.WRITE_BATCH", 3)
    ids = [f"{n:02}" for n in range(8)]
    vectors.add(ids, directions(*range(8)), ["x"] * 8)
    assert vectors.count() == 8
    vectors.delete(ids[:7])
    assert vectors.nearest(directions(7)[0], 8)[0].chunk_id == "07"


def test_what_is_stored_is_there_when_it_is_opened_again(tmp_path, vectors):
    vectors.add(["a"], directions(30), ["x"])
    vectors.close()
    again = Vectors(tmp_path)
    assert again.nearest(directions(30)[0], 1)[0].chunk_id == "a"
    again.close()


def test_a_store_can_be_deleted_and_made_again_in_one_process(tmp_path, vectors):
    vectors.add(["a"], directions(0), ["x"])
    vectors.close()
    delete_vectors(tmp_path)
    assert not vectors_exist(tmp_path)
    again = Vectors(tmp_path, create=True)
    assert again.count() == 0
    again.add(["b"], directions(0), ["x"])
    assert again.nearest(directions(0)[0], 5)[0].chunk_id == "b"
    again.close()


def test_a_store_that_did_not_open_leaves_nothing_behind(tmp_path, vectors):
    from chromadb.api.shared_system_client import SharedSystemClient

    vectors.close()
    file = tmp_path / "chroma/chroma.sqlite3"
    file.write_bytes(file.read_bytes()[:4096] + b"\1" * 50_000)
    for _ in range(2):
        with pytest.raises(
            IndexDamagedError, match=r"cannot be read \(.*malformed.*\); run: onrecord index .* --rebuild$"
        ):
            Vectors(tmp_path)
    assert str(tmp_path / "chroma") not in SharedSystemClient._identifier_to_system
    delete_vectors(tmp_path)
    Vectors(tmp_path, create=True).close()


def test_a_damaged_graph_is_one_clear_line(tmp_path, vectors):
    rng = np.random.default_rng(0)
    vectors.add([f"{n}" for n in range(1500)], rng.normal(size=(1500, 4)).astype(np.float32), ["x"] * 1500)
    vectors.close()
    (header,) = (tmp_path / "chroma").glob("*/header.bin")
    header.write_bytes(b"\xff" * 100)
    again = Vectors(tmp_path)
    with pytest.raises(
        IndexDamagedError, match=r"cannot be searched \(.*\); run: onrecord index .* --rebuild$"
    ) as caught:
        again.nearest(rng.normal(size=4).astype(np.float32), 5)
    assert "\n" not in str(caught.value)
    again.close()


def test_a_store_without_our_collection_is_refused(tmp_path):
    import chromadb

    client = chromadb.PersistentClient(str(tmp_path / "chroma"), chromadb.config.Settings(anonymized_telemetry=False))
    client.create_collection("other", embedding_function=None)
    client.close()
    with pytest.raises(IndexDamagedError, match=r"cannot be read .*; run: onrecord index"):
        Vectors(tmp_path)


def test_no_text_is_stored(tmp_path, vectors):
    vectors.add(["a", "b"], directions(0, 90), ["x.txt", "y.txt"])
    vectors.close()
    connection = sqlite3.connect(tmp_path / "chroma/chroma.sqlite3")
    keys = {key for (key,) in connection.execute("SELECT DISTINCT key FROM embedding_metadata")}
    full_text = connection.execute("SELECT count(*) FROM embedding_fulltext_search").fetchone()[0]
    connection.close()
    assert (keys, full_text) == ({"article"}, 0)
