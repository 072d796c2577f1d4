"""The second step of a build: vectors for the chunks that have none, and none for chunks that are gone."""

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from index.catalog.records import PendingChunk
from index.catalog.writer import CatalogWriter
from index.embedding import Embedder
from index.errors import IndexDamagedError
from index.report import BuildReport, Progress
from index.vectors import Vectors, delete_vectors, vectors_exist

EMBED_CHUNKS = 256
log = logging.getLogger(__name__)


def embed_pending(
    writer: CatalogWriter, index_dir: Path, embedder: Embedder, report: BuildReport
) -> Iterator[Progress]:
    """Brings the vector store in step with the catalog; opens it only where there is something to do."""
    there = vectors_exist(index_dir)
    if there and not writer.pending_count() and not writer.buried():
        return
    vectors = _open(writer, index_dir) if there else _remake(writer, index_dir)
    try:
        buried = writer.buried()
        vectors.delete(buried)
        writer.forget(buried)
        writer.commit()
        yield from _embed(writer, vectors, embedder, report)
    finally:
        vectors.close()


def _open(writer: CatalogWriter, index_dir: Path) -> Vectors:
    """The vector store; one that cannot be read, or has lost vectors, is made again from the catalog."""
    try:
        vectors = Vectors(index_dir, create=True)
        try:
            complete = vectors.count() >= writer.embedded_count()
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
    """An empty vector store, every chunk to be embedded again; in this order, so that being killed does no harm."""
    if writer.embedded_count():
        log.warning("the vectors of %s were missing or damaged and are made again", index_dir)
    delete_vectors(index_dir)
    writer.mark_all_pending()
    writer.commit()
    return Vectors(index_dir, create=True)


def _embed(writer: CatalogWriter, vectors: Vectors, embedder: Embedder, report: BuildReport) -> Iterator[Progress]:
    """Embeds batch by batch, in the order of their keys; one batch is stored while the next is embedded."""
    total, articles, article = writer.pending_count(), 0, None
    yield Progress("embedding", 0, total, 0)
    with ThreadPoolExecutor(1, thread_name_prefix="chroma") as storing:
        stored: Future[None] | None = None
        before: Sequence[PendingChunk] = ()
        last_key = -1
        while batch := writer.pending(last_key, EMBED_CHUNKS):
            found = embedder.embed([chunk.text for chunk in batch])
            if stored is not None:
                stored.result()
                _mark(writer, before)
            stored = storing.submit(
                vectors.add, [chunk.id for chunk in batch], found, [chunk.article for chunk in batch]
            )
            before, last_key = batch, batch[-1].key
            report.chunks += len(batch)
            for chunk in batch:
                articles += article is not None and chunk.article != article
                article = chunk.article
            yield Progress("embedding", report.chunks, total, articles + (report.chunks == total))
        if stored is not None:
            stored.result()
            _mark(writer, before)


def _mark(writer: CatalogWriter, chunks: Sequence[PendingChunk]) -> None:
    writer.mark_embedded([chunk.id for chunk in chunks])
    writer.commit()
