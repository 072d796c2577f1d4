"""Answers within filters: of when, from which outlets, in whose words; a wire story counts under each of its outlets."""

import json
from pathlib import Path

import pytest

from index.build import build_index
from index.settings import Settings
from rag.engine import Engine
from rag.filters import Filters

QUARRY = (
    "Mayor Ann Vale said the quarry above Elmsford would stay closed for good. Engineer Tom Orr said the quarry could open "
    "again in two years."
)
WIRE = (
    "Mayor Ann Vale said the ferry to Marl Island would run twice a day. The ferry has been out of service since March."
)
ROWS = [
    {"id": "spring", "date": "2023-03-10", "source": "Herald", "title": "Quarry", "text": QUARRY},
    {"id": "wire", "date": "2023-04-01", "source": "Courier", "title": "Ferry", "text": WIRE},
    {"id": "reprint", "date": "2023-06-20", "source": "Gazette", "title": "Ferry again", "text": WIRE},
    {
        "id": "undated",
        "source": "herald",
        "title": "Quarry walls",
        "text": "Mayor Ann Vale said the quarry walls were cracked. Geologist Eve Lund said the quarry walls would hold.",
    },
]
ABOUT_QUARRY = "What did Ann Vale say about the quarry?"
ABOUT_FERRY = "What did Ann Vale say about the ferry?"


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filters")
    (folder / "news.jsonl").write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    build_index([folder / "news.jsonl"], folder / "index", Settings())
    with Engine.open(folder / "index", Settings()) as opened:
        yield opened


def cited(engine: Engine, question: str, **filters: object) -> set[tuple[str, str | None, str | None]]:
    """Article, outlet and date of what an answer cites; every quote stands in the article that it names."""
    answer = engine.ask(question, filters=Filters(**filters))
    for one in answer.citations:
        article = engine.catalog.article(one.article)
        assert article.text[one.start_char : one.end_char] == one.quote
        assert (one.source, one.date, one.sha256) == (article.source, article.date, article.sha256)
    return {(one.article, one.source, one.date) for one in answer.citations}


def test_filters_are_false_when_they_ask_for_nothing():
    assert not Filters()
    assert all([Filters(since="2023-01-01"), Filters(outlets=("Herald",)), Filters(speakers=("Ann Vale",))])


def test_without_filters_everything_is_searched(engine):
    assert cited(engine, ABOUT_QUARRY) == {("spring", "Herald", "2023-03-10"), ("undated", "herald", None)}
    assert len(cited(engine, ABOUT_FERRY)) == 1  # one story


@pytest.mark.parametrize(
    "days", [{"since": "2023-03-10"}, {"until": "2023-03-10"}, {"since": "2023-01-01", "until": "2023-12-31"}]
)
def test_a_time_leaves_out_what_was_published_at_another_and_says_how_much_has_no_date(engine, days):
    assert cited(engine, ABOUT_QUARRY, **days) == {("spring", "Herald", "2023-03-10")}
    assert (
        "1 article without a date is left out by the filter."
        in engine.ask(ABOUT_QUARRY, filters=Filters(**days)).answer
    )


def test_an_outlet_is_itself_in_capitals_or_small_letters(engine):
    assert cited(engine, ABOUT_QUARRY, outlets=("HERALD",)) == {
        ("spring", "Herald", "2023-03-10"),
        ("undated", "herald", None),
    }


def test_a_wire_story_is_cited_from_the_outlet_and_the_day_that_fit(engine):
    assert cited(engine, ABOUT_FERRY, outlets=("Gazette",)) == {("reprint", "Gazette", "2023-06-20")}
    assert cited(engine, ABOUT_FERRY, outlets=("Courier",)) == {("wire", "Courier", "2023-04-01")}
    assert cited(engine, ABOUT_FERRY, since="2023-05-01") == {("reprint", "Gazette", "2023-06-20")}
    assert cited(engine, ABOUT_FERRY, until="2023-05-01") == {("wire", "Courier", "2023-04-01")}
    assert cited(engine, "When did the ferry go out of service?", since="2023-05-01") == {
        ("reprint", "Gazette", "2023-06-20")
    }
    for outlet, article in (("Gazette", "reprint"), ("Courier", "wire")):
        passages = engine.ask(ABOUT_FERRY, filters=Filters(outlets=(outlet,))).passages
        assert {one.article for one in passages} == {article}


