"""Questions to the seed articles, and the promises every answer keeps."""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.attribution.people import same_person
from index.locate import SEEDS
from index.settings import Settings
from rag.answer import Answer, Citation, Message
from rag.engine import Engine
from rag.reading import Reading

GOLD = Path(__file__).parents[2] / "evals" / "gold" / "seeds.jsonl"
MISSION = "what did Peskov say about cluster munitions?"


def gold_questions():
    return [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def answered(seed_engine: Engine) -> list[tuple[dict[str, object], Answer]]:
    """Every question of the gold set with its answer."""
    return [(row, seed_engine.ask(row["question"], history(row))) for row in gold_questions()]


def history(row):
    return [Message(**message) for message in row.get("history", [])]


def without_seconds(answer: Answer) -> str:
    record = answer.to_json()
    del record["seconds"]
    return json.dumps(record, ensure_ascii=False)


def assert_exact(citation: Citation) -> None:
    """The citation's quote stands at its offsets in the file as given, whose bytes have its hash."""
    content = (SEEDS / citation.article).read_bytes()
    assert citation.sha256 == hashlib.sha256(content).hexdigest()
    assert content.decode("utf-8")[citation.start_char : citation.end_char] == citation.quote
    assert citation.quote.strip() == citation.quote != ""


def assert_consistent(answer: Answer) -> None:
    """Markers and citations match, numbered from 1 in order of first use, and every citation is exact."""
    for citation in answer.citations:
        assert_exact(citation)
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    used = [number for sentence in answer.sentences for number in sentence.citations]
    assert list(dict.fromkeys(used)) == [citation.n for citation in answer.citations]
    assert all(f"[{number}]" in answer.answer for number in used)
    assert (answer.status == "refused") == (answer.reason is not None)
    assert answer.dropped_citations == 0


def test_the_question_the_product_was_made_for_is_answered_in_peskovs_words_alone(seed_engine):
    answer = seed_engine.ask(MISSION)
    assert answer.status == "answered"
    assert "changes the situation, and of course, forces Russia to take certain countermeasures" in answer.answer
    assert {citation.speaker for citation in answer.citations} == {"Dmitry Peskov"}


def test_every_citation_of_every_gold_question_is_exact(answered):
    for _, answer in answered:
        assert_consistent(answer)
    assert sum(len(answer.citations) for _, answer in answered) > 60


def test_no_citation_cuts_a_sentence(answered, seed_engine):
    for _, answer in answered:
        for citation in answer.citations:
            reading = Reading(seed_engine.catalog.article(citation.article))
            assert citation.start_char in {one.start for one in reading.sentences}
            assert citation.end_char in {one.end for one in reading.sentences}


def test_no_citation_of_moderate_length_cuts_a_quotation(answered, seed_engine):
    for _, answer in answered:
        for citation in answer.citations:
            for quote in Reading(seed_engine.catalog.article(citation.article)).quotations:
                crosses = quote.start < citation.end_char and citation.start_char < quote.end
                inside = citation.start_char <= quote.start and quote.end <= citation.end_char
                assert inside or not crosses or quote.end - quote.start > 300


def test_questions_for_somebodys_words_get_nobody_elses(answered):
    asked = [(row, answer) for row, answer in answered if row.get("speaker") and row["kind"] == "quote"]
    assert len(asked) > 10
    for row, answer in asked:
        for citation in answer.citations:
            # without a name on it a sentence is the article's own, about the person asked for
            assert citation.speaker is None or same_person(tuple(row["speaker"].split()), citation.speaker)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_words_of_the_articles_in_any_order_get_a_consistent_answer(seed_engine, data):
    words = " ".join(path.read_text("utf-8") for path in sorted(SEEDS.iterdir())).split()
    salad = " ".join(data.draw(st.lists(st.sampled_from(words), max_size=12)))
    assert_consistent(seed_engine.ask(salad))


@pytest.mark.parametrize(
    "question",
    [
        "NEAR(Peskov, NATO)",
        '"cluster munitions" AND OR NOT *',
        "pesk*",
        "title:Peskov ^ (",
        "' OR 1=1; DROP TABLE articles --",
        "<b>What did Peskov say about China?</b><script>alert(1)</script>",
        "Was hat Peskow über Streumunition gesagt?",
        "Песков о кассетных боеприпасах?",
        "{\"question\": null}",
        "\x00\ufeff\u202e what did Lavrov say?",
        "what did Lavrov say? " * 400,
        "\ud83d",
    ],
)  # fmt: skip
def test_no_input_breaks_an_answer(seed_engine, question):
    assert_consistent(seed_engine.ask(question))


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("What did Scholz say about cluster munitions?", "nobody"),
        ("What did the Swedish minister say?", "nobody"),
        ("What did the US president say about hypersonic weapons?", "not_said"),
        ("What did Truss say about cluster munitions?", "not_said"),
        ("What did Putin say about NATO?", "not_said"),
        ("What did Starmer say?", "not_said"),
        ("What did Peskov say in March 2021 about pumping weapons into Ukraine?", "out_of_period"),
        ("How many boats does the ferry company own?", "nothing_near"),
        ("", "not_a_question"),
        ("🙂 ?!", "not_a_question"),
    ],
)
def test_what_the_corpus_does_not_answer_is_refused_with_the_reason(seed_engine, question, code):
    answer = seed_engine.ask(question)
    assert answer.reason is not None
    assert (answer.status, answer.reason.code, answer.answer) == ("refused", code, answer.reason.text)
    assert answer.citations == ()


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What did Scholz say about cluster munitions?", ["Scholz"]),
        ("What did Truss say about cluster munitions?", ["Truss", "cluster munitions"]),
        (
            "What did Peskov say in March 2021 about pumping weapons into Ukraine?",
            ["Peskov", "March 2021", "2022-04-28"],
        ),
    ],
)
def test_a_refusal_says_what_was_looked_for_and_what_is_missing(seed_engine, question, named):
    reason = seed_engine.ask(question).reason
    assert [name for name in named if name not in reason.text] == []


