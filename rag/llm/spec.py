"""Which language model: KIND:NAME as a flag or the settings give it, read and checked before anything is loaded."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import SettingsError

NONE = "none"
"""Turns off the model that the settings name."""
FORMS = ("ollama:NAME", "openai:NAME", "openai-like:URL#NAME", "anthropic:NAME", "gguf:FILE")
_NAME = re.compile(r"[\w.:/@+-]{1,200}")
_MAGIC = b"GGUF"


@dataclass(frozen=True)
class Spec:
    """A language model by its kind and name."""

    kind: str
    name: str
    """As its server knows it; of a file, its path."""
    url: str | None = None
    """Where the server answers, without a slash at the end; of openai-like alone."""

    def __str__(self) -> str:
        return f"{self.kind}:{self.url}#{self.name}" if self.url else f"{self.kind}:{self.name}"


def parse_spec(written: str) -> Spec:
    """The model that a text names.

    Raises:
        SettingsError: it is of no known form, its URL or name cannot be one, or its file is not there or no GGUF file.
    """
    kind, _, rest = written.strip().partition(":")
    if kind not in {form.partition(":")[0] for form in FORMS} or not rest:
        raise SettingsError(f"language model {_shown(written)!r} is not known; give one of {', '.join(FORMS)}")
    if kind == "gguf":
        return Spec(kind, str(_file(rest)))
    if kind == "openai-like":
        url, _, name = rest.partition("#")
        return Spec(kind, _name(name, written), _url(url, written))
    return Spec(kind, _name(rest, written))


def _name(name: str, written: str) -> str:
    if not _NAME.fullmatch(name):
        form = next(one for one in FORMS if one.startswith(written.strip().partition(":")[0] + ":"))
        raise SettingsError(
            f"language model {_shown(written)!r} has no name that can be one: {form}, NAME of letters, digits and . : / @ + - _"
        )
    return name


def _url(url: str, written: str) -> str:
    try:
        parts = urlsplit(url)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        valid = False
    if not valid:
        raise SettingsError(
            f"language model {_shown(written)!r} has no address that can be one: openai-like:http://HOST:PORT/v1#NAME"
        )
    if parts.username is not None or parts.password is not None or parts.query:
        # it would be shown, logged and stored with runs
        raise SettingsError(
            f"language model {_shown(written)!r} holds a password or query in its address; set OPENAI_LIKE_API_KEY instead"
        )
    return url.rstrip("/")


def _file(path: str) -> Path:
    file = Path(path).expanduser()
    try:
        with file.open("rb") as opened:
            magic = opened.read(len(_MAGIC))
    except OSError as error:
        raise SettingsError(
            f"the model file '{file}' cannot be read ({error.strerror}); give gguf:FILE, a file in GGUF format"
        ) from error
    if magic != _MAGIC:
        raise SettingsError(f"'{file}' is not in GGUF format; give gguf:FILE, a file in GGUF format")
    return file


def _shown(written: str) -> str:
    """As an error may show it: without what stands before an @ or behind a ? of an address."""
    return re.sub(r"\?[^#]*", "?…", re.sub(r"//[^/@#]*@", "//…@", written))[:200]
