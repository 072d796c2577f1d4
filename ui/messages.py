"""What the command line says beside its results: errors, warnings and notes, all on stderr."""

import logging
import traceback

import click

OWN_PACKAGES = ("index", "rag", "ui", "evals")


def say(text: str) -> None:
    """One line on stderr, whatever the text holds."""
    click.echo(f"onrecord: {' '.join(text.split())}", err=True)


class _Said(logging.Handler):
    """Log records in the command line's own voice."""

    def emit(self, record: logging.LogRecord) -> None:
        say(record.getMessage())
        if record.exc_info:  # nothing known, so the whole of it is worth showing
            click.echo("".join(traceback.format_exception(*record.exc_info)), err=True)


def configure_logging(*, verbose: bool = False) -> None:
    """Shows the project's warnings and others' errors; when verbose, the project's notes and others' warnings."""
    root = logging.getLogger()
    if not any(isinstance(handler, _Said) for handler in root.handlers):
        root.addHandler(_Said())
    logging.captureWarnings(capture=True)
    root.setLevel(logging.WARNING if verbose else logging.ERROR)
    for package in OWN_PACKAGES:
        logging.getLogger(package).setLevel(logging.INFO if verbose else logging.WARNING)
