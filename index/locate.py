"""Where indexes are: the one named, the one in the settings, the user's own, or the seed index."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from index.attribution.versions import TAGGED
from index.manifest import CHUNKER, FORMAT, manifest_exists
from index.settings import Settings

SEEDS = Path(__file__).parents[1] / "seeds"


def user_index() -> Path:
    """The user's default index, whether or not it was made yet."""
    import platformdirs

    return Path(platformdirs.user_data_dir("onrecord")) / "index"


def index_to_write(named: Path | None, settings: Settings) -> Path:
    """The index that `onrecord index` adds to; never the seed index."""
    return named or settings.index or user_index()


def index_to_read(named: Path | None, settings: Settings) -> Path:
    """The index that answers: the one named, else in the settings, else the user's own if made, else the seed index."""
    chosen = named or settings.index
    if chosen is not None:
        return chosen
    return user_index() if manifest_exists(user_index()) else seed_index(settings)


def seed_index_dir(settings: Settings) -> Path:
    """The folder of the seed index for these settings; another one for another version or other seeds."""
    import platformdirs

    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(SEEDS.iterdir()):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    made_by = (
        version("onrecord"), FORMAT, CHUNKER, settings.embedder, settings.chunk_tokens, settings.attribution, TAGGED,
    )  # fmt: skip
    digest.update("\0".join(map(str, made_by)).encode())
    return Path(platformdirs.user_cache_dir("onrecord")) / f"seeds-{digest.hexdigest()}"


def seed_index(settings: Settings) -> Path:
    """The folder of the seed index, made on first use, and again when a part of it has gone."""
    folder = seed_index_dir(settings)
    from index.catalog.schema import CATALOG_FILE
    from index.vectors import vectors_exist

    if not (manifest_exists(folder) and (folder / CATALOG_FILE).is_file() and vectors_exist(folder)):
        from index.build import build_index

        build_index([SEEDS], folder, settings)
    return folder
