"""Work done ahead: in order, in threads, within bounds, and given up with the rest."""

import threading
from contextlib import closing

import pytest

from index.ahead import ahead


def size(_: int) -> int:
    return 1


def test_items_come_in_order_each_with_the_outcome_of_its_work():
    slow_first = threading.Event()

    def work(item):
        if item == 0:
            return lambda: slow_first.wait(5) and item * 10
        return None if item % 3 == 2 else lambda: item * 10

    found = ahead(range(9), work, size, most_size=100, threads=2)
    slow_first.set()
    assert [(item, outcome and outcome.result()) for item, outcome in found] == [
        (item, None if item % 3 == 2 else item * 10) for item in range(9)
    ]


def test_later_items_are_worked_on_while_an_earlier_one_takes_its_time():
    second_is_done = threading.Event()
    work = [lambda: second_is_done.wait(5), second_is_done.set]
    outcomes = [outcome.result() for _, outcome in ahead([0, 1], work.__getitem__, size, most_size=100, threads=2)]
    assert outcomes == [True, None]


@pytest.mark.parametrize(("most_size", "most_taken"), [(3, 4), (1000, 16)])  # one beyond; 8 items for each of 2 threads
def test_no_more_is_taken_than_the_bounds_allow(most_size, most_taken):
    taken, most = 0, 0

    def items():
        nonlocal taken
        for item in range(60):
            taken += 1
            yield item

    for given, _ in enumerate(ahead(items(), lambda _: int, size, most_size=most_size, threads=2)):
        most = max(most, taken - given)
    assert most == most_taken


def test_an_error_comes_with_its_item_and_ends_the_rest():
    def work(item):
        return (lambda: 1 // 0) if item == 1 else int

    with closing(ahead(range(100), work, size, most_size=100, threads=1)) as found:
        assert next(found)[1].result() == 0
        with pytest.raises(ZeroDivisionError):
            next(found)[1].result()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ahead")]
