"""From the name of a language model to LlamaIndex's own class for it; keys come from the environment alone."""

import importlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from index.errors import MissingExtraError, OnRecordError, SettingsError
from index.settings import Settings
from rag.llm.gguf import serve
from rag.llm.spec import Spec

if TYPE_CHECKING:
    from llama_index.core.llms import LLM


class Kind(NamedTuple):
    """Where a class is found, and what it needs."""

    module: str
    cls: str
    extra: str
    arguments: Callable[[Spec, Settings], dict[str, Any]]
    """What it is made with, its key aside."""
    key: str | None = None
    """The environment's variable that holds its key."""
    keyless: bool = True
    """Whether it may answer without one."""


@dataclass(frozen=True)
class Loaded:
    """A model ready to be asked."""

    llm: "LLM"
    key: str | None
    """Its key, to be kept out of messages."""
    served: object = None
    """What has to be kept alive while it is asked."""


def _openai(spec: Spec, settings: Settings) -> dict[str, Any]:
    return {
        "model": spec.name,
        "temperature": settings.llm_temperature,
        "max_tokens": settings.llm_max_tokens,
        "timeout": settings.llm_timeout,
        "max_retries": 0,  # `rag.llm.talk` tries again, for all kinds alike
        "additional_kwargs": {"seed": settings.llm_seed},
    }


def _openai_like(spec: Spec, settings: Settings) -> dict[str, Any]:
    like = {"api_base": spec.url, "is_chat_model": True, "context_window": settings.llm_context}
    return _openai(spec, settings) | like


def _ollama(spec: Spec, settings: Settings) -> dict[str, Any]:
    return {
        "model": spec.name,
        "base_url": os.environ.get("OLLAMA_HOST") or "http://localhost:11434",
        "temperature": settings.llm_temperature,
        "context_window": settings.llm_context,
        "request_timeout": settings.llm_timeout,
        "additional_kwargs": {"seed": settings.llm_seed, "num_predict": settings.llm_max_tokens},
    }


def _anthropic(spec: Spec, settings: Settings) -> dict[str, Any]:  # it knows no seed
    return {
        "model": spec.name,
        "temperature": settings.llm_temperature,
        "max_tokens": settings.llm_max_tokens,
        "timeout": settings.llm_timeout,
        "max_retries": 0,
    }


KINDS = {
    "ollama": Kind("llama_index.llms.ollama", "Ollama", "ollama", _ollama),
    "openai": Kind("llama_index.llms.openai", "OpenAI", "openai", _openai, "OPENAI_API_KEY", keyless=False),
    "openai-like": Kind(
        "llama_index.llms.openai_like", "OpenAILike", "openai-like", _openai_like, "OPENAI_LIKE_API_KEY"
    ),
    "anthropic": Kind(
        "llama_index.llms.anthropic", "Anthropic", "anthropic", _anthropic, "ANTHROPIC_API_KEY", keyless=False
    ),
}


def load_model(spec: Spec, settings: Settings) -> Loaded:
    """The LlamaIndex language model that a spec names; a model file is served on this machine.

    Raises:
        MissingExtraError: its package is not installed; the message holds the command that installs it.
        SettingsError: its key is not in the environment.
        OnRecordError: it cannot be loaded.
    """
    if spec.kind == "gguf":
        _class_of("openai-like", spec, extra="gguf")  # a missing package is found before a file is loaded
        served = serve(spec.name, settings.llm_context)
        like = Spec("openai-like", "gguf", served.url)
        return Loaded(_made(like, spec, settings, served.key), served.key, served)
    kind = KINDS[spec.kind]
    key = os.environ.get(kind.key) if kind.key else None
    if not kind.keyless and not key:
        raise SettingsError(f"language model '{spec}' needs a key; put it in the environment: export {kind.key}=…")
    return Loaded(_made(spec, spec, settings, key), key)


def _made(spec: Spec, named: Spec, settings: Settings, key: str | None) -> "LLM":
    kind = KINDS[spec.kind]
    arguments = kind.arguments(spec, settings)
    if kind.key:  # of openai-like never OPENAI_API_KEY, which is nobody else's to see
        arguments["api_key"] = key or "none"
    cls = _class_of(spec.kind, named)
    try:
        llm: LLM = cls(**arguments)
        llm.metadata  # noqa: B018 - where OpenAI's class finds out that it does not know a name
    except Exception as error:
        what = without_key(" ".join(f"{type(error).__name__}: {error}".split()), key)
        raise OnRecordError(
            f"language model '{named}' cannot be loaded ({what[:300]}); check its name, key and server. "
            "A name too new for the package may do as openai-like:URL#NAME"
        ) from error
    return llm


def _class_of(kind: str, named: Spec, extra: str | None = None) -> Any:  # noqa: ANN401 - known when it is loaded
    where = KINDS[kind]
    try:
        return getattr(importlib.import_module(where.module), where.cls)
    except ModuleNotFoundError as error:
        package = where.module.replace("_", "-").replace(".", "-")
        raise MissingExtraError(
            f"language model '{named}' needs the package {package}: pip install 'onrecord[{extra or where.extra}]'"
        ) from error


def without_key(text: str, key: str | None) -> str:
    """A message without the key that a library put into it."""
    return text.replace(key, "…") if key else text
