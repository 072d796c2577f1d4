"""Half-open character ranges of a stored text."""

from typing import NamedTuple


class Span(NamedTuple):
    """`text[start:end]`, counted in code points."""

    start: int
    end: int
