"""What the frame of an article says, and which spans are its story."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.body import Body, find_body
from index.spans import Span

SEEDS = Path(__file__).parents[2] / "seeds"


def read(name: str) -> str:
    [path] = SEEDS.glob(f"{name}_*.txt")
    return path.read_bytes().decode("utf-8")


def story(text: str, body: Body) -> str:
    """The body's spans, a bar where something is masked between two."""
    return "|".join(text[span.start : span.end] for span in body.spans)


def frame(body: Body) -> tuple[str | None, ...]:
    return (body.byline, body.outlet, body.place, body.date, body.dateline_day)


LONG = "The council voted on Tuesday to rebuild the old bridge over the river, which has been closed since the flood."
MORE = "“We waited nine years for this,” the mayor said, and thanked the engineers who had drawn the plans."


# The five seeds -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "title", "expected", "first", "last"),
    [
        (
            "000",
            (
                "Kremlin Spokesperson Dmitry Peskov has denounced the British foreign secretary’s calls for allies to "
                "send ‘heavy weapons, tanks, aeroplanes’ to Ukraine"
            ),
            (None, None, None, "2022-04-28", None),
            "Moscow has warned London",
            "retake the two republics by force.",
        ),
        (
            "001",
            "Peace talks can’t be used as Russian cover, says UK",
            (None, None, None, None, None),  # Sky News is quoted, not the outlet
            "Any peace talks in Ukraine",
            "than those in the United States.",
        ),
        ("002", None, (None, None, None, None, None), "The Kremlin has issued", "proximity to Russian territories."),
        (
            "003",
            "UPDATE - Kremlin says G-7 security guarantees to Ukraine encroach on Russia’s security",
            ("Burc Eruygur", "AA", "ISTANBUL", None, None),
            "Russia considers G-7 statement",  # the standfirst
            'counter to our values and interests."',
        ),
        (
            "004",
            None,
            (None, "TASS", "MOSCOW", None, "02-10"),
            "UK Secretary of State",
            "carry extremely serious consequences.",
        ),
    ],
)
def test_the_seeds_are_read(name, title, expected, first, last):
    text = read(name)
    body = find_body(text)
    assert body.dropped is None
    assert body.title == title
    assert frame(body) == expected
    assert story(text, body).startswith(first)
    assert story(text, body).endswith(last)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("000", ["date 2022-04-28"]),
        (
            "001",
            ["Connect with us", "Top Stories", "Continue Reading", "Click to comment", "Leave a Reply", "Required"],
        ),
        (
            "003",
            ["By Burc", "ISTANBUL (AA)", "Kaynak", "has been read", "UYARI", "Türkçe karakter", "Previous and Next"],
        ),
        ("004", ["MOSCOW, February", "/TASS/"]),
    ],
)
def test_what_surrounds_the_seeds_is_masked(name, masked):
    text = read(name)
    kept = story(text, find_body(text))
    assert all(words in text for words in masked)
    assert [words for words in masked if words in kept] == []


def test_a_headline_that_stands_twice_is_in_no_span():
    text = read("003")
    body = find_body(text)
    assert text.count("encroach on Russia’s security\n") == 2
    assert "encroach on Russia’s security\n" not in story(text, body)
    assert body.title_span == Span(0, len(body.title or ""))


def test_a_masked_byline_parts_the_standfirst_from_the_story():
    text = read("003")
    assert [text[span.start :][:12] for span in find_body(text).spans] == ["Russia consi", "The Kremlin "]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("000", []),
        ("001", []),
        ("002", []),
        ("003", ["- Cluster munitions", "- Russia-China ties not against 3rd countries"]),
        ("004", ["Strengthening NATO"]),
    ],
)
def test_sub_headings_of_the_seeds(name, expected):
    text = read(name)
    assert [text[span.start : span.end] for span in find_body(text).headings] == expected


