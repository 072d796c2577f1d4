"""`onrecord statements` and `onrecord speakers` as a user meets them."""

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from index.attribution.record import NOBODY, Attribution, Speaker, Statement
from index.build import build_index
from index.settings import Settings
from index.spans import Span
from ui.listing import harmless

FERRY = "ferry.jsonl"
ARTICLES: list[dict[str, Any]] = [
    {
        "id": "pier",
        "title": "Pier closed",
        "date": "2023-03-02",
        "source": "The Daily Ferry",
        "text": "The council met. <port director|Ann Vale> said: “The pier is closed until the storm has passed.” "
        "<city mayor|Omar Brandt> said that the harbour tunnel will never be built. "
        "<|-> A sailor said: “=1+1 and nothing more.”",
    },
    {
        "id": "tunnel",
        "title": "Tunnel begun",
        "date": "2024-06-10",
        "source": "Harbour Times",
        "text": "Work began. <port director|Ann Vale> said: “The tunnel under the harbour costs ninety million.” "
        "<city mayor|Lena Ortiz> said that nobody in town will pay for it.",
    },
    {
        "id": "undated",
        "title": "A letter",
        "source": "Harbour Times",
        "text": "A letter came. <|Ann Vale> said that ships wait for hours outside the breakwater.",
    },
]
_SAID = re.compile(
    r"<(?P<role>[^|>]*)\|(?P<name>[^>]+)> (?P<called>A sailor )?(?P<cue>said)(?::| that)? (?P<content>“[^”]+”|[^.]+)"
)
KEYS = {
    "id", "article", "speaker", "speaker_id", "certainty", "candidates", "role", "source", "cue", "content", "kind",
    "published", "said",
}  # fmt: skip


class MarkedExtractor:
    """Statements of texts that mark who speaks as <role|name>."""

    name = "tagger"
    version = "marked"

    def statements(self, text: str, *_spans: Sequence[Span], **_known: str | None) -> list[Statement]:
        found = []
        for match in _SAID.finditer(text):
            named = match["name"] != "-"
            source = Span(*match.span("name")) if named else Span(match.start("called"), match.end("called") - 1)
            spoken = Attribution(source, Span(*match.span("cue")), (Span(*match.span("content")),))
            speaker = Speaker(match["name"], "resolved", role=match["role"] or None) if named else NOBODY
            kind = "direct" if match["content"].startswith("“") else "indirect"
            found.append(Statement(spoken, speaker, kind, None))
        return found


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("marked")
    (folder / FERRY).write_text("".join(f"{json.dumps(one)}\n" for one in ARTICLES))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.build.load_extractor", lambda _name: MarkedExtractor())
        build_index([folder / FERRY], folder / "index", Settings())
    return folder / "index"


@pytest.fixture
def listed(onrecord, index_dir):
    def run(*flags: str, stderr: str = "") -> list[dict[str, Any]]:
        ran = onrecord("statements", "--json", "--index", index_dir, *flags)
        assert ran.returncode == 0, ran.stderr
        assert stderr in ran.stderr
        assert bool(ran.stderr) == bool(stderr), ran.stderr
        return [json.loads(line) for line in ran.stdout.splitlines()]

    return run


def contents(statements) -> list[str]:
    return [one["content"][0]["text"] for one in statements]


def test_json_is_one_object_a_line_whose_spans_are_the_articles_words(listed) -> None:
    found = listed()
    texts = {one["id"]: one["text"] for one in ARTICLES}
    assert len(found) == 6
    for one in found:
        assert set(one) == KEYS
        for span in (one["source"], one["cue"], *one["content"]):
            assert texts[one["article"]][span["start_char"] : span["end_char"]] == span["text"]


def test_statements_come_by_date_the_undated_last(listed) -> None:
    assert [one["published"] for one in listed()] == [*["2023-03-02"] * 3, *["2024-06-10"] * 2, None]


def test_a_speaker_nobody_names_is_null(listed) -> None:
    [one] = [one for one in listed() if one["source"]["text"] == "A sailor"]
    assert (one["speaker"], one["speaker_id"], one["certainty"], one["candidates"]) == (None, None, "unknown", [])


