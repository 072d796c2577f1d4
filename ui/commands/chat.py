"""`onrecord chat`: the page in the browser."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from ui.llm_option import llm_option, with_llm
from ui.messages import say
from ui.options import index_option, verbose_option

PATIENCE_SECONDS = 2
"""What a stop leaves to an index that is still being opened."""


@click.command(
    "chat",
    epilog="\b\nExamples:\n  onrecord chat\n  onrecord chat --index my-index --port 8080 --read-only\n"
    "  onrecord chat --auth accounts.json --root-path https://news.example.org/archive",
)
@index_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="H", help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), metavar="N", help="Port to listen on [default: 7860 or the next free one]."
)
@click.option(
    "--root-path", default="", metavar="P", help="Where readers find the page behind a proxy: its address, or its path."
)
@click.option(
    "--auth",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Ask for a name and a password of this file; `onrecord user add` makes it.",
)
@click.option("--read-only", is_flag=True, help="Nothing can be added to the index from the page, nor removed.")
@click.option("--share", is_flag=True, help="Give the page a public address at gradio.live; with --auth only.")
@click.option("--mcp", is_flag=True, help="Offer /ask, /search and /statements to other programs as MCP tools too.")
@llm_option
@verbose_option
def command(  # noqa: PLR0913 - one for each flag
    index_dir: Path | None,
    host: str,
    port: int | None,
    root_path: str,
    auth: Path | None,
    *,
    read_only: bool,
    share: bool,
    mcp: bool,
    llm: str | None,
) -> None:
    """Chat with the articles in a browser.

    Ctrl-C stops it. Only this machine can reach the page unless --host says otherwise; nothing is sent elsewhere, unless
    --llm names a model that runs there.
    """
    if share and auth is None:
        raise click.UsageError(
            "--share shows the articles to everybody; give --auth FILE too (onrecord user add makes it)"
        )
    _check_root_path(root_path)
    from ui.accounts import Accounts
    from ui.choice import choose_index
    from ui.ports import listening

    if auth is not None:
        Accounts.read(auth)
    with listening(host, port) as socket:
        chosen = choose_index(index_dir)
        settings = with_llm(chosen.settings, llm)
        from rag.llm.open import open_writer
        from ui.page.live import LiveIndex
        from ui.page.serve import ServeOptions, serve

        options = ServeOptions(host, root_path, auth, read_only=read_only, share=share, mcp=mcp)
        if not options.local and auth is None:
            changes = "read these articles" if read_only else "read these articles and change which there are"
            say(f"whoever reaches {root_path or host} from elsewhere can {changes}; --auth FILE asks for a password")
        live = LiveIndex.open(chosen.index_dir, settings, seeds=chosen.seeds, writer=open_writer(settings))
        try:
            serve(live, options, socket)
        except BaseException:
            live.close()
            raise
    if not live.close(PATIENCE_SECONDS):
        # Stopped while the index opens: the interpreter would end under libraries that are just loading, and hang or abort.
        # Nothing is written meanwhile; the copy that was begun is removed by the next start.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def _check_root_path(root_path: str) -> None:
    parts = urlsplit(root_path)
    whole = parts.scheme in {"http", "https"} and bool(parts.hostname)
    path = not parts.scheme and not parts.netloc and root_path.startswith("/")
    if root_path and not ((whole or path) and not parts.query and not parts.fragment):
        raise click.UsageError(
            f"--root-path '{root_path}' is no address such as https://news.example.org/archive, and no path such as /archive"
        )
