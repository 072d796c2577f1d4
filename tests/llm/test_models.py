"""From a spec to LlamaIndex's class: keys, missing packages, and what each is made with."""

import importlib

import pytest

from index.errors import MissingExtraError, OnRecordError, SettingsError
from index.settings import Settings
from rag.llm.models import KINDS, load_model
from rag.llm.spec import Spec

KEYS = ("OPENAI_API_KEY", "OPENAI_LIKE_API_KEY", "ANTHROPIC_API_KEY", "OLLAMA_HOST")


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch):
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_package_is_named_with_the_command_that_installs_it(kind, monkeypatch):
    def missing(name, package=None):
        raise ModuleNotFoundError(name)

    if KINDS[kind].key:
        monkeypatch.setenv(KINDS[kind].key, "k")
    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(
        MissingExtraError, match=rf"needs the package llama-index-llms-\S+: pip install 'onrecord\[{kind}\]'"
    ):
        load_model(Spec(kind, "x", "http://h/v1" if kind == "openai-like" else None), Settings())


@pytest.mark.parametrize("kind", ["openai", "anthropic"])
def test_a_service_without_its_key_says_which_variable_holds_it(kind):
    wanted = rf"'{kind}:x' needs a key; put it in the environment: export {kind.upper()}_API_KEY=…"
    with pytest.raises(SettingsError, match=wanted):
        load_model(Spec(kind, "x"), Settings())


def test_a_model_is_made_to_give_the_same_answer_again():
    pytest.importorskip("llama_index.llms.openai_like")
    llm = load_model(
        Spec("openai-like", "m", "http://127.0.0.1:9/v1"), Settings(llm_context=2000, llm_max_tokens=99)
    ).llm
    assert (llm.temperature, llm.additional_kwargs["seed"], llm.max_tokens, llm.context_window) == (0, 0, 99, 2000)


def test_the_key_of_openai_is_not_sent_to_other_servers(scripted, monkeypatch):
    from rag.llm.talk import Model, Turn

    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    script = scripted("Hello.")
    assert Model.open(script.spec, Settings()).complete([Turn("user", "Hi")]) == "Hello."
    monkeypatch.setenv("OPENAI_LIKE_API_KEY", "own")
    Model.open(script.spec, Settings()).complete([Turn("user", "Hi")])
    assert script.keys == ["Bearer none", "Bearer own"]


def test_ollama_is_asked_where_the_environment_says(monkeypatch):
    pytest.importorskip("llama_index.llms.ollama")
    assert load_model(Spec("ollama", "m"), Settings()).llm.base_url == "http://localhost:11434"
    monkeypatch.setenv("OLLAMA_HOST", "http://10.0.0.1:11434")
    llm = load_model(Spec("ollama", "m"), Settings(llm_max_tokens=50)).llm
    assert llm.base_url == "http://10.0.0.1:11434"
    assert llm.additional_kwargs == {"seed": 0, "num_predict": 50}


def test_a_model_file_that_cannot_be_loaded_is_one_line(tmp_path):
    pytest.importorskip("xllamacpp")
    (tmp_path / "half.gguf").write_bytes(b"GGUF\x03\0\0\0")
    with pytest.raises(OnRecordError, match=r"half.gguf' cannot be loaded \(.*\); is it whole, and is there memory\?"):
        load_model(Spec("gguf", str(tmp_path / "half.gguf")), Settings())
