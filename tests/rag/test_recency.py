"""The newest articles on a topic."""

from datetime import date

from rag.evidence.weigh import Evidence
from rag.recency import age, newest, undated


def evidence(read, key, day, score=1.0):
    reading = read("Boats wait.", key=key, story=key, id=f"{key}.txt", date=day)
    return Evidence(reading, 0, 1.0, 1.0, 0.5, 1.0, 1.0, 1.0, score)


def keys(found):
    return [one.reading.article.key for one in found]


def test_of_the_articles_on_a_topic_those_of_the_newest_week_and_those_without_a_date_are_kept(read):
    old, week, new = (
        evidence(read, 1, "2021-05-01"),
        evidence(read, 2, "2022-05-03"),
        evidence(read, 3, "2022-05-09", 0.9),
    )
    assert keys(newest([old, week, evidence(read, 4, None), new])) == [2, 4, 3]


def test_an_article_that_is_hardly_on_the_topic_is_not_the_newest_on_it(read):
    old, other = evidence(read, 1, "2021-05-01"), evidence(read, 2, "2022-05-09", 0.7)
    assert keys(newest([old, other])) == [1, 2]
    assert age([old, other], date(2022, 6, 1)) == "The newest article on this is of 1 May 2021."


def test_without_any_date_all_stays_as_it_is(read):
    found = [evidence(read, 1, None), evidence(read, 2, None)]
    assert newest(found) == found
    assert undated(found) is None
    assert age(found, date(2026, 1, 1)) is None


def test_an_answer_says_how_many_articles_may_be_newer(read):
    dated = evidence(read, 1, "2022-05-09")
    assert undated([dated]) is None
    assert undated([dated, evidence(read, 2, None)]) == "1 article on this has no date, so how new it is is not known."


def test_an_answer_on_the_present_says_its_age_after_a_year(read):
    found = [evidence(read, 1, "2021-02-10"), evidence(read, 2, "2022-02-10")]
    assert age(found, date(2023, 2, 10)) is None
    assert age(found, date(2023, 2, 11)) == "The newest article on this is of 10 February 2022."
    assert age([], date(2023, 2, 11)) is None
