"""What an index holds for a query: its passages, the sentences in them, weighed, and whom the query means."""

import logging
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from index.attribution.people import same_person
from index.attribution.roles import bound_to
from index.catalog import Catalog, StoredSpeaker
from index.embedding import load_embedder
from index.errors import IndexDamagedError
from index.manifest import Manifest, check_settings
from index.settings import Settings
from index.vectors import Vectors
from rag.answer import Passage
from rag.asked import Asked
from rag.decide import narrowed
from rag.evidence.readers import load_reader
from rag.evidence.weigh import ARTICLES_READ, Evidence, weigh
from rag.meanings import Meanings
from rag.offices import Offices
from rag.question import Query, asking
from rag.reading import Reading
from rag.refuse import in_period
from rag.retrieve import Candidate, article_keys, ranked, retrieve
from rag.retrieve_statements import retrieve_statements, with_statements
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
        self.lock = Lock()

    def close(self) -> None:
        """Closes the stores."""
        self._vectors.close()
        self.catalog.close()

    def retrieve(self, query: Query) -> list[Candidate]:
        """The passages for a query, best first."""
        settings = self.settings
        return retrieve(
            query,
            self.catalog,
            self._vectors,
            self._embedder,
            self.rarity,
            limit=settings.candidates,
            lexical_weight=settings.lexical_weight,
        )

    def look(self, query: Query, candidates: Sequence[Candidate]) -> Found:
        """The sentences of the best passages, and of the best statements of whom the query means, weighed, best first."""
        readings = {key: self.reading(key) for key in article_keys(candidates)[:ARTICLES_READ]}
        speaker = named_speaker(query, readings.values())
        query = asking(query, speaker) if speaker else query
        asked = self._asked(query)
        if asked is not None and asked.speaker.is_role and not asked.persons and not asked.speaker.dated:
            asked = replace(asked, persons=self._described(asked.speaker.phrase, readings.values()))
        vector = self._embedder.embed_query(query.text)
        if query.speaker is not None or query.wants_speaker:
            said = retrieve_statements(
                query,
                asked,
                self.catalog,
                self._vectors,
                vector,
                limit=self.settings.candidates,
                lexical_weight=self.settings.lexical_weight,
            )
            candidates = with_statements(candidates, said, self.catalog)
            keys = dict.fromkeys(one.statement.article_key for one in said)
            readings |= {key: self.reading(key) for key in [*keys][:ARTICLES_READ]}
        with self.lock:  # caches of rarity and meanings are filled in place
            evidence = weigh(query, asked, candidates, readings, self.rarity, self._meanings, vector, self._reader)
        if query.speaker is not None and query.periods:  # what they said at another time is not what was asked for
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
        return tuple(
            Passage(
                self.catalog.article_by_key(chunk.article_key).id, chunk.start_char, chunk.end_char, round(score, 6)
            )
            for chunk, score in ranked(candidates, scores)[:MOST_PASSAGES]
        )

    def reading(self, key: int) -> Reading:
        """The article read for answering; the last ones are kept."""
        with self.lock:
            if key not in self._readings:
                self._readings[key] = Reading(self.catalog.article_by_key(key), tuple(self.catalog.statements_of(key)))
                if len(self._readings) > READINGS_KEPT:
                    self._readings.popitem(last=False)
            self._readings.move_to_end(key)
            return self._readings[key]

    def _asked(self, query: Query) -> Asked | None:
        """Whom a query's speaker means among those who are quoted."""
        speaker = query.speaker
        if speaker is None:
            return None
        if not speaker.is_role:
            named = self._named(speaker.words)
            return Asked(speaker, (*named, *self._spokespeople(speaker.phrase, named)))
        if not speaker.dated:
            # nobody at that time: what they said at another one tells why it is refused
            holders = self._offices.holders(speaker.phrase, query.periods) or self._offices.holders(speaker.phrase)
        else:
            holders = self._offices.holders(speaker.phrase, speaker.dated)
        words = tuple(speaker.phrase.split())
        if not holders and words[-1][:1].isupper() and (persons := self._named(words)):  # Larry King is no king
            return Asked(replace(speaker, words=words), tuple(persons))
        return Asked(speaker, tuple(one.person for one in holders), tuple(holders))

    def _named(self, words: tuple[str, ...]) -> list[StoredSpeaker]:
        """Who is quoted under a name, or under a shorter or longer form of it."""
        return self.catalog.speakers_named(words) or [
            one for one in self.catalog.speakers_named(words[-1:]) if same_person(words, one.name)
        ]

    def _spokespeople(self, phrase: str, named: Sequence[StoredSpeaker]) -> list[StoredSpeaker]:
        """Who speaks for a body: what the Kremlin's spokesman said the Kremlin said."""
        if not phrase[:1].isupper() or any(not one.is_body for one in named):
            return []
        return [one.person for one in self._offices.holders(f"{phrase} spokesperson") if one.person not in named]

    def _described(self, phrase: str, readings: Iterable[Reading]) -> tuple[StoredSpeaker, ...]:
        """Who is called so in one of the articles, where no statement was made under that description."""
        found: dict[str, StoredSpeaker] = {}
        for one in readings:
            person = one.people.in_role(phrase)
            # a president of no named country is not the US president
            if person is not None and bound_to(phrase) <= frozenset().union(*person.roles):
                found.update((known.id, known) for known in self._named(tuple(person.name.split())))
        return tuple(found.values())

    @cached_property
    def _offices(self) -> Offices:
        """Who is called what; read from the catalog by the first question that names an office."""
        return Offices(self.catalog.speakers())
