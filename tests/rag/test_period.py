"""Times that a question names."""

from datetime import date

import pytest

from rag.period import (
    Anchor,
    Period,
    anchored,
    counted_from,
    in_words,
    is_of_now,
    periods,
    taken_as,
    wants_latest,
    without_counted,
    without_periods,
    without_recency,
)

THURSDAY = Anchor(date(2022, 9, 15), is_newest=True)
COUNTED = ", counted from the newest article, of 15 September 2022."


def days(text, anchor=THURSDAY):
    return [(one.first, one.last) for one in anchored(periods(text), anchor)]


@pytest.mark.parametrize(
    ("text", "prefixes"),
    [
        ("in 2019", ["2019"]),
        ("in March 2021", ["2021-03"]),
        ("on 28 April 2022", ["2022-04-28"]),
        ("on the 3rd of May 2020", ["2020-05-03"]),
        ("on April 28, 2022", ["2022-04-28"]),
        ("on 2022-04-28", ["2022-04-28"]),
        ("in 2022-04", ["2022-04"]),
        ("in 2019 and 2021", ["2019", "2021"]),
        ("300 boats, room 12", []),
        ("in the year 20222", []),
        ("on 31 February 2022", []),
    ],
)
def test_years_months_and_days_are_found_in_order(text, prefixes):
    assert [period.prefix for period in periods(text)] == prefixes


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("between 2019 and 2021", "2019-01-01", "2021-12-31"),
        ("from March to June 2022", "2022-03-01", "2022-06-30"),
        ("between November and March 2022", "2021-11-01", "2022-03-31"),
        ("in January or February 2022", "2022-01-01", "2022-02-28"),
        ("from 3 to 8 May 2022", "2022-05-03", "2022-05-08"),
        ("on May 3-8, 2022", "2022-05-03", "2022-05-08"),
        ("in 2019/20", "2019-01-01", "2020-12-31"),
        ("in the 1990s", "1990-01-01", "1999-12-31"),
        ("in early 2022", "2022-01-01", "2022-04-30"),
        ("in mid-2022", "2022-05-01", "2022-08-31"),
        ("at the end of 2022", "2022-09-01", "2022-12-31"),
        ("in late February 2024", "2024-02-21", "2024-02-29"),
        ("in the spring of 2021", "2021-03-01", "2021-05-31"),
        ("in winter 2021/22", "2021-12-01", "2022-02-28"),
        ("in the first half of 2022", "2022-01-01", "2022-06-30"),
        ("in Q3 2021", "2021-07-01", "2021-09-30"),
        ("since 2019", "2019-01-01", None),
        ("from 2019 onwards", "2019-01-01", None),
        ("after March 2021", "2021-04-01", None),
        ("before 1 March 2021", None, "2021-02-28"),
        ("until March 2021", None, "2021-03-31"),
        ("in March", "03-01", "03-31"),
        ("on 24 February", "02-24", "02-24"),
        ("between March and June", "03-01", "06-30"),
    ],
)
def test_ranges_are_read_with_their_first_and_last_day(text, first, last):
    assert days(text) == [(first, last)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [  # 15 September 2022 is a Thursday
        ("yesterday", "2022-09-14", "2022-09-14"),
        ("the day before yesterday", "2022-09-13", "2022-09-13"),
        ("three days ago", "2022-09-12", "2022-09-12"),
        ("last Monday", "2022-09-12", "2022-09-12"),
        ("last Thursday", "2022-09-08", "2022-09-08"),
        ("last week", "2022-09-05", "2022-09-11"),
        ("this week", "2022-09-09", "2022-09-18"),  # also of its last days before Monday
        ("two weeks ago", "2022-08-29", "2022-09-04"),
        ("last weekend", "2022-09-10", "2022-09-11"),
        ("last month", "2022-08-01", "2022-08-31"),
        ("two months ago", "2022-07-01", "2022-07-31"),
        ("ten months ago", "2021-11-01", "2021-11-30"),
        ("this year", "2022-01-01", "2022-12-31"),
        ("a year ago", "2021-01-01", "2021-12-31"),
        ("early this year", "2022-01-01", "2022-04-30"),
        ("last summer", "2022-06-01", "2022-08-31"),
        ("last autumn", "2021-09-01", "2021-11-30"),
        ("last winter", "2021-12-01", "2022-02-28"),
        ("over the past three weeks", "2022-08-25", "2022-09-15"),
        ("in the last year", "2021-09-15", "2022-09-15"),
        ("earlier this month", "2022-09-01", "2022-09-15"),
        ("since March", "2022-03-01", None),
        ("since October", "2021-10-01", None),
        ("since 24 February", "2022-02-24", None),
        ("since last week", "2022-09-05", None),
        ("from 2019 to last year", "2019-01-01", "2021-12-31"),
    ],
)
def test_other_times_are_counted_from_a_day(text, first, last):
    assert days(text) == [(first, last)]


