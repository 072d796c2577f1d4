"""Asks every question through the product's own path and writes the run as it goes: a killed run shows as such."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from logging import getLogger
from pathlib import Path
from typing import Any, TextIO

from evals.measures import TextOf, tally
from evals.originals import Originals
from evals.provenance import Provenance
from evals.question import Question
from evals.scores import Sample, Scores, score
from index.errors import InputError
from rag.answer import Answer, Message

SCHEMA_VERSION = 1
RUN_FILE = "run.json"
SAMPLES_FILE = "samples.jsonl"
SCORES_FILE = "scores.json"

Ask = Callable[[str, Sequence[Message]], Answer]

logger = getLogger(__name__)


@dataclass(frozen=True)
class Run:
    """A finished run."""

    samples: list[Sample]
    scores: Scores


def run_eval(questions: Iterable[Question], ask: Ask, originals: Originals, out: Path, provenance: Provenance) -> Run:
    """Asks, measures and writes `run.json` (status "started"), `samples.jsonl`, `scores.json`, `run.json` ("done").

    A question that fails is a sample with its error and no answer, counted as failed; the run goes on.

    Args:
        questions: with their evidence located; at least one.
        ask: question and conversation before it to answer.
        originals: the articles' texts, to hold citations against.
        out: folder for the files, made where it does not exist; an earlier run in it is replaced.
        provenance: what the figures depend on.

    Raises:
        InputError: the folder cannot be written.
    """
    record = {
        "schema_version": SCHEMA_VERSION,
        "status": "started",
        "started": _now(),
        "finished": None,
        **provenance.to_json(),
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / SCORES_FILE).unlink(missing_ok=True)  # an earlier run's scores must not pass for those of a killed one
        _write_json(out / RUN_FILE, record)
        with (out / SAMPLES_FILE).open("w", encoding="utf-8") as file:
            samples = [_write_sample(file, _ask(question, ask, originals.text)) for question in questions]
    except OSError as error:
        raise InputError(
            f"cannot write the run to {out}: {error.strerror or error}; name another folder with --out"
        ) from error
    scores = score(samples)
    _write_json(out / SCORES_FILE, scores.to_json())
    held_against = {"files": len(originals.from_file), "stored_texts": len(originals.from_index)}
    done = {"status": "done", "finished": _now(), "citations_held_against": held_against}
    _write_json(out / RUN_FILE, record | done)
    return Run(samples, scores)


def _ask(question: Question, ask: Ask, text_of: TextOf) -> Sample:
    try:
        answer = ask(question.question, question.history)
    except Exception as error:  # whatever it is, it is this question's result and not the run's end
        logger.warning("question %s failed: %s: %s", question.id, type(error).__name__, error)
        logger.debug("question %s failed", question.id, exc_info=True)
        return Sample(question, None, f"{type(error).__name__}: {error}", tally(question, None, text_of))
    return Sample(question, answer, None, tally(question, answer, text_of))


def _write_sample(file: TextIO, sample: Sample) -> Sample:
    record = {
        "id": sample.question.id,
        "answer": None if sample.answer is None else sample.answer.to_json(),
        "measures": sample.values,
        "error": sample.error,
    }
    file.write(json.dumps(record, ensure_ascii=False) + "\n")
    file.flush()
    return sample


def _write_json(path: Path, content: dict[str, Any]) -> None:
    scratch = path.with_name(path.name + ".tmp")
    scratch.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    scratch.replace(path)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
