"""Which package may import which, where each outside library has its home, and what a start loads."""

import ast
import json
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from ui.cli import onrecord

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "index": {"index"},
    "rag": {"index", "rag"},
    "ui": {"index", "rag", "ui"},
    "evals": {"index", "rag", "evals"},
}
HOMES = {
    "chromadb": ("index/vectors.py",),
    "gradio": ("ui/",),
    "sqlalchemy": ("index/catalog/",),
    "onnxruntime": (
        "index/embedding/",
        "index/training.py",
        "evals/bench.py",  # a bare loop to compare with
    ),
    "torch": (  # where the shipped models are made
        "index/training.py",
        "index/embedding/export.py",
        "index/attribution/network.py",
        "index/attribution/train.py",
        "index/attribution/export.py",
        "rag/evidence/network.py",
        "rag/evidence/train.py",
        "rag/evidence/export.py",
    ),
    "xllamacpp": ("rag/llm/gguf.py",),
    "pygal": ("evals/report/drawing.py",),
    "rich": ("ui/progress.py", "evals/"),
    "click": ("ui/", "evals/command.py"),
}
HEAVY = {
    "numpy", "onnxruntime", "chromadb", "llama_index", "gradio", "sqlalchemy", "pydantic", "rich", "trafilatura",
    "pypdf", "docx", "lxml", "pandas", "pygal", "tokenizers", "torch", "transformers",
}  # fmt: skip
COMMANDS = ("index", "ask", "show", "list", "chat", "statements", "speakers", "user", "eval")


class Import(NamedTuple):
    module: str
    """The file that imports, from the project's root."""
    name: str
    """The top-level package imported."""


def imports() -> list[Import]:
    found = []
    for package in MAY_IMPORT:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                names: list[str] = []
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    assert node.level == 0, f"{path}: imports are absolute"
                    names = [node.module or ""]
                found += [Import(path.relative_to(ROOT).as_posix(), name.split(".")[0]) for name in names]
    return found


@pytest.fixture(scope="module")
def all_imports() -> list[Import]:
    return imports()


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_go_one_way(package, all_imports) -> None:
    ours = {found for found in all_imports if found.module.startswith(f"{package}/") and found.name in MAY_IMPORT}
    assert [found for found in ours if found.name not in MAY_IMPORT[package]] == []


def test_every_package_was_looked_at(all_imports) -> None:
    assert {found.module.split("/")[0] for found in all_imports} == set(MAY_IMPORT)


@pytest.mark.parametrize("library", HOMES)
def test_each_outside_library_has_one_home(library, all_imports) -> None:
    using = {found.module for found in all_imports if found.name == library}
    assert using, f"{library} is used nowhere"
    assert [module for module in using if not module.startswith(HOMES[library])] == []


def loaded_by(*arguments: str, environment: dict[str, str]) -> set[str]:
    """The top-level modules that are loaded when the command has run."""
    program = (
        "import sys, json; from ui.cli import run; code = run(sys.argv[1:]); "
        "print(json.dumps([code, sorted({name.split('.')[0] for name in sys.modules})]), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=True,
    )  # fmt: skip
    code, modules = json.loads(ran.stderr.splitlines()[-1])
    assert code == 0
    return set(modules)


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)],
)
def test_help_loads_nothing_heavy(arguments, environment) -> None:
    assert loaded_by(*arguments, environment=environment) & HEAVY == set()


def test_an_answer_loads_only_what_it_needs(seed_index_dir, environment) -> None:
    loaded = loaded_by(
        "ask", "what did Peskov say about cluster munitions?", "--index", str(seed_index_dir), environment=environment
    )
    assert "onnxruntime" in loaded  # the answer was really looked for
    assert loaded & {"llama_index", "gradio", "trafilatura", "pandas", "lxml", "pypdf", "docx", "torch"} == set()


@pytest.mark.parametrize("arguments", [["list"], ["speakers"], ["statements", "--speaker", "Peskov"]])
def test_reading_the_catalog_loads_no_vectors(seed_index_dir, environment, arguments) -> None:
    loaded = loaded_by(*arguments, "--index", str(seed_index_dir), environment=environment)
    assert "sqlalchemy" in loaded
    assert loaded & {"onnxruntime", "chromadb", "llama_index", "gradio"} == set()


def commands() -> list[str]:
    with click.Context(onrecord) as context:
        return onrecord.list_commands(context)


def test_the_commands_are_those_of_the_contract() -> None:
    assert set(COMMANDS) <= set(commands())
    assert "eval" in {point.name for point in entry_points(group="onrecord.commands")}


@pytest.mark.parametrize("name", commands())
def test_every_command_has_help_with_an_example(name) -> None:
    with click.Context(onrecord) as context:
        command = onrecord.get_command(context, name)
    assert command is not None
    assert command.help
    assert f"onrecord {name}" in (command.epilog or "")
    assert all(option.help for option in command.params if isinstance(option, click.Option)), (
        "every option says what it does"
    )
