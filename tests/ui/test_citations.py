"""Answers as HTML: everything escaped, every marker opens its source."""

import re
from dataclasses import replace
from html.parser import HTMLParser

from rag.filters import NO_FILTERS, Filters
from ui.page.citations import about_html, failure_html, header_html, questions_html, sources_html, text_html
from ui.passages import Nearest

HOSTILE = (
    '<script>alert(1)</script> <img src=x onerror="alert(2)"> ![x](javascript:alert(3)) '
    "**bold** $$x$$ \"'&lt; ${alert(4)}"
)
NEAR = Nearest("a.txt", "Ferry runs", "The Daily Ferry", None, "The ferry runs at noon.", 3, 26, "1" * 64)


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


def test_a_marker_opens_the_passage_it_stands_for(answer, citation) -> None:
    html = text_html(answer("One. [1] Two. [2]", citation(1), citation(2, "Two.", article="b.txt", start_char=7)))
    assert re.findall(r'data-article="([^"]+)" data-start="(\d+)" data-end="(\d+)"', html) == [
        ("bridge.txt", "0", "21"),
        ("b.txt", "7", "4"),  # end_char is the length of the quote in these records
    ]
    assert 'aria-label="Source 1: Bridge closed"' in html


def test_a_number_that_is_no_source_stays_text(answer, citation) -> None:
    html = text_html(answer("See [9]. [1]", citation(1)))
    assert html.count("<a ") == 1
    assert "See [9]." in Seen(html).text


def test_a_number_inside_quoted_words_is_no_marker(answer, citation, sentence) -> None:
    quoted = "The note [1] was torn."
    html = text_html(answer(f"{quoted} [1]", citation(1), sentences=(sentence(quoted, 1),)))
    assert html.count("<a ") == 1
    assert "The note [1] was torn.<a " in html


def test_a_source_shows_title_outlet_date_speaker_and_quote(answer, citation) -> None:
    html = sources_html(answer("x [1]", citation(1, page=3)), {})
    text = Seen(html).text
    for part in ("Bridge closed", "Ann Vale", "The Daily Ferry", "2024-03-05", "page 3"):
        assert part in text
    assert '<blockquote class="or-quote">The bridge is closed.</blockquote>' in html


def test_what_became_of_a_citation_stands_beside_it(answer, citation) -> None:
    html = sources_html(answer("x [1] y [2]", citation(1), citation(2)), {2: "It <changed>."})
    first, second = html.split('data-n="2"', 1)
    assert "or-changed" not in first
    assert "It &lt;changed&gt;." in second


def test_a_refusal_is_labelled_and_offers_what_came_near_as_such(answer) -> None:
    refusal = answer("Nothing is said about trams.", code="nothing_near")
    assert Seen(text_html(refusal)).text == "Not in these articlesNothing is said about trams."
    html = sources_html(refusal, {}, [NEAR])
    assert "Nearest passages, not an answer" in html
    assert 'data-article="a.txt" data-start="3" data-end="26"' in html
    assert "The ferry runs at noon." in Seen(html).text


def test_a_refusal_shows_what_the_articles_say_instead(answer, citation) -> None:
    html = sources_html(answer("She said the opposite. [1]", citation(1), code="false_premise"), {})
    assert "What the articles say instead" in html


def test_how_a_question_was_understood_is_told_where_its_words_do_not_say_it(answer) -> None:
    def told(question: str, standalone: str, filters: Filters = NO_FILTERS) -> str:
        taken = replace(answer("x"), question=question, standalone_question=standalone)
        return Seen(about_html(taken, filters)).text

    assert told("What did Vale say?", "what did Vale  say") == ""
    assert told("and the pier?", "What did Vale say about the pier?") == (
        "Understood as: What did Vale say about the pier?"
    )
    assert told("who?", "who?", Filters(outlets=("The <Ferry>",))) == "Only: The <Ferry>"


def test_questions_to_ask_are_buttons_with_the_whole_question(answer) -> None:
    html = questions_html("Ask next", [("Ann Vale (2)", 'What did "Vale" say?')])
    assert 'data-or-ask="What did &quot;Vale&quot; say?">Ann Vale (2)</button>' in html
    assert questions_html("Ask next", []) == ""


def test_nothing_of_an_article_is_interpreted(answer, citation) -> None:
    given = answer(
        f"{HOSTILE} [1]",
        citation(1, HOSTILE, article=HOSTILE, title=HOSTILE, source=HOSTILE, date=HOSTILE, speaker=HOSTILE),
    )
    near = Nearest(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, 0, 1, HOSTILE)
    seen = Seen(text_html(given) + sources_html(given, {1: HOSTILE}, [near]) + questions_html("", [(HOSTILE, HOSTILE)]))
    # The elements and attributes are the page's own, and the text holds the article's characters: 1 in the answer,
    # 6 in the source (title, speaker, outlet, date, quote, notice), 4 in the passage, 1 on the button.
    assert seen.elements <= {"div", "p", "a", "ol", "ul", "li", "span", "h3", "blockquote", "button"}
    assert seen.attributes <= {
        "class", "href", "aria-label", "aria-hidden", "title", "type",
        "data-n", "data-article", "data-start", "data-end", "data-sha256", "data-or-ask",
    }  # fmt: skip
    assert seen.text.count(HOSTILE) == 12


def test_errors_and_dates_are_escaped() -> None:
    for html in (failure_html(HOSTILE), header_html(1, [HOSTILE])):
        assert not {"script", "img"} & Seen(html).elements
        assert HOSTILE in Seen(html).text


def test_the_header_counts_articles_and_gives_the_period() -> None:
    assert "3 articles, dated 2022-01-02 to 2023-04-05 (1 undated)" in header_html(3, ["2023-04-05", "2022-01-02"])
    assert "1 article, dated 2022-01-02<" in header_html(1, ["2022-01-02"])
    assert "1,000 articles<" in header_html(1000, [])
