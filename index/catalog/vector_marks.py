"""Which chunks, or statements, have their vectors stored, and which vectors are still to be deleted."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, delete, func, insert, select, update

from index.catalog.batches import batches
from index.catalog.records import Pending
from index.catalog.schema import articles


class VectorMarks:
    """Of one table; nothing is stored before its writer commits.

    What goes leaves a tombstone until its vector is deleted, which is lifted where it comes back.
    """

    def __init__(
        self, connection: Connection, table: Table, tombstones: Table, words: Callable[[Row[Any], str], str]
    ) -> None:
        """`words` gives the words of a row, from the text of its article."""
        self._connection, self._table, self._tombstones, self._words = connection, table, tombstones, words

    def embedded_count(self) -> int:
        """Rows whose vectors are stored."""
        return self._count(embedded=True)

    def pending_count(self) -> int:
        """Rows whose vectors are still to be stored."""
        return self._count(embedded=False)

    def _count(self, *, embedded: bool) -> int:
        query = select(func.count()).select_from(self._table).where(self._table.c.embedded.is_(embedded))
        return self._connection.execute(query).scalar_one()

    def pending(self, after_key: int, limit: int) -> list[Pending]:
        """Rows without a vector, in the order of their keys, from the first after `after_key`."""
        table = self._table
        query = select(table, articles.c.id.label("article")).join(articles).where(table.c.embedded.is_(False))
        rows = self._connection.execute(query.where(table.c.key > after_key).order_by(table.c.key).limit(limit)).all()
        keys = sorted({row.article_key for row in rows})
        texts: dict[int, str] = {}
        for batch in batches(keys):
            held = select(articles.c.key, articles.c.text).where(articles.c.key.in_(batch))
            texts.update((row.key, row.text) for row in self._connection.execute(held))
        return [Pending(row.key, row.id, row.article, self._words(row, texts[row.article_key])) for row in rows]

    def mark_embedded(self, ids: Sequence[str]) -> None:
        """Notes that the vectors of these are stored; the tombstone of one that came back is lifted."""
        mark = update(self._table).where(self._table.c.id == bindparam("one")).values(embedded=True)
        self._connection.execute(mark, [{"one": one} for one in ids])
        self.forget(ids)

    def mark_all_pending(self) -> None:
        """Notes that no vector is stored, not even of what is gone."""
        self._connection.execute(update(self._table).where(self._table.c.embedded.is_(True)).values(embedded=False))
        self._connection.execute(delete(self._tombstones))

    def bury(self, ids: Sequence[str]) -> None:
        """Marks the vectors of what goes for deletion."""
        if ids:
            bury = insert(self._tombstones).prefix_with("OR IGNORE")
            self._connection.execute(bury, [{"id": one} for one in ids])

    def buried(self) -> list[str]:
        """Ids whose vectors are to be deleted: those with a tombstone that have not come back."""
        query = select(self._tombstones.c.id).where(self._tombstones.c.id.not_in(select(self._table.c.id)))
        return list(self._connection.execute(query).scalars())

    def forget(self, ids: Sequence[str]) -> None:
        """Drops tombstones."""
        for batch in batches(ids):
            self._connection.execute(delete(self._tombstones).where(self._tombstones.c.id.in_(batch)))
