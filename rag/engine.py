"""A question's whole way, from text to a checked `Answer`, over one open index."""

import logging
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import NamedTuple, Self

from index.attribution.people import same_person
from index.attribution.roles import bound_to
from index.catalog import Catalog, StoredSpeaker
from index.embedding import load_embedder
from index.errors import IndexDamagedError
from index.manifest import Manifest, check_settings, read_manifest
from index.settings import Settings
from index.vectors import Vectors
from rag.answer import Answer, Message, Passage, Reason, Seconds
from rag.asked import Asked
from rag.decide import Side, everything, narrowed, note, on_record, said_by_another, wording
from rag.evidence.weigh import ARTICLES_READ, Evidence, weigh
from rag.followup import standalone
from rag.meanings import Meanings
from rag.offices import Offices
from rag.question import Query, asking, is_question, one_by_one, understand
from rag.reading import Reading
from rag.refuse import explain, features, in_period, is_quoted, probability
from rag.retrieve import Candidate, article_keys, retrieve
from rag.retrieve_statements import retrieve_statements, with_statements
from rag.select import select
from rag.spelling import corrected
from rag.whose import named_speaker
from rag.wording import Claim, claimed
from rag.words import Rarity
from rag.write import arranged, write

READINGS_KEPT = 500
MOST_PASSAGES = 50
SENTENCE_SHARE = 0.6
"""What the best sentence of a passage counts in the order of passages, against the passage's own score."""
log = logging.getLogger(__name__)


class Judged(NamedTuple):
    """An answer with what decided that it was one."""

    answer: Answer
    probability: float
    """Calibrated probability that the evidence answers, 0 to 1; below `refuse_below` the question is refused."""


class _Looked(NamedTuple):
    """What was understood and what was found for it."""

    query: Query
    asked: Asked | None
    evidence: list[Evidence]
    candidates: Sequence[Candidate]


