"""`onrecord show`: an article's stored text."""

import sys
from difflib import get_close_matches
from pathlib import Path

import click

from index.errors import InputError
from ui.choice import open_catalog
from ui.options import index_option, verbose_option
from ui.render import printable

NAMED = 3
"""How many near names an error offers."""


@click.command(
    "show", epilog="\b\nExamples:\n  onrecord show 003_5e2478774876f476.txt\n  onrecord show kyiv.html | less"
)
@click.argument("article")
@index_option
@verbose_option
def command(article: str, index_dir: Path | None) -> None:
    """Print an article's stored text.

    Citations' offsets count its characters. ARTICLE is an id as `onrecord list` and the sources of an answer give it.
    """
    with open_catalog(index_dir) as catalog:
        stored = catalog.article(article)
        if stored is None:
            raise InputError(_unknown(article, [summary.id for summary in catalog.summaries()]))
    if sys.stdout.isatty():  # a terminal would obey control characters; a file gets every character as stored
        click.echo(printable(stored.text))
    else:
        click.echo(stored.text, nl=False)


def _unknown(article: str, ids: list[str]) -> str:
    """What the error says: the ids that hold the name, else those spelled like it."""
    wanted = article.casefold()
    near = [known for known in ids if wanted and wanted in known.casefold()][:NAMED]
    near = near or get_close_matches(article, ids, n=NAMED)
    offer = f"did you mean {' or '.join(repr(known) for known in near)}?" if near else "onrecord list names them all"
    return f"there is no article '{article}' in the index; {offer}"
