"""Which source and which contents belong to a cue: tagged spans put together to attributions."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from index.attribution.record import Attribution
from index.sentences import Sentence
from index.spans import Span

MOST_SENTENCES_ON = 3
"""How far behind the words that attribute it a quotation may go on, in sentences."""


class Tagged(NamedTuple):
    """A span with its kind: 'source', 'cue' or 'content'."""

    kind: str
    span: Span


@dataclass
class _Group:
    """An attribution in the making."""

    cue: int | None = None
    source: int | None = None
    contents: list[int] = field(default_factory=list)


def link(
    text: str, sentences: Sequence[Sentence], tagged: Sequence[Tagged], quotes: Sequence[Span]
) -> list[Attribution]:
    """Attributions of an article, in the order of their first characters; every tagged content is in one of them.

    A cue takes the source beside it in its sentence, before it rather than behind it; one that has none shares that of the
    cue before it ('He said this and warned of that'). A content goes to the cue it stands beside in its sentence, before
    it rather than behind it; one that stands beside none goes on what was said just before. A cue and a source without any
    content take what can only be theirs: see `_untagged`.

    Args:
        text: the stored text.
        sentences: of the article's body.
        tagged: spans that do not overlap, in order.
        quotes: the article's quotations.
    """
    return _Linker(text, sentences, tagged, quotes).linked()


class _Linker:
    def __init__(
        self, text: str, sentences: Sequence[Sentence], tagged: Sequence[Tagged], quotes: Sequence[Span]
    ) -> None:
        self._text, self._sentences, self._tagged, self._quotes = text, sentences, tagged, quotes
        starts = [one.start for one in sentences]
        self._first = [bisect_right(starts, one.span.start) - 1 for one in tagged]
        self._last = [bisect_right(starts, one.span.end - 1) - 1 for one in tagged]
        quote_starts = [one.start for one in quotes]
        self._quote = []
        for one in tagged:
            at = bisect_right(quote_starts, one.span.start) - 1
            self._quote.append(at if at >= 0 and one.span.start < quotes[at].end else -1)
        self._groups: dict[int, _Group] = {}  # by cue, or by content where it has none

    def linked(self) -> list[Attribution]:
        cues = [at for at, one in enumerate(self._tagged) if one.kind == "cue"]
        taken: set[int] = set()
        for cue in cues:
            source = self._source(cue, taken)
            if source is not None:
                taken.add(source)
            self._groups[cue] = _Group(cue, source)
        self._share()
        self._contents()
        found = [self._attribution(group) for group in self._groups.values()]
        return sorted((one for one in found if one.content), key=_start)

    def _near(self, one: int, other: int) -> bool:
        """Whether two spans touch one sentence."""
        return self._first[one] <= self._last[other] and self._first[other] <= self._last[one]

    def _kind(self, at: int) -> str:
        return self._tagged[at].kind if 0 <= at < len(self._tagged) else ""

    def _source(self, cue: int, taken: set[int]) -> int | None:
        """The source beside a cue."""
        if self._kind(cue - 1) == "source" and self._near(cue - 1, cue):
            return cue - 1
        after = cue + 1
        if self._kind(after) == "source" and self._near(after, cue) and not self._introduces(after):
            return after
        # '“…,” she, like others, “…” said' and 'According to, “…”, sources': with one content in between
        before = cue - 2
        if self._kind(cue - 1) == "content" and self._kind(before) == "source" and before not in taken:
            return before if self._near(before, cue) and self._kind(before - 1) != "cue" else None
        after = cue + 2
        if self._kind(cue + 1) == "content" and self._kind(after) == "source" and self._kind(after + 1) != "cue":
            return after if self._near(after, cue) and self._kind(cue - 1) not in ("source", "content") else None
        return None

    def _introduces(self, source: int) -> bool:
        """Whether a source behind a cue belongs to the next one: '“…,” added, while Orr said'."""
        return (
            self._kind(source + 1) == "cue"
            and self._near(source, source + 1)
            and self._kind(source + 2) != "source"
            and self._gap(source, source + 1) < self._gap(source - 1, source)
        )

    def _gap(self, one: int, other: int) -> int:
        return self._tagged[other].span.start - self._tagged[one].span.end

    def _share(self) -> None:
        """Gives a cue without a source that of the cue before it in its sentence."""
        last: _Group | None = None
        for cue in sorted(self._groups):
            group = self._groups[cue]
            if group.source is None and last is not None and last.cue is not None and self._near(last.cue, cue):
                group.source = last.source
            last = group

    def _contents(self) -> None:
        last: _Group | None = None
        last_at = -1
        for at, one in enumerate(self._tagged):
            if one.kind != "content":
                continue
            group = self._beside(at, last, last_at)
            if group is None:
                group = self._groups.setdefault(at, _Group())
            group.contents.append(at)
            last, last_at = group, at

    def _beside(self, at: int, last: _Group | None, last_at: int) -> _Group | None:
        """The group a content belongs to."""
        if last is not None and last_at == at - 1 and self._quote[at] >= 0 and self._quote[at] == self._quote[last_at]:
            return last
        before = self._before(at)
        after = self._after(at)
        if before is not None and after is not None:
            # between two cues of one sentence: the one before, unless it has a content already and the next has none
            own, following = self._groups[before], self._groups[after]
            leads = own.contents and self._kind(after + 1) != "content" and own.cue is not None
            has_before = any(one < before for one in own.contents)
            return following if leads and has_before and self._gap_to(after, at) < self._gap_to(before, at) else own
        only = after if before is None else before
        if only is not None:
            return self._groups[only]
        introduced = self._introduced(at)
        if introduced is not None:
            return self._groups[introduced]
        if last is not None and last.source is not None and self._goes_on(at, last_at):
            return last
        beside = self._ahead(at)
        return self._groups[beside] if beside is not None else None

    def _gap_to(self, cue: int, content: int) -> int:
        one, other = self._tagged[cue].span, self._tagged[content].span
        return other.start - one.end if one.end <= other.start else one.start - other.end

    def _before(self, at: int) -> int | None:
        """The cue just before a content, in its sentence: 'he said …', 'said Orr, …', or '… “…” and “…”'."""
        for back in range(at - 1, max(-1, at - 5), -1):
            if self._first[at] > self._last[back]:
                return None
            if self._kind(back) == "cue":
                return back
            if self._kind(back) == "source" and (back - 1) in self._groups and self._groups[back - 1].source == back:
                return back - 1
            if self._kind(back) == "source":
                return None
        return None

    def _introduced(self, at: int) -> int | None:
        """The cue just before a content, where its sentence ends with a colon: 'He said:', and a paragraph of his words."""
        for back in range(at - 1, max(-1, at - 3), -1):
            if self._kind(back) == "cue":
                sentence = self._sentences[self._last[back]]
                ended = self._text[sentence.start : sentence.end].rstrip().endswith(":")
                return back if ended and self._first[at] == self._last[back] + 1 else None
        return None

    def _after(self, at: int) -> int | None:
        """The cue just behind a content, in its sentence: '…, he said', '…, said Orr'."""
        if not self._near_end(at, at + 1):
            return None
        if self._kind(at + 1) == "cue":
            return at + 1
        if self._kind(at + 1) == "source" and self._kind(at + 2) == "cue" and self._near_end(at, at + 2):
            return at + 2
        return None

    def _near_end(self, at: int, other: int) -> bool:
        """Whether a span begins in the sentence in which a content ends, or right behind: '“Why not?” Orr demanded'."""
        if other >= len(self._tagged):
            return False
        between = self._text[self._tagged[at].span.end : self._tagged[other].span.start]
        return self._first[other] <= self._last[at] or (_bare(between) and self._same_paragraph(at, other))

    def _ahead(self, at: int) -> int | None:
        """The cue that introduces the next content, where this one is the sentence before in the same quotation run."""
        following = at + 1
        if self._kind(following) == "content" and self._first[following] - self._last[at] <= 1:
            after = self._after(following)
            if after is not None and self._same_paragraph(at, after):
                return after
        return None

    def _goes_on(self, at: int, last: int) -> bool:
        """Whether a content goes on with what was said last."""
        return self._first[at] - self._last[last] <= MOST_SENTENCES_ON and (
            self._sentences[self._first[at]].paragraph - self._sentences[self._last[last]].paragraph <= 1
        )

    def _same_paragraph(self, one: int, other: int) -> bool:
        return self._sentences[self._first[one]].paragraph == self._sentences[self._first[other]].paragraph

    def _attribution(self, group: _Group) -> Attribution:
        source, cue = (None if at is None else self._tagged[at].span for at in (group.source, group.cue))
        contents = [self._tagged[at].span for at in group.contents]
        if not contents and group.cue is not None and group.source is not None:
            contents = self._untagged(group.cue, group.source)
        return Attribution(source, cue, tuple(contents))

    def _untagged(self, cue: int, source: int) -> list[Span]:
        """What a cue and its source can only have as content, where nothing else is tagged there.

        The rest of the sentence behind 'According to Orr,'; the sentence before ', Orr said.'; the quotation that is the next
        paragraph after 'Orr said:'.
        """
        first, last = min(cue, source), max(cue, source)
        start, end = self._tagged[first].span.start, self._tagged[last].span.end
        sentence = self._sentences[self._last[last]]
        before = self._tagged[first - 1].span.end if first else 0
        after = self._tagged[last + 1].span.start if last + 1 < len(self._tagged) else len(self._text)
        if _bare(self._text[end : sentence.end]):
            if self._text[:end].rstrip().endswith(":") or self._text[end : sentence.end].strip() == ":":
                return self._next_paragraph(self._last[last], after)
            lead = self._text[max(before, sentence.start) : start]
            if before <= sentence.start and lead.rstrip().endswith(","):
                return [_without_blanks(self._text, sentence.start, start)]
        accords = self._text[start : start + len("According")] == "According" and start == sentence.start
        if accords and self._text[end : end + 1] == "," and after >= sentence.end:
            return [_without_blanks(self._text, end, sentence.end)]
        return []

    def _next_paragraph(self, sentence: int, before: int) -> list[Span]:
        """The quotation that fills the next paragraph, if it ends before some character."""
        following = [
            one
            for one in self._sentences[sentence + 1 : sentence + 30]
            if one.paragraph == self._sentences[sentence].paragraph + 1 and not one.heading
        ]
        if not following or following[-1].end > before:
            return []
        start, end = following[0].start, following[-1].end
        quoted = any(quote.start == start and quote.end >= end - 1 for quote in self._quotes)
        return [Span(start, end)] if quoted else []


def _bare(text: str) -> bool:
    """Whether a text has no word."""
    return not any(char.isalnum() for char in text)


def _without_blanks(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    kept = part.strip(" \n\t\xa0,;:")
    if not kept.endswith(("”", '"', "…")):
        kept = kept.rstrip(".")
    begin = start + part.index(kept)
    return Span(begin, begin + len(kept))


def _start(attribution: Attribution) -> int:
    spans = [attribution.source, attribution.cue, *attribution.content]
    return min(span.start for span in spans if span is not None)
