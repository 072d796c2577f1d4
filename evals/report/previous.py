"""The run before a run: what a report compares with where nobody named another."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evals.stored import DONE, QUESTIONS_FILE, RUN_FILE


def previous_run(run_dir: Path) -> Path | None:
    """The newest finished run beside a run that asked the same questions and finished before it started; None without one."""
    own = _record(run_dir)
    if own is None:
        return None
    found = []
    for folder in sorted(run_dir.resolve().parent.iterdir()):
        record = None if folder == run_dir.resolve() else _record(folder)
        readable = record is not None and (folder / QUESTIONS_FILE).is_file()
        if record is not None and readable and record.get("status") == DONE and _digest(record) == _digest(own):
            finished = str(record.get("finished") or "")
            if finished <= str(own.get("started") or ""):
                found.append((finished, folder))
    return max(found, default=("", None))[1]


def _record(folder: Path) -> Mapping[str, Any] | None:
    try:
        record = json.loads((folder / RUN_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None  # no run, or one that cannot be compared with
    return record if isinstance(record, dict) else None


def _digest(record: Mapping[str, Any]) -> object:
    return (record.get("questions") or {}).get("sha256")
