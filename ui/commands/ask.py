"""`onrecord ask`: one question, one answer with its sources."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.errors import InputError
from ui.days import first_day, last_day
from ui.llm_option import llm_option, with_llm
from ui.options import index_option, verbose_option

if TYPE_CHECKING:
    from rag.answer import Message

WIDEST = 100
"""Columns; longer lines are hard to read, however wide the terminal."""


@click.command(
    "ask",
    epilog='\b\nExamples:\n  onrecord ask "what did Peskov say about cluster munitions?"\n'
    '  onrecord ask --json "who is quoted on Taiwan?" --index my-index\n'
    '  onrecord ask --history before.json "and what did he say about NATO?"\n'
    '  onrecord ask "what was said about sanctions?" --since 2022-02 --until 2022-03 --speaker "Liz Truss"',
)
@click.argument("question")
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
@click.option(
    "--history",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help='The conversation before the question: a JSON list of {"role": "user" or "assistant", "content": "..."}.',
)
@click.option(
    "--since", callback=first_day, metavar="DATE", help="From articles published from YYYY-MM-DD, YYYY-MM or YYYY on."
)
@click.option(
    "--until", callback=last_day, metavar="DATE", help="From articles published up to that day, month or year."
)
@click.option(
    "--outlet", "outlets", multiple=True, metavar="NAME", help="From articles of this outlet; may be repeated."
)
@click.option(
    "--speaker",
    "speakers",
    multiple=True,
    metavar="NAME",
    help="In the words of this person or body, as `onrecord speakers` names them; may be repeated.",
)
@llm_option
@verbose_option
def command(  # noqa: PLR0913 - one for each flag
    question: str,
    index_dir: Path | None,
    *,
    llm: str | None,
    as_json: bool,
    history: Path | None,
    since: str | None,
    until: str | None,
    outlets: tuple[str, ...],
    speakers: tuple[str, ...],
) -> None:
    """Answer a question, with its sources.

    The answer is in the articles' exact words. What the articles do not answer is refused, with the reason;
    that is an answer too, and exits 0.
    """
    if since and until and since > until:
        raise click.UsageError(f"--since {since} is after --until {until}; swap them")
    for flag, names in (("--outlet", outlets), ("--speaker", speakers)):
        if not all(any(char.isalnum() for char in name) for name in names):
            raise click.UsageError(f"{flag} names nothing; give a name")
    messages = read_history(history) if history else ()
    from rag.engine import Engine
    from rag.filters import Filters
    from rag.llm.open import open_writer
    from ui.choice import choose_index

    chosen = choose_index(index_dir)
    settings = with_llm(chosen.settings, llm)
    with Engine.open(chosen.index_dir, settings, writer=open_writer(settings)) as engine:
        answer = engine.ask(question, messages, Filters(since, until, outlets, speakers))
        if as_json:
            click.echo(json.dumps(answer.to_json(), ensure_ascii=False))
            return
        from ui.passages import nearest_passages
        from ui.render import answer_text

        nearest = nearest_passages(answer, engine.catalog) if answer.status == "refused" else []
        width = min(shutil.get_terminal_size().columns, WIDEST)
        click.echo(answer_text(answer, nearest, width), nl=False)


def read_history(path: Path) -> "tuple[Message, ...]":
    """The messages in a file.

    Raises:
        InputError: it cannot be read, or is not a list of messages.
    """
    from rag.answer import Message

    shape = 'it must hold a JSON list of {"role": "user" or "assistant", "content": "..."}'
    try:
        written = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"cannot read the history '{path}': {why}; {shape}") from error
    if not isinstance(written, list):
        raise InputError(f"the history '{path}' is not a list; {shape}")
    messages = []
    for number, entry in enumerate(written, 1):
        known = isinstance(entry, dict) and entry.get("role") in {"user", "assistant"}
        if not known or not isinstance(entry.get("content"), str):
            raise InputError(f"message {number} of the history '{path}' is not a message; {shape}")
        messages.append(Message(entry["role"], entry["content"]))
    return tuple(messages)
