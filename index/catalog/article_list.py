"""The articles as a list that people leaf through: searched, in pages, counted by outlet and by month; no texts are read."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select

from index.catalog.reader import Catalog
from index.catalog.schema import articles
from index.catalog.words import bindable


class Listed(NamedTuple):
    """A line of the list."""

    id: str
    title: str | None
    outlet: str | None
    date: str | None
    """Publication date, YYYY-MM-DD."""


class ArticlePage(NamedTuple):
    """Some lines of the list, and how many there are in all."""

    lines: list[Listed]
    total: int


class ArticleList:
    """Reads one open catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._engine = catalog._engine  # noqa: SLF001 - the same package's: one more part of the reader

    def page(self, search: str, start: int, limit: int) -> ArticlePage:
        """Articles whose title, outlet, date and id hold all words of `search`, the newest first, from `start` on."""
        wanted = _holding(search)
        columns = (articles.c.id, articles.c.title, articles.c.source, articles.c.date)
        lines = select(*columns).where(wanted).order_by(articles.c.date.desc(), articles.c.id)
        with self._engine.connect() as connection:
            total = connection.execute(select(func.count()).select_from(articles).where(wanted)).scalar_one()
            rows = connection.execute(lines.limit(limit).offset(start))
            return ArticlePage([Listed(row.id, row.title, row.source, row.date) for row in rows], total)

    def outlets(self) -> list[tuple[str | None, int]]:
        """Outlets with their numbers of articles, the largest first; None for articles without one."""
        name = articles.c.source.collate("NOCASE")
        count = func.count()
        query = select(func.min(articles.c.source), count).group_by(name).order_by(count.desc(), name)
        return self._pairs(query)

    def months(self) -> list[tuple[str | None, int]]:
        """Months, YYYY-MM, with their numbers of articles, the first one first; None, last, for undated ones."""
        month = func.substr(articles.c.date, 1, 7)
        return self._pairs(select(month, func.count()).group_by(month).order_by(month.nulls_last()))

    def _pairs(self, query: Any) -> list[tuple[str | None, int]]:  # noqa: ANN401 - a select of two columns
        with self._engine.connect() as connection:
            return [(first, second) for first, second in connection.execute(query)]


def _holding(search: str) -> ColumnElement[bool]:
    """Every word stands in the title, the outlet, the date or the id."""
    columns = (articles.c.title, articles.c.source, articles.c.date, articles.c.id)
    words = [bindable(word) for word in search.split()]
    return and_(True, *(or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in words))  # noqa: FBT003 - SQL
