"""Whose words a sentence carries, by the statements of its article."""

from tests.rag.conftest import Says

TEXT = "Ann Vale said the bridge is closed. “It rusts. Boats wait,” she added. It rains."


def test_a_sentence_carries_the_statement_that_stands_in_it(read):
    reading = read(TEXT, Says("Ann Vale", "the bridge is closed"))
    assert [len(voice.statements) for voice in reading.voices] == [1, 0, 0, 0]


def test_a_quotation_that_no_statement_tells_of_is_heard_from_the_words_around_it(read):
    reading = read(
        "Ann Vale left. “It rusts,” Ann Vale said. It rains.", Says(None, "“It rusts,”", certainty="unknown")
    )
    assert [voice.heard for voice in reading.voices] == [(), ("Ann Vale",), ()]
    assert reading.voices[1].speakers == ("Ann Vale",)


def test_every_sentence_of_a_long_quotation_carries_it(read):
    # of the 21 characters of the content, marks aside, 9 stand in the first sentence: less than half, but most of that sentence
    reading = read(TEXT, Says("Ann Vale", "It rusts. Boats wait,", "direct"))
    assert [voice.speakers for voice in reading.voices] == [(), ("Ann Vale",), ("Ann Vale",), ()]


def test_a_word_that_spills_over_is_not_carried(read):
    # 1 of 15 characters of the content, and 1 of 41 of the sentence
    reading = read("The end came. Ann Vale said nothing about the old bridge.", Says("Tom Orr", "e end came. Ann"))
    assert [voice.speakers for voice in reading.voices] == [("Tom Orr",), ()]


def test_a_sentence_with_anothers_words_inside_carries_both(read):
    text = "Ann Vale said that Tom Orr had told her to close the bridge."
    both = Says("Ann Vale", "Tom Orr had told her to close the bridge"), Says("Tom Orr", "to close the bridge")
    assert read(text, *both).voices[0].speakers == ("Ann Vale", "Tom Orr")


def test_the_speaker_is_named_as_over_all_articles(read):
    reading = read("Dmitri Orr said so.", Says("Dmitri Orr", "so", speaker="Dmitry Orr"))
    assert reading.voices[0].speakers == ("Dmitry Orr",)


def test_who_is_not_certain_is_nobody_known(read):
    said = (
        Says("Vale", "the bridge is closed", certainty="ambiguous", candidates=("Ann Vale", "Tom Vale")),
        Says(None, "It rains", certainty="unknown"),
    )
    reading = read("Vale said the bridge is closed. It rains.", *said)
    assert [(len(voice.statements), voice.known) for voice in reading.voices] == [(1, ()), (1, ())]


def test_characters_in_quotation_marks_are_counted_marks_included(read):
    reading = read("Ann Vale said it is “closed” today.")
    assert reading.voices[0].quoted == len("“closed”")


def test_a_sub_heading_carries_nobodys_words(read):
    reading = read("Rust\n\nIt rains.", Says("Ann Vale", "Rust"), headings=["Rust"])
    assert reading.voices[0].statements == ()
