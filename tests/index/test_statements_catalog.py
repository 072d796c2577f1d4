"""Statements and speakers in the catalog: stored, found, filtered, who is who over all articles, and kept in step."""

import random
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import event

from index.articles import Article
from index.attribution.record import NOBODY, Attribution, Speaker, Statement
from index.catalog import Catalog, CatalogWriter, HeldRole, StatementFilter
from index.catalog.records import Prepared
from index.spans import Span
from index.vectors import Vectors

QUILL = Speaker("Ada Quill", "resolved", role="engineer")
HALE = Speaker("Tom Hale", "resolved", role="mayor")
OFFICE = Speaker("Roads Office", "resolved", is_body=True)


def article(article_id, *said, date=None, outlet=None, duplicate_of=None):
    """An article of sentences 'NAME said CONTENT.', from pairs of speaker and content, or triples with the day it was said."""
    text, statements = "", []
    for speaker, content, *day in said:
        name = speaker.name or "She"
        start = len(text)
        cue = start + len(name) + 1
        text += f"{name} said {content}. "
        spans = Attribution(Span(start, cue - 1), Span(cue, cue + 4), (Span(cue + 5, cue + 5 + len(content)),))
        statements.append(Statement(spans, speaker, "indirect", day[0] if day else None))
    return Prepared(
        article=Article(article_id, text, Path("/news") / article_id, date=date, source=outlet),
        given="",
        spans=(Span(0, len(text)),),
        headings=(),
        place=None,
        chunks=() if duplicate_of else (Span(0, len(text)),),
        minhash=(),
        duplicate_of=duplicate_of,
        statements=() if duplicate_of else tuple(statements),
    )


@pytest.fixture
def make(tmp_path):
    """Stores articles, settles who is who, and opens the catalog; again with others adds those."""
    opened = []

    def add(*prepared, remove=()):
        writer = CatalogWriter(tmp_path)
        for one in prepared:
            writer.add(one)
        for one in remove:
            writer.remove(one)
        for _ in writer.settle_speakers():
            pass
        assert writer.stale_count() == 0
        writer.commit()
        writer.close()
        opened.append(Catalog.open(tmp_path))
        return opened[-1]

    yield add
    for catalog in opened:
        catalog.close()


def words(catalog, statement):
    """What was said."""
    text = catalog.article(statement.article).text
    return " … ".join(text[start:end] for start, end in statement.content)


def all_words(catalog, **conditions):
    return [words(catalog, one) for one in catalog.statements(StatementFilter(**conditions))]


def speaker(catalog, name):
    """The one speaker of that name."""
    (found,) = [one for one in catalog.speakers() if one.name == name]
    return found


# As they were found


def test_a_statement_comes_back_with_its_spans_and_all_that_is_known_of_it(make):
    catalog = make(article("a", (QUILL, "the cables rust", "2024-03-04"), date="2024-03-05", outlet="Herald"))
    (one,) = catalog.statements_of(catalog.article("a").key)
    text = catalog.article("a").text
    assert [text[start:end] for start, end in (one.source, one.cue, *one.content)] == [
        "Ada Quill",
        "said",
        "the cables rust",
    ]
    assert (one.name, one.speaker, one.role, one.is_body) == ("Ada Quill", "Ada Quill", "engineer", False)
    assert (one.certainty, one.candidates, one.kind) == ("resolved", (), "indirect")
    assert (one.said, one.published, one.date, one.outlet) == ("2024-03-04", "2024-03-05", "2024-03-04", "Herald")
    assert one.speaker_id == speaker(catalog, "Ada Quill").id
    assert catalog.statements_by_id([one.id, "nobody"]) == {one.id: one}


def test_what_nobody_named_says_and_what_several_can_have_said_has_no_speaker(make):
    doubtful = Speaker(None, "ambiguous", ("Ada Quill", "Tom Hale"))
    catalog = make(article("a", (NOBODY, "it rains"), (doubtful, "it snows"), (QUILL, "it is late")))
    first, second, third = catalog.statements_of(catalog.article("a").key)
    assert (first.speaker, first.speaker_id, first.certainty) == (None, None, "unknown")
    assert (second.speaker, second.speaker_id, second.certainty) == (None, None, "ambiguous")
    assert second.candidates == ("Ada Quill", "Tom Hale")
    assert third.speaker == "Ada Quill"
    assert [one.name for one in catalog.speakers()] == ["Ada Quill"]


