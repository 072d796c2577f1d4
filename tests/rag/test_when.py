"""When something happened, and when it was reported."""

import pytest

from rag.question import understand
from rag.select import Quoted
from rag.when import with_dates
from tests.rag.conftest import Says


def remarks(question, *quoted):
    return [one.remark for one in with_dates(understand(question), quoted)]


def quoted(reading, *at):
    return Quoted(reading, range(at[0], at[-1] + 1) if at else range(len(reading.sentences)), 1.0)


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("Vale spoke on Wednesday.", "“Wednesday” is 27 April 2022, as the article is dated 28 April 2022."),
        ("Vale spoke yesterday.", "“yesterday” is 27 April 2022, as the article is dated 28 April 2022."),
        ("It closed on 24 February.", "“24 February” is 24 February 2022, as the article is dated 28 April 2022."),
        ("It closed last month.", "“last month” is March 2022, as the article is dated 28 April 2022."),
        (
            "Vale spoke on Wednesday. Orr answered on Thursday.",
            "“Wednesday” is 27 April 2022 and “Thursday” is 28 April 2022, as the article is dated 28 April 2022.",
        ),
        ("It closed on 24 February 2022.", None),
        ("Vale will speak on Wednesday.", None),
        ("Vale speaks next Wednesday.", None),
        ("It closed in 2014.", None),
        ("It closed in winter.", None),
    ],
)
def test_a_day_is_put_as_a_date_by_that_of_the_article_where_it_is_certain(read, text, remark):
    assert remarks("When did it happen?", quoted(read(text, date="2022-04-28"))) == [remark]


def test_without_a_date_of_the_article_no_day_is_put_as_one(read):
    assert remarks("When did Vale speak?", quoted(read("Vale spoke on Wednesday."))) == [None]


def test_only_questions_for_a_time_get_a_date(read):
    assert remarks("What did Vale say?", quoted(read("Vale spoke on Wednesday.", date="2022-04-28"))) == [None]


def test_where_no_time_is_named_the_articles_date_is_given_as_that(read):
    known = quoted(read("Boats wait, Vale said.", Says("Vale", "Boats wait", said="2022-04-26"), date="2022-04-28"))
    assert remarks("When did Vale speak?", known) == ["This was said on 26 April 2022, by the words around it."]
    bare = quoted(read("Boats wait.", date="2022-04-28"))
    assert remarks("When did the boats wait?", bare) == ["No day is named here; the article is dated 28 April 2022."]


@pytest.mark.parametrize(
    ("question", "known", "remark"),
    [
        ("When was it reported that boats wait?", {"date": "2022-04-28"}, "The article is dated 28 April 2022."),
        (
            "When did the Herald report that boats wait?",
            {"date": "2022-04-28", "place": "LUND"},
            "The article is dated 28 April 2022 and is datelined Lund.",
        ),
        ("From which city was the story on the boats filed?", {"place": "LUND"}, "The article is datelined Lund."),
        ("When was the article on the boats published?", {}, None),
    ],
)
def test_when_and_from_where_something_was_reported_is_told_by_its_article(read, question, known, remark):
    assert remarks(question, quoted(read("Boats wait since Wednesday.", **known))) == [remark]


def test_a_dateline_gives_its_day_and_says_that_the_year_is_open(read):
    reading = read("LUND, February 10. /TASS/. Boats wait. The port is shut.")
    found = remarks("When did TASS report that boats wait?", quoted(reading, 0), quoted(reading, 1))
    assert found == ["The article is datelined Lund, February 10, without a year.", None]  # once for an article


def test_a_report_that_is_spoken_of_is_not_the_article(read):
    found = remarks("When did the report on boats appear?", quoted(read("It came out on Monday.", date="2022-04-28")))
    assert found == ["“Monday” is 25 April 2022, as the article is dated 28 April 2022."]
