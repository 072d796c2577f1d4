"""KIND:NAME of a language model: what can be one, and what is said of what cannot."""

import pytest

from index.errors import SettingsError
from rag.llm.spec import Spec, parse_spec


@pytest.mark.parametrize(
    ("written", "spec"),
    [
        ("ollama:llama3.2:3b", Spec("ollama", "llama3.2:3b")),
        ("openai:gpt-4o-mini", Spec("openai", "gpt-4o-mini")),
        ("anthropic:claude-x", Spec("anthropic", "claude-x")),
        (
            "openai-like:http://127.0.0.1:8080/v1/#org/Model-7B",
            Spec("openai-like", "org/Model-7B", "http://127.0.0.1:8080/v1"),
        ),
        (" ollama:phi ", Spec("ollama", "phi")),
    ],
)
def test_a_spec_is_read_into_kind_name_and_address(written, spec):
    assert parse_spec(written) == spec


@pytest.mark.parametrize("written", ["ollama:phi", "openai-like:https://host/v1#m"])
def test_a_spec_is_written_as_it_was_read(written):
    assert str(parse_spec(written)) == written


@pytest.mark.parametrize("written", ["", "llama", "ollama:", "llamafile:x", "OPENAI:gpt", ":x"])
def test_an_unknown_form_is_named_with_those_that_are_known(written):
    with pytest.raises(
        SettingsError, match=r"is not known; give one of ollama:NAME, openai:NAME, openai-like:URL#NAME"
    ):
        parse_spec(written)


@pytest.mark.parametrize(
    "written", ["ollama:two words", "openai:x\ny", "openai-like:http://h/v1#", "anthropic:" + "x" * 201]
)
def test_a_name_that_can_be_none_is_refused(written):
    with pytest.raises(SettingsError, match="has no name that can be one") as raised:
        parse_spec(written)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("url", ["localhost:8080", "ftp://h/v1", "http://", "http://h:99999/v1", "http://[::1/v1"])
def test_an_address_that_can_be_none_is_refused(url):
    with pytest.raises(SettingsError, match="has no address that can be one"):
        parse_spec(f"openai-like:{url}#m")


@pytest.mark.parametrize("url", ["http://me:hunter2@host/v1", "https://host/v1?key=hunter2"])
def test_a_secret_in_an_address_is_refused_and_not_repeated(url):
    with pytest.raises(SettingsError, match="set OPENAI_LIKE_API_KEY instead") as raised:
        parse_spec(f"openai-like:{url}#m")
    assert "hunter2" not in str(raised.value)


def test_a_model_file_has_to_be_there_and_in_its_format(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        parse_spec(f"gguf:{tmp_path / 'none.gguf'}")
    (tmp_path / "text.gguf").write_text("hello")
    with pytest.raises(SettingsError, match="is not in GGUF format"):
        parse_spec(f"gguf:{tmp_path / 'text.gguf'}")
    (tmp_path / "a b.gguf").write_bytes(b"GGUF\0\0")
    assert parse_spec(f"gguf:{tmp_path / 'a b.gguf'}").name == str(tmp_path / "a b.gguf")
