"""What an index holds for a query: its passages, the sentences in them, weighed, and whom the query means."""

import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from index.catalog import Catalog, StoredArticle, StoredStatement
from index.embedding import load_embedder
from index.errors import IndexDamagedError
from index.manifest import Manifest, check_settings
from index.settings import Settings
from index.statements import Searcher
from index.vectors import Vectors
from rag.answer import Passage
from rag.asked import Asked
from rag.dated import days_of, is_bound
from rag.decide import narrowed
from rag.evidence.readers import load_reader
from rag.evidence.weigh import ARTICLES_READ, READ_CHARACTERS, Allowance, Evidence, weigh
from rag.filters import NO_FILTERS, Filters
from rag.meanings import Meanings
from rag.question import Query, asking
from rag.reading import Reading
from rag.refuse import in_period
from rag.retrieve import Candidate, article_keys, ranked, retrieve
from rag.retrieve_statements import retrieve_statements, with_statements
from rag.scope import Scope
from rag.whom import Whom
from rag.whose import named_speaker
from rag.words import Rarity

READINGS_KEPT = 500
MOST_PASSAGES = 50
SENTENCE_SHARE = 0.6
"""What the best sentence of a passage counts in the order of passages, against the passage's own score."""
log = logging.getLogger(__name__)


class Found(NamedTuple):
    """What was understood and what was found for it."""

    query: Query
    asked: Asked | None
    """Whom its speaker means."""
    evidence: list[Evidence]
    """Sentences, best first."""
    candidates: Sequence[Candidate]
    """The passages they stand in."""


class Search:
    """One open index; safe to share between threads."""

    def __init__(self, index_dir: Path, manifest: Manifest, settings: Settings) -> None:
        self.settings = settings
        self.catalog = Catalog.open(index_dir)
        self._embedder = load_embedder(settings.embedder)
        check_settings(index_dir, manifest, settings, self._embedder.version)
        self._vectors = Vectors(index_dir)
        counts = self.catalog.counts()
        if counts.pending:
            log.warning(
                "%d of %d chunks of %s are found by words only: a build is running, or was stopped (run it again to finish)",
                counts.pending, counts.chunks, index_dir,
            )  # fmt: skip
        if self._vectors.count() < counts.chunks - counts.pending:
            raise IndexDamagedError(
                f"the vectors of {index_dir} are incomplete; delete {index_dir / 'chroma'} and run: "
                f"onrecord index PATH… --index {index_dir} (it embeds from the catalog again)"
            )
        self.rarity = Rarity(counts.chunks, self.catalog.chunk_frequencies)
        self._meanings = Meanings(self._embedder)
        self._reader = load_reader(settings.reader)
        self._readings: OrderedDict[int, Reading] = OrderedDict()
        self._lock = Lock()
        self.whom = Whom(self.catalog)

    def close(self) -> None:
        """Closes the stores."""
        self._vectors.close()
        self.catalog.close()

    @property
    def searcher(self) -> Searcher:
        """What finds statements by meaning."""
        return Searcher(self._vectors, self._embedder)

    def scope(self, filters: Filters = NO_FILTERS) -> Scope:
        """What filters leave of the archive."""
        return Scope(self.catalog, self._vectors, filters)

    def retrieve(self, query: Query, scope: Scope) -> list[Candidate]:
        """The passages for a query, best first; of one that asks for a time, also the best among the articles of that time."""
        found = self._retrieve(query, scope)
        days = days_of(query)
        if days is None or scope.filters.dated:
            return found
        of_time = self._retrieve(query, self.scope(replace(scope.filters, since=days[0], until=days[1])))
        known = {one.chunk.key for one in of_time}
        both = [*of_time, *(one for one in found if one.chunk.key not in known)]
        return sorted(both, key=lambda one: -one.score)

    def _retrieve(self, query: Query, scope: Scope) -> list[Candidate]:
        return retrieve(
            query,
            self._embedder.embed_query(query.text),
            scope,
            self.rarity,
            limit=self.settings.candidates,
            lexical_weight=self.settings.lexical_weight,
        )

    def look(self, query: Query, candidates: Sequence[Candidate], scope: Scope, of: int = 1) -> Found:
        """The sentences of the best passages, and of the best statements of whom the query means, weighed, best first.

        `of` is how many parts the question has of which the query is one: they share what may be read for it.
        """
        readings = {key: self.reading(key) for key in article_keys(candidates)[:ARTICLES_READ]}
        speaker = named_speaker(query, readings.values())
        query = asking(query, speaker) if speaker else query
        asked = self.whom.asked(query)
        if asked is not None:
            asked = scope.heard(self.whom.described(asked, readings.values()))
        vector = self._embedder.embed_query(query.text)
        if query.speaker is not None or query.wants_speaker:
            said = retrieve_statements(
                query,
                asked,
                vector,
                scope,
                limit=self.settings.candidates,
                lexical_weight=self.settings.lexical_weight,
            )
            candidates = with_statements(candidates, said, self.catalog)
            keys = dict.fromkeys(one.statement.article_key for one in said)
            readings |= {key: self.reading(key) for key in [*keys][:ARTICLES_READ]}
        may_read = Allowance(self._reader, READ_CHARACTERS // of) if self._reader else None
        evidence = weigh(query, asked, candidates, readings, self.rarity, self._meanings, vector, may_read)
        if scope.speaker_ids is not None:
            evidence = [one for one in evidence if one.voice >= 1]
        if query.periods and (query.speaker is not None or is_bound(query)):  # no other time was asked for
            evidence.sort(key=lambda one: not in_period(query, one))
        if asked is not None:
            asked, evidence = narrowed(query, asked, evidence)
        return Found(query, asked, evidence, candidates)

    def passages(self, candidates: Sequence[Candidate], evidence: Sequence[Evidence]) -> tuple[Passage, ...]:
        """The candidates, those with the best sentences first."""
        best: dict[int, list[Evidence]] = {}
        for one in evidence:
            best.setdefault(one.reading.article.key, []).append(one)
        scores = []
        for candidate in candidates:
            chunk = candidate.chunk
            inside = (
                one.score
                for one in best.get(chunk.article_key, [])
                if chunk.start_char <= one.reading.sentences[one.at].start < chunk.end_char
            )
            scores.append((1 - SENTENCE_SHARE) * candidate.score + SENTENCE_SHARE * max(inside, default=0.0))
        best_ones = ranked(candidates, scores)[:MOST_PASSAGES]
        headings = self.catalog.headings([chunk.article_key for chunk, _ in best_ones])
        return tuple(
            Passage(headings[chunk.article_key].id, chunk.start_char, chunk.end_char, round(score, 6))
            for chunk, score in best_ones
        )

    def reading(self, key: int) -> Reading:
        """The article read for answering; the last ones are kept."""
        with self._lock:
            kept = self._readings.get(key)
            if kept is not None:
                self._readings.move_to_end(key)
                return kept
        article = self.catalog.article_by_key(key)
        new = Reading(article, tuple(_of(article, one) for one in self.catalog.statements_of(key)))
        with self._lock:  # the same one for everybody, so that what is worked out of it is kept
            kept = self._readings.setdefault(key, new)
            self._readings.move_to_end(key)
            if len(self._readings) > READINGS_KEPT:
                self._readings.popitem(last=False)
        return kept


def _of(article: StoredArticle, statement: StoredStatement) -> StoredStatement:
    """A statement as one of the article, which may be a duplicate of the one that holds it."""
    if statement.article_key == article.key:
        return statement
    return replace(
        statement, article_key=article.key, article=article.id, published=article.date, outlet=article.source
    )
