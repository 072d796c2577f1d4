"""Settings: the file, then variables, then flags; whatever is not understood is refused by name."""

import pytest

from index.errors import SettingsError
from index.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_defaults_need_no_file():
    assert load_settings() == Settings()
    assert load_settings().embedder == "minilm"


def test_flags_come_before_variables_before_the_file(here, monkeypatch):
    (here / "onrecord.toml").write_text("chunk_tokens = 100\ncandidates = 10\nmax_sentences = 2\n")
    monkeypatch.setenv("ONRECORD_CHUNK_TOKENS", "110")
    monkeypatch.setenv("ONRECORD_CANDIDATES", "11")
    settings = load_settings(chunk_tokens=120, embedder=None)  # None: not given
    assert (settings.chunk_tokens, settings.candidates, settings.max_sentences) == (120, 11, 2)


def test_a_table_maps_csv_columns(here, monkeypatch):
    (here / "onrecord.toml").write_text("[csv_columns]\ntext = 'body'\n")
    assert load_settings().csv_columns == {"text": "body"}
    monkeypatch.setenv("ONRECORD_CSV_COLUMNS", '{"text": "story"}')
    assert load_settings().csv_columns["text"] == "story"


def test_an_unknown_key_in_the_file_is_refused_with_the_known_ones(here):
    (here / "onrecord.toml").write_text("embeder = 'minilm'\n")
    with pytest.raises(
        SettingsError,
        match=r"unknown setting 'embeder'; known settings are attribution, candidates, chunk_tokens, .*embedder",
    ):
        load_settings()


def test_an_unknown_variable_is_refused(monkeypatch):
    monkeypatch.setenv("ONRECORD_EMBEDER", "minilm")
    with pytest.raises(SettingsError, match=r"unknown setting 'ONRECORD_EMBEDER'; known settings are "):
        load_settings()


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ({"chunk_tokens": "many"}, r"setting 'chunk_tokens' = 'many': input should be a valid integer"),
        ({"chunk_tokens": 5}, r"setting 'chunk_tokens' = 5: input should be greater than or equal to 16"),
        ({"refuse_below": 1.5}, r"setting 'refuse_below' = 1.5: input should be less than or equal to 1"),
        ({"csv_columns": {"text": 3}}, r"setting 'csv_columns.text' = 3: input should be a valid string"),
    ],
)
def test_a_bad_value_is_named(flags, message):
    with pytest.raises(SettingsError, match=message):
        load_settings(**flags)


@pytest.mark.parametrize("written", ["embedder = ", b"\xff"])
def test_a_file_that_is_not_toml_is_one_clear_line(here, written):
    (here / "onrecord.toml").write_bytes(written if isinstance(written, bytes) else written.encode())
    with pytest.raises(SettingsError, match=r"cannot read the settings \(onrecord\.toml or ONRECORD_\*\): "):
        load_settings()


def test_a_variable_that_is_not_json_is_one_clear_line(monkeypatch):
    monkeypatch.setenv("ONRECORD_CSV_COLUMNS", "{")
    with pytest.raises(SettingsError, match=r"cannot read the settings .*csv_columns"):
        load_settings()


def test_settings_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        Settings().embedder = "other"
