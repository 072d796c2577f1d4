"""`onrecord user`: who may log in to the page."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ui.messages import say
from ui.options import verbose_option

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def _auth_option(decorated: Decorated) -> Decorated:
    return click.option(
        "--auth",
        "path",
        required=True,
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="The accounts file, as `onrecord chat --auth` takes it.",
    )(decorated)


@click.group(
    "user",
    epilog="\b\nExamples:\n  onrecord user add ann --auth accounts.json\n  onrecord user list --auth accounts.json\n"
    "  onrecord chat --auth accounts.json",
)
def command() -> None:
    """Say who may log in to the page.

    Names and hashed passwords are kept in a file that only its owner can read; `onrecord chat --auth FILE` asks for them.
    """


@command.command("add", epilog="\b\nExamples:\n  onrecord user add ann --auth accounts.json")
@click.argument("name")
@_auth_option
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, one line, unasked.")
@verbose_option
def add_user(name: str, path: Path, *, password_stdin: bool) -> None:
    """Add NAME, or give NAME another password."""
    from ui.accounts import add

    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt="The same again", err=True)
    replaced = add(path, name, password)
    say(f"{name} has another password now" if replaced else f"{name} may log in with onrecord chat --auth {path}")


@command.command("list", epilog="\b\nExamples:\n  onrecord user list --auth accounts.json")
@_auth_option
@verbose_option
def list_users(path: Path) -> None:
    """List who may log in, a name a line."""
    from ui.accounts import Accounts

    for name in Accounts.read(path).users:
        click.echo(name)


@command.command("remove", epilog="\b\nExamples:\n  onrecord user remove ann --auth accounts.json")
@click.argument("name")
@_auth_option
@verbose_option
def remove_user(name: str, path: Path) -> None:
    """Remove NAME, who cannot log in again."""
    from ui.accounts import remove

    remove(path, name)
    say(f"{name} cannot log in any more; who is logged in stays so until onrecord chat is started again")
