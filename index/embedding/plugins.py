"""LlamaIndex on both sides: its embeddings as ours (`KIND:NAME` in the settings), and ours as one of its own."""

import importlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding

from index.embedding.base import FloatArray, load_embedder
from index.errors import MissingExtraError, OnRecordError


class Kind(NamedTuple):
    """Where an embedding class is found."""

    module: str
    cls: str
    name_argument: str
    extra: str


KINDS = {
    "huggingface": Kind("llama_index.embeddings.huggingface", "HuggingFaceEmbedding", "model_name", "huggingface"),
    "ollama": Kind("llama_index.embeddings.ollama", "OllamaEmbedding", "model_name", "ollama"),
    "openai": Kind("llama_index.embeddings.openai", "OpenAIEmbedding", "model_name", "openai"),
}
MAX_TOKENS = 512


class LlamaIndexEmbedder:
    """Any LlamaIndex embedding in the place of the shipped one."""

    max_tokens = MAX_TOKENS

    def __init__(self, name: str, model: BaseEmbedding) -> None:
        self.name = name
        self.version = type(model).__name__
        self._model = model
        self.embed_query = lru_cache(maxsize=1024)(self._embed_query)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text as the model's own tokenizer counts, or the shipped one's where it has none at hand."""
        if not texts:
            return []
        tokenizer = getattr(getattr(self._model, "_model", None), "tokenizer", None)
        if tokenizer is not None:
            return [len(ids) for ids in tokenizer(list(texts), add_special_tokens=False)["input_ids"]]
        return load_embedder("minilm").count_tokens(texts)

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Vectors of passages, shape (texts, dimensions)."""
        with _explained(self.name):
            return np.asarray(self._model.get_text_embedding_batch(list(texts)), np.float32)

    def _embed_query(self, text: str) -> FloatArray:
        with _explained(self.name):
            return np.asarray(self._model.get_query_embedding(text), np.float32)


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Errors of a model, its library or its server as ours, in one line."""
    try:
        yield
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise OnRecordError(
            f"embedder '{name}' does not work ({what}); check its name and key, and that its server runs and has the model"
        ) from error


def load_plugin(kind: str, name: str) -> LlamaIndexEmbedder:
    """The LlamaIndex embedding `kind:name`.

    Raises:
        MissingExtraError: its package is not installed; the message holds the command that installs it.
        OnRecordError: it cannot be loaded.
    """
    where = KINDS[kind]
    try:
        module = importlib.import_module(where.module)
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"embedder '{kind}:{name}' needs the package {where.module.replace('_', '-').replace('.', '-')}: "
            f"pip install 'onrecord[{where.extra}]'"
        ) from error
    with _explained(f"{kind}:{name}"):
        model: BaseEmbedding = getattr(module, where.cls)(**{where.name_argument: name})
    return LlamaIndexEmbedder(f"{kind}:{name}", model)


class OnRecordEmbedding(BaseEmbedding):
    """The shipped encoder for LlamaIndex: `VectorStoreIndex(nodes, embed_model=OnRecordEmbedding())`."""

    def __init__(self, **fields: Any) -> None:  # noqa: ANN401 - BaseEmbedding's own fields
        super().__init__(**({"model_name": "minilm"} | fields))

    @classmethod
    def class_name(cls) -> str:
        """Name under which LlamaIndex serializes it."""
        return "OnRecordEmbedding"

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = load_embedder("minilm").embed(texts).tolist()
        return vectors

    def _get_query_embedding(self, query: str) -> list[float]:
        vector: list[float] = load_embedder("minilm").embed_query(query).tolist()
        return vector

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)
