"""Tables of the catalog, and the engine they live in."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    create_engine,
    event,
    text,
)
from sqlalchemy.engine import ExceptionContext

from index.errors import IndexBusyError, IndexDamagedError, IndexStoreError

CATALOG_FILE = "catalog.db"
BUSY_SECONDS = 30
_OUTSIDE = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_PERM")
"""Errors of the disk and its permissions: nothing is wrong with the catalog itself."""

metadata = MetaData()

built_with = Table("built_with", metadata, Column("name", Text, primary_key=True), Column("value", Text))
files = Table(
    "files",
    metadata,
    Column("path", Text, primary_key=True),
    Column("signature", Text, nullable=False),  # size, time and reader settings when it was last read
)
skips = Table(
    "skips",
    metadata,
    Column("path", Text, nullable=False, index=True),
    Column("line", Integer),
    Column("reason", Text, nullable=False),
)
articles = Table(
    "articles",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("path", Text, nullable=False, index=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("given", Text, nullable=False),  # digest of the metadata that the input gave
    Column("text", Text),  # NULL where duplicate_of names the article that holds it
    Column("duplicate_of", Text, index=True),
    Column("story", Integer, index=True),  # key of the first article of the group of near-duplicates
    Column("title", Text),
    Column("source", Text),
    Column("date", Text, index=True),
    Column("author", Text),
    Column("url", Text),
    Column("place", Text),
    Column("page_starts", Text, nullable=False, default="[]"),  # JSON
    Column("spans", Text, nullable=False, default="[]"),  # JSON, pairs of offsets
    Column("headings", Text, nullable=False, default="[]"),  # JSON, pairs of offsets
    sqlite_autoincrement=True,  # a key is never given again: readers keep articles by it
)
Index("outlets", articles.c.source.collate("NOCASE"))
Index("listing", articles.c.date.desc(), articles.c.id, articles.c.title, articles.c.source)  # a list reads no texts
named = Table("named", metadata, Column("path", Text, primary_key=True))  # what builds were told to read, absolute
removed = Table(
    "removed",  # by hand: to be kept out as long as it is the same text
    metadata,
    Column("id", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("path", Text, nullable=False, index=True),
)
chunks = Table(
    "chunks",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("article_key", Integer, ForeignKey("articles.key"), nullable=False, index=True),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    Column("embedded", Boolean, nullable=False, default=False),
)
Index("pending_chunks", chunks.c.key, sqlite_where=chunks.c.embedded.is_(False))
tombstones = Table("tombstones", metadata, Column("id", Text, primary_key=True))  # of chunk vectors still to be deleted
speakers = Table(
    "speakers",  # who is who over all articles; computed from `mentions`, group by group
    metadata,
    Column("id", Text, primary_key=True),
    Column("group_key", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("names", Text, nullable=False),  # JSON, all forms articles use
    Column("is_body", Boolean, nullable=False),
    Column("statements", Integer, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("roles", Text, nullable=False),  # JSON, lists of role, first date, last date, number of articles
    Column("outlets", Text, nullable=False),  # JSON
    Column("first", Text),
    Column("last", Text),
)
Index("most_quoted", speakers.c.statements.desc(), speakers.c.id)
mentions = Table(
    "mentions",  # of speakers in articles, as the article names them
    metadata,
    Column("key", Integer, primary_key=True),
    Column("article_key", Integer, ForeignKey("articles.key"), nullable=False, index=True),
    Column("name", Text, nullable=False, index=True),
    Column("is_body", Boolean, nullable=False),
    Column("group_key", Text, nullable=False, index=True),
    Column("roles", Text, nullable=False),  # JSON, as the article words them
    Column("statements", Integer, nullable=False),  # of which it is certain in the article whose they are
    Column("speaker_id", Text, ForeignKey("speakers.id"), index=True),  # NULL where identity over articles is uncertain
    Column("candidates", Text, nullable=False, default="[]"),  # JSON, names of those it can be
)
stale_groups = Table(  # groups of mentions that changed since their speakers were computed
    "stale_groups", metadata, Column("group_key", Text, primary_key=True), sqlite_with_rowid=False
)
statements = Table(
    "statements",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("article_key", Integer, ForeignKey("articles.key"), nullable=False),
    Column("start_char", Integer, nullable=False),  # of the first of its spans
    Column("source_start", Integer),
    Column("source_end", Integer),
    Column("cue_start", Integer),
    Column("cue_end", Integer),
    Column("content", Text, nullable=False),  # JSON, pairs of offsets
    Column("kind", Text, nullable=False),
    Column("mention_key", Integer, ForeignKey("mentions.key"), index=True),  # NULL for nobody named
    Column("certainty", Text, nullable=False),  # in the article
    Column("candidates", Text, nullable=False),  # JSON
    Column("role", Text),
    Column("is_body", Boolean, nullable=False),
    Column("said", Text),
    Column("date", Text, index=True),  # said, or else the article's
    Column("embedded", Boolean, nullable=False, default=False),
)
Index("statements_of_article", statements.c.article_key, statements.c.start_char)
Index("pending_statements", statements.c.key, sqlite_where=statements.c.embedded.is_(False))
statement_tombstones = Table("statement_tombstones", metadata, Column("id", Text, primary_key=True))
signatures = Table(
    "signatures",  # of article bodies, for near-duplicates
    metadata,
    Column("article_key", Integer, primary_key=True, autoincrement=False),
    Column("minima", LargeBinary, nullable=False),  # 64 unsigned 32-bit numbers, little-endian
)
bands = Table(
    "bands",  # locality-sensitive hashes of the signatures
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("article_key", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

FULL_TEXT = (
    # Contentless: the text stands in `articles` already, a third copy would be most of the disk.
    (
        "CREATE VIRTUAL TABLE IF NOT EXISTS chunk_text USING fts5("
        "title, text, content='', tokenize='porter unicode61 remove_diacritics 2')"
    ),
    "CREATE VIRTUAL TABLE IF NOT EXISTS chunk_terms USING fts5vocab('chunk_text', 'row')",
    (
        "CREATE VIRTUAL TABLE IF NOT EXISTS statement_text USING fts5("
        "content, content='', tokenize='porter unicode61 remove_diacritics 2')"
    ),
)


def _set_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_SECONDS * 1000}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def open_engine(index_dir: Path, *, create: bool) -> Engine:
    """The catalog's engine; its errors come out as ours, in one line.

    Raises:
        IndexDamagedError: the file is missing, unless `create`.
    """
    path = index_dir / CATALOG_FILE
    mend = f"run: onrecord index PATH… --index {index_dir} --rebuild"
    if not create and not path.is_file():
        raise IndexDamagedError(f"the catalog {path} is missing; {mend}")
    engine = create_engine(f"sqlite:///{path}", json_serializer=json.dumps, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _set_pragmas)

    def explain(context: ExceptionContext) -> None:
        error = context.original_exception
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise IndexBusyError(f"the catalog {path} is locked by another process; try again when it is done")
        if name.startswith(_OUTSIDE):
            raise IndexStoreError(f"the catalog {path} cannot be used ({error}); mend that and run again")
        if isinstance(error, sqlite3.DatabaseError):
            raise IndexDamagedError(f"the catalog {path} is damaged ({error}); {mend}")

    event.listen(engine, "handle_error", explain)
    return engine


def create_tables(connection: Connection) -> None:
    """Makes what does not exist yet; all of it or, where the process is killed, nothing."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # Python's sqlite3 would commit each statement
    metadata.create_all(connection)
    for statement in FULL_TEXT:
        connection.execute(text(statement))
