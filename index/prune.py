"""Removes what is gone from under the paths that were named, and what was chosen by hand."""

import os
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from index.articles.find import MAGIC, pattern_of
from index.catalog.paths import path_of
from index.catalog.writer import CatalogWriter
from index.report import BuildReport, Progress

REMOVED = "removed by hand; it comes back when its text changes, or when its file itself is named"
COMMIT_REMOVED = 100


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


def remove_chosen(ids: Sequence[str], writer: CatalogWriter, report: BuildReport) -> Iterator[Progress]:
    """Removes articles by their ids, and keeps out those whose files are still there; yields how many are done."""
    yield Progress("removing", 0, len(ids), 0)
    for done, article_id in enumerate(ids, 1):
        known = writer.known(article_id)
        if known is not None:
            if is_gone(path_of(known.path)):
                writer.remove(article_id)
                writer.record_file(known.path, None)
            else:
                writer.keep_out(article_id, REMOVED)
            report.removed += 1
        if done % COMMIT_REMOVED == 0 or done == len(ids):
            writer.commit()
            yield Progress("removing", done, len(ids), 0)


def keep_out_removed(writer: CatalogWriter, report: BuildReport) -> None:
    """Takes out again what was removed by hand and has been read again, as its file had changed elsewhere."""
    for article_id in writer.returned():
        report.skipped.append(writer.keep_out(article_id, REMOVED))
        report.removed += 1
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
