"""From passages to the sentences that answer: whose words, which words, how much of a quotation."""

from dataclasses import replace

import pytest

from index.embedding import load_embedder
from index.spans import Span
from rag.asked import Asked
from rag.cite import cite, verified
from rag.coverage import IN_HEADING, LED_IN, located_coverage
from rag.engine import Engine
from rag.evidence.weigh import Evidence
from rag.filters import Filters
from rag.meanings import Meanings, in_context
from rag.question import as_speaker, understand
from rag.refuse import features, probability
from rag.retrieve import TITLE_SHARE, article_keys, retrieve
from rag.scope import Scope
from rag.select import Quoted, select
from rag.whose import named_speaker, voice_weight
from rag.words import Rarity
from rag.write import arranged, write
from tests.rag.conftest import Says, person

ALIKE = Rarity(10, lambda words: dict.fromkeys(words, 1))
"""Every word in one of ten chunks: all weigh the same."""


def evidence(reading, at, score=1.0):
    return Evidence(reading, at, 1.0, 1.0, 0.5, 1.0, 1.0, 1.0, score)


# reading


def test_a_quotation_over_several_sentences_is_one_unit_with_the_words_that_attribute_it(read):
    reading = read("It rains. “The bridge is closed. It will open in May. Boats wait,” Ann Vale said. The sun shines.")
    assert [reading.unit(at) for at in range(5)] == [range(1), range(1, 4), range(1, 4), range(1, 4), range(4, 5)]


def test_of_a_quotation_too_long_to_cite_whole_the_end_that_names_the_speaker_is_kept(read):
    sentence = "The bridge is closed because its iron has rusted through in many places. "  # 73 characters
    reading = read(f"“{sentence * 9}Boats wait,” Ann Vale said.")
    # 420 characters hold the last sentence (28) and five of 73 with their blanks, and not six
    unit = reading.unit(9)
    assert unit == range(4, 10)
    assert reading.span(unit).end - reading.span(unit).start <= 420


def test_a_sentence_points_back_where_it_says_this_or_such(read):
    reading = read("The bridge is closed. Such bridges rust. Boats wait.")
    assert [reading.leans(at) for at in range(3)] == [False, True, False]


def test_sentences_know_the_sub_heading_above_them(read):
    reading = read("It rains.\n\nBridges\n\nThey rust. They fall.", headings=["Bridges"])
    assert [reading.heading(at) for at in range(4)] == [None, None, 1, 1]
    assert reading.before(2) is None
    assert in_context(reading, 3) == "Bridges They rust. They fall."


# coverage


def test_words_of_the_topic_count_by_where_they_stand(read):
    reading = read("Rust\n\nThe bridge is closed. Boats wait.", headings=["Rust"])
    # bridge in the sentence 1, rust in the heading .75: (1 + .75) / 2; in the sentence itself 1 of 2
    found = located_coverage(understand("Why has the rust closed the bridge?"), reading, 1, ALIKE)
    assert found == pytest.approx(((2 + IN_HEADING) / 3, 2 / 3))  # topic: rust, closed, bridge


def test_the_lead_in_of_a_quotation_counts_almost_as_the_quotation(read):
    hers = Says("Ann Vale", "it rusts"), Says("Ann Vale", "“This cannot go on,”", "direct")
    reading = read("Ann Vale spoke about the bridge, saying that it rusts. “This cannot go on,” Vale said.", *hers)
    words, own = located_coverage(understand("What did Vale say about the bridge?"), reading, 1, ALIKE)
    assert (words, own) == (LED_IN, 0.0)


def test_without_a_topic_all_the_speakers_words_are_covered(read):
    reading = read("Ann Vale said the bridge is closed.", Says("Ann Vale", "the bridge is closed"))
    assert located_coverage(understand("What did Vale say?"), reading, 0, ALIKE) == (1.0, 1.0)


# whose


TOWN = "Port director Ann Vale said the bridge is closed. Tom Orr said it is open. Ann Vale left. The town likes Vale."
HERS = Says("Ann Vale", "the bridge is closed", role="Port director")
HIS = Says("Tom Orr", "it is open")


def asked_for(phrase, *persons):
    speaker = as_speaker(phrase)
    assert speaker is not None
    return Asked(speaker, persons)