def test_a_month_that_is_as_long_as_no_other_is_counted_back_to_its_last_day():
    assert days("in the last six months", Anchor(date(2022, 8, 31), is_newest=False)) == [("2022-02-28", "2022-08-31")]


@pytest.mark.parametrize(
    "text",
    [
        "before the invasion",
        "after the summit",
        "What did May say about boats?",
        "What did Orr and May say on boats?",
        "after May resigned",
        "the march on the port",
        "What did Vale say on Monday?",
        "several years ago",
        "How many people live there today?",
    ],
)
def test_events_people_and_vague_times_are_left_as_words(text):
    assert periods(text) == []
    assert without_periods(text) == text


def test_a_year_that_belongs_to_a_thing_stays_with_it_and_bounds_nothing():
    text = "What did Vale say in May 2022 on the 2019 flood before the 2024 election, the port by 2030 and last week's storm?"
    found = periods(text)
    assert [(one.asked, one.of_thing) for one in found] == [
        ("May 2022", False), ("2019", True), ("2024", True), ("2030", True), ("last week", True),
    ]  # fmt: skip
    left = without_periods(text)
    assert "May" not in left
    assert "last week" not in left
    assert "the 2019 flood before the 2024 election, the port by 2030 and" in left


def test_times_that_are_counted_hold_every_day_until_they_are_placed():
    (open_still,) = periods("last week")
    (placed,) = anchored([open_still], THURSDAY)
    assert open_still.holds("1999-01-01")
    assert [placed.holds(day) for day in ("2022-09-04", "2022-09-05", "2022-09-11", "2022-09-12")] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_period_holds_the_dates_in_it_and_no_unknown_one():
    (march,) = periods("in March 2021")
    assert [march.holds(day) for day in ("2021-03-31", "2021-04-01", "2022-03-31", None)] == [True, False, False, False]


def test_a_time_without_a_year_holds_its_days_of_every_year_even_over_the_new_year():
    (winter,) = periods("from November to February")
    assert [winter.holds(day) for day in ("2021-12-31", "2024-01-01", "2024-03-01", "11-05")] == [
        True, True, False, True,
    ]  # fmt: skip
    assert not periods("in 2021")[0].holds("11-05")  # of which year is not known


def test_a_period_covers_a_time_that_lies_in_it_whole():
    (year,) = periods("in 2021")
    assert year.covers("2021-03-01", "2021-03-31")
    assert not year.covers("2020-12-01", "2021-02-28")
    assert year.overlaps("2020-12-01", "2021-02-28")
    assert not year.overlaps("2022-01-01", None)


def test_a_time_without_a_year_overlaps_what_some_year_of_it_does():
    (march,) = periods("in March")
    assert march.overlaps("2021-02-10", "2021-04-02")
    assert march.overlaps("2019-05-01", "2021-01-31")
    assert not march.overlaps("2021-04-01", "2022-02-28")


