"""From tokens to attributions: labels, decoding, windows, edges, layout, linking; and the shipped tagger."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.attribution.crf import viterbi
from index.attribution.extract import load_extractor
from index.attribution.labels import LABELS, TokenSpan, allowed, decode, encode
from index.attribution.layout import laid_out
from index.attribution.link import Tagged, link
from index.attribution.tidy import tidy
from index.attribution.windows import MARKS, lines, stack, windows
from index.embedding.minilm import word_pieces
from index.errors import IndexDamagedError, SettingsError
from index.quotations import quotations
from index.sentences import split_sentences
from index.spans import Span


@pytest.fixture(scope="module")
def tokenizer():
    return word_pieces()


def span(text: str, words: str) -> Span:
    """Where words stand that occur once."""
    assert text.count(words) == 1, words
    return Span(text.index(words), text.index(words) + len(words))


def tagged(text: str, **kinds: list[str]) -> list[Tagged]:
    found = [Tagged(kind, span(text, words)) for kind, several in kinds.items() for words in several]
    return sorted(found, key=lambda one: one.span)


def linked(text: str, **kinds: list[str]) -> list[tuple[str | None, str | None, list[str]]]:
    sentences = split_sentences(text, lines(text))
    found = link(text, sentences, tagged(text, **kinds), quotations(text, lines(text)))

    def words(one: Span | None) -> str | None:
        return None if one is None else text[one.start : one.end]

    return [(words(one.source), words(one.cue), [text[a:b] for a, b in one.content]) for one in found]


# labels


@st.composite
def token_spans(draw) -> tuple[list[TokenSpan], int]:
    edges = sorted(draw(st.sets(st.integers(0, 30), max_size=10)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    kinds = st.sampled_from(("source", "cue", "content"))
    return [TokenSpan(draw(kinds), first, last - 1) for first, last in pairs], 31


@given(token_spans())
def test_labels_say_which_spans_they_were_made_of(spans) -> None:
    found, tokens = spans
    assert decode(encode(found, tokens)) == found


def test_a_span_that_is_never_ended_is_ended_where_another_begins() -> None:
    begin, inside, other = LABELS.index("B-content"), LABELS.index("I-content"), LABELS.index("B-cue")
    assert decode([begin, inside, other]) == [TokenSpan("content", 0, 1), TokenSpan("cue", 2, 2)]


def test_spans_end_before_others_begin_and_never_change_their_kind() -> None:
    may = allowed()
    assert may[LABELS.index("B-cue"), LABELS.index("E-cue")]
    assert not may[LABELS.index("B-cue"), LABELS.index("E-content")]
    assert not may[LABELS.index("B-cue"), LABELS.index("O")]
    assert not may[len(LABELS), LABELS.index("I-cue")]  # nothing goes on at the start
    assert not may[LABELS.index("B-cue"), len(LABELS) + 1]  # nor is left open at the end


def test_decoding_finds_the_best_of_all_paths() -> None:
    rng = np.random.default_rng(7)
    emissions = rng.normal(size=(2, 4, 3)).astype(np.float32)
    transitions = rng.normal(size=(5, 5)).astype(np.float32)

    def score(row: int, path: tuple[int, ...]) -> float:
        steps = sum(transitions[a, b] for a, b in pairwise(path))
        ends = transitions[3, path[0]] + transitions[path[-1], 4]
        return float(ends + steps + sum(emissions[row, at, label] for at, label in enumerate(path)))

    lengths = [4, 2]
    best = [
        max(product(range(3), repeat=n), key=lambda path, row=row: score(row, path)) for row, n in enumerate(lengths)
    ]
    assert viterbi(emissions, lengths, transitions) == [list(path) for path in best]


# windows


def test_windows_hold_whole_paragraphs_and_offsets_are_of_the_text(tokenizer) -> None:
    text = "Ann Orr said no.\n\n“Never,” she added.\nThe vote is on Monday."
    found = list(windows(text, lines(text), tokenizer, size=14))
    words = [[text[start:end] for start, end in window.offsets] for window in found]
    assert [row[0] for row in words] == ["Ann", "The"]
    assert words[0][-1] == "."
    assert sum(len(window.ids) for window in found) == len("".join(text.split("\n")).replace(" ", "")) - sum(
        len(word) - 1 for row in words for word in row
    )


def test_a_paragraph_longer_than_a_window_is_cut_and_nothing_is_lost(tokenizer) -> None:
    text = " ".join(["word"] * 50)
    found = list(windows(text, lines(text), tokenizer, size=20))
    assert [len(window.ids) for window in found] == [20, 20, 10]


def test_a_mark_tells_case_quotation_and_what_comes_before(tokenizer) -> None:
    text = "Orr said “no” to NATO"
    (window,) = windows(text, lines(text), tokenizer)
    marks = dict(zip((text[a:b] for a, b in window.offsets), window.marks, strict=True))
    assert len({marks["Orr"], marks["said"], marks["“"], marks["no"], marks["”"], marks["NATO"]}) == 6
    assert marks["said"] == marks["to"]
    assert all(0 <= mark < MARKS for mark in window.marks)


def test_stacked_windows_are_padded_to_the_longest(tokenizer) -> None:
    text = "One two three.\nFour."
    ids, marks = stack(windows(text, lines(text), tokenizer, size=5))
    assert ids.shape == marks.shape == (2, 6)
    assert ids[1, 4:].tolist() == [0, 0]


# edges


def tidied(text: str, **kinds: list[str]) -> list[str]:
    found = tidy(text, lines(text), tagged(text, **kinds), quotations(text, lines(text)))
    return [text[one.span.start : one.span.end] for one in found]


def test_edges_move_out_to_whole_words() -> None:
    assert tidied("Ann Orr objected.", source=["nn Or"]) == ["Ann Orr"]


def test_a_content_takes_the_marks_of_its_quotation() -> None:
    assert tidied("“We must go,” Orr said.", content=["We must go"]) == ["“We must go,”"]


def test_a_content_sheds_the_comma_outside_its_quotation() -> None:
    assert tidied("Orr said, that it rained, and left.", content=[", that it rained,"]) == ["that it rained"]


def test_a_span_over_two_paragraphs_becomes_one_in_each() -> None:
    text = "No tea today\nNo milk either"
    assert tidied(text, content=[text]) == ["No tea today", "No milk either"]


def test_a_colon_can_be_a_cue() -> None:
    assert tidied("Orr: No tax on tea", cue=[":"]) == [":"]


# layout


def test_the_paragraphs_of_a_transcript_are_each_their_speakers() -> None:
    text = "ORR: Will you go?\nVALE: No, never."
    found = laid_out(text, lines(text), tagged(text, content=["Will you go?\nVALE"]))
    assert [(one.kind, text[one.span.start : one.span.end]) for one in found] == [
        ("source", "ORR"), ("cue", ":"), ("content", "Will you go?"),
        ("source", "VALE"), ("cue", ":"), ("content", "No, never."),
    ]  # fmt: skip


def test_one_line_of_capitals_is_no_transcript() -> None:
    text = "BREAKING: the bridge is shut."
    assert laid_out(text, lines(text), []) == []


def test_a_quotation_is_its_signers() -> None:
    text = "“It was the worst of days.” ― Ann Orr"
    found = laid_out(text, lines(text), [])
    assert [text[one.span.start : one.span.end] for one in found] == ["“It was the worst of days.”", "―", "Ann Orr"]


# linking


def test_a_cue_takes_the_source_and_the_content_beside_it() -> None:
    text = "Orr said it rained. “Not here,” replied Vale."
    assert linked(text, source=["Orr", "Vale"], cue=["said", "replied"], content=["it rained", "“Not here,”"]) == [
        ("Orr", "said", ["it rained"]),
        ("Vale", "replied", ["“Not here,”"]),
    ]


def test_what_stands_on_both_sides_of_a_cue_is_one_statement() -> None:
    text = "“It rained,” Orr said, “and it will again.”"
    assert linked(text, source=["Orr"], cue=["said"], content=["“It rained,”", "“and it will again.”"]) == [
        ("Orr", "said", ["“It rained,”", "“and it will again.”"])
    ]


def test_two_cues_share_a_source() -> None:
    text = "Orr said it rained and warned of floods."
    assert linked(text, source=["Orr"], cue=["said", "warned of"], content=["it rained", "floods"]) == [
        ("Orr", "said", ["it rained"]),
        ("Orr", "warned of", ["floods"]),
    ]


def test_a_quotation_goes_on_in_the_next_sentence() -> None:
    text = "“It rained,” Orr said. “It will again.”"
    assert linked(text, source=["Orr"], cue=["said"], content=["“It rained,”", "“It will again.”"]) == [
        ("Orr", "said", ["“It rained,”", "“It will again.”"])
    ]


def test_a_colon_hands_over_to_the_next_paragraph() -> None:
    text = "Orr added:\n\nIt will rain again."
    assert linked(text, source=["Orr"], cue=["added:"], content=["It will rain again."]) == [
        ("Orr", "added:", ["It will rain again."])
    ]


def test_the_rest_of_the_sentence_is_what_somebody_accords() -> None:
    text = "According to Orr, the bridge is shut."
    assert linked(text, source=["Orr"], cue=["According to"]) == [("Orr", "According to", ["the bridge is shut"])]


def test_the_sentence_before_a_closing_cue_is_what_was_said() -> None:
    text = "The bridge is shut, Orr said."
    assert linked(text, source=["Orr"], cue=["said"]) == [("Orr", "said", ["The bridge is shut"])]


def test_a_content_that_stands_alone_is_kept() -> None:
    text = "“Not here.”"
    assert linked(text, content=["“Not here.”"]) == [(None, None, ["“Not here.”"])]


# the shipped model


def test_statements_of_a_made_up_article() -> None:
    text = (
        "The harbour will close in May, port director Ann Vale said on Tuesday.\n\n"
        "“We have no money left,” she told reporters. “Not a penny.”\n\n"
        "Mayor Tom Orr denied that the city was to blame.\n"
    )
    found = load_extractor("tagger").statements(text, lines(text), (), published="2024-03-06")
    assert [(one.speaker.name, one.kind, one.said) for one in found] == [
        ("Ann Vale", "indirect", "2024-03-05"),
        ("Ann Vale", "direct", None),
        ("Tom Orr", "indirect", None),
    ]
    first = found[0].attribution
    assert text[slice(*first.content[0])] == "The harbour will close in May"


def test_what_is_found_in_one_article_depends_on_no_other() -> None:
    extractor = load_extractor("tagger")
    text = "Ann Orr said it rained in the north of the country."
    alone = extractor.statements(text, lines(text), ())
    extractor.statements(text * 50, lines(text * 50), ())
    assert extractor.statements(text, lines(text), ()) == alone


@pytest.mark.parametrize("text", ["", "\n\n", "\ud83d says Orr", "x" * 5000, "“" * 300])
def test_odd_texts_do_no_harm(text) -> None:
    assert isinstance(load_extractor("tagger").statements(text, lines(text), ()), list)


def test_attribution_can_be_left_out() -> None:
    text = "Orr said it rained."
    assert load_extractor("none").statements(text, lines(text), ()) == []


def test_an_unknown_extractor_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(SettingsError, match="'attribution' = 'magic' is not known; set it to 'tagger' or 'none'"):
        load_extractor("magic")


def test_a_model_file_that_is_another_one_is_refused(tmp_path) -> None:
    from index.attribution.tagger import Tagger

    path = tmp_path / "tagger-int8.onnx"
    path.write_bytes(b"not a model")
    with pytest.raises(IndexDamagedError, match=r"tagger-int8\.onnx is not the shipped one"):
        Tagger(path)


def test_a_signed_quotation_is_its_signers_statement() -> None:
    text = "“It was the worst of days.” ― Ann Orr\n“I left.” ― Tom Vale"
    found = load_extractor("tagger").statements(text, lines(text), ())
    assert [one.speaker.name for one in found] == ["Ann Orr", "Tom Vale"]


def test_a_document_is_a_source_with_its_maker() -> None:
    text = "A joint paper adopted by Northland on Monday said the lakes are clean."
    found = tidied(text, source=["A joint paper"], cue=["adopted", "said"], content=["the lakes are clean"])
    assert found == ["A joint paper adopted by Northland", "said", "the lakes are clean"]
