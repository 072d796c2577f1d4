"""Which port the page listens on."""

import errno
import socket

from index.errors import InputError

FIRST_PORT = 7860
TRIED_PORTS = 100


def listening_port(host: str, wanted: int | None) -> int:
    """The port wanted, or the first free one from 7860.

    Raises:
        InputError: it is taken, or this machine has no such address.
    """
    for port in (wanted,) if wanted else range(FIRST_PORT, FIRST_PORT + TRIED_PORTS):
        problem = _problem(host, port)
        if problem is None:
            return port
        if problem != errno.EADDRINUSE:
            break
    if problem == errno.EADDRINUSE:
        which = f"port {wanted} of {host} is" if wanted else f"ports {FIRST_PORT} to {port} of {host} are all"
        raise InputError(f"{which} in use; stop what listens there, or name another port with --port")
    if problem in {errno.EACCES, errno.EPERM}:
        raise InputError(f"this user may not listen on port {port}; name one above 1023 with --port")
    raise InputError(f"cannot listen on '{host}': this machine has no such address; try --host 127.0.0.1")


def _problem(host: str, port: int) -> int | None:
    """The error number of listening there; None if it can be done."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except socket.gaierror:
        return errno.EADDRNOTAVAIL
    except OSError as error:
        return error.errno or errno.EADDRNOTAVAIL
    return None
