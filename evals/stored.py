"""A run as it lies in its folder, read back: its record, its questions and what became of each."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.question import Question
from evals.questions import load_questions
from evals.scores import PROBABILITY, Sample, tallies_of
from index.errors import InputError
from rag.answer import Answer

SCHEMA_VERSION = 1
RUN_FILE = "run.json"
SAMPLES_FILE = "samples.jsonl"
SCORES_FILE = "scores.json"
QUESTIONS_FILE = "questions.jsonl"
REPORT_FILE = "report.html"
STARTED, DONE = "started", "done"


@dataclass(frozen=True)
class StoredRun:
    """A finished run."""

    folder: Path
    record: Mapping[str, Any]
    """The content of `run.json`."""
    samples: list[Sample]
    """In the order of the questions."""

    @property
    def questions_sha256(self) -> str:
        """Hex sha256 of the question file's bytes."""
        return str(self.record["questions"]["sha256"])


def load_run(folder: Path) -> StoredRun:
    """Reads a finished run.

    Raises:
        InputError: there is no run, it was not finished, or a file of it is damaged.
    """
    record = read_record(folder)
    if record["status"] != DONE:
        asked, all_of_them = sum(1 for _ in complete_lines(folder)), record["questions"]["count"]
        raise InputError(
            f"the run {folder} was not finished ({asked} of {all_of_them} questions asked); "
            f"finish it with: onrecord eval --resume --out {folder}"
        )
    questions = {question.id: question for question in load_questions(folder / QUESTIONS_FILE)}
    samples = []
    for number, line in enumerate(complete_lines(folder), 1):
        written = parse_sample(folder, number, line.decode("utf-8", "replace"))
        if written.id not in questions:
            raise _damaged(folder, number, f"question {written.id!r} is not in {QUESTIONS_FILE}")
        samples.append(written.of(questions.pop(written.id)))
    if questions:
        raise InputError(f"{folder / SAMPLES_FILE} lacks question {next(iter(questions))!r}; run the evaluation again")
    return StoredRun(folder, record, samples)


def read_record(folder: Path) -> dict[str, Any]:
    """The content of `run.json`.

    Raises:
        InputError: there is no run in the folder, or another version wrote it.
    """
    path = folder / RUN_FILE
    try:
        record = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"{folder} holds no run ({RUN_FILE} is not there); name the folder given to --out") from error
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read {path} ({error}); run the evaluation again") from error
    if not isinstance(record, dict) or record.get("schema_version") != SCHEMA_VERSION:
        raise InputError(f"{path} is not of schema version {SCHEMA_VERSION}; run the evaluation again")
    return record


def complete_lines(folder: Path) -> Iterator[bytes]:
    """The lines of `samples.jsonl` that were written to their end, newline included."""
    try:
        with (folder / SAMPLES_FILE).open("rb") as file:
            yield from (line for line in file if line.endswith(b"\n"))
    except FileNotFoundError:
        return
    except OSError as error:
        raise InputError(f"cannot read {folder / SAMPLES_FILE}: {error.strerror or error}") from error


@dataclass(frozen=True)
class Written:
    """A line of `samples.jsonl`."""

    id: str
    answer: Answer | None
    measures: dict[str, float | None]
    error: str | None

    def of(self, question: Question) -> Sample:
        """The sample, with its question."""
        return Sample(question, self.answer, self.error, tallies_of(self.measures), self.measures.get(PROBABILITY))


def parse_sample(folder: Path, number: int, line: str) -> Written:
    """One line of `samples.jsonl`.

    Raises:
        InputError: it is not such a line.
    """
    try:
        record = json.loads(line)
        answer = None if record["answer"] is None else Answer.from_json(record["answer"])
        return Written(record["id"], answer, dict(record["measures"]), record["error"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(folder, number, repr(error)) from error


def _damaged(folder: Path, number: int, what: str) -> InputError:
    return InputError(f"{folder / SAMPLES_FILE}, line {number}: {what}; run the evaluation again without --resume")
