"""The writer that asks a language model: each sentence is checked, repaired or withheld before it is shown."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from index.settings import Settings
from index.words import FUNCTION_WORDS, stem_of, tokens
from rag.answer import Answer, Message
from rag.check.record import Numbered, Verdict
from rag.evidence.weigh import Evidence
from rag.llm.budget import choose, text_of, tokens_of
from rag.llm.draft import VERBATIM, Piece, draft, fallen_back
from rag.llm.prompt import messages, passage
from rag.llm.rewrite import rewritten
from rag.llm.sentences import Sentence, sentences
from rag.llm.talk import Model, ModelError
from rag.question import Query
from rag.select import Quoted, lead_in

Check = Callable[[str, Sequence[Numbered]], Verdict]
MOST_SENTENCES = 8
"""Of an answer; a model that goes on after twice the four it is asked for goes on for ever."""
MOST_TRIED = 2
"""Passages tried for a sentence that names none, those nearest by words."""
UNNAMED_SUPPORT = 0.65
"""Support from which a sentence that names no passage is shown: who cannot say where it stands has to be surer. Of 28
sentences that SmolLM2 wrote on the seed articles, all without a marker, this withholds 19 of 20 that are not supported and
2 of 8 that are; the check alone 14 and none."""
NEAR = 0.5
"""Share of a failed sentence's words from which a verbatim one says the same."""
OWN_WORDS = "These are the sources’ own words."
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ModelWriter:
    """A `rag.writer.Writer`; safe to share between threads."""

    model: Model
    settings: Settings
    check: Check

    def write(
        self,
        extractive: Answer,
        query: Query,
        quoted: Sequence[Quoted],
        evidence: Sequence[Evidence],
        history: Sequence[Message],  # noqa: ARG002 - the stand-alone question holds what it needs of it
    ) -> Iterator[Answer]:
        """Growing answers; the extractive one with a note where the model fails or nothing that it wrote holds."""
        started = time.perf_counter()
        work = _Work(self, extractive, query, quoted, evidence)
        first: float | None = None
        try:
            for pieces in work.grow():
                first = first or time.perf_counter()
                yield _timed(draft(extractive, pieces, whole=False), extractive, started, first)
            answer = work.whole()
        except ModelError as error:
            log.warning("%s; the answer is in the sources' own words", error)
            first = None
            answer = fallen_back(extractive, f"The language model {error.told}. {OWN_WORDS}")
        yield _timed(answer, extractive, started, first if work.pieces else None)

    def rewrite(self, question: str, history: Sequence[Message]) -> str | None:
        """A follow-up as a question that stands alone; None where the built-in way is to be taken."""
        return rewritten(self.model, question, history) if self.settings.llm_rewrites else None


def _timed(answer: Answer, extractive: Answer, started: float, first: float | None) -> Answer:
    spent = time.perf_counter() - started
    before = extractive.seconds
    return replace(
        answer,
        seconds=replace(
            before,
            write=before.write + spent,
            total=before.total + spent,
            first_sentence=None if first is None else before.total + first - started,
        ),
    )


