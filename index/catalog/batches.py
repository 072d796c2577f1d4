"""What SQLite is given at once."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
SQL_VARIABLES = 500  # SQLite allows 999 in old builds


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items, in parts that one statement can name."""
    return (items[start : start + SQL_VARIABLES] for start in range(0, len(items), SQL_VARIABLES))
