"""The vector store: Chroma on disk, cosine distance, a collection for chunks, one for statements, no texts."""

import shutil
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, get_args

from index.errors import IndexDamagedError

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client

    from index.embedding import FloatArray

CHROMA_DIR = "chroma"
Kind = Literal["chunks", "statements"]
"""What a vector is of; each kind is a collection of its own."""
WRITE_BATCH = 1000
FEW = 500
"""Vectors up to which it is quicker to compare them one by one than to have Chroma look for them in its graph."""
GROWTH = 4
"""How many times more vectors are asked for where too few of the last ones fit."""
_SQLITE = b"SQLite format 3\0"


class Near(NamedTuple):
    """A chunk, or a statement, and the cosine of its vector to the question's."""

    id: str
    cosine: float

    @property
    def chunk_id(self) -> str:
        """The id, of a chunk."""
        return self.id


def vectors_exist(index_dir: Path) -> bool:
    """Whether there is a store to open; looks at the head of one file, imports nothing."""
    try:
        with (index_dir / CHROMA_DIR / "chroma.sqlite3").open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def delete_vectors(index_dir: Path) -> None:
    """Removes the store; the next build embeds everything again from the catalog."""
    shutil.rmtree(index_dir / CHROMA_DIR, ignore_errors=True)


def _forget_failed(folder: str) -> None:
    """Lets go of a store that did not open; Chroma would give it out again, half made, for the same folder."""
    from chromadb.api.shared_system_client import SharedSystemClient

    if folder not in SharedSystemClient._identifier_to_refcount:  # noqa: SLF001 - it has no other way
        SharedSystemClient._identifier_to_system.pop(folder, None)  # noqa: SLF001 - as above


