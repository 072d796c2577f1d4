import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import split_sentences
from index.spans import Span


def sentences_of(text: str, **arguments) -> list[str]:
    """The sentences of a text that is all body, each as printed."""
    return [text[s.start : s.end] for s in split_sentences(text, [Span(0, len(text))], **arguments)]


# Each case is written with "|" where a sentence ends and the next begins; it stands for one space.
CASES = {
    "plain sentences": "The vote is on Monday.|It may fail.",
    "question and exclamation": "Who won?|Nobody!|The count goes on.",
    "several marks": "He lost?!|Really...|Yes.",
    # abbreviations
    "country before a noun": "The U.S. Senate and the U.N. Security Council met.",
    "country before a title": "A letter to U.S. President Joe Biden was sent.",
    "country at the end": "He flew to the U.S.|The president stayed at home.",
    "country at the end before a pronoun": "She was born in the U.K.|She left it in 1998.",
    "country before a number sign": "It was ranked U.S. No. 1 that year.",
    "city at the end": "They met in Washington, D.C.|It was raining.",
    "titles": "Mr. Cleverly, Mrs. May and Dr. Fauci met Ms. Baerbock.",
    "offices": "Sen. Rubio, Gov. Abbott, Rep. Luria, Gen. Milley, Lt. Col. Vindman and Prof. Black spoke.",
    "saint": "The flight to St. Petersburg left St. Louis.",
    "street at the end": "He lives on Baker St.|The house is old.",
    "company": "Apple Inc. Chief Executive Tim Cook called Ford Motor Co. Chairman Bill Ford.",
    "company at the end": "He founded Acme Corp.|He sold it to Foo Ltd.|The price was low.",
    "company before brackets": "Nissan North America, Inc. (Nissan) is recalling cars.",
    "months": "It began on Jan. 5, paused in Sept. and ended on Dec. 31.",
    "month at the end": "The talks end in Dec.|The next round is open.",
    "state before a name": "In Phoenix, Ariz. Mayor Kate Gallego spoke.",
    "state at the end": "He was born in Tampa, Fla.|He moved north.",
    "numbered": "No. 10 Downing Street and Nos. 3 and 4 are in Fig. 2.",
    "no as an answer": "No.|We will not go.",
    "no at the end": "He said no.|They left.",
    "versus": "It was Brown v. Board of Education, or Ali vs. Frazier.",
    "that is": "Some allies, e.g. Poland, i.e. not all, agreed.",
    "time before a zone": "It opens at 9 a.m. Eastern and closes at 5 p.m. ET on Friday.",
    "time at the end": "Polls close at 5 p.m.|The count starts at once.",
    "time and lower case": "Around 5 p.m. on Friday the lights went out.",
    "doctorate": "Jane Roe, Ph.D., wrote it.|John Doe, Ph.D. candidate, did not.",
    "junior": "Robert Kennedy Jr. Campaign aides left Martin Luther King Jr. High School.",
    "et cetera": "They sold bread, milk, etc.|Russia bought it.",
    "hyphenated group": "The G-7 met.|The G-20 did not.",
    "abbreviation in brackets": "Mark Kelly (D-Ariz.) Senator since 2020, agreed.",
    # initials
    "initials": "J. K. Rowling met George W. Bush and J.R.R. Tolkien.",
    "middle initial": "Franklin D. Roosevelt and John F. Kennedy spoke.",
    "letter at the end": "They went for plan B.|The rest is known.",
    "point of a list": "A. The first answer is right.",
    "numbered point": "1. The first point.|2. Russia will not go.",
    # numbers and names with dots
    "decimals": "It cost $3.5 million, 2.0 percent more than v2.0 of 1.9.",
    "year at the end": "It ended in 2022.|The next began.",
    "domains": "Amazon.com and https://example.org/a.b?c=D.E are sites.|He used both.",
    "domain at the end": "He bought it on Amazon.com.|It was cheap.",
    "name with an exclamation mark": "Yahoo! Finance and the Jeopardy! host said so.",
    "lower-case name first": "It fell.|iPhone sales rose.|eBay did well.",
    # ellipses
    "trailing off": "I thought...|Well, never mind.",
    "words left out": "It was ... a mistake … and they knew . . . all of it.",
    "words left out before a name": "The … Clinton team has done it.",
    "left out after a full stop": "It worries them. …|Some left.",
    "spaced left out after a full stop": "We did our best. . . .|The others did not.",
    "bracketed omission": "They went [...] Moscow and (...) Kyiv.",
    "angle brackets": "It is a path of diplomacy <...> then there are hopes.",
    "opening ellipsis": "... And then he left.|He was tired.",
    # quotes
    "attribution after a comma": "“We will respond,” Peskov said.|He left.",
    "close quote stays": "He called it “a mistake.”|The room was silent.",
    "straight close quote stays": 'She said: "It is over."|They agreed.',
    "single in double": "“He told me ‘never.’”|They agreed.",
    "two single quotes": "He called it ''a mistake.''|The room was silent.",
    "exclamation before its attribution": "“Never!” she said.",
    "question before its attribution": '"Why now…?" he said.|Nobody knew.',
    "question before a named attribution": "“Will it hold?” Peskov asked.|He did not say.",
    "exclamation before a named attribution": '"Not fit!" President Trump tweeted.',
    "question before a pronoun": "“Who asks?”|He did not know.",
    "several sentences in a quote": '"One is enough.|Two is many.|Three is a crowd," he said.',
    "quote after a quote": "“It is over.”|“We lost.”",
    "country before quotes": "“It is made in the U.S.”|“We know.”",
    "quoted fragment first": "He called it a mistake.|“a very bad one,” he added.",
    "spaced quote": "« C’est fini. »|Il partit.",
    "nested spaced quote": "They said ‘look at the site.’ ”|A grand opening follows.",
    "German quotes": "„Nein.“|Er ging.",
    "dash attribution": "“Stop!” — he said.|— They stopped.",
    # brackets and notes
    "bracketed sentence": "It rained. (It often does.) The game went on.".replace(". (", ".|(").replace(") T", ")|T"),
    "aside": "He paid (!) The Hague a visit.",
    "note number": "It was passed in 1998.[12]|It was repealed later.",
    "bold": "**It is over.**|They left.",
    # agencies
    "agency": "MOSCOW, February 10. /TASS/.|UK Foreign Secretary Liz Truss spoke.",
    "agency in brackets": "BEDFORD, N.H. (AP) — Marco Rubio spoke.",
    # other scripts
    "Arabic": "هل انتهى؟|نعم.",
    "Hindi": "वह गया।|वह आया।",
    "Russian": "Он ушёл.|Она осталась.",
}


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_splits(marked):
    assert sentences_of(marked.replace("|", " ")) == marked.split("|")


