"""Writing to a database: what is known of each source, the results of a run, which sources are gone."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from quoth.batch.near_duplicates import fingerprint, place_rest
from quoth.batch.tasks import Result
from quoth.errors import Problem
from quoth.model import Document
from quoth.storage.database import transaction
from quoth.storage.rows import CHILDREN, Numbers, Row, actor_rows, rows_of

KNOWN = """
SELECT
  d.digest, report.quoth, report.rules, report.reading,
  d.error, d.error_digest, failure.quoth, failure.rules, failure.reading,
  f.stamp
FROM documents AS d
LEFT JOIN runs AS report ON report.id = d.run
LEFT JOIN runs AS failure ON failure.id = d.error_run
LEFT JOIN fingerprints AS f ON f.document = d.id
WHERE d.source = ?
"""
REPORT = """
UPDATE documents
SET digest = ?, title = ?, date = ?, characters = ?, run = ?, error = NULL, hint = NULL, error_digest = NULL, error_run = NULL
WHERE id = ?
"""
FAILURE = "UPDATE documents SET error = ?, hint = ?, error_digest = ?, error_run = ? WHERE id = ?"
ACTOR = """
INSERT INTO actors VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, type = excluded.type, codes = excluded.codes, known = excluded.known, side = excluded.side
WHERE excluded.codes IS NOT NULL
"""
"""An id that is only referred to, and so has no codes, tells nothing new of an actor."""
UNINDEX = """
INSERT INTO contents_fts (contents_fts, rowid, text)
SELECT 'delete', id, text FROM contents WHERE statement IN (SELECT id FROM statements WHERE document = ?)
"""
INDEX = "INSERT INTO contents_fts (rowid, text) SELECT id, text FROM contents WHERE id > ?"
REFUSED = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, sqlite3.ProgrammingError, ArithmeticError, ValueError)
"""What is raised for a value, not for the database as a whole: doubled, too long, a number too large, no valid text."""
OF_STATEMENTS = ("contents", "about")


class Known(NamedTuple):
    """What the database holds of a source: the digests of the bytes that have a report, and of those that failed, each
    None unless this quoth with these rules and options made it; the file's stamp; whether the last try went well."""

    done: str | None = None
    failed: str | None = None
    stamp: str | None = None
    sound: bool = False


class Count(NamedTuple):
    """What came of a run, in articles."""

    found: int
    done: int
    unchanged: int
    failed: int
    gone: int


