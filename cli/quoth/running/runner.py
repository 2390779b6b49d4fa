"""A run over many sources: each becomes a report or a problem, in order, in one process or in several."""

import errno
import gc
import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import chain, islice
from typing import NamedTuple

from msgspec import structs

from quoth.analysis.needs import lacking
from quoth.analysis.pipeline import Engine, analyze, make_engine
from quoth.analysis.prepared import fetch_or_prepare
from quoth.errors import Exit, InputError, Problem, RulesError
from quoth.model import Article, Document
from quoth.patterns.checks import pattern_problems
from quoth.patterns.patterns import PatternError
from quoth.reading.articles import make_article
from quoth.reading.formats import DEFAULTS, STDIN, RawArticle, ReadOptions, visible_name
from quoth.reading.sources import file_of, find_sources, holds_many, load, parts
from quoth.release import version
from quoth.reporting.filters import Filters, Part, names_met, nothing_found, only, resolve, select
from quoth.reporting.output import Format, OutputError, destination, write
from quoth.reporting.serialization import progress_bar
from quoth.rulebook.listing import aliases
from quoth.rulebook.rules import RuleBook
from quoth.running.time_limit import TooLong, at_most

Outcome = Document | Problem
Work = str | RawArticle | Article | Problem
"""A source to read, an article taken from its archive or file of records, one read already, or what is wrong with a source."""

MANY = 32
"""Articles from which several processes are worth their start."""
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
    reading: ReadOptions = DEFAULTS


class Tally:
    """What came of a run: problems, reports with something in them, and names that no rule has, folded, where filters ask for names."""

    def __init__(self) -> None:
        self.problems = 0
        self.found = 0
        self.met: set[str] = set()

    def exit_code(self) -> Exit:
        """How a command ends that has done what it could."""
        return Exit.SOME_UNREAD if self.problems else Exit.DONE


def run(paths: Sequence[str], book: RuleBook, request: Request, complain: Callable[[object], None]) -> Exit:
    """Analyse what ``paths`` name and write the reports where the request says; ``complain`` is told of each
    problem as it comes. Raises RulesError and OutputError."""
    sources = list(find_sources(paths, request.reading))
    spare(sources, request.output)
    given = request.filters
    known = aliases(book, given.names()) if given.given() else {}
    request = request._replace(filters=resolve(given, known))
    tally = Tally()
    with (
        destination(request.output) as out,
        results_of(sources, book, request.jobs, bar=not out.isatty(), options=request.reading) as results,
    ):
        documents = asked(told(results, tally, complain), request, tally)
        write(documents, request.form, out, (version(), book.digest))
    if given.given() and not tally.found:
        complain(nothing_found(given, known, tally.met))
    return tally.exit_code()


def spare(inputs: Iterable[str | Problem], output: str | None, what: str = "articles") -> None:
    """Refuse to write over what is read. Raises OutputError."""
    if output is None or not os.path.exists(output):
        return
    target = os.path.realpath(output)
    if any(isinstance(source, str) and os.path.realpath(file_of(source)) == target for source in inputs):
        raise OutputError(output, OSError(errno.EEXIST, f"it is one of the {what}"))


@contextmanager
def results_of(
    sources: Sequence[str | Problem], book: RuleBook, jobs: int | None, *, bar: bool, options: ReadOptions = DEFAULTS
) -> Iterator[Iterator[Outcome]]:
    """What comes of each article, in order; if ``bar`` may be and there are many, with a bar on a terminal's stderr.
    Raises RulesError for rules that do not compile."""
    total = None if any(holds_many(source, options) for source in sources) else len(sources)
    shown = bar and (total is None or total >= PROGRESS_FROM) and sys.stderr.isatty()
    work: Iterator[Work] = articles_of(sources, options)
    if jobs is None:
        first = list(islice(work, MANY))
        work, jobs = chain(first, work), default_jobs(len(first))
    with closing(outcomes(work, book, jobs, options)) as results, progress_bar(total, shown=shown) as advance:
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


def asked(documents: Iterable[Document], request: Request, tally: Tally) -> Iterator[Document]:
    """The reports as asked for, counted. A table leaves out what filters left empty."""
    for whole in documents:
        tally.met |= names_met(whole) if request.filters.names() else set()
        document = only(select(whole, request.filters), request.part)
        found = bool(document.statements or document.relations or document.actors)
        tally.found += found
        if found or request.form is not Format.TABLE or not request.filters.given():
            yield document


def engine_for(book: RuleBook) -> Engine:
    """The engine for a rule book, made once a process. Raises RulesError for rules that do not compile or lack what quoth needs."""
    if book.digest not in _ENGINES:
        if problems := lacking(book):
            raise RulesError(problems)
        try:
            _ENGINES[book.digest] = make_engine(book, fetch_or_prepare(book))
        except PatternError as error:
            raise RulesError(pattern_problems(book, error)) from None
        gc.freeze()  # an engine lasts as long as its process: looking for garbage in it takes time, at the end most of all
    return _ENGINES[book.digest]


