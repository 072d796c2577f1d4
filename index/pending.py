"""The last step of a build: vectors for the chunks and statements that have none, and none for those that are gone."""

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from index.catalog.records import Pending
from index.catalog.vector_marks import VectorMarks
from index.catalog.writer import CatalogWriter
from index.embedding import Embedder
from index.errors import IndexDamagedError
from index.report import BuildReport, Progress, Step
from index.vectors import Kind, Vectors, delete_vectors, vectors_exist

EMBED_AT_ONCE = 256
log = logging.getLogger(__name__)


def embed_pending(
    writer: CatalogWriter, index_dir: Path, embedder: Embedder, report: BuildReport
) -> Iterator[Progress]:
    """Brings the vector store in step with the catalog; opens it only where there is something to do."""
    there = vectors_exist(index_dir)
    kinds = _marks(writer)
    if there and not any(marks.pending_count() or marks.buried() for marks in kinds.values()):
        return
    vectors = _open(writer, index_dir) if there else _remake(writer, index_dir)
    try:
        for kind, marks in kinds.items():
            buried = marks.buried()
            vectors.delete(buried, kind)
            marks.forget(buried)
        writer.commit()
        yield from _Embedding("chunks", writer, vectors, embedder).run(report)
        yield from _Embedding("statements", writer, vectors, embedder).run(report)
    finally:
        vectors.close()


def _marks(writer: CatalogWriter) -> dict[Kind, VectorMarks]:
    return {"chunks": writer.chunk_vectors, "statements": writer.statement_vectors}


def _open(writer: CatalogWriter, index_dir: Path) -> Vectors:
    """The vector store; one that cannot be read, or has lost vectors, is made again from the catalog."""
    try:
        vectors = Vectors(index_dir, create=True)
        try:
            complete = all(vectors.count(kind) >= marks.embedded_count() for kind, marks in _marks(writer).items())
        except IndexDamagedError:
            vectors.close()
            raise
    except IndexDamagedError as error:
        log.warning("%s", error)
        return _remake(writer, index_dir)
    if complete:
        return vectors
    vectors.close()
    return _remake(writer, index_dir)


def _remake(writer: CatalogWriter, index_dir: Path) -> Vectors:
    """An empty vector store, everything to be embedded again; in this order, so that being killed does no harm."""
    kinds = _marks(writer)
    if any(marks.embedded_count() for marks in kinds.values()):
        log.warning("the vectors of %s were missing or damaged and are made again", index_dir)
    delete_vectors(index_dir)
    for marks in kinds.values():
        marks.mark_all_pending()
    writer.commit()
    return Vectors(index_dir, create=True)


class _Embedding:
    """Embeds what is pending of one kind, batch by batch, in the order of keys; one is stored while the next is embedded."""

    def __init__(self, kind: Kind, writer: CatalogWriter, vectors: Vectors, embedder: Embedder) -> None:
        self._kind, self._writer, self._vectors, self._embedder = kind, writer, vectors, embedder
        self._marks = _marks(writer)[kind]

    def run(self, report: BuildReport) -> Iterator[Progress]:
        """Embeds; yields how far it is."""
        total, done, articles, article = self._marks.pending_count(), 0, 0, None
        step: Step = "embedding" if self._kind == "chunks" else "statements"
        if total or self._kind == "chunks":
            yield Progress(step, 0, total, 0)
        for batch in self._batches():
            done += len(batch)
            if self._kind == "chunks":
                report.chunks += len(batch)
            else:
                report.statements += len(batch)
            for one in batch:
                articles += article is not None and one.article != article
                article = one.article
            yield Progress(step, done, total, articles + (done == total))

    def _batches(self) -> Iterator[Sequence[Pending]]:
        """What has been embedded."""
        with ThreadPoolExecutor(1, thread_name_prefix="chroma") as storing:
            stored: Future[None] | None = None
            before: Sequence[Pending] = ()
            last_key = -1
            while batch := self._marks.pending(last_key, EMBED_AT_ONCE):
                found = self._embedder.embed([one.text for one in batch])
                if stored is not None:
                    stored.result()
                    self._mark(before)
                ids, articles = [one.id for one in batch], [one.article for one in batch]
                stored = storing.submit(self._vectors.add, ids, found, articles, self._kind)
                before, last_key = batch, batch[-1].key
                yield batch
            if stored is not None:
                stored.result()
                self._mark(before)

    def _mark(self, batch: Sequence[Pending]) -> None:
        self._marks.mark_embedded([one.id for one in batch])
        self._writer.commit()
