"""Whose words an attribution carries, told from the whole article."""

import re

import pytest

from index.attribution.record import Attribution
from index.attribution.resolve import resolve
from index.sentences import split_sentences
from index.spans import Span

MARK = re.compile(r"\[([scq]):(.*?)\]", re.DOTALL)


def article(marked):
    """The text of an article, and its attributions: [s:source], [c:cue] and [q:content], a new one at each number of '|'."""
    text, attributions, parts = "", [], {}
    at = 0

    def close():
        if parts:
            attributions.append(
                Attribution(
                    parts["s"][0] if "s" in parts else None,
                    parts["c"][0] if "c" in parts else None,
                    tuple(parts.get("q", ())),
                )
            )
        parts.clear()

    for match in re.finditer(r"\[([scq]):([^\[\]]*)\]|\|", marked):
        text += marked[at : match.start()]
        at = match.end()
        if match.group() == "|":
            close()
            continue
        parts.setdefault(match.group(1), []).append(Span(len(text), len(text) + len(match.group(2))))
        text += match.group(2)
    text += marked[at:]
    close()
    return text, attributions


def speakers(marked, **known):
    text, attributions = article(marked)
    return resolve(text, split_sentences(text, [Span(0, len(text))]), attributions, **known)


def last(marked, **known):
    return speakers(marked, **known)[-1]


def told(speaker):
    return speaker.name if speaker.certainty == "resolved" else speaker.certainty


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("Port director Ann Vale came. [s:Vale] [c:said] [q:it was late].", "Ann Vale"),
        ("Port director Ann Vale came. [s:Ms. Vale] [c:said] [q:it was late].", "Ann Vale"),
        ("Ann B. Vale came. [s:Ann Vale] [c:said] [q:it was late].", "Ann B. Vale"),
        ("Robert Orr Jr. came. [s:Mr. Orr] [c:said] [q:it was late].", "Robert Orr Jr."),
        ("Ursula von der Brook came. [s:Von der Brook] [c:said] [q:it was late].", "Ursula von der Brook"),
        ("Hamid al-Sabri came. [s:Al-Sabri] [c:said] [q:it was late].", "Hamid al-Sabri"),
        ("Anne-Marie Lowe-Hart came. [s:Lowe-Hart] [c:said] [q:it was late].", "Anne-Marie Lowe-Hart"),
        ("Brian O’Dell came. [s:O’Dell] [c:said] [q:it was late].", "Brian O’Dell"),
        ("Kenneth Orr came. Ken Orr left. [s:Orr] [c:said] [q:it was late].", "Kenneth Orr"),
        ("Duncan Hunter came. [s:Hunter] [c:said] [q:it was late].", "Duncan Hunter"),
        ("Donald Orr came. The ‘Chasing Orr’ show ran. [s:Orr] [c:said] [q:it was late].", "Donald Orr"),
        ("It rained. [s:Mr. Gantry] [c:said] [q:it was late].", "Gantry"),
        ("Kremlin spokesman Dmitry Orlov came. [s:Orlov, the Kremlin spokesman,] [c:said] [q:no].", "Dmitry Orlov"),
        ("Ann Vale came. [c:According to] [s:Vale’s] [q:words, it was late].", "Ann Vale"),
        ("Ann Vale came. [s:Secretary of State Tom Orr] [c:said] [q:it was late].", "Tom Orr"),
        (
            "[s:UK Secretary of State for Foreign, Harbour and Island Affairs Tom Orr] [c:urged] [q:them to go].",
            "Tom Orr",
        ),
        ("[s:Minister for Trade Tom Orr] [c:said] [q:it was late]. Ann Vale came.", "Tom Orr"),
        ("Ann Vale came. [s:The secretary of state, Tom Orr,] [c:said] [q:it was late].", "Tom Orr"),
    ],
)
def test_a_name_joins_the_fullest_form_in_the_article(marked, name):
    speaker = last(marked)
    assert (speaker.name, speaker.certainty, speaker.is_body) == (name, "resolved", False)


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("Ann Vale came. [c:“][q:It is late,”] [s:she] [c:said].", "Ann Vale"),
        ("Ann Vale met Tom Orr. [q:“It is late,”] [s:she] [c:said].", "Ann Vale"),
        ("Ann Vale met Tom Orr. [q:“It is late,”] [s:he] [c:said].", "Tom Orr"),
        ("Spokeswoman Kim Lund met Tom Orr. [q:“It is late,”] [s:she] [c:said].", "Kim Lund"),
        ("Mr. Gantry met Ms. Lund. [q:“It is late,”] [s:he] [c:said].", "Gantry"),
        ("Tom Orr spoke of Paul Gantry. [s:He] [c:said] [q:it was late].", "Tom Orr"),
        (
            "[s:Tom Orr] [c:said] [q:no.] Paul Gantry waited.|\n\n[s:Gantry] [c:added] [q:this].| [s:He] [c:said] [q:that].",
            "Paul Gantry",
        ),
        ("Ann Vale, [s:who] [c:said] [q:it was late], left.", "Ann Vale"),
        ("Ann Vale, a lawyer from Ghent, [s:who] [c:said] [q:it was late], left.", "Ann Vale"),
    ],
)
def test_a_pronoun_is_the_nearest_fitting_person_of_whom_the_article_speaks(marked, name):
    assert told(last(marked)) == name


