"""The source panel: a whole article to read, the cited passage marked exactly where it stands in it."""

import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.line_layout import paragraphs, wrap_width
from index.spans import Span
from ui.page.passages import Place, Standing, standing

if TYPE_CHECKING:
    from index.catalog.reader import Catalog
    from index.catalog.records import StoredArticle

CITED, ALSO, MASKED = "or-cited", "or-also", "or-masked"
_SHOWN_HASH = 12
_CONTROL = re.compile(r"[\x00-\x20]")


def source_html(
    article_id: str,
    start: int,
    end: int,
    sha256: str,
    catalog: "Catalog",
    *,
    quote: str | None = None,
    also: Sequence[Place] = (),
) -> str:
    """An article with the passage marked, and more faintly what else the same answer cites from it.

    Args:
        article_id: its id; one that is not in the catalog is told so.
        start: first character of the passage; the same as `end` where only the article is wanted.
        end: the character after its last.
        sha256: of the text it was cited from; empty where that does not matter.
        catalog: the articles.
        quote: the words cited, by which they are found again in an article that has changed.
        also: other passages of the same answer, of any article.
    """
    place = Place(article_id, start, end, sha256, quote)
    stored = catalog.article(article_id)
    now = standing(place, stored)
    if stored is None:
        words = f"<blockquote>{exact(quote)}</blockquote>" if quote else ""
        return f'<header class="or-source-head"><h2>{escape(article_id)}</h2>{_notice(now)}</header>{_read(words)}'
    others = [standing(other, stored).span for other in also if other.article == article_id]
    facts = _facts(stored, now.span, _speakers(stored, now.span, catalog))
    article = article_html(stored, now.span, [one for one in others if one])
    return (
        f'<header class="or-source-head"><h2>{escape(stored.label)}</h2>{facts}{_notice(now)}'
        f"{_in_the_file(stored, now.span)}</header>"
        + _read(f'<div class="or-article">{article}</div>{_link(stored.url)}')
    )


def article_html(stored: "StoredArticle", cited: Span | None, also: Sequence[Span] = ()) -> str:
    """The stored text in paragraphs: every character of it, in order, the passages marked, what is no body dimmed."""
    text = stored.text
    starts = _starts(stored)
    cuts = {*starts, *(edge for span in (*stored.spans, *also, *([cited] if cited else [])) for edge in span)}
    edges = sorted(edge for edge in cuts | {0, len(text)} if 0 <= edge <= len(text))
    pieces: list[str] = []
    headings = {heading.start for heading in stored.headings}
    for start, end in pairwise(edges):
        if start in starts:
            pieces.append(f'</p><p class="{"or-subhead" if start in headings else "or-par"}">')
        pieces.append(_marked(text[start:end], _classes(start, stored.spans, cited, also)))
    return "".join(pieces).removeprefix("</p>") + ("</p>" if pieces else "")


def exact(text: str) -> str:
    """Escaped so that a browser gives back every character: it would make a bare carriage return a line feed."""
    return escape(text).replace("\r", "&#13;")


def _starts(stored: "StoredArticle") -> set[int]:
    """Where paragraphs begin; the first at 0, so that the whitespace between two belongs to the one before."""
    text, width = stored.text, wrap_width(stored.text, stored.spans)
    found = {span.start for span in paragraphs(text, Span(0, len(text)), width)}
    for heading in stored.headings:
        rest = text[heading.end :]
        found |= {heading.start, heading.end + len(rest) - len(rest.lstrip())}
    return {0} | {start for start in found if start > min(found) and start < len(text)} if text else set()


def _classes(at: int, body: Sequence[Span], cited: Span | None, also: Sequence[Span]) -> list[str]:
    def inside(spans: Sequence[Span]) -> bool:
        return any(span.start <= at < span.end for span in spans)

    marked = [CITED] if cited and inside([cited]) else [ALSO] if inside(also) else []
    return marked + ([] if inside(body) else [MASKED])


def _marked(text: str, classes: Sequence[str]) -> str:
    if not classes or (not text.strip() and classes == [MASKED]):
        return exact(text)
    tag = "mark" if classes[0] in (CITED, ALSO) else "span"
    return f'<{tag} class="{" ".join(classes)}">{exact(text)}</{tag}>'


def _read(html: str) -> str:
    """The part of the panel that scrolls; it can have the focus, so that keys scroll it."""
    return f'<div class="or-reading" tabindex="0" role="region" aria-label="Article">{html}</div>'


def _speakers(stored: "StoredArticle", span: Span | None, catalog: "Catalog") -> list[str]:
    """Whose words the passage holds, as the article names them, where that is certain."""
    if span is None:
        return []
    heard = (
        one.name
        for one in catalog.statements_of(stored.key)
        if one.name
        and one.certainty == "resolved"
        and any(part.start < span.end and span.start < part.end for part in one.content)
    )
    return list(dict.fromkeys(heard))


def _facts(stored: "StoredArticle", span: Span | None, speakers: Sequence[str]) -> str:
    page = stored.page(span.start) if span else None
    known = {
        "Outlet": stored.source,
        "Published": stored.date,
        "Place": stored.place,
        "By": stored.author,
        "Speaker": ", ".join(speakers),
        "Page": str(page) if page else None,
    }
    rows = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in known.items() if value)
    return f'<dl class="or-facts">{rows}</dl>' if rows else ""


def _notice(now: Standing) -> str:
    return f'<p class="or-changed" role="note">{escape(now.notice)}</p>' if now.notice else ""


def _in_the_file(stored: "StoredArticle", span: Span | None) -> str:
    """Where in the file the words are, for whoever checks them there."""
    characters = f", characters {span.start} to {span.end}" if span else ""
    copy = '<button type="button" class="or-small" data-or-copy-quote>Copy quote</button>' if span else ""
    return (
        f'<p class="or-place"><span><b>In the file:</b> <code>{escape(stored.id)}</code>{characters}, '
        f'sha256 <code title="{stored.sha256}">{stored.sha256[:_SHOWN_HASH]}</code></span> {copy}</p>'
    )


def _link(url: str | None) -> str:
    """Where the article was published; anything but a web address is text."""
    if not url:
        return ""
    shown = escape(url)
    if is_web_address(url):
        shown = f'<a href="{shown}" target="_blank" rel="noopener noreferrer">{shown}</a>'
    return f'<p class="or-origin">Published at {shown}</p>'


def is_web_address(url: str) -> bool:
    """Whether it is http or https with a host, without characters that a browser would pass over."""
    if _CONTROL.search(url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
