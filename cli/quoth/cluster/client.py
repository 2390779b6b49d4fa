"""The same work on many machines, by the scheduler and the workers of a Dask cluster. The only module that imports dask, an extra.

Workers have quoth installed, of the same version. The rules go to each of them once, by their digest; the work goes to them as the
name of one of quoth's own functions and its argument.
"""

import logging
import re
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import closing, contextmanager, suppress
from itertools import islice
from typing import TypeVar

from dask import config
from distributed import Client, Future, KilledWorker, Semaphore, Worker, WorkerPlugin

from quoth.errors import ClusterError, MissingExtra, Problem, StoreBusy
from quoth.release import version
from quoth.rulebook.cache import pack, unpack
from quoth.rulebook.rules import RuleBook
from quoth.running.runner import engine_for, has_engine

T = TypeVar("T")
R = TypeVar("R")

ADDRESS = re.compile(r"(?:tcp|tls|wss?|ucxx?)://[^/]+:\d+", re.ASCII)
CONNECT = 15.0
"""Seconds to wait for the scheduler, and then for a first worker."""
AHEAD = 4
"""Things in flight for each thread of a worker: enough to keep it busy, few enough to keep memory flat."""
RETRIES = 3
"""Times that a thing is tried again after an exception, such as a store that did not answer."""
LOOK = 5.0
"""Seconds between looks at whether there are workers still."""
LOST = 300.0
"""Seconds without any after which a run gives up."""
LEASE = 10.0
"""Seconds without a sign of life after which a run does not count as being at work any more."""
DEAD = LEASE + 15.0
"""Seconds in which the scheduler notices that; it looks every ten."""
START = "start some: dask worker SCHEDULER --nworkers auto --nthreads 1"
AGAIN = "run again: what was done so far is kept"


class Rules(WorkerPlugin):
    """What makes an engine for some rules in each worker, in those too that come later."""

    def __init__(self, book: RuleBook) -> None:
        self.name = f"quoth {book.digest}"
        self.digest = book.digest
        self.quoth = version()
        self.packed = pack(book)

    def setup(self, worker: Worker) -> None:
        """Called in the worker's process."""
        if version() != self.quoth:
            raise RuntimeError(f"{worker.address} has quoth {version()}, expected {self.quoth}")
        if not has_engine(self.digest):
            engine_for(unpack(self.packed))


class Cluster:
    """A cluster that has the rules."""

    def __init__(self, client: Client, address: str) -> None:
        self._client = client
        self._address = address

    def map(self, work: Callable[[T], R], things: Iterable[T]) -> Generator[tuple[T, R | None], None, None]:
        """Each thing with what came of it, in order; with None if one worker after the other died of it. ``work`` is a function of
        quoth's own. Raises ClusterError, and what ``work`` raised at the last try."""
        waiting: deque[tuple[T, Future[R]]] = deque()
        rest = iter(things)
        try:
            while True:
                for thing in islice(rest, max(1, AHEAD * self._threads() - len(waiting))):
                    waiting.append((thing, self._submit(work, thing)))
                if not waiting:
                    return
                yield waiting[0][0], self._result(waiting[0][1])
                waiting.popleft()
        finally:
            with suppress(OSError):  # there may be no scheduler any more
                self._client.cancel([future for _, future in waiting])

    def map_apart(self, work: Callable[[T], R], things: Iterable[T]) -> Iterator[tuple[T, R | None]]:
        """The same, where workers died of some of the things: None only for those of which they die again when nothing else is with them,
        since with a worker all dies that waits for it."""
        for thing, result in list(self.map(work, things)):
            if result is None:
                yield from self.map(work, [thing])
            else:
                yield thing, result

    @contextmanager
    def alone(self, place: str, *, wait: bool) -> Iterator[None]:
        """Be the only run of this cluster that writes to a place. Raises StoreBusy when it is clear that another is at work, and not
        only killed a moment ago; never if ``wait`` says to wait as long as it takes."""
        with config.set({"distributed.scheduler.locks.lease-timeout": LEASE}):
            leave = Semaphore(max_leases=1, name=f"quoth {place}", scheduler_rpc=self._client.scheduler, loop=self._client.loop)
            given = leave.acquire(timeout=None if wait else DEAD)
        if not given:
            raise StoreBusy(Problem(place, "another run is writing to it", "wait for it with --wait, or try again later"))
        try:
            yield
        finally:
            leave.release()

    def _threads(self) -> int:
        with _reaching(self._address):
            return sum(self._client.nthreads().values())

    def _submit(self, work: Callable[[T], R], thing: T) -> Future[R]:
        with _reaching(self._address):
            return self._client.submit(work, thing, retries=RETRIES, pure=False)

    def _result(self, future: Future[R]) -> R | None:
        try:
            return self._awaited(future)
        except KilledWorker:
            return None
        except ClusterError:
            raise
        except CancelledError as error:
            raise _gone(self._address) from error
        except Exception as error:
            if future.status != "error":
                raise _gone(self._address) from error
            if isinstance(error, OSError):
                raise
            hint = error.problem.hint + " where they run" if isinstance(error, MissingExtra) else "look at their logs"
            raise ClusterError(Problem(self._address, f"a worker failed: {type(error).__name__}: {error}", hint)) from error

    def _awaited(self, future: Future[R]) -> R:
        """Its result. Raises ClusterError if there are no workers for too long."""
        seen = time.monotonic()
        while True:
            try:
                return future.result(timeout=LOOK)
            except TimeoutError:
                if future.status == "error":
                    raise
            now = time.monotonic()
            seen = now if self._threads() else seen
            if now - seen > LOST:
                raise ClusterError(Problem(self._address, f"no workers for {LOST:.0f} seconds", AGAIN))


@contextmanager
def connected(address: str, book: RuleBook) -> Iterator[Cluster]:
    """The cluster of the scheduler at an address such as ``tcp://10.0.0.5:8786``, with these rules in its workers. Raises ClusterError
    if it is not there, has no workers, or workers without this quoth; RulesError for rules that do not compile."""
    engine_for(book)
    if not ADDRESS.fullmatch(address):
        raise ClusterError(Problem(address, "not the address of a scheduler", "expected one such as tcp://10.0.0.5:8786"))
    for name in ("distributed", *logging.root.manager.loggerDict):
        if name.startswith(("distributed", "tornado")):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters of it is told as problems
    with config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}):  # large articles are meant to be sent
        try:
            client = Client(address, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            hint = "is it running there? dask scheduler starts one"
            raise ClusterError(Problem(address, f"no scheduler answers: {error or type(error).__name__}", hint)) from error
        with closing(client):
            _equip(client, address, book)
            yield Cluster(client, address)


def _equip(client: Client, address: str, book: RuleBook) -> None:
    with _reaching(address):
        try:
            client.wait_for_workers(1, timeout=CONNECT)
        except TimeoutError:
            raise ClusterError(Problem(address, "the scheduler has no workers", START)) from None
        try:
            client.register_plugin(Rules(book))
        except OSError:
            raise
        except Exception as error:
            what = f"its workers cannot be made ready: {error}"
            raise ClusterError(Problem(address, what, f"pip install quoth=={version()} where they run")) from error


@contextmanager
def _reaching(address: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _gone(address) from error


def _gone(address: str) -> ClusterError:
    return ClusterError(Problem(address, "the scheduler is gone", AGAIN))
