"""Databases compared row by row, and the runs that write them killed on the way."""

import signal
import sqlite3
import subprocess
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack, closing, suppress
from pathlib import Path
from random import Random
from typing import Any

from tests.processes import QUOTH, clean_environment, started

WHEN = {"run", "error_run", "gone"}
"""Columns of documents that say when something was done, compared by whether they are empty. `runs` is about nothing else."""


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, in order; the database is checked by SQLite's own means first."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        db.execute("INSERT INTO contents_fts (contents_fts, rank) VALUES ('integrity-check', 1)")
        names = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
        return {name: _rows(db, name) for (name,) in names if name != "runs" and not name.startswith("contents_fts")}


def _rows(db: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    columns = [f'"{name}"' for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]
    if table == "documents":
        columns = [f"{name} IS NULL" if name.strip('"') in WHEN else name for name in columns]
    if table == "fingerprints":
        columns.remove('"stamp"')  # a file that is young is known by its stamp only from the next run on
    rows = db.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
    return sorted((row for row in rows if table != "sqlite_sequence" or row[0] != "runs"), key=repr)


def start(arguments: Sequence[str], **options: Any) -> AbstractContextManager["subprocess.Popen[bytes]"]:
    """A quoth of its own, as long as the context lasts."""
    return started([*QUOTH, *arguments], **({"env": clean_environment()} | options))


def killed_at_random(arguments: Sequence[str], times: int, longest: float, chance: Random) -> int:
    """Start a command again and again and kill -9 it within so many seconds; returns how often it was still at work."""
    hit = 0
    with ExitStack() as all_of_them:  # what one that was killed left behind is there when the next begins
        for _ in range(times):
            process = all_of_them.enter_context(start(arguments, stderr=subprocess.DEVNULL))
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0, longest))
            hit += process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.wait()
    return hit


def children(parent: int) -> list[int]:
    """The processes that a process started (Linux)."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(folder.name))
    return found


def wait_until_gone(words: Sequence[str], seconds: float = 10) -> list[int]:
    """The processes whose command line has all these words and that are still there after a while (Linux)."""
    end = time.monotonic() + seconds
    while (left := _alive(words)) and time.monotonic() < end:
        time.sleep(0.05)
    return left


def _alive(words: Sequence[str]) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            line = (folder / "cmdline").read_bytes().decode(errors="replace")
            if all(word in line for word in words):
                found.append(int(folder.name))
    return found
