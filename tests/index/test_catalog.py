"""The catalog: lexical search over whatever a user types, stems as the full-text index has them, and its own errors."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles import Article
from index.catalog import Catalog, CatalogWriter
from index.catalog.paths import path_of, written_path
from index.catalog.records import ArticleFilter, Prepared
from index.errors import IndexBusyError, IndexDamagedError
from index.near_duplicates import minhash
from index.spans import Span
from index.stemming import fold, stem

TEXTS = {
    "erdogan": "President Erdoğan spoke in Ankara about the café in Zürich, and Łódź was mentioned.",
    "peskov": 'The spokesman said: "AND OR NOT NEAR(x)" is no query. It changes nothing.',
    "snow": "Snow fell on the co-operative's farm; the G-7 leaders' train was late at 10.30 a.m.",
}


def prepared(article_id: str, text: str, *, duplicate_of: str | None = None, **known: str | None) -> Prepared:
    """One article of one chunk."""
    spans = (Span(0, len(text)),)
    return Prepared(
        article=Article(article_id, text, Path("/news") / article_id, **known),
        given="",
        spans=spans,
        headings=(),
        place=None,
        chunks=() if duplicate_of else spans,
        minhash=() if duplicate_of else minhash(text),
        duplicate_of=duplicate_of,
    )


def make(folder: Path, texts: dict[str, str]) -> Catalog:
    """A catalog that holds the texts."""
    writer = CatalogWriter(folder)
    for article_id, text in texts.items():
        writer.add(prepared(article_id, text))
    writer.commit()
    writer.close()
    return Catalog.open(folder)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    with make(tmp_path_factory.mktemp("catalog"), TEXTS) as opened:
        yield opened


def found(catalog: Catalog, *terms: str) -> set[str]:
    """Ids of the articles that match."""
    return {catalog.article_by_key(hit.chunk.article_key).id for hit in catalog.search(terms, 10)}


# Search


@pytest.mark.parametrize(
    ("term", "article"),
    [
        ("Erdogan", "erdogan"), ("ERDOĞAN", "erdogan"), ("zurich", "erdogan"), ("Zürich", "erdogan"), ("cafe", "erdogan"),
        ("change", "peskov"), ("changing", "peskov"), ("NEAR", "peskov"), ("AND", "erdogan"), ("co-operative", "snow"),
        ("G-7", "snow"), ("10.30", "snow"),
    ],
)  # fmt: skip
def test_words_are_found_in_any_form(catalog, term, article):
    assert article in found(catalog, term)


def test_any_of_several_terms_is_enough(catalog):
    assert found(catalog, "Ankara", "snow", "volcano") == {"erdogan", "snow"}


@settings(deadline=None)
@given(st.lists(st.text(), max_size=5))
def test_nothing_a_user_types_breaks_the_search(catalog, terms):
    catalog.search(terms, 5)
    catalog.chunk_frequencies(terms)
    catalog.article("".join(terms))
    for term in terms:
        catalog.vocabulary(term[:1] or "a", 1, 9)
        stem(term)


@pytest.mark.parametrize(
    "term",
    [
        '"',
        "'",
        "*",
        "^snow",
        "snow*",
        "title:snow",
        "{title}: x",
        "(",
        "a AND",
        "NEAR(a b)",
        "\x00",
        "\ud800",
        "_",
        "-",
        "",
    ],
)
def test_query_language_is_taken_as_words(catalog, term):
    assert len(catalog.search([term], 5)) <= len(TEXTS)


def test_thousands_of_terms_are_searched(catalog):
    assert found(catalog, *(f"term{n}" for n in range(5000)), "snow") == {"snow"}
    frequencies = catalog.chunk_frequencies([*(f"term{n}" for n in range(5000)), "snow"])
    assert (len(frequencies), frequencies["snow"], frequencies["term1"]) == (5001, 1, 0)


def test_better_matches_come_first_and_equal_ones_by_id(tmp_path):
    texts = {f"a{n}": "The ferry left the harbour at noon." for n in range(6)} | {
        "best": "Ferry, ferry: the ferry left."
    }
    with make(tmp_path, texts) as catalog:
        hits = catalog.search(["ferry"], 4)
    equal = [hit.chunk.id for hit in hits[1:]]
    assert hits[0].score > hits[1].score == hits[2].score == hits[3].score > 0
    assert equal == sorted(equal)
    (tmp_path / "again").mkdir()
    with make(tmp_path / "again", dict(reversed(texts.items()))) as catalog:
        assert [(hit.chunk.id, hit.score) for hit in catalog.search(["ferry"], 4)] == [
            (hit.chunk.id, hit.score) for hit in hits
        ]


def test_a_title_is_searched_with_each_chunk(tmp_path):
    writer = CatalogWriter(tmp_path)
    writer.add(prepared("a", "She will write every week.", title="Growers elect a new head"))
    writer.commit()
    writer.close()
    with Catalog.open(tmp_path) as catalog:
        assert found(catalog, "growers") == {"a"}
        assert catalog.chunk_frequencies(["grower", "week", "nobody"]) == {"grower": 1, "week": 1, "nobody": 0}


@pytest.fixture(scope="module")
def dated(tmp_path_factory):
    """Four stories on salt: two of outlets in spring, one of them a wire story that a third outlet has in June, one undated."""
    folder = tmp_path_factory.mktemp("dated")
    writer = CatalogWriter(folder)
    writer.add(prepared("a", "Salt is dear in the harbour.", source="Herald", date="2023-03-01"))
    writer.add(prepared("b", "Salt is cheap in the hills.", source="Courier", date="2023-04-30", title="Salt"))
    writer.add(prepared("c", "Salt is cheap in the hills.", source="Wire", date="2023-06-15", duplicate_of="b"))
    writer.add(prepared("d", "Salt was found in the sea.", source="herald"))
    writer.commit()
    writer.close()
    with Catalog.open(folder) as catalog:
        yield catalog


@pytest.mark.parametrize(
    ("within", "articles"),
    [
        (ArticleFilter(since="2023-03-01", until="2023-03-01"), ["a"]),  # both days belong to it
        (ArticleFilter(since="2023-03-02"), ["b"]),  # of a text held by one that fits itself, that one
        (ArticleFilter(since="2023-06-01"), ["c"]),  # the duplicate stands for what holds its text
        (ArticleFilter(outlets=("HERALD",)), ["a", "d"]),
        (ArticleFilter(outlets=("wire", "Courier")), ["b"]),
        (ArticleFilter(until="2023-12-31", outlets=("Herald",)), ["a"]),  # what has no date has none that fits
        (ArticleFilter(since="2024-01-01"), []),
        (ArticleFilter(outlets=("Herald'; DROP TABLE articles; --",)), []),
    ],
)
def test_a_search_within_a_filter_finds_chunks_of_articles_that_fit(dated, within, articles):
    hits = dated.search_within(["salt"], 10, within)
    ids = {hit.chunk.article_key: dated.article_by_key(hit.chunk.article_key).id for hit in hits}
    assert sorted(ids.values()) == articles
    plain = {hit.chunk.id: hit.score for hit in dated.search(["salt"], 10)}
    assert all(hit.score == plain[hit.chunk.id] for hit in hits)  # the scores are those of the whole archive
    found = dated.chunks_within([hit.chunk.id for hit in dated.search(["salt"], 10)], within)
    assert {chunk.id: chunk for chunk in found.values()} == {hit.chunk.id: hit.chunk for hit in hits}


def test_what_a_filter_leaves_is_counted(dated):
    spring = ArticleFilter(until="2023-05-31")
    assert (dated.articles_within(spring), dated.undated_within(spring)) == (2, 1)
    assert dated.undated_within(ArticleFilter(since="2023-01-01", outlets=("Courier",))) == 0
    assert sorted(dated.holders_within(ArticleFilter(since="2023-06-01"))) == ["b", "c"]  # c stands in b's text
    assert dated.chunk_ids_within(spring) == []  # no vector is stored yet


def test_the_chunks_of_a_duplicate_are_those_of_what_holds_its_text(dated):
    holder, double = (dated.article(one).key for one in "bc")
    (own,), (shown,) = dated.chunks_of(holder), dated.chunks_of(double)
    assert (own.article_key, shown.article_key) == (holder, double)
    assert own[3:] == shown[3:]


def test_titles_are_given_without_their_articles(dated):
    keys = [dated.article(one).key for one in "ab"]
    assert [tuple(dated.headings(keys)[key]) for key in keys] == [("a", None), ("b", "Salt")]
    assert dated.headings([*keys, 999]) == dated.headings(keys)


def test_the_fingerprint_changes_with_a_text_and_with_nothing_else(tmp_path):
    def of(name: str, texts: dict[str, str]) -> str:
        (tmp_path / name).mkdir()
        with make(tmp_path / name, texts) as catalog:
            return catalog.fingerprint()

    first = of("one", {"a": "It rains.", "b": "It pours."})
    assert of("two", {"a": "It rains.", "b": "It pours."}) == first
    assert of("three", {"a": "It rains.", "b": "It snows."}) != first
    assert of("four", {"a": "It rains."}) != first


def test_the_vocabulary_is_given_by_letter_and_length(tmp_path):
    with make(tmp_path, {"a": "Ferry fern ferries feather.", "b": "A ferry, an oar."}) as catalog:
        assert sorted(catalog.vocabulary("f", 4, 5)) == [("fern", 1), ("ferri", 2)]
        assert catalog.vocabulary("z", 1, 9) == []


# Stems

WORDS = (
    "abilities accompanied adoption aggressive agreed allowances ammunition analogously argument authorization bled bodies "
    "busses by caresses ceremonies changes circumstances cluster conditional conference conflated countries credibility dying "
    "electricity engineering falling feed formalize generalizations goodness happy hesitancy hopefully hopping hoping irritant "
    "is its knightly lying matting meetings ministries national news operator organisation plastered ponies possibly "
    "predication technology ideology anthropologie trekking doxxed apology logical responsibly humbly ably Οδυσσεύς "
    "probate radically rational relational replacement revival roll said says sensibility sized sky skies spokesman's ties "
    "tanned the troubled vietnamization was weapons writing yes 2022s 7th a1s b2b abc's Straße Erdoğan Zürich café naïveté "
    "Łódź Ångström İstanbul ısı Øresund Æsop œuvre ﬁne ½ Ελλάδα Ζελένσκι Россия й ё украинский Việt Nam ǡ ß ẞ ĳs 日本 한국 "
    "عربي ॐ 👍 Ñandú São çığ soğuk"
).split()


def vocabulary_of(words: list[str]) -> dict[int, list[str]]:
    """What FTS5 itself makes of each word."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize='porter unicode61 remove_diacritics 2')")
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'instance')")
    connection.executemany("INSERT INTO t(rowid, x) VALUES (?, ?)", enumerate(words))
    terms: dict[int, list[str]] = {}
    for term, row in connection.execute("SELECT term, doc FROM v ORDER BY doc, offset"):
        terms.setdefault(row, []).append(term)
    connection.close()
    return terms


