"""`onrecord index`: adds articles to an index."""

import sys
from pathlib import Path

import click

from ui.options import verbose_option


@click.command(
    "index",
    epilog="\b\nExamples:\n  onrecord index archive/\n  onrecord index 'archive/**/*.html' notes.pdf --index my-index\n"
    "  onrecord index archive/ --prune",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--index",
    "index_dir",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Index to add to [default: the one in the settings, else your own].",
)
@click.option("--prune", is_flag=True, help="Remove articles that are gone from under the PATHs, and only those.")
@click.option("--rebuild", is_flag=True, help="Throw away what the index holds first.")
@click.option(
    "--embedder", metavar="SPEC", help="'minilm', or KIND:NAME of a LlamaIndex embedding, e.g. ollama:nomic-embed-text."
)
@verbose_option
def command(
    paths: tuple[str, ...], index_dir: Path | None, *, prune: bool, rebuild: bool, embedder: str | None
) -> None:
    """Add articles to an index.

    PATHs are folders, files or patterns of .txt .md .html .pdf .docx .rtf .csv .jsonl and .jsonl.gz. Run again, it
    reads only what is new or changed. Files that hold no article are skipped, with the reason.
    """
    try:
        _index(paths, index_dir, prune=prune, rebuild=rebuild, embedder=embedder)
    except KeyboardInterrupt:
        click.echo("onrecord: stopped; what was stored is kept, run the same command again to go on", err=True)
        sys.exit(130)


def _index(paths: tuple[str, ...], index_dir: Path | None, *, prune: bool, rebuild: bool, embedder: str | None) -> None:
    from index.build import BuildReport, build
    from index.locate import index_to_write
    from index.settings import load_settings
    from ui.progress import follow
    from ui.render import build_text

    settings = load_settings(embedder=embedder)
    folder = index_to_write(index_dir, settings)
    report = BuildReport()
    follow(build(paths, folder, settings, report, prune=prune, rebuild=rebuild))
    click.echo(build_text(report, folder, Path.cwd()), nl=False)
