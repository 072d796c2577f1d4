"""The SQLite file that conversations are kept in: its tables, and how it is opened, read and written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.errors import InputError

VERSION = 1
"""Of the tables below; raised with them."""
BUSY_SECONDS = 30
_TABLES = """
BEGIN IMMEDIATE;
CREATE TABLE conversations (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, title TEXT NOT NULL, updated TEXT NOT NULL
);
CREATE INDEX newest ON conversations (owner, updated DESC, key DESC);
CREATE TABLE turns (
    key INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversations (key) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    filters TEXT NOT NULL,
    asked TEXT NOT NULL,
    index_version TEXT NOT NULL,
    UNIQUE (conversation, number)
);
-- The words of a turn stand under its key, those of a title under the negative of its conversation's.
CREATE VIRTUAL TABLE words USING fts5(text, tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER turn_added AFTER INSERT ON turns BEGIN
    INSERT INTO words (rowid, text) VALUES (new.key, new.question || ' ' || json_extract(new.answer, '$.answer'));
END;
CREATE TRIGGER turn_removed AFTER DELETE ON turns BEGIN DELETE FROM words WHERE rowid = old.key; END;
CREATE TRIGGER titled AFTER INSERT ON conversations BEGIN
    INSERT INTO words (rowid, text) VALUES (-new.key, new.title);
END;
CREATE TRIGGER renamed AFTER UPDATE OF title ON conversations BEGIN
    UPDATE words SET text = new.title WHERE rowid = -new.key;
END;
CREATE TRIGGER conversation_removed AFTER DELETE ON conversations BEGIN DELETE FROM words WHERE rowid = -old.key; END;
"""


class HistoryFile:
    """The file; every piece of work has a connection of its own, so that threads and processes share nothing."""

    def __init__(self, path: Path) -> None:
        """Opens the file, or makes it, for its owner's eyes alone.

        Raises:
            InputError: it cannot be used, or a newer version of On Record wrote it.
        """
        from filelock import FileLock

        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            # SQLite does not wait for another process that turns the file to WAL at the same moment.
            with FileLock(f"{path}.lock"), self.connected() as connection:
                version = connection.execute("PRAGMA user_version").fetchone()[0]
                if version > VERSION:
                    raise InputError(
                        f"the conversations {path} were written by a newer On Record (their version is {version}, this "
                        f"one knows {VERSION}); update it with: pip install --upgrade onrecord"
                    )
                if version == 0:
                    connection.execute("PRAGMA journal_mode=WAL")
                    connection.executescript(f"{_TABLES} PRAGMA user_version={VERSION}; COMMIT;")
        except OSError as error:
            raise InputError(f"cannot keep conversations in {path}: {error.strerror or error}") from error

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        """A connection for one piece of work; errors of the file come out as ours.

        Raises:
            InputError: the file is damaged, locked for too long, or the disk is full.
        """
        try:
            with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
                connection.execute("PRAGMA foreign_keys=ON")
                connection.execute("PRAGMA synchronous=FULL")  # what is done is on the disk, whatever stops the machine
                yield connection
        except sqlite3.Error as error:
            raise InputError(
                f"the conversations {self.path} cannot be used ({error}); mend that, or move the file away to begin anew"
            ) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it or, where anything fails or the process is killed, nothing."""
        with self.connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
