"""The lines of a table for Python's csv reader, which joins those of a record in memory; one too large is cut short."""

from collections.abc import Iterator
from typing import TextIO

REST = 1 << 20


class RecordLines(Iterator[str]):
    """Lines of a table; of a record over the limit no more than csv needs to find its end."""

    def __init__(self, text: TextIO, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.over = False
        """Whether the record is larger than `max_bytes`, in UTF-8."""
        self._text = text
        self._size_bytes = 0

    def begin_record(self) -> None:
        """Counts from here."""
        self.over = False
        self._size_bytes = 0

    def __next__(self) -> str:
        line = self._text.readline(self.max_bytes + 1)
        if not line:
            raise StopIteration
        self._size_bytes += len(line.encode("utf-8", "replace"))
        self.over = self.over or self._size_bytes > self.max_bytes
        if not self.over:
            return line
        quotes = line.count('"')
        while line and not line.endswith(("\n", "\r")):
            line = self._text.readline(REST)
            quotes += line.count('"')
        # A doubled quote stands for itself: an odd number opens a quoted field that runs on, or closes it.
        return '"\n' if quotes % 2 else "\n"