def test_there_are_at_least_sixty_cases():
    assert len(CASES) >= 60


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他走了。她留下了！为什么？", ["他走了。", "她留下了！", "为什么？"]),
        ("It was the end.The next day came.", ["It was the end.", "The next day came."]),
        ("“It is over.”She left.“We lost.”", ["“It is over.”", "She left.", "“We lost.”"]),
        ("Read more on Booking.Com or Node.Js now.", ["Read more on Booking.Com or Node.Js now."]),
    ],
)
def test_splits_without_a_space(text, expected):
    assert sentences_of(text) == expected


def paragraphs_of(text: str) -> list[list[str]]:
    """The sentences by paragraph, line breaks shown as spaces."""
    found: dict[int, list[str]] = {}
    for s in split_sentences(text, [Span(0, len(text))]):
        found.setdefault(s.paragraph, []).append(" ".join(text[s.start : s.end].split()))
    assert list(found) == list(range(len(found)))
    return list(found.values())


class TestLayouts:
    def test_blank_lines_end_paragraphs(self):
        assert paragraphs_of("One is here. Two is here.\n\n \n\nThree is here.\r\n\r\nFour") == [
            ["One is here.", "Two is here."],
            ["Three is here."],
            ["Four"],
        ]

    def test_one_line_is_one_paragraph(self):
        text = (
            "The council met on Monday. It was short.\nStrengthening the bridge\nThe mayor said the bridge is safe.\n"
            "“It will hold,” she said."
        )
        assert paragraphs_of(text) == [
            ["The council met on Monday.", "It was short."],
            ["Strengthening the bridge"],
            ["The mayor said the bridge is safe."],
            ["“It will hold,” she said."],
        ]

    def test_a_quote_that_spans_paragraphs_ends_a_sentence_at_each(self):
        assert paragraphs_of("“It is over.\n\n“It was long,” he said.") == [
            ["“It is over."],
            ["“It was long,” he said."],
        ]

    def test_hard_wrapped_lines_are_one_paragraph(self):
        text = (
            "The council of Springfield met on Monday to talk about the bridge\n"
            "over the river, which engineers had called unsafe in a letter to\n"
            "Mayor Jane Roe. She said that it will be closed for repairs until\n"
            "spring.\n"
            "The repairs cost $3.5 million, more than the town has in its chest;\n"
            "Sen. John Doe promised help.\n"
        )
        assert paragraphs_of(text) == [
            [
                " ".join(text.splitlines()[:3])[: text.index(" She said")],
                "She said that it will be closed for repairs until spring.",
            ],
            [
                "The repairs cost $3.5 million, more than the town has in its chest; Sen. John Doe promised help.",
            ],
        ]

    def test_a_wrapped_sentence_runs_over_a_page_break(self):
        text = (
            "The council of Springfield met on Monday to talk about the\n"
            "bridge over the river, which engineers had called unsafe in\n"
            "\n"
            "a letter to the mayor. She said that it will be closed for\n"
            "repairs until spring.\n"
        )
        assert len(paragraphs_of(text)) == 1

    def test_a_short_line_is_a_sentence_of_its_own_in_wrapped_text(self):
        text = (
            "The council of Springfield met on Monday to talk about the\n"
            "bridge over the river, which engineers had called unsafe.\n"
            "Repairs\n"
            "She said that it will be closed for repairs until spring and\n"
            "that nobody is to cross it.\n"
        )
        assert [sentence[:7] for sentence in sentences_of(text)] == ["The cou", "Repairs", "She sai"]

    def test_an_indented_line_begins_a_paragraph_in_wrapped_text(self):
        text = (
            "  The council of Springfield met on Monday to talk about the\n"
            "bridge over the river, which engineers had called unsafe here.\n"
            "  She said that it will be closed for repairs until spring and\n"
            "that nobody is to cross it.\n"
        )
        assert len(paragraphs_of(text)) == 2

    def test_one_wrapped_sentence_among_lines_is_kept_whole(self):
        text = "The council met.\nThe engineers wrote that the bridge over the river\nis not safe.\nThe mayor agreed.\n"
        assert [len(paragraph) for paragraph in paragraphs_of(text)] == [1, 1, 1]

    def test_a_list_of_short_lines_is_not_one_sentence(self):
        assert paragraphs_of("What to bring:\nbread\nwater\na torch\n") == [
            ["What to bring:"],
            ["bread"],
            ["water"],
            ["a torch"],
        ]


