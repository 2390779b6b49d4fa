"""Reading a database back: the reports in it, as `analyze` would give them."""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from quoth.errors import Problem, StoreError
from quoth.model import Document
from quoth.reading.formats import SURROGATE
from quoth.reporting.filters import keep
from quoth.storage.database import Damaged, reading
from quoth.storage.rows import Held, Row, document_of


class Choice(msgspec.Struct, frozen=True):
    """Which documents: dated from ``since`` to ``until`` (YYYY-MM-DD, both included), or ``undated`` ones only; those that were
    ``present`` at the last look; of copies only the one that stands for all (``once``); those with statements that hold all
    words of ``search``, which are then all that is kept of them."""

    since: str | None = None
    until: str | None = None
    undated: bool = False
    present: bool = False
    once: bool = False
    search: str | None = None


ALL, ONCE = Choice(), Choice(once=True)
TOGETHER = 100
"""Documents fetched at a time: no more are held."""
HELD = ", ".join(Held._fields)
FIRST = "copy_of IS NULL"
FIRST_PRESENT = """
(copy_of IS NULL OR NOT EXISTS (
  SELECT 1 FROM documents AS earlier WHERE earlier.gone IS NULL
  AND (earlier.id = documents.copy_of OR (earlier.copy_of = documents.copy_of AND earlier.id < documents.id))
))
"""
"""A copy stands for all where those before it are gone."""
AMONG = "WHERE document IN (SELECT value FROM json_each(?))"
OF_DOCUMENT = {
    "document_actors": "position",
    "mentions": "position",
    "statements": "id",
    "relations": "position",
    "warnings": "position",
}
"""Tables whose rows name their document, and the column that has these in order."""
OF_STATEMENT = {"contents": "t.id", "about": "position"}
"""Tables whose rows name their statement."""
ROWS = {
    **{table: f"SELECT document, t.* FROM {table} AS t {AMONG} ORDER BY document, {key}" for table, key in OF_DOCUMENT.items()},
    **{
        table: f"SELECT document, t.* FROM {table} AS t JOIN statements AS s ON s.id = statement {AMONG} ORDER BY s.id, {key}"
        for table, key in OF_STATEMENT.items()
    },
}
"""For each table, its rows for some documents, in order, each after its document's number."""
MATCHING = """
SELECT DISTINCT s.document, s.label
FROM contents_fts JOIN contents AS c ON c.id = contents_fts.rowid JOIN statements AS s ON s.id = c.statement
WHERE contents_fts MATCH ?
"""
TERM = re.compile(r'"([^"]*)"?(\*?)|([^\s"]+?)(\*?)(?=[\s"]|$)')


def documents(db: sqlite3.Connection, choice: Choice = ALL) -> Iterator[Document]:
    """The reports, in order of their sources. Raises sqlite3.Error, Damaged, and StoreError for words that cannot be searched."""
    found = None if choice.search is None else _matching(db, choice.search)
    conditions = ["digest IS NOT NULL"]
    conditions += ["date >= :since"] * (choice.since is not None)
    conditions += ["date <= :until"] * (choice.until is not None)
    conditions += ["date IS NULL"] * choice.undated
    conditions += ["gone IS NULL"] * choice.present
    conditions += [FIRST_PRESENT if choice.present else FIRST] * choice.once
    conditions += ["id IN (SELECT value FROM json_each(:found))"] * (found is not None)
    query = f"SELECT id, {HELD} FROM documents WHERE {' AND '.join(conditions)} ORDER BY source"
    rows = db.execute(query, {"since": choice.since, "until": choice.until, "found": json.dumps([*(found or ())])})
    while together := list(islice(rows, TOGETHER)):
        for number, document in _rebuilt(db, together):
            yield document if found is None else keep(document, [s for s in document.statements if s.id in found[number]])


def stream(path: str, choice: Choice = ONCE) -> Iterator[Document]:
    """The reports of the database at ``path``, of copies only the one that stands for all, as they were when the first was
    taken. Raises StoreError."""
    with reading(path) as db:
        yield from documents(db, choice)


def made_by(db: sqlite3.Connection) -> tuple[str, str]:
    """The quoth and the rules' digest of the last run; both empty where there was none."""
    row: tuple[str, str] | None = db.execute("SELECT quoth, rules FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    return row or ("", "")


def _rebuilt(db: sqlite3.Connection, rows: Sequence[Row]) -> Iterator[tuple[int, Document]]:
    numbers = json.dumps([row[0] for row in rows])
    tables = {table: _by_document(db, query, numbers) for table, query in ROWS.items()}
    for number, *cells in rows:
        held = Held(*cells)
        try:
            document = document_of(held, {table: found[number] for table, found in tables.items()})
        except (ValueError, TypeError) as error:  # msgspec's errors are ValueErrors
            raise Damaged(f"the report on {held.source}: {error}") from error
        yield number, document


def _by_document(db: sqlite3.Connection, query: str, numbers: str) -> defaultdict[int, list[Row]]:
    found = defaultdict(list)
    for document, *row in db.execute(query, (numbers,)):
        found[document].append(tuple(row))
    return found


# ---- full-text search ------------------------------------------------------------------------


def _matching(db: sqlite3.Connection, words: str) -> dict[int, set[str]]:
    """The labels of the statements that hold all these words, by document."""
    found: dict[int, set[str]] = {}
    terms = search_terms(words)
    if SURROGATE.search(terms):
        raise StoreError(Problem("--search", "holds a byte that is not UTF-8", "type the words in UTF-8, as articles are kept"))
    for document, label in db.execute(MATCHING, (terms,)) if terms else ():
        found.setdefault(document, set()).add(label)
    return found


def search_terms(words: str) -> str:
    """Words as people type them, in the language of SQLite's FTS5: all of them, "phrases" in quotation marks, and
    beginnings of words with an asterisk. Nothing in them is taken for an operator.

    >>> search_terms('de-escalation zone* "safe passage" NOT')
    '"de-escalation" "zone"* "safe passage" "NOT"'
    """
    terms = [(quoted or plain, star or end) for quoted, star, plain, end in TERM.findall(words)]
    return " ".join(f'"{term}"{star}' for term, star in terms if any(letter.isalnum() for letter in term))
