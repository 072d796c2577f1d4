"""What a run depended on, so that its figures can be traced: commit, packages, questions, machine."""

import hashlib
import os
import platform
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

from evals.bootstrap import RESAMPLES

# Those that can change an answer or a score.
PACKAGES = (
    "onrecord",
    "charset-normalizer",
    "chromadb",
    "ir-measures",
    "llama-index-core",
    "llama-index-vector-stores-chroma",
    "lxml",
    "numpy",
    "onnxruntime",
    "pypdf",
    "python-docx",
    "rapidfuzz",
    "snowballstemmer",
    "sqlalchemy",
    "striprtf",
    "tokenizers",
    "trafilatura",
)
GIT_SECONDS = 10


@dataclass(frozen=True)
class Checkout:
    """The state of the code, where it runs from a git checkout."""

    commit: str | None
    """Hex id of the commit; None where the code is not in a checkout."""
    dirty: bool | None
    """Whether tracked files differ from the commit; None as `commit`."""


@dataclass(frozen=True)
class Machine:
    """Where it ran, without naming it."""

    platform: str
    python: str
    cores: int | None
    processor: str = ""
    """Its architecture, such as x86_64."""


@dataclass(frozen=True)
class QuestionFile:
    """The questions that were asked."""

    path: str
    sha256: str
    """Hex sha256 of the file's bytes."""
    count: int


@dataclass(frozen=True)
class AttributionFile:
    """The annotations that citations were held against."""

    path: str
    sha256: str
    """Hex sha256 of the file's bytes."""


@dataclass(frozen=True)
class Provenance:
    """Everything a run's figures depend on."""

    command: dict[str, str | None]
    """The flags that the run was started with."""
    settings: dict[str, Any]
    questions: QuestionFile
    index: dict[str, Any]
    """The manifest of the index that answered."""
    code: Checkout
    packages: dict[str, str | None]
    """Versions by distribution; None where one is not installed."""
    machine: Machine
    bootstrap_seed: int
    bootstrap_resamples: int = RESAMPLES
    jobs: int = 1
    """Questions asked at the same time; with more than one, answers take time from each other."""
    articles_sha256: str | None = None
    """Digest of the articles indexed, whatever the index was built with (`digest_of`)."""
    attributions: AttributionFile | None = None

    def to_json(self) -> dict[str, Any]:
        """As it stands in `run.json`."""
        return asdict(self)


def question_file(path: Path, count: int) -> QuestionFile:
    """The file's digest beside its path."""
    return QuestionFile(str(path), _sha256(path), count)


def attribution_file(path: Path) -> AttributionFile:
    """The file's digest beside its path."""
    return AttributionFile(str(path), _sha256(path))


class Digested(Protocol):
    """What is needed of an article as indexed."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def sha256(self) -> str:
        """Hex sha256 of its text's UTF-8."""


def digest_of(articles: Iterable[Digested]) -> str:
    """Hex sha256 over the digests and ids of a set of articles, sorted."""
    lines = sorted(f"{article.sha256} {article.id}\n" for article in articles)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def checkout(folder: Path = Path(__file__).parent) -> Checkout:
    """The commit that a folder's files are of, whether or not something was changed since."""
    # A package installed below somebody's checkout is not part of it: git has to know the file itself.
    if _git(folder, "ls-files", "--error-unmatch", "__init__.py") is None:
        return Checkout(None, None)
    commit, changes = _git(folder, "rev-parse", "HEAD"), _git(folder, "status", "--porcelain", "--untracked-files=no")
    return (
        Checkout(None, None) if commit is None or changes is None else Checkout(commit.strip(), bool(changes.strip()))
    )


def packages() -> dict[str, str | None]:
    """Versions of the packages that can change an answer or a score."""
    return {name: _version(name) for name in PACKAGES}


def machine() -> Machine:
    """The platform, the Python version and the number of cores."""
    return Machine(platform.platform(), platform.python_version(), os.cpu_count(), platform.machine())


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _git(folder: Path, *arguments: str) -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program with fixed arguments
            [git, "-C", str(folder), *arguments], capture_output=True, text=True, timeout=GIT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