class TestSpansAndHeadings:
    def test_a_sentence_does_not_cross_the_edge_of_a_span(self):
        text = "The bridge ADVERTISEMENT is closed. It will open."
        spans = [Span(0, 11), Span(25, len(text))]
        assert [text[s.start : s.end] for s in split_sentences(text, spans)] == [
            "The bridge",
            "is closed.",
            "It will open.",
        ]

    def test_a_heading_is_a_sentence_and_a_paragraph_of_its_own(self):
        text = "The bridge is closed.\n- Mr. Doe. The engineer\nHe wrote a letter."
        heading = Span(text.index("-"), text.index("\nHe"))
        found = split_sentences(text, [Span(0, len(text))], [heading])
        assert [(text[s.start : s.end], s.paragraph, s.heading) for s in found] == [
            ("The bridge is closed.", 0, False),
            ("- Mr. Doe. The engineer", 1, True),
            ("He wrote a letter.", 2, False),
        ]

    def test_a_heading_is_clipped_to_its_span(self):
        text = "Masked. Repairs. They begin."
        found = split_sentences(text, [Span(8, len(text))], [Span(0, 16)])
        assert [(text[s.start : s.end], s.heading) for s in found] == [("Repairs.", True), ("They begin.", False)]

    @pytest.mark.parametrize("text", ["", " \n\n \t"])
    def test_nothing_gives_nothing(self, text):
        assert split_sentences(text, [Span(0, len(text))]) == []


