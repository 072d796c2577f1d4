"""Changes to the catalog, each in one transaction, so that a killed process leaves a consistent one."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, func, insert, select, text, union_all, update

from index.articles.record import Skipped
from index.attribution.record import Statement
from index.catalog.paths import path_of, written_path
from index.catalog.records import Extract, Known, Prepared
from index.catalog.schema import (
    articles,
    bands,
    built_with,
    chunks,
    create_tables,
    files,
    named,
    open_engine,
    removed,
    signatures,
    skips,
    statement_tombstones,
    statements,
    tombstones,
)
from index.catalog.speaker_rows import settle, stale_count
from index.catalog.statement_rows import add_statements, content_words, spans_of, take_statements
from index.catalog.vector_marks import VectorMarks
from index.chunks import chunk_id
from index.near_duplicates import BANDS, SAME_STORY, band_hashes, from_bytes, similarity, to_bytes
from index.spans import Span

COMPARED_PER_BAND = 20
"""Articles compared for each shared band, at most, so that thousands from one template do not cost thousands squared."""

_READ_FOR = ("title", "author", "source", "date")
"""What the statements of a text depend on beside it."""
_INDEX_CHUNK = text("INSERT INTO chunk_text(rowid, title, text) VALUES (:key, :title, :words)")
_UNINDEX_CHUNK = text("INSERT INTO chunk_text(chunk_text, rowid, title, text) VALUES ('delete', :key, :title, :words)")


def _neighbours() -> Select[Any]:
    """The signatures and stories of articles that share a band, some for each band; the bands are parameters."""
    near = (
        select(bands.c.article_key)
        .where(bands.c.band == bindparam(f"band{number}"))
        .order_by(bands.c.article_key)
        .limit(COMPARED_PER_BAND)
        for number in range(BANDS)
    )
    keys = union_all(*(select(one.subquery()) for one in near))
    joined = signatures.join(articles, articles.c.key == signatures.c.article_key)
    return select(signatures.c.minima, articles.c.story).select_from(joined).where(signatures.c.article_key.in_(keys))


_NEIGHBOURS = _neighbours()


class CatalogWriter:
    """Writes one catalog; one process at a time, which the build's lock sees to.

    Nothing is stored before `commit`, so that a killed process leaves the catalog as it was at the last one.
    """

    def __init__(self, index_dir: Path, extract: Extract | None = None) -> None:
        """Opens or makes the catalog.

        Args:
            index_dir: the index's folder.
            extract: finds the statements of a text that goes to a duplicate with another date or title; without it
                they go along as they are.
        """
        self._engine = open_engine(index_dir, create=True)
        self._connection = self._engine.connect()
        self._extract = extract
        self.chunk_vectors = VectorMarks(
            self._connection, chunks, tombstones, lambda row, words: words[row.start_char : row.end_char]
        )
        self.statement_vectors = VectorMarks(
            self._connection,
            statements,
            statement_tombstones,
            lambda row, words: content_words(spans_of(row.content), words),
        )
        create_tables(self._connection)
        self.commit()

    def commit(self) -> None:
        """Stores what was changed since the last commit."""
        self._connection.commit()

    def close(self) -> None:
        """Closes the file; what was not committed is gone."""
        self._connection.close()
        self._engine.dispose()

    def built_with(self) -> dict[str, str]:
        """The settings the index was begun with; empty for a new one."""
        return {row.name: row.value for row in self._connection.execute(select(built_with))}

    def remember(self, settings: dict[str, str]) -> None:
        """Notes the settings the index is begun with."""
        self._connection.execute(insert(built_with), [{"name": k, "value": v} for k, v in settings.items()])

    def known(self, article_id: str) -> Known | None:
        """What is stored under an article id."""
        columns = (articles.c.path, articles.c.sha256, articles.c.given)
        row = self._connection.execute(select(*columns).where(articles.c.id == article_id)).one_or_none()
        return None if row is None else Known(row.path, row.sha256, row.given)

    def holder(self, sha256: str) -> str | None:
        """Id of the article that holds a text; of several that have it, the first in the order of ids."""
        query = select(articles.c.id).where(articles.c.sha256 == sha256, articles.c.duplicate_of.is_(None))
        return self._connection.execute(query).scalar_one_or_none()

    def file_signatures(self) -> dict[str, str]:
        """Path to the signature under which the file was last read."""
        return {row.path: row.signature for row in self._connection.execute(select(files))}

    def article_counts(self) -> dict[str, int]:
        """Path to the number of articles that came from it."""
        query = select(articles.c.path, func.count().label("total")).group_by(articles.c.path)
        return {row.path: row.total for row in self._connection.execute(query)}

    def ids_by_path(self) -> dict[str, list[str]]:
        """Path to the ids of the articles that came from it."""
        found: dict[str, list[str]] = {}
        for row in self._connection.execute(select(articles.c.path, articles.c.id).order_by(articles.c.id)):
            found.setdefault(row.path, []).append(row.id)
        return found

    def skips(self) -> dict[str, list[Skipped]]:
        """Path to what was skipped in it when it was last read."""
        found: dict[str, list[Skipped]] = {}
        for row in self._connection.execute(select(skips)):
            found.setdefault(row.path, []).append(Skipped(path_of(row.path), row.reason, row.line))
        return found

    def add(self, prepared: Prepared) -> None:
        """Stores an article with its chunks, to be embedded later."""
        article = prepared.article
        row = {
            "id": article.id,
            "path": written_path(article.path),
            "sha256": article.sha256,
            "given": prepared.given,
            "text": None if prepared.duplicate_of else article.text,
            "duplicate_of": prepared.duplicate_of,
            "title": article.title,
            "source": article.source,
            "date": article.date,
            "author": article.author,
            "url": article.url,
            "place": prepared.place,
            "page_starts": json.dumps(article.page_starts),
            "spans": json.dumps(prepared.spans),
            "headings": json.dumps(prepared.headings),
        }
        key = self._connection.execute(insert(articles).returning(articles.c.key), row).scalar_one()
        if prepared.duplicate_of is None:
            story = self._join_story(key, prepared.minhash)
            self._connection.execute(update(articles).where(articles.c.key == key).values(story=story))
            self._add_chunks(key, article.id, article.title, article.text, prepared.chunks)
            add_statements(self._connection, self._article(article.id), article.text, prepared.statements)
        elif article.id < prepared.duplicate_of:  # whatever came first, the index comes out the same
            self._inherit(self._article(article.id), self._article(prepared.duplicate_of))

    def _article(self, article_id: str) -> Row[Any]:
        return self._connection.execute(select(articles).where(articles.c.id == article_id)).one()

    def _add_chunks(self, key: int, article_id: str, title: str | None, words: str, spans: Iterable[Span]) -> None:
        for start, end in spans:
            chunk = words[start:end]
            row = {
                "id": chunk_id(article_id, start, end, chunk),
                "article_key": key,
                "start_char": start,
                "end_char": end,
                "embedded": False,
            }
            chunk_key = self._connection.execute(insert(chunks).returning(chunks.c.key), row).scalar_one()
            self._connection.execute(_INDEX_CHUNK, {"key": chunk_key, "title": title or "", "words": chunk})

    def _join_story(self, key: int, signature: Sequence[int]) -> int:
        """Key of the story the article belongs to; stories that it shows to be one are joined."""
        if not signature:
            return key
        stories = {key}
        values = {f"band{number}": band for number, band in enumerate(band_hashes(signature))}
        for row in self._connection.execute(_NEIGHBOURS, values):
            if similarity(signature, from_bytes(row.minima)) >= SAME_STORY:
                stories.add(row.story)
        first = min(stories)
        if len(stories) > 1:
            self._connection.execute(update(articles).where(articles.c.story.in_(stories)).values(story=first))
        self._add_signature(key, signature)
        return first

    def _add_signature(self, key: int, signature: Sequence[int]) -> None:
        if signature:
            self._connection.execute(insert(signatures), {"article_key": key, "minima": to_bytes(signature)})
            rows = [{"band": band, "article_key": key} for band in band_hashes(signature)]
            self._connection.execute(insert(bands), rows)

    def _take_signature(self, key: int) -> tuple[int, ...]:
        """Takes an article's signature out, and returns it; empty where it has none."""
        stored = self._connection.execute(select(signatures.c.minima).where(signatures.c.article_key == key)).scalar()
        if stored is None:
            return ()
        signature = from_bytes(stored)
        own = bands.c.band.in_(band_hashes(signature))
        self._connection.execute(delete(bands).where(own, bands.c.article_key == key))
        self._connection.execute(delete(signatures).where(signatures.c.article_key == key))
        return signature

    def move(self, article_id: str, path: str) -> None:
        """Notes that an unchanged article now comes from another file."""
        self._connection.execute(update(articles).where(articles.c.id == article_id).values(path=path))

    def remove(self, article_id: str) -> None:
        """Removes an article; its vectors are marked for deletion, and its text goes to the first of its duplicates."""
        found = self._article(article_id)
        heirs = select(articles).where(articles.c.duplicate_of == article_id).order_by(articles.c.id).limit(1)
        heir = self._connection.execute(heirs).one_or_none()
        if heir is not None:
            self._inherit(heir, found)
        elif found.duplicate_of is None:
            self._remove_chunks(found)
            self._take_statements(found)
            self._take_signature(found.key)
        self._connection.execute(delete(articles).where(articles.c.key == found.key))

    def keep_out(self, article_id: str, reason: str) -> Skipped:
        """Removes an article for as long as its text is the same, and notes why it is not there."""
        found = self._article(article_id)
        self.remove(article_id)
        row = {"id": article_id, "sha256": found.sha256, "path": found.path}
        self._connection.execute(insert(removed).prefix_with("OR REPLACE"), row)
        path = path_of(found.path)
        told = reason if article_id == path.name else f"{article_id}: {reason}"
        self._connection.execute(insert(skips), {"path": found.path, "line": None, "reason": told})
        return Skipped(path, told)

    def returned(self) -> list[str]:
        """Ids of the articles that were to be kept out and are there."""
        same = (articles.c.id == removed.c.id) & (articles.c.sha256 == removed.c.sha256)
        return list(
            self._connection.execute(select(removed.c.id).join(articles, same).order_by(removed.c.id)).scalars()
        )

    def readmit(self, path: str) -> None:
        """Lets back in what was to be kept out of a file, which is to be read again for it."""
        if self._connection.execute(delete(removed).where(removed.c.path == path)).rowcount:
            self.record_file(path, None)

    def named_paths(self) -> list[str]:
        """What builds were told to read, as the catalog writes paths."""
        return list(self._connection.execute(select(named.c.path).order_by(named.c.path)).scalars())

    def name_paths(self, paths: Iterable[str]) -> None:
        """Notes what a build was told to read."""
        rows = [{"path": path} for path in paths]
        if rows:
            self._connection.execute(insert(named).prefix_with("OR IGNORE"), rows)

    def _inherit(self, heir: Row[Any], holder: Row[Any]) -> None:
        """Gives the text of an article, and what is in it, to one of its duplicates, of which it becomes a duplicate itself."""
        spans = self._remove_chunks(holder)
        found = self._take_statements(holder)
        kept = {name: getattr(holder, name) for name in ("text", "spans", "headings", "story")}
        for key, values in (
            (articles.c.duplicate_of == holder.id, {"duplicate_of": heir.id}),
            (articles.c.key == heir.key, {"duplicate_of": None, **kept}),
            (articles.c.key == holder.key, {"duplicate_of": heir.id, "text": None, "story": None}),
        ):
            self._connection.execute(update(articles).where(key).values(**values))
        self._add_signature(heir.key, self._take_signature(holder.key))
        self._add_chunks(heir.key, heir.id, heir.title, holder.text, spans)
        if self._extract is not None and any(getattr(heir, name) != getattr(holder, name) for name in _READ_FOR):
            found = self._extract(
                holder.text,
                spans_of(holder.spans),
                spans_of(holder.headings),
                title=heir.title,
                author=heir.author,
                outlet=heir.source,
                published=heir.date,
            )
        add_statements(self._connection, heir, holder.text, found)

    def _take_statements(self, article: Row[Any]) -> Sequence[Statement]:
        """Takes an article's statements out, and returns them."""
        taken = take_statements(self._connection, article.key, article.text)
        self.statement_vectors.bury([one for one, _ in taken])
        return [statement for _, statement in taken]

    def stale_count(self) -> int:
        """Groups of speakers still to be computed anew."""
        return stale_count(self._connection)

    def settle_speakers(self) -> Iterator[int]:
        """Computes who is who over all articles for what has changed, and commits; yields how many groups are done."""
        for done in settle(self._connection):
            self.commit()
            yield done

    def _remove_chunks(self, article: Row[Any]) -> list[Span]:
        """Takes an article's chunks out, and returns where they were."""
        rows = self._connection.execute(select(chunks).where(chunks.c.article_key == article.key)).all()
        if not rows:
            return []
        spans = [Span(row.start_char, row.end_char) for row in rows]
        # A contentless full-text table must be told what it held.
        held = [
            {"key": row.key, "title": article.title or "", "words": article.text[start:end]}
            for row, (start, end) in zip(rows, spans, strict=True)
        ]
        self._connection.execute(_UNINDEX_CHUNK, held)
        self.chunk_vectors.bury([row.id for row in rows])
        self._connection.execute(delete(chunks).where(chunks.c.article_key == article.key))
        return spans

    def record_file(self, path: str, signature: str | None, skipped: Iterable[Skipped] = ()) -> None:
        """Notes that a file was read to its end; None for the signature of one that is gone."""
        self._connection.execute(delete(files).where(files.c.path == path))
        self._connection.execute(delete(skips).where(skips.c.path == path))
        if signature is not None:
            self._connection.execute(insert(files), {"path": path, "signature": signature})
        rows = [{"path": path, "line": skip.line, "reason": skip.reason} for skip in skipped]
        if rows:
            self._connection.execute(insert(skips), rows)
