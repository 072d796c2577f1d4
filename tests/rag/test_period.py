"""Times that a question names."""

import pytest

from rag.period import Period, periods, without_periods


@pytest.mark.parametrize(
    ("text", "prefixes"),
    [
        ("in 2019", ["2019"]),
        ("in March 2021", ["2021-03"]),
        ("on 28 April 2022", ["2022-04-28"]),
        ("on the 3rd of May 2020", ["2020-05-03"]),
        ("on April 28, 2022", ["2022-04-28"]),
        ("on 2022-04-28", ["2022-04-28"]),
        ("between 2019 and 2021", ["2019", "2021"]),
        ("300 boats, room 12", []),
        ("in the year 20222", []),
    ],
)
def test_years_months_and_days_are_found_in_order(text, prefixes):
    assert [period.prefix for period in periods(text)] == prefixes


def test_a_period_holds_the_dates_in_it_and_no_unknown_one():
    march = Period(2021, 3, None, "March 2021")
    assert [march.holds(date) for date in ("2021-03-31", "2021-04-01", "2022-03-31", None)] == [
        True,
        False,
        False,
        False,
    ]


def test_a_period_is_named_by_its_year_and_month_together():
    march = Period(2021, 3, None, "March 2021")
    assert march.named_in({"march", "2021"})
    assert not march.named_in({"2021"})
    assert Period(2021, None, None, "2021").named_in({"2021"})


def test_a_question_without_its_times_is_left_with_its_topic():
    assert without_periods("the bridge in March 2021, and boats").split() == ["the", "bridge", ",", "and", "boats"]