def has_engine(digest: str) -> bool:
    """Whether `engine_for` has made one in this process for the rules of this digest."""
    return digest in _ENGINES


def engine_of(digest: str) -> Engine:
    """The engine that `engine_for` has made in this process for the rules of this digest."""
    return _ENGINES[digest]


def default_jobs(articles: int) -> int:
    """How many processes to use for a number of articles."""
    return min(MOST, os.cpu_count() or 1) if articles >= MANY else 1


def outcomes(work: Iterable[Work], book: RuleBook, jobs: int, options: ReadOptions = DEFAULTS) -> Generator[Outcome, None, None]:
    """The report on each article, or what kept it from one, in order; archives and files of records give one for each article in them.

    Raises RulesError for rules that do not compile, and nothing for what a source holds.
    """
    engine = engine_for(book)
    pieces = articles_of(work, options)
    if jobs == 1:
        return (outcome_in_time(piece, engine, options) for piece in pieces)
    from quoth.running.parallel import Job, ordered_map  # noqa: PLC0415  (most runs are of one process)

    # Standard input belongs to this process.
    pieces = (fetch(piece, options) if piece == STDIN else piece for piece in pieces)
    return ordered_map(Job(partial(_work, book.digest, options), _died, engine_for, book), pieces, jobs, options.timeout)


def articles_of(work: Iterable[Work], options: ReadOptions = DEFAULTS) -> Iterator[Work]:
    """The work article by article: archives and files of records are read as they are gone through, the rest stays as it is."""
    for piece in work:
        if isinstance(piece, str):
            yield from articles_in(piece, options)
        else:
            yield piece


def articles_in(source: str, options: ReadOptions = DEFAULTS) -> Iterator[str | RawArticle | Problem]:
    """The source itself, if it is one article, or the articles in it, whatever happens."""
    try:
        yield from parts(source, options)
    except Exception as error:
        yield unforeseen(visible_name(source), error)


def outcome(work: Work, engine: Engine, options: ReadOptions = DEFAULTS) -> Outcome:
    """The report on one article, or a Problem, whatever happens: one document must not end the run."""
    article = fetch(work, options)
    if isinstance(article, Problem):
        return article
    try:
        document = analyze(article, engine)
    except Exception as error:
        return unforeseen(article.source, error)
    return structs.replace(document, text=article.text) if options.with_text else document


def outcome_in_time(work: Work, engine: Engine, options: ReadOptions) -> Outcome:
    """The same in this process, within the time that the options allow. What comes from a pipe may keep us waiting as long as it will."""
    if isinstance(work, str) and is_pipe(work):
        work = fetch(work, options)
    try:
        with at_most(options.timeout):
            return outcome(work, engine, options)
    except TooLong:
        return given_up(name_of(work), options.timeout)


def is_pipe(source: str) -> bool:
    """Whether a source is standard input or something else that may have no end, or not yet a beginning."""
    return source == STDIN or (os.path.exists(source) and not os.path.isfile(source))


def fetch(work: Work, options: ReadOptions = DEFAULTS) -> Article | Problem:
    """The article, or why it cannot be read."""
    if isinstance(work, Article):
        return work
    raw = fetch_raw(work, options)
    if isinstance(raw, Problem):
        return raw
    try:
        return make_article(raw)
    except InputError as error:
        return error.problem
    except Exception as error:
        return unforeseen(raw.source, error)


def fetch_raw(work: str | RawArticle | Problem, options: ReadOptions = DEFAULTS) -> RawArticle | Problem:
    """The article's bytes with their digest, before they are decoded, or why they cannot be read."""
    if not isinstance(work, str):
        return work
    try:
        return load(work, options)
    except InputError as error:
        return error.problem
    except Exception as error:
        return unforeseen(visible_name(work), error)


def unforeseen(source: str, error: Exception) -> Problem:
    """What is told where quoth itself fails on an article."""
    return Problem(source, f"could not be analysed: {type(error).__name__}: {error}", "this is a fault of quoth: please report it")


def _work(digest: str, options: ReadOptions, work: Work) -> Outcome:
    return outcome(work, engine_of(digest), options)


def _died(work: Work, late: float) -> Problem:
    what, hint = "the process that analysed it died", "it may need more memory than there is: try it alone, with --jobs 1"
    return given_up(name_of(work), late) if late else Problem(name_of(work), what, hint)


def given_up(source: str, seconds: float) -> Problem:
    """What is told of an article that took longer than it may."""
    return Problem(source, f"took longer than {seconds:g} seconds, and was given up", "give it longer with --timeout, or 0 for no end")


def name_of(work: Work) -> str:
    """What reports call it."""
    return visible_name(work) if isinstance(work, str) else work.where if isinstance(work, Problem) else work.source
