"""A finished run with its scores, read back from its folder."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.scores import Sample
from evals.stored import SCORES_FILE, load_run
from index.errors import InputError


@dataclass(frozen=True)
class ReadRun:
    """A finished run as its files tell it."""

    folder: Path
    record: Mapping[str, Any]
    """`run.json`."""
    scores: Mapping[str, Any]
    """`scores.json`."""
    samples: Sequence[Sample]
    """`samples.jsonl`, with the questions of `questions.jsonl`."""

    def measures(self, kind: str | None = None) -> Mapping[str, Mapping[str, Any] | None]:
        """Estimates by measure, over all questions or those of a kind; None where one does not apply."""
        group = self.scores if kind is None else self.scores.get("by_kind", {}).get(kind, {})
        found: Mapping[str, Mapping[str, Any] | None] = group.get("measures", {})
        return found

    @property
    def kinds(self) -> list[str]:
        """Kinds of questions, in the order in which they first occur."""
        return list(self.scores.get("by_kind", {}))

    @property
    def curve(self) -> Sequence[Mapping[str, Any]]:
        """How refusal moves with its threshold, where the run measured it: threshold, precision, recall, f1."""
        points: Sequence[Mapping[str, Any]] = self.scores.get("refusal_curve") or ()
        return points


def read_run(folder: Path) -> ReadRun:
    """A finished run.

    Raises:
        InputError: a file is missing or damaged, or the run was not finished.
    """
    stored = load_run(folder)
    path = folder / SCORES_FILE
    try:
        scores = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read {path} ({error}); run the evaluation again") from error
    return ReadRun(folder, stored.record, scores, stored.samples)
