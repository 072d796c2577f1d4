"""Who said what, as a list on the page: its parts, and the tab in a real browser over a real index."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import which
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from index.attribution.record import NOBODY, Attribution, Speaker, Statement
from index.build import build_index
from index.catalog import Catalog, StatementFilter
from index.settings import Settings
from index.spans import Span
from ui.listing import STATEMENT_COLUMNS, statement_row
from ui.page import selection, timescale
from ui.page.selection import Selection
from ui.page.sought import LONGEST, Sought

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
in_browser = pytest.mark.browser
EVIL = '"><script>window.pwned = 1</script><img src=x onerror="window.pwned = 2"> ${window.pwned = 3} {{value}} '
ARTICLES: list[dict[str, Any]] = [
    {
        "id": "pier", "title": "Pier closed", "date": "2023-03-02", "source": "The Daily Ferry",
        "text": "Ann Vale, port director, said on 2023-02-27: “The pier is closed,” she added, “until the storm has passed.”\n"
        "Vale said: “Nobody was hurt.”\nA sailor said: “=1+1 and nothing more.”",
    },
    {
        "id": "tunnel", "title": "Tunnel begun", "date": "2024-06-10", "source": "Harbour Times",
        "text": "Omar Brandt, city mayor, said: “The harbour tunnel will cost ninety million.”",
    },
    {
        "id": "log", "title": "Log of the harbour", "date": "2024-07-01", "source": "Harbour Times",
        "text": "\n".join(f"Lena Ortiz said: “Ship number {number} has left.”" for number in range(1, 61)),
    },
    {"id": EVIL + ".txt", "title": EVIL, "source": EVIL, "text": f"Omar Brandt, {EVIL.replace(',', '')}, said: “{EVIL}”"},
]  # fmt: skip
_SAID = re.compile(
    r"^(?P<name>[A-Z]\w*(?: \w+)?)(?:, (?P<role>[^,]+),)? (?P<cue>said)(?: on (?P<day>\d{4}-\d\d-\d\d))?: "
    r"(?P<content>“[^”]+”)(?: she added, (?P<more>“[^”]+”))?",
    re.MULTILINE,
)


class MarkedExtractor:
    """Statements of lines like 'Ann Vale, port director, said on 2023-02-27: “…”'."""

    name = "tagger"
    version = "marked"

    def statements(self, text: str, *_spans: Sequence[Span], **_known: str | None) -> list[Statement]:
        found = []
        for match in _SAID.finditer(text):
            content = tuple(Span(*match.span(part)) for part in ("content", "more") if match[part])
            spoken = Attribution(Span(*match.span("name")), Span(*match.span("cue")), content)
            speaker = Speaker(match["name"], "resolved", role=match["role"])
            if match["name"] == "Vale":
                speaker = Speaker("Vale", "ambiguous", ("Ann Vale", "Bob Vale"))
            found.append(Statement(spoken, NOBODY if match["name"] == "A sailor" else speaker, "direct", match["day"]))
        return found


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("marked")
    (folder / "harbour.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in ARTICLES))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.build.load_extractor", lambda _name: MarkedExtractor())
        build_index([folder / "harbour.jsonl"], folder / "index", Settings())
    return folder / "index"


@pytest.fixture(scope="module")
def catalog(index_dir) -> Iterator[Catalog]:
    with Catalog.open(index_dir) as catalog:
        yield catalog


# ---- The address


def test_an_address_holds_the_filters_and_gives_them_back() -> None:
    sought = Sought("Ann Vale & Söhne", "the pier?", "The Daily Ferry", "2023-01-01", "2024-01-01", 3)
    assert Sought.from_query(sought.query) == sought
    assert sought.query.startswith("?tab=statements&speaker=Ann+Vale")


def test_an_empty_filter_is_not_in_the_address() -> None:
    assert Sought(about="piers").query == "?tab=statements&about=piers"


@pytest.mark.parametrize("page", ["", "0", "-1", "x", "1e9", "²", "9" * 5000])
def test_a_page_that_is_none_is_the_first_one(page) -> None:
    assert Sought.from_query(f"?page={page}").page == 1


def test_long_filters_are_cut_and_blanks_in_them_are_single() -> None:
    assert Sought.from_query(f"?speaker=++Ann%0A%0AVale+&about={'x' * 5000}") == Sought("Ann Vale", "x" * LONGEST)


@pytest.mark.parametrize(
    ("sought", "says"),
    [
        (Sought(since="2023-02-30"), "“2023-02-30” is no date; give From as YYYY-MM-DD."),
        (Sought(until="20230201"), "“20230201” is no date; give To as YYYY-MM-DD."),
        (Sought(since="2024-01-01", until="2023-01-01"), "From 2024-01-01 is after To 2023-01-01; swap them."),
        (Sought(speaker="?!"), "Speaker holds no word; give one or more, or leave it empty."),
        (Sought("Vale", "piers", since="2023-01-01", until="2023-01-01"), None),
    ],
)
def test_filters_that_make_no_sense_are_told_with_what_mends_them(sought, says) -> None:
    assert sought.trouble == says


# ---- What is found


FILTERS = [
    StatementFilter(),
    StatementFilter(since="2023-03-01"),
    StatementFilter(until="2024-06-30"),
    StatementFilter(outlet="harbour times"),
    StatementFilter(names=("Vale", "Ann Vale")),
    StatementFilter(articles=("log",)),
    StatementFilter(outlet="nowhere"),
]


@pytest.mark.parametrize("chosen", FILTERS)
def test_pages_are_the_parts_of_all_in_their_order(catalog, chosen) -> None:
    everything = list(catalog.statements(chosen))
    days = catalog.statement_days(chosen)
    assert sum(days.values()) == len(everything)
    for start in range(0, len(everything) + 4, 4):
        assert catalog.statement_page(chosen, days, start, 4) == everything[start : start + 4]


@pytest.mark.parametrize("chosen", FILTERS)
def test_statements_counted_by_day_and_speaker_are_those_listed(catalog, chosen) -> None:
    counted = {(one.day, one.speaker_id): one.statements for one in catalog.statement_counts(chosen)}
    listed = [(one.date, one.speaker_id) for one in catalog.statements(chosen)]
    assert counted == {key: listed.count(key) for key in listed}


@pytest.mark.parametrize(
    "sought", [Sought(), Sought("Lena Ortiz"), Sought("mayor"), Sought(about="tunnel"), Sought(since="2024-07-01")]
)
def test_too_many_for_a_dot_each_are_counted_as_they_would_be_drawn(catalog, sought, monkeypatch) -> None:
    drawn = Selection.of(catalog, sought, None).marks()
    monkeypatch.setattr(selection, "MOST_DOTS", 0)
    counted = Selection.of(catalog, sought, None).marks()
    assert all(one.dot for one in drawn)
    assert not any(one.dot for one in counted)
    numbers = {(one.day, one.speaker): 0 for one in drawn}
    for one in counted:
        numbers[one.day, one.speaker] += one.statements
    assert numbers == {key: [(one.day, one.speaker) for one in drawn].count(key) for key in numbers}


def test_a_page_beyond_the_last_is_the_last(catalog) -> None:
    listed = Selection.of(catalog, Sought(page=99), None).page()
    assert (listed.page, listed.pages, listed.total, len(listed.rows)) == (3, 3, 65, 15)


@pytest.mark.parametrize("sought", [Sought(), Sought("mayor"), Sought(about="ship number")])
def test_the_table_is_that_of_the_command_line(catalog, sought, tmp_path) -> None:
    found = Selection.of(catalog, sought, None)
    path = found.write_table(tmp_path / "new")
    table = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    statements = Selection.of(catalog, sought, None).found.statements
    rows = [statement_row(one, catalog.article_by_key(one.article_key).text) for one in statements]
    assert table == [STATEMENT_COLUMNS, *rows]
    assert len(rows) == found.total


def test_no_two_tables_are_one_file(catalog, tmp_path) -> None:
    found = Selection.of(catalog, Sought(), None)
    assert found.write_table(tmp_path) != found.write_table(tmp_path)


# ---- In the browser


@pytest.fixture(scope="module")
def address(index_dir) -> Iterator[str]:
    driver = [sys.executable, Path(__file__).with_name("statements_driver.py"), index_dir]
    with subprocess.Popen(driver, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.communicate(timeout=30)
        assert process.returncode == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None and "CI" not in os.environ:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def opened(browser: Any, address: str, **options: Any) -> Iterator[Page]:
    context = browser.new_context(accept_downloads=True, **options)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    errors: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}?tab=statements")
    expect(found(page)).to_contain_text("65 statements", timeout=20_000)
    expect(page.locator(".or-st-lanes")).to_be_visible(timeout=20_000)
    yield page
    assert errors == []
    assert {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}
    context.close()


@pytest.fixture
def page(browser, address) -> Iterator[Page]:
    yield from opened(browser, address)


def found(page: Page) -> Any:
    return page.locator(".or-st-found")


def rows(page: Page) -> Any:
    return page.locator(".or-st-statement")


def asked(page: Page) -> dict[str, str]:
    """The filters in the address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items() if name != "tab"}


