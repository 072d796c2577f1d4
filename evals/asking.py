"""Questions asked in their order, one by one or several at a time."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

AHEAD = 2
"""Questions taken up beyond the one waited for, for each that is being asked: bounds what is held in memory."""

Question = TypeVar("Question")
Answered = TypeVar("Answered")


def in_order(
    ask: Callable[[Question], Answered], questions: Iterable[Question], jobs: int
) -> Iterator[tuple[Question, Answered]]:
    """Each question with its answer, in the order of the questions, whichever is answered first.

    Args:
        ask: what to do with a question; with more than one job it is called from several threads.
        questions: taken as they are needed.
        jobs: how many are asked at the same time, at least 1.
    """
    if jobs == 1:
        for question in questions:
            yield question, ask(question)
        return
    pool = ThreadPoolExecutor(jobs)
    waiting: deque[tuple[Question, Future[Answered]]] = deque()
    try:
        for question in questions:
            waiting.append((question, pool.submit(ask, question)))
            if len(waiting) > AHEAD * jobs:
                yield _next(waiting)
        while waiting:
            yield _next(waiting)
    finally:  # where the run was stopped, questions that are not being asked yet never are
        pool.shutdown(wait=True, cancel_futures=True)


def _next(waiting: deque[tuple[Question, Future[Answered]]]) -> tuple[Question, Answered]:
    question, answered = waiting.popleft()
    return question, answered.result()