class Store:
    """A database during a run. Every method commits what it writes, whole, and raises sqlite3.Error.

    What a report depends on, beside the bytes, are ``quoth`` (the version), ``rules`` (their digest) and ``shaping``, the
    options by which inputs are read, as `ReadOptions.shaping` gives them."""

    def __init__(self, db: sqlite3.Connection, quoth: str, rules: str, paths: Sequence[str], shaping: Mapping[str, str]) -> None:
        self.db = db
        self.maker = (quoth, rules, json.dumps(shaping, sort_keys=True))
        with transaction(db):
            written = db.execute(
                "INSERT INTO runs (started, paths, quoth, rules, reading) VALUES (?, ?, ?, ?, ?)", (_now(), json.dumps(paths), *self.maker)
            )
        self.run = written.lastrowid
        self.refused = 0
        """Reports that the database refused, so that their articles have failed."""

    def known(self, source: str) -> Known:
        """What there is of a source."""
        row = self.db.execute(KNOWN, (source,)).fetchone()
        if row is None:
            return Known()
        digest, *maker, error, error_digest, error_quoth, error_rules, error_reading, stamp = row
        done = digest if tuple(maker) == self.maker else None
        failed = error_digest if (error_quoth, error_rules, error_reading) == self.maker else None
        return Known(done, failed, stamp, done is not None and error is None)

    def write(self, results: Iterable[Result]) -> list[Problem]:
        """Take results over, all together; if the database refuses something of them, one by one, and what it refuses of an article
        becomes that article's failure. The answer has the problems among them that were not known before."""
        results = [*results]
        try:
            return self._write(results)
        except REFUSED:
            return [problem for result in results for problem in self._write_alone(result)]

    def _write_alone(self, result: Result) -> list[Problem]:
        try:
            return self._write([result])
        except REFUSED as error:
            what = f"its report was refused by the database: {error}"
            problem = Problem(result.source, what, "this is a fault of quoth: please report it")
            self.refused += result.state == "done"
            return self._write([Result("failed", result.source, result.digest, problem=problem)])

    def _write(self, results: Iterable[Result]) -> list[Problem]:
        news: list[Problem] = []
        reports: list[tuple[int, Document]] = []
        with transaction(self.db):
            for result in results:
                if result.document is not None:
                    number = self._report(result.document)
                    fingerprint(self.db, number, result.minhash, result.stamp)
                    reports.append((number, result.document))
                elif result.problem is not None:
                    known = result.state == "failed" and not self._failure(result, result.problem)
                    news += [] if known else [result.problem]
                elif result.state == "same":
                    self._same(result)
            self._insert(reports)
        return news

    def mark_gone(self, judge: Callable[[str], bool | None]) -> int:
        """Mark the sources that are gone, and those that are back; ``judge`` says of each whether it is gone, or None to
        leave it as it is. Returns how many this run is the first to miss."""
        with transaction(self.db):
            rows = self.db.execute("SELECT id, source, gone IS NOT NULL FROM documents ORDER BY id")
            changed = [(None if was else self.run, number) for number, source, was in rows if judge(source) not in (None, bool(was))]
            self.db.executemany("UPDATE documents SET gone = ? WHERE id = ?", changed)
        return sum(run is not None for run, _ in changed)

    def finish(self, count: Count) -> None:
        """End the run."""
        with transaction(self.db):
            self.db.execute(
                "UPDATE runs SET finished = ?, found = ?, done = ?, unchanged = ?, failed = ?, gone = ? WHERE id = ?",
                (_now(), *count, self.run),
            )

    def copies(self) -> int:
        """How many documents are copies of others, after those whose original has changed are placed anew."""
        place_rest(self.db)
        return int(_one(self.db, "SELECT count(*) FROM documents WHERE copy_of IS NOT NULL"))

    def _report(self, document: Document) -> int:
        """The document's row, with nothing below it yet."""
        number = self._number(document.source)
        self._empty(number)
        self.db.execute(REPORT, (document.digest, document.title, document.date, document.characters, self.run, number))
        return number

    def _number(self, source: str) -> int:
        """The number of a source, a new one if need be; an upsert would use numbers up on the sources that are there."""
        find = "SELECT id FROM documents WHERE source = ?"
        if row := self.db.execute(find, (source,)).fetchone():
            return int(row[0])
        self.db.execute("INSERT INTO documents (source) VALUES (?)", (source,))
        return int(_one(self.db, find, source))

    def _empty(self, document: int) -> None:
        if self.db.execute("SELECT 1 FROM fingerprints WHERE document = ?", (document,)).fetchone() is None:
            return  # there never was a report
        self.db.execute(UNINDEX, (document,))
        for table in OF_STATEMENTS:
            self.db.execute(f"DELETE FROM {table} WHERE statement IN (SELECT id FROM statements WHERE document = ?)", (document,))
        for table in CHILDREN:
            if table not in OF_STATEMENTS:
                self.db.execute(f"DELETE FROM {table} WHERE document = ?", (document,))

    def _failure(self, result: Result, problem: Problem) -> bool:
        """Note why a source failed; False if that was known. An earlier report on it stays."""
        number = self._number(result.source)
        cells = (problem.what, problem.hint, result.digest)
        known = self.db.execute("SELECT error, hint, error_digest FROM documents WHERE id = ?", (number,)).fetchone()
        self.db.execute(FAILURE, (*cells, self.run, number))
        return bool(known != cells)

    def _same(self, result: Result) -> None:
        """Bytes that have their report: an error that was noted since is over, and the file as it lies there is known."""
        number = self._number(result.source)
        self.db.execute(FAILURE, (None, None, None, None, number))
        self.db.execute("UPDATE fingerprints SET stamp = ? WHERE document = ?", (result.stamp, number))

    def _insert(self, reports: Sequence[tuple[int, Document]]) -> None:
        """The rows below the documents' rows. Numbers are never given twice, so that runs that were cut off and taken up
        again give the same ones as a run to the end."""
        last = Numbers(self._last("statements"), self._last("contents"))
        indexed = last.content
        tables: dict[str, list[Row]] = {table: [] for table in CHILDREN}
        for number, document in reports:
            for table, rows in rows_of(document, number, last).items():
                tables[table] += rows
        self.db.executemany(ACTOR, actor_rows(document for _, document in reports))
        for table, rows in tables.items():
            if rows:
                self.db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        self.db.execute(INDEX, (indexed,))

    def _last(self, table: str) -> int:
        return int(_one(self.db, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?", table))


def _one(db: sqlite3.Connection, query: str, *values: Any) -> Any:
    return db.execute(query, values).fetchone()[0]


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
