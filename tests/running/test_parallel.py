"""parallel: results in order, whatever becomes of the processes."""

import os
from collections.abc import Iterator
from typing import NoReturn

import pytest

from quoth.running.parallel import AHEAD, Job, ordered_map


def ready() -> None:
    """Nothing needs to be made ready."""


def double(number: int) -> int:
    if number < 0:
        os._exit(1)
    return 2 * number


def died(number: int) -> int:
    return 1000 + number


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
    assert taken == 2 * AHEAD
    results.close()
    assert taken == 2 * AHEAD


def test_an_exception_in_the_work_comes_out() -> None:
    with pytest.raises(ValueError, match="7"):
        list(ordered_map(Job(refuse, died, ready), [7], 2))
