"""Who is who inside one article, and which names and roles can be the same person."""

import pytest

from index.attribution.people import People, names_in, same_person
from index.attribution.roles import is_role, rivals, role_words


def name(person):
    return person.name if person else None


@pytest.mark.parametrize(
    ("run", "words", "role"),
    [
        ("Ann Vale", ("Ann", "Vale"), ""),
        ("Foreign Secretary Ann Vale", ("Ann", "Vale"), "Foreign Secretary"),
        ("Mr Orr", ("Orr",), "Mr"),
        ("Ex-president Orr", ("Orr",), "Ex-president"),
        ("Ursula von der Leyen", ("Ursula", "von", "der", "Leyen"), ""),
        ("CNN’s Jake Tapper", ("Jake", "Tapper"), "CNN’s"),
        ("But Orr", ("Orr",), "But"),
    ],
)
def test_a_run_of_capitals_is_split_into_a_role_and_a_name(run, words, role):
    found = names_in(run)[-1]
    assert found.words == words
    assert run[found.start : found.end] == " ".join(words)
    assert found.role == role


@pytest.mark.parametrize(
    ("text", "mention", "person"),
    [
        ("Ann Vale met Tom Orr.", "Vale", "Ann Vale"),
        ("Ann Vale met Tom Orr.", "Mr Orr", "Tom Orr"),
        ("Port director Ann Vale met Tom Orr.", "the port director", "Ann Vale"),
        ("Ann Vale, the director of the port, met Tom Orr.", "the director", "Ann Vale"),
        ("Kremlin press secretary Ann Vale met Tom Orr.", "the Kremlin spokeswoman", "Ann Vale"),
        ("Russian foreign minister Ann Vale met Tom Orr.", "the top Russian diplomat", "Ann Vale"),
        ("British foreign secretary Ann Vale met Tom Orr.", "the UK foreign secretary", "Ann Vale"),
        ("British foreign secretary Ann Vale met Tom Orr.", "the French foreign minister", None),
        ("Ann Vale met Tom Orr.", "the minister", None),
        ("Minister Ann Vale met minister Tom Orr.", "the minister", None),  # either could be meant
        ("Ex-president Ann Vale met President Tom Orr.", "the president", "Tom Orr"),
        ("Ex-president Ann Vale met President Tom Orr.", "the former president", "Ann Vale"),
        ("Tom Orr, the spokesman for President Ann Vale, rang.", "the president", "Ann Vale"),
        ("Tom Orr, the spokesman for President Ann Vale, rang.", "the spokesman", "Tom Orr"),
        ("US President Lee and British Prime Minister Ann Vale met.", "the US president", "Lee"),
    ],
)
def test_a_mention_refers_to_the_one_person_it_fits(text, mention, person):
    assert name(People(text).refers(mention)) == person


def test_a_surname_alone_is_the_person_of_that_name_who_is_named_most():
    people = People("Ann Vale met Bob Vale. Ann Vale spoke. Ann Vale left.")
    assert name(people.named(("Vale",))) == "Ann Vale"
    assert name(people.named(("Bob", "Vale"))) == "Bob Vale"
    assert people.named(("Carl", "Vale")) is None


@pytest.mark.parametrize(
    ("asked", "held", "same"),
    [
        ("Vale", "Ann Vale", True),
        ("Ann Vale", "Vale", True),
        ("Ann Vale", "Ann B. Vale", True),
        ("Ann", "Ann Vale", True),
        ("Bob Vale", "Ann Vale", False),
        ("Vale", "Ann Vale’s lawyer", False),
        ("Orr", "Ann Vale", False),
    ],
)
def test_names_agree_by_surname_and_by_first_name_where_both_have_one(asked, held, same):
    assert same_person(tuple(asked.split()), held) is same


def test_a_weekday_is_nobody():
    assert People("Last Friday, foreign minister Ann Vale rang.").named(("Friday",)) is None


def test_roles_of_different_countries_or_times_are_rivals():
    assert rivals(role_words("the British foreign minister"), role_words("Russian foreign minister"))
    assert rivals(role_words("the president"), role_words("ex-president"))
    assert not rivals(role_words("the UK foreign secretary"), role_words("British foreign minister"))
    assert not rivals(role_words("the foreign minister"), role_words("Russian foreign minister"))


def test_an_office_is_known_in_any_case():
    assert [is_role(word) for word in ("Minister", "spokeswoman", "bridge")] == [True, True, False]
