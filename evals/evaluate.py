"""From the flags of `onrecord eval` to a run: which questions, which index, what is held against what."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, fields, replace
from logging import getLogger
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from rich.console import Console
from rich.progress import Progress

from evals.attributions import load_attributions
from evals.baselines import BASELINES, open_baseline
from evals.bootstrap import SEED
from evals.command import SEED_QUESTIONS
from evals.judge import Judge
from evals.originals import Originals
from evals.provenance import Provenance, attribution_file, checkout, digest_of, machine, packages, question_file
from evals.question import Question
from evals.questions import load_questions, locate
from evals.report.previous import previous_run
from evals.report.write import write_report
from evals.resume import keep
from evals.run import Run, run_eval
from evals.sets import load_set
from evals.stored import StoredRun, read_record
from evals.thresholds import check_same_questions
from index.build import build_index
from index.catalog import Catalog
from index.locate import index_to_read, seed_index
from index.manifest import read_manifest
from index.settings import Settings
from rag.engine import Engine
from rag.llm.open import open_writer

logger = getLogger(__name__)


@dataclass(frozen=True)
class Flags:
    """What a run is of, as given on the command line; None where a flag was not."""

    questions: Path | None = None
    """The question file; that of the seeds where none is given."""
    articles: Path | None = None
    """Articles to index for the run alone."""
    index: Path | None = None
    """The index to measure."""
    set: str | None = None
    """Somebody else's set, by its name in `evals.sets`, with its own questions and articles."""
    data: Path | None = None
    """Where that set lies."""
    attributions: Path | None = None
    """Annotations of whose words the articles hold."""
    jobs: int | None = None
    """Questions asked at the same time; 1 where it is not given."""
    llm: str | None = None
    """Language model that writes the answers; the one in the settings where none is given."""
    judge: str | None = None
    """Another one that judges what it wrote."""

    def to_json(self) -> dict[str, str | None]:
        """As it stands in `run.json`."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: None if value is None else str(value) for name, value in values.items()}

    def completed(self, written: Mapping[str, Any]) -> "Flags":
        """These flags, with those that were not given as a run was started with."""
        kept: dict[str, Any] = {
            name: {"jobs": int, "set": str, "llm": str, "judge": str}.get(name, Path)(written[name])
            for name, given in self.to_json().items()
            if given is None and written.get(name) is not None
        }
        return replace(self, **kept)


def evaluate(
    flags: Flags,
    out: Path,
    settings: Settings,
    *,
    resume: bool = False,
    earlier: StoredRun | None = None,
    baselines: bool = False,
) -> Run:
    """Runs the questions against an index: a temporary one of the articles given, the one given, or the one in use.

    Without questions, articles and index it is always the seed index.

    Args:
        flags: what the run is of.
        out: folder for the run.
        settings: those of the engine.
        resume: finish the run that was started in the folder; flags not given are its own.
        earlier: a run that has to be of the same questions; the report holds this one against it.
        baselines: ask the baselines the same, each a run of its own under `baselines/` in the folder.

    Raises:
        InputError: questions, articles or the folder to write to cannot be used, or the run cannot be resumed.
        IndexStoreError: the index cannot be opened.
        SettingsError, MissingExtraError: the language model cannot be used.
    """
    if resume:
        flags = flags.completed(read_record(out)["command"])
    if flags.llm is not None:
        settings = settings.model_copy(update={"llm": flags.llm})
    with ExitStack() as stack:
        source = _source(flags, stack)
        asked = load_questions(source.questions)
        file = replace(question_file(source.questions, len(asked)), path=source.name)
        if earlier is not None:
            check_same_questions(earlier, file.sha256)
        index_dir = _index_dir(flags, source, settings, stack)
        engine = stack.enter_context(Engine.open(index_dir, settings, writer=open_writer(settings)))
        catalog = stack.enter_context(Catalog.open(index_dir))
        texts = _evidence_texts(asked, catalog)
        located = [locate(question, texts) for question in asked]
        annotated = flags.attributions
        provenance = Provenance(
            command={**flags.to_json(), "out": str(out)},
            settings=settings.model_dump(mode="json"),
            questions=file,
            index=read_manifest(index_dir).to_json(),
            code=checkout(),
            packages=packages(),
            machine=machine(),
            bootstrap_seed=SEED,
            jobs=flags.jobs or 1,
            articles_sha256=digest_of(catalog.articles()),
            attributions=None if annotated is None else attribution_file(annotated),
        )
        speakers = (question.speaker for question in asked if question.speaker)
        run = run_eval(
            stack.enter_context(_progress()).track(located, description="Asking"),
            engine.judge,
            Originals(catalog.article),
            out,
            provenance,
            attributions=None if annotated is None else load_attributions(annotated, speakers),
            kept=keep(out, located, provenance) if resume else None,
            judge=None if flags.judge is None else Judge.open(flags.judge, settings),
        )
        folders = {}
        for name in BASELINES if baselines else ():
            folders[name] = out / "baselines" / name
            named = replace(provenance, command={**provenance.command, "baseline": name})
            with open_baseline(name, index_dir, settings) as ask:
                run_eval(located, ask, Originals(catalog.article), folders[name], named)
        previous = earlier.folder if earlier else previous_run(out)
        write_report(out, previous=previous, baselines=folders, article=catalog.article)
        return run


class _Source(NamedTuple):
    """Where questions and articles come from."""

    questions: Path
    name: str
    """As `run.json` names the questions."""
    articles: Path | None
    """None where there is an index of them."""


def _source(flags: Flags, stack: ExitStack) -> _Source:
    if flags.set is None or flags.data is None:
        path = flags.questions or SEED_QUESTIONS
        return _Source(path, str(path), flags.articles)
    loaded = load_set(flags.set, flags.data)
    for reason, count in loaded.left_out.items():
        logger.warning("%d questions of %s left out: %s", count, flags.set, reason)
    scratch = _scratch(stack)
    articles = loaded.articles_file(scratch) if flags.index is None else None
    return _Source(loaded.questions_file(scratch), f"{flags.set}: {flags.data}", articles)


def _scratch(stack: ExitStack) -> Path:
    """A folder that goes when the run ends, after the engine, which is entered later, has let go of what is in it."""
    return Path(stack.enter_context(TemporaryDirectory(prefix="onrecord-eval-")))


def _index_dir(flags: Flags, source: _Source, settings: Settings, stack: ExitStack) -> Path:
    if source.articles is not None:
        return _built(source.articles, _scratch(stack) / "index", settings)
    if flags.index is None and flags.questions is None:
        return seed_index(settings)
    return index_to_read(flags.index, settings)


def _built(articles: Path, index_dir: Path, settings: Settings) -> Path:
    skipped = build_index([articles], index_dir, settings).skipped
    if skipped:
        first = skipped[0]
        logger.warning("%d files or records skipped, the first: %s (%s)", len(skipped), first.path, first.reason)
    return index_dir


def _evidence_texts(questions: Sequence[Question], catalog: Catalog) -> dict[str, str]:
    """The stored texts that evidence is located in, of those articles that are there."""
    named = {evidence.article for question in questions for evidence in question.evidence}
    found = {article_id: catalog.article(article_id) for article_id in sorted(named)}
    return {article_id: article.text for article_id, article in found.items() if article is not None}


def _progress() -> Progress:
    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)
