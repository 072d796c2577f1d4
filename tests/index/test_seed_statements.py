"""Who said what in the five seed articles: what the index holds against a list made by hand.

`seed_statements.jsonl` lists every attribution of the bodies, one a line: spans, kind, the speaker as fully as the article
names them, other names that will do, and the date where the text gives one. A line marked optional is one that may fairly be
counted or not (a wish, a topic without its words, fears of nobody in particular): found or left out, it changes nothing.
"""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import pytest

from index.attribution.record import Kind
from index.body import find_body
from index.catalog import Catalog
from index.locate import SEEDS
from index.spans import Span

LIST = Path(__file__).with_name("seed_statements.jsonl")
LINES = [json.loads(line) for line in LIST.read_text(encoding="utf-8").splitlines()]
TEXTS = {file.name: file.read_bytes().decode("utf-8-sig") for file in sorted(SEEDS.glob("*.txt"))}
QUOTED: tuple[Kind, ...] = ("direct", "mixed")
KINDS: tuple[Kind, ...] = (*QUOTED, "indirect")
MARK = re.compile(r"[“”\"‘]")


@dataclass(frozen=True)
class Said:
    """A statement, as far as it is compared."""

    article: str
    """Id of the article."""
    names: tuple[str | None, ...]
    """Whose it is; on the list, every name that will do; None for nobody named."""
    content: tuple[Span, ...]
    kind: Kind
    said: str | None = None
    """Date of the statement, YYYY-MM-DD."""
    optional: bool = False
    """On the list: may be left out."""


class Match(NamedTuple):
    """A statement found and the one on the list that it is."""

    found: Said
    listed: Said


@dataclass(frozen=True)
class Comparison:
    """What was found, set against the list; optional statements are in none of the three."""

    matches: tuple[Match, ...]
    missed: tuple[Said, ...]
    """On the list alone."""
    extra: tuple[Said, ...]
    """Found alone."""

    def precision(self, kinds: Collection[Kind] = KINDS) -> float:
        """Share of the statements found, of these kinds, that are on the list; 0 where none was found."""
        right = sum(match.found.kind in kinds for match in self.matches)
        return right / max(1, right + sum(said.kind in kinds for said in self.extra))

    def recall(self, kinds: Collection[Kind] = KINDS) -> float:
        """Share of the statements listed, of these kinds, that were found; 0 where none is listed."""
        right = sum(match.listed.kind in kinds for match in self.matches)
        return right / max(1, right + sum(said.kind in kinds for said in self.missed))


def compare(found: Sequence[Said], listed: Sequence[Said]) -> Comparison:
    """Pairs each statement found with at most one on the list, those that share most first.

    Two are the same when they are of one article and one speaker and share at least half of the longer one's content.
    """
    pairs = [
        (share, not theirs.optional, -i, -j)
        for i, ours in enumerate(found)
        for j, theirs in enumerate(listed)
        if ours.article == theirs.article
        and {fold(name) for name in ours.names} & {fold(name) for name in theirs.names}
        and (share := shared(ours.content, theirs.content)) >= 0.5
    ]
    partner: dict[int, int] = {}
    for _, _, i, j in sorted(pairs, reverse=True):
        if -i not in partner and -j not in partner.values():
            partner[-i] = -j
    return Comparison(
        tuple(Match(found[i], listed[j]) for i, j in sorted(partner.items()) if not listed[j].optional),
        tuple(said for j, said in enumerate(listed) if j not in partner.values() and not said.optional),
        tuple(said for i, said in enumerate(found) if i not in partner),
    )


