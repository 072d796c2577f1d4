"""The page's data: all questions, and the articles they point at, within a size that a browser opens with ease."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evals.report.texts import ArticleText, Utf16, embedded
from evals.report.view import question_view, spans_of
from evals.scores import Sample
from index.spans import Span

MAX_BYTES = 20_000_000
"""Of JSON; beyond it only what stands around citations and evidence is kept of each article."""
RADII = (1500, 500, 150)
"""Characters kept on each side, from the most to the least."""
ArticleOf = Callable[[str], ArticleText | None]


def page_data(
    samples: Sequence[Sample], before: Mapping[str, Sample], article_of: ArticleOf, max_bytes: int = MAX_BYTES
) -> tuple[str, str | None]:
    """The data as JSON that may stand in a script element, and a note where it had to be cut, else None.

    Args:
        samples: every question and what came of it.
        before: the previous run's by question id.
        article_of: an article by id; None where it is not at hand.
        max_bytes: the size beyond which articles are cut.
    """
    articles = {name: article_of(name) for name in _spans(samples, passages=True)}
    units_of = {name: Utf16(article.text) for name, article in articles.items() if article is not None}.get
    questions = [question_view(sample, before.get(sample.question.id), units_of) for sample in samples]
    for radius in (None, *RADII):
        spans = _spans(samples, passages=radius is None)
        data = _json({"questions": questions, "articles": _embedded(articles, spans, radius)})
        size = len(data.encode("utf-8", "surrogatepass"))
        if size <= max_bytes:
            break
    if radius is None:
        return data, None
    note = f"The articles are too large for one page: of each, {radius} characters around citations and evidence are shown."
    if size > max_bytes:
        note += f" It is still larger than {max_bytes / 1e6:.0f} MB, and may open slowly."
    return data, note


def _spans(samples: Sequence[Sample], *, passages: bool) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for sample in samples:
        for name, span in spans_of(sample, passages=passages):
            found.setdefault(name, []).append(span)
    return found


def _embedded(
    articles: Mapping[str, ArticleText | None], spans: Mapping[str, Sequence[Span]], radius: int | None
) -> dict[str, Any]:
    return {
        name: embedded(article, spans[name], radius) for name in spans if (article := articles.get(name)) is not None
    }


def _json(value: object) -> str:
    """JSON in which nothing ends a script element or begins a comment."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
