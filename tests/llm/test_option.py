"""`--llm` of the commands that write answers."""

import click
import pytest
from click.testing import CliRunner

from index.settings import Settings
from rag.llm.spec import FORMS
from ui.llm_option import llm_option, with_llm


def test_the_flag_names_every_form_a_model_can_have():
    @click.command
    @llm_option
    def command(llm: str | None) -> None:
        click.echo(llm)

    shown = "".join(CliRunner().invoke(command, ["--help"]).output.split())
    assert all(form in shown for form in FORMS)
    assert CliRunner().invoke(command, ["--llm", "ollama:phi"]).output == "ollama:phi\n"


@pytest.mark.parametrize(
    ("configured", "flag", "used"),
    [
        (None, None, None),
        ("ollama:phi", None, "ollama:phi"),
        ("ollama:phi", "none", "none"),
        (None, "openai:x", "openai:x"),
    ],
)
def test_the_flag_goes_before_the_settings(configured, flag, used):
    assert with_llm(Settings(llm=configured), flag).llm == used
