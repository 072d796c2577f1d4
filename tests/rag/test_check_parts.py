"""The parts of the check: quotations, names, numbers, dates, negation, speakers, each held against a source."""

import pytest

from rag.check import Numbered, agents, dates, exchanged, names, negation, numbers, owners, quotations, voices
from rag.check.source import Source

HARBOUR = (
    "The harbour of Tarn will not be widened, mayor Ilse Brandvik said on Tuesday. “We have no money for it – and no need,” "
    "she added. The Norwegian Coastal Agency had asked for 1,200 metres of new quay by March 2031. "
    "Its director, Arne Solheim, called the refusal “a mistake… of the first order”. Talks may resume in the United Kingdom."
)


def source(text: str = HARBOUR, speaker: str | None = "Ilse Brandvik", date: str | None = "2030-05-14") -> Source:
    return Source((Numbered(1, text, speaker, "Tarn Post", date, text),))


@pytest.mark.parametrize(
    "sentence",
    [
        "She said: “we have no money for it - and no need”.",
        'She said: "We have no money for it" and left.',
        "She said 'no need'.",
        "«We have no money»",
        'He called it "a mistake ... of the first order."',
        "“[W]e have no money for [the quay] – and no need”",
        "“We have … no need”",
        "She said “We have no money for it",
        "no need” she said.",
        "Tarn's mayor didn't quote anybody.",
    ],
)
def test_a_quotation_stands_whatever_its_typography(sentence: str) -> None:
    assert quotations.missing(sentence, [HARBOUR]) == []


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [
        ("She said: “We have money for it”.", "We have money for it"),
        ("She spoke of 'a grave mistake'.", "a grave mistake"),
        ('The "coast guard" had asked.', "coast guard"),
        ("“Need … money”", "Need … money"),
        ("She said “no nee”.", "no nee"),
        ("She said “the «deep» harbour”.", "the «deep» harbour"),
    ],
)
def test_a_quotation_with_other_words_is_named(sentence: str, quoted: str) -> None:
    assert quotations.missing(sentence, [HARBOUR]) == [quoted]


def test_a_quotation_joined_of_two_sources_stands_in_neither() -> None:
    assert quotations.missing("“one two three four”", ["He said one two.", "He said three four."])


@pytest.mark.parametrize(
    "sentence",
    [
        "Ilse Brandvik refused.",
        "Brandvik, the mayor of Tarn, refused.",
        "The Norwegians asked for a quay.",
        "Norway asked for a quay.",
        "The NCA asked for a quay.",
        "Talks may resume in the UK.",
        "However, money is short.",
        "Widening costs money.",
        "The Tarn Post reports it.",
        "On Tuesday, in March, she refused.",
    ],
)
def test_names_that_the_source_holds_in_some_form_are_no_failure(sentence: str) -> None:
    assert names.absent(sentence, source()) == []


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Mayor Olga Brandt refused.", "Olga Brandt"),
        ("The mayor spoke to Reuters.", "Reuters"),
        ("The Danish Coastal Agency asked.", "Danish"),
        ("The NATO asked for it.", "NATO"),
        ("Sweden asked for it.", "Sweden"),
    ],
)
def test_a_name_that_the_source_does_not_hold_is_named(sentence: str, name: str) -> None:
    assert names.absent(sentence, source()) == [name]


@pytest.mark.parametrize(
    "written", ["1,200", "1200", "1 200", "twelve hundred", "1.2 thousand", "one thousand two hundred"]
)
def test_a_number_is_the_same_however_it_is_written(written: str) -> None:
    assert numbers.absent(f"{written} metres", "It has 1,200 metres.") == []
    assert numbers.absent("It has 1,200 metres.", f"{written} metres") == []


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("3 million people", "3,000,000 people"),
        ("$3bn", "3 billion dollars"),
        ("13 percent", "13%"),
        ("13 per cent", "13 percent"),
        ("the 13th attempt", "its thirteenth attempt"),
        ("twenty-five ships", "25 ships"),
        ("two ships", "both ships"),
        ("one of them", "a ship"),
        ("the new ones", "new ships"),
        ("the F-16 and the G7", "jets"),
    ],
)
def test_numbers_that_agree(sentence: str, text: str) -> None:
    assert numbers.absent(sentence, text) == []


