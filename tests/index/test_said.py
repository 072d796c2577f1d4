"""The day of a statement, and whether it is given in the speaker's own words."""

import re
import time

import pytest

from index.attribution.record import Attribution
from index.attribution.said import kind_of, said_on
from index.quotations import quoted_spans
from index.sentences import Sentence, split_sentences
from index.spans import Span

THURSDAY = "2024-03-14"
_MARKED = re.compile(r"[<>{}\[\]]")


def marked(written: str) -> tuple[str, list[Sentence], Attribution]:
    """A text with <source>, {cue} and [content] marked, taken apart."""
    text, spans, opened = "", {"<": [], "{": [], "[": []}, {}
    pairs, at = {">": "<", "}": "{", "]": "["}, 0
    for match in _MARKED.finditer(written):
        text += written[at : match.start()]
        at = match.end()
        mark = match.group()
        if mark in spans:
            opened[mark] = len(text)
        else:
            spans[pairs[mark]].append(Span(opened.pop(pairs[mark]), len(text)))
    text += written[at:]
    source, cue = spans["<"], spans["{"]
    found = Attribution(source[0] if source else None, cue[0] if cue else None, tuple(spans["["]))
    return text, split_sentences(text, [Span(0, len(text))]), found


def said(written: str, published: str | None = THURSDAY) -> str | None:
    return said_on(*marked(written), published)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("[The ferry will sail], <Vale> {said} on Wednesday.", "2024-03-13"),
        ("[The ferry will sail], <Vale> {said} on Thursday.", "2024-03-14"),  # the day of publication counts
        ("[The ferry will sail], <Vale> {said} last Thursday.", "2024-03-07"),
        ("<Vale> {said} last Friday [that the ferry will sail].", "2024-03-08"),
        ("<Vale> {told} reporters Tuesday [that the ferry will sail].", "2024-03-12"),
        ("[“It will sail,”] <Vale> {said} late Monday night.", "2024-03-11"),
        ("[“It will sail,”] <Vale> {said} yesterday.", "2024-03-13"),
        ("[“It will sail,”] {said} <Ann Vale, the mayor of Port Ellis>, on Monday.", "2024-03-11"),
        ("<Vale> {said} earlier today [that it will sail].", "2024-03-14"),
        ("<Vale> {said} two days ago [that it will sail].", "2024-03-12"),
        ("[“It will sail,”] <Vale> {said} on Wednesday, March 6, at the pier.", "2024-03-06"),
        ("[“It will sail,”] <Vale> {said} in a March 3 interview.", "2024-03-03"),
        ("[“It will sail,”] <Vale> {said} in a December 3 interview.", "2023-12-03"),  # not after publication
        ("[“It will sail,”] <Vale> {said} in a letter of complaint dated 15 March.", "2024-03-15"),  # a day after it
        ("[“It will sail,”] <Vale> {said} on Feb. 29.", "2024-02-29"),
        ("<Vale> {said} in a statement on 27 January 2023 [that it will sail].", "2023-01-27"),
        ("On Wednesday, <Vale> {told} the council [that it will sail].", "2024-03-13"),
        ("But on Wednesday <Vale> {denied} [it].", "2024-03-13"),
        ("In a statement released Tuesday, <the port> {said} [that it will sail].", "2024-03-12"),
        ("In a Tuesday interview, <Vale> {said} [that it will sail].", "2024-03-12"),
        ("Speaking at the pier on Monday, <Vale> {said} [that it will sail].", "2024-03-11"),
        ("<Vale> on Wednesday {rejected} [the plan].", "2024-03-13"),
        ("<Vale>, who was elected on Monday, {said} on Tuesday [that it will sail].", "2024-03-12"),
        ("<Vale> went further on Tuesday, {saying} [that it will never sail].", "2024-03-12"),
        ("<Vale> {defended} [the plan] on Wednesday.", "2024-03-13"),
        ("[The ferry is late], {according to} <a report published on Tuesday>.", "2024-03-12"),
        ("<Vale> would not {say} on Tuesday [whether it will sail].", "2024-03-12"),
    ],
)
def test_the_words_around_the_cue_date_a_statement(written, day) -> None:
    assert said(written) == day


