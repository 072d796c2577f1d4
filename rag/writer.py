"""Who writes an answer from what was found: nobody, so that it stays the quotations, or a language model."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from rag.answer import Answer, Message
from rag.evidence.weigh import Evidence
from rag.question import Query
from rag.select import Quoted


class Writer(Protocol):
    """Takes the place of the extractive writing; safe to share between threads."""

    def write(
        self,
        extractive: Answer,
        query: Query,
        quoted: Sequence[Quoted],
        evidence: Sequence[Evidence],
        history: Sequence[Message],
    ) -> Iterator[Answer]:
        """Yields growing answers, the last one whole; yields at least one.

        Called for a question that is answered, with citations, and about articles: refusals, and questions about the archive
        itself, never come here and are shown as they are. Where the writer fails, or nothing that it wrote holds, it yields
        `extractive`, so that somebody always gets an answer.

        Args:
            extractive: the finished answer in the articles' own words. Every answer yielded is this one with another `answer`,
                `citations`, `sentences` and `seconds` (`dataclasses.replace`): `question`, `standalone_question`, `status`,
                `passages` stay. Citations are numbered from 1 in order of first use, each of them verified, each marker [n]
                in `answer` one of them; a sentence of `sentences` that is not verbatim has its `support` and whether it was
                `checked`.
            query: what was understood; `query.text` is the stand-alone question, the one to be answered.
            quoted: what the extractive answer quotes, in the order in which it does, duplicates included:
                `one.reading.article` is the stored article, `one.span` the characters quoted,
                `one.speaker` whose words they are (None where nobody is quoted, or it is uncertain); `one.lead`, `one.remark`
                and `one.point` are sentences of ours around it. `rag.cite.cite(n, article, span, speaker)` makes the
                citation.
            evidence: sentences found, best first, those quoted among them, of all parts of the question; with filters,
                nothing they leave out: `one.reading.text(one.at)` is the sentence, `one.reading.voices[one.at].speakers`
                whose words it carries, `one.score` 0 to 1. Many of them are far from the question.
            history: the messages before the question, oldest first.
        """

    def rewrite(self, question: str, history: Sequence[Message]) -> str | None:
        """A follow-up as a question that stands alone; None where the built-in way is to be taken."""
