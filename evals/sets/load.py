"""The sets by name."""

from collections.abc import Callable
from pathlib import Path

from evals.sets import clapnq, polnear, realtimeqa, squad2
from evals.sets.prepared import is_prepared, load_prepared
from evals.sets.record import LoadedSet, SetInfo
from index.errors import InputError

_LOADERS: dict[str, tuple[SetInfo, Callable[[Path], LoadedSet]]] = {
    "polnear": (polnear.INFO, polnear.load),
    "squad2": (squad2.INFO, squad2.load),
    "realtimeqa": (realtimeqa.INFO, realtimeqa.load),
    "clapnq": (clapnq.INFO, clapnq.load),
}
SETS: dict[str, SetInfo] = {name: info for name, (info, _) in _LOADERS.items()}
"""Every set that can be loaded, by name."""


def load_set(name: str, data: Path) -> LoadedSet:
    """A set's questions and articles.

    Args:
        name: one of `SETS`.
        data: the file or folder in the set's public form, or a folder with `questions.jsonl` and `articles.jsonl` (or
            `articles.jsonl.gz`) in this project's own formats.

    Raises:
        InputError: there is no such set, or what is at `data` is not of the expected form.
    """
    if name not in _LOADERS:
        raise InputError(f"no set {name!r}; known are {', '.join(_LOADERS)}")
    info, load = _LOADERS[name]
    if not data.exists():
        raise InputError(f"{data} does not exist; --data takes {info.form}")
    loaded = load_prepared(info, data) if is_prepared(data) else load(data)
    if not loaded.questions:
        reasons = "; ".join(f"{reason}: {count}" for reason, count in loaded.left_out.items())
        raise InputError(
            f"{data} gives no question of {name}" + (f" ({reasons})" if reasons else f"; --data takes {info.form}")
        )
    return loaded