def test_the_speaker_of_a_run_of_quotations_stays_the_same():
    marked = (
        "[s:Tom Orr] [c:said]: [q:“It rains.”] | [q:“It pours,”] [s:he] [c:said]. |"
        " [q:“Paul Gantry saw it,”] [s:he] [c:added]."
    )
    assert [told(one) for one in speakers(marked)] == ["Tom Orr"] * 3


def test_a_pronoun_that_two_persons_fit_alike_is_not_given_to_either():
    speaker = last("Tom Orr left and Paul Gantry stayed. [s:He] [c:said] [q:it was late].")
    assert speaker.name is None or speaker.name == "Tom Orr"


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("Kremlin spokesman Dmitry Orlov came. [s:The Kremlin spokesman] [c:said] [q:no].", "Dmitry Orlov"),
        ("Dmitry Orlov, the Kremlin spokesman, came. [s:The spokesman] [c:said] [q:no].", "Dmitry Orlov"),
        (
            "British foreign secretary Ann Vale met French minister Jean Roux. [s:The UK foreign secretary] [c:said] [q:no].",
            "Ann Vale",
        ),
        (
            "Russian foreign minister Ivan Lebed met Tom Orr. [s:The top Russian diplomat] [c:said] [q:no].",
            "Ivan Lebed",
        ),
        ("President Tom Orr met ex-president Paul Gantry. [s:The president] [c:said] [q:no].", "Tom Orr"),
        (
            "Ann Vale, the former secretary of state, met Tom Orr. [s:The former secretary of state] [c:said] [q:no].",
            "Ann Vale",
        ),
        ("Sen. Paul Gantry (R-Fla.) met Sen. Tom Orr (D-Vt.). [s:The Florida senator] [c:said] [q:no].", "Paul Gantry"),
        ("Paul Gantry, the Republican nominee, met Ann Vale. [s:The GOP nominee] [c:said] [q:no].", "Paul Gantry"),
        ("Attorney Tom Orr came. [s:The lawyer] [c:said] [q:no].", "Tom Orr"),
    ],
)
def test_a_description_is_whoever_holds_the_role_in_the_article(marked, name):
    assert told(last(marked)) == name


@pytest.mark.parametrize(
    "marked",
    [
        "British foreign secretary Ann Vale came. [s:The French foreign minister] [c:said] [q:no].",
        "Tom Orr came. [s:A spokesman for Orr] [c:said] [q:no].",
        "Tom Orr came. [s:Orr’s lawyer] [c:said] [q:no].",
        "Tom Orr came. [s:His lawyer] [c:said] [q:no].",
        "Tom Orr came. [s:Orr’s aides] [c:said] [q:no].",
        "Tom Orr came. [s:Officials] [c:said] [q:no].",
        "Tom Orr came. [s:Some of his critics] [c:said] [q:no].",
        "Tom Orr came. [s:People close to Orr] [c:said] [q:no].",
        "Tom Orr came. [s:They] [c:said] [q:no].",
        "Tom Orr came. [s:Voters who like Orr] [c:said] [q:no].",
        "Voters [s:who] [c:said] [q:it was late] met Tom Orr.",
        "Tom Orr came. [s:Republicans] [c:said] [q:no].",
        "Tom Orr came. [s:One poll] [c:said] [q:no].",
        "Tom Orr came. [s:Everyone but Orr] [c:said] [q:no].",
        "Tom Orr came. [s:Polls from NBC and CNN] [c:said] [q:no].",
        "Tom Orr came. [s:The owner of the mill] [c:said] [q:no].",
    ],
)
def test_whoever_the_article_does_not_name_is_nobody(marked):
    speaker = last(marked)
    assert (speaker.name, speaker.certainty) == (None, "unknown")