def shared(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Characters that two contents share, as a share of the longer one: 0 to 1."""
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    return common / max(sum(span.end - span.start for span in spans) for spans in (one, other))


def fold(name: str | None) -> str | None:
    """A name without its article, case and kind of apostrophe."""
    return name and name.replace("’", "'").casefold().removeprefix("the ")


def span_of(given: dict) -> Span:
    return Span(given["start_char"], given["end_char"])


def shown(said: Said) -> str:
    words = " … ".join(TEXTS[said.article][span.start : span.end] for span in said.content)
    return f"{said.article} {said.kind} {said.names[0]}: {words}"


def report(result: Comparison) -> str:
    """The statements missed and those too many, one a line."""
    lines = [f"missed: {shown(said)}" for said in result.missed] + [f"extra: {shown(said)}" for said in result.extra]
    return "\n".join(["", *lines])


LISTED = [
    Said(
        line["article"],
        (line["speaker"], *line["also"]),
        tuple(span_of(span) for span in line["content"]),
        line["kind"],
        line["said"],
        line.get("optional", False),
    )
    for line in LINES
]
NEEDED = [said for said in LISTED if not said.optional]


@pytest.fixture(scope="module")
def result(seed_index_dir: Path) -> Comparison:
    """The statements of the seed index, set against the list."""
    with Catalog.open(seed_index_dir) as catalog:
        found = [
            Said(statement.article, (statement.name,), statement.content, statement.kind, statement.said)
            for article in catalog.articles()
            for statement in catalog.statements_of(article.key)
        ]
    return compare(found, LISTED)


def test_direct_speech_found_is_on_the_list(result):
    assert result.precision(QUOTED) >= 0.95, report(result)


def test_direct_speech_on_the_list_is_found(result):
    assert result.recall(QUOTED) >= 0.95, report(result)


def test_statements_found_are_on_the_list(result):
    assert result.precision() >= 0.85, report(result)


def test_statements_on_the_list_are_found(result):
    assert result.recall() >= 0.85, report(result)


def test_a_date_is_given_where_the_text_gives_it_and_never_a_wrong_one(result):
    dated = [match for match in result.matches if match.found.said]
    assert dated
    assert [shown(match.found) for match in dated if match.found.said != match.listed.said] == []


def test_the_list_covers_all_seeds():
    assert {line["article"] for line in LINES} == set(TEXTS)


@pytest.mark.parametrize("name", list(TEXTS))
def test_listed_spans_are_exact_and_in_the_body(name):
    text, body = TEXTS[name], find_body(TEXTS[name])
    for line in LINES:
        if line["article"] != name:
            continue
        assert line["content"], line
        for given in filter(None, [line["source"], line["cue"], *line["content"]]):
            span = span_of(given)
            assert text[span.start : span.end] == given["text"] == given["text"].strip()
            assert any(one.start <= span.start and span.end <= one.end for one in body.spans), given


def test_listed_contents_are_in_order_and_listed_once():
    for said in LISTED:
        assert all(a.end <= b.start for a, b in zip(said.content, said.content[1:], strict=False)), said
    assert len({(said.article, said.names, said.content) for said in LISTED}) == len(LISTED)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['article'][:3]}-{line['content'][0]['start_char']}")
def test_a_listed_kind_tells_where_the_quotation_marks_stand(line):
    parts = [part["text"].removeprefix("that ") for part in line["content"]]
    whole = all(MARK.match(part) and re.search(r"[”\"]$", part) for part in parts)
    marked = any(MARK.search(part) for part in parts)
    assert line["kind"] == ("direct" if whole and not bare(parts) else "mixed" if marked else "indirect")


def bare(parts: Sequence[str]) -> str:
    """The letters that stand outside of all quotation marks."""
    return "".join(re.findall(r"\w", re.sub(r"“[^”]*”|\"[^\"]*\"", "", " ".join(parts))))


def test_listed_speakers_are_named_in_their_article():
    for line in LINES:
        if line["speaker"]:
            assert fold(line["speaker"]) in fold(TEXTS[line["article"]]), line["speaker"]


def test_the_list_agrees_with_itself():
    same = compare(NEEDED, LISTED)
    assert (same.precision(), same.recall(), same.missed, same.extra) == (1, 1, (), ())


def test_a_statement_left_out_is_missed():
    short = compare(NEEDED[1:], LISTED)
    assert short.missed == (NEEDED[0],)
    assert (short.precision(), short.recall()) == (1, 1 - 1 / len(NEEDED))


def test_a_statement_of_somebody_else_is_both_missed_and_extra():
    other = replace(NEEDED[0], names=("Somebody Else",))
    wrong = compare([other, *NEEDED[1:]], LISTED)
    assert (wrong.missed, wrong.extra) == ((NEEDED[0],), (other,))
    assert wrong.precision() == wrong.recall() == 1 - 1 / len(NEEDED)
    assert f"extra: {NEEDED[0].article} {NEEDED[0].kind} Somebody Else: " in report(wrong)


def test_a_statement_found_twice_is_extra_once():
    twice = compare([NEEDED[0], *NEEDED], LISTED)
    assert (twice.missed, len(twice.extra)) == ((), 1)


def test_a_statement_that_nobody_is_listed_to_have_made_is_extra():
    invented = replace(NEEDED[0], content=(Span(0, 5),))
    assert compare([*NEEDED, invented], LISTED).extra == (invented,)


def test_optional_statements_count_neither_way():
    everything = compare(LISTED, LISTED)
    assert (len(everything.matches), everything.missed, everything.extra) == (len(NEEDED), (), ())


@pytest.mark.parametrize(("end", "same"), [(50, True), (49, False)])
def test_half_of_the_longer_content_makes_the_same_statement(end, same):
    whole = Said("a", ("Ann Vale",), (Span(0, 60), Span(70, 110)), "direct")  # 100 characters
    assert (compare([replace(whole, content=(Span(0, end),))], [whole]).missed == ()) is same


def test_kinds_are_counted_apart():
    direct, indirect = (
        Said("a", ("Ann Vale",), (Span(at, at + 9),), kind) for at, kind in ((0, "direct"), (20, "indirect"))
    )
    half = compare([direct], [direct, indirect])
    assert (half.recall(QUOTED), half.recall(), half.precision()) == (1, 0.5, 1)


def test_names_agree_without_article_and_case_and_nobody_with_nobody():
    assert fold("The Kremlin") == fold("Kremlin")
    assert fold("Vale’s Office") == fold("Vale's office")
    nobody = Said("a", (None,), (Span(0, 9),), "direct")
    assert compare([nobody], [nobody]).missed == ()
    assert compare([replace(nobody, names=("Ann Vale",))], [nobody]).missed == (nobody,)
