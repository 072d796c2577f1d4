"""A question's whole way, from text to a checked `Answer`, over one open index."""

import logging
import time
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import NamedTuple, Self

from index.catalog import Catalog
from index.embedding import load_embedder
from index.errors import IndexDamagedError
from index.manifest import Manifest, check_settings, read_manifest
from index.settings import Settings
from index.vectors import Vectors
from rag.answer import Answer, Message, Passage, Reason, Seconds
from rag.evidence import ARTICLES_READ, Evidence, weigh
from rag.followup import standalone
from rag.meanings import Meanings
from rag.question import Query, asking, is_question, one_by_one, understand
from rag.reading import Reading
from rag.refuse import explain, features, in_period, probability
from rag.retrieve import Candidate, article_keys, retrieve
from rag.select import Quoted, select
from rag.spelling import corrected
from rag.whose import named_speaker
from rag.words import Rarity
from rag.write import write

READINGS_KEPT = 500
SENTENCE_SHARE = 0.6
"""What the best sentence of a passage counts in the order of passages, against the passage's own score."""
log = logging.getLogger(__name__)


class Judged(NamedTuple):
    """An answer with what decided that it was one."""

    answer: Answer
    probability: float
    """Calibrated probability that the evidence answers, 0 to 1; below `refuse_below` the question is refused."""


class _Side(NamedTuple):
    """What was found for one of the people a question is about, or for a question that is not about several."""

    evidence: list[Evidence]
    likely: float
    quoted: list[Quoted]
    reason: Reason | None


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
        passages = self._passages(candidates, [one for side in sides for one in side.evidence])
        selected = time.perf_counter()
        refused = [side.reason for side in sides if side.reason]
        written = write([one for side in sides for one in side.quoted], [one.text for one in refused])
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

    def _decide(self, query: Query, candidates: Sequence[Candidate]) -> "_Side":
        """What to quote for a query, or why nothing is."""
        query, evidence = self._weigh(query, candidates)
        likely = probability(query, evidence, self._rarity)
        quoted = select(query, evidence, self.settings.max_sentences) if likely >= self.settings.refuse_below else []
        return _Side(evidence, likely, quoted, None if quoted else explain(query, evidence, self._rarity))

    def look(self, question: str, history: Sequence[Message] = ()) -> tuple[Query, list[Evidence]]:
        """What was understood and the evidence for it, best first, before anything is decided."""
        query = self._understand(question, history)
        return self._weigh(query, self._retrieve(query))

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

    def _weigh(self, query: Query, candidates: Sequence[Candidate]) -> tuple[Query, list[Evidence]]:
        """The sentences of the best passages, weighed, best first; the query, with its speaker if it names one in passing."""
        readings = {key: self._reading(key) for key in article_keys(candidates)[:ARTICLES_READ]}
        vector = self._embedder.embed_query(query.text)
        with self._lock:  # caches of rarity and meanings are filled in place
            speaker = named_speaker(query, readings.values())
            query = asking(query, speaker) if speaker else query
            evidence = weigh(query, candidates, readings, self._rarity, self._meanings, vector)
        if query.speaker is not None and query.periods:  # what they said at another time is not what was asked for
            evidence.sort(key=lambda one: not in_period(query, one))
        return query, evidence

    def _reading(self, key: int) -> Reading:
        """The article read for answering; the last ones are kept."""
        with self._lock:
            if key not in self._readings:
                self._readings[key] = Reading(self.catalog.article_by_key(key))
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
        return tuple(sorted(passages, key=lambda one: (-one.score, one.article, one.start_char)))


def _nothing_held() -> Reason:
    """The reason where passages were found, but none of them stands in the stored text any more."""
    return Reason(
        "nothing_near", "What was found does not stand in the stored articles as it was indexed; index them again."
    )
