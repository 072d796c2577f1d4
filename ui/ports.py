"""The port the page listens on."""

import errno
import socket

from index.errors import InputError

FIRST_PORT = 7860
TRIED_PORTS = 100
WAITING = 2048
"""Connections that may wait to be accepted, as uvicorn has it."""


def listening(host: str, wanted: int | None) -> socket.socket:
    """A socket that listens on the port wanted, or on the first free one from 7860.

    Raises:
        InputError: it is taken, or this machine has no such address.
    """
    problem: int | None = None
    for port in (wanted,) if wanted else range(FIRST_PORT, FIRST_PORT + TRIED_PORTS):
        try:
            return _listening(host, port)
        except socket.gaierror:
            problem = errno.EADDRNOTAVAIL
        except OSError as error:
            problem = error.errno
        if problem != errno.EADDRINUSE:
            break
    if problem == errno.EADDRINUSE:
        which = f"port {wanted} of {host} is" if wanted else f"ports {FIRST_PORT} to {port} of {host} are all"
        raise InputError(f"{which} in use; stop what listens there, or name another port with --port")
    if problem in {errno.EACCES, errno.EPERM}:
        raise InputError(f"this user may not listen on port {port}; name one above 1023 with --port")
    raise InputError(f"cannot listen on '{host}': this machine has no such address; try --host 127.0.0.1")


def _listening(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(WAITING)
    except OSError:
        made.close()
        raise
    return made
