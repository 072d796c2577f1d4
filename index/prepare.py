"""An article as read to one ready to be stored: body found, metadata completed, chunked, statements found; no I/O."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.articles.record import Article
from index.attribution.record import Statement
from index.body import Body, find_body
from index.catalog.records import Extract, Prepared
from index.chunks import chunk_article
from index.near_duplicates import minhash
from index.spans import Span


def given_digest(article: Article) -> str:
    """Digest of the metadata the input gave, to notice when it changes under the same text."""
    given = (article.title, article.date, article.source, article.author, article.url, article.page_starts)
    return hashlib.blake2b(json.dumps(given).encode(), digest_size=8).hexdigest()


def prepare(
    article: Article,
    count_tokens: Callable[[Sequence[str]], Sequence[int]],
    extract: Extract,
    *,
    budget: int,
    duplicate_of: str | None,
) -> Prepared | str:
    """The article with its body, chunks, statements and what its text says of itself; or why it is not an article.

    Args:
        article: as read.
        count_tokens: the embedder's count of each of several texts.
        extract: finds the statements of a text.
        budget: most tokens of a chunk.
        duplicate_of: id of the article that holds the same text; such a one gets no chunks and statements of its own.
    """
    body = find_body(article.text, title=article.title)
    if body.dropped is not None:
        return body.dropped
    completed = replace(
        article,
        title=article.title or body.title,
        date=article.date or body.date,
        source=article.source or body.outlet,
        author=article.author or body.byline,
    )
    chunks: tuple[Span, ...] = ()
    signature: tuple[int, ...] = ()
    if duplicate_of is None:
        packed = chunk_article(article.text, body.spans, body.headings, count_tokens, budget=budget)
        chunks = tuple(Span(chunk.start_char, chunk.end_char) for chunk in packed)
        signature = minhash(" ".join(article.text[start:end] for start, end in body.spans))
    return Prepared(
        article=completed,
        given=given_digest(article),
        spans=body.spans,
        headings=body.headings,
        place=body.place,
        chunks=chunks,
        minhash=signature,
        duplicate_of=duplicate_of,
        statements=() if duplicate_of else _statements(completed, body, extract),
    )


def _statements(article: Article, body: Body, extract: Extract) -> tuple[Statement, ...]:
    """What is said in an article, once where it is found twice: a statement's id comes from its spans."""
    found = extract(
        article.text,
        body.spans,
        body.headings,
        title=article.title,
        author=article.author,
        outlet=article.source,
        published=article.date,
    )
    return tuple({one.attribution: one for one in found}.values())