def test_they_come_by_date_article_and_place_and_the_undated_last(make):
    catalog = make(
        article("c", (QUILL, "one"), (HALE, "two")),
        article("b", (QUILL, "three"), (HALE, "four", "2024-01-01"), date="2024-01-02"),
        article("a", (QUILL, "five"), (HALE, "six"), date="2024-01-02"),
    )
    assert all_words(catalog) == ["four", "five", "six", "three", "one", "two"]
    assert [words(catalog, one) for one in catalog.statements(StatementFilter(), limit=2)] == ["four", "five"]


def test_a_duplicate_has_the_statements_of_the_article_that_holds_its_text(make):
    said = ((QUILL, "the cables rust"), (HALE, "rents will fall"))
    catalog = make(article("b", *said), article("c", *said, duplicate_of="b"))
    assert catalog.counts().statements == 2
    assert catalog.statements_of(catalog.article("c").key) == catalog.statements_of(catalog.article("b").key)
    assert all_words(catalog, articles=("c",)) == ["the cables rust", "rents will fall"]
    before = {one.id for one in catalog.statements(StatementFilter())}
    catalog = make(remove=["b"])
    (first, second) = catalog.statements_of(catalog.article("c").key)
    assert (first.article, words(catalog, first), words(catalog, second)) == ("c", "the cables rust", "rents will fall")
    assert first.speaker_id == speaker(catalog, "Ada Quill").id
    assert before.isdisjoint({first.id, second.id})  # ids come from the article's
    assert [one.id for one, _ in catalog.search_statements(["rents"], 5)] == [second.id]


def test_a_text_that_goes_to_a_duplicate_is_read_again_only_where_that_has_other_metadata(tmp_path):
    asked = []

    def extract(text, spans, headings, **known):
        asked.append(known)
        return []

    writer = CatalogWriter(tmp_path, extract)
    said = ((QUILL, "the cables rust"),)
    for name, day in (("a", "2024-01-01"), ("b", "2024-01-01"), ("c", "2024-01-09")):
        writer.add(article(name, *said, date=day, duplicate_of=None if name == "a" else "a"))
    writer.remove("a")
    assert asked == []
    writer.remove("b")
    assert asked == [{"title": None, "author": None, "outlet": None, "published": "2024-01-09"}]
    writer.close()


# Filters and search


@pytest.fixture
def news(make):
    return make(
        article("a", (QUILL, "the cables rust"), (HALE, "rents will fall"), date="2024-03-01", outlet="Herald"),
        article("b", (QUILL, "the bridge is safe"), (NOBODY, "the river rises"), date="2024-04-01", outlet="Gazette"),
        article("c", (OFFICE, "the bridge is closed"), (QUILL, "new cables came", "2024-02-01"), outlet="Herald"),
    )


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ({"since": "2024-03-01"}, ["the cables rust", "rents will fall", "the bridge is safe", "the river rises"]),
        ({"until": "2024-03-01"}, ["new cables came", "the cables rust", "rents will fall"]),
        ({"since": "2024-02-15", "until": "2024-03-15"}, ["the cables rust", "rents will fall"]),
        ({"outlet": "GAZETTE"}, ["the bridge is safe", "the river rises"]),
        ({"articles": ("c", "nobody")}, ["new cables came", "the bridge is closed"]),
        ({"outlet": "Herald", "since": "2024-03-01"}, ["the cables rust", "rents will fall"]),
        ({"articles": ()}, []),
        ({"speaker_ids": ()}, []),
        ({"names": ("Ada Quill",)}, []),  # of whom it is certain who she is
    ],
)
def test_each_condition_narrows(news, conditions, found):
    assert all_words(news, **conditions) == found


