"""Who holds the office that a question names."""

import pytest

from rag.asked import meant
from rag.offices import Offices
from rag.period import periods
from tests.rag.conftest import person

VALE = person("Ann Vale", ("British Foreign Secretary", "2022-02-10", "2022-04-28"))
ORR = person("Tom Orr", ("UK foreign minister", "2023-01-05", "2023-01-05"))
DAY = person("Eve Day", ("British foreign secretary", None, None))
IVANOV = person("Ivan Ivanov", ("Russian Foreign Minister", "2022-03-01", "2022-03-01"))
SMITH = person("Jo Smith", ("British Defence Secretary", "2022-03-01", "2022-03-01"))
PRESS = person("Max Popov", ("Kremlin spokesman", "2022-03-01", "2023-03-01"))
MINISTRY = person("Mia Sokolova", ("Russian Foreign Ministry spokeswoman", "2022-03-01", "2023-06-01"))
FORMER = person("Al Brown", ("former British foreign secretary", "2023-05-01", "2023-05-01"))
OFFICES = Offices([VALE, ORR, DAY, IVANOV, SMITH, PRESS, MINISTRY, FORMER])


@pytest.mark.parametrize(
    ("phrase", "when", "names"),
    [
        ("British foreign secretary", "", ["Tom Orr", "Ann Vale", "Eve Day"]),  # the latest first, undated ones last
        ("UK foreign secretary", "in 2022", ["Ann Vale"]),
        ("British foreign secretary", "in March 2022", ["Ann Vale"]),  # between two articles that call her so
        ("British foreign secretary", "on 29 April 2022", []),
        ("top British diplomat", "in 2023", ["Tom Orr"]),
        ("Russian foreign minister", "", ["Ivan Ivanov"]),
        ("British defence secretary", "", ["Jo Smith"]),
        ("Swedish foreign minister", "", []),
        ("former British foreign secretary", "", ["Al Brown"]),
        ("British prime minister", "", []),
        ("Kremlin's spokesman", "", ["Max Popov"]),  # not the ministry's
        ("spokeswoman of the Russian foreign ministry", "", ["Mia Sokolova"]),
    ],
)
def test_an_office_is_held_by_whom_articles_of_the_time_give_it_to(phrase, when, names):
    assert [one.person.name for one in OFFICES.holders(phrase, periods(when))] == names


def test_a_time_is_compared_as_exactly_as_it_is_named():
    (year,), (month,) = periods("in 2022"), periods("in May 2022")
    assert [one.overlaps("2022-02-10", "2022-04-28") for one in (year, month)] == [True, False]
    assert not year.overlaps(None, None)


def test_an_answer_says_whom_an_office_was_taken_to_mean_and_by_which_articles():
    assert meant(OFFICES.holders("British foreign secretary"), "British foreign secretary") == (
        "“British foreign secretary” is taken to mean Tom Orr (UK foreign minister, in an article of 2023-01-05) and "
        "Ann Vale (British Foreign Secretary, in articles from 2022-02-10 to 2022-04-28) and "
        "Eve Day (British foreign secretary, in an undated article)."
    )