@pytest.mark.parametrize("name", ["Ann Vale", "Vale", "vale", "Ms Vale", "port director Ann Vale"])
def test_a_speaker_is_found_by_name_surname_or_with_a_title(listed, name) -> None:
    found = listed("--speaker", name)
    assert [one["speaker"] for one in found] == ["Ann Vale"] * 3
    assert len({one["speaker_id"] for one in found}) == 1


def test_a_role_gives_those_who_hold_it_and_says_so(listed) -> None:
    found = listed("--speaker", "the mayor", stderr="nobody is called the mayor; what was said in that role, by ")
    assert [one["speaker"] for one in found] == ["Omar Brandt", "Lena Ortiz"]


def test_a_role_nobody_holds_finds_nobody(listed) -> None:
    assert listed("--speaker", "the prime minister", stderr="nobody is quoted as the prime minister") == []


def test_an_unknown_name_is_no_error_and_offers_names_like_it(listed) -> None:
    assert listed("--speaker", "Omar Brant", stderr="nobody is quoted as Omar Brant; nearest names: Omar Brandt") == []


def test_a_topic_is_found_by_words_best_first(listed) -> None:
    found = listed("--about", "harbour tunnel cost")
    assert contents(found)[0] == "“The tunnel under the harbour costs ninety million.”"
    assert "the harbour tunnel will never be built" in contents(found)
    assert not any("storm" in words for words in contents(found))


def test_a_topic_is_found_by_meaning_too(listed) -> None:
    assert contents(listed("--about", "vessels queueing at sea")) == ["ships wait for hours outside the breakwater"]


def test_a_topic_of_one_speaker_leaves_out_what_others_said_of_it(listed) -> None:
    assert {one["speaker"] for one in listed("--about", "tunnel", "--speaker", "Vale")} == {"Ann Vale"}


def test_an_outlet_is_found_in_any_case(listed) -> None:
    assert {one["article"] for one in listed("--outlet", "harbour times")} == {"tunnel", "undated"}


@pytest.mark.parametrize(
    ("flags", "articles"),
    [
        (("--since", "2024"), {"tunnel"}),
        (("--since", "2023-03-02"), {"pier", "tunnel"}),
        (("--until", "2023-03-02"), {"pier"}),
        (("--until", "2023-03"), {"pier"}),  # to the last day of March
        (("--until", "2023-02"), set()),
        (("--until", "2024"), {"pier", "tunnel"}),
        (("--since", "2023-12", "--until", "2024-12"), {"tunnel"}),
    ],
)
def test_dates_narrow_and_the_undated_are_counted(listed, flags, articles) -> None:
    found = listed(*flags, stderr="1 more has no date and was left out")
    assert {one["article"] for one in found} == articles


def test_undated_statements_of_others_are_not_counted(listed) -> None:
    assert listed("--since", "2024", "--speaker", "Ortiz") != []  # and nothing on stderr


@pytest.mark.parametrize("bad", ["yesterday", "2023-13", "2023-02-30", "23-01-01", "2023-1-1", "2023-00"])
def test_a_bad_date_is_wrong_usage_that_says_the_form(onrecord, index_dir, bad) -> None:
    ran = onrecord("statements", "--since", bad, "--index", index_dir)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert f"'{bad}' is no date; give YYYY-MM-DD, YYYY-MM or YYYY" in ran.stderr


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (("--json", "--csv"), "--json and --csv exclude each other"),
        (("--since", "2024", "--until", "2023"), "--since 2024-01-01 is after --until 2023-12-31"),
        (("--about", " ?"), "--about names no topic"),
        (("--speaker", ""), "--speaker names nobody"),
    ],
)
def test_flags_that_make_no_sense_are_wrong_usage(onrecord, index_dir, flags, says) -> None:
    ran = onrecord("statements", *flags, "--index", index_dir)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert says in ran.stderr