@pytest.mark.parametrize(
    ("asked", "weights"),
    [
        (asked_for("Vale", person("Ann Vale")), [1.0, 0.0, 0.7, 0.5]),  # hers, his, about her, naming her
        (asked_for("Ann Vale", person("Ann Vale")), [1.0, 0.0, 0.7, 0.5]),
        (asked_for("Bob Vale"), [0.0, 0.0, 0.0, 0.0]),
        (asked_for("the port director", person("Ann Vale")), [1.0, 0.0, 0.7, 0.0]),
        (asked_for("Orr", person("Tom Orr")), [0.0, 1.0, 0.0, 0.0]),
    ],
)
def test_a_sentence_weighs_by_whose_words_it_carries(read, asked, weights):
    reading = read(TOWN, HERS, HIS)
    assert [voice_weight(asked, reading, at) for at in range(4)] == weights


@pytest.mark.parametrize(
    "unsure",
    [
        Says(None, "the bridge is closed", certainty="unknown"),
        Says("Vale", "the bridge is closed", certainty="ambiguous", candidates=("Ann Vale", "Tom Vale")),
    ],
)
def test_words_of_nobody_knows_whom_are_nobodys_even_where_the_speaker_is_named_beside_them(read, unsure):
    reading = read("Ann Vale heard that the bridge is closed.", unsure)
    assert voice_weight(asked_for("Vale", person("Ann Vale")), reading, 0) == 0.0


def test_a_sentence_that_begins_with_a_pronoun_goes_on_about_who_spoke(read):
    reading = read("Ann Vale said the bridge is closed. She left. Tom Orr stayed. He slept.", HERS)
    vale = asked_for("Vale", person("Ann Vale"))
    assert [voice_weight(vale, reading, at) for at in range(4)] == [1.0, 0.7, 0.0, 0.0]


def test_somebody_of_the_same_name_elsewhere_is_somebody_else(read):
    reading = read("Vale said the bridge is closed.", Says("Vale", "the bridge is closed", speaker="Tom Vale"))
    assert voice_weight(asked_for("Ann Vale", person("Ann Vale")), reading, 0) == 0.0
    assert voice_weight(asked_for("Vale", person("Ann Vale"), person("Tom Vale")), reading, 0) == 1.0


def test_words_of_somebody_unnamed_are_found_by_the_role_the_article_gives(read):
    reading = read(
        "A port official said the bridge is closed.", Says(None, "the bridge is closed", role="port official")
    )
    assert voice_weight(asked_for("the port official"), reading, 0) == 1.0
    assert voice_weight(asked_for("the city official"), reading, 0) == 0.0


@pytest.mark.parametrize(("asked", "weight"), [("the Kremlin", 1.0), ("Moscow", 1.0), ("Kiev", 0.0)])
def test_a_body_speaks_by_the_names_of_its_place(read, asked, weight):
    reading = read("Russia said the bridge is closed.", Says("Russia", "the bridge is closed", is_body=True))
    assert voice_weight(asked_for(asked), reading, 0) == weight


def test_bare_words_name_a_speaker_who_speaks_in_the_articles(read):
    reading = read("Ann Vale said the bridge is closed.", HERS)
    speaker = named_speaker(understand("vale bridge"), [reading])
    assert speaker is not None
    assert speaker.words == ("Vale",)
    assert named_speaker(understand("bridge closed"), [reading]) is None
    assert named_speaker(understand("vale"), [reading]) is None


# select and write


def test_what_scores_far_below_the_best_is_left_out(read):
    reading = read("Ann Vale said the bridge is closed. Ann Vale said boats wait. Ann Vale said it rains.")
    query = understand("What did Vale say?")
    chosen = select(query, [evidence(reading, 0, 1.0), evidence(reading, 1, 0.85), evidence(reading, 2, 0.6)], 4)
    assert [one.sentences for one in chosen] == [range(1), range(1, 2)]


def test_a_second_article_of_one_story_is_left_out(read):
    text = "Ann Vale said the bridge is closed."
    one, same, other = read(text, key=1, story=1), read(text, key=2, story=1), read(text, key=3, story=3)
    chosen = select(understand("What did Vale say?"), [evidence(reading, 0) for reading in (one, same, other)], 4)
    assert [quoted.reading.article.key for quoted in chosen] == [1, 3]


def test_nothing_is_chosen_without_evidence(read):
    assert select(understand("What did Vale say?"), [], 4) == []
    assert select(understand("What did Vale say?"), [evidence(read("It rains."), 0, 0.0)], 4) == []


def test_of_what_is_about_as_good_direct_speech_comes_first(read):
    text = "Ann Vale said the bridge is closed. “Boats wait,” Ann Vale said. “It rains,” Ann Vale said."
    hers = [Says("Ann Vale", words, "direct") for words in ("“Boats wait,”", "“It rains,”")]
    reading = read(text, HERS, *hers)
    found = [
        evidence(reading, 0, 1.0),
        evidence(reading, 1, 0.92),
        evidence(reading, 2, 0.85),
    ]  # .85 is not as good as 1
    chosen = select(understand("What did Vale say?"), found, 4)
    assert [one.sentences.start for one in chosen] == [1, 0, 2]


