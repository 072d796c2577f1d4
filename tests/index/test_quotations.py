"""Quoted stretches of an article."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.quotations import outside, quoted_spans
from index.sentences import split_sentences
from index.spans import Span


def quoted(text):
    spans = quoted_spans(text, split_sentences(text, [Span(0, len(text))]))
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("“One,” she said. “Two.”", ["“One,”", "“Two.”"]),
        ('"One," she said. "Two."', ['"One,"', '"Two."']),
        ("''One,'' she said.", ["''One,''"]),
        ("``One,'' she said.", ["``One,''"]),
        ("«One», she said.", ["«One»"]),
        ("„One“, she said.", ["„One“"]),
        ("”One,” she said.", ["”One,”"]),  # a closing mark typed where one opens
        ("“One. Two. Three,” she said.", ["“One. Two. Three,”"]),
        ("“One.\n\n“Two,” she said.", ["“One.", "“Two,”"]),
        ("It’s hers, isn’t it?", []),
        ("A stray ” mark.", []),
    ],
)
def test_quotations_are_found_with_their_marks(text, quotes):
    assert quoted(text) == quotes


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="aB. ,\n“”„«»\"'`’", max_size=80))
def test_quotations_ascend_do_not_overlap_and_stay_inside_their_paragraph(text):
    sentences = split_sentences(text, [Span(0, len(text))])
    spans = quoted_spans(text, sentences)
    assert all(span.start < span.end for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    for span in spans:
        held = {one.paragraph for one in sentences if one.start < span.end and span.start < one.end}
        assert len(held) == 1


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet='aB. “”"', max_size=60))
def test_blanking_quotations_keeps_every_offset(text):
    spans = quoted_spans(text, split_sentences(text, [Span(0, len(text))]))
    blanked = outside(text, 0, len(text), spans)
    inside = {at for span in spans for at in range(span.start, span.end)}
    assert blanked == "".join("\x00" if at in inside else text[at] for at in range(len(text)))