def test_a_refusal_still_offers_the_nearest_passages(seed_engine):
    passages = seed_engine.ask("What did Truss say about cluster munitions?").passages
    assert passages
    assert [one.score for one in passages] == sorted((one.score for one in passages), reverse=True)


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("What did the US president say?", {"Joe Biden"}),
        ("What did the prime minister say about G-7?", {"Rishi Sunak's office"}),  # the statement is that of his office
    ],
)
def test_an_office_is_answered_by_who_holds_it(seed_engine, question, speakers):
    assert {citation.speaker for citation in seed_engine.ask(question).citations} == speakers


@pytest.mark.parametrize("question", ["What did the White House say?", "What did the Black Sea fleet say?"])
def test_a_name_is_not_taken_for_a_misspelt_common_word(seed_engine, question):
    assert seed_engine.ask(question).standalone_question == question


@pytest.mark.parametrize(
    ("typo", "meant"),
    [("what did Pescov say abuot cluster munitons?", MISSION), ("Lawrow NATO proxy war", "War means")],
)
def test_misspelt_names_and_words_are_understood(seed_engine, typo, meant):
    answer = seed_engine.ask(typo)
    wanted = seed_engine.ask(MISSION).answer if meant is MISSION else meant
    assert wanted in answer.answer


def test_a_follow_up_is_answered_as_the_question_it_stands_for(seed_engine):
    before = [Message("user", MISSION), Message("assistant", "He said that [1].")]
    followed = seed_engine.ask("And about China?", before)
    whole = seed_engine.ask("What did Peskov say about China?")
    assert followed.standalone_question == "What did Peskov say about China?"
    assert followed.citations == whole.citations != ()


def test_the_same_question_gets_the_same_answer_again_and_from_another_engine(seed_engine, seed_index_dir, answered):
    with Engine.open(seed_index_dir, Settings()) as other:
        for row, answer in answered[::6]:
            once = without_seconds(answer)
            assert without_seconds(seed_engine.ask(row["question"], history(row))) == once
            assert without_seconds(other.ask(row["question"], history(row))) == once


def test_threads_asking_at_once_get_the_answers_one_would(seed_index_dir, answered):
    rows = answered[::3]
    with Engine.open(seed_index_dir, Settings()) as fresh, ThreadPoolExecutor(8) as pool:
        asked = pool.map(lambda pair: without_seconds(fresh.ask(pair[0]["question"], history(pair[0]))), rows)
        assert list(asked) == [without_seconds(answer) for _, answer in rows]


def test_at_most_as_many_sentences_as_set_are_quoted_unless_one_quotation_is_longer(seed_index_dir):
    with Engine.open(seed_index_dir, Settings(max_sentences=1)) as engine:
        answer = engine.ask("What did Peskov say about NATO?")
    assert len(answer.citations) == 1


def test_refusing_below_zero_answers_and_below_one_refuses(seed_index_dir):
    weak = "What did Peskov say about weapons based on new principles?"
    with Engine.open(seed_index_dir, Settings(refuse_below=0.0)) as engine:
        assert engine.ask(weak).status == "answered"
    with Engine.open(seed_index_dir, Settings(refuse_below=1.0)) as engine:
        assert engine.ask(MISSION).status == "refused"


BRIDGE = """Bridge over the Lund closes

LUND, March 5 - The old bridge over the river Lund was closed to all traffic on Tuesday after an inspection.

“The bridge has rusted through in eleven places,” port director Ann Vale told reporters. “Nobody should cross it.”

Harbour master Tom Orr said the ferry would run every ten minutes until the repair is done, and that nobody would pay for it.

The town built the bridge in 1931 and repainted it every eight years until the paint shop went out of business in 2004.
"""


@pytest.fixture
def twice_told(open_index) -> Iterator[Engine]:
    """An index in which two outlets tell one story."""
    return open_index(herald=BRIDGE, courier=BRIDGE.replace("on Tuesday after", "this Tuesday, after"))


def test_a_story_told_by_two_outlets_is_cited_once(twice_told):
    answer = twice_told.ask("What did Ann Vale say about the bridge?")
    assert len({passage.article for passage in answer.passages}) == 2
    assert len({citation.article for citation in answer.citations}) == 1


def test_a_person_who_is_only_mentioned_by_a_colleague_is_not_quoted(open_index):
    engine = open_index(a=BRIDGE)
    answer = engine.ask("What did Tom Orr say about rust in the bridge?")
    assert all(citation.speaker == "Tom Orr" for citation in answer.citations)
    assert "rusted" not in answer.answer


def test_a_pdf_citation_names_its_page(tmp_path):
    from fpdf import FPDF

    from index.build import build_index

    pdf = FPDF()
    pdf.set_font("Helvetica", size=11)
    for page in (
        "The council met in Lund on Monday to speak about schools, and the pupils were pleased with what they heard.",
        "Port director Ann Vale said the bridge had rusted through in eleven places and should not be crossed.",
    ):
        pdf.add_page()
        pdf.multi_cell(0, 6, page)
    (tmp_path / "articles").mkdir()
    pdf.output(str(tmp_path / "articles" / "council.pdf"))
    build_index([tmp_path / "articles"], tmp_path / "index", Settings())
    with Engine.open(tmp_path / "index", Settings()) as engine:
        answer = engine.ask("What did Ann Vale say about the bridge?")
    assert [citation.page for citation in answer.citations] == [2]
