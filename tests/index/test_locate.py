"""Where indexes are: the one named, the one in the settings, the user's own, the seed index, in this order."""

import pytest

from index import locate
from index.catalog import Catalog
from index.locate import index_to_read, index_to_write, seed_index, seed_index_dir, user_index
from index.settings import Settings


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A user who has no index yet."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def test_articles_are_added_to_the_named_index_else_to_the_one_in_the_settings_else_to_the_users_own(tmp_path):
    configured = Settings(index=tmp_path / "configured")
    assert index_to_write(tmp_path / "named", configured) == tmp_path / "named"
    assert index_to_write(None, configured) == tmp_path / "configured"
    assert index_to_write(None, Settings()) == user_index()


def test_an_answer_comes_from_the_users_own_index_once_there_is_one(tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr("index.build.build_index", lambda *given: made.append(given))
    assert index_to_read(tmp_path / "named", Settings()) == tmp_path / "named"
    assert index_to_read(None, Settings(index=tmp_path / "configured")) == tmp_path / "configured"
    assert made == []
    assert index_to_read(None, Settings()) == seed_index_dir(Settings())
    assert len(made) == 1
    user_index().mkdir(parents=True)
    (user_index() / "manifest.json").write_text("{}")
    assert index_to_read(None, Settings()) == user_index()


def test_the_seed_index_is_made_on_first_use_and_again_when_a_part_has_gone(monkeypatch):
    folder = seed_index(Settings())
    with Catalog.open(folder) as catalog:
        assert catalog.counts().articles == 5
    with monkeypatch.context() as patch:
        patch.setattr("index.build.build_index", None)  # would fail if it were called
        assert seed_index(Settings()) == folder
    for part in ("manifest.json", "catalog.db", "chroma/chroma.sqlite3"):
        (folder / part).unlink()
        assert seed_index(Settings()) == folder
        with Catalog.open(folder) as catalog:
            assert (catalog.counts().articles, catalog.counts().pending) == (5, 0)


def test_other_seeds_settings_or_versions_have_an_index_of_their_own(tmp_path, monkeypatch):
    usual = seed_index_dir(Settings())
    assert seed_index_dir(Settings(max_sentences=1)) == usual  # not a matter of the index
    others = [
        seed_index_dir(Settings(chunk_tokens=100)),
        seed_index_dir(Settings(embedder="ollama:x")),
        seed_index_dir(Settings(attribution="none")),
    ]
    (tmp_path / "seeds").mkdir()
    for name, value in (
        ("CHUNKER", "sentences-0"),
        ("FORMAT", 0),
        ("TAGGED", "0"),
        ("version", lambda _: "9"),
        ("SEEDS", tmp_path / "seeds"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(locate, name, value)
            others.append(seed_index_dir(Settings()))
    assert len({usual, *others}) == 9