def test_a_pronoun_goes_to_whoever_the_sentence_before_describes():
    marked = "Former Ohio governor Tom Orr met Paul Gantry. Gantry won. The former Ohio governor lost. [s:He] [c:said] [q:no]."
    assert told(last(marked)) == "Tom Orr"


def test_a_pronoun_after_somebody_unnamed_is_not_the_person_they_serve():
    marked = "Tom Orr came. [s:A spokesman for Orr] [c:said] [q:no]. | [s:He] [c:added] [q:nothing]."
    assert [one.name for one in speakers(marked)] == [None, None]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Orr’s lawyer, Ann Vale,", "Ann Vale"),
        ("A spokesman for Orr, Paul Gantry,", "Paul Gantry"),
        ("The director, Ann Vale,", "Ann Vale"),
        ("Orr spokeswoman Ann Vale", "Ann Vale"),
        ("Orr’s remarks", "Tom Orr"),
        ("Orr’s statement", "Tom Orr"),
    ],
)
def test_the_head_of_the_phrase_speaks_and_not_whoever_else_it_names(source, name):
    assert told(last(f"Tom Orr came. [s:{source}] [c:said] [q:no].")) == name


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("It rained. [s:The New York Times] [c:reported] [q:it].", "New York Times"),
        ("The New York Times came. [s:The Times] [c:reported] [q:it].", "New York Times"),
        ("It rained. [s:the State Department] [c:said] [q:no].", "State Department"),
        ("It rained. [s:NATO] [c:said] [q:no].", "NATO"),
        ("It rained. [s:Moscow] [c:said] [q:no].", "Moscow"),
        ("It rained. [s:The Department of Justice] [c:said] [q:no].", "Department of Justice"),
        ("The Foreign Ministry met Tom Orr. [s:The ministry] [c:said] [q:no].", "Foreign Ministry"),
        ("Tom Orr came. [s:Orr’s campaign] [c:said] [q:no].", "Orr campaign"),
        ("It rained. [s:The Orr campaign] [c:said] [q:no].", "Orr campaign"),
        ("It rained. [s:The Turkish government] [c:said] [q:no].", "Turkish government"),
        ("It rained. [s:Lund County Coroner’s Office] [c:said] [q:no].", "Lund County Coroner’s Office"),
    ],
)
def test_a_body_that_is_named_speaks_as_a_body(marked, name):
    speaker = last(marked)
    assert (speaker.name, speaker.certainty, speaker.is_body) == (name, "resolved", True)


def test_the_house_is_not_the_white_house():
    assert last("The White House waited. [s:The House] [c:said] [q:no].").name == "House"


def test_two_persons_of_one_surname_stay_apart():
    marked = (
        "Ann Vale met her husband, Bob Vale. [s:Mrs. Vale] [c:said] [q:no]. | [s:Mr. Vale] [c:said] [q:yes]. |"
        " [s:Bob Vale] [c:said] [q:so]."
    )
    assert [told(one) for one in speakers(marked)] == ["Ann Vale", "Bob Vale", "Bob Vale"]


def test_a_bare_surname_is_the_one_named_far_more_often():
    marked = (
        "Ann Vale came. Ann Vale sat. Ann Vale rose. Bob Vale slept. It rained for hours. [s:Vale] [c:said] [q:no]."
    )
    assert told(last(marked)) == "Ann Vale"


def test_a_bare_surname_that_two_share_alike_is_ambiguous_with_both_as_candidates():
    speaker = last("Ann Vale and Bob Vale came. [s:Vale] [c:said] [q:no].")
    assert (speaker.name, speaker.certainty) == (None, "ambiguous")
    assert set(speaker.candidates) == {"Ann Vale", "Bob Vale"}


