"""An article's fields, as any format gives them, made into one `Article`."""

import logging
from collections.abc import Mapping

from index.articles.dates import parse_date
from index.articles.encoding import decode, storable
from index.articles.find import SourceFile
from index.articles.formats import NotAnArticleError
from index.articles.record import Article

logger = logging.getLogger(__name__)

FIELDS = ("id", "text", "title", "date", "source", "author", "url")


def decoded_text(source: SourceFile, data: bytes, *, declared: str | None = None, line: int | None = None) -> str:
    """Text of a file or of one of its lines; bytes that had to be replaced are warned of.

    Raises:
        NotAnArticleError: the bytes are not text.
    """
    decoded = decode(data, declared)
    if decoded.replaced:
        logger.warning(
            "%s: %d invalid sequences for %s, read as U+FFFD", _place(source, line), decoded.replaced, decoded.encoding
        )
    return decoded.text


def make_article(
    source: SourceFile,
    text: str,
    given: Mapping[str, str | None],
    *,
    line: int | None = None,
    page_starts: tuple[int, ...] = (),
) -> Article:
    """The article of a file, or of one of its records; blank fields count as not given.

    A date that is not understood leaves the article undated, with a warning. Lone surrogates and NUL in the text become
    U+FFFD, which keeps all offsets.

    Raises:
        NotAnArticleError: the text is blank.
    """
    text = storable(text)
    if not text.strip():
        raise NotAnArticleError("empty" if line is None else "empty text")
    fields = {key: " ".join(storable(value).split()) or None for key, value in given.items() if value}
    stated = fields.get("date")
    date = parse_date(stated) if stated else None
    if stated and not date:
        logger.warning("%s: date %r is not understood: undated (write YYYY-MM-DD)", _place(source, line), stated)
    return Article(
        id=fields.get("id") or (source.id if line is None else f"{source.id}:{line}"),
        text=text,
        path=source.path,
        title=fields.get("title"),
        date=date,
        source=fields.get("source"),
        author=fields.get("author"),
        url=fields.get("url"),
        page_starts=page_starts,
    )


def _place(source: SourceFile, line: int | None) -> str:
    return str(source.path) if line is None else f"{source.path}:{line}"
