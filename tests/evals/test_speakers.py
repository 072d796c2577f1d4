"""Who speaks, as labelled by hand, and how resolution is judged against it."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest

from evals.annotated import Article, load_articles
from evals.speakers import (
    GOLD,
    Form,
    Label,
    Outcome,
    judge,
    load_labels,
    main,
    measure,
    mistakes,
    plain,
    summary,
    table,
)
from index.attribution.record import NOBODY, Attribution, Speaker
from index.attribution.resolve import resolve
from index.errors import InputError
from index.spans import Span

LABELS = load_labels()
FIELDS = {"id", "article", "source", "content", "cue", "speaker", "also", "form"}
TEXT = (
    "Harbour reopens.\n\n"
    "Mayor Ana Lund opened the harbour on Monday. “It is ready,” she said.\n\n"
    "The ferry line will return in May, Lund added. Critics called it late.\n"
)


def at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


READY = Attribution(at("she"), at("said"), (at("“It is ready,”"),))
FERRY = Attribution(
    Span(at("Lund added").start, at(" added").start), at("added"), (at("The ferry line will return in May"),)
)
LATE = Attribution(at("Critics"), at("called"), (at("it late"),))
HARBOUR = Article(TEXT, "Harbour reopens", None, "Courier", (READY, FERRY, LATE))


def label(
    speaker: str | None, *also: str | None, attribution: Attribution = READY, form: Form = "pronoun", name: str = "s001"
) -> Label:
    return Label(name, "a", attribution, speaker, also, form)


# The sample


def test_two_hundred_attributions_are_labelled_each_once() -> None:
    assert len(LABELS) == 200
    assert len({one.id for one in LABELS}) == 200
    assert len({(one.article, one.attribution.source, one.attribution.content) for one in LABELS}) == 200


def test_no_article_gives_more_than_four() -> None:
    assert max(Counter(one.article for one in LABELS).values()) == 4


def test_every_label_has_a_source_and_its_spans_are_in_order_and_apart() -> None:
    for one in LABELS:
        source, content = one.attribution.source, one.attribution.content
        assert source is not None, one.id
        assert content, one.id
        assert all(span.start < span.end for span in (source, *content)), one.id
        assert all(before.end <= after.start for before, after in pairwise(content)), one.id


def test_the_file_holds_offsets_and_names_but_no_text_of_the_articles() -> None:
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert set(record) == FIELDS, record["id"]
        pieces = [record["source"], *record["content"], *([record["cue"]] if record["cue"] else [])]
        assert all(set(piece) == {"start_char", "end_char"} for piece in pieces), record["id"]
        assert all(len(name) < 60 for name in (record["speaker"], *record["also"]) if name), record["id"]


def test_all_forms_of_sources_are_labelled_and_the_unnamed_ones_name_nobody() -> None:
    assert {one.form for one in LABELS} == set(get_args(Form))
    assert all(one.speaker is None for one in LABELS if one.form == "unnamed")
    assert all(one.speaker for one in LABELS if one.form in {"name", "surname", "role", "body"})


def test_no_label_says_one_thing_twice() -> None:
    for one in LABELS:
        assert len({plain(name) for name in one.names}) == len(one.names), one.id
        assert (one.speaker, *one.also).count(None) <= 1, one.id


# The verdict


@pytest.mark.parametrize("given", ["Ana Lund", "ana lund", "Ms. Ana Lund", "Ana M. Lund"])
def test_the_labelled_name_is_right_in_any_spelling_of_its_case_title_and_initials(given: str) -> None:
    assert judge(label("Ana Lund"), Speaker(given, "resolved")) == "right"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the Harbour Board", "Harbour Board"),
        ("U.N. Women", "UN Women"),
        ("James O’Neill", "James O'Neill"),
        ("José Díaz", "Jose Diaz"),
        ("Robert “Bobby” Lund", "Robert Bobby Lund"),
        ("Lund’s campaign", "Lund campaign"),
        ("former President Ana Lund", "Ana Lund"),
    ],
)
def test_forms_of_one_name_are_equal(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ana Lund", "Lund"), ("Ana Lund", "Bo Lund"), ("Harbour Board", "Harbour"), ("King", "the King Report")],
)
def test_other_names_and_bare_surnames_are_not(one: str, other: str) -> None:
    assert plain(one) != plain(other)


def test_a_name_of_titles_alone_is_kept() -> None:
    assert plain("the President") == ("president",)


def test_another_name_that_is_listed_is_right() -> None:
    assert judge(label("Harbour Board", "HB"), Speaker("HB", "resolved", is_body=True)) == "right"


@pytest.mark.parametrize("given", ["Bo Lund", "Lund", "Bo Ray"])
def test_any_other_name_is_wrong(given: str) -> None:
    assert judge(label("Ana Lund"), Speaker(given, "resolved")) == "wrong"


@pytest.mark.parametrize(
    "given",
    [
        NOBODY,
        Speaker(None, "ambiguous", ("Ana Lund", "Bo Lund")),
        Speaker("Bo Lund", "unknown"),
        Speaker(None, "resolved"),
    ],
)
def test_naming_nobody_for_certain_is_unknown_where_somebody_speaks(given: Speaker) -> None:
    assert judge(label("Ana Lund"), given) == "unknown"


@pytest.mark.parametrize("given", [NOBODY, Speaker(None, "ambiguous", ("Ana Lund", "Bo Lund"))])
@pytest.mark.parametrize("nobody", [label(None), label("Ana Lund", None)])
def test_naming_nobody_is_right_where_nobody_is_named_or_that_can_be_defended(nobody: Label, given: Speaker) -> None:
    assert judge(nobody, given) == "right"


def test_a_name_is_wrong_where_nobody_is_named_unless_it_can_be_defended() -> None:
    given = Speaker("Harbour Board", "resolved", is_body=True)
    assert judge(label(None), given) == "wrong"
    assert judge(label(None, "Harbour Board"), given) == "right"


def test_one_of_several_who_may_be_meant_is_unknown_where_nobody_is_named() -> None:
    assert judge(label(None), Speaker("Ana Lund", "ambiguous", ("Ana Lund", "Bo Lund"))) == "unknown"


# The measure


def resolver(*speakers: Speaker) -> Any:
    """Gives these speakers, whatever the article."""
    return lambda *_, **__: list(speakers)


LUND = Speaker("Ana Lund", "resolved")
THREE = [
    label("Ana Lund"),
    label("Ana Lund", attribution=FERRY, form="surname", name="s002"),
    label(None, attribution=LATE, form="unnamed", name="s003"),
]


def test_each_label_is_judged_by_the_speaker_of_its_own_attribution() -> None:
    outcomes = measure(THREE, {"a": HARBOUR}, resolver(LUND, NOBODY, LUND))
    assert [outcome.verdict for outcome in outcomes] == ["right", "unknown", "wrong"]


def test_the_product_s_own_resolution_is_measured() -> None:
    assert [outcome.verdict for outcome in measure(THREE, {"a": HARBOUR}, resolve)] == ["right"] * 3


def test_an_article_is_resolved_once_with_all_its_attributions_and_frame() -> None:
    calls: list[Any] = []

    def record(text: str, sentences: Any, attributions: Any, **frame: Any) -> list[Speaker]:
        calls.append(([text[one.start : one.end] for one in sentences], attributions, frame))
        return [LUND, LUND, NOBODY]

    measure(THREE[:2], {"a": HARBOUR}, record)
    ((sentences, attributions, frame),) = calls
    assert sentences[0] == "Mayor Ana Lund opened the harbour on Monday."  # the headline is no sentence of the body
    assert attributions == (READY, FERRY, LATE)
    assert frame == {"title": "Harbour reopens", "author": None, "outlet": "Courier"}


def test_a_resolver_that_leaves_an_attribution_out_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        measure(THREE, {"a": HARBOUR}, resolver(LUND))


def test_a_label_of_an_unknown_article_or_attribution_is_an_error_that_names_it() -> None:
    with pytest.raises(InputError, match="s001: no article a"):
        measure(THREE, {}, resolver())
    elsewhere = label("Ana Lund", attribution=Attribution(Span(0, 7), None, (Span(8, 16),)), name="s009")
    with pytest.raises(InputError, match="s009: a has no attribution"):
        measure([elsewhere], {"a": HARBOUR}, resolver(LUND, LUND, NOBODY))


def test_shares_are_of_all_labels_and_of_each_form() -> None:
    shares = summary(measure(THREE, {"a": HARBOUR}, resolver(LUND, NOBODY, LUND)))
    assert (shares["n"], shares["right"], shares["wrong"], shares["unknown"]) == (3, 1 / 3, 1 / 3, 1 / 3)
    assert shares["by_form"] == {
        "surname": {"n": 1, "right": 0, "wrong": 0, "unknown": 1},
        "pronoun": {"n": 1, "right": 1, "wrong": 0, "unknown": 0},
        "unnamed": {"n": 1, "right": 0, "wrong": 1, "unknown": 0},
    }
    assert shares["naming_nobody"] == {"n": 3, "right": 1 / 3, "wrong": 0, "unknown": 2 / 3}
    assert shares["right_95"] == (None, None)  # one article has no interval


def test_the_table_has_a_row_for_each_form_and_intervals_where_there_are_several_articles() -> None:
    outcomes = [Outcome(label("Ana Lund"), LUND, "right")] * 3
    other = Outcome(Label("s002", "b", READY, "Bo Ray", (), "name"), LUND, "wrong")
    lines = table(summary([*outcomes, other])).splitlines()
    assert lines[1].split() == ["all", "4", "0.750", "0.250", "0.000"]
    assert [line.split()[0] for line in lines[2:4]] == ["name", "pronoun"]
    assert lines[5] == "right: 95% from 0.000 to 1.000, articles drawn"


def test_mistakes_say_what_is_right_and_what_was_given() -> None:
    outcomes = measure(THREE, {"a": HARBOUR}, resolver(LUND, NOBODY, LUND))
    assert mistakes(outcomes) == [{"id": "s003", "article": "a", "right": [None], "given": "Ana Lund"}]


# The files

LINE = {
    "id": "s001", "article": "a", "source": {"start_char": 0, "end_char": 3}, "cue": None,
    "content": [{"start_char": 4, "end_char": 9}], "speaker": "Ana Lund", "also": [None], "form": "name",
}  # fmt: skip


def written(folder: Path, name: str, record: dict[str, Any]) -> Path:
    path = folder / name
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    return path


def test_a_label_is_read_with_its_spans(tmp_path: Path) -> None:
    (read,) = load_labels(written(tmp_path, "labels.jsonl", LINE))
    assert read == Label("s001", "a", Attribution(Span(0, 3), None, (Span(4, 9),)), "Ana Lund", (None,), "name")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"form": "title"}, "line 1: form is 'title', not one of name, surname"),
        ({"speaker": " "}, "line 1: speaker and also hold names or null"),
        ({"also": [3]}, "line 1: speaker and also hold names or null"),
        ({"source": {"start_char": 0}}, "line 1: 'end_char' is missing"),
        ({"content": None}, "line 1: 'content' is missing"),
    ],
)
def test_a_label_of_another_form_is_an_error_that_names_its_line(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        load_labels(written(tmp_path, "labels.jsonl", LINE | change))


def piece(start: int, end: int) -> dict[str, int]:
    return {"start": start, "end": end}


def test_annotated_articles_are_read_in_the_order_of_the_text_without_attributions_that_have_no_content(
    tmp_path: Path,
) -> None:
    said = {"source": [piece(20, 30)], "cue": [], "content": [piece(40, 50), piece(0, 9)]}
    nobody: dict[str, Any] = {"source": [], "cue": [piece(2, 5)], "content": [piece(6, 9)]}
    empty: dict[str, Any] = {"source": [piece(1, 2)], "cue": [piece(2, 5)], "content": []}
    record = {"id": "a", "text": TEXT, "title": "Harbour reopens", "author": "None", "publisher": "Courier"}
    written(tmp_path, "dev.jsonl", record | {"attributions": [nobody, empty, said]})
    assert load_articles(tmp_path) == {
        "a": Article(
            TEXT, "Harbour reopens", None, "Courier",
            (
                Attribution(Span(20, 30), None, (Span(0, 9), Span(40, 50))),
                Attribution(None, Span(2, 5), (Span(6, 9),)),
            ),
        )
    }  # fmt: skip


def test_a_folder_without_the_articles_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no dev\.jsonl"):
        load_articles(tmp_path)


def test_a_file_that_cannot_be_used_is_one_line_and_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path / "nowhere")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        f"{tmp_path / 'nowhere'} does not exist; --data takes PolNeAR's dev.jsonl, or the folder it lies in"
    ]
