"""How right the statements' spans are, against PolNeAR's annotations: python -m evals.spans --data POLNEAR [--whole].

Exact-span F1 of sources, cues and contents, ends stripped of blanks and .,;: on both sides (Newell et al., 2018, count
spans so), and the share of annotated (source, content) pairs of which a statement holds at least half of the content and
whose source overlaps the annotated one. By default statements are those of an article's body, as an index has them, and
what stands in a masked headline counts as missed; --whole reads the whole text.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evals.annotated import Article, load_articles
from index.attribution.extract import DEFAULT, load_extractor
from index.attribution.record import Attribution
from index.body import find_body
from index.errors import OnRecordError
from index.spans import Span

_EDGES = " \n\t\xa0.,;:"
"""What does not count at either end of a span."""
KINDS = ("source", "cue", "content")


@dataclass
class Spans:
    """Spans of one kind, as (article, start, end)."""

    gold: set[tuple[str, int, int]] = field(default_factory=set)
    found: set[tuple[str, int, int]] = field(default_factory=set)

    @property
    def precision(self) -> float:
        """Share of the found that are gold."""
        return len(self.gold & self.found) / len(self.found) if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that are found."""
        return len(self.gold & self.found) / len(self.gold) if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = len(self.gold) + len(self.found)
        return 2 * len(self.gold & self.found) / both if both else 0.0


@dataclass
class Measured:
    """Counts over articles."""

    spans: dict[str, Spans] = field(default_factory=lambda: {kind: Spans() for kind in KINDS})
    pairs: int = 0
    """Annotated attributions with a source and a content."""
    matched: int = 0
    """Of them, those found."""

    def add(self, article: str, text: str, gold: Sequence[Attribution], found: Sequence[Attribution]) -> None:
        """Counts an article."""
        for kind, counted in self.spans.items():
            counted.gold |= {(article, *stripped(text, span)) for one in gold for span in spans_of(one, kind)}
            counted.found |= {(article, *stripped(text, span)) for one in found for span in spans_of(one, kind)}
        paired = [one for one in gold if one.source and one.content]
        self.pairs += len(paired)
        self.matched += sum(any(is_pair(one, other) for other in found) for one in paired)


def spans_of(attribution: Attribution, kind: str) -> tuple[Span, ...]:
    """An attribution's spans of a kind."""
    if kind == "content":
        return attribution.content
    span = attribution.source if kind == "source" else attribution.cue
    return () if span is None else (span,)


def stripped(text: str, span: Span) -> Span:
    """A span without the blanks and stops at its ends."""
    start, end = span
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)


def is_pair(gold: Attribution, found: Attribution) -> bool:
    """Whether a statement has half of an annotated content, and a source that overlaps the annotated one."""
    whole = sum(span.end - span.start for span in gold.content)
    held = sum(_shared(one, other) for one in gold.content for other in found.content)
    if gold.source is None or found.source is None:
        return False
    return 2 * held >= whole and _shared(gold.source, found.source) > 0


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def measure(articles: Mapping[str, Article], *, whole: bool = False) -> Measured:
    """The shipped extractor over annotated articles."""
    extractor = load_extractor(DEFAULT)
    measured = Measured()
    for name, article in articles.items():
        body = find_body(article.text, title=article.title)
        spans = (Span(0, len(article.text)),) if whole else body.spans
        found = extractor.statements(article.text, spans, body.headings if not whole else (), title=article.title)
        measured.add(name, article.text, article.attributions, [one.attribution for one in found])
    return measured


def main() -> None:
    """Prints the table, or its numbers as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="dev.jsonl of PolNeAR, or its folder")
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    try:
        articles = load_articles(args.data)
    except OnRecordError as error:
        sys.exit(str(error))
    measured = measure(articles, whole=args.whole)
    rows = {kind: (one.f1, one.precision, one.recall, len(one.gold)) for kind, one in measured.spans.items()}
    share = measured.matched / measured.pairs
    if args.json:
        numbers = {kind: dict(zip(("f1", "precision", "recall", "n"), row, strict=True)) for kind, row in rows.items()}
        print(json.dumps({**numbers, "pairs": {"share": share, "n": measured.pairs}}))  # noqa: T201
        return
    print(f"{'':8} {'F1':>6} {'prec.':>6} {'recall':>6} {'n':>6}")  # noqa: T201
    for kind, (f1, precision, recall, n) in rows.items():
        print(f"{kind:8} {f1:6.3f} {precision:6.3f} {recall:6.3f} {n:6}")  # noqa: T201
    print(f"{'pairs':8} {share:6.3f} {'':13} {measured.pairs:6}")  # noqa: T201


if __name__ == "__main__":
    main()
