"""`--llm SPEC`, for the commands that write answers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from index.settings import Settings

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def llm_option(decorated: Decorated) -> Decorated:
    """Which language model writes the answers; the setting `llm` where it is not given."""
    return click.option(
        "--llm",
        metavar="SPEC",
        help="Language model to write answers, each sentence checked: ollama:NAME, openai:NAME, openai-like:URL#NAME, "
        "anthropic:NAME or gguf:FILE; 'none' for quotations alone [default: the one in the settings, else none].",
    )(decorated)


def with_llm(settings: "Settings", llm: str | None) -> "Settings":
    """The settings with the language model that the flag names, where it names one."""
    return settings if llm is None else settings.model_copy(update={"llm": llm})
