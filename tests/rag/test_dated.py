"""Of what time a sentence is."""

import pytest

from index.settings import Settings
from rag.dated import dateline_of, days_of, is_bound, left_out, lies_in, published, times_in
from rag.evidence.weigh import Evidence
from rag.period import periods
from rag.question import understand
from tests.rag.conftest import Says


def evidence(reading, at=0, score=1.0):
    return Evidence(reading, at, 1.0, 1.0, 0.5, 1.0, 1.0, 1.0, score)


@pytest.mark.parametrize(
    ("text", "published", "times"),
    [
        ("Orr spoke on Wednesday.", "2022-04-28", [("2022-04-27", "2022-04-27")]),
        ("Orr spoke on Wednesday.", None, []),
        ("It closed on 24 February.", "2022-04-28", [("2022-02-24", "2022-02-24")]),
        ("It closed on 24 February.", None, [("02-24", "02-24")]),
        ("It closed in late February.", "2022-04-28", [("2022-02-21", "2022-02-28")]),
        ("It closed in June.", "2022-04-28", [("2021-06-01", "2021-06-30")]),
        ("It closed last year.", "2022-04-28", [("2021-01-01", "2021-12-31")]),
        ("It was built in 1990.", None, [("1990-01-01", "1990-12-31")]),
        ("Boats wait.", "2022-04-28", []),
    ],
)
def test_a_sentence_names_times_counted_from_the_date_of_its_article(text, published, times):
    assert list(times_in(text, published)) == times


@pytest.mark.parametrize(
    ("when", "at", "holds"),
    [
        ("in April 2022", 0, True),  # by the article's date
        ("on 25 April 2022", 2, True),  # Monday, named in the sentence
        ("on 25 April 2022", 1, True),  # named beside it
        ("in 2014", 3, True),
        ("in 2014", 0, False),
        (
            "before 2020",
            3,
            False,
        ),  # a past event is named in most articles: a time open to one side asks when it was reported
        ("in March 2022", 0, False),
    ],
)
def test_a_sentence_is_of_its_articles_time_and_of_those_named_in_and_around_it(read, when, at, holds):
    text = "Boats wait. The port is shut. It was shut on Monday. The port was built in 2014."
    assert lies_in(periods(when), read(text, date="2022-04-28"), at) is holds


def test_of_words_with_a_day_of_their_own_the_days_around_do_not_count(read):
    reading = read(
        "Ann Vale spoke on Wednesday. Tom Orr said on Thursday that boats wait.",
        Says("Tom Orr", "boats wait", said="2022-04-28"),
        date="2022-04-29",
    )
    assert lies_in(periods("on 28 April 2022"), reading, 1)
    assert not lies_in(periods("on 27 April 2022"), reading, 1)


def test_an_article_without_a_date_is_of_the_day_of_its_dateline_in_some_year(read):
    reading = read("LUND, February 10. /TASS/. The bridge is closed.")
    assert published(reading.article) == "02-10"
    assert lies_in(periods("on 10 February"), reading, 0)
    assert not lies_in(periods("on 10 February 2022"), reading, 0)


def test_a_dateline_is_sought_before_the_body_too(read):
    text = "LUND, February 10. /TASS/. The bridge is closed."
    reading = read(text, spans=(type(read(text).article.spans[0])(text.index("The"), len(text)),))
    line = dateline_of(reading.article)
    assert line is not None
    assert (line.place, line.day) == ("LUND", "02-10")


def test_times_bind_where_somebodys_words_are_asked_for_or_they_are_counted():
    asked = ["What did Vale say in 2022?", "What happened last week?", "What happened in 2022?", "What happened?"]
    assert [is_bound(understand(question)) for question in asked] == [True, True, False, False]


def test_an_answer_counts_the_articles_that_were_left_out_for_want_of_a_date(read):
    query = understand("What did Vale say in 2022 about boats?")
    dated = evidence(read("Boats wait.", date="2022-04-28"))
    undated = [evidence(read("Boats wait.", key=key, story=key)) for key in (2, 3)]
    far = evidence(read("Boats wait.", key=4, story=4), score=0.5)
    assert left_out(query, [dated]) is None
    assert left_out(query, [dated, undated[0], far]) == "1 article on this has no date and is left out."
    assert left_out(query, [dated, *undated]) == "2 articles on this have no date and are left out."
    assert left_out(understand("What did Vale say about boats?"), [dated, *undated]) is None


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("What did Orr say about boats in September 2022?", ("2022-09-01", "2022-09-30")),
        ("What did Orr say about boats since September 2022?", ("2022-09-01", None)),
        ("What did Orr say about boats before 2022?", (None, "2021-12-31")),
        ("What did Orr say about boats in September?", None),
        ("What did Orr say about boats?", None),
        ("Which boats sank in September 2022?", None),
    ],
)
def test_the_days_that_a_query_is_bound_to(question, days):
    assert days_of(understand(question)) == days


def test_what_is_bound_to_a_time_is_sought_among_its_articles_too(open_index):
    said = "“The ferry sails, the ferry sails,” Ann Vale said of the ferry."
    old = {
        f"old{one}": f"The ferry {one}\n\nLUND, March {one + 1}, 2021 - {said} It was number {one}." for one in range(9)
    }
    new = "On the pier\n\nLUND, September 14, 2022 - Ann Vale said the ferry would stay in port."
    engine = open_index(Settings(candidates=3), new=new, **old)
    candidates = engine.candidates("What did Ann Vale say about the ferry in September 2022?")
    articles = {engine.catalog.article_by_key(one.chunk.article_key).id for one in candidates}
    assert "new.txt" in articles
    assert len(articles) > 1
