"""Map over many things in several processes: results in order, few in flight, and no process that dies ends the run.

Every process has a line of its own (see `workers`), and this one never waits for one of them alone. Needs the poll of POSIX systems.
"""

import selectors
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any, Generic, NamedTuple, TypeVar

from quoth.running.workers import DONE, RAISED, READY, Worker

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 32
"""Things in flight for each process, at the most: enough to keep it busy while results are written, few enough to keep memory flat."""
LEAST = 2
"""Things that a process has, however long one takes: the next lies ready when one is done."""
STOCK = 0.25
"""Seconds of work that a process has otherwise. Not more: what lies with one no other can take."""
TICK = 0.25
"""Seconds between looks at how long things take, at the most."""
STILLBORN = 3
"""Processes one after the other that die before they are ready, after which a thing counts as lost: else there would be no end."""


class Job(Generic[T, R]):
    """What to do: ``work`` on each thing, in processes prepared by ``start(*args)``. ``died`` gives the result for a thing whose process
    died of it, or that was given up after so many seconds (0 where it was not). ``work`` and ``start`` are module-level functions."""

    def __init__(self, work: Callable[[T], R], died: Callable[[T, float], R], start: Callable[..., object], *args: Any) -> None:
        self.work = work
        self.died = died
        self.start = start
        self.args = args


def ordered_map(job: Job[T, R], things: Iterable[T], processes: int, timeout: float = 0.0) -> Generator[R, None, None]:
    """The results in the order of ``things``. One that takes longer than ``timeout`` seconds is given up; with 0 none is. Closing the
    iterator early ends the processes. Raises what ``work`` raises, in its turn, and what ``start`` raises."""
    pool = _Pool(job, things, processes, timeout)
    try:
        yield from pool.results()
    finally:
        pool.end()


class _Raised(NamedTuple):
    error: Exception


class _Pool(Generic[T, R]):
    """The processes, and the things that were taken and whose results are not given out yet, by number: ``waiting`` for a result, some
    of them ``back`` from a process that died (the first last), or ``done``."""

    def __init__(self, job: Job[T, R], things: Iterable[T], processes: int, timeout: float) -> None:
        self.job = job
        self.rest = enumerate(things)
        self.processes = processes
        self.timeout = timeout
        self.tick = min(TICK, timeout / 4) if timeout else TICK
        self.workers: list[Worker] = []
        self.waiting: dict[int, T] = {}
        self.back: list[int] = []
        self.done: dict[int, R | _Raised] = {}
        self.stillborn = 0
        self.seen = time.monotonic()
        self.lines = selectors.PollSelector()

    def results(self) -> Iterator[R]:
        """All results, in order."""
        due = 0
        self._feed()
        while self.waiting or self.done:
            self._attend(0.0 if due in self.done else self.tick)
            self._feed()
            if due in self.done:
                result = self.done.pop(due)
                due += 1
                if isinstance(result, _Raised):
                    raise result.error
                yield result

    def end(self) -> None:
        """End all processes, at once."""
        for worker in self.workers:
            worker.process.kill()
        for worker in self.workers:
            worker.end()
        self.lines.close()

    # ---- giving ------------------------------------------------------------------------------

    def _feed(self) -> None:
        """Give the processes what they have room for. A process is started when there is something for it."""
        while self._has_room() and (number := self._take()) is not None:
            worker = self._start() if len(self.workers) < self.processes else min(self.workers, key=lambda one: len(one.given))
            worker.give(number, self.waiting[number])
            self._listen(worker)

    def _has_room(self) -> bool:
        if len(self.workers) < self.processes:
            return True
        return any(len(worker.given) < _depth(worker) for worker in self.workers)

    def _take(self) -> int | None:
        """The number of the next thing to be given, or None: there is no more, or enough is in flight."""
        if self.back:
            return self.back.pop()
        if len(self.waiting) + len(self.done) >= AHEAD * self.processes:
            return None
        for number, thing in self.rest:
            self.waiting[number] = thing
            return number
        return None

    def _start(self) -> Worker:
        worker = Worker(self.job.work, self.job.start, self.job.args)
        self.workers.append(worker)
        self.lines.register(worker.line, selectors.EVENT_READ, worker)
        self.lines.register(worker.process.sentinel, selectors.EVENT_READ, worker)
        return worker

    def _listen(self, worker: Worker) -> None:
        """Be told when there is something on its line, and if something waits to go there, when it takes it."""
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if worker.has_unsent else 0)
        if self.lines.get_key(worker.line).events != events:
            self.lines.modify(worker.line, events, worker)

    # ---- taking ------------------------------------------------------------------------------

    def _attend(self, patience: float) -> None:
        """Take what comes within so many seconds, and see who died or takes too long."""
        told = self.lines.select(patience)
        self._let_time_pass()
        for key, events in told:
            worker: Worker = key.data
            if worker not in self.workers:
                continue
            if events & selectors.EVENT_WRITE:
                worker.send()
                self._listen(worker)
            if events & selectors.EVENT_READ and (self._hear(worker) is None or key.fileobj is not worker.line):
                self._bury(worker, 0.0)
        for worker in filter(self._is_late, [*self.workers]):
            # What it had sent before somebody looked is in time. It may be in the midst of that.
            if not self._hear(worker) and self._is_late(worker):
                self._bury(worker, self.timeout)

    def _let_time_pass(self) -> None:
        """Count the time for what the processes have in hand; of a long while in which nobody looked, or all were halted, a part."""
        now = time.monotonic()
        passed = min(now - self.seen, TICK)
        self.seen = now
        for worker in self.workers:
            if worker.ready and worker.given:
                worker.spent += passed

    def _is_late(self, worker: Worker) -> bool:
        return bool(self.timeout) and worker.spent > self.timeout

    def _hear(self, worker: Worker) -> int | None:
        """Take some of what is on its line: how many bytes, or None if the line has ended."""
        received = worker.receive()
        for sort, value in worker.messages():
            if sort == READY:
                worker.ready = True
                self.stillborn = 0
            elif sort == RAISED and not worker.ready:
                raise value
            else:
                self._settle(worker, value if sort == DONE else _Raised(value))
        return received

    def _settle(self, worker: Worker, result: R | _Raised) -> None:
        """Note the result for the first of what a process has in hand."""
        number = worker.given.popleft()
        worker.pace += (worker.spent - worker.pace) / 8
        worker.spent = 0.0
        del self.waiting[number]
        self.done[number] = result

    def _bury(self, worker: Worker, late: float) -> None:
        """End a process, and take back what it has not done. It died of what it had in hand, if it had begun at all."""
        while self._hear(worker):
            pass
        self.lines.unregister(worker.line)
        self.lines.unregister(worker.process.sentinel)
        self.workers.remove(worker)
        worker.end()
        self.stillborn += not worker.ready
        if worker.given and (worker.ready or self.stillborn >= STILLBORN):
            number = worker.given[0]
            self._settle(worker, self.job.died(self.waiting[number], late))
            self.stillborn = 0
        self.back = sorted([*self.back, *worker.given], reverse=True)


def _depth(worker: Worker) -> int:
    """How many things a process should have: the quicker it is, the more."""
    return max(LEAST, min(AHEAD, int(STOCK / max(worker.pace, STOCK / AHEAD))))
