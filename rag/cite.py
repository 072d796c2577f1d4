"""Citations that hold: made from spans, checked against the stored text before an answer leaves."""

import hashlib

from index.catalog import StoredArticle
from index.spans import Span
from rag.answer import Citation


def cite(number: int, article: StoredArticle, span: Span, speaker: str | None) -> Citation:
    """A citation of `article.text[span.start:span.end]`."""
    return Citation(
        n=number,
        article=article.id,
        title=article.title,
        source=article.source,
        date=article.date,
        speaker=speaker,
        page=article.page(span.start),
        start_char=span.start,
        end_char=span.end,
        quote=article.text[span.start : span.end],
        sha256=article.sha256,
    )


def verified(citation: Citation, article: StoredArticle) -> bool:
    """Whether the article is the one cited, unchanged, and its text at the span is the quote."""
    return (
        citation.article == article.id
        and citation.sha256 == hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
        and 0 <= citation.start_char < citation.end_char <= len(article.text)
        and article.text[citation.start_char : citation.end_char] == citation.quote
    )
