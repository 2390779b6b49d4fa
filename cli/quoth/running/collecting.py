"""The reports on documents that a command asks for: on articles, made now, and such as were made before."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from quoth.errors import Problem
from quoth.model import Document
from quoth.reading.formats import DEFAULTS, STDIN, ReadOptions
from quoth.reading.reports import PEEK, looks_like_reports, read_reports
from quoth.reporting.filters import Filters, names_met, nothing_found, resolve, select
from quoth.rulebook.listing import aliases
from quoth.rulebook.rules import RuleBook
from quoth.running.runner import Outcome, Tally, results_of, told
from quoth.storage.dataset import read_part
from quoth.storage.reader import stream

HINT = "name what quoth analyze wrote as JSON or JSON lines, or quoth batch with --out"


class Wanted(NamedTuple):
    """What a command is given: sources of articles, files of reports (either may have `-`), what to keep of them, how the
    articles are to be read, and a database of reports."""

    sources: Sequence[str | Problem]
    reports: Sequence[str]
    filters: Filters
    jobs: int | None
    reading: ReadOptions = DEFAULTS
    db: str | None = None


def gather(wanted: Wanted, book: RuleBook, tally: Tally, complain: Callable[[object], None]) -> Iterator[Document]:
    """The reports, filtered, those on articles first, and only one on the same bytes, or on copies in a database; ``complain``
    is told of each problem as it comes. Raises StoreError, and RulesError for rules that do not compile, if there are articles."""
    known = aliases(book, wanted.filters.names()) if wanted.filters.given() else {}
    filters = resolve(wanted.filters, known)
    stored = stream(wanted.db) if wanted.db is not None else ()
    seen: set[str] = set()
    again = 0
    for document in chain(_made(wanted, book, tally, complain), told(_read(wanted.reports), tally, complain), stored):
        if document.digest in seen:
            again += 1
            continue
        seen.add(document.digest)
        tally.met |= names_met(document) if filters.names() else set()
        kept = select(document, filters)
        tally.found += bool(kept.statements or kept.relations)
        yield kept
    if again:
        complain(f"{again} {'report is' if again == 1 else 'reports are'} on a text that was counted already, and left out")
    if filters.given() and not tally.found:
        complain(nothing_found(wanted.filters, known, tally.met))


def _made(wanted: Wanted, book: RuleBook, tally: Tally, complain: Callable[[object], None]) -> Iterator[Document]:
    if wanted.sources:  # else there is no need to compile rules
        with results_of(wanted.sources, book, wanted.jobs, bar=True, options=wanted.reading) as results:
            yield from told(results, tally, complain)


def _read(paths: Sequence[str]) -> Iterator[Outcome]:
    for path in paths:
        try:
            if path == STDIN:
                yield from read_reports(sys.stdin.buffer, path, Document)
            elif os.path.isdir(path):
                files = _files_in(path)
                yield from _read(files) if files else [Problem(path, "holds no reports", HINT)]
            elif path.endswith(".parquet"):
                yield from read_part(path)
            else:
                with open(path, "rb") as stream:
                    yield from read_reports(stream, path, Document)
        except OSError as error:
            yield Problem(path, f"cannot be read: {error.strerror or error}", HINT)


def _files_in(folder: str) -> list[str]:
    """The reports in a folder and below, as batch's --out writes them, in order; notes and what is hidden left out."""
    found = []
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        found += [os.path.join(here, name) for name in names if name.endswith((".jsonl", ".parquet")) and not name.startswith((".", "_"))]
    return sorted(found)


def holds_reports(path: str) -> bool:
    """Whether reports stand where a user names an article: a file of them, or a pipe from quoth analyze."""
    try:
        if path == STDIN:
            peek = getattr(sys.stdin.buffer, "peek", None)
            return peek is not None and looks_like_reports(peek(PEEK)[:PEEK])
        if not os.path.isfile(path):
            return False
        with open(path, "rb") as stream:
            return path.endswith(".parquet") or looks_like_reports(stream.read(PEEK))
    except (OSError, ValueError):  # reading will say why
        return False
