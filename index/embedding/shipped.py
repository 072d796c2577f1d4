"""The shipped models: their files checked, opened with one thread a run, and texts that their tokenizer takes."""

import hashlib
from pathlib import Path

import onnxruntime

from index.errors import IndexDamagedError


def read_checked(path: Path, sha256: str) -> bytes:
    """A model file's bytes, whose sha256 is the shipped one's.

    Raises:
        IndexDamagedError: it cannot be read, or is another file.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise IndexDamagedError(
            f"model file {path.name} cannot be read ({error.strerror}); reinstall onrecord"
        ) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise IndexDamagedError(
            f"model file {path.name} is not the shipped one (its sha256 differs); reinstall onrecord"
        )
    return data


def open_session(path: Path, sha256: str) -> onnxruntime.InferenceSession:
    """The model to be run, one thread a run: texts are run side by side, one a core, as quick as wide batches.

    Raises:
        IndexDamagedError: as `read_checked`.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(read_checked(path, sha256), options, providers=["CPUExecutionProvider"])


def encodable(text: str) -> str:
    """The text without halves of surrogate pairs, which the tokenizer refuses."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
