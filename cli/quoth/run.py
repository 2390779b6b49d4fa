"""A run over many sources: each becomes a report or a problem, in order, in one process or in several."""

import errno
import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from typing import NamedTuple

from . import version
from .errors import Exit, InputError, Problem, RulesError
from .model import Article, Document
from .output import Format, OutputError, destination, write
from .parallel import Job, ordered_map
from .patternchecks import pattern_problems
from .patterns import PatternError
from .pipeline import Engine, analyze, make_engine
from .read import STDIN, find_sources, read_article
from .render import progress_bar
from .report import Filters, Part, only, resolve, select
from .rules import RuleBook
from .rulesview import aliases

Outcome = Document | Problem
Work = str | Article | Problem
"""A source to read, an article read already, or what is wrong with a source."""

MANY = 32
"""Files from which several processes are worth their start."""
MOST = 8
"""Processes, unless more are asked for: beyond, the one that collects the reports is the bottleneck."""
PROGRESS_FROM = 21
"""Files from which a bar shows how far the run is."""

_ENGINES: dict[str, Engine] = {}


class Request(NamedTuple):
    """What a run is asked for, beside articles and rules."""

    form: Format
    output: str | None
    filters: Filters
    part: Part | None
    jobs: int | None


class Tally:
    """What came of a run."""

    problems = 0
    found = 0

    def exit_code(self) -> Exit:
        """How a command ends that has done what it could."""
        return Exit.SOME_UNREAD if self.problems else Exit.DONE


def run(paths: Sequence[str], book: RuleBook, request: Request, complain: Callable[[object], None]) -> Exit:
    """Analyse what ``paths`` name and write the reports where the request says; ``complain`` is told of each
    problem as it comes. Raises RulesError and OutputError."""
    sources = list(find_sources(paths))
    spare(sources, request.output)
    if request.filters.given():
        request = request._replace(filters=resolve(request.filters, aliases(book)))
    tally = Tally()
    with destination(request.output) as out, results_of(sources, book, request.jobs, bar=not out.isatty()) as results:
        documents = _documents(told(results, tally, complain), request, tally)
        write(documents, request.form, out, (version(), book.digest))
    if request.filters.given() and not tally.found:
        complain("nothing matches the filters")
    return tally.exit_code()


def spare(inputs: Iterable[str | Problem], output: str | None, what: str = "articles") -> None:
    """Refuse to write over what is read. Raises OutputError."""
    if output is None or not os.path.exists(output):
        return
    target = os.path.realpath(output)
    if any(isinstance(source, str) and os.path.realpath(source) == target for source in inputs):
        raise OutputError(output, OSError(errno.EEXIST, f"it is one of the {what}"))


@contextmanager
def results_of(sources: Sequence[str | Problem], book: RuleBook, jobs: int | None, *, bar: bool) -> Iterator[Iterator[Outcome]]:
    """What comes of each source, in order; if ``bar`` may be and there are many, with a bar on a terminal's stderr.
    Raises RulesError for rules that do not compile."""
    shown = bar and len(sources) >= PROGRESS_FROM and sys.stderr.isatty()
    with (
        closing(outcomes(sources, book, jobs or default_jobs(len(sources)))) as results,
        progress_bar(len(sources), shown=shown) as advance,
    ):
        yield _counted(results, advance)


def _counted(results: Iterable[Outcome], advance: Callable[[], None]) -> Iterator[Outcome]:
    for result in results:
        advance()
        yield result


def told(results: Iterable[Outcome], tally: Tally, complain: Callable[[object], None]) -> Iterator[Document]:
    """The reports; problems are told and counted."""
    for result in results:
        if isinstance(result, Problem):
            tally.problems += 1
            complain(result)
        else:
            yield result


def _documents(documents: Iterable[Document], request: Request, tally: Tally) -> Iterator[Document]:
    """The reports as asked for. A table leaves out what filters left empty."""
    for whole in documents:
        document = only(select(whole, request.filters), request.part)
        found = bool(document.statements or document.relations or document.actors)
        tally.found += found
        if found or request.form is not Format.TABLE or not request.filters.given():
            yield document


def engine_for(book: RuleBook) -> Engine:
    """The engine for a rule book, made once a process. Raises RulesError for rules that do not compile."""
    if book.digest not in _ENGINES:
        try:
            _ENGINES[book.digest] = make_engine(book)
        except PatternError as error:
            raise RulesError(pattern_problems(book, error)) from None
    return _ENGINES[book.digest]


def default_jobs(sources: int) -> int:
    """How many processes to use for a number of sources."""
    return min(MOST, os.cpu_count() or 1) if sources >= MANY else 1


def outcomes(sources: Iterable[str | Problem], book: RuleBook, jobs: int) -> Generator[Outcome, None, None]:
    """The report on each source, or what kept it from one, in the order of the sources.

    Raises RulesError for rules that do not compile, and nothing for what a source holds.
    """
    engine = engine_for(book)
    if jobs == 1:
        return (outcome(source, engine) for source in sources)
    # Standard input belongs to this process.
    work = (fetch(source) if source == STDIN else source for source in sources)
    return ordered_map(Job(partial(_work, book.digest), _died, engine_for, book), work, jobs)


def outcome(work: Work, engine: Engine) -> Outcome:
    """The report on one source, or a Problem, whatever happens: one document must not end the run."""
    article = fetch(work) if isinstance(work, str) else work
    if isinstance(article, Problem):
        return article
    try:
        return analyze(article, engine)
    except Exception as error:
        return _unforeseen(article.source, error)


def fetch(source: str | Problem) -> Article | Problem:
    """The article, or why it cannot be read."""
    if isinstance(source, Problem):
        return source
    try:
        return read_article(source)
    except InputError as error:
        return error.problem
    except Exception as error:
        return _unforeseen(source, error)


def _unforeseen(source: str, error: Exception) -> Problem:
    return Problem(source, f"could not be analysed: {type(error).__name__}: {error}", "this is a fault of quoth: please report it")


def _work(digest: str, work: Work) -> Outcome:
    return outcome(work, _ENGINES[digest])


def _died(work: Work) -> Problem:
    where = work if isinstance(work, str) else work.source if isinstance(work, Article) else work.where
    return Problem(where, "the process that analysed it died", "it may need more memory than there is: try it alone, with --jobs 1")