@pytest.mark.parametrize(
    ("sentence", "text", "wrong"),
    [
        ("about 1,200 metres", "1,187 metres", "1,200"),
        ("13 percent", "13 ships", "13 percent"),
        ("three million", "3 ships", "three million"),
        ("thirteen ships", "30 ships", "thirteen"),
    ],
)
def test_numbers_that_do_not_agree_are_named(sentence: str, text: str, wrong: str) -> None:
    assert numbers.absent(sentence, text) == [wrong]


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("in March 2031", "by March 2031"),
        ("on 3 May", "on May 3rd"),
        ("in 2031", "on 2031-03-04"),
        ("in May 2030", "undated"),  # the month of publication
        ("as reported on 14 May 2030", "undated"),
        ("in the 2030s", "in 2031"),
        ("on Tuesday", "Tuesday's talks"),
        ("last week", "It was last week."),
        ("it may march on", "no month"),
    ],
)
def test_dates_that_the_source_gives(sentence: str, text: str) -> None:
    assert dates.absent(sentence, text, ["2030-05-14"]) == []


@pytest.mark.parametrize(
    ("sentence", "text", "wrong"),
    [
        ("in April 2031", "by March 2031", "April 2031"),
        ("on 4 May", "on May 3rd", "4 May"),
        ("in 2032", "in 2031", "2032"),
        ("on Monday", "on Tuesday", "Monday"),
        ("yesterday", "last week", "yesterday"),
        ("in June", "no month", "June"),
        ("held on 14 May 2030", "held on Tuesday", "14 May 2030"),  # published then, held before
    ],
)
def test_dates_that_the_source_does_not_give_are_named(sentence: str, text: str, wrong: str) -> None:
    assert dates.absent(sentence, text, ["2030-05-14"]) == [wrong]


def test_the_digits_of_a_date_are_no_numbers() -> None:
    assert numbers.absent(dates.without_dates("On 3 May 2031 it had 7 ships."), "7 ships") == []


@pytest.mark.parametrize(
    ("sentence", "failure"),
    [
        ("The harbour of Tarn will be widened.", "the source denies 'widened'"),
        ("Talks will resume in the United Kingdom.", "the source says 'may', not 'will'"),
        ("Talks may not resume in the United Kingdom.", "the source does not say 'not' of 'resume'"),
    ],
)
def test_what_the_source_denies_or_leaves_open_is_named(sentence: str, failure: str) -> None:
    assert negation.contradictions(sentence, source()) == [failure]


def test_what_cannot_be_is_not_told_as_what_can_be() -> None:
    text = "The harbour cannot be a gift to the ferry company."
    assert negation.contradictions("The harbour can be a gift to the ferry company.", source(text)) == [
        "the source says 'can not' of 'gift'"
    ]
    assert negation.contradictions("The harbour can not be a gift to the ferry company.", source(text)) == []


@pytest.mark.parametrize(
    ("sentence", "failed"),
    [
        ("Norway’s decision is final.", []),
        ("The Norwegian decision is final.", []),
        ("Sweden's decision is final.", ["the source says 'Oslo’s decision', not 'Sweden’s decision'"]),
        ("Sweden’s harbours are deep.", []),
    ],
)
def test_a_thing_is_given_to_its_owner(sentence: str, failed: list[str]) -> None:
    text = "Solheim welcomed Oslo’s decision on the harbour of Sweden."
    assert owners.wrong(sentence, source(text)) == failed


@pytest.mark.parametrize(
    ("sentence", "failed"),
    [
        ("The islands are a base used by Sweden.", ["the source says 'Norway uses', not 'used by Sweden'"]),
        ("Sweden uses the islands.", ["the source says 'Norway uses', not 'Sweden uses'"]),
        ("The islands are used by Norway.", []),
        ("It uses the islands.", []),
        ("The islands are guarded by Sweden.", []),
    ],
)
def test_a_deed_is_given_to_its_doer(sentence: str, failed: list[str]) -> None:
    assert agents.wrong(sentence, source("Norway uses the islands. Sweden and its navy guard the sound.")) == failed


def test_a_deed_that_the_source_also_leaves_without_a_name_may_be_anybodys() -> None:
    assert (
        agents.wrong("Sweden uses the islands.", source("Norway uses the islands. They are used in summer too.")) == []
    )


