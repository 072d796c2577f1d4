"""A question's whole way, from text to a checked `Answer`, over one open index."""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from index.catalog import Catalog
from index.manifest import Manifest, read_manifest
from index.settings import Settings
from rag.answer import Answer, Message, Reason, Seconds
from rag.asked import Asked
from rag.corpus import CorpusAsk, about_corpus
from rag.decide import (
    Side,
    contradicted,
    dated,
    everything,
    note,
    on_record,
    said_by_another,
    timely,
    told_once,
    wording,
)
from rag.disagree import with_disagreement
from rag.evidence.weigh import Evidence
from rag.followup import standalone
from rag.holdings import describe
from rag.language import in_another_language, language_of, main_language
from rag.listing import rest_on_topic
from rag.parts import Part, labels, parts
from rag.period import Anchor, anchored, counted_from
from rag.premise.contradiction import contradiction
from rag.question import Query, is_question, understand
from rag.refuse import explain, features, is_quoted, probability
from rag.retrieve import Candidate
from rag.search import Search
from rag.select import select
from rag.spelling import corrected
from rag.typed import legible, question_in
from rag.when import with_dates
from rag.wording import Claim, claimed
from rag.write import Written, arranged, by_point, write

LANGUAGE_SAMPLE = 20
"""Articles from which the language of the archive is told."""
ENOUGH_FOR_A_PART = 0.5
"""Share of the probability asked of a whole question from which one of its parts is answered beside a surer one."""
log = logging.getLogger(__name__)


class Judged(NamedTuple):
    """An answer with what decided that it was one."""

    answer: Answer
    probability: float
    """Calibrated probability that the evidence answers, 0 to 1; below `refuse_below` the question is refused."""


