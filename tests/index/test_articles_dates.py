"""Dates of metadata: what is understood, and what is left undated."""

import pytest

from index.articles.dates import parse_date


@pytest.mark.parametrize(
    "value",
    [
        "2022-04-28",
        " 2022-4-28 ",
        "2022/04/28",
        "2022.04.28",
        "20220428",
        "20220428T101500Z",
        "2022-04-28T23:30:00-05:00",  # the day as stated, which in UTC is the next
        "2022-04-28 10:15",
        "28 April 2022",
        "28th of April 2022",
        "28-Apr-2022",
        "April 28, 2022",
        "Apr. 28 2022",
        "Thursday, April 28, 2022 at 10:15 a.m.",
        "Thu, 28 Apr 2022 10:15:00 GMT",
        "28.04.2022",
        "28.4.2022, 10:15",
        "28/04/2022",
        "04/28/2022",
    ],
)
def test_one_day_in_many_forms(value):
    assert parse_date(value) == "2022-04-28"


def test_september_has_two_abbreviations():
    assert parse_date("Sep 5, 2023") == parse_date("Sept. 5, 2023") == "2023-09-05"


def test_a_day_and_month_that_are_equal_are_clear():
    assert parse_date("05/05/2022") == "2022-05-05"


@pytest.mark.parametrize(
    "value",
    [
        "04/05/2022",
        "2022-02-30",
        "April 2022",
        "2022",
        "yesterday",
        "28 Foo 2022",
        "28 ma 2022",
        "10 February",
        "28/04/22",
        "",
    ],
)
def test_what_is_no_date_or_could_be_two_is_none(value):
    assert parse_date(value) is None