def test_father_and_son_of_one_name_stay_apart():
    marked = "Tom Orr met Tom Orr Jr. [s:Tom Orr Jr.] [c:said] [q:no]. | [s:Tom Orr] [c:said] [q:yes]."
    assert [told(one) for one in speakers(marked)] == ["Tom Orr Jr.", "Tom Orr"]


@pytest.mark.parametrize(
    "marked",
    [
        "Ivan Orr came. [s:Interfax] [c:quoted] Orr as saying [q:no].",
        "Ivan Orr came. [s:Interfax quoted Orr] [c:as saying] [q:no].",
        "Ivan Orr came. Interfax quoted [s:Orr] [c:as saying] [q:no].",
    ],
)
def test_nested_speech_keeps_the_inner_source(marked):
    assert told(last(marked)) == "Ivan Orr"


def test_several_speakers_are_candidates_and_none_is_chosen():
    speaker = last("Ann Vale met Tom Orr. [s:Vale and Orr] [c:said] [q:no].")
    assert (speaker.name, speaker.certainty, speaker.candidates) == (None, "ambiguous", ("Ann Vale", "Tom Orr"))


def test_i_outside_quotations_is_the_author_where_there_is_one():
    assert told(last("[s:I] [c:think] [q:it is late].", author="Kim Lund")) == "Kim Lund"
    assert last("[s:I] [c:think] [q:it is late].").certainty == "unknown"


def test_i_inside_a_quotation_is_its_speaker_and_never_the_author():
    marked = "Ann Vale came. “[s:I] [c:think] [q:it is late],” Vale said."
    text, inner = article(marked)
    quote = Span(text.index("“"), text.index("”") + 1)
    name = Span(text.rindex("Vale"), text.rindex("Vale") + 4)
    outer = Attribution(name, None, (quote,))
    found = resolve(text, split_sentences(text, [Span(0, len(text))]), [outer, *inner], author="Kim Lund")
    assert [one.name for one in found] == ["Ann Vale", "Ann Vale"]


def test_the_author_and_the_outlet_do_not_speak_in_the_article():
    marked = "Tom Orr came. [s:He] [c:said] [q:no]. | [s:Officials] [c:said] [q:yes]."
    assert [one.name for one in speakers(marked, author="Kim Lund", outlet="Daily Lund")] == ["Tom Orr", None]


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("[s:Ann Vale] [c:said]: [q:“It rains.”] | [q:“It pours.”]", "Ann Vale"),
        ("[s:Ann Vale] [c:said]: [q:“It rains.”] | \n\n[q:“It pours.”]", "Ann Vale"),
        ("[s:Ann Vale] [c:said] [q:that it rained], |[c:adding] [q:that it poured].", "Ann Vale"),
        (
            "[s:Ann Vale] [c:said]: [q:“It rains.”] | It was late. It was cold. It was dark. It was wet. [q:“It pours.”]",
            "unknown",
        ),
        ("[s:Ann Vale] [c:said]: [q:“It rains.”] | [c:It is believed] [q:that it pours].", "unknown"),
    ],
)
def test_what_has_no_source_goes_on_from_the_quotation_just_before(marked, name):
    assert told(last(marked)) == name


def test_an_article_in_capitals_is_read_by_its_sources():
    marked = (
        "KREMLIN MAN SPEAKS. [s:KREMLIN SPOKESMAN DMITRY ORLOV] [c:SAID] [q:NO]. | [s:ORLOV] [c:ADDED] [q:NOTHING]."
    )
    assert [one.name for one in speakers(marked)] == ["DMITRY ORLOV", "DMITRY ORLOV"]


@pytest.mark.parametrize(
    ("marked", "role"),
    [
        ("[s:Kremlin spokesman Dmitry Orlov] [c:said] [q:no].", "Kremlin spokesman"),
        ("Dmitry Orlov, the Kremlin spokesman, came. [s:Orlov] [c:said] [q:no].", "Kremlin spokesman"),
        ("The port director, Ann Vale, came. [s:Vale] [c:said] [q:no].", "port director"),
        (
            "[s:Ann Vale, a professor of law at Ghent University,] [c:said] [q:no].",
            "professor of law at Ghent University",
        ),
        ("Ann Vale came. [s:Vale] [c:said] [q:no].", None),
        ("Ann Vale came. [s:Ms. Vale] [c:said] [q:no].", None),
        ("[s:A spokesman for Tom Orr] [c:said] [q:no].", "spokesman for Tom Orr"),
    ],
)
def test_the_role_is_in_the_words_of_the_article(marked, role):
    assert last(marked).role == role