class _Work:
    """One answer being written."""

    def __init__(
        self,
        writer: ModelWriter,
        extractive: Answer,
        query: Query,
        quoted: Sequence[Quoted],
        evidence: Sequence[Evidence],
    ) -> None:
        self.pieces: list[Piece] = []
        self._writer = writer
        self._extractive = extractive
        self._query = query
        self._quoted = quoted
        self._withheld = 0
        self._unfinished = 0
        settings = writer.settings
        asked = sum(tokens_of(one.content) for one in messages(query.text, ()))
        left = settings.llm_context - settings.llm_max_tokens - asked
        self._chosen, self._planted = choose(quoted, evidence, left, lambda one: tokens_of(passage(numbered(0, one))))
        self._evidence = [numbered(n, one) for n, one in enumerate(self._chosen, 1)]

    def grow(self) -> Iterator[list[Piece]]:
        """The pieces so far, each time there is another one.

        Raises:
            ModelError: the model does not answer, or not to the end.
        """
        if not self._evidence:
            return
        told: set[str] = set()
        with closing(self._writer.model.stream(messages(self._query.text, self._evidence))) as words:
            for sentence in sentences(words):
                if sentence.refuses:
                    continue
                if sentence.text.casefold() in told or len(told) == MOST_SENTENCES:
                    return  # what repeats itself or does not end says nothing more
                told.add(sentence.text.casefold())
                grown = self._add(sentence)
                if grown:
                    yield list(self.pieces)

    def whole(self) -> Answer:
        """The finished answer; the extractive one where nothing held."""
        said = list(self._said())
        written = draft(
            self._extractive, [*self.pieces, *self._remarks_left()] if self.pieces else [], said, whole=True
        )
        if written.citations:
            return written
        found = "found no answer in" if self._evidence else "was given none of"
        why = said or [f"The language model {found} the sources."]
        return fallen_back(self._extractive, " ".join([*why, OWN_WORDS]))

    def _said(self) -> Iterator[str]:
        """What was left out, in sentences."""
        if self._withheld:
            yield f"{_counted(self._withheld, 'sentence')} withheld: not supported by the sources."
        if self._unfinished:
            yield f"{_counted(self._unfinished, 'unfinished sentence')} left out."
        if self._planted:
            yield f"{_counted(self._planted, 'passage')} kept from the language model: addressed to one, not to readers."

    def _add(self, sentence: Sentence) -> bool:
        """Takes a sentence, a verbatim one in its place, or neither; whether the answer has grown."""
        if not sentence.whole:
            self._unfinished += 1
            return False
        piece = self._held(sentence) or self._verbatim(sentence)
        if piece is None:
            self._withheld += 1
            return False
        if any(one.text == piece.text for one in self.pieces):
            return False
        self.pieces.append(piece)
        for one in piece.passages:
            self.pieces += [Piece(one.remark, (one,), None)] if one.remark and not self._is_remarked(one) else []
        return True

    def _held(self, sentence: Sentence) -> Piece | None:
        """The sentence with what it cites, where that supports it."""
        if sentence.of_passages or "://" in sentence.text or "](" in sentence.text:
            return None
        known = [n for n in sentence.named if 0 < n <= len(self._evidence)]
        if len(known) < len(sentence.named):
            return None
        tries = [known] if known else [[n] for n in self._nearest(sentence.text)[:MOST_TRIED]]
        for numbers in tries:
            verdict = self._writer.check(sentence.text, [self._evidence[n - 1] for n in numbers])
            if verdict.ok and (known or verdict.support >= UNNAMED_SUPPORT):
                return Piece(sentence.text, tuple(self._chosen[n - 1] for n in numbers), round(verdict.support, 4))
            log.debug("failed (%s): %s", "; ".join(verdict.failed), sentence.text)
        return None

    def _verbatim(self, sentence: Sentence) -> Piece | None:
        """A passage in the place of a sentence that failed: one that it names, or any, if it says about the same."""
        shown = {one for piece in self.pieces for one in piece.passages}
        named = [n for n in sentence.named if 0 < n <= len(self._evidence)]
        for n in named or self._nearest(sentence.text):
            one = self._chosen[n - 1]
            near = shared(sentence.text, self._evidence[n - 1].text) >= NEAR
            if one in self._quoted and one not in shown and near:
                lead = " ".join(filter(None, (VERBATIM, one.lead or lead_in(one))))
                return Piece(" ".join(text_of(one).split()), (one,), None, lead)
        return None

    def _nearest(self, text: str) -> list[int]:
        """Numbers of the passages, those that hold most of a sentence's words first."""
        return sorted(range(1, len(self._evidence) + 1), key=lambda n: -shared(text, self._evidence[n - 1].text))

    def _is_remarked(self, one: Quoted) -> bool:
        return any(piece.text == one.remark for piece in self.pieces)

    def _remarks_left(self) -> Iterator[Piece]:
        """Quotations with a remark of ours that the model passed over: how the words on record differ is never left out."""
        cited = {one for piece in self.pieces for one in piece.passages}
        for one in dict.fromkeys(self._quoted):
            if one.remark and one not in cited:
                yield Piece(" ".join(text_of(one).split()), (one,), None, one.lead or "")
                yield Piece(one.remark, (one,), None)


def numbered(n: int, one: Quoted) -> Numbered:
    """A passage as the model and the check are given it."""
    article = one.reading.article
    text = text_of(one)
    return Numbered(n, text, one.speaker, article.source, article.date, text, article.title)


def shared(sentence: str, passage: str) -> float:
    """Share of the words of a sentence that carry meaning which a passage holds, 0 to 1."""
    wanted = {stem_of(word) for word in tokens(sentence) if word.casefold() not in FUNCTION_WORDS}
    held = {stem_of(word) for word in tokens(passage)}
    return len(wanted & held) / len(wanted) if wanted else 0.0


def _counted(number: int, what: str) -> str:
    return f"1 {what} was" if number == 1 else f"{number} {what}s were"