def test_a_speaker_is_found_over_all_articles_under_any_conditions(news):
    ada = speaker(news, "Ada Quill").id
    assert all_words(news, speaker_ids=(ada,)) == ["new cables came", "the cables rust", "the bridge is safe"]
    assert all_words(news, speaker_ids=(ada,), outlet="herald", until="2024-02-28") == ["new cables came"]
    both = (ada, speaker(news, "Tom Hale").id)
    assert all_words(news, speaker_ids=both, since="2024-03-01", until="2024-03-31") == [
        "the cables rust",
        "rents will fall",
    ]


def test_the_words_that_were_said_are_searched_and_no_others(news):
    def search(*terms, **conditions):
        return [words(news, one) for one, _ in news.search_statements(terms, 10, StatementFilter(**conditions))]

    assert sorted(search("cable")) == ["new cables came", "the cables rust"]
    assert search("Quill") == search("said") == search() == search("*") == []
    ada = speaker(news, "Ada Quill").id
    assert search("bridge", speaker_ids=(ada,)) == ["the bridge is safe"]
    assert search("bridge", "cables", until="2024-02-28") == ["new cables came"]
    assert search("bridge", "rust", outlet="Gazette") == ["the bridge is safe"]
    scores = [score for _, score in news.search_statements(["bridge", "safe", "cables"], 10)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0


def test_of_equal_matches_those_with_the_lowest_ids_are_taken(make):
    catalog = make(*(article(f"n{n}", (QUILL, "the ferry left")) for n in range(9)))
    ids = sorted(one.id for one in catalog.statements(StatementFilter()))
    assert [one.id for one, _ in catalog.search_statements(["ferry"], 4)] == ids[:4]
    ada = StatementFilter(speaker_ids=(speaker(catalog, "Ada Quill").id,))
    assert [one.id for one, _ in catalog.search_statements(["ferry"], 4, ada)] == ids[:4]


def test_thousands_of_values_make_one_filter(news):
    many = tuple(f"x{n}" for n in range(5000))
    ada = speaker(news, "Ada Quill").id
    assert len(all_words(news, speaker_ids=(*many, ada), names=many, articles=(*many, "a"))) == 1
    assert news.statements_by_id(many) == {}


@pytest.mark.parametrize(
    "conditions",
    [
        {"speaker_ids": ("x",)},
        {"names": ("Quill",)},
        {"speaker_ids": ("x",), "names": ("Quill",)},
        {"since": "2024-01-01"},
        {"until": "2024-01-01"},
        {"outlet": "Herald"},
        {"articles": ("a",)},
        {"speaker_ids": ("x",), "since": "2024-01-01", "outlet": "Herald"},
    ],
)
def test_no_question_reads_every_statement(news, conditions):
    plans = []

    @event.listens_for(news._engine, "before_cursor_execute")
    def explain(connection, cursor, statement, parameters, *_):
        if not statement.startswith("EXPLAIN"):
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend(row[3] for row in rows)

    chosen = StatementFilter(**conditions)
    list(news.statements(chosen))
    news.search_statements(["bridge"], 5, chosen)
    news.statement_ids(chosen)
    news.speakers_named(["Quill"])
    news.speakers(5)
    read = [plan for plan in plans if plan.startswith("SCAN") and "VIRTUAL TABLE" not in plan]
    assert [plan for plan in read if plan.split()[1] in ("statements", "articles", "mentions")] == []
    assert all("USING INDEX" in plan for plan in read if plan.split()[1] == "speakers")
    assert not any("statement_text" in plan and "VIRTUAL TABLE INDEX 0:=" in plan for plan in plans)


# Who is who


def test_a_speaker_has_the_roles_outlets_and_dates_of_all_articles(make):
    later = Speaker("Ada Quill", "resolved", role="chief engineer")
    catalog = make(
        article("a", (QUILL, "one"), (QUILL, "two"), date="2022-01-01", outlet="Herald"),
        article("b", (QUILL, "three"), date="2021-01-01", outlet="Gazette"),
        article("c", (later, "four"), date="2023-01-01", outlet="Herald"),
        article("d", (later, "five")),
        article("e", (Speaker("Ada Quill", "resolved", role="Engineer"), "six")),
        article("f", (HALE, "seven")),
    )
    ada, tom = catalog.speakers()
    assert (ada.name, ada.statements, ada.articles, ada.is_body) == ("Ada Quill", 6, 5, False)
    assert ada.roles == (
        HeldRole("engineer", "2021-01-01", "2022-01-01", 3),
        HeldRole("chief engineer", "2023-01-01", "2023-01-01", 2),
    )
    assert (ada.outlets, ada.first, ada.last) == (("Gazette", "Herald"), "2021-01-01", "2023-01-01")
    assert (tom.name, tom.first, tom.outlets) == ("Tom Hale", None, ())
    assert catalog.speakers(1) == [ada]


def test_transliterations_of_a_name_are_one_speaker_with_one_name(make):
    forms = ("Dmitry Orlov", "Dmitri Orlov", "Dmitry Orlov")
    catalog = make(*(article(f"n{n}", (Speaker(form, "resolved"), "yes")) for n, form in enumerate(forms)))
    (one,) = catalog.speakers()
    assert (one.name, sorted(one.names), one.statements) == ("Dmitry Orlov", ["Dmitri Orlov", "Dmitry Orlov"], 3)
    second = catalog.statements_of(catalog.article("n1").key)[0]
    assert (second.name, second.speaker) == ("Dmitri Orlov", "Dmitry Orlov")


def test_a_surname_that_can_be_two_people_stays_apart_and_names_both(make):
    catalog = make(
        *(article(f"a{n}", (Speaker("Clara Benn", "resolved"), "one")) for n in range(3)),
        *(article(f"b{n}", (Speaker("Otto Benn", "resolved"), "two")) for n in range(3)),
        article("c", (Speaker("Benn", "resolved"), "three")),
    )
    (one,) = catalog.statements_of(catalog.article("c").key)
    assert (one.name, one.speaker, one.speaker_id) == ("Benn", "Benn", None)
    assert (one.certainty, one.candidates) == ("ambiguous", ("Clara Benn", "Otto Benn"))
    assert all_words(catalog, names=("Benn",)) == ["three"]
    clara = speaker(catalog, "Clara Benn").id
    assert all_words(catalog, names=("Benn",), speaker_ids=(clara,)) == ["one", "one", "one", "three"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Orlov", {"Dmitry Orlov", "Vera Orlov"}),
        ("dmitri orlov", {"Dmitry Orlov"}),
        ("Dmitriy ORLOV", {"Dmitry Orlov"}),
        ("Anna Orlov", set()),
        ("Roads Office", {"Roads Office"}),
        ("Office", set()),
        ("", set()),
        ("\0 \ud800", set()),
    ],
)
def test_names_are_looked_up_as_they_are_asked_for(make, asked, found):
    named = ("Dmitry Orlov", "Vera Orlov", "Tom Hale")
    people = [(Speaker(name, "resolved"), f"{name} was here") for name in named]
    catalog = make(article("a", *people, (OFFICE, "nothing")))
    assert {one.name for one in catalog.speakers_named(asked.split())} == found


