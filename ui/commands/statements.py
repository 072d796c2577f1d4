"""`onrecord statements`: who said what, and when."""

import csv
import json
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.days import first_day, last_day
from ui.messages import say
from ui.options import index_option, verbose_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.catalog import Catalog, StoredStatement
    from index.statements import Found, Searcher
    from ui.choice import Choice

WIDEST = 100
"""Columns; longer lines are hard to read, however wide the terminal."""


@click.command(
    "statements",
    epilog='\b\nExamples:\n  onrecord statements --speaker Peskov --about "cluster munitions"\n'
    '  onrecord statements --speaker "Kremlin spokesman" --since 2023-06 --until 2023-07\n'
    "  onrecord statements --csv --index my-index > statements.csv",
)
@index_option
@click.option(
    "--speaker", metavar="NAME", help='Of this person or body: a name, a surname, or a role ("Kremlin spokesman").'
)
@click.option("--about", metavar="TOPIC", help="On this topic, the best first.")
@click.option(
    "--since", callback=first_day, metavar="DATE", help="Said, or else published, from YYYY-MM-DD, YYYY-MM or YYYY on."
)
@click.option(
    "--until", callback=last_day, metavar="DATE", help="Said, or else published, up to that day, month or year."
)
@click.option("--outlet", metavar="NAME", help="In articles of this outlet.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets.")
@verbose_option
def command(
    index_dir: Path | None,
    speaker: str | None,
    about: str | None,
    since: str | None,
    until: str | None,
    outlet: str | None,
    *,
    as_json: bool,
    as_csv: bool,
) -> None:
    """List who said what.

    Each statement with its date, its speaker, the outlet, the words as the article has them, and where they stand in it.
    Statements are in the order of their dates, or on a topic the best first.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other; give one of them")
    if since and until and since > until:
        raise click.UsageError(f"--since {since} is after --until {until}; swap them")
    if about is not None and not any(char.isalnum() for char in about):
        raise click.UsageError("--about names no topic; give a word or more")
    if speaker is not None and not any(char.isalnum() for char in speaker):
        raise click.UsageError("--speaker names nobody; give a name, a surname or a role")
    from index.catalog import Catalog
    from index.manifest import read_manifest
    from index.statements import Wanted, find_statements
    from ui.choice import choose_index

    chosen = choose_index(index_dir)
    read_manifest(chosen.index_dir)
    with ExitStack() as opened:
        catalog = opened.enter_context(Catalog.open(chosen.index_dir))
        searcher = _searcher(chosen, opened) if about is not None else None
        found = find_statements(catalog, Wanted(speaker, about, since, until, outlet), searcher)
        if speaker is not None:
            _say_who(speaker, found)
        listed = _Counted(found)
        if as_json:
            _print_json(catalog, listed)
        elif as_csv:
            _print_csv(catalog, listed)
        else:
            _print_lines(catalog, listed)
            say(listed.summary())
        if left_out := found.left_out_undated:
            have = "has no date and was" if left_out == 1 else "have no date and were"
            say(f"{left_out:,} more {have} left out; without --since and --until they are listed too")


def _searcher(chosen: "Choice", opened: ExitStack) -> "Searcher":
    """The vectors of the index, closed with what is opened."""
    from index.embedding import load_embedder
    from index.manifest import check_settings, read_manifest
    from index.statements import Searcher
    from index.vectors import Vectors

    embedder = load_embedder(chosen.settings.embedder)
    check_settings(chosen.index_dir, read_manifest(chosen.index_dir), chosen.settings, embedder.version)
    vectors = Vectors(chosen.index_dir)
    opened.callback(vectors.close)
    return Searcher(vectors, embedder)


def _say_who(asked: str, found: "Found") -> None:
    """Whom the name was taken for, where that is not plain."""
    from rag.words import listed

    names = [one.name for one in found.people]
    if found.by_role:
        say(f"nobody is called {asked}; what was said in that role, by {listed(names)}")
    elif len(names) > 1:
        say(f"{asked} can be {listed(names)}; the statements of all of them are listed")
    elif not names and found.nobody:
        near = f"; nearest names: {', '.join(found.nearest)}" if found.nearest else "; onrecord speakers lists who is"
        say(f"nobody is quoted as {asked}{near}")


class _Counted:
    """Statements on their way out, counted."""

    def __init__(self, found: "Found") -> None:
        self._found = found
        self._statements = 0
        self._articles: set[str] = set()

    def __iter__(self) -> "Iterator[StoredStatement]":
        for statement in self._found.statements:
            self._statements += 1
            self._articles.add(statement.article)
            yield statement

    def summary(self) -> str:
        """How many they were."""
        count, articles = self._statements, len(self._articles)
        if not count:
            return "no statements"
        return f"{count:,} statement{'s' * (count > 1)} in {articles:,} article{'s' * (articles > 1)}"


def _print_json(catalog: "Catalog", statements: _Counted) -> None:
    from index.statements import statement_json

    for one in statements:
        text = catalog.article_by_key(one.article_key).text
        click.echo(json.dumps(statement_json(one, text), ensure_ascii=False))


def _print_csv(catalog: "Catalog", statements: _Counted) -> None:
    from ui.listing import STATEMENT_COLUMNS, statement_row

    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(STATEMENT_COLUMNS)
    for one in statements:
        table.writerow(statement_row(one, catalog.article_by_key(one.article_key).text))


def _print_lines(catalog: "Catalog", statements: _Counted) -> None:
    """A blank line between articles."""
    from ui.listing import statement_lines

    width = min(shutil.get_terminal_size().columns, WIDEST)
    before = None
    for one in statements:
        if before not in {None, one.article}:
            click.echo()
        before = one.article
        click.echo(statement_lines(one, catalog.article_by_key(one.article_key).text, width))
