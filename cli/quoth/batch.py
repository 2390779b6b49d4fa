"""A run over many articles into a database: only what is new or changed is done, and every step is kept."""

import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain
from typing import NamedTuple

from . import version
from .bydate import write_by_date
from .database import alone, writing
from .errors import Problem
from .parallel import ordered_map
from .read import find_sources
from .render import progress_bar
from .rules import RuleBook
from .run import PROGRESS_FROM, default_jobs
from .store import Count, Store
from .tasks import Result, Task, decode, job, key_of, look, stamp_of

TOGETHER = 200
"""Results written in one transaction, at the most."""
SECONDS = 2.0
"""After which results are written though they are few. What a killed run has to do again is hardly more."""
PARTS = ("/", os.sep, "!", "#", ":")
"""What may stand between a path and the name of an article in it: of a folder, an archive, a table."""

Complain = Callable[[Problem], None]


class Request(NamedTuple):
    """What a run is asked for. ``since`` is YYYY-MM-DD; ``limit`` counts the articles that are new or changed; ``retry`` does
    those that failed before again; ``out`` is a folder for JSON lines by date; ``bar`` allows a progress bar."""

    paths: Sequence[str]
    db: str
    jobs: int | None = None
    since: str | None = None
    limit: int | None = None
    fail_fast: bool = False
    retry: bool = False
    wait: bool = False
    out: str | None = None
    bar: bool = False


class Tally:
    """What came of a run so far, in articles. ``failed`` counts all that have no report on what they are now, ``told``
    those of them that no earlier run has met; ``copies`` are all in the database."""

    def __init__(self) -> None:
        self.found = self.done = self.unchanged = self.passed = self.failed = self.told = self.gone = self.copies = 0

    def add(self, result: Result) -> None:
        """Count a result."""
        self.done += result.state == "done"
        self.unchanged += result.state == "same"
        self.passed += result.state == "passed"
        self.failed += result.state.startswith("failed")

    def count(self) -> Count:
        """What the database keeps of it."""
        return Count(self.found, self.done, self.unchanged, self.failed, self.gone)


def batch(request: Request, book: RuleBook, complain: Complain) -> Tally:
    """Bring the database up to date with the articles below the request's paths; ``complain`` is told of each problem that
    no earlier run has met. Raises StoreError, StoreBusy, OutputError, and RulesError for rules that do not compile."""
    with alone(request.db, wait=request.wait), writing(request.db) as db:
        found = list(find_sources(request.paths))
        sources = [source for source in found if isinstance(source, str)]
        unread = [problem for problem in found if isinstance(problem, Problem)]
        run = _Run(request, book, Store(db, version(), book.digest, request.paths), complain)
        run.list(sources, unread)
        if not (unread and request.fail_fast):
            with progress_bar(len(sources), shown=request.bar and len(sources) >= PROGRESS_FROM) as advance:
                run.go_through(sources, advance)
        run.end(_judge(request.paths, sources, unread))
        if request.out is not None:
            write_by_date(db, request.out)
    return run.tally


class _Run:
    """The steps of a run, and what they share."""

    def __init__(self, request: Request, book: RuleBook, store: Store, complain: Complain) -> None:
        self.request = request
        self.book = book
        self.store = store
        self.complain = complain
        self.tally = Tally()

    def list(self, sources: Sequence[str], unread: Sequence[Problem]) -> None:
        """Take note of what was found."""
        self.tally.found = len(sources)
        self.tally.failed = self.tally.told = len(unread)
        for problem in unread:
            self.complain(problem)

    def go_through(self, sources: Sequence[str], advance: Callable[[], None]) -> None:
        """Analyse what has to be analysed, and write it down piece by piece."""
        tasks = self._tasks(sources, advance)
        with closing(self._results(tasks, self.request.jobs or default_jobs(len(sources)))) as results:
            for together in _pieces(self._wanted(results, advance)):
                news = self.store.write(together)
                self.tally.told += len(news)
                for problem in news:
                    self.complain(problem)

    def end(self, judge: Callable[[str], bool | None]) -> None:
        """Mark what is gone, link copies, close the run."""
        self.tally.gone = self.store.mark_gone(judge)
        self.tally.copies = self.store.copies()
        self.store.finish(self.tally.count())

    def _tasks(self, sources: Iterable[str], advance: Callable[[], None]) -> Iterator[Task]:
        """The sources that have to be looked into."""
        for source in sources:
            known, stamp = self.store.known(key_of(source)), stamp_of(source)
            if stamp is not None and stamp == known.stamp:
                self.tally.unchanged += 1
                advance()
            else:
                yield Task(source, stamp, known.done, None if self.request.retry else known.failed, self.request.since)

    def _results(self, tasks: Iterator[Task], jobs: int) -> Generator[Result]:
        """What comes of the tasks, in their order. As long as nothing has to be analysed, the rules need not be compiled."""
        for task in tasks:
            looked = look(task)
            if isinstance(looked, Result):
                yield looked
                continue
            # In a process of its own even if it is only one: an article that kills it must not end the run.
            with closing(ordered_map(job(self.book), chain([task], tasks), jobs)) as results:
                yield from map(decode, results)

    def _wanted(self, results: Iterable[Result], advance: Callable[[], None]) -> Iterator[Result]:
        """The results up to the limit, or to the first failure if that ends the run; counted."""
        limit = self.request.limit
        for result in results:
            advance()
            self.tally.add(result)
            yield result
            if self.request.fail_fast and self.tally.failed:
                return
            limit = None if limit is None else limit - (result.state in ("done", "failed"))
            if limit == 0:
                return


def _pieces(results: Iterable[Result]) -> Iterator[list[Result]]:
    """Results as they are written together."""
    together: list[Result] = []
    due = 0.0
    for result in results:
        due = due if together else time.monotonic() + SECONDS
        together.append(result)
        if len(together) == TOGETHER or time.monotonic() >= due:
            yield together
            together = []
    if together:
        yield together


def _judge(paths: Iterable[str], sources: Iterable[str], unread: Iterable[Problem]) -> Callable[[str], bool | None]:
    """Says of a source in the database whether it is gone: True if it was not found where this run looked for it; None
    where this run did not look, or could not."""
    here = {key_of(source) for source in sources}
    looked = [key_of(path) for path in paths]
    closed = [problem.where for problem in unread if not _can_be_listed(problem.where)]

    def judge(source: str) -> bool | None:
        if source in here:
            return False
        known = any(source == path or _below(source, path) for path in looked)
        return True if known and not any(_below(source, path) for path in closed) else None

    return judge


def _below(source: str, path: str) -> bool:
    return source.startswith(tuple(path.rstrip("/" + os.sep) + part for part in PARTS))


def _can_be_listed(path: str) -> bool:
    try:
        with os.scandir(path):
            return True
    except (OSError, ValueError):
        return False
