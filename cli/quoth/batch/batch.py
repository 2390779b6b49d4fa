"""A run over many articles into a database: only what is new or changed is done, and every step is kept."""

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain
from typing import NamedTuple

from quoth.batch.inventory import Found, Intake
from quoth.batch.tasks import Result, Task, decode, job, look, stamp_of
from quoth.batch.writer import Count, Store
from quoth.errors import Problem
from quoth.reading.formats import DEFAULTS, RawArticle, ReadOptions
from quoth.release import version
from quoth.reporting.serialization import progress_bar
from quoth.rulebook.rules import RuleBook
from quoth.running.parallel import ordered_map
from quoth.running.runner import MANY, PROGRESS_FROM, default_jobs, name_of
from quoth.storage.daily_files import check_folder, write_by_date
from quoth.storage.database import alone, writing

TOGETHER = 100
"""Results written in one transaction, at the most."""
SECONDS = 2.0
"""After which results are written though they are few. What a killed run has to do again is hardly more."""

Complain = Callable[[Problem], None]
Perform = Callable[[Iterator[Task]], Generator[Result, None, None]]
"""What comes of tasks, in their order."""


class Request(NamedTuple):
    """What a run is asked for. ``since`` is YYYY-MM-DD; ``limit`` counts the articles that are analysed; ``retry`` does
    those that failed before again; ``out`` is a folder for JSON lines by date; ``bar`` allows a progress bar; ``scheduler`` is the address
    of a cluster's, where one is to do it instead of processes here."""

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
    reading: ReadOptions = DEFAULTS
    scheduler: str | None = None


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
        self.failed += result.state in ("failed", "failed-before", "unread")

    def refuse(self, reports: int) -> None:
        """Count articles as failed that were counted as done."""
        self.done -= reports
        self.failed += reports

    def count(self) -> Count:
        """What the database keeps of it."""
        return Count(self.found, self.done, self.unchanged, self.failed, self.gone)


def batch(request: Request, book: RuleBook, complain: Complain, perform: Perform | None = None) -> Tally:
    """Bring the database up to date with the articles below the request's paths; ``complain`` is told of each problem that
    no earlier run has met. ``perform`` does the tasks; without it, processes of this machine do. Raises StoreError, StoreBusy, OutputError,
    and RulesError for rules that do not compile; and what ``perform`` raises."""
    if request.out is not None:
        check_folder(request.out)
    with alone(request.db, wait=request.wait), writing(request.db) as db:
        run = _Run(request, book, Store(db, version(), book.digest, request.paths, request.reading.shaping()), complain, perform)
        run.begin()
        if not (run.tally.failed and request.fail_fast):
            run.go_through()
        run.end()
        if request.out is not None:
            write_by_date(db, request.out)
    return run.tally


class _Run:
    """The steps of a run, and what they share."""

    def __init__(self, request: Request, book: RuleBook, store: Store, complain: Complain, perform: Perform | None) -> None:
        self.request = request
        self.book = book
        self.store = store
        self.complain = complain
        self.perform = perform
        self.tally = Tally()
        self.intake = Intake(request.paths, request.reading)

    def begin(self) -> None:
        """Tell of the paths that are not there or hold nothing."""
        self.tally.failed = self.tally.told = len(self.intake.unread)
        for problem in self.intake.unread:
            self.complain(problem)

    def go_through(self) -> None:
        """Analyse what has to be analysed, and write it down piece by piece."""
        sources, many = len(self.intake.sources), self.intake.holds_many
        jobs = self.request.jobs or default_jobs(MANY if many else sources)
        shown = self.request.bar and (many or sources >= PROGRESS_FROM)
        with (
            progress_bar(None if many else sources, shown=shown) as advance,
            closing(self._results(self._tasks(advance), jobs)) as results,
        ):
            for together in _pieces(self._wanted(results, advance)):
                self._write(together)

    def _write(self, results: list[Result]) -> None:
        before = self.store.refused
        news = self.store.write(results)
        self.tally.refuse(self.store.refused - before)
        self.tally.told += len(news)
        for problem in news:
            self.complain(problem)

    def end(self) -> None:
        """Mark what is gone, link copies, close the run."""
        self.tally.found = len(self.intake.here)
        self.tally.gone = self.store.mark_gone(self.intake.is_gone)
        self.tally.copies = self.store.copies()
        self.store.finish(self.tally.count())

    def _tasks(self, advance: Callable[[], None]) -> Iterator[Task]:
        """The articles that have to be looked into."""
        for found in self.intake:
            if task := self._task(found):
                yield task
            else:
                advance()

    def _task(self, found: Found) -> Task | None:
        """What there is to do for an article; None where nothing can have changed."""
        work, whole = found
        if whole:
            return Task(work, whole=True)
        stamp = stamp_of(work) if isinstance(work, str) else None
        known = self.store.known(name_of(work))
        same = (stamp is not None and stamp == known.stamp) or (isinstance(work, RawArticle) and work.digest == known.done)
        if same and known.sound:
            self.tally.unchanged += 1
            return None
        failed = None if self.request.retry else known.failed
        return Task(work, self.request.reading, False, stamp, known.done, failed, self.request.since)

    def _results(self, tasks: Iterator[Task], jobs: int) -> Generator[Result, None, None]:
        """What comes of the tasks, in their order. As long as nothing has to be analysed, the rules need not be compiled."""
        for task in tasks:
            looked = look(task)
            if isinstance(looked, Result):
                yield looked
                continue
            with closing(self._performed(chain([task], tasks), jobs)) as results:
                yield from results

    def _performed(self, tasks: Iterator[Task], jobs: int) -> Generator[Result, None, None]:
        if self.perform is not None:
            yield from self.perform(tasks)
            return
        # In a process of its own even if it is only one: an article that kills it must not end the run.
        with closing(ordered_map(job(self.book), tasks, jobs, self.request.reading.timeout)) as results:
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
            limit = None if limit is None else limit - (result.state == "done")
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