class Vectors:
    """Chroma's collections in the index's folder."""

    def __init__(self, index_dir: Path, *, create: bool = False) -> None:
        """Opens the store.

        Raises:
            IndexDamagedError: it is missing (unless `create`) or Chroma cannot read it.
        """
        self._folder = index_dir / CHROMA_DIR
        mend = f"run: onrecord index PATH… --index {index_dir}"
        self._mend = f"{mend} --rebuild"
        if not create and not vectors_exist(index_dir):
            raise IndexDamagedError(
                f"the vectors in {self._folder} are missing or damaged; {mend} (it embeds from the catalog again)"
            )
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        with self._explained("read"):
            settings = ChromaSettings(anonymized_telemetry=False)
            try:
                self._client = cast("Client", chromadb.PersistentClient(str(self._folder), settings))
            except BaseException:
                _forget_failed(str(self._folder))
                raise
            try:
                self._of: dict[Kind, Collection] = {kind: self._open(kind, create=create) for kind in get_args(Kind)}
            except BaseException:
                self.close()
                raise

    def _open(self, kind: Kind, *, create: bool) -> "Collection":
        if not create:
            return self._client.get_collection(kind, embedding_function=None)
        return self._client.get_or_create_collection(
            kind, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    @contextmanager
    def _explained(self, done: str) -> Iterator[None]:
        """Chroma's errors as ours, in one line: it raises its own kinds, Python's, and panics of its Rust half."""
        try:
            yield
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            what = " ".join(str(error).split())
            raise IndexDamagedError(f"the vectors in {self._folder} cannot be {done} ({what}); {self._mend}") from error

    def close(self) -> None:
        """Releases the store's files."""
        self._client.close()

    def count(self, kind: Kind = "chunks") -> int:
        """Vectors stored."""
        with self._explained("counted"):
            return self._of[kind].count()

    def add(self, ids: Sequence[str], vectors: "FloatArray", article_ids: Sequence[str], kind: Kind = "chunks") -> None:
        """Stores vectors, shape (ids, dimensions); one that is there already is replaced."""
        for start in range(0, len(ids), WRITE_BATCH):
            part = slice(start, start + WRITE_BATCH)
            metadatas: list[Any] = [{"article": article} for article in article_ids[part]]
            with self._explained("written"):
                self._of[kind].upsert(ids=list(ids[part]), embeddings=vectors[part], metadatas=metadatas)

    def delete(self, ids: Sequence[str], kind: Kind = "chunks") -> None:
        """Deletes vectors; ids that are not there are ignored."""
        for start in range(0, len(ids), WRITE_BATCH):
            with self._explained("deleted"):
                self._of[kind].delete(ids=list(ids[start : start + WRITE_BATCH]))

    def nearest(self, vector: "FloatArray", limit: int) -> list[Near]:
        """The chunks nearest to a question's vector, shape (dimensions,), best first; ties by id."""
        return self._nearest("chunks", vector, limit)

    def nearest_statements(self, vector: "FloatArray", limit: int, ids: Sequence[str] | None = None) -> list[Near]:
        """The statements nearest to a vector, best first, ties by id; those of `ids` alone where given."""
        if ids is None:
            return self._nearest("statements", vector, limit)
        return self._nearest_there("statements", vector, limit, ids)

    def _nearest_there(self, kind: Kind, vector: "FloatArray", limit: int, ids: Sequence[str]) -> list[Near]:
        """The nearest of those of `ids` that are there."""
        try:
            return self._nearest(kind, vector, limit, list(ids)) if ids else []
        except IndexDamagedError:  # Chroma refuses ids that are not there, as of what a running build takes out
            with self._explained("searched"):
                there = self._of[kind].get(list(ids), include=[])["ids"]
            if len(there) == len(set(ids)):
                raise
            return self._nearest(kind, vector, limit, there) if there else []

    def nearest_among(self, vector: "FloatArray", limit: int, ids: Sequence[str], kind: Kind = "chunks") -> list[Near]:
        """The nearest of `ids`, best first, ties by id; ids that are not there are ignored."""
        if len(ids) > FEW:
            return self._nearest_there(kind, vector, limit, ids)
        if not ids:
            return []
        with self._explained("searched"):
            found = self._of[kind].get(list(ids), include=["embeddings"])
        embeddings = found["embeddings"]
        if embeddings is None or not len(embeddings):
            return []
        import numpy as np

        held = np.asarray(embeddings, np.float32)
        cosines = held @ vector / (np.linalg.norm(held, axis=1) * np.linalg.norm(vector))
        near = [Near(one, float(cosine)) for one, cosine in zip(found["ids"], cosines, strict=True)]
        return sorted(near, key=lambda one: (-one.cosine, one.id))[:limit]

    def nearest_fitting(
        self,
        vector: "FloatArray",
        limit: int,
        fitting: Callable[[Sequence[str]], Container[str]],
        kind: Kind = "chunks",
    ) -> list[Near]:
        """The nearest of those that fit, best first, ties by id: ever more are looked at, until enough of them do.

        `fitting` tells which of some ids fit; each is asked for once.
        """
        most = self.count(kind)
        kept: list[Near] = []
        seen: set[str] = set()
        size = GROWTH * limit
        while True:
            new = [one for one in self._nearest(kind, vector, min(size, most)) if one.id not in seen] if most else []
            seen.update(one.id for one in new)
            fit = fitting([one.id for one in new])
            kept += [one for one in new if one.id in fit]
            if len(kept) >= limit or size >= most:
                return sorted(kept, key=lambda one: (-one.cosine, one.id))[:limit]
            size *= GROWTH

    def _nearest(self, kind: Kind, vector: "FloatArray", limit: int, ids: list[str] | None = None) -> list[Near]:
        with self._explained("searched"):
            found = self._of[kind].query(vector[None], ids=ids, n_results=limit, include=["distances"])
        distances = found["distances"] or [[]]
        near = [Near(one, 1.0 - distance) for one, distance in zip(found["ids"][0], distances[0], strict=True)]
        return sorted(near, key=lambda one: (-one.cosine, one.id))