def test_csv_is_a_table_that_no_spreadsheet_runs(onrecord, index_dir) -> None:
    ran = onrecord("statements", "--csv", "--index", index_dir)
    assert (ran.returncode, ran.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(ran.stdout)))
    assert len(rows) == 6
    assert (
        list(rows[0])
        == (
            "id article speaker speaker_id certainty role kind published said outlet source cue content start_char end_char"
        ).split()
    )
    vale = rows[0]
    assert vale["content"] == "“The pier is closed until the storm has passed.”"
    assert ARTICLES[0]["text"][int(vale["start_char"]) : int(vale["end_char"])] == vale["content"]
    assert (vale["speaker"], vale["role"], vale["outlet"]) == ("Ann Vale", "port director", "The Daily Ferry")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1"])
def test_cells_that_a_spreadsheet_would_run_are_marked_as_text(cell) -> None:
    assert harmless(cell) == f"'{cell}"


def test_other_cells_stay_as_they_are() -> None:
    assert [harmless(cell) for cell in ("", "a=b", "1-2", "“=1”")] == ["", "a=b", "1-2", "“=1”"]


def test_plain_lines_say_when_who_where_and_what_and_how_many(onrecord, index_dir) -> None:
    ran = onrecord("statements", "--speaker", "Vale", "--index", index_dir)
    assert ran.returncode == 0
    flowing = " ".join(ran.stdout.split())
    start = ARTICLES[0]["text"].index("“The pier")
    end = ARTICLES[0]["text"].index("”") + 1
    assert flowing.startswith(
        "2023-03-02 Ann Vale (port director), The Daily Ferry: “The pier is closed until the storm has passed.” "
        f"[pier:{start}-{end}]"
    )
    assert "undated Ann Vale, Harbour Times: ships wait for hours" in flowing  # without marks: not in her words
    assert max(map(len, ran.stdout.splitlines())) <= 80
    assert ran.stderr == "onrecord: 3 statements in 3 articles\n"


def test_an_article_is_set_off_from_the_next_by_a_blank_line(onrecord, index_dir) -> None:
    ran = onrecord("statements", "--index", index_dir)
    assert ran.stdout.count("\n\n") == 2  # between three articles


def test_nothing_found_is_no_error(onrecord, index_dir) -> None:
    ran = onrecord("statements", "--outlet", "Nowhere Gazette", "--index", index_dir)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "onrecord: no statements\n")


def test_speakers_are_listed_the_most_quoted_first(onrecord, index_dir) -> None:
    ran = onrecord("speakers", "--json", "--index", index_dir)
    assert (ran.returncode, ran.stderr) == (0, "")
    first, *others = [json.loads(line) for line in ran.stdout.splitlines()]
    assert {one["name"] for one in others} == {"Omar Brandt", "Lena Ortiz"}
    assert first.pop("id")
    assert first == {
        "name": "Ann Vale",
        "names": ["Ann Vale"],
        "is_body": False,
        "statements": 3,
        "articles": 3,
        "outlets": ["Harbour Times", "The Daily Ferry"],
        "first": "2023-03-02",
        "last": "2024-06-10",
        "roles": [{"role": "port director", "first": "2023-03-02", "last": "2024-06-10", "articles": 2}],
    }


def test_a_speakers_id_is_that_of_their_statements(onrecord, index_dir, listed) -> None:
    ran = onrecord("speakers", "--json", "--limit", "1", "--index", index_dir)
    assert {one["speaker_id"] for one in listed("--speaker", "Vale")} == {json.loads(ran.stdout)["id"]}


def test_speakers_in_plain_lines_and_as_a_table(onrecord, index_dir) -> None:
    plain = onrecord("speakers", "--limit", "1", "--index", index_dir)
    flowing = " ".join(plain.stdout.split())
    assert flowing == (
        "Ann Vale 3 statements in 3 articles; 2023-03-02 to 2024-06-10; Harbour Times, The Daily Ferry "
        "port director (2023-03-02 to 2024-06-10)"
    )
    table = onrecord("speakers", "--csv", "--index", index_dir)
    rows = list(csv.DictReader(io.StringIO(table.stdout)))
    assert [row["statements"] for row in rows] == ["3", "1", "1"]
    assert rows[0]["roles"] == "port director (2023-03-02 to 2024-06-10)"


@pytest.mark.parametrize("flags", [("--json", "--csv"), ("--limit", "0")])
def test_wrong_usage_of_speakers(onrecord, index_dir, flags) -> None:
    assert onrecord("speakers", *flags, "--index", index_dir).returncode == 2
