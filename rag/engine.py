"""A question's whole way, from text to a checked `Answer`, over one open index."""

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import NamedTuple, Self

from index.catalog import Catalog
from index.manifest import Manifest, read_manifest
from index.settings import Settings
from rag.answer import Answer, Message, Reason, Seconds
from rag.answering import Answering, behind, quotations, reason_of
from rag.corpus import CorpusAsk, about_corpus
from rag.evidence.weigh import Evidence
from rag.filters import NO_FILTERS, Filters
from rag.followup import standalone
from rag.holdings import describe
from rag.language import in_another_language, language_of, main_language
from rag.outlets import published_by
from rag.period import Anchor, counted_from
from rag.question import Query, is_question, understand
from rag.refuse import features
from rag.retrieve import Candidate
from rag.search import Search
from rag.select import Quoted
from rag.spelling import corrected
from rag.suggest import Suggesting, Voice, checked
from rag.typed import legible, question_in
from rag.words import listed
from rag.write import said, write
from rag.writer import Writer

LANGUAGE_SAMPLE = 20
"""Articles from which the language of the archive is told."""
VERSION_CHARACTERS = 12
log = logging.getLogger(__name__)


class Judged(NamedTuple):
    """An answer with what decided that it was one."""

    answer: Answer
    probability: float
    """Calibrated probability that the evidence answers, 0 to 1; below `refuse_below` the question is refused."""


@dataclass(frozen=True)
class Grounds:
    """An answer in the articles' own words, with what it rests on."""

    answer: Answer
    probability: float = 0.0
    query: Query | None = None
    """What was understood; None of what is no question to the articles."""
    quoted: Sequence[Quoted] = ()
    evidence: Sequence[Evidence] = ()
    to_all: str | None = None
    """Of a question for what one outlet published, the question to all of them."""

    def refused(self, because: str) -> "Grounds":
        """The refusal with a sentence more."""
        reason = self.answer.reason
        told = replace(reason, text=f"{reason.text} {because}") if reason else None
        return replace(self, answer=replace(self.answer, reason=told, answer=told.text)) if told else self