# Title ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "given", "title", "stands"),
    [
        (f"Old bridge to be rebuilt\n\n{LONG}", None, "Old bridge to be rebuilt", True),
        (f"Old Bridge Will Be Rebuilt by Spring.\n\n{LONG}", None, "Old Bridge Will Be Rebuilt by Spring.", True),
        (f"Will the bridge be rebuilt?\n{LONG}", None, "Will the bridge be rebuilt?", True),
        (f"The old bridge is closed.\n\n{LONG}", None, None, False),  # a sentence
        (f"{LONG}\n\n{MORE}", None, None, False),
        ("Old bridge to be rebuilt", None, None, False),  # nothing stands below it
        (f"{LONG}\n\n{MORE}", "Old bridge to be rebuilt", "Old bridge to be rebuilt", False),
        (f"OLD BRIDGE TO BE REBUILT.\n\n{LONG}", "Old bridge to be rebuilt", "Old bridge to be rebuilt", True),
        (f"Old bridge to be rebuilt\n\n{LONG}", "Old bridge to be rebuilt | The Example", None, True),
        (f"Old bridge to be rebuilt after flood\n\n{LONG}", "Old bridge to be rebuilt ...", None, True),
        (f"Old bridge to be rebuilt;\nMayor thanks\n\n{LONG}", "Old bridge to be rebuilt; Mayor thanks", None, True),
    ],
)  # fmt: skip
def test_the_headline_is_kept_apart(text, given, title, stands):
    body = find_body(text, title=given)
    assert body.title == (title or given)
    assert (body.title_span is not None) is stands
    if stands:
        assert text[body.title_span.end :].lstrip(". \n").startswith(LONG)
        assert story(text, body) == LONG


def test_a_headline_that_runs_into_the_first_sentence_stays_in_the_body():
    text = f"Old bridge to be rebuilt {LONG}\n\n{MORE}"
    body = find_body(text, title="Old bridge to be rebuilt")
    assert body.title_span is None
    assert body.spans == (Span(0, len(text)),)


def test_a_headline_repeated_below_another_label_is_masked():
    text = f"Old bridge to be rebuilt\n\nUPDATE 2 - Old bridge to be rebuilt\n\n{LONG}"
    assert story(text, find_body(text)) == LONG


# Byline, outlet, date ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "byline", "outlet", "date"),
    [
        ("By Ann Example", "Ann Example", None, None),
        ("By ANN EXAMPLE and Bo van den Berg", "ANN EXAMPLE and Bo van den Berg", None, None),
        ("By Ann Example, DAILY EXAMPLE", "Ann Example", "DAILY EXAMPLE", None),
        ("By Ann Example for Daily Example", "Ann Example", "Daily Example", None),
        ("By Ann Example, Bo Berg and Cy Dale", "Ann Example, Bo Berg and Cy Dale", None, None),
        ("Written by: Ann Example", "Ann Example", None, None),
        ("By Ann Example | 4 May 2023", "Ann Example", None, None),
        ("Ann Example\n\nDAILY EXAMPLE", "Ann Example", "DAILY EXAMPLE", None),
        ("Ann Example\n\nThe Daily Example", "Ann Example", "The Daily Example", None),
        ("Ann Example\n\nOpinion contributor", "Ann Example", None, None),
        ("Ann Example\n\nMay 4, 2023, 6:03 a.m. ET", "Ann Example", None, "2023-05-04"),
        ("Reuters", None, "Reuters", None),
        ("Published: 4 May 2023 10:15", None, None, "2023-05-04"),
        ("Thursday, May 4, 2023", None, None, "2023-05-04"),
        ("04.05.2023", None, None, "2023-05-04"),
        ("2023-05-04", None, None, "2023-05-04"),
        ("May 4, 2023 Updated May 6, 2023, 1:16 p.m. ET", None, None, "2023-05-04"),
        ("Updated May 6, 2023, 1:16 p.m. ET", None, None, "2023-05-06"),
    ],
)
def test_lines_between_headline_and_story(lines, byline, outlet, date):
    text = f"Old bridge to be rebuilt\n\n{lines}\n\n{LONG}\n\n{MORE}"
    body = find_body(text)
    assert body.title == "Old bridge to be rebuilt"
    assert frame(body) == (byline, outlet, None, date, None)
    assert story(text, body) == f"{LONG}\n\n{MORE}"


@pytest.mark.parametrize(
    "lines",
    [
        "05/04/2023",
        "31 February 2023",
        "Ann Example said so.",
        "By all accounts it was late",
        "By 2023 the bridge was gone",
    ],
)
def test_what_only_resembles_a_byline_or_a_date_is_left_alone(lines):
    text = f"Old bridge to be rebuilt\n\n{lines}\n\n{LONG}"
    body = find_body(text)
    assert frame(body) == (None, None, None, None, None)
    assert lines in story(text, body)


def test_a_name_alone_above_a_story_is_neither_headline_nor_byline():
    body = find_body(f"Ann Example\n\n{LONG}")
    assert (body.title, body.byline) == (None, None)


def test_a_labelled_date_glued_to_the_headline_dates_the_article():
    text = f"  Published: 4 May 2023 | Old bridge to be rebuilt\n\n{LONG}"
    body = find_body(text)
    assert (body.title, body.date) == ("Old bridge to be rebuilt", "2023-05-04")
    assert story(text, body) == LONG