def test_a_speaker_for_each_attribution_even_without_any_text_around():
    assert resolve("", [], []) == []
    assert [one.certainty for one in speakers("[c:Reportedly] [q:it rains].")] == ["unknown"]


LONG_TITLE = (
    "UK Secretary of State for Foreign, Harbour and Island Affairs Ann Vale came with Russian top diplomat Tom Orr. "
)


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        (LONG_TITLE + "[s:The UK foreign secretary] [c:said] [q:no].", "Ann Vale"),
        (LONG_TITLE + "[s:The British foreign secretary] [c:said] [q:no].", "Ann Vale"),
        (LONG_TITLE + "[s:The Russian top diplomat] [c:said] [q:no].", "Tom Orr"),
        (
            "Kremlin Spokesman Ivan Orr then saw foreign minister Oleg Gant. [s:The Kremlin press secretary] [c:says] [q:no].",
            "Ivan Orr",
        ),
        ("President Ivan Orr came to Moscow. [s:The Kremlin chief] [c:said] [q:no].", "Ivan Orr"),
        ("French President Luc Orr met President Ivan Gant. [s:The French leader] [c:said] [q:no].", "Luc Orr"),
        ("Manhattan Justice Frank Orr sat. [s:The judge] [c:said] [q:no].", "Frank Orr"),
        ("Dr. Ann Vale met Tom Orr. [s:The doctor] [c:said] [q:no].", "Ann Vale"),
    ],
)
def test_an_office_is_one_under_its_other_titles(marked, name):
    assert told(last(marked)) == name


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("It was late, said Don Orr, who left. [s:Orr] [c:said] [q:no].", "Don Orr"),
        ("James O’Dell came. [s:O'Dell] [c:said] [q:no].", "James O’Dell"),
        ("Mike Gantry came. [s:GANTRY]: [q:It is late].", "Mike Gantry"),
        ("It was late, said Cornell William Orr. [s:Orr] [c:said] [q:no].", "Cornell William Orr"),
        ("Wherever Ann Vale goes it rains. [s:Vale] [c:said] [q:no].", "Ann Vale"),
        ("The Minister for Health, Ann Vale, and Labour MP Tom Orr left. [s:Vale] [c:said] [q:no].", "Ann Vale"),
    ],
)
def test_a_surname_finds_the_full_name_however_it_is_printed(marked, name):
    assert told(last(marked)) == name


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        (
            "President Orr came. Mr. Orr sat down. Michelle Orr waved. Mr. Orr left. [s:The president] [c:said] [q:no].",
            "Orr",
        ),
        (
            "Donald Vale came. Vale sat. His child Anna Vale came. Anna Vale sang. Anna Vale left. [s:Vale] [c:said] [q:no].",
            "Donald Vale",
        ),
    ],
)
def test_a_relative_named_in_full_does_not_take_the_surname_over(marked, name):
    assert told(last(marked)) == name


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("[s:A joint communique adopted by NATO on Tuesday] [c:said] [q:no].", "NATO"),
        ("[s:a new report by Reuters] [c:said] [q:no].", "Reuters"),
        ("[s:a statement released by British Prime Minister Tom Orr's office] [c:said] [q:no].", "Tom Orr's office"),
        ("[s:A Lund Herald poll] [c:showed] [q:a tie].", "Lund Herald poll"),
        ("It was a tie in a Lund Herald national poll. [s:The poll] [c:showed] [q:a rise].", "Lund Herald poll"),
        ("It was a tie in a Lund Herald poll. [s:A 2015 Gallup survey] [c:showed] [q:a rise].", "Gallup survey"),
        ("A Lund Herald poll met a Ghent Post poll. [s:The poll] [c:showed] [q:a rise].", "unknown"),
        ("It was a tie in a Lund Herald poll. [s:A separate poll] [c:showed] [q:a rise].", "unknown"),
    ],
)
def test_a_document_speaks_for_the_body_it_is_by(marked, name):
    assert told(last(marked)) == name


def test_who_takes_up_the_subject_of_is():
    assert told(last("Tom Orr came. Orr is a former lawyer [s:who] [c:says] [q:it is late].")) == "Tom Orr"
