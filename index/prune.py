"""Removes what is gone from under the paths that were named, and only that."""

import os
from collections.abc import Container, Sequence
from pathlib import Path

from index.articles.find import MAGIC, pattern_of
from index.catalog.paths import path_of
from index.catalog.writer import CatalogWriter
from index.report import BuildReport


def prune_gone(
    paths: Sequence[Path | str],
    writer: CatalogWriter,
    report: BuildReport,
    *,
    seen: Container[str],
    read: Container[str],
) -> None:
    """Removes articles whose file is gone from under `paths`, or which are gone from a file that was read again.

    Args:
        paths: as named by the user.
        writer: of the catalog.
        report: counts what is removed.
        seen: ids of the articles that were read in this run.
        read: files that were read in this run, as the catalog writes them.
    """
    by_path = writer.ids_by_path()
    for written in by_path.keys() | writer.file_signatures().keys():
        gone = written not in read and is_gone(path_of(written))
        if not (gone or written in read) or not any(is_under(path_of(written), given) for given in paths):
            continue
        for article_id in by_path.get(written, ()):
            if article_id not in seen:
                writer.remove(article_id)
                report.removed += 1
        if gone:
            writer.record_file(written, None)
    writer.commit()


def is_gone(path: Path) -> bool:
    """Whether a file is not there any more; one that cannot be looked at is not gone."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def is_under(path: Path, given: Path | str) -> bool:
    """Whether a file is, is below, or matches what the user named; as `find_files` understands it."""
    if os.path.lexists(given) or not MAGIC.search(str(given)):
        return path.is_relative_to(Path(given).resolve()) or path == Path(given).parent.resolve() / Path(given).name
    parts = Path(given).parts
    fixed = next(i for i, part in enumerate(parts) if MAGIC.search(part))
    folder = Path(*parts[:fixed]).resolve()
    if not path.is_relative_to(folder):
        return False
    below = path.relative_to(folder).parts
    matches = pattern_of(parts[fixed:])
    return any(matches.fullmatch("/".join(below[:depth])) for depth in range(1, len(below) + 1))
