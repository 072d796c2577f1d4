"""Whose words each sentence of an article carries."""

import pytest

from index.attribution.speech import voices
from index.locate import SEEDS
from rag.engine import Engine

VALE, ORR, BOTH = ("Ann Vale",), ("Tom Orr",), ("Ann Vale", "Tom Orr")


def voices_of(reading):
    return voices(reading.article.text, reading.sentences, reading.people)


def heard(reading):
    return [voice.speakers for voice in voices_of(reading)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ann Vale said the bridge is closed.",
        "“The bridge is closed,” Ann Vale said.",
        "“The bridge is closed,” said Ann Vale.",
        "The bridge, Ann Vale said, is closed.",
        "“The bridge,” Ann Vale said, “is closed.”",
        "Ann Vale, director of the port, a veteran of the service, said the bridge is closed.",
        "Ann Vale, the director of the port in Lund, who has run it since 2011, said the bridge is closed.",
        "In Lund on Friday, Ann Vale, 56, told reporters: “The bridge is closed.”",
        "Ann Vale (56) said the bridge is closed.",
        "Ann Vale (Greens, Lund) said the bridge is closed.",
        "“The bridge is closed,” said port director Ann Vale, who has run it since 2011.",
        "“The bridge is closed,” said Ann Vale, the director of the port.",
        "The bridge is closed, according to Ann Vale.",
        "According to Ann Vale, the bridge is closed.",
        "The Lund Post quoted Ann Vale as saying the bridge is closed.",
        "Ann Vale was quoted as saying by the Lund Post that the bridge is closed.",
        "Ann Vale opened the meeting, adding that the bridge is closed.",
        "Ann Vale took the floor: “The bridge is closed.”",
        "The statement came from Ann Vale, the director of the port.",
        "Asked about the bridge, Ann Vale replied that it is closed.",
        "Ann Vale called the bridge “a disgrace”.",
        "Ann Vale has repeatedly warned that the bridge is closed.",
        "Ann Vale, however, made it clear that the bridge is closed.",
        "Ann Vale told Tom Orr that the bridge is closed.",
        "”The bridge is closed,” Ann Vale said.",
        "''The bridge is closed,'' Ann Vale said.",
        "«The bridge is closed», said Ann Vale.",
        "„The bridge is closed“, said Ann Vale.",
    ],
)
def test_the_source_of_a_cue_is_the_speaker_wherever_it_stands(read, sentence):
    assert heard(read(sentence)) == [VALE]


@pytest.mark.parametrize(
    "sentence",
    [
        "Great concern has been expressed in Lund.",
        "It is said that the bridge is closed.",
        "The alleged plans of Lund were denied by nobody.",
        "THE BRIDGE IS CLOSED SAID THE TOWN",
        "The bridge is closed, and “closed” is the word.",
    ],
)
def test_a_passive_a_heading_in_capitals_or_a_quoted_word_names_no_speaker(read, sentence):
    assert heard(read(sentence)) == [()]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Ann Vale arrived late. She said the bridge is closed.", [(), VALE]),
        ("Tom Orr met Ann Vale. “The bridge is closed,” he told her.", [(), ORR]),
        ("Ann Vale said the bridge is closed. But Tom Orr disagreed. “It is open,” he said.", [VALE, (), ORR]),
        ("Ann Vale arrived. “The bridge is closed,” Vale said.", [(), VALE]),
        ("Harbour spokesman Tom Orr arrived. The harbour spokesman said the bridge is closed.", [(), ORR]),
        ("Kremlin press secretary Tom Orr rang. The Kremlin spokesman said nothing changes.", [(), ORR]),
        ("Ann Vale’s lawyer said the bridge is closed.", [("Ann Vale’s lawyer",)]),
        ("Ann Vale’s spokesman Tom Orr said the bridge is closed.", [ORR]),
        ("Nobody said anything.", [()]),
        ("They said the bridge is closed.", [()]),
        ("Ann Vale left. They described a quarrel with Vale.", [(), ()]),
    ],
)
def test_pronouns_surnames_and_roles_stand_for_the_person_named_before(read, text, speakers):
    assert heard(read(text)) == speakers


