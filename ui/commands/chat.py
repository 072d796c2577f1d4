"""`onrecord chat`: the chat in the browser."""

from pathlib import Path

import click

from ui.options import index_option, verbose_option


@click.command("chat", epilog="\b\nExamples:\n  onrecord chat\n  onrecord chat --index my-index --port 8080")
@index_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="H", help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), metavar="N", help="Port to listen on [default: 7860 or the next free one]."
)
@verbose_option
def command(index_dir: Path | None, host: str, port: int | None) -> None:
    """Chat with the articles in a browser.

    Ctrl-C stops it. Only this machine can reach the page unless --host says otherwise; nothing is sent elsewhere.
    """
    from ui.choice import choose_index
    from ui.ports import listening_port

    port = listening_port(host, port)
    chosen = choose_index(index_dir)
    from rag.engine import Engine

    with Engine.open(chosen.index_dir, chosen.settings) as engine:
        from ui.chat import serve

        serve(engine, host, port, seeds=chosen.seeds)
