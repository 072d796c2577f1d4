"""`onrecord speakers`: who is quoted."""

import csv
import json
import shutil
import sys
from pathlib import Path

import click

from ui.choice import open_catalog
from ui.messages import say
from ui.options import index_option, verbose_option

WIDEST = 100
"""Columns; longer lines are hard to read, however wide the terminal."""


@click.command(
    "speakers",
    epilog="\b\nExamples:\n  onrecord speakers --limit 20\n  onrecord speakers --json --index my-index\n"
    "  onrecord speakers --csv > speakers.csv",
)
@index_option
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="List only the N who are quoted most.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets.")
@verbose_option
def command(index_dir: Path | None, limit: int | None, *, as_json: bool, as_csv: bool) -> None:
    """List who is quoted, the most quoted first.

    People and bodies, each with how often, in how many articles, when and by whom they are quoted, and the roles that
    articles give them.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other; give one of them")
    from index.statements import speaker_json
    from ui.listing import SPEAKER_COLUMNS, speaker_row, speakers_lines

    with open_catalog(index_dir) as catalog:
        speakers = catalog.speakers(limit)
    if as_json:
        for one in speakers:
            click.echo(json.dumps(speaker_json(one), ensure_ascii=False))
    elif as_csv:
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(SPEAKER_COLUMNS)
        table.writerows(speaker_row(one) for one in speakers)
    else:
        for line in speakers_lines(speakers, min(shutil.get_terminal_size().columns, WIDEST)):
            click.echo(line)
        if not speakers:
            say("nobody is quoted")