def test_everything_that_somebody_said_is_listed_within_the_filter_too(engine):
    assert cited(engine, "What has Ann Vale said?", since="2023-05-01") == {("reprint", "Gazette", "2023-06-20")}
    assert cited(engine, "What has Ann Vale said?", outlets=("Courier",)) == {("wire", "Courier", "2023-04-01")}


def test_only_the_words_of_the_speakers_are_quoted(engine):
    answer = engine.ask("What was said about the quarry?", filters=Filters(speakers=("Tom Orr",)))
    assert [(one.speaker, one.article) for one in answer.citations] == [("Tom Orr", "spring")]
    both = engine.ask("What was said about the quarry walls?", filters=Filters(speakers=("Eve Lund", "Ann Vale")))
    assert {one.speaker for one in both.citations} == {"Eve Lund", "Ann Vale"}


def test_a_question_about_somebody_whom_the_filter_leaves_out_is_refused_for_that(engine):
    answer = engine.ask(ABOUT_QUARRY, filters=Filters(speakers=("Tom Orr",)))
    assert (answer.status, answer.citations) == ("refused", ())
    assert answer.reason.code == "not_said"
    assert answer.reason.text == (
        "Ann Vale is left out by the filter (words of Tom Orr). Without it there is an answer."
    )


def test_a_refusal_within_filters_tells_whether_there_is_an_answer_without(engine):
    late = engine.ask(
        ABOUT_QUARRY, filters=Filters(since="2023-06-01", until="2023-06-30", outlets=("Gazette", "Courier"))
    )
    assert late.status == "refused"
    told = "Only what the filter leaves was searched (2023-06-01 to 2023-06-30; Gazette or Courier); "
    assert f"{told}without it there is an answer." in late.reason.text
    nowhere = engine.ask("What did Ann Vale say about tulips?", filters=Filters(outlets=("Gazette",)))
    assert nowhere.reason.text.endswith("without it there is no answer either.")


def test_a_filter_that_nothing_fits_says_so(engine):
    early = engine.ask(ABOUT_QUARRY, filters=Filters(until="1999-12-31"))
    assert early.reason.code == "out_of_period"
    assert early.reason.text.startswith("No article lies within the filter (until 1999-12-31).")
    nobody = engine.ask(ABOUT_QUARRY, filters=Filters(speakers=("Nora Pike",)))
    assert nobody.reason.code == "nobody"
    assert nobody.reason.text.startswith("Nobody called Nora Pike is quoted in this corpus")


def test_a_question_about_the_archive_says_that_the_filter_does_not_narrow_it(engine):
    answer = engine.ask("How many articles are there?", filters=Filters(outlets=("Herald",)))
    assert "4 articles" in answer.answer
    assert answer.answer.endswith("This is about the whole archive, without the filter (Herald).")


@pytest.mark.parametrize("wide", [0.0, 2.0])  # vectors sought among all, or among those that fit
def test_an_answer_is_the_same_however_its_vectors_are_sought(engine, monkeypatch, wide):
    filters = Filters(since="2023-04-01", until="2023-04-30")
    plain = engine.ask("Which ferry is out of service?", filters=filters)
    monkeypatch.setattr("rag.scope.WIDE", wide)
    again = engine.ask("Which ferry is out of service?", filters=filters)
    assert (plain.citations, plain.passages) == (again.citations, again.passages)
    assert {one.article for one in again.passages} == {"wire"}


def test_the_command_takes_filters(engine, onrecord):
    index = Path(engine.catalog._engine.url.database).parent
    found = onrecord(
        "ask",
        "--json",
        "--index",
        index,
        ABOUT_FERRY,
        "--since",
        "2023-06",
        "--outlet",
        "gazette",
        "--outlet",
        "Herald",
    )
    assert [one["article"] for one in json.loads(found.stdout)["citations"]] == ["reprint"]
    spoken = onrecord("ask", "--json", "--index", index, "What was said about the quarry?", "--speaker", "Tom Orr")
    assert {one["speaker"] for one in json.loads(spoken.stdout)["citations"]} == {"Tom Orr"}


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (["--since", "2023-13"], "is no date"),
        (["--since", "2024", "--until", "2023"], "is after --until"),
        (["--outlet", " "], "--outlet names nothing"),
        (["--speaker", "?"], "--speaker names nothing"),
    ],
)
def test_wrong_filters_are_wrong_usage(onrecord, flags, says):
    ran = onrecord("ask", "What was said?", *flags)
    assert ran.returncode == 2
    assert says in ran.stderr