def test_two_foreign_ministers_in_one_article_are_told_apart_by_their_countries(read):
    reading = read(
        "British foreign secretary Lena Day met Russian foreign minister Ivan Petrov. The UK foreign secretary said talks "
        "went well. The top Russian diplomat said they did not."
    )
    assert heard(reading) == [(), ("Lena Day",), ("Ivan Petrov",)]


def test_two_people_with_one_surname_stay_apart_where_their_first_names_are_given(read):
    reading = read(
        "Hillary Clinton met Bill Clinton in Lund. Hillary Clinton said the bridge is closed. Bill Clinton said it is open."
    )
    assert heard(reading) == [(), ("Hillary Clinton",), ("Bill Clinton",)]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“The bridge is closed. It will open in May. Boats will wait,” Ann Vale said.", [VALE, VALE, VALE]),
        ("Ann Vale said: “The bridge is closed.\n\n“It will open in May.”\n\nThe town is quiet.", [VALE, VALE, ()]),
        ("Tom Orr is a teacher. “Why should we wait?” Orr demanded.", [(), ORR, ORR]),
        ("Tom Orr is a teacher. “Why should we wait? Nobody knows.” Orr demanded.", [(), ORR, ORR, ORR]),
        ("Ann Vale met Tom Orr.\n\n“The bridge is closed. It will open in May.”\n\n— Tom Orr", [(), ORR, ORR, ORR]),
        ("“The bridge is closed,” Ann Vale said. “It will open in May.”", [VALE, VALE]),
    ],
)
def test_a_quotation_without_a_source_has_that_of_its_end_its_signature_or_what_came_before(read, text, speakers):
    assert heard(read(text)) == speakers


def test_a_quotation_does_not_reach_back_over_a_sub_heading(read):
    reading = read("Ann Vale said the bridge is closed.\n\nBoats\n\n“Boats will wait.”", headings=["Boats"])
    assert heard(reading) == [VALE, (), ()]


def test_a_sentence_knows_how_much_of_it_is_quoted(read):
    # “The bridge is closed,” with its two marks is 23 characters
    assert read("“The bridge is closed,” Ann Vale said.").voices[0].quoted == len("“The bridge is closed,”") == 23


def test_a_sentence_about_a_person_carries_nobodys_words(read):
    (voice,) = voices_of(read("Ann Vale opened the bridge on Friday."))
    assert (voice.speakers, voice.subject) == ((), "Ann Vale")


