"""Who is in an article: names that are one person or body, and the offices they are given."""

import pytest

from index.attribution.cast import Cast
from index.attribution.mentions import Names
from index.attribution.offices import can_be_of, role_before, role_tokens, roles_after


def names(text):
    return Names(text, bytearray(len(text) + 1))


def read(text):
    return names(text).read([(0, len(text))])


def cast(text):
    reader = names(text)
    return Cast(text, reader.read([(0, len(text))]), reader.common)


@pytest.mark.parametrize(
    ("text", "words", "kind", "title"),
    [
        ("Then foreign secretary Ann Vale rose.", ("Ann", "Vale"), "person", ""),
        ("Then Foreign Secretary Ann Vale rose.", ("Ann", "Vale"), "person", "Foreign Secretary"),
        ("Then Secretary of State Ann Vale rose.", ("Ann", "Vale"), "person", "Secretary of State"),
        ("Then Texas Sen. Ann B. Vale rose.", ("Ann", "B.", "Vale"), "person", "Texas Sen."),
        ("Then Tom Orr, Jr., rose.", ("Tom", "Orr", "Jr."), "person", ""),
        ("Then Larry King rose.", ("Larry", "King"), "person", ""),
        ("Then the Department of Justice rose.", ("Department", "of", "Justice"), "body", ""),
        ("Then the Lund Herald rose.", ("Lund", "Herald"), "body", ""),
        ("Then NATO rose.", ("NATO",), "body", ""),
        ("Then France rose.", ("France",), "place", ""),
        ("Then New Hampshire rose.", ("New", "Hampshire"), "place", ""),
        ("Then Vale rose.", ("Vale",), "word", ""),
    ],
)
def test_a_run_of_capitals_is_a_name_of_a_kind_with_its_title(text, words, kind, title):
    (mention,) = read(text)
    assert (mention.words, mention.kind, mention.title) == (words, kind, title)
    assert text[mention.start : mention.end].replace(",", "") == " ".join(words)


def test_days_and_words_at_a_sentences_start_are_no_names():
    assert read("But on Monday, nobody came.") == []


def test_a_possessive_ends_a_name():
    assert [(one.words, one.owner) for one in read("Then Ann Vale’s Paul Orr rose.")] == [
        (("Ann", "Vale"), True),
        (("Paul", "Orr"), False),
    ]


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Ann Vale met Ann B. Vale and Ms. Vale.", ["Ann B. Vale"]),
        ("Ann Vale met Bob Vale.", ["Ann Vale", "Bob Vale"]),
        ("Tom Orr met Tom Orr Jr. again.", ["Tom Orr", "Tom Orr Jr."]),
        ("Ursula von der Brook met Otto von der Brook.", ["Ursula von der Brook", "Otto von der Brook"]),
        ("Thomas Orr met T. Orr.", ["Thomas Orr"]),
        ("William Orr met Bill Orr.", ["William Orr"]),
        ("Paul Orr met Paula Orr.", ["Paul Orr", "Paula Orr"]),
        ("Then Mr. Gantry rose.", ["Gantry"]),
    ],
)
def test_names_that_agree_are_one_person(text, persons):
    assert sorted(one.name for one in cast(text).persons) == sorted(persons)


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Ann Vale rose.", "f"),
        ("Then Mr. Gantry rose.", "m"),
        ("Spokeswoman Xyla Gantry rose.", "f"),
        ("Xyla Gantry rose.", None),
    ],
)
def test_gender_is_told_by_titles_given_names_and_offices(text, gender):
    assert cast(text).persons[0].gender == gender


def test_a_body_is_called_by_its_initials_or_its_last_word():
    people = cast("Then the Lund Trade Committee met the Lund Times.")
    found = [people.body(words) for words in (("LTC",), ("Times",), ("Post",))]
    assert [one.name if one else None for one in found] == ["Lund Trade Committee", "Lund Times", None]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Kremlin spokesman Ann Vale rose.", "Kremlin spokesman"),
        ("The port director, Ann Vale, rose.", "port director"),
        ("It ended. Director Ann Vale rose.", "Director"),
        ("Tom Orr, the spokesman for President Ann Vale, rose.", "President"),
        ("Mayor Tom Orr of Texas and Gov. Ann Vale rose.", "Gov."),
        ("A loser like President Ann Vale rose.", "President"),
        ("Yesterday Ann Vale rose.", ""),
    ],
)
def test_the_role_before_a_name_is_that_persons_alone(text, role):
    mention = next(one for one in read(text) if one.words == ("Ann", "Vale"))
    assert role_before(text, mention) == role


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Ann Vale, the director of the port, rose.", ["director of the port"]),
        ("Ann Vale, a former press secretary for Mr. Orr, rose.", ["former press secretary for Mr. Orr"]),
        ("Ann Vale is the mayor of Lund.", ["mayor of Lund"]),
        ("Ann Vale, in Lund on Monday, rose.", []),
    ],
)
def test_the_role_after_a_name_stands_in_an_apposition_or_a_predicate(text, roles):
    assert list(roles_after(text, len("Ann Vale"))) == roles


@pytest.mark.parametrize(
    ("wanted", "held", "can"),
    [
        ("UK foreign secretary", "British foreign minister", True),
        ("French foreign minister", "British foreign secretary", False),
        ("Florida senator", "Sen. Fla.", True),
        ("president", "vice president", False),
        ("president", "former president", False),
        ("GOP nominee", "Republican candidate", True),
        ("GOP nominee", "Democratic nominee", False),
    ],
)
def test_a_description_is_of_a_role_unless_place_party_rank_or_time_differ(wanted, held, can):
    assert can_be_of(role_tokens(wanted), role_tokens(held)) is can
