"""HTML to article: the text that trafilatura finds, the metadata that the page states."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from index.articles.dates import parse_date
from index.articles.fields import decoded_text, make_article
from index.articles.find import SourceFile
from index.articles.formats import NotAnArticleError
from index.articles.quiet import quiet
from index.articles.record import Article

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml has no types

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]+)", re.IGNORECASE
)
_STYLE = "translate(@style, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ \t\n', 'abcdefghijklmnopqrstuvwxyz')"
# What a reader of the page does not see must not be quoted from it; a body is hidden only until its scripts have run.
# Elements of opacity 0 are left in: that is how pages fade in what they do show.
_HIDDEN = (
    f"//*[contains({_STYLE}, 'display:none') or contains({_STYLE}, 'visibility:hidden') or @hidden[. != 'until-found']"
    f" or contains(concat({_STYLE}, ';'), 'font-size:0;') or contains(concat({_STYLE}, ';'), 'font-size:0px;')"
    " or self::template][not(self::html or self::body)]"
)
_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date_published",
    "publication_date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "date",
)
_URL_DATE = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$)")


def read_html(source: SourceFile, data: bytes) -> Article:
    """The article of a page: text without navigation, comments or what is hidden, paragraphs on lines of their own.

    The date is the publication date that the page states in its metadata, in a `<time>` or in its canonical address;
    other dates in the text, of changes or of the copyright, are not taken for it.

    Raises:
        NotAnArticleError: no text is found.
    """
    from lxml.etree import LxmlError  # type: ignore[import-untyped]  # lxml has no types
    from lxml.html import HTMLParser, document_fromstring
    from trafilatura import bare_extraction

    match = _CHARSET.search(data[:4096])
    declared = (match[1] or match[2]).decode("ascii") if match else None
    text = decoded_text(source, data, declared=declared)
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        # As bytes, since lxml takes no string that declares an encoding.
        tree = document_fromstring(text.encode(), parser=parser)
    except LxmlError as error:
        raise NotAnArticleError(f"not HTML ({error})") from error
    stated = _stated_date(tree)
    with quiet("trafilatura", "htmldate"):
        page = bare_extraction(
            tree,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
            prune_xpath=_HIDDEN,
        )
    if page is None or isinstance(page, dict) or not (page.text or "").strip():
        raise NotAnArticleError("no article text in the page")
    fields = {"title": page.title, "date": stated, "source": page.sitename, "author": page.author, "url": page.url}
    return make_article(source, page.text or "", fields)


def _stated_date(tree: "HtmlElement") -> str | None:
    """The first publication date that the page states and that is understood; else the first that is not."""
    stated = [value.strip() for value in _date_statements(tree) if value and value.strip()]
    return next((date for value in stated if (date := parse_date(value))), stated[0] if stated else None)


def _date_statements(tree: "HtmlElement") -> Iterator[str | None]:
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            yield from _published(json.loads(script.text_content(), strict=False))
        except (ValueError, RecursionError):
            continue  # a broken script states nothing
    metas: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas.setdefault(name.lower(), meta.get("content", ""))
    yield from (metas[name] for name in _DATE_NAMES if name in metas)
    for element in tree.xpath("//*[@itemprop='datePublished']|//time[@pubdate]"):
        yield element.get("datetime") or element.get("content") or element.text_content()
    # A dateline or byline is short; a time inside a paragraph of the story is an event's.
    times = {
        parse_date(time.get("datetime"))
        for time in tree.xpath("//time[@datetime]")
        if len(time.getparent().text_content().strip()) < 100
    } - {None}
    if len(times) == 1:
        yield times.pop()
    for link in tree.xpath("//link[@rel='canonical']/@href|//meta[@property='og:url']/@content"):
        if match := _URL_DATE.search(link):
            # Nobody wrote a date there, so one that does not exist is not worth a warning.
            yield parse_date("-".join(match.groups()))


def _published(data: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Values of datePublished of the articles in a JSON-LD document, outermost first."""
    if isinstance(data, list):
        for item in data:
            yield from _published(item)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(name, str) and name.endswith(("Article", "Posting", "Report", "WebPage")) for name in names):
            date = data.get("datePublished")
            if isinstance(date, str):
                yield date
        yield from _published([data[key] for key in ("@graph", "mainEntity") if key in data])
