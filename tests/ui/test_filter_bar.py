"""The filters of the next question: what they take, what they refuse, and what is said of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build_index
from index.catalog import Catalog
from index.errors import InputError
from index.settings import Settings
from rag.filters import Filters
from ui.page.filter_bar import Chip, Holdings, Typed, bar_html, chips, holdings, narrowed, without

OUTLET = "Ferry & <b>Sons</b>"
ARTICLES = (
    f'{{"text": "“The ferry sails on Monday,” harbour master Ann Vale said.", "date": "2024-03-05", "source": "{OUTLET}"}}',
    '{"text": "“The bridge stays closed,” said Mayor Bo Lind.", "date": "2024-05-01", "source": "Roeburgh Times"}',
    '{"text": "“The school opens,” Mia Lind told reporters on Friday.", "source": "Roeburgh Times"}',
)


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filtered")
    (folder / "articles.jsonl").write_text("\n".join(ARTICLES), encoding="utf-8")
    build_index([folder / "articles.jsonl"], folder / "index", Settings())
    return folder / "index"


@pytest.fixture(scope="module")
def catalog(index_dir: Path) -> Iterator[Catalog]:
    with Catalog.open(index_dir) as catalog:
        yield catalog


@pytest.fixture(scope="module")
def held(catalog: Catalog) -> Holdings:
    return holdings(catalog)


def test_what_can_be_chosen_is_what_the_archive_holds(held) -> None:
    assert held == Holdings(
        first="2024-03-05",
        last="2024-05-01",
        undated=1,
        outlets=("Roeburgh Times", OUTLET),  # two articles, one article
        speakers=held.speakers,
    )
    assert set(held.speakers) == {"Ann Vale", "Bo Lind", "Mia Lind"}


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        (Typed(), Filters()),
        (Typed(since="2024-04-01"), Filters(since="2024-04-01")),
        (Typed(since="2024-04-01", until="2024-04-01"), Filters("2024-04-01", "2024-04-01")),
        (Typed(outlet=" roeburgh TIMES "), Filters(outlets=("Roeburgh Times",))),
        (Typed(outlet="sons"), Filters(outlets=(OUTLET,))),  # a part that one alone has
        (Typed(speaker="Ann Vale"), Filters(speakers=("Ann Vale",))),
        (Typed(speaker="vale"), Filters(speakers=("Ann Vale",))),  # a surname that one alone has
        (Typed(speaker="Mayor Bo Lind"), Filters(speakers=("Bo Lind",))),
    ],
)
def test_what_is_typed_becomes_the_archives_own_name_for_it(held, catalog, typed, filters) -> None:
    assert narrowed(Filters(), typed, held, catalog) == filters


def test_days_are_set_anew_and_names_are_added_once(held, catalog) -> None:
    before = Filters("2024-01-01", "2024-12-31", ("Roeburgh Times",), ("Ann Vale",))
    typed = Typed(since="2024-02-01", outlet="Roeburgh Times", speaker="Bo Lind")
    assert narrowed(before, typed, held, catalog) == Filters(
        "2024-02-01", None, ("Roeburgh Times",), ("Ann Vale", "Bo Lind")
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (Typed(since="2024-02-30"), "'2024-02-30' is no date; give year, month and day"),
        (Typed(until="…"), "'…' is no date"),
        (Typed("2024-05-01", "2024-04-30"), "The first day, 2024-05-01, is after the last, 2024-04-30."),
        (Typed(outlet="The Nowhere Post"), r"No article is from 'The Nowhere Post'\.$"),
        (Typed(outlet="e"), "Did you mean Roeburgh Times or Ferry"),
        (Typed(speaker="Lind"), r"'Lind' can be (Bo|Mia) Lind or (Bo|Mia) Lind; give the name in full"),
        (Typed(speaker="Anne Wale"), r"Nobody called 'Anne Wale' is quoted in these articles\. Did you mean Ann Vale"),
    ],
)
def test_what_is_none_is_refused_in_a_line(held, catalog, typed, said) -> None:
    with pytest.raises(InputError, match=said):
        narrowed(Filters(), typed, held, catalog)


def test_each_filter_is_a_chip_that_can_be_taken_away() -> None:
    filters = Filters("2024-03-01", "2024-05-01", ("Roeburgh Times",), ("Ann Vale", "Bo Lind"))
    assert chips(filters) == [
        Chip("since", "2024-03-01", "from 2024-03-01"),
        Chip("until", "2024-05-01", "to 2024-05-01"),
        Chip("outlets", "Roeburgh Times", "Roeburgh Times"),
        Chip("speakers", "Ann Vale", "words of Ann Vale"),
        Chip("speakers", "Bo Lind", "words of Bo Lind"),
    ]
    for chip in chips(filters):
        filters = without(filters, chip.kind, chip.value)
        assert chip not in chips(filters)
    assert filters == Filters()


def test_an_outlet_and_a_speaker_of_one_name_are_told_apart() -> None:
    both = Filters(outlets=("Lind",), speakers=("Lind",))
    assert without(both, "outlets", "Lind") == Filters(speakers=("Lind",))


@pytest.mark.parametrize(
    ("filters", "notes"),
    [
        (Filters(), ["The articles are dated 2024-03-05 to 2024-05-01."]),
        (Filters(since="2024-04-01"), ["1 undated article is left out by a date filter."]),
        (Filters(since="2024-05-02"), ["None of them is from the days chosen."]),
        (Filters(until="2024-03-04"), ["None of them is from the days chosen."]),
    ],
)
def test_the_bar_says_what_to_know_of_the_dates(held, filters, notes) -> None:
    html = bar_html(filters, held)
    assert all(note in html for note in notes)
    assert ("None of them" in html) == ("None of them" in "".join(notes))


def test_an_archive_without_dates_says_so() -> None:
    assert "No article has a date" in bar_html(Filters(), Holdings(None, None, 3, (), ()))


def test_whatever_the_archive_calls_itself_is_escaped(held) -> None:
    html = bar_html(Filters(outlets=(OUTLET,), speakers=(f'"{OUTLET}',)), held, f"No article is from '{OUTLET}'.")
    assert "<b>" not in html
    assert 'aria-label="Remove filter words of &quot;Ferry &amp; &lt;b&gt;Sons' in html


def test_of_many_names_the_first_two_hundred_are_offered() -> None:
    many = Holdings("2024-01-01", "2024-01-01", 0, tuple(f"Outlet {number}" for number in range(5000)), ())
    assert bar_html(Filters(), many).count("<option") == 200