PESKOV, TRUSS, LAVROV, BLINKEN = "Dmitry Peskov", "Liz Truss", "Sergey Lavrov", "Antony Blinken"
CLEVERLY, MEDVEDEV, PUTIN = "James Cleverly", "Dmitry Medvedev", "Vladimir Putin"
SAID = [
    ("000_62b4777dd10c8d67.txt", "Moscow has warned London", "Moscow"),
    ("000_62b4777dd10c8d67.txt", "Speaking to journalists by phone", PESKOV),
    ("000_62b4777dd10c8d67.txt", "British Foreign Secretary Liz Truss delivered", None),
    ("000_62b4777dd10c8d67.txt", "She argued against the view", TRUSS),
    ("000_62b4777dd10c8d67.txt", "This, she suggested, requires", TRUSS),
    ("000_62b4777dd10c8d67.txt", "The foreign secretary urged “free nations”", TRUSS),
    ("000_62b4777dd10c8d67.txt", "She went on to call for", TRUSS),
    ("000_62b4777dd10c8d67.txt", "In addition, the West “must ensure", TRUSS),
    ("000_62b4777dd10c8d67.txt", "According to the top UK diplomat", TRUSS),
    ("000_62b4777dd10c8d67.txt", "In an apparent reference to Russia’s previous", TRUSS),
    ("000_62b4777dd10c8d67.txt", "“NATO is essentially going to war", LAVROV),
    ("000_62b4777dd10c8d67.txt", "War means war,”", LAVROV),
    ("000_62b4777dd10c8d67.txt", "Russia attacked Ukraine in late February", None),
    ("001_27161caecd544a16.txt", "Any peace talks in Ukraine", CLEVERLY),
    ("001_27161caecd544a16.txt", "“Any negotiations need to be real", CLEVERLY),
    ("001_27161caecd544a16.txt", "“I’m not really seeing anything", CLEVERLY),
    ("001_27161caecd544a16.txt", "The wider rhetoric", CLEVERLY),
    ("001_27161caecd544a16.txt", "It comes as Russia’s ex-president", MEDVEDEV),
    ("001_27161caecd544a16.txt", "“We are increasing production", MEDVEDEV),
    ("001_27161caecd544a16.txt", "“It is in Europe, North America", MEDVEDEV),
    ("001_27161caecd544a16.txt", "Mr Medvedev, who serves as", None),
    ("001_27161caecd544a16.txt", "President Vladimir Putin repeatedly", PUTIN),
    ("001_27161caecd544a16.txt", "On Friday, Mr Putin said", PUTIN),
    ("002_585711c700baf505.txt", "This statement came from", PESKOV),
    ("002_585711c700baf505.txt", "“There’s no need to expect", PESKOV),
    ("002_585711c700baf505.txt", "The ‘special military operation’ is", PESKOV),
    ("002_585711c700baf505.txt", "The warning followed comments", "Joe Biden"),
    ("002_585711c700baf505.txt", "“All these decisions", PESKOV),
    ("002_585711c700baf505.txt", "Ukraine has been pushing", None),
    ("002_585711c700baf505.txt", "Blinken also announced a meeting", BLINKEN),
    ("002_585711c700baf505.txt", "While Blinken emphasized", BLINKEN),
    ("002_585711c700baf505.txt", "Blinken further warned", BLINKEN),
    ("003_5e2478774876f476.txt", "\"(By) providing any security", PESKOV),
    ("003_5e2478774876f476.txt", "Russia, he said, has a", PESKOV),
    ("003_5e2478774876f476.txt", "Earlier on Wednesday, a statement", "Rishi Sunak"),
    ("003_5e2478774876f476.txt", "Peskov also commented on Washington", PESKOV),
    ("003_5e2478774876f476.txt", "\"Of course, the possible use", PESKOV),
    ("003_5e2478774876f476.txt", "Last Friday, US Secretary of State", BLINKEN),
    ("003_5e2478774876f476.txt", "Cluster munitions are banned", None),
    ("003_5e2478774876f476.txt", "Our relations are in no way directed", PESKOV),
    ("003_5e2478774876f476.txt", "He went on to claim that NATO", PESKOV),
    ("003_5e2478774876f476.txt", "\"They create prosperity", PESKOV),
    ("004_b63e5c9a8b13a58a.txt", "\"We need to see the troops", TRUSS),
    ("004_b63e5c9a8b13a58a.txt", "\"Minister Lavrov has said to me", TRUSS),
    ("004_b63e5c9a8b13a58a.txt", "If we are able to follow", TRUSS),
    ("004_b63e5c9a8b13a58a.txt", "In turn, Lavrov confirmed", LAVROV),
    ("004_b63e5c9a8b13a58a.txt", "\"The demand to remove", LAVROV),
    ("004_b63e5c9a8b13a58a.txt", "What we would see is", TRUSS),
    ("004_b63e5c9a8b13a58a.txt", "This is purely defensive", TRUSS),
    ("004_b63e5c9a8b13a58a.txt", "Concerns over Moscow's alleged", None),
    ("004_b63e5c9a8b13a58a.txt", "Kremlin Spokesman Dmitry Peskov castigated", PESKOV),
    ("004_b63e5c9a8b13a58a.txt", "At the same time, the Kremlin press secretary", PESKOV),
]  # fmt: skip


@pytest.mark.parametrize(("article", "beginning", "speaker"), SAID)
def test_the_seeds_say_who_speaks(seed_engine: Engine, read, article, beginning, speaker):
    stored = seed_engine.catalog.article(article)
    assert stored is not None
    reading = seed_reading(stored)
    (at,) = [i for i in range(len(reading.sentences)) if reading.text(i).startswith(beginning)]
    assert voices_of(reading)[at].speakers == ((speaker,) if speaker else ())


def test_the_pairs_cover_every_seed():
    assert {article for article, _, _ in SAID} == {path.name for path in SEEDS.iterdir()}


def seed_reading(stored):
    from rag.reading import Reading

    return Reading(stored)
