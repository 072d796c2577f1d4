"""The source panel: the whole article, the passage marked exactly, nothing in it interpreted."""

from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

from index.build import build_index
from index.catalog import Catalog
from index.settings import Settings
from ui.page.passages import GONE, NOT_THERE, Place
from ui.page.source import article_html, exact, is_web_address, source_html

HOSTILE = "<script>window.pwned = 1</script> <img src=x onerror=\"pwned\"> ![x](javascript:pwned) &amp; 'x'"
FERRY = (
    "Ferry runs again\r\n\r\n"
    'PORT ELM (Reuters) - The ferry was tied up for a week. "We have waited long enough," Mayor Ann Vale said.\r\n\r\n'
    f"- On the pier\r\n\r\nThe board read {HOSTILE} all week long.\r\n\r\n"
    "It will run daily\tuntil the end of October.\r\n\r\nContinue Reading\r\n"
)


class Marks(HTMLParser):
    """All text, and that of each kind of mark, as a browser has it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.all, self.cited, self.also, self.masked = "", "", "", ""
        self.elements: set[str] = set()
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self._open.append(dict(attrs).get("class") or "")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - as it is called
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.all += data
        inside = " ".join(self._open)
        self.cited += data if "or-cited" in inside else ""
        self.also += data if "or-also" in inside else ""
        self.masked += data if "or-masked" in inside else ""


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    folder = tmp_path_factory.mktemp("ferry")
    (folder / "ferry.txt").write_bytes(FERRY.encode())
    build_index([folder / "ferry.txt"], folder / "index", Settings())
    with Catalog.open(folder / "index") as opened:
        yield opened


@pytest.fixture
def stored(catalog):
    return catalog.article("ferry.txt")


def spans(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    "words",
    [
        '"We have waited long enough," Mayor Ann Vale said.',
        "waited",
        "said.\r\n\r\n- On the pier\r\n\r\nThe board",  # over paragraphs and a sub-heading
        HOSTILE,
        "again\r\n\r\nPORT ELM (Reuters) - The ferry",  # half of it no body
        FERRY,
    ],
)
def test_the_marked_text_is_the_cited_span_character_by_character(stored, words) -> None:
    start, end = spans(stored.text, words)
    seen = Marks(source_html("ferry.txt", start, end, stored.sha256, holding(stored)))
    assert seen.cited == stored.text[start:end] == words


def test_every_character_of_the_article_is_there_in_order(stored) -> None:
    assert Marks(article_html(stored, None)).all == stored.text
    assert Marks(article_html(stored, stored.spans[0])).all == stored.text


def test_what_is_no_body_is_dimmed_and_the_body_is_not(stored) -> None:
    masked = Marks(article_html(stored, None)).masked
    assert "Continue Reading" in masked
    assert "waited" not in masked


def test_what_else_the_answer_cites_from_the_article_is_marked_apart(catalog, stored) -> None:
    start, end = spans(stored.text, "tied up for a week")
    other = Place("ferry.txt", *spans(stored.text, "until the end of October"), stored.sha256)
    elsewhere = Place("other.txt", 0, 10, stored.sha256)
    seen = Marks(source_html("ferry.txt", start, end, stored.sha256, catalog, also=[other, elsewhere]))
    assert (seen.cited, seen.also) == ("tied up for a week", "until the end of October")


def test_the_panel_names_title_place_speaker_and_where_in_the_file(catalog, stored) -> None:
    start, end = spans(stored.text, '"We have waited long enough," Mayor Ann Vale said.')
    text = Marks(source_html("ferry.txt", start, end, stored.sha256, catalog)).all
    for part in ("Ferry runs again", "PlacePORT ELM", "SpeakerAnn Vale", f"ferry.txt, characters {start} to {end}"):
        assert part in text
    assert stored.sha256[:12] in text


def test_a_changed_article_is_marked_only_where_the_words_still_stand(catalog, stored) -> None:
    start, end = spans(stored.text, "tied up for a week")
    moved = Marks(source_html("ferry.txt", 0, end - start, "0" * 64, catalog, quote="tied up for a week"))
    assert moved.cited == "tied up for a week"
    assert "has changed since it was cited" in moved.all
    lost = Marks(source_html("ferry.txt", start, end, "0" * 64, catalog, quote="tied up for a month"))
    assert lost.cited == ""
    assert NOT_THERE in lost.all


def test_of_an_article_that_is_gone_the_cited_words_stay(catalog) -> None:
    seen = Marks(source_html("<gone>.txt", 0, 5, "0" * 64, catalog, quote="The words"))
    assert GONE in seen.all
    assert "The words" in seen.all
    assert "gone" not in seen.elements


def test_nothing_of_an_article_is_interpreted(catalog, stored) -> None:
    seen = Marks(source_html("ferry.txt", 0, 0, stored.sha256, catalog))
    assert not {"script", "img", "a"} & seen.elements
    assert HOSTILE in seen.all
    assert exact("a\rb<") == "a&#13;b&lt;"


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://news.example.org/ferry?id=1&x=<y>", True),
        ("HTTP://news.example.org", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("https:\t//x", False),
        ("data:text/html,x", False),
        ("//news.example.org", False),
        ("https://", False),
        ("http://[x", False),
    ],
)
def test_only_a_web_address_is_a_link(stored, url, linked) -> None:
    html = source_html("ferry.txt", 0, 0, "", holding(replace(stored, url=url)))
    assert is_web_address(url) is linked
    assert ("<a " in html) is linked
    assert ("noopener noreferrer" in html) is linked
    assert Marks(html).all.count(url) == 1


def holding(article) -> SimpleNamespace:
    """A catalog of one article, in which nobody is quoted."""
    return SimpleNamespace(article=lambda _: article, statements_of=lambda _: [])