def test_stems_are_those_of_the_full_text_index():
    suffixes = (
        "s",
        "es",
        "ed",
        "ing",
        "ation",
        "ational",
        "izer",
        "ful",
        "ness",
        "ment",
        "ibly",
        "ousli",
        "ity",
        "al",
        "e",
        "logi",
    )
    words = [*WORDS, *(word + suffix for word in WORDS for suffix in suffixes)]
    words = [word for word in words if word.isalnum()]
    terms = vocabulary_of(words)
    different = {
        word: (stem(word), terms[n]) for n, word in enumerate(words) if terms.get(n) and [stem(word)] != terms[n]
    }
    assert different == {}
    assert sum(n in terms for n in range(len(words))) > 1500


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x24F, categories=["L", "Nd"]), min_size=1, max_size=12))
def test_latin_words_fold_as_the_full_text_index_folds(word):
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize='unicode61 remove_diacritics 2')")
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'row')")
    connection.execute("INSERT INTO t(x) VALUES (?)", (word,))
    terms = [term for (term,) in connection.execute("SELECT term FROM v")]
    connection.close()
    assert terms == [fold(word)]


# Articles


def test_articles_come_in_the_order_of_their_ids_and_can_be_left_early(tmp_path):
    with make(tmp_path, {f"a{n:03}": f"Report number {n}." for n in reversed(range(250))}) as catalog:
        articles = catalog.articles()
        assert next(articles).id == "a000"
        articles.close()
        assert [article.id for article in catalog.articles()] == [f"a{n:03}" for n in range(250)]
        assert [summary.id for summary in catalog.summaries()] == [f"a{n:03}" for n in range(250)]


