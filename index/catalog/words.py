"""Words as full-text queries take them: quoted, and valid."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]")


def match_any(terms: Sequence[str]) -> str:
    """FTS5 query for any of the terms; each is quoted, so nothing a user types is read as an operator; empty for none."""
    words = (term for term in terms if _WORD.search(term))
    return " OR ".join('"' + bindable(term).replace('"', '""') + '"' for term in words)


def bindable(written: str) -> str:
    """What SQLite can be given: valid Unicode, which half a surrogate pair is not, without NUL, which ends a query."""
    return written.encode("utf-8", "replace").decode().replace("\0", " ")
