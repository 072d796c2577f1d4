"""`onrecord list`: what an index holds."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from ui.choice import open_catalog
from ui.options import index_option, verbose_option


@click.command(
    "list", epilog="\b\nExamples:\n  onrecord list\n  onrecord list --json --index my-index\n  onrecord list --skipped"
)
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.option("--skipped", is_flag=True, help="List what was not indexed instead, with the reasons.")
@verbose_option
def command(index_dir: Path | None, *, as_json: bool, skipped: bool) -> None:
    """List the articles of an index.

    A line an article: id, date, outlet and title; a duplicate says whose text it has.
    """
    from ui.render import articles_text, skipped_lines

    with open_catalog(index_dir) as catalog:
        if skipped:
            left_out = catalog.skipped()
            if as_json:
                for path, line, reason in left_out:
                    click.echo(json.dumps({"path": path, "line": line, "reason": reason}, ensure_ascii=False))
            else:
                click.echo("".join(f"{line}\n" for line in skipped_lines(left_out, Path.cwd())), nl=False)
            return
        summaries = catalog.summaries()
    if as_json:
        for summary in summaries:
            click.echo(json.dumps(asdict(summary), ensure_ascii=False))
    else:
        click.echo(articles_text(summaries), nl=False)
