"""Answers as HTML: everything escaped, every marker leads to its source."""

import re
from html.parser import HTMLParser

from ui.citations import answer_html, failure_html, header_html, question_html
from ui.passages import Nearest, Surroundings

HOSTILE = (
    '<script>alert(1)</script> <img src=x onerror="alert(2)"> ![x](javascript:alert(3)) '
    "**bold** $$x$$ \"'&lt; ${alert(4)}"
)
BARE = Surroundings("", "", unchanged=True)


class Seen(HTMLParser):
    """The elements, attributes and text that a browser would make of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_markers_lead_to_their_sources(answer, citation) -> None:
    html = answer_html(answer("One. [1] Two. [2]", citation(1), citation(2)), [BARE, BARE], [], "a7")
    assert re.findall(r'href="#([^"]+)"', html) == ["a7-1", "a7-2"]
    assert re.findall(r' id="([^"]+)"', html) == ["a7-1", "a7-2"]


def test_a_number_that_is_no_source_stays_text(answer, citation) -> None:
    html = answer_html(answer("See [9]. [1]", citation(1)), [BARE], [], "a")
    assert html.count("<a ") == 1
    assert "See [9]." in Seen(html).text


def test_a_number_inside_quoted_words_is_no_marker(answer, citation, sentence) -> None:
    quoted = "The note [1] was torn."
    given = answer(f"{quoted} [1]", citation(1), sentences=(sentence(quoted, 1),))
    html = answer_html(given, [BARE], [], "a")
    assert html.count("<a ") == 1
    assert "The note [1] was torn.<a " in html


def test_a_source_shows_title_outlet_date_speaker_and_quote(answer, citation) -> None:
    html = answer_html(answer("x [1]", citation(1, page=3)), [BARE], [], "a")
    text = Seen(html).text
    for part in ("[1] Bridge closed", "Ann Vale", "The Daily Ferry", "2024-03-05", "page 3", "bridge.txt"):
        assert part in text
    assert "<mark>The bridge is closed.</mark>" in html


def test_the_quote_is_marked_between_what_stands_around_it(answer, citation) -> None:
    around = Surroundings("It rained.\n\n", "\nNobody was hurt.", unchanged=True)
    html = answer_html(answer("x [1]", citation(1)), [around], [], "a")
    assert "It rained.\n</span><mark>The bridge is closed.</mark>" in html
    assert '<span class="or-around">\nNobody was hurt.</span>' in html


def test_a_changed_article_is_said_to_have_changed(answer, citation) -> None:
    html = answer_html(answer("x [1]", citation(1)), [Surroundings("", "", unchanged=False)], [], "a")
    assert "has changed since it was cited" in html
    assert "<mark>The bridge is closed.</mark>" in html


def test_a_refusal_is_labelled_and_offers_what_came_near_as_such(answer) -> None:
    near = Nearest("a.txt", "Ferry runs", "The Daily Ferry", None, "The ferry runs at noon.")
    html = answer_html(answer("Nothing is said about trams.", code="nothing_near"), [], [near], "a")
    assert '<div class="or-answer or-refused">' in html
    text = Seen(html).text
    assert text.startswith("Not in these articlesNothing is said about trams.")
    assert "Nearest passages, not an answer" in text
    assert "The ferry runs at noon." in text


def test_a_refusal_shows_what_the_articles_say_instead(answer, citation) -> None:
    html = answer_html(answer("She said the opposite. [1]", citation(1), code="false_premise"), [BARE], [], "a")
    assert "What the articles say instead" in html
    assert "<mark>The bridge is closed.</mark>" in html


def test_nothing_of_an_article_is_interpreted(answer, citation) -> None:
    given = answer(
        f"{HOSTILE} [1]",
        citation(1, HOSTILE, article=HOSTILE, title=HOSTILE, source=HOSTILE, date=HOSTILE, speaker=HOSTILE),
    )
    near = Nearest(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    seen = Seen(answer_html(given, [Surroundings(HOSTILE, HOSTILE, unchanged=True)], [near], "a"))
    # The elements and attributes are the page's own, and the text holds the article's characters:
    # 1 in the answer, 5 in the source (title, speaker, outlet, date, place), 1 quote, 2 around it; 4 in the passage.
    assert seen.elements <= {"div", "p", "a", "ol", "ul", "li", "span", "cite", "blockquote", "mark"}
    assert seen.attributes <= {"class", "href", "id", "aria-label", "title", "tabindex"}
    assert seen.text.count(HOSTILE) == 13


def test_questions_errors_and_dates_are_escaped() -> None:
    for html in (question_html(HOSTILE), failure_html(HOSTILE), header_html(1, [HOSTILE])):
        assert not {"script", "img"} & Seen(html).elements
        assert HOSTILE in Seen(html).text


def test_the_header_counts_articles_and_gives_the_period() -> None:
    assert "3 articles, dated 2022-01-02 to 2023-04-05 (1 undated)" in header_html(3, ["2023-04-05", "2022-01-02"])
    assert "1 article, dated 2022-01-02<" in header_html(1, ["2022-01-02"])
    assert "1,000 articles<" in header_html(1000, [])