@pytest.mark.parametrize(
    ("sentence", "text", "exchanged_words"),
    [
        ("Norway spends more than Denmark.", "Denmark spends more than Norway, it says.", "'Norway' and 'Denmark'"),
        ("Solheim criticised Brandvik in Tarn.", "Brandvik criticised Solheim in Tarn.", "'Solheim' and 'Brandvik'"),
        ("Rents rose from 40 to 35 kroner.", "Rents rose from 35 to 40 kroner.", "'40' and '35'"),
        ("Tarn gave Moss 20 boats and 100 nets.", "Tarn gave Moss 100 boats and 20 nets.", "'20' and '100'"),
        ("In Tarn 30 were wounded and 12 killed.", "In Tarn 30 were killed and 12 wounded.", "what '30' and '12' count"),
        ("Tarn spent 40 kroner and Moss 35 kroner.", "Moss spent 40 kroner and Tarn 35 kroner.", "'Tarn' and 'Moss'"),
        ("Vale won 52 percent and Orr 48 in Tarn.", "Orr won 52 percent and Vale 48 in Tarn.", "'Vale' and 'Orr'"),
    ],
)  # fmt: skip
def test_what_has_changed_places_is_named(sentence: str, text: str, exchanged_words: str) -> None:
    (failure,) = exchanged.wrong(sentence, source(text))
    assert failure.startswith(exchanged_words)


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("Denmark spends more on ports than Norway.", "Denmark spends more on ports than Norway, it says."),
        ("Solheim was criticised by Brandvik in Tarn.", "Brandvik criticised Solheim in Tarn."),
        ("Brandvik met with Solheim in Tarn.", "Solheim met with Brandvik in Tarn."),
        ("Tarn talks to Moss, Brandvik and Solheim.", "Tarn talks to Solheim, Moss and Brandvik."),
        ("12 were wounded and 30 killed in Tarn.", "In Tarn 30 were killed and 12 wounded."),
        ("Solheim wrote to Brandvik.", "Brandvik wrote to Solheim. Solheim wrote to Brandvik, too."),
        ("Tarn got boats from Moss.", "Moss gave boats to Tarn."),
        ("Finland borders Russia.", "Russia borders Finland."),
        ("Ilse Brandvik met Arne Solheim.", "Arne Solheim met Ilse Brandvik."),
    ],
)  # fmt: skip
def test_what_is_told_the_other_way_round_says_the_same(sentence: str, text: str) -> None:
    assert exchanged.wrong(sentence, source(text)) == []


def test_what_the_source_says_under_a_condition_is_not_told_as_a_fact() -> None:
    text = "The board will close the ferry route if the council stops paying for new engines."
    failure = ["the source says it under a condition ('if')"]
    assert (
        negation.contradictions(
            "The board will close the route, as the council stops paying for engines.", source(text)
        )
        == failure
    )
    assert (
        negation.contradictions("The board will close the route if the council stops paying for engines.", source(text))
        == []
    )
    told = f"{text} The council stops paying for new engines."
    assert negation.contradictions("The council stops paying for new engines.", source(told)) == []


def test_an_opposite_in_the_same_place_is_named() -> None:
    text = "The council accepted the plan of the harbour board."
    assert negation.contradictions("The council rejected the plan of the harbour board.", source(text)) == [
        "the source says 'accepted', not 'rejected'"
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The harbour of Tarn will not be widened.",
        "Talks may resume in the United Kingdom.",
        "It will be widened, never.",
    ],
)
def test_what_agrees_contradicts_nothing(sentence: str) -> None:
    assert negation.contradictions(sentence, source()) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Brandvik said that there was no money for it.",
        "According to Ilse Brandvik, there is no money for it.",
        "She said that there was no money for it.",
        "The mayor said that there was no money.",
        "The refusal was called a mistake of the first order by Arne Solheim.",
        "Solheim called the refusal a mistake.",
        "The harbour of Tarn will not be widened.",
    ],
)
def test_words_given_to_their_own_speaker_are_right(sentence: str) -> None:
    assert voices.wrong(sentence, source()) == []


@pytest.mark.parametrize(
    ("sentence", "failure"),
    [
        ("Solheim said that there was no money for it.", "the words are Ilse Brandvik’s, not Solheim’s"),
        ("According to Arne Solheim, there is no money for it.", "the words are Ilse Brandvik’s, not Arne Solheim’s"),
        ("“We have no money for it”, Arne Solheim said.", "the words are Ilse Brandvik’s, not Arne Solheim’s"),
        ("It was said by Arne Solheim that there is no money.", "the words are Ilse Brandvik’s, not Arne Solheim’s"),
    ],
)
def test_words_given_to_somebody_else_are_wrong(sentence: str, failure: str) -> None:
    quote = "“We have no money for it – and no need,” she added."
    one = Source((Numbered(1, quote, "Ilse Brandvik", None, None, quote),))
    assert voices.wrong(sentence, one) == [failure]


def test_of_several_sources_the_nearest_says_whose_words_they_are() -> None:
    both = Source(
        (
            Numbered(1, "“The quay is rotten.”", "Arne Solheim", None, None, "“The quay is rotten.”"),
            Numbered(2, "“There is no money for a new one.”", "Ilse Brandvik", None, None, ""),
        )
    )
    assert voices.wrong("Brandvik said that there is no money.", both) == []
    assert voices.wrong("Solheim said that there is no money.", both) == [
        "the words are Ilse Brandvik’s, not Solheim’s"
    ]