def test_what_is_removed_is_gone_from_statements_speakers_and_search(make):
    said = (QUILL, "the cables rust")
    catalog = make(article("a", said, date="2024-01-01"), article("b", said, (HALE, "rents fall")))
    assert (catalog.counts().statements, catalog.counts().speakers) == (3, 2)
    catalog = make(remove=["b"])
    assert (catalog.counts().statements, catalog.counts().speakers) == (1, 1)
    assert (catalog.speakers()[0].statements, catalog.search_statements(["rents"], 5)) == (1, [])
    catalog = make(remove=["a"])
    assert (catalog.counts().statements, catalog.speakers()) == (0, [])


def test_settling_that_was_cut_short_goes_on_where_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr("index.catalog.speaker_rows.GROUPS_AT_ONCE", 1)
    writer = CatalogWriter(tmp_path)
    writer.add(article("a", (QUILL, "one"), (HALE, "two"), (OFFICE, "three")))
    writer.commit()
    assert next(writer.settle_speakers()) == 1
    writer.close()
    with Catalog.open(tmp_path) as catalog:
        assert len(catalog.speakers()) == 1
        assert len([one for one in catalog.statements(StatementFilter()) if one.speaker_id is None]) == 2
    writer = CatalogWriter(tmp_path)
    assert list(writer.settle_speakers()) == [1, 2]
    writer.close()
    with Catalog.open(tmp_path) as catalog:
        assert len(catalog.speakers()) == 3