@pytest.mark.parametrize(
    "written",
    [
        "<Vale> {said} [that on Wednesday the ferry had run aground].",
        "[“We met on Wednesday,”] <Vale> {said}.",
        "[“We met on Wednesday,”] <Vale> {said}. On Tuesday the ferry left.",
        "<Vale> will {say} on Monday [that it sails].",
        "<Vale> is expected to {tell} the council on Monday [that it sails].",
        "<Vale> {said} last week [that it sails].",
        "<Vale> {said} in March 2021 [that it sails].",
        "<Vale> {said} in 2019 [that it sails].",
        "<Vale>, who was elected on Monday, {said} [that it sails].",
        "<Vale> {said}, as the council met on Monday, [that it sails].",
        "Until Monday, <Vale> {said} [that it sails].",
        "Before the vote on Monday, <Vale> {said} [that it sails].",
        "The ferry sank on Monday and nobody came, but <Vale> {said} [that it sails].",
        "<Vale> {hopes} for [a new ferry] on Wednesday.",
        "<Vale> {said} in the Sunday Times [that it sails].",
        "<Vale> {said} on Super Tuesday [that it sails].",
        "[“It sails today.”]",  # a quotation that goes on, without a cue
        "<Vale> {said} on February 30 [that it sails].",
    ],
)
def test_other_days_do_not(written) -> None:
    assert said(written) is None


def test_days_are_read_only_in_the_sentence_of_the_cue() -> None:
    assert said("On Monday the ferry sank. <Vale> {said} [that it sails]. It was raised on Tuesday.") is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("<Vale> {said} on Wednesday [that it sails].", None),
        ("<Vale> {said} yesterday [that it sails].", None),
        ("<Vale> {said} on March 3 [that it sails].", None),
        ("<Vale> {said} on March 3, 2021 [that it sails].", "2021-03-03"),
        ("<Vale> {said} on Wednesday, March 3, 2021, [that it sails].", "2021-03-03"),
    ],
)
def test_without_a_publication_date_only_full_dates_count(written, day) -> None:
    assert said(written, None) == day


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("<Vale> {said}: [“It sails.”]", "direct"),
        ("[“It sails,”] <Vale> {said}, [“and it will not stop.”]", "direct"),
        ("<Vale> {said} [that “it sails”].", "direct"),
        ("<Vale> {called} it [“slow” and “old”].", "direct"),
        ("<Vale> {said} [“it sails] on.”", "direct"),  # the span ends inside the quotation
        ("<Vale> {said} [that the ferry “sails” on every day of the week].", "mixed"),
        ("<Vale> {said} [that it sails].", "indirect"),
        ("“It sails.” <Vale> {said} [that it does].", "indirect"),
        ("<Vale> {said} [that it sails, …”].", "indirect"),
        ("“<He> {said} [that it sails],” Orr recalled.", "indirect"),  # retold inside a quotation
    ],
)
def test_the_kind_is_told_by_the_quotation_marks(written, kind) -> None:
    text, sentences, found = marked(written)
    assert kind_of(text, found, quoted_spans(text, sentences)) == kind


def test_where_no_day_is_near_it_takes_under_a_tenth_of_a_millisecond() -> None:
    text, sentences, found = marked(
        "The pier is long. " * 200 + "<Ann Vale> {said} [that the ferry sails at noon, and that it will not wait]."
    )
    started = time.perf_counter()
    for _ in range(200):
        said_on(text, sentences, found, THURSDAY)
    assert (time.perf_counter() - started) / 200 < 0.001  # ten times what it takes, for a machine that is busy
