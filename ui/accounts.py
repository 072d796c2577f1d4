"""Who may log in: a file of names with hashed passwords, and a limit on guessing.

Passwords are hashed with scrypt (RFC 7914), a salt for each; the file keeps what each was hashed with.
"""

import hashlib
import hmac
import json
import os
import secrets
import time
import unicodedata
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Self

from index.errors import InputError

SHORTEST_PASSWORD = 8
LONGEST_NAME = 64
WRONG_TRIES = 10
"""Wrong passwords for a name within `TRIES_SECONDS` after which further ones are refused."""
TRIES_SECONDS = 60.0
_SALT_BYTES = 16
_KEY_BYTES = 32
_MOST_MEMORY_BYTES = 256 * 2**20


@dataclass(frozen=True)
class Hashed:
    """A password that cannot be read back."""

    salt: str
    """Hex."""
    key: str
    """Hex; what scrypt makes of the password and the salt."""
    n: int = 2**15
    """Cost of scrypt; 128 * n * r bytes of memory, here 32 MiB."""
    r: int = 8
    """Size of its blocks."""
    p: int = 3
    """How often it is done."""

    @classmethod
    def of(cls, password: str) -> Self:
        """A password hashed with a salt of its own."""
        unkeyed = cls(secrets.token_hex(_SALT_BYTES), "")
        return cls(unkeyed.salt, unkeyed.key_of(password).hex())

    def key_of(self, password: str) -> bytes:
        """The key of a password, whichever way its letters were composed.

        Raises:
            ValueError: the salt is not hex, or scrypt does not take n, r and p.
        """
        typed = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
        salt = bytes.fromhex(self.salt)
        return hashlib.scrypt(
            typed, salt=salt, n=self.n, r=self.r, p=self.p, maxmem=_MOST_MEMORY_BYTES, dklen=_KEY_BYTES
        )


_NOBODY = Hashed("00" * _SALT_BYTES, "00" * _KEY_BYTES)
"""Hashed against where a name is unknown, so that the answer takes as long."""


@dataclass(frozen=True)
class Accounts:
    """Names and their passwords."""

    users: Mapping[str, Hashed]

    @classmethod
    def read(cls, path: Path) -> Self:
        """The accounts in a file.

        Raises:
            InputError: it is missing, unreadable, not an accounts file, or names nobody.
        """
        users = _read(path)
        if not users:
            raise InputError(f"the accounts file '{path}' names nobody; {_mend(path)}")
        return cls(MappingProxyType(users))

    def check(self, name: str, password: str) -> bool:
        """Whether the password is that name's; takes as long for an unknown name."""
        known = self.users.get(name, _NOBODY)
        same = hmac.compare_digest(known.key_of(password), bytes.fromhex(known.key))
        return same and name in self.users


def add(path: Path, name: str, password: str) -> bool:
    """Adds somebody to a file, made if need be, readable by its owner alone; returns whether the name was there before.

    Raises:
        InputError: the name or the password cannot be used, or the file is no accounts file.
    """
    if not name or len(name) > LONGEST_NAME or name != name.strip() or ":" in name or not name.isprintable():
        raise InputError(f"'{name}' cannot be a name: give 1 to {LONGEST_NAME} characters, without ':'")
    if len(password) < SHORTEST_PASSWORD:
        raise InputError(f"the password is too short; give at least {SHORTEST_PASSWORD} characters")
    users = _read(path) if path.exists() else {}
    replaced = name in users
    _write(path, users | {name: Hashed.of(password)})
    return replaced


def remove(path: Path, name: str) -> None:
    """Removes somebody from a file.

    Raises:
        InputError: nobody there is called so, or the file cannot be used.
    """
    users = dict(Accounts.read(path).users)
    if users.pop(name, None) is None:
        raise InputError(f"nobody in '{path}' is called '{name}'; there are: {', '.join(users)}")
    _write(path, users)


class Guesses:
    """Wrong tries of the last minute, by name; safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tries: defaultdict[str, deque[float]] = defaultdict(deque)
        self._lock = Lock()

    def begin(self, name: str) -> bool:
        """Counts a try as wrong until it is found `right`; false where the name has had too many."""
        with self._lock:
            now = self._clock()
            for known, tries in list(self._tries.items()):
                while tries and now - tries[0] >= TRIES_SECONDS:
                    tries.popleft()
                if not tries:
                    del self._tries[known]
            if len(self._tries[name]) >= WRONG_TRIES:
                return False
            self._tries[name].append(now)
            return True

    def right(self, name: str) -> None:
        """Forgets the tries of somebody who knows the password."""
        with self._lock:
            self._tries.pop(name, None)


def _mend(path: Path) -> str:
    return f"add somebody with: onrecord user add NAME --auth {path}"


def _read(path: Path) -> dict[str, Hashed]:
    try:
        return _users(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"there is no accounts file '{path}'; {_mend(path)} (it makes the file)") from error
    except OSError as error:
        raise InputError(f"cannot read the accounts file '{path}': {error.strerror}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(f"'{path}' is no accounts file ({error!r}); move it away and {_mend(path)}") from error


def _users(text: str) -> dict[str, Hashed]:
    if not text.strip():
        return {}
    users = {name: Hashed(**kept) for name, kept in json.loads(text)["users"].items()}
    for kept in users.values():
        if not len(bytes.fromhex(kept.salt)) or len(bytes.fromhex(kept.key)) != _KEY_BYTES:
            raise ValueError("a salt or a key is cut off")
        if 128 * kept.n * kept.r > _MOST_MEMORY_BYTES // 2 or not 1 <= kept.p <= 64:
            raise ValueError("n, r or p is out of range")
    return users


def _write(path: Path, users: Mapping[str, Hashed]) -> None:
    """To a file of its own first, so that there is never half of one, nor one that others can read."""
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump({"users": {name: asdict(kept) for name, kept in users.items()}}, file, ensure_ascii=False, indent=1)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)