def test_only_names_that_something_changed_for_are_settled_again(tmp_path):
    writer = CatalogWriter(tmp_path)
    writer.add(article("a", (QUILL, "one"), (HALE, "two")))
    list(writer.settle_speakers())
    writer.add(article("b", (HALE, "three"), (HALE, "four")))
    assert writer.stale_count() == 1
    list(writer.settle_speakers())
    writer.remove("a")
    assert writer.stale_count() == 2
    writer.close()


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_articles_and_what_was_there_before_leave_no_trace(tmp_path, seed):
    chance = random.Random(seed)
    names = [
        "Clara Benn",
        "Otto Benn",
        "Benn",
        "C. Benn",
        "Dmitry Orlov",
        "Dmitri Orlov",
        "Orlov",
        "Ada Quill",
        "Quill",
    ]
    roles = [None, "minister", "mayor", "engineer"]
    days = [None, "2024-01-01", "2024-01-20", "2024-06-01"]
    kept = [
        article(
            f"n{n:02}",
            *((Speaker(chance.choice(names), "resolved", role=chance.choice(roles)), f"thing {n} {k}") for k in range(3)),
            date=chance.choice(days), outlet=chance.choice([None, "Herald", "Gazette"]),
        )
        for n in range(25)
    ]  # fmt: skip
    gone = [article(f"x{n}", (Speaker(chance.choice(names), "resolved"), f"other {n}")) for n in range(8)]

    def held(folder, history):
        folder.mkdir()
        writer = CatalogWriter(folder)
        for step, one in enumerate(history):
            writer.add(one)
            if step % 7 == seed % 7:
                list(writer.settle_speakers())
        for one in history:
            if one.article.id.startswith("x"):
                writer.remove(one.article.id)
        list(writer.settle_speakers())
        writer.close()
        with Catalog.open(folder) as catalog:
            stored = [
                (one.id, one.name, one.speaker, one.speaker_id, one.certainty, one.candidates)
                for one in catalog.statements(StatementFilter())
            ]
            return stored, catalog.speakers()

    fresh = held(tmp_path / "fresh", kept)
    mixed = [*kept, *gone]
    chance.shuffle(mixed)
    assert held(tmp_path / "mixed", mixed) == fresh
    assert len(fresh[0]) == 75


# Vectors


def test_statements_are_nearest_among_all_or_among_some(tmp_path):
    vectors = Vectors(tmp_path, create=True)
    angles = np.radians([0, 10, 20, 90])
    stored = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    vectors.add(["a", "b", "c", "d"], stored, ["x"] * 4, "statements")
    assert (vectors.count("statements"), vectors.count()) == (4, 0)
    assert [one.id for one in vectors.nearest_statements(stored[0], 2)] == ["a", "b"]
    assert [one.id for one in vectors.nearest_statements(stored[0], 2, ["d", "c", "b"])] == ["b", "c"]
    assert [one.id for one in vectors.nearest_statements(stored[0], 2, ["d", "gone"])] == ["d"]
    assert vectors.nearest_statements(stored[0], 2, ["gone"]) == vectors.nearest_statements(stored[0], 2, []) == []
    assert vectors.nearest(stored[0], 2) == []
    vectors.delete(["a"], "statements")
    assert [one.id for one in vectors.nearest_statements(stored[0], 1)] == ["b"]
    vectors.close()


def test_ids_to_search_among_are_those_with_vectors(tmp_path):
    writer = CatalogWriter(tmp_path)
    writer.add(article("a", (QUILL, "one"), (HALE, "two")))
    first, _ = writer.statement_vectors.pending(-1, 10)
    assert (first.text, first.article) == ("one", "a")
    writer.statement_vectors.mark_embedded([first.id])
    writer.commit()
    with Catalog.open(tmp_path) as catalog:
        assert catalog.statement_ids(StatementFilter()) == [first.id]
        assert (catalog.counts().statements, catalog.counts().pending_statements) == (2, 1)
    writer.remove("a")
    assert sorted(writer.statement_vectors.buried())[:1] != []
    assert first.id in writer.statement_vectors.buried()
    writer.close()
