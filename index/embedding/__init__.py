"""Text to vectors: the shipped encoder, or any LlamaIndex embedding named in the settings."""

from index.embedding.base import Embedder, FloatArray, load_embedder

__all__ = ["Embedder", "FloatArray", "load_embedder"]