def test_an_article_that_does_not_exist_is_none(catalog):
    assert catalog.article("nobody") is None


def test_a_key_is_never_given_to_another_article(tmp_path):
    writer = CatalogWriter(tmp_path)
    writer.add(prepared("a", "The first."))
    writer.commit()
    with Catalog.open(tmp_path) as catalog:
        (hit,) = catalog.search(["first"], 1)
        writer.remove("a")
        writer.add(prepared("b", "The second."))
        writer.commit()
        (other,) = catalog.search(["second"], 1)
        assert other.chunk.article_key != hit.chunk.article_key
    writer.close()


def test_what_is_not_committed_is_gone(tmp_path):
    writer = CatalogWriter(tmp_path)
    writer.add(prepared("a", "The first."))
    writer.close()
    with Catalog.open(tmp_path) as catalog:
        assert catalog.counts().articles == 0


def test_buried_chunks_that_came_back_are_not_deleted(tmp_path):
    writer = CatalogWriter(tmp_path)
    marks = writer.chunk_vectors
    writer.add(prepared("a", "The first."))
    writer.add(prepared("b", "The second."))
    ids = [chunk.id for chunk in marks.pending(-1, 10)]
    marks.mark_embedded(ids)
    writer.remove("a")
    writer.remove("b")
    assert sorted(marks.buried()) == sorted(ids)
    writer.add(prepared("b", "The second."))
    assert marks.buried() == ids[:1]
    marks.mark_embedded(ids[1:])
    marks.forget(marks.buried())
    assert (marks.buried(), marks.pending_count(), marks.embedded_count()) == ([], 0, 1)
    writer.close()


