"""An article read for answering: its sentences, who speaks in each, and what each needs from around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from index.attribution.people import People
from index.attribution.speech import voices as heard_in
from index.catalog import StoredArticle, StoredStatement
from index.quotations import quoted_spans
from index.sentences import Sentence, split_sentences
from index.spans import Span
from index.words import stems
from rag.period import MONTHS
from rag.voices import Voice, voices

_ANAPHORA = re.compile(
    r"\b(?:this|these|those|such|that|it|its|he|she|they|them|his|her|their|there|here|the same|so|both|latter|former)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\W*(?:(?:and|but|so|we|i|because) )?(?:\w+ )?(?:this|these|those|such|it|they|them)\b"
    r"|\W*that (?:is|was|would|will)\b",
    re.IGNORECASE,
)
"""First words that point back to what was just said."""
_MOST_QUOTE_CHARACTERS = 420
"""A quotation of several sentences is cited whole up to this length."""


@dataclass(frozen=True, eq=False)
class Reading:
    """One article with everything selection asks of it."""

    article: StoredArticle
    statements: tuple[StoredStatement, ...] = ()
    """Who said what in it, in the order of the text."""

    @cached_property
    def sentences(self) -> Sequence[Sentence]:
        """Sentences of the body, in order."""
        return split_sentences(self.article.text, self.article.spans, self.article.headings)

    @cached_property
    def people(self) -> People:
        """Who is who in the article."""
        return People(self.article.text)

    @cached_property
    def voices(self) -> Sequence[Voice]:
        """Whose words each sentence carries."""
        found = [
            replace(voice, bodies=self._bodies(voice))
            for voice in voices(self.sentences, self.statements, self.quotations)
        ]
        if not any(voice.untold for voice in found):
            return found
        around = heard_in(self.article.text, self.sentences, self.people)
        return [
            replace(voice, heard=heard.speakers) if voice.untold else voice
            for voice, heard in zip(found, around, strict=True)
        ]

    def _bodies(self, voice: Voice) -> tuple[str, ...]:
        """The sources of a voice's statements by bodies, verbatim."""
        sources = [one.source for one in voice.statements if one.is_body and one.source is not None]
        return tuple(self.article.text[span.start : span.end] for span in sources)

    @cached_property
    def stems(self) -> Sequence[frozenset[str]]:
        """Stems of each sentence."""
        return [frozenset(stems(self.text(at))) for at in range(len(self.sentences))]

    @cached_property
    def quotations(self) -> Sequence[Span]:
        """Quoted stretches."""
        return quoted_spans(self.article.text, self.sentences)

    @cached_property
    def title_stems(self) -> frozenset[str]:
        """Stems of the title."""
        return frozenset(stems(self.article.title or ""))

    @cached_property
    def about(self) -> frozenset[str]:
        """Stems of what stands over the whole article: title, outlet, author, place, and the words of its date."""
        article = self.article
        words = stems(" ".join(filter(None, (article.source, article.author, article.place))))
        if article.date is not None:
            year, month, day = article.date.split("-")
            words += [year, *stems(MONTHS[int(month) - 1]), str(int(day))]
        return self.title_stems.union(words)

    @cached_property
    def all_stems(self) -> frozenset[str]:
        """Stems of the body and the title."""
        return frozenset().union(*self.stems, self.about)

    def text(self, at: int) -> str:
        """A sentence, verbatim."""
        return self.article.text[self.sentences[at].start : self.sentences[at].end]

    def heading(self, at: int) -> int | None:
        """The sub-heading a sentence stands under."""
        for earlier in range(at - 1, -1, -1):
            if self.sentences[earlier].heading:
                return earlier
        return None

    def leans(self, at: int) -> bool:
        """Whether a sentence points back to the one before: 'this type of ammunition'."""
        return bool(_ANAPHORA.search(self.text(at)))

    def opens_leaning(self, at: int) -> bool:
        """Whether the first words of a sentence point back to what the one before says: 'It is in Europe'."""
        return bool(_OPENING.match(self.text(at)))

    def before(self, at: int) -> int | None:
        """The sentence before, in this paragraph or the end of the last one, under the same sub-heading."""
        return at - 1 if at > 0 and not self.sentences[at - 1].heading else None

    def within(self, span: Span) -> range:
        """Sentences that overlap a span."""
        touched = [i for i, one in enumerate(self.sentences) if one.start < span.end and span.start < one.end]
        return range(touched[0], touched[-1] + 1) if touched else range(0)

    def unit(self, at: int) -> range:
        """The sentences to cite with one: those that share its quotation, so that no quotation is cut, if not too long."""
        first = last = at
        for quote in self.quotations:
            one = self.sentences[at]
            if quote.start < one.end and one.start < quote.end:
                shared = self.within(quote)
                first, last = min(first, shared.start), max(last, shared.stop - 1)
        if self.sentences[last].end - self.sentences[first].start <= _MOST_QUOTE_CHARACTERS:
            return range(first, last + 1)
        return self._attributed(at, first, last)

    def unit_of(self, spans: Sequence[Span]) -> range | None:
        """The sentences to cite for some words: the one with most of them, and what shares its quotation."""
        shares = [
            (sum(max(0, min(one.end, span.end) - max(one.start, span.start)) for span in spans), -at)
            for at, one in enumerate(self.sentences)
        ]
        most, at = max(shares, default=(0, 0))
        return self.unit(-at) if most else None

    def _attributed(self, at: int, first: int, last: int) -> range:
        """Of a long quotation, the sentence and its neighbours as far as they fit, towards the words that attribute it."""
        start = end = at
        while True:
            if end < last and self.sentences[end + 1].end - self.sentences[start].start <= _MOST_QUOTE_CHARACTERS:
                end += 1
            elif start > first and self.sentences[end].end - self.sentences[start - 1].start <= _MOST_QUOTE_CHARACTERS:
                start -= 1
            else:
                return range(start, end + 1)

    def span(self, sentences: range) -> Span:
        """Characters from the first to the last of some sentences."""
        return Span(self.sentences[sentences.start].start, self.sentences[sentences.stop - 1].end)


def overlap(one: range, other: range) -> bool:
    """Whether two stretches of sentences share one."""
    return one.start < other.stop and other.start < one.stop