class TestOverlong:
    def test_is_cut_at_semicolons_first(self):
        text = "alpha beta, gamma delta; epsilon zeta eta, theta iota kappa lambda"
        # 66 characters, cut between the 22nd and the 45th: the semicolon is the 24th, the comma the 42nd.
        assert sentences_of(text, max_chars=45) == [
            "alpha beta, gamma delta;",
            "epsilon zeta eta, theta iota kappa lambda",
        ]

    def test_is_cut_at_commas_next(self):
        assert sentences_of("alpha beta gamma, delta epsilon zeta eta", max_chars=30)[0] == "alpha beta gamma,"

    def test_is_cut_at_whitespace_without_either(self):
        pieces = sentences_of("word " * 100, max_chars=50)
        assert max(map(len, pieces)) <= 50
        assert {word for piece in pieces for word in piece.split()} == {"word"}

    def test_is_cut_anywhere_without_whitespace(self):
        assert [len(piece) for piece in sentences_of("x" * 25, max_chars=10)] == [10, 10, 5]

    def test_leaves_no_crumb(self):
        # 1,004 characters would leave "word" alone if the first piece took all it may.
        assert min(map(len, sentences_of("word " * 200 + "word"))) > 200


FRAGMENTS = st.sampled_from(
    [
        *("The", "U.S.", "Mr.", "he", "Peskov", "iPhone", "/TASS/", "J.", "No.", "3.5", "[1]", "x" * 30),
        *("...", "…", ". . .", ".", "!", "?", "。", ",", ";", "—", "”", '"', "“", "(", ")"),
        *(" ", " ", " ", "\n", "\n\n", "\r\n", "\xa0", "\u2029"),
    ]
)
TEXTS = st.one_of(st.lists(FRAGMENTS, max_size=60).map("".join), st.text(max_size=80))


@settings(derandomize=True, deadline=None)
@given(TEXTS, st.lists(st.integers(0, 400), max_size=8), st.integers(2, 60))
def test_sentences_are_trimmed_in_order_and_cover_the_body(text, edges, max_chars):
    edges = sorted({min(edge, len(text)) for edge in edges})
    spans = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)] or [Span(0, len(text))]
    headings = [Span(a, b) for a, b in zip(edges[1::3], edges[2::3], strict=False)]
    found = split_sentences(text, spans, headings, max_chars=max_chars)
    pieces = [text[s.start : s.end] for s in found]
    assert all(piece and piece == piece.strip() and len(piece) <= max_chars for piece in pieces)
    assert all(a.end <= b.start and a.paragraph <= b.paragraph for a, b in pairwise(found))
    assert all(any(span.start <= s.start and s.end <= span.end for span in spans) for s in found)
    body = "".join(text[span.start : span.end] for span in spans)
    assert "".join(re.sub(r"\s", "", piece) for piece in pieces) == re.sub(r"\s", "", body)


@pytest.mark.parametrize(
    "unit", [". ", "...", "! ", ". \n", 'a" ', "U.S. ", ".)", "( ", "word\n", "Sentence number one. ", "? “", "x", "  "]
)
def test_time_is_linear_in_length(unit):
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        spans = [Span(0, len(text))]
        begin = time.process_time()
        split_sentences(text, spans)
        return time.process_time() - begin

    # Ten times the length takes ten times as long; a quadratic step would take a hundred times as long.
    assert min(seconds(100_000) for _ in range(2)) < 40 * max(min(seconds(10_000) for _ in range(3)), 1e-3)
