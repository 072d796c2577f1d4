"""The `onrecord` command: its group, and how errors become one line and an exit code.

A command's module is loaded when the command is named or listed, and what the command needs when it runs, so that help
and errors come at once. Other packages add commands under the entry-point group `onrecord.commands`.
"""

import io
import sys
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

import click

from index.errors import OnRecordError
from ui.messages import configure_logging, say
from ui.options import verbose_option

BUILT_IN = ("index", "ask", "show", "list", "statements", "speakers", "chat", "user")
INTERRUPTED = 130
"""Exit code after Ctrl-C: 128 + SIGINT, as shells count."""


class Commands(click.Group):
    """Commands that are imported one by one, when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - fixed by the interface
        """The project's own in the order of their use, then what other packages add."""
        return [*BUILT_IN, *sorted({point.name for point in entry_points(group="onrecord.commands")} - set(BUILT_IN))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """The command of that name, loaded now."""
        if cmd_name in BUILT_IN:
            command: click.Command = import_module(f"ui.commands.{cmd_name}").command
            return command
        for point in entry_points(group="onrecord.commands", name=cmd_name):
            added: click.Command = point.load()
            return added
        return None

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Runs the command and flushes, so that a reader who has gone is noticed where click deals with it."""
        result = super().invoke(ctx)
        sys.stdout.flush()
        return result


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog='\b\nExamples:\n  onrecord chat\n  onrecord ask "what did Peskov say about cluster munitions?"\n'
    "  onrecord index archive/",
)
@click.version_option(package_name="onrecord", prog_name="onrecord")
@verbose_option
def onrecord() -> None:
    """Ask your news archive who said what, and get the exact words, with the source.

    Without an index of your own, the five seed articles that come with it are asked.
    """


def run(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit code: 0 done, 1 a known error, 2 wrong usage, 130 stopped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever the locale: articles are not ASCII
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    configure_logging()
    try:
        code = onrecord.main(arguments, prog_name="onrecord", standalone_mode=False)
    except OnRecordError as error:
        say(str(error))
        return 1
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("stopped")
        return INTERRUPTED
    except OSError as error:
        say(f"{error.strerror or error}: {error.filename}" if error.filename else f"{error.strerror or error}")
        return 1
    return code if isinstance(code, int) else 0


def main() -> None:
    """The console script."""
    sys.exit(run())


if __name__ == "__main__":
    main()