def test_which_people_spoke_is_answered_by_one_statement_of_each(read):
    text = "Ann Vale said the bridge is closed. Ann Vale said it rusts. Tom Orr said it is open. It rains."
    reading = read(text, HERS, Says("Ann Vale", "it rusts"), HIS)
    found = [evidence(reading, at, score) for at, score in enumerate((1.0, 0.9, 0.6, 0.9))]
    chosen = select(understand("Which officials commented on the bridge?"), found, 4)
    assert [(one.sentences.start, one.speaker) for one in chosen] == [(0, "Ann Vale"), (2, "Tom Orr")]


def test_who_said_it_is_named_before_words_that_do_not_hold_the_name(read):
    said = Says("Ann Vale", "“Boats wait, and the bridge is closed,”", "direct", role="port director")
    query = understand("Who said that the bridge is closed?")
    unnamed = read("“Boats wait, and the bridge is closed,” she said.", said)
    named = read("“Boats wait, and the bridge is closed,” Ann Vale said.", said, id="b.txt", key=2, story=2)
    chosen = select(query, [evidence(unnamed, 0), evidence(named, 0, 0.9)], 4)
    assert write(chosen).text == (
        "Ann Vale (port director): “Boats wait, and the bridge is closed,” she said. [1]\n\n"
        "“Boats wait, and the bridge is closed,” Ann Vale said. [2]"
    )
    assert [one.text for one in write(chosen).sentences] == [one.quote for one in write(chosen).citations]


def test_several_statements_stand_in_the_order_of_their_dates(read):
    later = read("Ann Vale said so.", id="a.txt", date="2023-05-01")
    undated = read("Ann Vale said yes.", id="b.txt")
    first = read("Ann Vale said no.", id="c.txt", date="2022-05-01")
    written = write(arranged([Quoted(one, range(1), 1.0) for one in (undated, later, first)], by_date=True))
    assert [one.article for one in written.citations] == ["c.txt", "a.txt", "b.txt"]


def test_a_citation_names_a_speaker_only_where_its_sentences_agree(read):
    reading = read("Ann Vale said the bridge is closed. Tom Orr said it is open. It rains.", HERS, HIS)
    assert [Quoted(reading, span, 1.0).speaker for span in (range(1), range(2), range(2, 3))] == [
        "Ann Vale",
        None,
        None,
    ]


def test_an_answer_numbers_its_citations_in_the_order_they_stand(read):
    first = read("Ann Vale said the bridge is closed. It rains.\n\nAnn Vale said boats  wait.", id="b.txt")
    second = read("Ann Vale said so.", id="a.txt")
    written = write(
        arranged([Quoted(first, range(2, 3), 1.0), Quoted(second, range(1), 0.9), Quoted(first, range(1), 0.8)])
    )
    assert written.text == (
        "Ann Vale said the bridge is closed. [1] Ann Vale said boats wait. [2]\n\nAnn Vale said so. [3]"
    )
    assert [(one.n, one.article) for one in written.citations] == [(1, "b.txt"), (2, "b.txt"), (3, "a.txt")]
    assert written.citations[1].quote == "Ann Vale said boats  wait."  # the quote is as printed, blanks and all


# cite


@pytest.mark.parametrize(
    "tampered",
    [
        {"quote": "Ann Vale said the bridge is open."},
        {"start_char": 1},
        {"end_char": 34},
        {"start_char": -35},
        {"end_char": 10_000},
        {"sha256": "0" * 64},
        {"article": "b.txt"},
    ],
)
def test_a_citation_that_was_tampered_with_does_not_hold(read, tampered):
    article = read("Ann Vale said the bridge is closed.").article
    citation = cite(1, article, Span(0, 35), "Ann Vale")
    assert verified(citation, article)
    assert not verified(replace(citation, **tampered), article)


def test_a_citation_does_not_hold_for_an_article_whose_text_has_changed_since(read):
    article = read("Ann Vale said the bridge is closed.").article
    citation = cite(1, article, Span(0, 35), "Ann Vale")
    assert not verified(citation, replace(article, text=article.text + " It rains."))


def test_what_does_not_hold_is_left_out_of_the_answer_and_counted(read):
    sound = read("Ann Vale said the bridge is closed.")
    changed = read("Ann Vale said boats wait.", id="b.txt", story=2)
    damaged = type(changed)(replace(changed.article, sha256="0" * 64))
    written = write([Quoted(damaged, range(1), 1.0), Quoted(sound, range(1), 0.9)])
    assert (written.text, written.dropped) == ("Ann Vale said the bridge is closed. [1]", 1)


