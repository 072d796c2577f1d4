"""Which index a reading command opens, and word of what its first use makes."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from index.catalog import Catalog
    from index.settings import Settings


class Choice(NamedTuple):
    """The index to read, and the settings to read it with."""

    index_dir: Path
    settings: "Settings"
    seeds: bool
    """Whether it is the seed index."""


def choose_index(named: Path | None) -> Choice:
    """The index named, else in the settings, else the user's own, else the seed index, made if need be.

    Raises:
        SettingsError: the settings cannot be used.
    """
    from index.locate import index_to_read, seed_index_dir, user_index
    from index.manifest import manifest_exists
    from index.settings import load_settings

    settings = load_settings()
    seeds = seed_index_dir(settings)
    wanted = named or settings.index
    if wanted is None and not manifest_exists(user_index()) and not manifest_exists(seeds):
        click.echo("onrecord: building the seed index, about 3 seconds…", err=True)
    index_dir = index_to_read(named, settings)
    return Choice(index_dir, settings, index_dir == seeds)


def open_catalog(named: Path | None) -> "Catalog":
    """The catalog of the index to read.

    Raises:
        IndexStoreError: the index is missing, unfinished, of another format, or damaged.
    """
    from index.catalog.reader import Catalog
    from index.manifest import read_manifest

    index_dir = choose_index(named).index_dir
    read_manifest(index_dir)
    return Catalog.open(index_dir)
