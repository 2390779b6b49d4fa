"""A run over many articles into a database: only what is new or changed is done, and every step is kept."""

import os
import re
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain
from typing import NamedTuple

from . import version
from .bydate import write_by_date
from .database import alone, writing
from .errors import Problem
from .inputs import DEFAULTS, RawArticle, ReadOptions, visible_name
from .parallel import ordered_map
from .read import find_sources, holds_many
from .render import progress_bar
from .rules import RuleBook
from .run import MANY, PROGRESS_FROM, articles_in, default_jobs, name_of
from .store import Count, Store
from .tasks import Result, Task, decode, job, look, stamp_of

TOGETHER = 100
"""Results written in one transaction, at the most."""
SECONDS = 2.0
"""After which results are written though they are few. What a killed run has to do again is hardly more."""
PART = re.compile(f"[{re.escape(os.sep)}/!#:]")
"""What may stand between a path and the name of an article in it: in a folder, an archive, a file of records."""

Complain = Callable[[Problem], None]


class Request(NamedTuple):
    """What a run is asked for. ``since`` is YYYY-MM-DD; ``limit`` counts the articles that are analysed; ``retry`` does
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
    reading: ReadOptions = DEFAULTS


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

    def count(self) -> Count:
        """What the database keeps of it."""
        return Count(self.found, self.done, self.unchanged, self.failed, self.gone)


def batch(request: Request, book: RuleBook, complain: Complain) -> Tally:
    """Bring the database up to date with the articles below the request's paths; ``complain`` is told of each problem that
    no earlier run has met. Raises StoreError, StoreBusy, OutputError, and RulesError for rules that do not compile."""
    with alone(request.db, wait=request.wait), writing(request.db) as db:
        run = _Run(request, book, Store(db, version(), book.digest, request.paths), complain)
        sources = run.survey()
        if not (run.tally.failed and request.fail_fast):
            run.go_through(sources)
        run.end()
        if request.out is not None:
            write_by_date(db, request.out)
    return run.tally


class _Run:
    """The steps of a run, and what they share. ``looked`` are the paths that it goes through; ``here`` are the articles that
    were met; ``closed`` are the folders, archives and files of records that could not be gone through to the end, so that
    what else is in them is not known."""

    def __init__(self, request: Request, book: RuleBook, store: Store, complain: Complain) -> None:
        self.request = request
        self.book = book
        self.store = store
        self.complain = complain
        self.tally = Tally()
        self.looked = {visible_name(path).rstrip("/" + os.sep) for path in request.paths}
        self.here: set[str] = set()
        self.closed: set[str] = set()

    def survey(self) -> list[str]:
        """What there is below the paths; those that are not there or hold nothing are told."""
        found = [*find_sources(self.request.paths, self.request.reading)]
        sources = [source for source in found if isinstance(source, str)]
        unread = [problem for problem in found if isinstance(problem, Problem)]
        many = {visible_name(source) for source in sources if holds_many(source, self.request.reading)}
        self.here |= {visible_name(source) for source in sources} - many
        self.closed |= many | {problem.where for problem in unread if not _can_be_listed(problem.where)}
        self.tally.found = len(self.here)
        self.tally.failed = self.tally.told = len(unread)
        for problem in unread:
            self.complain(problem)
        return sources

    def go_through(self, sources: Sequence[str]) -> None:
        """Analyse what has to be analysed, and write it down piece by piece."""
        many = any(visible_name(source) in self.closed for source in sources)
        jobs = self.request.jobs or default_jobs(MANY if many else len(sources))
        shown = self.request.bar and (many or len(sources) >= PROGRESS_FROM)
        with (
            progress_bar(None if many else len(sources), shown=shown) as advance,
            closing(self._results(self._tasks(sources, advance), jobs)) as results,
        ):
            for together in _pieces(self._wanted(results, advance)):
                self._write(together)

    def _write(self, results: list[Result]) -> None:
        news = self.store.write(results)
        self.tally.told += len(news)
        for problem in news:
            self.complain(problem)

    def end(self) -> None:
        """Mark what is gone, link copies, close the run."""
        self.tally.gone = self.store.mark_gone(self._is_gone)
        self.tally.copies = self.store.copies()
        self.store.finish(self.tally.count())

    def _is_gone(self, source: str) -> bool | None:
        """Whether a source in the database is gone: True if it was not found where this run looked for it; None where this
        run did not look, or could not."""
        if source in self.here:
            return False
        above = set(_above(source))
        looked = source in self.looked or above & self.looked
        return True if looked and not above & self.closed else None

    def _tasks(self, sources: Iterable[str], advance: Callable[[], None]) -> Iterator[Task]:
        """The articles that have to be looked into."""
        for source in sources:
            if visible_name(source) in self.closed:
                yield from self._tasks_in(source, advance)
            elif task := self._task(source, stamp_of(source)):
                yield task
            else:
                advance()

    def _tasks_in(self, source: str, advance: Callable[[], None]) -> Iterator[Task]:
        """The articles of an archive or a file of records that have to be looked into."""
        container = visible_name(source)
        broken = False
        for piece in articles_in(source, self.request.reading):
            name = name_of(piece)
            if isinstance(piece, Problem) and (name == container or name in self.here):
                broken |= name == container
                yield Task(piece, whole=True)
            elif name not in self.here:  # else it was named by itself too
                self.here.add(name)
                self.tally.found += 1
                if task := self._task(piece):
                    yield task
                else:
                    advance()
        if not broken:
            self.closed.discard(container)

    def _task(self, work: str | RawArticle | Problem, stamp: str | None = None) -> Task | None:
        """What there is to do for an article; None where nothing can have changed."""
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


def _above(source: str) -> Iterator[str]:
    """The folders, archives and files of records that a source may lie in, by its name."""
    return (source[: part.start()] for part in PART.finditer(source))


def _can_be_listed(path: str) -> bool:
    try:
        with os.scandir(path):
            return True
    except (OSError, ValueError):
        return False
