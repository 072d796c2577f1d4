"""`onrecord eval`: measures an index on gold questions; what it needs is imported when it runs."""

from contextlib import ExitStack
from datetime import UTC, datetime
from logging import getLogger
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.progress import Progress

    from evals.question import Question
    from evals.run import Run
    from index.catalog import Catalog
    from index.settings import Settings

SEED_QUESTIONS = Path(__file__).parent / "gold" / "seeds.jsonl"
RUNS = Path("runs")

logger = getLogger(__name__)


@click.command(
    "eval",
    epilog="\b\nExamples:\n  onrecord eval\n  onrecord eval --questions gold.jsonl --articles archive/ --out runs/new",
)
@click.option(
    "--questions", type=click.Path(path_type=Path), metavar="FILE", help="Gold questions, one JSON object a line."
)
@click.option("--articles", type=click.Path(path_type=Path), metavar="PATH", help="Index these for the run alone.")
@click.option("--index", type=click.Path(path_type=Path), metavar="DIR", help="Measure this index.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for the run [default: runs/TIME].")
def eval_command(questions: Path | None, articles: Path | None, index: Path | None, out: Path | None) -> None:
    """Ask gold questions and say how right the answers are.

    On its own it asks the seed articles their gold questions. With --questions alone it asks the index that
    `onrecord ask` uses.
    """
    if articles is not None and index is not None:
        raise click.UsageError("--articles and --index exclude each other: a run measures one index.")
    from evals.table import print_scores
    from index.settings import load_settings

    out = out or RUNS / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    print_scores(evaluate(questions, articles, index, out, load_settings()).scores)
    click.echo(f"Run written to {out}", err=True)


def evaluate(
    questions: Path | None, articles: Path | None, index: Path | None, out: Path, settings: "Settings"
) -> "Run":
    """Runs the questions against an index: a temporary one of the articles given, the one given, or the one in use.

    Without questions, articles and index it is always the seed index.

    Raises:
        InputError: questions, articles or the folder to write to cannot be used.
        IndexStoreError: the index cannot be opened.
    """
    from evals.originals import Originals
    from evals.provenance import Provenance, checkout, machine, packages, question_file
    from evals.questions import load_questions, locate
    from evals.run import run_eval
    from evals.scores import SEED
    from index.catalog import Catalog
    from index.manifest import read_manifest
    from rag.engine import Engine

    path = SEED_QUESTIONS if questions is None else questions
    asked = load_questions(path)
    with ExitStack() as stack:
        index_dir = _index_dir(questions, articles, index, settings, stack)
        engine = stack.enter_context(Engine.open(index_dir, settings))
        catalog = stack.enter_context(Catalog.open(index_dir))
        texts = _evidence_texts(asked, catalog)
        provenance = Provenance(
            command={
                "questions": str(path),
                "articles": _written(articles),
                "index": _written(index),
                "out": str(out),
            },
            settings=settings.model_dump(mode="json"),
            questions=question_file(path, len(asked)),
            index=read_manifest(index_dir).to_json(),
            code=checkout(),
            packages=packages(),
            machine=machine(),
            bootstrap_seed=SEED,
        )
        located = [locate(question, texts) for question in asked]
        shown = stack.enter_context(_progress()).track(located, description="Asking")
        return run_eval(shown, engine.ask, Originals(catalog.article), out, provenance)


def _written(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _index_dir(
    questions: Path | None, articles: Path | None, index: Path | None, settings: "Settings", stack: ExitStack
) -> Path:
    from index.locate import index_to_read, seed_index

    if articles is not None:
        # The folder goes when the run ends, after the engine, which is entered later, has let go of it.
        return _built(
            articles, Path(stack.enter_context(TemporaryDirectory(prefix="onrecord-eval-"))) / "index", settings
        )
    if index is None and questions is None:
        return seed_index(settings)
    return index_to_read(index, settings)


def _built(articles: Path, index_dir: Path, settings: "Settings") -> Path:
    from index.build import build_index

    skipped = build_index([articles], index_dir, settings).skipped
    if skipped:
        first = skipped[0]
        logger.warning("%d files or records skipped, the first: %s (%s)", len(skipped), first.path, first.reason)
    return index_dir


def _evidence_texts(questions: "Sequence[Question]", catalog: "Catalog") -> dict[str, str]:
    """The stored texts that evidence is located in, of those articles that are there."""
    named = {evidence.article for question in questions for evidence in question.evidence}
    found = {article_id: catalog.article(article_id) for article_id in sorted(named)}
    return {article_id: article.text for article_id, article in found.items() if article is not None}


def _progress() -> "Progress":
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)