def seek(page: Page, **filled: str) -> None:
    for label, words in filled.items():
        page.get_by_label(label, exact=True).fill(words)
    page.keyboard.press("Enter")


@in_browser
def test_a_row_says_who_when_what_and_where_and_opens_the_exact_words(page) -> None:
    first = rows(page).first
    expect(first.locator(".or-st-when")).to_have_text("said 2023-02-27published 2023-03-02")
    expect(first.locator(".or-st-who")).to_have_text("Ann Vale port director")
    expect(first.locator(".or-st-about")).to_have_text("quoted · Pier closed · The Daily Ferry")
    words = first.locator("button.or-open")
    expect(words).to_have_text("“The pier is closed,” … “until the storm has passed.”")
    start, end = (int(words.get_attribute(f"data-{name}")) for name in ("start", "end"))
    assert words.get_attribute("data-article") == "pier"
    assert ARTICLES[0]["text"][start:end] == "“The pier is closed,” she added, “until the storm has passed.”"


@in_browser
def test_it_is_said_where_it_is_not_plain_whose_words_they_are(page) -> None:
    expect(rows(page).nth(1).locator(".or-st-who")).to_have_text("Vale uncertain who: Ann Vale or Bob Vale?")
    expect(rows(page).nth(2).locator(".or-st-who")).to_have_text("A sailor not named")


