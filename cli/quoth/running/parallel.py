"""Map over many things in several processes: results in order, few in flight, and no process that dies ends the run."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 4
"""Groups in flight for each process: enough to keep it busy while results are written, few enough to keep memory flat."""
TOGETHER = 8
"""Things in a group, which travels as one: a journey takes a tenth of the time that an article takes."""
FIRST = 8
"""Groups of one thing for each process before they grow, so that few things are shared out evenly."""


class Job(Generic[T, R]):
    """What to do: ``work`` on each thing, in processes prepared by ``start(*args)``; ``died`` gives the
    result for a thing whose process died of it. ``work`` and ``start`` are module-level functions."""

    def __init__(self, work: Callable[[T], R], died: Callable[[T], R], start: Callable[..., object], *args: Any) -> None:
        self.work = work
        self.died = died
        self.start = start
        self.args = args

    def pool(self, processes: int) -> ProcessPoolExecutor:
        """A fresh pool; its processes leave Ctrl-C to this one."""
        return ProcessPoolExecutor(processes, initializer=_begin, initargs=(self.start, self.args))


def ordered_map(job: Job[T, R], things: Iterable[T], processes: int) -> Generator[R, None, None]:
    """The results in the order of ``things``. Closing the iterator early ends the processes."""
    waiting: deque[tuple[list[T], Future[list[R]]]] = deque()
    groups = _groups(things, FIRST * processes)
    pool = job.pool(processes)
    try:
        while True:
            waiting.extend((group, _submit(pool, job, group)) for group in islice(groups, AHEAD * processes - len(waiting)))
            if not waiting:
                break
            if _lost(waiting[0][1]):
                # The pool is gone with all in flight, and nothing says which of them broke it.
                for group, future in waiting:
                    yield from (_alone(job, thing) for thing in group) if _lost(future) else future.result()
                waiting.clear()
                pool = job.pool(processes)
            else:
                yield from waiting.popleft()[1].result()
        pool.shutdown()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise


def _groups(things: Iterable[T], singles: int) -> Iterator[list[T]]:
    rest = iter(things)
    for thing in islice(rest, singles):
        yield [thing]
    while group := list(islice(rest, TOGETHER)):
        yield group


def _begin(start: Callable[..., object], args: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_first, daemon=True).start()
    start(*args)


def _end_with_the_first() -> None:
    """End when the process ends that started this one, even if it was killed: else this one would wait for work for ever."""
    first = multiprocessing.parent_process()
    if first is not None:
        first.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _submit(pool: ProcessPoolExecutor, job: Job[T, R], group: list[T]) -> "Future[list[R]]":
    try:
        with _shielded():
            return pool.submit(_do, job.work, group)
    except BrokenProcessPool as error:
        future: Future[list[R]] = Future()
        future.set_exception(error)
        return future


def _do(work: Callable[[T], R], group: list[T]) -> list[R]:
    return [work(thing) for thing in group]


@contextmanager
def _shielded() -> Iterator[None]:
    """Put Ctrl-C off: a process that starts in here inherits that, and so never sees one before `_begin`."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _lost(future: "Future[list[R]]") -> bool:
    """Whether the process died; waits for the result."""
    return isinstance(future.exception(), BrokenProcessPool)


def _alone(job: Job[T, R], thing: T) -> R:
    """The thing in a process of its own."""
    with job.pool(1) as pool:
        future = _submit(pool, job, [thing])
        return job.died(thing) if _lost(future) else future.result()[0]