# Sub-headings and layouts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("What comes next", True),
        ("What comes next?", True),
        ("- What comes next", True),
        ("## What comes next", True),
        ("3. What comes next", True),
        ("What comes next.", False),
        ("“What comes next?”", False),
        ("— Ann Example", False),
        ("The engineers, who had drawn the plans of the new bridge in a single week, stood beside the mayor", False),
        ("***", False),
    ],
)
@pytest.mark.parametrize("blank", ["\n\n", "\n", "\r\n", "\r\n\r\n"])
def test_a_short_line_without_a_full_stop_titles_what_follows(line, expected, blank):
    text = blank.join([LONG, line, MORE])
    body = find_body(text)
    assert [text[span.start : span.end] for span in body.headings] == ([line] if expected else [])
    assert story(text, body) == text


def test_items_of_a_list_are_no_headings():
    text = f"{LONG}\n\n- A new deck\n- Two new lanes\n- A path for walkers\n\n{MORE}"
    assert find_body(text.replace("walkers\n\n", "walkers.\n\n")).headings == ()


def test_a_wrapped_line_is_no_heading():
    text = (
        "The council voted on Tuesday to rebuild the\n"
        "old bridge over the river, which has been\n"
        "closed since the flood of last year. Prime\n"
        "Minister Ann Example\n"
        "praised the vote and said that the new bridge\n"
        "would stand for a hundred years.\n"
        "\n"
        "What comes next\n"
        "\n"
        "Engineers will draw the plans in the spring,\n"
        "and the work is to begin in the autumn.\n"
    )
    body = find_body(text)
    assert [text[span.start : span.end] for span in body.headings] == ["What comes next"]
    assert body.spans == (Span(0, len(text) - 1),)


def test_the_text_is_never_altered_and_offsets_count_its_own_characters():
    text = f"\r\n  Old bridge to be rebuilt \r\n\r\nBy Ann Example\r\n\r\n\xa0{LONG}\r\n"
    body = find_body(text)
    [span] = body.spans
    assert text[span.start : span.end] == LONG
    assert body.title_span == Span(4, 28)  # after "\r\n" and two spaces, 24 letters


# Properties ----------------------------------------------------------------------------------------------------------

PIECES = [
    "\n", "\r\n", "\n\n", " ", "\x85", "\u2028", "\xa0", "\f", "—", "/", "(", ")", '"', "“", "”", ".", ":", "|", "- ",
    "By Ann Example", "MOSCOW", "(AA) -", "/TASS/.", "May 4, 2023", "date 2022-04-28 ", "Sign up for our newsletter.",
    "Continue Reading", "Leave a Reply", "Old bridge to be rebuilt", "What comes next", "CNN —", "More: Old bridge",
    "Follow us on Twitter", "ann@example.org", "©", LONG, MORE,
]  # fmt: skip
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=24).map("".join))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(text=texts, title=st.one_of(st.none(), st.text(max_size=30), st.just("Old bridge to be rebuilt")))
def test_spans_are_ascending_apart_within_the_text_and_trimmed(text, title):
    body = find_body(text, title=title)
    last = -1
    for start, end in body.spans:
        assert last < start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        last = end
    for heading in body.headings:
        assert any(span.start <= heading.start < heading.end <= span.end for span in body.spans)
    assert bool(body.spans) is (body.dropped is None)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(text=texts)
def test_masks_and_spans_never_share_the_headline(text):
    body = find_body(text)
    if body.title_span is not None:
        start, end = body.title_span
        assert body.title == " ".join(text[start:end].split())
        assert all(span.end <= start or end <= span.start for span in body.spans)


SUBJECTS = st.sampled_from(["The council", "A spokesman", "The minister of works", "Her neighbour", "Nobody"])
VERBS = st.sampled_from(
    ["praised", "signed up for", "will follow", "read about", "shared", "sponsored", "commented on"]
)
OBJECTS = st.sampled_from(["the plan", "the newsletter", "a cookie factory", "the advertisement", "the new bridge"])
SENTENCES = st.tuples(SUBJECTS, VERBS, OBJECTS).map(lambda words: " ".join(words) + " on Tuesday evening.")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(parts=st.lists(PARAGRAPHS, min_size=1, max_size=8), gap=st.sampled_from(["\n", "\n\n", "\r\n", " \n \n"]))
def test_clean_prose_is_covered_whole(parts, gap):
    text = gap.join(parts)
    assert find_body(text).spans == (Span(0, len(text)),)