def test_a_period_is_named_by_its_year_and_month_together():
    (march,), (year,), (two,) = periods("in March 2021"), periods("2021"), periods("from 2020 to May 2021")
    assert march.named_in({"march", "2021"})
    assert not march.named_in({"2021"})
    assert year.named_in({"2021"})
    assert two.named_in({"2020"})
    assert two.named_in({"2021", "may"})
    assert not two.named_in({"2021", "june"})


def test_a_question_without_its_times_is_left_with_its_topic():
    assert without_periods("the bridge in March 2021, and boats").split() == ["the", "bridge", ",", "and", "boats"]
    assert without_counted("boats in 2019 and last summer").split() == ["boats", "in", "2019", "and"]


@pytest.mark.parametrize(
    ("newest", "day", "is_newest"),
    [("2022-09-15", "2022-09-15", True), ("2026-10-25", "2026-11-22", False), (None, "2026-11-22", False)],
)
def test_times_are_counted_from_the_newest_article_unless_the_archive_reaches_today(newest, day, is_newest):
    assert counted_from(date(2026, 11, 22), newest) == Anchor(date.fromisoformat(day), is_newest)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "last summer",
            "“last summer” is taken as June to August 2022, counted from the newest article, of 15 September 2022.",
        ),
        (
            "since March",
            "“since March” is taken as from 1 March 2022 on, counted from the newest article, of 15 September 2022.",
        ),
        ("in early 2022", "“early 2022” is taken as January to April 2022."),
        ("on 24 February", "“24 February” is taken as 24 February of any year, as no year is given."),
    ],
)
def test_an_answer_says_how_a_time_was_taken(text, sentence):
    assert taken_as(anchored(periods(text), THURSDAY), THURSDAY) == (sentence,)


def test_nothing_is_said_of_a_time_that_can_only_be_taken_one_way():
    assert taken_as(periods("in March 2021, before 2020"), THURSDAY) == ()


def test_it_says_today_where_it_counts_from_today():
    today = Anchor(date(2022, 9, 15), is_newest=False)
    assert taken_as(anchored(periods("yesterday"), today), today) == (
        "“yesterday” is taken as 14 September 2022, counted from today, 15 September 2022.",
    )


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2021-01-01", "2021-12-31", "2021"),
        ("2019-01-01", "2021-12-31", "2019 to 2021"),
        ("2022-02-01", "2022-02-28", "February 2022"),
        ("2021-12-01", "2022-02-28", "December 2021 to February 2022"),
        ("2022-05-03", "2022-05-08", "3 to 8 May 2022"),
        ("2022-05-30", "2022-06-02", "30 May 2022 to 2 June 2022"),
        (None, "2021-03-31", "until 31 March 2021"),
    ],
)
def test_a_range_is_written_as_one_says_it(first, last, words):
    assert in_words(first, last) == words


def test_a_refusal_names_the_time_looked_for():
    assert [one.when for one in periods("in 2019, since March 2021, last week")] == [
        "for 2019", "since March 2021", "last week",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "latest", "now"),
    [
        ("What is the latest on the bridge?", True, True),
        ("What did Vale most recently say?", True, True),
        ("Who is currently the port director?", True, True),
        ("Who is the port director now?", True, True),
        ("Who is the port director?", False, True),
        ("Who is Ann Vale?", False, False),
        ("What did Vale say today?", False, False),
        ("When did the bridge close?", False, False),
        ("Which current affairs programme is it?", False, False),
    ],
)
def test_questions_for_the_latest_and_for_how_things_are_now_are_told(text, latest, now):
    assert (wants_latest(text), is_of_now(text)) == (latest, now)


def test_words_that_ask_for_the_latest_are_no_topic():
    assert without_recency("What is the latest news on the bridge?").split() == ["What", "is", "on", "the", "bridge?"]
    assert without_recency("What did Vale say today?") == "What did Vale say today?"


def test_periods_are_equal_by_what_they_say():
    assert periods("in 2019") == [Period("2019-01-01", "2019-12-31", "2019")]
