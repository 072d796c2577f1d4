"""A killed run taken up again: what it has already, checked to be of the same questions, index and settings."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from logging import getLogger
from pathlib import Path
from typing import Any

from evals.provenance import Provenance
from evals.question import Question
from evals.scores import Sample
from evals.stored import DONE, SAMPLES_FILE, complete_lines, parse_sample, read_record
from index.errors import InputError

# What a run's figures depend on. Not the machine, which changes no answer, nor the flags, which say where things lie.
MUST_AGREE = ("settings", "index", "articles_sha256", "code", "packages", "bootstrap_seed", "jobs")

logger = getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """What a killed run leaves to the one that finishes it."""

    samples: list[Sample]
    """Of the first questions, in their order; those that failed are kept as failed."""
    started: str
    resumed: tuple[str, ...]
    """When it was taken up again, this time included; UTC, ISO 8601."""
    size_bytes: int
    """Length of the lines kept: what stands beyond it in `samples.jsonl` was written by half."""


def keep(out: Path, questions: Sequence[Question], provenance: Provenance) -> Kept:
    """What there is in a folder of the run that was started there.

    Args:
        out: the run's folder.
        questions: all questions of this run, with their evidence located.
        provenance: what this run depends on.

    Raises:
        InputError: there is no run, it is finished, a line is damaged, or it depends on something else.
    """
    record = read_record(out)
    if record["status"] == DONE:
        raise InputError(f"the run {out} is finished; leave --resume out to run it anew")
    _check(out, record, provenance)
    samples, size = [], 0
    for number, line in enumerate(complete_lines(out), 1):
        written = parse_sample(out, number, line.decode("utf-8", "replace"))
        if number > len(questions) or written.id != questions[number - 1].id:
            raise InputError(
                f"{out / SAMPLES_FILE}, line {number}: question {written.id!r} is not this run's question {number}; "
                "run the evaluation again without --resume"
            )
        samples.append(written.of(questions[number - 1]))
        size += len(line)
    path = out / SAMPLES_FILE
    if path.exists() and path.stat().st_size > size:
        logger.warning("the last line of %s was half-written and is dropped: its question is asked again", path)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Kept(samples, record["started"], (*record.get("resumed", ()), now), size)


def _check(out: Path, record: dict[str, Any], provenance: Provenance) -> None:
    wanted = asdict(provenance)
    pairs = [(name, record.get(name), wanted[name]) for name in MUST_AGREE]
    files = ("questions", "attributions")  # the same file may be named by another path
    pairs += [(name, _digest(record.get(name)), _digest(wanted[name])) for name in files]
    for name, before, now in pairs:
        if before != now:
            raise InputError(
                f"the run {out} was started with {name} {_difference(before, now)}; "
                "make them agree, or leave --resume out to run it anew"
            )


def _digest(file: dict[str, Any] | None) -> str | None:
    return None if file is None else file.get("sha256")


def _difference(before: object, now: object) -> str:
    """The first entry that differs, of two objects; else both values."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key in {**before, **now}:
            if before.get(key) != now.get(key):
                return f"{key} = {before.get(key)!r}, this one has {now.get(key)!r}"
    return f"{before!r}, this one has {now!r}"