class Engine:
    """Answers questions from one index; safe to share between threads."""

    def __init__(
        self, index_dir: Path, manifest: Manifest, settings: Settings, today: Callable[[], date] = date.today
    ) -> None:
        self.manifest = manifest
        self.settings = settings
        self._today = today
        self.search = Search(index_dir, manifest, settings)

    @classmethod
    def open(cls, index_dir: Path, settings: Settings, today: Callable[[], date] = date.today) -> Self:
        """Opens an index to answer from; `today` is what 'last week' is counted from in an archive that reaches it.

        Raises:
            NoIndexError: there is none, or its first build was not finished.
            IndexMismatchError: it was built with other settings.
            IndexDamagedError: a part of it is missing or unreadable.
        """
        return cls(index_dir, read_manifest(index_dir), settings, today)

    @property
    def catalog(self) -> Catalog:
        """The articles."""
        return self.search.catalog

    def close(self) -> None:
        """Closes the stores."""
        self.search.close()

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
        typed = self._typed(question)
        if not is_question(typed):
            empty = Reason("not_a_question", "There is nothing to look for in an empty question.")
            return Judged(Answer(question, question, "refused", empty, empty.text), 0.0)
        of_corpus = about_corpus(legible(question)) or about_corpus(typed)
        if of_corpus is not None:
            return Judged(self._of_corpus(question, typed, of_corpus, started), 1.0)
        query = self._understand(typed, history)
        understood = time.perf_counter()
        candidates = self.search.retrieve(query)
        retrieved = time.perf_counter()
        asked, sides = self._answered(query, candidates)
        passages = self.search.passages(
            list({one.chunk.key: one for side in sides for one in (*candidates, *side.candidates)}.values()),
            [one for side in sides for one in side.evidence],
        )
        selected = time.perf_counter()
        written = _written(asked, sides)
        if written.dropped:
            log.warning("%d citations did not hold and were left out", written.dropped)
        reason = _reason(sides, written)
        reason = self._in_its_language(typed, reason) if reason else None
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

    def look(self, question: str, history: Sequence[Message] = ()) -> tuple[Query, list[Evidence]]:
        """What was understood and the evidence for it, best first, before anything is decided."""
        query = self._understand(self._typed(question), history)
        found = self.search.look(query, self.search.retrieve(query))
        return found.query, found.evidence

    def candidates(self, question: str, history: Sequence[Message] = ()) -> list[Candidate]:
        """The passages retrieved for a question, best first, with their scores."""
        return self.search.retrieve(self._understand(self._typed(question), history))

    def features(self, query: Query, evidence: Sequence[Evidence]) -> dict[str, float]:
        """What the decision to answer rests on (`rag.refuse.features`)."""
        return features(query, evidence, self.search.rarity)

    def _answered(self, query: Query, candidates: Sequence[Candidate]) -> tuple[list[Part], list[Side]]:
        """The parts of a question, with what to quote for each, or why nothing is; as one where no part is answered."""
        asked = parts(query)
        enough = self.settings.refuse_below
        if len(asked) > 1:
            asked = [one._replace(query=self._placed(one.query)) for one in asked]
            sides = [
                self._decide(one.query, self.search.retrieve(one.query), enough * ENOUGH_FOR_A_PART) for one in asked
            ]
            if max(side.likely for side in sides) >= enough:
                return asked, told_once(sides, [one.query for one in asked])
        return [Part(None, query)], [self._decide(query, candidates, enough)]

    def _decide(self, query: Query, candidates: Sequence[Candidate], enough: float) -> Side:
        """What to quote for a query, or why nothing is, with what there is to say of time."""
        return dated(self._undated(query, candidates, enough), query, self._anchor, self._today())

    def _undated(self, query: Query, candidates: Sequence[Candidate], enough: float) -> Side:
        """As `_decide`; `enough` is the probability from which a query is answered."""
        found = self.search.look(query, candidates)
        query, asked, rarity = found.query, found.asked, self.search.rarity
        claim = claimed(query.text, asked.speaker.phrase if asked else None) if asked or query.wants_speaker else None
        side = self._as_worded(query, asked, claim) if claim else None
        if side is None and claim is None and asked is not None and asked.persons and query.everything:
            side = everything(query, asked, self.catalog, self.search.reading)
        if side is not None:
            return replace(side, evidence=found.evidence, candidates=found.candidates)
        heard = asked is None or is_quoted(asked, [one.reading for one in found.evidence])
        against = contradiction(query, asked, found.evidence, rarity) if heard else None
        if against is not None:
            return replace(contradicted(against, found.evidence), candidates=found.candidates)
        likely = probability(query, found.evidence, rarity) if heard else 0.0
        quoted = select(query, timely(query, found.evidence), self.settings.max_sentences) if likely >= enough else []
        if quoted:
            quoted = with_dates(query, with_disagreement(query, quoted))
            more = rest_on_topic(query, asked, found.evidence, quoted)
            return Side(
                found.evidence,
                likely,
                quoted,
                notes=note(asked, quoted),
                more=(more,) if more else (),
                candidates=found.candidates,
            )
        reason = explain(query, asked, found.evidence, rarity)
        another = said_by_another(claim, asked, self.catalog) if claim and asked else None
        if another:
            reason = replace(reason, text=f"{reason.text} {another}")
        return Side(found.evidence, likely, reason=reason, candidates=found.candidates)

    def _as_worded(self, query: Query, asked: Asked | None, claim: Claim) -> Side | None:
        """The words on record beside those that the question gives, if there are any like them."""
        found = on_record(claim, asked, self.catalog)
        return wording(query, asked, claim, found, self.search.reading(found.statement.article_key)) if found else None

    def _typed(self, question: str) -> str:
        """The question in what was typed or pasted, with its words put right."""
        with self.search.lock:
            return corrected(question_in(legible(question)), self.catalog, self.search.rarity)

    def _understand(self, typed: str, history: Sequence[Message]) -> Query:
        return self._placed(understand(standalone(typed, history, self._is_quoted)))

    def _is_quoted(self, words: Sequence[str]) -> bool:
        """Whether anybody of that name is quoted, to tell 'and lavrov?' from 'and moldova?'."""
        return bool(self.catalog.speakers_named(tuple(words)))

    def _placed(self, query: Query) -> Query:
        """The query with its relative times as days."""
        speaker = query.speaker
        if speaker is not None:
            speaker = replace(speaker, dated=anchored(speaker.dated, self._anchor))
        return replace(query, speaker=speaker, periods=anchored(query.periods, self._anchor))

    @cached_property
    def _newest(self) -> str | None:
        """The latest publication date of the archive, YYYY-MM-DD."""
        return self.catalog.newest()

    @property
    def _anchor(self) -> Anchor:
        """The day that 'last week' is counted from."""
        return counted_from(self._today(), self._newest)

    def _of_corpus(self, question: str, typed: str, ask: CorpusAsk, started: float) -> Answer:
        """The answer to a question about the archive itself."""
        understood = time.perf_counter()
        written = describe(ask, self.catalog, self.search.reading)
        ended = time.perf_counter()
        seconds = Seconds(understand=understood - started, write=ended - understood, total=ended - started)
        return Answer(
            question, typed, "answered", None, written.text, written.citations, written.sentences, seconds=seconds,
            dropped_citations=written.dropped,
        )  # fmt: skip

    def _in_its_language(self, typed: str, reason: Reason) -> Reason:
        """The reason of a refusal; of a question in another language than the articles', that it is."""
        english = self.settings.embedder == "minilm"
        told = in_another_language(language_of(typed), self._language, english_embedder=english)
        return Reason("nothing_near", told) if told else reason

    @cached_property
    def _language(self) -> str | None:
        """The language of the first articles; read when a question is refused."""
        with closing(self.catalog.articles()) as articles:
            return main_language(one.text for one in islice(articles, LANGUAGE_SAMPLE))


def _written(asked: Sequence[Part], sides: Sequence[Side]) -> Written:
    """The answer's text, part by part."""
    quoted = by_point(
        [
            (label, side.quoted if side.in_order else arranged(side.quoted, by_date=one.query.speaker is not None))
            for label, one, side in zip(labels(asked), asked, sides, strict=True)
        ]
    )
    return write(
        quoted,
        [
            *(one for side in sides for one in side.more),
            *(side.reason.text for side in sides if side.reason and not side.quoted),
        ],
        notes=list(dict.fromkeys(one for side in sides for one in side.notes)),
    )


def _reason(sides: Sequence[Side], written: Written) -> Reason | None:
    """Why a question is refused, None where it is not; of a premise that does not hold, with what the archive says."""
    refused = [side.reason for side in sides if side.reason]
    if written.citations and len(refused) < len(sides):
        return None
    told = [side.reason for side in sides if side.reason and side.quoted and written.citations]
    if told:
        return replace(told[0], text=written.text)
    return refused[0] if refused else _nothing_held()


def _nothing_held() -> Reason:
    """The reason where passages were found, but none of them stands in the stored text any more."""
    return Reason(
        "nothing_near", "What was found does not stand in the stored articles as it was indexed; index them again."
    )