class Engine:
    """Answers questions from one index; safe to share between threads."""

    def __init__(self, index_dir: Path, manifest: Manifest, settings: Settings) -> None:
        self.manifest = manifest
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
        self._rarity = Rarity(counts.chunks, self.catalog.chunk_frequencies)
        self._meanings = Meanings(self._embedder)
        self._readings: OrderedDict[int, Reading] = OrderedDict()
        self._lock = Lock()

    @classmethod
    def open(cls, index_dir: Path, settings: Settings) -> Self:
        """Opens an index to answer from.

        Raises:
            NoIndexError: there is none, or its first build was not finished.
            IndexMismatchError: it was built with other settings.
            IndexDamagedError: a part of it is missing or unreadable.
        """
        return cls(index_dir, read_manifest(index_dir), settings)

    def close(self) -> None:
        """Closes the stores."""
        self._vectors.close()
        self.catalog.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, question: str, history: Sequence[Message] = ()) -> Answer:
        """Answers with verified citations, or refuses with a reason; the same index and question give the same answer."""
        return self.judge(question, history).answer

    def judge(self, question: str, history: Sequence[Message] = ()) -> Judged:
        """As `ask`, with the probability on which the decision to answer rested; 0 for what is no question."""
        started = time.perf_counter()
        if not is_question(question):
            empty = Reason("not_a_question", "There is nothing to look for in an empty question.")
            return Judged(Answer(question, question, "refused", empty, empty.text), 0.0)
        query = self._understand(question, history)
        understood = time.perf_counter()
        candidates = self._retrieve(query)
        retrieved = time.perf_counter()
        sides = [self._decide(one, candidates) for one in one_by_one(query)]
        passages = self._passages(
            list({one.chunk.key: one for side in sides for one in (*candidates, *side.candidates)}.values()),
            [one for side in sides for one in side.evidence],
        )
        selected = time.perf_counter()
        refused = [side.reason for side in sides if side.reason]
        quoted = [one for side in sides for one in side.quoted]
        if not any(side.in_order for side in sides):
            quoted = arranged(quoted, by_date=len(sides) == 1 and query.speaker is not None)
        written = write(
            quoted,
            [*(one for side in sides for one in side.more), *(one.text for one in refused)],
            notes=[one for side in sides for one in side.notes],
        )
        if written.dropped:
            log.warning("%d citations did not hold and were left out", written.dropped)
        reason = None if written.citations else refused[0] if refused else _nothing_held()
        ended = time.perf_counter()
        answer = Answer(
            question=question,
            standalone_question=query.text,
            status="refused" if reason else "answered",
            reason=reason,
            answer=reason.text if reason else written.text,
            citations=written.citations,
            sentences=written.sentences,
            passages=passages,
            seconds=Seconds(
                understand=understood - started,
                retrieve=retrieved - understood,
                select=selected - retrieved,
                write=ended - selected,
                total=ended - started,
            ),
            dropped_citations=written.dropped,
        )
        return Judged(answer, max(side.likely for side in sides))

    def _decide(self, query: Query, candidates: Sequence[Candidate]) -> Side:
        """What to quote for a query, or why nothing is."""
        found = self._look(query, candidates)
        query, asked = found.query, found.asked
        claim = claimed(query.text, asked.speaker.phrase if asked else None) if asked or query.wants_speaker else None
        side = self._as_worded(query, asked, claim) if claim else None
        if side is None and claim is None and asked is not None and asked.persons and query.everything:
            side = everything(query, asked, self.catalog, self._reading)
        if side is not None:
            return replace(side, evidence=found.evidence, candidates=found.candidates)
        heard = asked is None or is_quoted(asked, [one.reading for one in found.evidence])
        likely = probability(query, found.evidence, self._rarity) if heard else 0.0
        if likely >= self.settings.refuse_below:
            quoted = select(query, found.evidence, self.settings.max_sentences)
            if quoted:
                return Side(found.evidence, likely, quoted, notes=note(asked, quoted), candidates=found.candidates)
        reason = explain(query, asked, found.evidence, self._rarity)
        another = said_by_another(claim, asked, self.catalog) if claim and asked else None
        if another:
            reason = replace(reason, text=f"{reason.text} {another}")
        return Side(found.evidence, likely, reason=reason, candidates=found.candidates)

    def _as_worded(self, query: Query, asked: Asked | None, claim: Claim) -> Side | None:
        """The words on record beside those that the question gives, if there are any like them."""
        found = on_record(claim, asked, self.catalog)
        return wording(query, asked, claim, found, self._reading(found.statement.article_key)) if found else None

    def look(self, question: str, history: Sequence[Message] = ()) -> tuple[Query, list[Evidence]]:
        """What was understood and the evidence for it, best first, before anything is decided."""
        query = self._understand(question, history)
        found = self._look(query, self._retrieve(query))
        return found.query, found.evidence

    def candidates(self, question: str, history: Sequence[Message] = ()) -> list[Candidate]:
        """The passages retrieved for a question, best first, with their scores."""
        return self._retrieve(self._understand(question, history))

    def features(self, query: Query, evidence: Sequence[Evidence]) -> dict[str, float]:
        """What the decision to answer rests on (`rag.refuse.features`)."""
        return features(query, evidence, self._rarity)

    def _understand(self, question: str, history: Sequence[Message]) -> Query:
        with self._lock:
            return understand(standalone(corrected(question, self.catalog, self._rarity), history))

    def _retrieve(self, query: Query) -> list[Candidate]:
        settings = self.settings
        return retrieve(
            query,
            self.catalog,
            self._vectors,
            self._embedder,
            limit=settings.candidates,
            lexical_weight=settings.lexical_weight,
        )

    def _look(self, query: Query, candidates: Sequence[Candidate]) -> "_Looked":
        """The sentences of the best passages, and of the best statements of whom the query means, weighed, best first."""
        readings = {key: self._reading(key) for key in article_keys(candidates)[:ARTICLES_READ]}
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
            readings |= {key: self._reading(key) for key in [*keys][:ARTICLES_READ]}
        with self._lock:  # caches of rarity and meanings are filled in place
            evidence = weigh(query, asked, candidates, readings, self._rarity, self._meanings, vector)
        if query.speaker is not None and query.periods:  # what they said at another time is not what was asked for
            evidence.sort(key=lambda one: not in_period(query, one))
        if asked is not None:
            asked, evidence = narrowed(query, asked, evidence)
        return _Looked(query, asked, evidence, candidates)

    def _asked(self, query: Query) -> Asked | None:
        """Whom a query's speaker means among those who are quoted."""
        speaker = query.speaker
        if speaker is None:
            return None
        if not speaker.is_role:
            return Asked(speaker, tuple(self._named(speaker.words)))
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

    def _reading(self, key: int) -> Reading:
        """The article read for answering; the last ones are kept."""
        with self._lock:
            if key not in self._readings:
                self._readings[key] = Reading(self.catalog.article_by_key(key), tuple(self.catalog.statements_of(key)))
                if len(self._readings) > READINGS_KEPT:
                    self._readings.popitem(last=False)
            self._readings.move_to_end(key)
            return self._readings[key]

    def _passages(self, candidates: Sequence[Candidate], evidence: Sequence[Evidence]) -> tuple[Passage, ...]:
        """The candidates, those with the best sentences first."""
        best: dict[str, list[Evidence]] = {}
        for one in evidence:
            best.setdefault(one.reading.article.id, []).append(one)
        passages = []
        for candidate in candidates:
            chunk = candidate.chunk
            article = self.catalog.article_by_key(chunk.article_key)
            inside = (
                one.score
                for one in best.get(article.id, [])
                if chunk.start_char <= one.reading.sentences[one.at].start < chunk.end_char
            )
            score = (1 - SENTENCE_SHARE) * candidate.score + SENTENCE_SHARE * max(inside, default=0.0)
            passages.append(Passage(article.id, chunk.start_char, chunk.end_char, round(score, 6)))
        return tuple(sorted(passages, key=lambda one: (-one.score, one.article, one.start_char)))[:MOST_PASSAGES]


def _nothing_held() -> Reason:
    """The reason where passages were found, but none of them stands in the stored text any more."""
    return Reason(
        "nothing_near", "What was found does not stand in the stored articles as it was indexed; index them again."
    )
