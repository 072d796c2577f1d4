"""The statements that filters give, in parts: a page of them, marks in time, a table of all; never more is read than shown."""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from textwrap import shorten
from typing import TYPE_CHECKING, Self

from index.statements import Found, find_statements
from ui.listing import STATEMENT_COLUMNS, speaker_label, statement_row
from ui.page.statements_html import PAGE, Listed, when_of, words_of
from ui.page.timescale import MOST_DOTS, Dot, Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.catalog import Catalog, StoredArticle, StoredStatement
    from index.statements import Searcher
    from ui.page.sought import Sought

LONGEST_LABEL = 240
"""Characters of the words that a dot shows."""
TABLE = "statements.csv"


@dataclass(frozen=True)
class Selection:
    """What was found for filters."""

    catalog: "Catalog"
    sought: "Sought"
    found: Found

    @classmethod
    def of(cls, catalog: "Catalog", sought: "Sought", searcher: "Searcher | None") -> Self:
        """Looks it up; without a searcher, a topic is looked for by its words alone."""
        return cls(catalog, sought, find_statements(catalog, sought.wanted, searcher))

    @cached_property
    def _listed(self) -> "list[StoredStatement]":
        """All of them, where no query alone tells which they are."""
        return list(self.found.statements)

    @cached_property
    def _days(self) -> dict[str | None, int]:
        return self.catalog.statement_days(self.found.chosen) if self.found.chosen else {}

    @cached_property
    def total(self) -> int:
        """How many there are."""
        return sum(self._days.values()) if self.found.chosen else len(self._listed)

    def page(self) -> Listed:
        """The page sought, or the last one where there are not as many."""
        found, sought = self.found, self.sought
        listed = Listed(
            sought,
            self.total,
            people=[one.name for one in found.people],
            by_role=found.by_role,
            nobody=found.nobody,
            nearest=found.nearest,
            left_out_undated=found.left_out_undated,
        )
        return listed.with_rows(self._rows((listed.page - 1) * PAGE))

    def _rows(self, start: int) -> "Iterator[tuple[StoredStatement, StoredArticle]]":
        chosen = self.found.chosen
        page = (
            self.catalog.statement_page(chosen, self._days, start, PAGE)
            if chosen
            else self._listed[start : start + PAGE]
        )
        return ((one, self.catalog.article_by_key(one.article_key)) for one in page)

    def marks(self) -> list[Mark]:
        """One for each, or where they are too many for that, their numbers by day and speaker."""
        chosen = self.found.chosen
        if self.total <= MOST_DOTS:
            return [self._mark(one) for one in self._all()]
        if chosen is None:
            return [Mark(one.date, one.speaker_id and one.speaker) for one in self._listed]
        counts = self.catalog.statement_counts(chosen)
        names = self.catalog.speaker_names(list({one.speaker_id for one in counts if one.speaker_id}))
        return [Mark(one.day, names.get(one.speaker_id or ""), one.statements) for one in counts]

    def _mark(self, statement: "StoredStatement") -> Mark:
        article = self.catalog.article_by_key(statement.article_key)
        words = shorten(words_of(statement, article.text), LONGEST_LABEL, placeholder=" …")
        about = ", ".join(filter(None, (when_of(statement), statement.outlet)))
        label = f"{speaker_label(statement, article.text)}, {about}\n{words}"
        first, last = statement.content[0].start, statement.content[-1].end
        dot = Dot(label, article.id, first, last, article.sha256)
        return Mark(statement.date, statement.speaker if statement.speaker_id else None, 1, dot)

    def write_table(self, folder: Path) -> Path:
        """All of them as `onrecord statements --csv` gives them, in a new folder below one."""
        folder.mkdir(parents=True, exist_ok=True)
        path = Path(mkdtemp(dir=folder)) / TABLE
        with path.open("w", encoding="utf-8-sig", newline="") as file:  # the mark, for spreadsheets that guess
            table = csv.writer(file, lineterminator="\n")
            table.writerow(STATEMENT_COLUMNS)
            table.writerows(
                statement_row(one, self.catalog.article_by_key(one.article_key).text) for one in self._all()
            )
        return path

    def _all(self) -> "Iterable[StoredStatement]":
        return self.catalog.statements(self.found.chosen) if self.found.chosen else self._listed