def test_many_articles_from_one_template_are_compared_with_a_few(tmp_path, monkeypatch):
    compared = []
    monkeypatch.setattr("index.catalog.writer.similarity", lambda *_: compared.append(1) or 0.0)
    writer = CatalogWriter(tmp_path)
    template = " ".join(f"word{n}" for n in range(60))
    for n in range(100):
        writer.add(prepared(f"a{n}", f"{template} number{n}"))
    before = len(compared)
    writer.add(prepared("last", f"{template} numberlast"))
    writer.close()
    assert len(compared) - before <= 16 * 20  # bands, articles of each


# Paths and errors


@pytest.mark.parametrize(
    "name", ["plain.txt", "with space & ü.txt", "percent%41.txt", "caf\udce9.txt", "a\udcff%2F.txt"]
)
def test_paths_come_back_as_they_were(name):
    path = Path("/news") / name
    assert path_of(written_path(path)) == path
    written_path(path).encode()


def test_a_missing_catalog_names_the_command(tmp_path):
    with pytest.raises(IndexDamagedError) as caught:
        Catalog.open(tmp_path)
    assert str(caught.value) == (
        f"the catalog {tmp_path}/catalog.db is missing; run: onrecord index PATH… --index {tmp_path} --rebuild"
    )


def test_a_catalog_locked_by_another_process_is_busy(tmp_path, monkeypatch):
    monkeypatch.setattr("index.catalog.schema.BUSY_SECONDS", 0)
    make(tmp_path, TEXTS).close()
    other = sqlite3.connect(tmp_path / "catalog.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(IndexBusyError, match="is locked by another process"):
        CatalogWriter(tmp_path)
    other.close()
