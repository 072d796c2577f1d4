"""A model file served on this machine: llama.cpp behind an OpenAI-compatible address of its own, until it is let go of."""

import os
import secrets
from typing import Any, NamedTuple

from index.errors import MissingExtraError, OnRecordError


class Served(NamedTuple):
    """A running server; it stops when it is collected."""

    server: Any
    """xllamacpp's own, typed nowhere."""
    url: str
    key: str
    """Without it nobody else on the machine is answered."""


def serve(path: str, context: int) -> Served:
    """Loads a model file and serves it to this process, on a free port of the loopback address.

    Args:
        path: a GGUF file.
        context: most tokens of a prompt with its answer.

    Raises:
        MissingExtraError: xllamacpp is not installed.
        OnRecordError: the file cannot be loaded.
    """
    try:
        import xllamacpp
    except ModuleNotFoundError as error:
        raise MissingExtraError(f"'gguf:{path}' needs the package xllamacpp: pip install 'onrecord[gguf]'") from error
    key = secrets.token_urlsafe()
    params = xllamacpp.CommonParams()
    params.model.path = path
    params.n_ctx = context
    params.n_parallel = 1
    params.port = 0
    params.api_keys = [key]
    params.ui = False
    params.verbosity = -1
    # Its threads wait for each other in a loop: on two cores at work, two made one token a second, one made seventeen.
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = max(1, (os.cpu_count() or 2) // 2)
    params.cpuparams.poll = params.cpuparams_batch.poll = 0
    try:
        server = xllamacpp.Server(params)
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise OnRecordError(
            f"the model file '{path}' cannot be loaded ({what}); is it whole, and is there memory?"
        ) from error
    return Served(server, f"{server.listening_address}/v1", key)
