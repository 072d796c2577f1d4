"""What is shipped and how it is pinned."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PINNED = {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", LOCK, re.MULTILINE)}
DIRECT = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
OPTIONAL = [
    Requirement(line)
    for group in (*PROJECT["project"]["optional-dependencies"].values(), *PROJECT["dependency-groups"].values())
    for line in group
]


@pytest.mark.parametrize("requirement", [*DIRECT, *OPTIONAL], ids=str)
def test_every_requirement_has_a_lower_and_an_upper_bound(requirement: Requirement) -> None:
    operators = {one.operator for one in requirement.specifier}
    assert operators in ({">=", "<"}, {"=="})


@pytest.mark.parametrize("requirement", DIRECT, ids=str)
def test_the_lock_pins_a_version_that_the_project_allows(requirement: Requirement) -> None:
    assert requirement.specifier.contains(PINNED[canonicalize_name(requirement.name)])


def test_every_pinned_package_has_a_hash() -> None:
    entries = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert {canonicalize_name(entry.partition("==")[0]) for entry in entries} == set(PINNED)
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_lock_names_no_address() -> None:
    assert "://" not in LOCK
    assert "index-url" not in LOCK


def test_lock_files_that_hold_addresses_are_ignored() -> None:
    assert {"uv.lock", "pylock.toml"} <= set((ROOT / ".gitignore").read_text("utf-8").splitlines())


def test_packages_are_copied_not_linked_when_uv_installs() -> None:
    assert PROJECT["tool"]["uv"]["link-mode"] == "copy"


def test_seeds_hold_five_articles_and_nothing_else() -> None:
    assert [path.suffix for path in sorted((ROOT / "seeds").iterdir())] == [".txt"] * 5


def test_the_readme_names_every_command() -> None:
    import click

    from ui.cli import onrecord

    readme = (ROOT / "README.md").read_text("utf-8")
    missing = [name for name in onrecord.list_commands(click.Context(onrecord)) if f"onrecord {name}" not in readme]
    assert not missing
