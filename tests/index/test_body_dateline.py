"""Datelines give place, agency and day, and the story begins behind them."""

import pytest

from index.body import find_body

STORY = "The council voted on Tuesday to rebuild the old bridge over the river, closed since the flood."


@pytest.mark.parametrize(
    ("dateline", "place", "outlet", "date", "day"),
    [
        ("MOSCOW, February 10. /TASS/. ", "MOSCOW", "TASS", None, "02-10"),
        ("ISTANBUL (AA) - ", "ISTANBUL", "AA", None, None),
        ("ISTANBUL (AA) — ", "ISTANBUL", "AA", None, None),
        ("FLINT, Mich., Oct. 4 (UPI) — ", "FLINT, Mich.", "UPI", None, "10-04"),
        ("Kyiv, March 3 (Reuters) - ", "Kyiv", "Reuters", None, "03-03"),
        ("KYIV. June 3 (Interfax-Ukraine) – ", "KYIV", "Interfax-Ukraine", None, "06-03"),
        ("BERLIN, 4 May 2023 (dpa) - ", "BERLIN", "dpa", "2023-05-04", None),
        ("PARIS/BERLIN, March 3 (Reuters) - ", "PARIS/BERLIN", "Reuters", None, "03-03"),
        ("SEOUL, South Korea — ", "SEOUL, South Korea", None, None, None),
        ("ST. PETERSBURG, Fla. — ", "ST. PETERSBURG, Fla.", None, None, None),
        ("DOVER – ", "DOVER", None, None, None),
        ("ÇANAKKALE (AA) - ", "ÇANAKKALE", "AA", None, None),
        ("(CNN) ", None, "CNN", None, None),
        ("(Reuters) - ", None, "Reuters", None, None),
        ("Hong Kong CNN —\n\n", "Hong Kong", "CNN", None, None),
        ("CNN —\n\n", None, "CNN", None, None),
        ("MOSCOW, February 30. /TASS/. ", "MOSCOW", "TASS", None, None),  # no such day
    ],
)
@pytest.mark.parametrize(
    "above", ["", "Old bridge to be rebuilt\n\n", "Old bridge to be rebuilt\n\nBy Ann Example\n\n"]
)
def test_a_dateline_is_read_and_set_aside(dateline, place, outlet, date, day, above):
    text = f"{above}{dateline}{STORY}"
    body = find_body(text)
    assert (body.place, body.outlet, body.date, body.dateline_day) == (place, outlet, date, day)
    assert [text[span.start : span.end] for span in body.spans] == [STORY]


@pytest.mark.parametrize(
    "opening",
    [
        "NATO — which meets on Friday — has not replied to the letter of the council about the bridge.",
        "UPDATE - Work on the bridge has begun, and the ferry will run until the end of the year.",
        "United Nations (UN) officials visited the bridge on Monday and spoke with the mayor.",
        "The army (USA) - or what is left of it - will help to raise the banks of the river.",
        "“MOSCOW - A Life” is the name of the book that the mayor gave to the engineers on Monday.",
        "Moscow - the capital - has not replied to the letter of the council about the bridge.",
        "I - The mayor's notes begin with a numeral, and so do the chapters that follow it.",
    ],
)
def test_prose_that_opens_with_a_place_or_a_dash_has_no_dateline(opening):
    body = find_body(f"{opening}\n\n{STORY}")
    assert (body.place, body.outlet, body.dateline_day) == (None, None, None)
    assert body.spans[0].start == 0


def test_a_dateline_below_a_standfirst_is_found():
    text = (
        f"Old bridge to be rebuilt\n\nCouncil votes after nine years of waiting for a new deck\n\nDOVER (AP) — {STORY}"
    )
    body = find_body(text)
    assert (body.place, body.outlet) == ("DOVER", "AP")
    assert [text[span.start : span.end] for span in body.spans] == [
        "Council votes after nine years of waiting for a new deck",
        STORY,
    ]


def test_places_in_the_middle_of_a_story_are_no_dateline():
    text = "\n\n".join([STORY] * 8 + [f"DOVER (AP) — {STORY}"])
    assert find_body(text).place is None
