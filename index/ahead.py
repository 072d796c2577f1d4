"""Work done in threads ahead of those who need it, in order and within bounds."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
ITEMS_A_THREAD = 8
"""Items taken ahead for each thread: enough that none waits for a long one before it."""


def ahead(
    items: Iterable[T],
    work: Callable[[T], Callable[[], R] | None],
    size: Callable[[T], int],
    *,
    most_size: int,
    threads: int | None = None,
) -> Generator[tuple[T, Future[R] | None], None, None]:
    """The items in their order, each with the outcome of its work, where it has any; later ones are under way by then.

    Args:
        items: taken one by one in the caller's thread.
        work: what to do for an item in a thread of its own; None for nothing.
        size: what an item takes of the memory.
        most_size: of the items taken ahead, all together; the last of them may go beyond.
        threads: as many as there are cores.
    """
    threads = threads or os.cpu_count() or 1
    waiting: deque[tuple[T, Future[R] | None]] = deque()
    taken = 0
    pool = ThreadPoolExecutor(threads, thread_name_prefix="ahead")
    try:
        for item in items:
            todo = work(item)
            waiting.append((item, pool.submit(todo) if todo else None))
            taken += size(item)
            while waiting and (waiting[0][1] is None or taken > most_size or len(waiting) >= threads * ITEMS_A_THREAD):
                taken -= size(waiting[0][0])
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()
    finally:
        pool.shutdown(cancel_futures=True)