def test_a_damaged_article_is_refused_rather_than_cited(open_index):
    import sqlite3

    text = "Ann Vale said the bridge is closed because its iron has rusted through in eleven places."
    engine = open_index(a=text)
    database = next(engine_path for engine_path in engine_files(engine) if engine_path.suffix in {".db", ".sqlite"})
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE articles SET text = replace(text, 'closed', 'opened')")
    connection.close()
    answer = engine.ask("What did Ann Vale say about the bridge?")
    assert (answer.status, answer.citations, answer.dropped_citations) == ("refused", (), 1)


def engine_files(engine):
    from pathlib import Path

    return sorted(Path(engine.catalog._engine.url.database).parent.iterdir())


def test_citations_are_numbered_from_one(read):
    reading = read("It rains. It pours.")
    numbered = write([Quoted(reading, range(1), 0.9), Quoted(reading, range(1, 2), 0.8)]).citations
    assert [(one.n, one.quote) for one in numbered] == [(1, "It rains."), (2, "It pours.")]


# retrieve, meanings, refuse: over the seeds


def test_passages_come_best_first_once_each_and_no_more_than_asked_for(seed_engine: Engine, seed_index_dir):
    from index.vectors import Vectors

    query = understand("what did Peskov say about cluster munitions?")
    vectors = Vectors(seed_index_dir)
    catalog, embedder = seed_engine.catalog, load_embedder("minilm")
    rarity = Rarity(catalog.counts().chunks, catalog.chunk_frequencies)
    scope = Scope(catalog, vectors, Filters())
    found = retrieve(query, embedder.embed_query(query.text), scope, rarity, limit=7, lexical_weight=0.8)
    vectors.close()
    assert len({one.chunk.id for one in found}) == len(found) == 7
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        fused = 0.8 * one.bm25 + 0.2 * max(one.cosine, 0.0)
        held = (one.score * (1 + TITLE_SHARE) - fused) / TITLE_SHARE  # share of the question's words in the headline
        assert -1e-9 <= held <= 1
    assert max(one.bm25 for one in found) == 1.0
    assert article_keys(found)[0] == found[0].chunk.article_key


def test_a_text_is_embedded_once_however_often_it_is_compared():
    class Counting:
        def __init__(self):
            self.seen = []

        def embed(self, texts):
            self.seen += texts
            return [float(len(text)) for text in texts]

    embedder = Counting()
    meanings = Meanings(embedder)
    assert meanings.vectors(["a", "bb", "a"]) == [1.0, 2.0, 1.0]
    assert meanings.vectors(["bb", "ccc"]) == [2.0, 3.0]
    assert embedder.seen == ["a", "bb", "ccc"]


@pytest.mark.parametrize(
    ("question", "text", "unnumbered", "opposed"),
    [
        ("How many boats sank in Tarn in 1912?", "In Tarn 12 boats sank in 1912.", 0.0, 0.0),
        ("How many boats sank in Tarn in 1913?", "In Tarn 12 boats sank in 1912.", 1.0, 0.0),
        ("Which is the smallest boat of Tarn?", "The largest boat of Tarn is the Anna.", 0.0, 1.0),
        ("Which is the largest boat of Tarn?", "The largest boat of Tarn is the Anna, the smallest the Eva.", 0.0, 0.0),
    ],
)
def test_other_numbers_and_opposites_speak_against_an_answer(read, question, text, unnumbered, opposed):
    found = features(understand(question), [evidence(read(text), 0)], ALIKE)
    assert (found["unnumbered"], found["opposed"]) == (unnumbered, opposed)


def test_the_probability_of_an_answer_is_higher_where_there_is_one(seed_engine: Engine):
    def of(question):
        query, found = seed_engine.look(question)
        return probability(query, found, seed_engine.search.rarity)

    assert (
        0
        <= of("What did Truss say about cluster munitions?")
        < 0.5
        < of("What did Peskov say about cluster munitions?")
    )
    assert of("What did Peskov say about cluster munitions in 2019?") == 0.0


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("vale closing of the bridge", "Vale"),
        ("What did Ann Vale find regrettable about the bridge?", "Vale"),
        ("What does Vale want for the bridge?", "Vale"),
        ("What did Tom Orr want for the bridge?", None),
        ("What did Vale paint on the bridge?", None),
    ],
)
def test_a_question_for_what_somebody_holds_of_something_wants_their_words(read, question, speaker):
    reading = read("Ann Vale said the bridge is closed.", HERS)
    query = understand(question)
    found = query.speaker or named_speaker(query, [reading])
    assert (found and found.phrase) == speaker
