"""A SELECT of one's own: run it where nothing can be changed, and write its rows."""

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from typing import Any, BinaryIO

import msgspec

from quoth.errors import Problem, StoreError
from quoth.reporting.output import Format, columns, text_on
from quoth.reporting.serialization import csv_text, encode_line

READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
FORBIDDEN = frozenset({"load_extension", "fts3_tokenizer"})
"""Functions that reach outside the database."""
DESCRIBING = frozenset({"table_info", "table_xinfo", "table_list", "index_list", "index_info", "foreign_key_list", "data_version"})
"""Pragmas that say what is there; full-text search itself asks for the last."""
STEPS = 100_000
"""Of SQLite's machine, after each of which Ctrl-C is noticed: about a millisecond."""

Rows = Iterator[Sequence[Any]]


@contextmanager
def asked(db: sqlite3.Connection, query: str) -> Iterator[tuple[list[str], Rows]]:
    """The names of the columns, and the rows one by one. Raises StoreError for what is no SELECT, or a wrong one; also
    while rows are taken."""
    db.execute("SELECT 1 FROM contents_fts LIMIT 0")  # opening the index, which SQLite counts as a change of the schema
    db.set_authorizer(_authorize)
    db.set_progress_handler(lambda: 0, STEPS)
    with closing(_explained(db, query)) as rows:
        yield _each_once(next(rows)), rows


def _each_once(names: Sequence[str]) -> list[str]:
    """The names of columns, later ones of the same name as SQLite has them in tables: `a`, `a:1`. Objects hold a name once."""
    found: list[str] = []
    for name in names:
        new, number = name, 0
        while new in found:
            number += 1
            new = f"{name}:{number}"
        found.append(new)
    return found


def _explained(db: sqlite3.Connection, query: str) -> Generator[Sequence[Any], None, None]:
    """The names of the columns and then the rows, or what is wrong with the query."""
    try:
        cursor = db.execute(query)
        if cursor.description is None:
            raise _wrong("holds no SELECT")
        yield [name for name, *_ in cursor.description]
        yield from cursor
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
            raise KeyboardInterrupt from None
        raise _wrong(str(error)) from error
    except (sqlite3.Warning, ValueError) as error:  # several statements in one; a NUL or half a character in it
        raise _wrong(str(error)) from error


def _wrong(what: str) -> StoreError:
    hint = "one SELECT that only reads; quoth query --sql 'SELECT name, sql FROM sqlite_master' shows the tables and views"
    return StoreError(Problem("--sql", what, hint))


def _authorize(action: int, first: str | None, second: str | None, *_: object) -> int:
    """What SQLite asks before it runs a statement: may it do this?"""
    allowed = action in READING and second not in FORBIDDEN
    return sqlite3.SQLITE_OK if allowed or (action == sqlite3.SQLITE_PRAGMA and first in DESCRIBING) else sqlite3.SQLITE_DENY


# ---- writing the rows ------------------------------------------------------------------------


def write_rows(names: Sequence[str], rows: Iterable[Sequence[Any]], form: Format, out: BinaryIO) -> None:
    """Rows as a table, as one JSON list of objects, as JSON lines or as CSV. Bytes become Base64."""
    if form is Format.TABLE:
        with text_on(out) as text:
            text.writelines(line + "\n" for line in columns([names, *([_shown(cell) for cell in row] for row in rows)]))
        return
    for chunk in _chunks(names, rows, form):
        out.write(chunk)
        out.flush()


def _chunks(names: Sequence[str], rows: Iterable[Sequence[Any]], form: Format) -> Iterator[bytes]:
    if form is Format.CSV:
        yield from (csv_text([row]).encode() for row in chain([names], map(_cells, rows)))
        return
    lines = (encode_line(dict(zip(names, row, strict=True))) for row in rows)
    if form is Format.JSONL:
        yield from (line + b"\n" for line in lines)
        return
    separator = b"["
    for line in lines:
        yield separator + b"\n" + line
        separator = b","
    yield (b"[" if separator == b"[" else b"\n") + b"]\n"


def _cells(row: Sequence[Any]) -> list[Any]:
    return [_shown(cell) if isinstance(cell, bytes) else cell for cell in row]


def _shown(cell: Any) -> str:
    return "" if cell is None else msgspec.to_builtins(cell) if isinstance(cell, bytes) else str(cell)
