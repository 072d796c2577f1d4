"""What a question is answered from: the whole archive, or what filters leave of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from index.catalog import Catalog, Hit, StatementFilter, StoredChunk, StoredSpeaker, StoredStatement
from index.catalog.records import ArticleFilter
from index.embedding import FloatArray
from index.vectors import Vectors
from rag.answer import Reason, RefusalCode
from rag.asked import Asked
from rag.filters import Filters
from rag.words import listed

WIDE = 0.05
"""Share of the articles from which vectors are sought among all and those that fit are kept; below it, among those that do."""


class Scope:
    """The stores of an index within some filters; what it gives is of articles that fit, duplicates included."""

    def __init__(self, catalog: Catalog, vectors: Vectors, filters: Filters) -> None:
        self.catalog = catalog
        self.filters = filters
        self._vectors = vectors
        self._within = ArticleFilter(filters.since, filters.until, filters.outlets) if filters.of_articles else None

    @cached_property
    def articles(self) -> int:
        """Articles that fit."""
        return self.catalog.articles_within(self._within) if self._within else self.catalog.counts().articles

    @cached_property
    def undated(self) -> int:
        """Articles that are left out because they have no date."""
        return self.catalog.undated_within(self._within) if self._within and self.filters.dated else 0

    @cached_property
    def speakers(self) -> tuple[tuple[str, tuple[StoredSpeaker, ...]], ...]:
        """The names of the filter, each with those who are quoted under it."""
        found = []
        for name in dict.fromkeys(self.filters.speakers):
            named = self.catalog.speakers_named(name.split())
            found.append((name, tuple([one for one in named if one.name == name] or named)))
        return tuple(found)

    @cached_property
    def speaker_ids(self) -> frozenset[str] | None:
        """Ids of whom the filter names; None where it names nobody."""
        if not self.filters.speakers:
            return None
        return frozenset(one.id for _, persons in self.speakers for one in persons)

    def told(self, reason: Reason) -> Reason:
        """A reason with what the filters have to do with it."""
        if self.speaker_ids is not None and not self.speaker_ids:
            who = listed(self.filters.speakers, "or")
            return Reason("nobody", f"Nobody called {who} is quoted in this corpus (onrecord speakers lists who is).")
        if not self.articles and self._within:
            code: RefusalCode = "out_of_period" if self.filters.dated else "nothing_near"
            reason = Reason(code, f"No article lies within the filter ({self.filters.told}).")
        return replace(reason, text=" ".join([reason.text, *self.left_out()]))

    def left_out(self) -> list[str]:
        """Says how many articles the filter leaves out for having no date, where any."""
        if not self.undated:
            return []
        one = self.undated == 1
        return [
            f"{self.undated:,} article{'' if one else 's'} without a date {'is' if one else 'are'} left out by the filter."
        ]

    def heard(self, asked: Asked) -> Asked:
        """Whom a question means, as far as the filter has their words quoted."""
        if self.speaker_ids is None:
            return asked
        return replace(
            asked,
            persons=tuple(one for one in asked.persons if one.id in self.speaker_ids),
            holders=tuple(one for one in asked.holders if one.person.id in self.speaker_ids),
        )

    def search(self, terms: Sequence[str], limit: int) -> list[Hit]:
        """Chunks that hold any of the terms, by BM25, best first."""
        if self._within is None:
            return self.catalog.search(terms, limit)
        return self.catalog.search_within(terms, limit, self._within)

    def near_chunks(self, vector: FloatArray, limit: int) -> list[tuple[StoredChunk, float]]:
        """The chunks nearest to a vector, each with its cosine, best first."""
        within = self._within
        if within is None:
            near = self._vectors.nearest(vector, limit)
            found = self.catalog.chunks_by_id([one.id for one in near])
        elif self._is_wide:
            near = self._vectors.nearest_fitting(vector, limit, lambda ids: self.catalog.chunks_within(ids, within))
            found = self.catalog.chunks_within([one.id for one in near], within)
        else:
            near = self._vectors.nearest_among(vector, limit, self.catalog.chunk_ids_within(within))
            found = self.catalog.chunks_within([one.id for one in near], within)
        return [(found[one.id], one.cosine) for one in near if one.id in found]

    def statements(self, speaker_ids: Sequence[str], limit: int | None = None) -> Iterator[StoredStatement]:
        """All statements of some speakers, or the first ones, in the order of their dates."""
        return iter(self._placed(list(self.catalog.statements(self._of(speaker_ids) or StatementFilter(), limit))))

    def search_statements(
        self, terms: Sequence[str], limit: int, speaker_ids: Sequence[str] | None = None
    ) -> list[tuple[StoredStatement, float]]:
        """Statements whose content holds any of the terms, by BM25, best first."""
        hits = self.catalog.search_statements(terms, limit, self._of(speaker_ids))
        placed = {one.id: one for one in self._placed([statement for statement, _ in hits])}
        return [(placed[one.id], score) for one, score in hits if one.id in placed]

    def near_statements(
        self, vector: FloatArray, limit: int, speaker_ids: Sequence[str] | None = None
    ) -> list[tuple[StoredStatement, float]]:
        """The statements nearest to a vector, each with its cosine, best first."""
        if speaker_ids is None and (self._within is None or self._is_wide):
            near = (
                self._vectors.nearest_fitting(vector, limit, self._statements_by_id, "statements")
                if self._within
                else self._vectors.nearest_statements(vector, limit)
            )
        else:
            chosen = self._of(speaker_ids) or StatementFilter()
            near = self._vectors.nearest_statements(vector, limit, self.catalog.statement_ids(chosen))
        found = self._statements_by_id([one.id for one in near])
        return [(found[one.id], one.cosine) for one in near if one.id in found]

    @property
    def _is_wide(self) -> bool:
        return self.articles >= WIDE * self.catalog.counts().articles

    def _of(self, speaker_ids: Sequence[str] | None) -> StatementFilter | None:
        """The filter as one of statements; None where it is none."""
        if self._within is None:
            return StatementFilter(speaker_ids=tuple(sorted(speaker_ids))) if speaker_ids is not None else None
        ids = tuple(sorted(speaker_ids)) if speaker_ids is not None else None
        return StatementFilter(speaker_ids=ids, within=self._within)

    def _statements_by_id(self, ids: Sequence[str]) -> dict[str, StoredStatement]:
        return {one.id: one for one in self._placed(list(self.catalog.statements_by_id(ids).values()))}

    def _placed(self, statements: Sequence[StoredStatement]) -> list[StoredStatement]:
        """The statements that fit, each in the article that does."""
        if self._within is None:
            return list(statements)
        shown = self.catalog.shown_within([one.article_key for one in statements], self._within)
        return [
            replace(one, article_key=at.key, article=at.id, published=at.date, outlet=at.outlet)
            for one in statements
            if (at := shown.get(one.article_key)) is not None
        ]
