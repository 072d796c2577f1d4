"""Everything somebody said, and whom an office means."""

import pytest

from rag.asked import Asked
from rag.decide import narrowed, note
from rag.evidence.weigh import Evidence
from rag.listing import MOST, listing, rest
from rag.offices import Holder
from rag.period import periods
from rag.question import as_speaker, understand
from rag.select import Quoted
from tests.rag.conftest import Says, person


def everything(*readings, by="Ann Vale", when=""):
    asked = Asked(as_speaker(by), (person(by),))
    by_key = {one.article.key: one for one in readings}
    return listing(asked, periods(when), [said for one in readings for said in one.statements], by_key.__getitem__)


def article(read, key, date, *said):
    text = " ".join(f"{one.name} said {one.words}." for one in said)
    return read(text, *said, key=key, story=key, id=f"{key}.txt", date=date, source="Herald")


def hers(words, kind="indirect", **known):
    return Says("Ann Vale", words, kind, **known)


def shown(found):
    return [(one.reading.article.id, one.reading.article.text[one.span.start : one.span.end]) for one in found.quoted]


def test_statements_come_by_article_and_date_undated_last_and_within_one_direct_speech_first(read):
    later = article(read, 1, "2023-05-01", hers("it rains"), hers("“boats wait”", "direct"))
    undated = article(read, 2, None, hers("it pours"))
    first = article(read, 3, "2022-05-01", hers("the bridge is closed"), Says("Tom Orr", "it is open"))
    found = everything(later, undated, first)
    assert shown(found) == [
        ("3.txt", "Ann Vale said the bridge is closed."),
        ("1.txt", "Ann Vale said “boats wait”."),
        ("1.txt", "Ann Vale said it rains."),
        ("2.txt", "Ann Vale said it pours."),
    ]
    assert (found.shown, found.total, rest(found, "Ann Vale")) == (4, 4, None)


def test_each_article_is_headed_by_its_date_and_outlet(read):
    dated = article(read, 1, "2023-05-01", hers("it rains"), hers("it pours"))
    undated = article(read, 2, None, hers("boats wait"))
    assert [one.lead for one in everything(dated, undated).quoted] == ["2023-05-01, Herald:", None, "Undated, Herald:"]


def test_statements_that_share_a_sentence_are_quoted_once(read):
    reading = read("Ann Vale said it rains, adding that boats wait.", hers("it rains"), hers("that boats wait"))
    found = everything(reading)
    assert (len(found.quoted), found.shown, found.total) == (1, 2, 2)


def test_of_many_statements_some_are_shown_direct_speech_first_and_the_command_for_all_is_given(read):
    many = [article(read, key, f"2022-01-{key:02}", hers(f"it rains {key}")) for key in range(1, MOST + 3)]
    spoken = article(read, 90, "2021-01-01", hers("“boats wait”", "direct"))
    found = everything(*many, spoken)
    # ten of 13: the direct one, and of the twelve indirect ones the nine latest, from January 4 on
    assert [one.reading.article.id for one in found.quoted] == ["90.txt", *(f"{key}.txt" for key in range(4, MOST + 3))]
    assert rest(found, "Ann Vale") == "10 of 13 statements; all of them: onrecord statements --speaker 'Ann Vale'."


def test_of_a_time_only_what_was_said_then_is_listed_and_the_undated_are_counted(read):
    old = article(read, 1, "2022-05-01", hers("it rains"))
    told_later = article(read, 2, "2023-01-02", hers("it pours", said="2022-12-31"))
    undated = article(read, 3, None, hers("boats wait"))
    found = everything(old, told_later, undated, when="in 2022")
    assert [one.reading.article.id for one in found.quoted] == ["1.txt", "2.txt"]
    assert (found.total, found.undated, rest(found, "Ann Vale")) == (2, 1, "1 more statement has no date.")


def test_what_somebody_else_or_nobody_knows_who_said_is_not_listed(read):
    unsure = hers("it pours", certainty="ambiguous")
    assert (
        everything(read("Tom Orr said it rains. Vale said it pours.", Says("Tom Orr", "it rains"), unsure)).quoted == []
    )


# offices


def held(name, last):
    one = person(name, ("foreign minister", last, last))
    return Holder(one, one.roles[0])


@pytest.fixture
def ministers():
    holders = held("Tom Orr", "2023-01-05"), held("Ann Vale", "2022-01-05")
    return Asked(as_speaker("the foreign minister"), tuple(one.person for one in holders), holders)


def weighed(reading, *scores):
    return [Evidence(reading, at, 1.0, 1.0, 0.5, 1.0, 1.0, 1.0, score) for at, score in enumerate(scores)]


@pytest.mark.parametrize(
    ("vale", "orr", "meant"),
    [
        (1.0, 0.85, "Tom Orr"),  # both said something of it: the latest
        (1.0, 0.5, "Ann Vale"),  # he said nothing of it
    ],
)
def test_without_a_date_an_office_means_its_latest_holder_who_spoke_of_the_topic(read, ministers, vale, orr, meant):
    reading = read("Ann Vale said it rains. Tom Orr said it pours.", hers("it rains"), Says("Tom Orr", "it pours"))
    found = sorted(weighed(reading, vale, orr), key=lambda one: -one.score)
    asked, kept = narrowed(understand("What did the foreign minister say about rain?"), ministers, found)
    assert [one.name for one in asked.persons] == [meant]
    assert {speaker for one in kept for speaker in one.reading.voices[one.at].speakers} == {meant}


def test_an_answer_for_an_office_says_which_of_its_holders_is_quoted(read, ministers):
    reading = read("Ann Vale said it rains.", hers("it rains"))
    assert note(ministers, [Quoted(reading, range(1), 1.0)]) == (
        "“foreign minister” is taken to mean Ann Vale (foreign minister, in an article of 2022-01-05).",
    )
    assert note(Asked(as_speaker("Ann Vale"), ministers.persons), [Quoted(reading, range(1), 1.0)]) == ()
