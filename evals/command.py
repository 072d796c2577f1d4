"""`onrecord eval` and what stands below it: the flags; what a command needs is imported when it runs."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from evals.stored import StoredRun
    from evals.thresholds import Threshold

SEED_QUESTIONS = Path(__file__).parent / "gold" / "seeds.jsonl"
RUNS = Path("runs")
FOLDER = click.Path(path_type=Path)


@click.group(
    "eval",
    invoke_without_command=True,
    epilog="\b\nExamples:\n  onrecord eval\n  onrecord eval --questions gold.jsonl --articles archive/ --out runs/new\n"
    "  onrecord eval --fail-under citation_recall=0.8 --fail-under seconds_p95=0.5\n"
    "  onrecord eval --resume --out runs/new\n  onrecord eval compare runs/old runs/new",
)
@click.option("--questions", type=FOLDER, metavar="FILE", help="Gold questions, one JSON object a line.")
@click.option("--articles", type=FOLDER, metavar="PATH", help="Index these for the run alone.")
@click.option("--index", type=FOLDER, metavar="DIR", help="Measure this index.")
@click.option("--out", type=FOLDER, metavar="DIR", help="Folder for the run [default: runs/TIME].")
@click.option(
    "--set", "set_name", metavar="NAME", help="Ask somebody else's set: clapnq, polnear, realtimeqa or squad2."
)
@click.option("--data", type=FOLDER, metavar="PATH", help="Where that set lies, in its public form.")
@click.option(
    "--attributions",
    type=FOLDER,
    metavar="FILE",
    help="Whose words the articles hold, as PolNeAR annotates it (JSONL).",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Questions asked at the same time [default: 1]. Seconds are measured with 1 alone. More helps where answers wait "
    "for a server; the embedded models share the cores, and gain next to nothing.",
)
@click.option("--llm", metavar="SPEC", help="Let this language model write the answers, as `onrecord ask --llm`.")
@click.option("--judge", metavar="SPEC", help="Let another one judge whether what it wrote is supported.")
@click.option(
    "--resume", is_flag=True, help="Finish the killed run in --out; flags not given are those it started with."
)
@click.option("--baselines", is_flag=True, help="Ask BM25 alone, dense alone and stock LlamaIndex too, for the report.")
@click.option("--curve", is_flag=True, help="Print how refusal moves with its threshold.")
@click.option(
    "--fail-under",
    "bounds",
    multiple=True,
    metavar="MEASURE=VALUE",
    help="Exit 1 where the measure misses the value: the least it may be, or, of forbidden, misattributed, seconds and "
    "sizes, the most. May be repeated.",
)
@click.option(
    "--no-worse-than",
    "earlier",
    type=FOLDER,
    metavar="RUN",
    help="Exit 1 where a measure is worse than in this run of the same questions: the 95% interval of the paired "
    "difference lies wholly on the worse side. Seconds are not judged.",
)
@click.pass_context
def eval_command(  # noqa: PLR0913 - one for each flag
    ctx: click.Context,
    *,
    questions: Path | None,
    articles: Path | None,
    index: Path | None,
    out: Path | None,
    set_name: str | None,
    data: Path | None,
    attributions: Path | None,
    jobs: int | None,
    llm: str | None,
    judge: str | None,
    earlier: Path | None,
    bounds: tuple[str, ...],
    resume: bool,
    baselines: bool,
    curve: bool,
) -> None:
    """Ask gold questions and say how right the answers are.

    On its own it asks the seed articles their gold questions. With --questions alone it asks the index that
    `onrecord ask` uses.
    """
    if ctx.invoked_subcommand is not None:
        given = [name for name in ctx.params if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE]
        if given:
            raise click.UsageError(f"flags of a run do not go with '{ctx.invoked_subcommand}'; put its own after it.")
        return
    _refuse(
        {
            "--articles and --index exclude each other: a run measures one index.": articles and index,
            "--set and --data go together: a set's name, and where it lies.": (set_name is None) != (data is None),
            "--set has questions and articles of its own; leave --questions and --articles out.": (
                set_name and (questions or articles)
            ),
            "--resume needs --out: the folder of the run to finish.": resume and not out,
            "--no-worse-than and --out name the same folder: the run would replace what it is held to.": (
                earlier and out and earlier.resolve() == out.resolve()
            ),
        }
    )
    thresholds = _thresholds(bounds)
    from evals.evaluate import Flags, evaluate
    from evals.stored import load_run
    from evals.table import print_curve, print_scores
    from evals.thresholds import missed
    from index.settings import load_settings

    out = out or RUNS / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    held_to = None if earlier is None else load_run(earlier)
    flags = Flags(questions, articles, index, set_name, data, attributions, jobs, llm, judge)
    scores = evaluate(flags, out, load_settings(), resume=resume, earlier=held_to, baselines=baselines).scores
    print_scores(scores)
    if curve:
        print_curve(scores.refusal_curve)
    if set_name is not None:
        _describe(set_name)
    click.echo(f"Run written to {out}", err=True)
    if lines := [*missed(scores.overall.measures, thresholds), *_worse(held_to, out)]:
        for line in lines:
            click.echo(f"onrecord: {line}", err=True)
        ctx.exit(1)


def _refuse(contradictions: dict[str, object]) -> None:
    """Raises the first message whose condition holds."""
    for message, wrong in contradictions.items():
        if wrong:
            raise click.UsageError(message)


def _thresholds(bounds: tuple[str, ...]) -> "list[Threshold]":
    from evals.thresholds import parse_threshold

    try:
        return [parse_threshold(bound) for bound in bounds]
    except ValueError as error:
        raise click.UsageError(f"--fail-under: {error}.") from error


def _describe(set_name: str) -> None:
    """What to know about a set beside the figures on it."""
    from evals.sets import SETS

    info = SETS[set_name]
    click.echo(f"{info.name} measures {info.measures}\nPublished: {info.published}\nLicence: {info.licence}")


def _worse(earlier: "StoredRun | None", out: Path) -> list[str]:
    from evals.stored import load_run
    from evals.thresholds import worse

    return [] if earlier is None else worse(earlier, load_run(out))


@eval_command.command(
    "compare",
    epilog="\b\nExamples:\n  onrecord eval compare runs/old runs/new\n  onrecord eval compare runs/old runs/new --json",
)
@click.argument("run_a", type=FOLDER)
@click.argument("run_b", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout, with all answers.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Questions shown of each verdict."
)
def compare_command(run_a: Path, run_b: Path, limit: int, *, as_json: bool) -> None:
    """Hold RUN_B against RUN_A, question by question.

    Prints the difference of every measure, B less A, with its 95% interval, and the questions lost and won, both answers
    side by side.
    """
    from evals.compare import compare
    from evals.stored import load_run

    comparison = compare(load_run(run_a), load_run(run_b))
    if as_json:
        click.echo(json.dumps(comparison.to_json(), ensure_ascii=False))
        return
    from evals.side_by_side import print_comparison

    print_comparison(comparison, limit)


@eval_command.command("new", epilog="\b\nExamples:\n  onrecord eval new --index archive.index --questions gold.jsonl")
@click.option("--index", type=FOLDER, metavar="DIR", help="Ask about this index [default: the one that `ask` uses].")
@click.option(
    "--questions", type=FOLDER, metavar="FILE", required=True, help="Append to this file, made where it is not there."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed proposes passages in another order.")
def new_command(index: Path | None, questions: Path, seed: int) -> None:
    """Write a gold set of your own, question by question.

    Proposes passages of all articles in turn, takes a question, its evidence and its nuggets, checks that they stand in
    the article, and appends to the file. Stop with q or Ctrl-D; what was appended stays.
    """
    from evals.new import StopWritingError, write_questions
    from index.catalog import Catalog
    from index.locate import index_to_read
    from index.settings import load_settings

    def ask(prompt: str, default: str | None) -> str:
        try:
            answer: str = click.prompt(prompt, default=default or "", show_default=default is not None)
        except click.Abort as error:
            raise StopWritingError from error
        return answer

    with Catalog.open(index_to_read(index, load_settings())) as catalog:
        written = write_questions(catalog, questions, seed, click.echo, ask)
    click.echo(f"{written} questions appended to {questions}", err=True)


@eval_command.command(
    "from-feedback",
    epilog="\b\nExamples:\n  onrecord eval from-feedback\n"
    "  onrecord eval from-feedback --out gold/ours.jsonl --index archive.index",
)
@click.argument("file", type=FOLDER, required=False)
@click.option(
    "--out",
    type=FOLDER,
    metavar="QUESTIONS",
    default=Path("questions.jsonl"),
    show_default=True,
    help="Append to this file, made where it is not there; what needs work goes beside it, into NAME.todo.jsonl.",
)
@click.option(
    "--index", type=FOLDER, metavar="DIR", help="Check evidence in this index [default: the one that `ask` uses]."
)
@click.option("--down-only", is_flag=True, help="Take only what people found wrong.")
def from_feedback_command(file: Path | None, out: Path, index: Path | None, *, down_only: bool) -> None:
    """Make gold questions of the thumbs in the chat.

    FILE is where the chat kept them [default: the user's own]. An answer found right becomes a question whose evidence is
    what it cites; one found wrong a line to be completed by hand: fill in its evidence, take the key "todo" away, and move
    it to the questions. Of several opinions on one question the last one counts. Every opinion is listed with what
    became of it.
    """
    from evals.from_feedback import append_lines, sort_opinions, todo_path, what_is_there
    from evals.opinions import read_opinions, user_feedback
    from index.locate import index_to_read
    from index.settings import load_settings
    from rag.engine import Engine

    settings = load_settings()
    opinions, broken = read_opinions(file or user_feedback())
    with Engine.open(index_to_read(index, settings), settings) as engine:
        found = sort_opinions(opinions, engine.catalog, what_is_there(out), down_only=down_only)
        elsewhere = sum(one.index_version != engine.version for one in opinions)
    append_lines(out, found.questions)
    append_lines(todo_path(out), found.todo)
    for one, fate in zip(opinions, found.fates, strict=True):
        click.echo(f"line {one.line}  {one.rating:4}  {fate.became}: {fate.why}  {' '.join(one.question.split())}")
    for line, why in broken:
        click.echo(f"line {line}  left out: {why}")
    click.echo(f"{len(found.questions)} questions appended to {out}", err=True)
    if found.todo:
        click.echo(f"{len(found.todo)} to be completed appended to {todo_path(out)}", err=True)
    if elsewhere:
        click.echo(
            f"{elsewhere} of {len(opinions)} opinions are about another state of the index; what they cite was looked up "
            "in this one",
            err=True,
        )
