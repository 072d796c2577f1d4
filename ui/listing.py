"""Statements and speakers to terminal text and to table rows; pure."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ui.render import printable, wrapped

if TYPE_CHECKING:
    from index.catalog.records import HeldRole, StoredSpeaker, StoredStatement
    from index.spans import Span

STATEMENT_COLUMNS = (
    "id article speaker speaker_id certainty role kind published said outlet source cue content start_char end_char"
).split()
SPEAKER_COLUMNS = "id name names is_body statements articles outlets first last roles".split()
GAP = " … "
"""Between parts of one statement, where the article says in between whose it is."""
BETWEEN = "; "
"""Between several names, outlets or roles in one cell."""
WIDEST_NAME = 32
_FORMULA = re.compile(r"[=+\-@\t\r]")
_BLANKS = re.compile(r"\s+")
_MARK = re.compile(r"[“”„«»\"‘]|''|``")


def statement_lines(statement: "StoredStatement", text: str, width: int) -> str:
    """When, who, where and what, wrapped; words that stand in quotation marks in the article do so here, others do not."""
    role = f" ({statement.role})" if statement.role else ""
    outlet = f", {statement.outlet}" if statement.outlet else ""
    first, last = statement.content[0].start, statement.content[-1].end
    head = f"{statement.date or 'undated':<10}  {speaker_label(statement, text)}{role}{outlet}: "
    where = f"  [{statement.article}:{first}-{last}]"
    return wrapped(f"{head}{_words(statement, text)}{where}", width, hanging=" " * 12)


def speaker_label(statement: "StoredStatement", text: str) -> str:
    """The speaker's name, or who it can be, or else what the article calls them."""
    called = text[statement.source.start : statement.source.end] if statement.source else "nobody named"
    label = _flowing(statement.speaker or called)
    return f"{label} [{' or '.join(statement.candidates)}?]" if statement.candidates else label


def _words(statement: "StoredStatement", text: str) -> str:
    words = GAP.join(_flowing(text[start:end]) for start, end in statement.content)
    return f"“{words}”" if statement.kind == "direct" and not _MARK.search(words) else words


def _flowing(words: str) -> str:
    return _BLANKS.sub(" ", words).strip()


def statement_row(statement: "StoredStatement", text: str) -> list[str]:
    """Cells under STATEMENT_COLUMNS; `start_char` and `end_char` are of the first and the last content."""
    cells = [
        statement.id,
        statement.article,
        statement.speaker,
        statement.speaker_id,
        statement.certainty,
        statement.role,
        statement.kind,
        statement.published,
        statement.said,
        statement.outlet,
        _slice(statement.source, text),
        _slice(statement.cue, text),
        GAP.join(text[start:end] for start, end in statement.content),
        str(statement.content[0].start),
        str(statement.content[-1].end),
    ]
    return [harmless(cell or "") for cell in cells]


def _slice(span: "Span | None", text: str) -> str | None:
    return span and text[span.start : span.end]


def harmless(cell: str) -> str:
    """The cell, marked as text where a spreadsheet would run it as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def speaker_row(speaker: "StoredSpeaker") -> list[str]:
    """Cells under SPEAKER_COLUMNS."""
    cells = [
        speaker.id,
        speaker.name,
        BETWEEN.join(speaker.names),
        "true" if speaker.is_body else "false",
        str(speaker.statements),
        str(speaker.articles),
        BETWEEN.join(speaker.outlets),
        speaker.first or "",
        speaker.last or "",
        BETWEEN.join(role_label(held) for held in speaker.roles),
    ]
    return [harmless(cell) for cell in cells]


def role_label(held: "HeldRole") -> str:
    """A role with the dates of the articles that give it."""
    dates = period(held.first, held.last)
    return f"{held.role} ({dates})" if dates else held.role


def period(first: str | None, last: str | None) -> str:
    """First and last date, once where they are the same."""
    return " to ".join(dict.fromkeys(filter(None, (first, last))))


def speakers_lines(speakers: "Sequence[StoredSpeaker]", width: int) -> Iterator[str]:
    """Under each name how often, where and when; then the roles."""
    names = min(max((len(one.name) for one in speakers), default=0), WIDEST_NAME)
    for one in speakers:
        counted = f"{_counted(one.statements, 'statement')} in {_counted(one.articles, 'article')}"
        parts = [counted, period(one.first, one.last), ", ".join(one.outlets)]
        yield wrapped(
            f"{printable(one.name):<{names}}  {'; '.join(filter(None, parts))}", width, hanging=" " * (names + 2)
        )
        others = [form for form in one.names if form != one.name]
        if others:
            yield wrapped(f"also {', '.join(others)}", width, indent=" " * (names + 2))
        for held in one.roles:
            yield wrapped(role_label(held), width, indent=" " * (names + 2), hanging=" " * (names + 4))


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
