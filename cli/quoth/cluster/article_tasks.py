"""Articles analysed by a cluster for a database that is kept here."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from functools import partial

from quoth.batch.tasks import Result, Task, decode, died, perform_encoded, size_of, taken_along
from quoth.cluster.client import connected
from quoth.rulebook.rules import RuleBook

TOGETHER = 32
"""Articles that travel together, at the most: a quarter of a second of work."""
BYTES = 1_000_000
"""The same in bytes, about."""


def performed_afar(tasks: Iterable[Task], book: RuleBook, scheduler: str) -> Generator[Result, None, None]:
    """What comes of the tasks, in their order. Raises what `cluster.connected` raises, and ClusterError."""
    with connected(scheduler, book) as cluster, closing(cluster.map(partial(_perform_all, book.digest), _groups(tasks))) as done:
        for group, results in done:
            if results is not None:
                yield from map(decode, results)
                continue
            for task, result in cluster.map_apart(partial(_perform_all, book.digest), ([task] for task in group)):
                yield died(task[0]) if result is None else decode(result[0])


def _groups(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    group: list[Task] = []
    size = 0
    for task in map(taken_along, tasks):
        group.append(task)
        size += size_of(task)
        if len(group) == TOGETHER or size >= BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _perform_all(rules: str, tasks: list[Task]) -> list[bytes]:
    return [perform_encoded(rules, task) for task in tasks]