@in_browser
def test_a_filter_narrows_and_stands_in_the_address_which_restores_it(page) -> None:
    seek(page, Speaker="Lena Ortiz", About="ship number 7")
    expect(rows(page).first).to_contain_text("Ship number 7 has left.")
    assert asked(page) == {"speaker": "Lena Ortiz", "about": "ship number 7"}
    page.reload()
    expect(rows(page).first).to_contain_text("Ship number 7 has left.")
    expect(page.get_by_label("Speaker")).to_have_value("Lena Ortiz")
    expect(page.get_by_label("About")).to_have_value("ship number 7")


@in_browser
def test_pages_are_turned_and_the_browser_goes_back_and_forward(page) -> None:
    expect(rows(page)).to_have_count(25)
    page.get_by_role("link", name="Last").click()
    expect(rows(page)).to_have_count(15)
    expect(page.locator(".or-st-pager")).to_contain_text("Page 3 of 3")
    seek(page, Speaker="Omar Brandt")
    expect(found(page)).to_contain_text("2 statements")
    page.go_back()
    expect(page.locator(".or-st-pager")).to_contain_text("Page 3 of 3")
    expect(page.get_by_label("Speaker")).to_have_value("")
    page.go_back()
    expect(page.locator(".or-st-pager")).to_contain_text("Page 1 of 3")
    page.go_forward()
    expect(page.locator(".or-st-pager")).to_contain_text("Page 3 of 3")


@in_browser
def test_of_many_pages_asked_for_at_once_the_last_is_shown(page) -> None:
    page.evaluate("""async () => {
        const lena = "&speaker=Lena+Ortiz";
        for (const query of ["&page=2", "&page=3", "&speaker=Omar+Brandt", lena, lena + "&page=2", lena + "&page=3"]) {
            const link = Object.assign(document.createElement("a"), { className: "or-st-go" });
            link.setAttribute("href", "?tab=statements" + query);
            document.body.append(link);
            link.click();
            if (query.includes("page")) await new Promise((then) => setTimeout(then, 40));
        }
    }""")
    expect(found(page)).to_contain_text("60 statements")
    expect(page.locator(".or-st-pager")).to_contain_text("Page 3 of 3")
    expect(page.locator(".or-st-lane-name")).to_have_text(["Lena Ortiz"])


@in_browser
def test_the_tab_and_the_address_go_together(page) -> None:
    page.get_by_role("tab", name="Chat").click()
    expect(page.get_by_label("Question")).to_be_visible()
    assert "tab=" not in page.url
    page.go_back()
    expect(rows(page).first).to_be_visible()
    page.go_back()
    page.go_forward()
    assert "tab=statements" in page.url


@in_browser
def test_what_a_date_filter_leaves_out_for_having_no_date_is_counted(page) -> None:
    page.get_by_label("Outlet").select_option("The Daily Ferry")
    seek(page, From="2023-03-01")
    expect(found(page)).to_contain_text("2 statements")  # the third was said before
    page.get_by_label("Outlet").select_option("")
    seek(page, To="2023-12-31")
    expect(found(page)).to_contain_text("1 more has no date and is left out")
    found(page).get_by_role("link", name="list them too").click()
    expect(found(page)).to_contain_text("65 statements")
    assert asked(page) == {}


