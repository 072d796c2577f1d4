"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ui.messages import configure_logging

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def index_option(decorated: Decorated) -> Decorated:
    """`--index DIR`, for commands that read an index."""
    return click.option(
        "--index",
        "index_dir",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="Index to read [default: the one in the settings, else your own, else the seed articles'].",
    )(decorated)


def verbose_option(decorated: Decorated) -> Decorated:
    """`-v`, for the group and every command, so that it may stand before or after the command's name."""

    def listen(_context: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's own
        if value:
            configure_logging(verbose=True)

    return click.option(
        "-v", "--verbose", is_flag=True, expose_value=False, callback=listen, help="Say more about what is done."
    )(decorated)
