"""What is quoted beside the best sentence, and how an answer of several points stands."""

import pytest

from rag.asked import Asked
from rag.beside import beside
from rag.evidence.weigh import Evidence
from rag.listing import rest_on_topic
from rag.question import as_speaker, understand
from rag.select import Quoted, select
from rag.write import arranged, by_point, write
from tests.rag.conftest import Says, person

ASKED = "What did Vale say about rain?"


def weighed(reading, at, score, own=1.0, meaning=0.5):
    return Evidence(reading, at, 1.0, own, meaning, 1.0, 1.0, 1.0, score)


@pytest.fixture
def spoken(read):
    return read(
        "Vale also spoke of rain, saying that it pours. “It never ends,” she said. Vale said “enough”. “All is wet,” she said.",
        Says("Ann Vale", "that it pours"),
        Says("Ann Vale", "“It never ends,”", "direct"),
        Says("Ann Vale", "“enough”", "mixed"),
        Says("Ann Vale", "“All is wet,”", "direct"),
    )


@pytest.mark.parametrize(
    ("score", "own", "taken"),
    [(0.92, 0.0, True), (0.75, 0.5, True), (0.75, 0.0, False), (0.65, 0.9, False)],
)
def test_of_a_speakers_words_those_are_taken_that_are_as_good_or_hold_some_of_the_topic(spoken, score, own, taken):
    found = beside(understand(ASKED), [weighed(spoken, 0, 1.0), weighed(spoken, 2, score, own)])
    assert [one.at for one in found] == ([0, 2] if taken else [0])


def test_the_quotation_that_a_sentence_leads_in_to_is_taken_with_it_but_not_what_follows_a_quotation(spoken):
    following = [weighed(spoken, 0, 1.0), weighed(spoken, 1, 0.8, own=0.0)]
    assert [one.at for one in beside(understand(ASKED), following)] == [0, 1]
    off_topic = [weighed(spoken, 0, 1.0), weighed(spoken, 1, 0.8, own=0.0, meaning=0.4)]
    assert [one.at for one in beside(understand(ASKED), off_topic)] == [0]
    after_quoted = [weighed(spoken, 2, 1.0), weighed(spoken, 3, 0.8, own=0.0)]
    assert [one.at for one in beside(understand(ASKED), after_quoted)] == [2]


def test_a_quotation_that_goes_on_without_saying_who_speaks_is_taken_too(read):
    reading = read(
        "“It pours,” Vale said.\n\n“It never ends.”",
        Says("Ann Vale", "“It pours,”"),
        Says("Ann Vale", "“It never ends.”"),
    )
    found = beside(understand(ASKED), [weighed(reading, 0, 1.0), weighed(reading, 1, 0.75, own=0.0)])
    assert [one.at for one in found] == [0, 1]


def test_the_next_words_of_a_speaker_are_taken_where_they_begin_by_pointing_back(read):
    reading = read(
        "“Rain closes the pier,” Vale said. “It floods the market,” she said. “Trams are late,” she said.",
        Says("Ann Vale", "“Rain closes the pier,”", "direct"),
        Says("Ann Vale", "“It floods the market,”", "direct"),
        Says("Ann Vale", "“Trams are late,”", "direct"),
    )
    next_words = [weighed(reading, 0, 1.0), weighed(reading, 1, 0.65, own=0.0), weighed(reading, 2, 0.65, own=0.0)]
    assert [one.at for one in beside(understand(ASKED), next_words)] == [0, 1]
    without_the_first = [weighed(reading, 2, 1.0), weighed(reading, 1, 0.65, own=0.0)]
    assert [one.at for one in beside(understand(ASKED), without_the_first)] == [2]


def test_of_a_fact_only_what_is_as_good_is_taken(spoken):
    found = [
        weighed(spoken, 0, 1.0),
        weighed(spoken, 1, 0.92),
        weighed(spoken, 2, 0.85),
        weighed(spoken, 3, 0.95, own=0.1, meaning=0.4),
    ]
    assert [one.at for one in beside(understand("Why does it rain?"), found)] == [0, 1]


def test_nothing_is_taken_without_evidence(spoken):
    assert beside(understand(ASKED), []) == []
    assert beside(understand(ASKED), [weighed(spoken, 0, 0.0)]) == []


def test_words_that_do_not_tell_whose_they_are_get_a_lead_in_once(read):
    reading = read(
        "“It pours,” she said. “It never ends,” she said. Ann Vale said it rains.",
        Says("Ann Vale", "“It pours,”", "direct", role="mayor"),
        Says("Ann Vale", "“It never ends,”", "direct"),
        Says("Ann Vale", "it rains"),
    )
    stands = arranged([Quoted(reading, range(at, at + 1), 1.0) for at in range(3)])
    assert [one.lead for one in stands] == ["Ann Vale (mayor):", None, None]


def test_an_answer_in_points_names_each_and_cites_a_sentence_once(read):
    reading = read("Ann Vale and Tom Orr said it rains.", key=1)
    other = read("It pours.", key=2, id="b.txt")
    unit, more = Quoted(reading, range(1), 1.0), Quoted(other, range(1), 1.0)
    written = write(by_point([("Vale", [unit]), ("Orr", [unit, more])]))
    assert written.text == (
        "Vale: Ann Vale and Tom Orr said it rains. [1]\n\nOrr: Ann Vale and Tom Orr said it rains. [1]\n\nIt pours. [2]"
    )
    assert [one.n for one in written.citations] == [1, 2]
    assert write(by_point([("Vale", [unit]), ("Orr", [])])).text == "Ann Vale and Tom Orr said it rains. [1]"


def test_of_more_statements_than_are_quoted_the_answer_says_how_many_there_are(read):
    text = " ".join(f"Ann Vale said it rains {number}." for number in ("hard", "daily", "again"))
    reading = read(text, *(Says("Ann Vale", f"it rains {word}") for word in ("hard", "daily", "again")))
    evidence = [weighed(reading, at, 1.0) for at in range(3)]
    query, asked = understand(ASKED), Asked(as_speaker("Ann Vale"), (person("Ann Vale"),))
    quoted = select(query, evidence, 2)
    assert len(quoted) == 2
    assert rest_on_topic(query, asked, evidence, quoted) == (
        "2 of 3 statements found on this; more of them: onrecord statements --speaker 'Ann Vale' --about rain."
    )
    assert rest_on_topic(query, asked, evidence, select(query, evidence, 3)) is None
