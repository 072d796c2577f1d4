"""Reads what a report needs and writes the page."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path

from evals.report.data import page_data
from evals.report.depth import shares
from evals.report.page import Page, page
from evals.report.plots import curve_plot, depth_plot, kinds_plot, latency_plot, seconds_of
from evals.report.read import ReadRun, read_run
from evals.report.table import Column, measures_table
from evals.report.texts import ArticleText
from evals.stored import REPORT_FILE
from index.errors import IndexStoreError, InputError

ArticleOf = Callable[[str], ArticleText | None]


def write_report(
    run_dir: Path,
    *,
    previous: Path | None = None,
    baselines: Mapping[str, Path] | None = None,
    article: ArticleOf | None = None,
) -> Path:
    """Writes `report.html` into the folder of a finished run, and gives its path.

    Args:
        run_dir: the run.
        previous: an earlier run to compare with.
        baselines: folders of runs of the same questions by other means, by the name to show.
        article: an article by its id (`Catalog.article`); read from the index that the run names where it is not given, and
            where that is gone the page shows quotes without what stands around them.

    Raises:
        InputError: a run is not finished or not readable, or the page cannot be written.
    """
    run = read_run(run_dir)
    earlier = None if previous is None else read_run(previous)
    columns = [] if earlier is None else [Column("previous run", earlier)]
    columns += [Column(name, read_run(folder)) for name, folder in (baselines or {}).items()]
    before = {} if earlier is None else {sample.question.id: sample for sample in earlier.samples}
    with ExitStack() as stack:
        article_of = lru_cache(maxsize=None)(article or _articles_of(run, stack))
        data, cut = page_data(run.samples, before, article_of)
    depths = {"this run": shares(run.samples)} | {column.heading: shares(column.run.samples) for column in columns}
    timed = run.measures().get("seconds_p50") is not None
    content = page(
        Page(
            run=run,
            table=measures_table(run, columns),
            plots=(
                kinds_plot(run),
                curve_plot(run),
                latency_plot(seconds_of(run.samples) if timed else []),
                depth_plot(depths),
            ),
            data=data,
            notes=() if cut is None else (cut,),
            compared=previous is not None,
        )
    )
    path = run_dir / REPORT_FILE
    scratch = path.with_name(path.name + ".tmp")
    try:
        scratch.write_text(content, encoding="utf-8", errors="replace")
        scratch.replace(path)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from error
    return path


def _articles_of(run: ReadRun, stack: ExitStack) -> ArticleOf:
    """The catalog of the index that a run names: the one given, or the seed index where neither it nor articles were."""
    from index.catalog import Catalog
    from index.locate import seed_index_dir
    from index.settings import Settings

    command = run.record.get("command", {})
    if command.get("articles"):
        return lambda _: None  # its index was temporary
    folder = Path(command["index"]) if command.get("index") else seed_index_dir(Settings(**run.record["settings"]))
    try:
        return stack.enter_context(Catalog.open(folder)).article
    except IndexStoreError:
        return lambda _: None
