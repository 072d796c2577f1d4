"""The vector store: Chroma on disk, cosine distance; ids are chunk ids, texts stay in the catalog."""

import logging
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from index.errors import IndexDamagedError

if TYPE_CHECKING:
    from chromadb.api.client import Client

    from index.embedding import FloatArray

CHROMA_DIR = "chroma"
COLLECTION = "chunks"
WRITE_BATCH = 1000
log = logging.getLogger(__name__)


class Near(NamedTuple):
    """A chunk and the cosine of its vector to the question's."""

    chunk_id: str
    cosine: float


def vectors_exist(index_dir: Path) -> bool:
    """Whether there is a store to open; looks at one file, imports nothing."""
    return (index_dir / CHROMA_DIR / "chroma.sqlite3").is_file()


def delete_vectors(index_dir: Path) -> None:
    """Removes the store; the next build embeds everything again from the catalog."""
    shutil.rmtree(index_dir / CHROMA_DIR, ignore_errors=True)


class Vectors:
    """One Chroma collection in the index's folder."""

    def __init__(self, index_dir: Path, *, create: bool = False) -> None:
        """Opens the store.

        Raises:
            IndexDamagedError: it is missing (unless `create`) or Chroma cannot read it.
        """
        self._mend = f"run: onrecord index PATH… --index {index_dir} (it embeds from the catalog again)"
        if not create and not vectors_exist(index_dir):
            raise IndexDamagedError(f"the vectors in {index_dir / CHROMA_DIR} are missing; {self._mend}")
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        try:
            settings = ChromaSettings(anonymized_telemetry=False)
            self._client = cast("Client", chromadb.PersistentClient(str(index_dir / CHROMA_DIR), settings))
            if create:
                self._collection = self._client.get_or_create_collection(
                    COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
                )
            else:
                self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
        except Exception as error:  # Chroma raises its own kinds, sqlite3's and its Rust panics alike
            raise IndexDamagedError(f"the vectors in {index_dir / CHROMA_DIR} cannot be read ({error}); {self._mend}") from error

    def close(self) -> None:
        """Releases the store's files."""
        self._client.close()

    def count(self) -> int:
        """Vectors stored."""
        return self._collection.count()

    def add(self, ids: Sequence[str], vectors: "FloatArray", article_ids: Sequence[str]) -> None:
        """Stores vectors, shape (ids, dimensions); one that is there already is replaced."""
        for start in range(0, len(ids), WRITE_BATCH):
            part = slice(start, start + WRITE_BATCH)
            metadatas: list[Any] = [{"article": article} for article in article_ids[part]]
            self._collection.upsert(ids=list(ids[part]), embeddings=vectors[part], metadatas=metadatas)

    def delete(self, ids: Sequence[str]) -> None:
        """Deletes vectors; ids that are not there are ignored."""
        for start in range(0, len(ids), WRITE_BATCH):
            self._collection.delete(ids=list(ids[start : start + WRITE_BATCH]))

    def nearest(self, vector: "FloatArray", limit: int) -> list[Near]:
        """The chunks nearest to a question's vector, shape (dimensions,), best first; ties by id."""
        try:
            found = self._collection.query(query_embeddings=vector[None], n_results=limit, include=["distances"])
        except Exception as error:
            raise IndexDamagedError(f"the vectors cannot be searched ({error}); {self._mend}") from error
        distances = found["distances"] or [[]]
        near = [Near(chunk, 1.0 - distance) for chunk, distance in zip(found["ids"][0], distances[0], strict=True)]
        return sorted(near, key=lambda one: (-one.cosine, one.chunk_id))