class Engine:
    """Answers questions from one index; safe to share between threads."""

    def __init__(
        self,
        index_dir: Path,
        manifest: Manifest,
        settings: Settings,
        today: Callable[[], date] = date.today,
        writer: Writer | None = None,
    ) -> None:
        self._writer = writer
        self._examples: dict[int, list[str]] = {}
        self._choosing = Lock()
        self.manifest = manifest
        self.settings = settings
        self.today = today
        """The day from which 'last week' is counted."""
        self.search = Search(index_dir, manifest, settings)

    @classmethod
    def open(
        cls,
        index_dir: Path,
        settings: Settings,
        today: Callable[[], date] = date.today,
        *,
        writer: Writer | None = None,
    ) -> Self:
        """Opens an index to answer from; `today` is what 'last week' is counted from in an archive that reaches it.

        A `writer` writes the answers from what was found; without one they are the quotations themselves.

        Raises:
            NoIndexError: there is none, or its first build was not finished.
            IndexMismatchError: it was built with other settings.
            IndexDamagedError: a part of it is missing or unreadable.
        """
        return cls(index_dir, read_manifest(index_dir), settings, today, writer)

    @property
    def catalog(self) -> Catalog:
        """The articles."""
        return self.search.catalog

    def on(self, day: date) -> Self:
        """The same engine as on a day, from which 'last week' is counted; closed with this one."""
        other = copy(self)
        other.today = lambda: day
        return other

    def close(self) -> None:
        """Closes the stores."""
        self.search.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def version(self) -> str:
        """A short fingerprint of what the index held when this was first asked for: another text makes another one."""
        built = json.dumps(self.manifest.built_with(), sort_keys=True)
        return hashlib.sha256(f"{built} {self.catalog.fingerprint()}".encode()).hexdigest()[:VERSION_CHARACTERS]

    def ask(self, question: str, history: Sequence[Message] = (), filters: Filters = NO_FILTERS) -> Answer:
        """Answers with verified citations, or refuses with a reason.

        Without a writer, the same index and question give the same answer.
        """
        return self.judge(question, history, filters).answer

    def judge(
        self, question: str, history: Sequence[Message] = (), filters: Filters = NO_FILTERS, today: date | None = None
    ) -> Judged:
        """As `ask`, with the probability on which the decision to answer rested; 0 for what is no question.

        `today` is the day it is asked, where that is not the engine's.
        """
        if today is not None:
            return self.on(today).judge(question, history, filters)
        grounds = self._grounds(question, history, filters)
        *_, answer = self._written(grounds, history)
        return Judged(answer, grounds.probability)

    def stream(self, question: str, history: Sequence[Message] = (), filters: Filters = NO_FILTERS) -> Iterator[Answer]:
        """The answer as it grows; the last one is the whole one. Quotations come at once, a writer's sentences one by one."""
        yield from self._written(self._grounds(question, history, filters), history)

    def suggestions(
        self, answer: Answer, history: Sequence[Message] = (), filters: Filters = NO_FILTERS, limit: int = 3
    ) -> list[str]:
        """Questions that can follow an answer, each of them answered; `history` is what came before its question."""
        if not is_question(answer.question) or about_corpus(answer.question):
            return self.examples(limit)
        before = [*history, Message("user", answer.question), Message("assistant", answer.answer)]
        shown = frozenset((one.article, one.start_char) for one in answer.citations)
        asked = Suggesting(self.search, self.search.scope(filters)).next(answer)

        def answered(text: str) -> Answer:  # completed without the writer, of which nobody waits for an answer
            return self._within(standalone(text, before, self._is_quoted), (), filters).answer

        return checked(asked, answered, limit, shown)

    def examples(self, limit: int = 4) -> list[str]:
        """Questions to begin with, drawn from the corpus, each of them answered."""
        with self._choosing:  # they are the same for everybody, and who comes meanwhile waits for them
            if limit not in self._examples:
                asked = Suggesting(self.search, self.search.scope()).examples()
                self._examples[limit] = checked(asked, lambda text: self._within(text, (), NO_FILTERS).answer, limit)
            return list(self._examples[limit])

    def quoted_on(self, answer: Answer, filters: Filters = NO_FILTERS, limit: int = 5) -> list[Voice]:
        """Whom the corpus quotes on the topic of a question, those with most statements first."""
        suggesting = Suggesting(self.search, self.search.scope(filters))
        topic = suggesting.topic(understand(answer.standalone_question))
        return suggesting.quoted_on(topic, limit) if topic else []

    def look(self, question: str, history: Sequence[Message] = ()) -> tuple[Query, list[Evidence]]:
        """What was understood and the evidence for it, best first, before anything is decided."""
        query = self._understand(self._typed(question), history)
        scope = self.search.scope()
        found = self.search.look(query, self.search.retrieve(query, scope), scope)
        return found.query, found.evidence

    def candidates(self, question: str, history: Sequence[Message] = ()) -> list[Candidate]:
        """The passages retrieved for a question, best first, with their scores."""
        return self.search.retrieve(self._understand(self._typed(question), history), self.search.scope())

    def features(self, query: Query, evidence: Sequence[Evidence]) -> dict[str, float]:
        """What the decision to answer rests on (`rag.refuse.features`)."""
        return features(query, evidence, self.search.rarity)

    def _written(self, grounds: Grounds, history: Sequence[Message]) -> Iterator[Answer]:
        """The answer as the writer has it, where there is one and something to write from."""
        answer, query = grounds.answer, grounds.query
        if self._writer is None or query is None or answer.status == "refused" or not answer.citations:
            yield answer
        else:
            yield from self._writer.write(answer, query, grounds.quoted, grounds.evidence, history)

    def _grounds(self, question: str, history: Sequence[Message], filters: Filters = NO_FILTERS) -> Grounds:
        """The answer in the articles' own words; a refusal says whether it is for the filters, or for the outlet asked for."""
        grounds = self._within(question, history, filters)
        reason = grounds.answer.reason
        if reason is None or grounds.query is None:
            return grounds
        if grounds.to_all is not None:
            elsewhere = self._within(grounds.to_all, (), filters).answer
            outlets = sorted({one.source for one in elsewhere.citations if one.source})
            if elsewhere.status == "answered" and outlets:
                grounds = grounds.refused(f"There is an answer in articles of {listed(outlets)}.")
        if not filters:
            return grounds
        answered = self._within(grounds.answer.standalone_question, (), NO_FILTERS).answer.status == "answered"
        without = "there is an answer." if answered else "there is no answer either."
        if "the filter" in reason.text:
            return grounds.refused(f"Without it {without}")
        return grounds.refused(f"Only what the filter leaves was searched ({filters.told}); without it {without}")

    def _within(self, question: str, history: Sequence[Message], filters: Filters) -> Grounds:
        """The answer in the articles' own words within some filters."""
        started = time.perf_counter()
        typed = self._typed(question)
        if not is_question(typed):
            empty = Reason("not_a_question", "There is nothing to look for in an empty question.")
            return Grounds(Answer(question, question, "refused", empty, empty.text))
        of_corpus = about_corpus(legible(question)) or about_corpus(typed)
        if of_corpus is not None:
            return Grounds(self._of_corpus(question, typed, of_corpus, filters, started), 1.0)
        text = self._standalone(typed, history)
        published = published_by(text, filters.outlets or self._outlets, lambda name: self._is_quoted(name.split()))
        if published:
            filters = replace(filters, outlets=(published.outlet,))
        scope = self.search.scope(filters)
        answering = Answering(self.search, scope, self._anchor, self.today())
        query = answering.placed(understand(published.question if published else text))
        understood = time.perf_counter()
        candidates = self.search.retrieve(query, scope)
        retrieved = time.perf_counter()
        asked, sides = answering.answered(query, candidates)
        evidence = [one for side in sides for one in side.evidence]
        passages = self.search.passages(
            list({one.chunk.key: one for side in sides for one in (*candidates, *side.candidates)}.values()), evidence
        )
        selected = time.perf_counter()
        quoted = quotations(asked, sides)
        notes = dict.fromkeys(one for side in sides for one in side.notes)
        only = [f"Only the articles of {published.outlet} were searched."] if published else []
        written = write(quoted, [*behind(sides), *scope.left_out(), *only], notes=list(notes))
        if written.dropped:
            log.warning("%d citations did not hold and were left out", written.dropped)
        reason = reason_of(sides, written.text, cited=bool(written.citations))
        if reason:
            told = scope.told(reason)
            reason = self._in_its_language(typed, replace(told, text=" ".join([told.text, *only])))
        ended = time.perf_counter()
        answer = Answer(
            question=question,
            standalone_question=text if published else query.text,
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
        to_all = published.question if published else None
        return Grounds(answer, max(side.likely for side in sides), query, quoted, evidence, to_all)

    def _typed(self, question: str) -> str:
        """The question in what was typed or pasted, with its words put right."""
        return corrected(question_in(legible(question)), self.catalog, self.search.rarity)

    def _understand(self, typed: str, history: Sequence[Message]) -> Query:
        answering = Answering(self.search, self.search.scope(), self._anchor, self.today())
        return answering.placed(understand(self._standalone(typed, history)))

    def _standalone(self, typed: str, history: Sequence[Message]) -> str:
        """The question with what it leans on, as the writer completes it, or else as we do."""
        rewritten = self._writer.rewrite(typed, history) if self._writer is not None else None
        return rewritten or standalone(typed, history, self._is_quoted)

    def _is_quoted(self, words: Sequence[str]) -> bool:
        """Whether anybody of that name is quoted, to tell 'and lavrov?' from 'and moldova?'."""
        return bool(self.catalog.speakers_named(tuple(words)))

    @cached_property
    def _outlets(self) -> tuple[str, ...]:
        """The outlets of the archive, to know them in a question."""
        return tuple(self.catalog.outlets())

    @cached_property
    def _newest(self) -> str | None:
        """The latest publication date of the archive, YYYY-MM-DD."""
        return self.catalog.newest()

    @property
    def _anchor(self) -> Anchor:
        """The day that 'last week' is counted from."""
        return counted_from(self.today(), self._newest)

    def _of_corpus(self, question: str, typed: str, ask: CorpusAsk, filters: Filters, started: float) -> Answer:
        """The answer to a question about the archive itself, which filters do not narrow."""
        understood = time.perf_counter()
        written = describe(ask, self.catalog, self.search.reading)
        if filters:
            written = said(written, f"This is about the whole archive, without the filter ({filters.told}).")
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
