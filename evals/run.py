"""Asks every question through the product's own path and writes the run as it goes: a killed run shows as such."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from logging import getLogger
from pathlib import Path
from typing import Any, NamedTuple, TextIO, TypeAlias

from evals.asking import in_order
from evals.attributions import Attributions
from evals.judge import Judge
from evals.measures import tally
from evals.originals import Originals
from evals.provenance import Provenance
from evals.question import Question
from evals.resume import Kept
from evals.scores import Sample, Scores, score
from evals.stored import DONE, QUESTIONS_FILE, REPORT_FILE, RUN_FILE, SAMPLES_FILE, SCHEMA_VERSION, SCORES_FILE, STARTED
from index.errors import InputError
from rag.answer import Answer

__all__ = ["QUESTIONS_FILE", "RUN_FILE", "SAMPLES_FILE", "SCHEMA_VERSION", "SCORES_FILE", "Ask", "Run", "run_eval"]

Ask: TypeAlias = Callable[..., Answer | tuple[Answer, float]]
"""Question and conversation before it, and by the name `today` the day it is asked where the question has one, to an answer,
or to an answer with the probability that it was decided on."""

logger = getLogger(__name__)


@dataclass(frozen=True)
class Run:
    """A finished run."""

    samples: list[Sample]
    scores: Scores


class _Asked(NamedTuple):
    """What a question came to."""

    answer: Answer | None
    probability: float | None
    error: str | None


def run_eval(
    questions: Iterable[Question],
    ask: Ask,
    originals: Originals,
    out: Path,
    provenance: Provenance,
    *,
    attributions: Attributions | None = None,
    kept: Kept | None = None,
    judge: Judge | None = None,
) -> Run:
    """Asks, measures and writes `run.json` (status "started"), `samples.jsonl`, `questions.jsonl`, `scores.json`,
    `run.json` ("done").

    A question that fails is a sample with its error and no answer, counted as failed; the run goes on. Samples are written
    in the order of the questions, `provenance.jobs` of which are asked at the same time. With more than one, answers
    take time from each other, and the run has no seconds.

    Args:
        questions: with their evidence located; at least one.
        ask: question and conversation before it to answer.
        originals: the articles' texts, to hold citations against.
        out: folder for the files, made where it does not exist; an earlier run in it is replaced.
        provenance: what the figures depend on.
        attributions: whose words the articles hold, where that is annotated.
        kept: what a killed run in the folder has already of the first questions.
        judge: a second opinion on what a language model wrote.

    Raises:
        InputError: the folder cannot be written.
        ModelError: the judge does not answer; the run can be resumed.
    """  # noqa: D205 - the files make a sentence of two lines
    record = {
        "schema_version": SCHEMA_VERSION,
        "status": STARTED,
        "started": kept.started if kept else _now(),
        "resumed": list(kept.resumed) if kept else [],
        "finished": None,
        **provenance.to_json(),
    }
    samples = list(kept.samples) if kept else []
    for cited in (citation for sample in samples if sample.answer for citation in sample.answer.citations):
        originals.text(cited.article)  # counted among those held against, as they were before the run was killed
    try:
        out.mkdir(parents=True, exist_ok=True)
        for left in (
            SCORES_FILE,
            QUESTIONS_FILE,
            REPORT_FILE,
        ):  # an earlier run's must not pass for those of a killed one
            (out / left).unlink(missing_ok=True)
        _write_json(out / RUN_FILE, record)
        with (out / SAMPLES_FILE).open("a", encoding="utf-8") as file:
            file.truncate(kept.size_bytes if kept else 0)
            to_ask = islice(questions, len(samples), None)
            for question, asked in in_order(lambda one: _ask(one, ask), to_ask, provenance.jobs):
                tallies = tally(question, asked.answer, originals.text, attributions)
                if judge is not None:
                    tallies["judged_precision"] = judge.precision(asked.answer)
                samples.append(Sample(question, asked.answer, asked.error, tallies, asked.probability))
                _write_line(file, samples[-1].to_json())
    except OSError as error:
        raise InputError(
            f"cannot write the run to {out}: {error.strerror or error}; name another folder with --out"
        ) from error
    scores = score(samples, timed=provenance.jobs == 1)
    _write(out / QUESTIONS_FILE, "".join(_line(sample.question.to_json()) for sample in samples))
    _write_json(out / SCORES_FILE, scores.to_json())
    held_against = {"files": len(originals.from_file), "stored_texts": len(originals.from_index)}
    _write_json(out / RUN_FILE, record | {"status": DONE, "finished": _now(), "citations_held_against": held_against})
    return Run(samples, scores)


def _ask(question: Question, ask: Ask) -> _Asked:
    try:
        on = {"today": question.asked_on} if question.asked_on else {}
        given = ask(question.question, question.history, **on)
    except Exception as error:  # whatever it is, it is this question's result and not the run's end
        logger.warning("question %s failed: %s: %s", question.id, type(error).__name__, error)
        logger.debug("question %s failed", question.id, exc_info=True)
        return _Asked(None, None, f"{type(error).__name__}: {error}")
    answer, probability = given if isinstance(given, tuple) else (given, None)
    return _Asked(answer, probability, None)


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _write_line(file: TextIO, record: dict[str, Any]) -> None:
    file.write(_line(record))
    file.flush()


def _write_json(path: Path, content: dict[str, Any]) -> None:
    _write(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def _write(path: Path, content: str) -> None:
    scratch = path.with_name(path.name + ".tmp")
    scratch.write_text(content, encoding="utf-8")
    scratch.replace(path)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
