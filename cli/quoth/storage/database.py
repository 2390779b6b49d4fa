"""Open a database, new or old: its schema brought up to date, and what SQLite complains of told as problems."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from quoth.errors import Problem, StoreBusy, StoreError

SCRIPTS = Path(__file__).with_name("migrations")
"""001.sql makes schema 1 of nothing, 002.sql makes schema 2 of it, and so on."""
APPLICATION = 0x71756F74
""" "quot": the application id in the file's header, by which `file` and quoth know such a database."""
PATIENCE = 60.0
"""Seconds to wait for another program that has the file locked."""
CACHE = 16_000
"""KiB of memory for the pages of indexes, where new rows go to many places."""
PAGES = 10_000
"""Pages of 4 KiB in the log before they are moved into the database: those that change again and again are moved once."""
RESTORE = "restore it, or name another file with --db and run again"
GUARD_PATIENCE = 2.0
"""Seconds to wait for another run before giving up: one that was killed may leave processes that end a moment later."""


class Damaged(Exception):
    """A cell that no quoth wrote; the database's own structure is sound. Whoever has it open is told so by a StoreError."""


# ---- one run at a time -----------------------------------------------------------------------


@contextmanager
def alone(path: str, *, wait: bool = False) -> Iterator[None]:
    """Be the only run on the database at ``path``, across its many transactions. Raises StoreBusy after two seconds, or
    never if ``wait`` says to wait as long as it takes.

    The lock is SQLite's own, held on an empty file beside the database: it ends with this process, however that
    ends, is not inherited by the processes that it starts, and is the same on all systems.
    """
    guard_path = os.path.realpath(path) + ".lock"
    with _explained(path), closing(sqlite3.connect(guard_path, timeout=GUARD_PATIENCE, isolation_level=None)) as guard:
        while not _locked(guard):  # short waits, since Ctrl-C is not noticed during one
            if not wait:
                raise StoreBusy(Problem(path, "another run is writing to it", "wait for it with --wait, or try again later"))
        yield


def _locked(guard: sqlite3.Connection) -> bool:
    try:
        guard.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return False
        raise
    return True


# ---- opening ---------------------------------------------------------------------------------


@contextmanager
def writing(path: str, scripts: Path = SCRIPTS) -> Iterator[sqlite3.Connection]:
    """The database at ``path`` to write to, made if it is not there, its schema brought up to date. Statements commit
    at once unless they stand between BEGIN and COMMIT. Raises StoreError, also for what happens while it is open."""
    with _explained(path), closing(sqlite3.connect(_plain(path), timeout=PATIENCE, isolation_level=None)) as db:
        _migrate(db, path, scripts)
        # Readers are not kept waiting, and a killed process leaves nothing to mend. A power cut may undo the
        # last transactions, never half of one: the next run does those documents again.
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute(f"PRAGMA cache_size = -{CACHE}")
        db.execute(f"PRAGMA wal_autocheckpoint = {PAGES}")
        yield db


@contextmanager
def reading(path: str) -> Iterator[sqlite3.Connection]:
    """The database at ``path`` as it is now, whatever a run writes meanwhile; it cannot be written to. Raises StoreError,
    also for what happens while it is open."""
    if not os.path.isfile(path):
        raise StoreError(Problem(path, "no such database", "make it with quoth batch PATH --db FILE"))
    with _explained(path), closing(_read_only(path)) as db:
        found, newest = _version(db, path), _newest(SCRIPTS)
        if found < newest:
            raise StoreError(Problem(path, f"of schema {found}, where {newest} is expected", "quoth batch brings it up to date"))
        db.execute("PRAGMA query_only = ON")
        db.execute("BEGIN")
        yield db


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # a full disk may have ended it already
            db.execute("ROLLBACK")
        raise


def _plain(path: str) -> str:
    """The file's whole name, which no build of SQLite takes for a URI, as some do with `file:x.db`."""
    return os.path.abspath(path)


def _read_only(path: str) -> sqlite3.Connection:
    """SQLite wants to make two files beside a database that it reads; where it may not, and so no run can be at
    work either, the file is read as one that does not change."""
    uri = Path(path).resolve().as_uri()
    db = sqlite3.connect(f"{uri}?mode=ro", uri=True, timeout=PATIENCE, isolation_level=None)
    try:
        db.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or os.path.exists(path + "-wal"):
            raise
        db.close()
        return sqlite3.connect(f"{uri}?immutable=1", uri=True, isolation_level=None)
    return db


# ---- the schema ------------------------------------------------------------------------------


def _migrate(db: sqlite3.Connection, path: str, scripts: Path) -> None:
    """Run the scripts that the database has not seen, each whole or not at all."""
    for number in range(_version(db, path, scripts) + 1, _newest(scripts) + 1):
        script = (scripts / f"{number:03}.sql").read_text(encoding="utf-8")
        try:
            db.executescript(
                f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nPRAGMA application_id = {APPLICATION};\nCOMMIT;"
            )
        except sqlite3.Error:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


def _version(db: sqlite3.Connection, path: str, scripts: Path = SCRIPTS) -> int:
    """The database's schema, 0 for an empty file. Raises StoreError for one that is none of ours, or of a newer quoth."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION and (tables or version):
        raise StoreError(Problem(path, "a database of another program", "name another file with --db"))
    if version > _newest(scripts):
        what = f"made by a newer quoth: its schema is {version}, and this one knows {_newest(scripts)}"
        raise StoreError(Problem(path, what, "update quoth, or name another file with --db"))
    return int(version)


def _newest(scripts: Path) -> int:
    return max(int(script.stem) for script in scripts.glob("*.sql"))


# ---- complaints ------------------------------------------------------------------------------


@contextmanager
def _explained(path: str) -> Iterator[None]:
    """Raise what SQLite complains of, and Damaged, as StoreError."""
    try:
        yield
    except Damaged as error:
        raise StoreError(Problem(path, f"damaged: {error}", RESTORE)) from error
    except sqlite3.Error as error:
        raise _explain(path, error) from error


def _explain(path: str, error: sqlite3.Error) -> StoreError:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBusy(Problem(path, "another program has it locked", "try again when that is done"))
        case sqlite3.SQLITE_FULL:
            what, hint = "cannot be written: the disk is full", "make room and run again: what was done so far is kept"
        case sqlite3.SQLITE_IOERR:
            what, hint = f"cannot be written or read: {error}", "is the disk full or failing? Then run again: what was done so far is kept"
        case sqlite3.SQLITE_READONLY:
            what, hint = "cannot be written: it is read-only", "check the owner and mode of the file and its folder with ls -l"
        case sqlite3.SQLITE_CANTOPEN:
            what, hint = "cannot be opened", "check that its folder is there, and the owner and mode of both with ls -l"
        case sqlite3.SQLITE_NOTADB:
            what, hint = "not a database", "name another file with --db"
        case sqlite3.SQLITE_CORRUPT:
            what, hint = f"damaged: {error}", RESTORE
        case _:
            what, hint = f"refused by SQLite: {error}", ""
    return StoreError(Problem(path, what, hint))
