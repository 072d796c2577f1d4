"""Questions asked in order, one by one or several at a time."""

import threading
import time

import pytest

from evals.asking import AHEAD, in_order


@pytest.mark.parametrize("jobs", [1, 3])
def test_answers_come_in_the_order_of_the_questions(jobs: int) -> None:
    def slow_first(number: int) -> int:
        time.sleep(0.02 if number == 0 else 0)
        return number * 10

    assert list(in_order(slow_first, range(8), jobs)) == [(number, number * 10) for number in range(8)]


def test_several_are_asked_at_the_same_time_and_never_more_than_that() -> None:
    together, asking, most = threading.Barrier(3), 0, 0
    lock = threading.Lock()

    def ask(number: int) -> int:
        nonlocal asking, most
        with lock:
            asking += 1
            most = max(most, asking)
        together.wait(timeout=10)  # breaks, and fails the test, unless three are asked at once
        with lock:
            asking -= 1
        return number

    assert [answered for _, answered in in_order(ask, range(9), 3)] == list(range(9))
    assert most == 3


def test_one_job_asks_in_the_thread_that_calls() -> None:
    assert [answered for _, answered in in_order(lambda _: threading.get_ident(), [1], 1)] == [threading.get_ident()]


def test_no_more_questions_are_taken_than_are_soon_asked() -> None:
    taken = []

    def questions() -> "object":
        for number in range(100):
            taken.append(number)
            yield number

    answers = in_order(lambda number: number, questions(), 2)
    next(answers)
    assert len(taken) == AHEAD * 2 + 1
    answers.close()


def test_what_was_not_asked_yet_is_not_asked_after_a_stop() -> None:
    asked, go_on = [], threading.Event()

    def ask(number: int) -> int:
        asked.append(number)
        if number:
            go_on.wait(timeout=10)
        return number

    answers = in_order(ask, range(100), 2)
    next(answers)
    go_on.set()
    answers.close()
    assert len(asked) <= AHEAD * 2 + 1
