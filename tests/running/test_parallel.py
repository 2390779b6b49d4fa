"""parallel: results in order, whatever becomes of the processes."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import NoReturn

import pytest

from limits import within
from quoth.running.parallel import AHEAD, Job, ordered_map


def ready() -> None:
    """Nothing needs to be made ready."""


def double(number: int) -> int:
    if number < 0:
        os._exit(1)
    return 2 * number


def died(number: int, late: float) -> int:
    return 2000 + number if late else 1000 + number


def slow(number: int) -> int:
    time.sleep(60 if number < 0 else 0.01)
    return 2 * number


def large(number: int) -> bytes:
    """Some MB, more than any line takes at once."""
    return bytes([number]) * 3_000_000


def none_left(number: int, late: float) -> bytes:
    return b""


def killed_at_once() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(number: int) -> NoReturn:
    raise ValueError(number)


DOUBLING = Job(double, died, ready)


def test_results_come_in_the_order_of_the_things() -> None:
    assert list(ordered_map(DOUBLING, range(40), 2)) == [2 * number for number in range(40)]


def test_nothing_gives_nothing() -> None:
    assert list(ordered_map(DOUBLING, [], 2)) == []


def test_a_process_that_dies_loses_its_own_thing_only() -> None:
    things = [1, -2, 3, 4, 5, -6, -7, *range(8, 30)]
    assert list(ordered_map(DOUBLING, things, 2)) == [1000 + thing if thing < 0 else 2 * thing for thing in things]


def test_few_things_are_in_flight() -> None:
    taken = 0

    def counted() -> Iterator[int]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield number

    results = ordered_map(DOUBLING, counted(), 2)
    assert next(results) == 0
    assert 0 < taken <= 2 * AHEAD
    before = taken
    results.close()
    assert taken == before


def test_an_exception_in_the_work_comes_out() -> None:
    with pytest.raises(ValueError, match="7"):
        list(ordered_map(Job(refuse, died, ready), [7], 2))


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_processes_may_be_started_in_any_way(method: str) -> None:
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method(method, force=True)
    try:
        with within(60):
            assert list(ordered_map(DOUBLING, [1, -2, 3, 4], 2)) == [2, 998, 6, 8]
    finally:
        multiprocessing.set_start_method(before, force=True)


def test_what_takes_too_long_is_given_up_and_nothing_else() -> None:
    things = [1, 2, -3, *range(4, 20)]
    with within(30):
        results = list(ordered_map(Job(slow, died, ready), things, 2, timeout=0.5))
    assert results == [2000 + thing if thing < 0 else 2 * thing for thing in things]


def test_time_in_which_nobody_looked_does_not_count() -> None:
    with within(30):
        results = ordered_map(DOUBLING, range(100), 2, timeout=0.5)
        first = next(results)
        time.sleep(1.5)
        assert [first, *results] == [2 * number for number in range(100)]


def test_large_results_and_things_go_both_ways_at_once() -> None:
    with within(60):
        sizes = [len(result) for result in ordered_map(Job(bytes.upper, none_left, ready), [b"a" * 5_000_000] * 20, 2)]
    assert sizes == [5_000_000] * 20


def test_a_process_killed_in_the_midst_of_a_message_costs_that_thing_only() -> None:
    results = ordered_map(Job(large, none_left, ready), range(12), 2)
    with within(60):
        got = [next(results)]
        time.sleep(0.5)  # nobody reads meanwhile, so both stand in the midst of a message
        os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)
        got += results
    lost = [number for number, result in enumerate(got) if not result]
    assert len(lost) == 1
    assert all(result == large(number) for number, result in enumerate(got) if result)


def test_to_end_early_in_the_midst_of_messages_does_not_hang() -> None:
    threads = threading.active_count()
    for _ in range(5):
        results = ordered_map(Job(large, none_left, ready), range(100), 2)
        with within(30):
            next(results)
            time.sleep(0.1)
            results.close()
        assert multiprocessing.active_children() == []
    assert threading.active_count() == threads


def test_processes_that_die_before_they_are_ready_are_no_endless_loop() -> None:
    with within(60):
        assert list(ordered_map(Job(double, died, killed_at_once), [1, 2], 2)) == [1001, 1002]


def test_what_the_start_raises_comes_out() -> None:
    with within(30), pytest.raises(TypeError):
        list(ordered_map(Job(double, died, double), [1], 2))