@in_browser
def test_names_are_offered_while_one_types_and_where_nobody_has_the_name(page) -> None:
    page.get_by_label("Speaker").type("orti")
    expect(page.locator("#or-st-names option")).to_have_text(["Lena Ortiz"])
    seek(page, Speaker="Omar Brant")
    expect(found(page)).to_contain_text("Nobody is quoted as “Omar Brant”. Names like it: Omar Brandt.")
    expect(page.locator(".or-st-timeline")).to_have_count(0)
    found(page).get_by_role("link", name="Omar Brandt").click()
    expect(found(page)).to_contain_text("2 statements")


@in_browser
def test_a_role_gives_those_who_hold_it_and_says_so(page) -> None:
    seek(page, Speaker="mayor")
    expect(found(page)).to_contain_text("Nobody is called “mayor”; these were said in that role, by Omar Brandt.")


@in_browser
def test_a_bad_date_in_the_address_is_told(page, address) -> None:
    page.goto(f"{address}?tab=statements&since=yesterday")
    expect(page.get_by_role("alert")).to_have_text("“yesterday” is no date; give From as YYYY-MM-DD.")
    expect(rows(page)).to_have_count(0)


@in_browser
def test_the_timeline_is_gone_through_by_keys_and_shows_the_words(page) -> None:
    page.get_by_label("Outlet").select_option("The Daily Ferry")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".or-st-dot")).to_have_count(3)
    page.get_by_role("link", name="Ann Vale", exact=True).focus()
    page.keyboard.press("Tab")
    expect(page.locator(".or-st-dot:focus")).to_have_attribute("data-article", "pier")
    expect(page.locator(".or-st-tip")).to_have_text(
        "Ann Vale, said 2023-02-27, The Daily Ferry\n“The pier is closed,” … “until the storm has passed.”"
    )
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".or-st-tip")).to_contain_text("=1+1 and nothing more.")
    page.keyboard.press("Escape")
    expect(page.locator(".or-st-tip")).to_be_hidden()


@in_browser
def test_a_circle_narrows_the_list_to_what_it_stands_for(page) -> None:
    assert timescale.STACKED * timescale.PLACES > 60
    circle = page.locator("a.or-st-dot")
    expect(circle).to_have_attribute(
        "aria-label", re.compile(r"^Lena Ortiz, 2024-\d\d-\d\d to 2024-\d\d-\d\d\n60 statements")
    )
    circle.click()
    expect(found(page)).to_contain_text("60 statements")
    assert asked(page)["speaker"] == "Lena Ortiz"
    expect(page.locator(".or-st-dot.or-open")).to_have_count(60)


@in_browser
def test_the_link_is_copied_and_the_table_downloaded(page) -> None:
    seek(page, Speaker="Omar Brandt")
    expect(found(page)).to_contain_text("2 statements")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    with page.expect_download() as download:
        page.get_by_role("button", name="Export CSV").click()
    assert download.value.suggested_filename == "statements.csv"
    table = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert [row["speaker"] for row in table] == ["Omar Brandt"] * 2


@in_browser
def test_nothing_of_an_article_or_an_address_is_interpreted(page, address) -> None:
    page.get_by_role("link", name="Last").click()
    expect(rows(page).last).to_contain_text(EVIL.strip())
    expect(rows(page).last.locator(".or-open")).to_have_attribute("data-article", EVIL + ".txt")
    seek(page, Speaker=EVIL)
    expect(found(page)).to_contain_text(f"Nobody is quoted as “{EVIL.strip()}”")
    assert page.evaluate("window.pwned") is None


@in_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_is_legible(browser, address, scheme) -> None:
    for page in opened(browser, address, viewport={"width": 390, "height": 844}, color_scheme=scheme):
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        for part in (
            ".or-st-words",
            ".or-st-when",
            ".or-st-about",
            ".or-st-unsure",
            ".or-st-count",
            ".or-st-note",
            ".or-st-main",
            ".or-st-field > span",
        ):
            assert page.locator(part).first.evaluate(CONTRAST, "color") >= 4.5, part  # WCAG AA, text
        for dot in page.locator(".or-st-key").all():
            assert dot.evaluate(CONTRAST, "backgroundColor") >= 3, "a lane's colour"  # WCAG AA, graphics


CONTRAST = """(element, property) => {
  const rgb = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let behind = property === "color" ? element : element.parentElement;
  while (behind.parentElement && rgb(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
  const [a, b] = [light(rgb(getComputedStyle(element)[property])), light(rgb(getComputedStyle(behind).backgroundColor))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}"""
