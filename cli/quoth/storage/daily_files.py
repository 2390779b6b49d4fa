"""A database's reports as files of JSON lines, one a day: only those are written that would be others than they are.

Nothing else in the folder is replaced or removed, and nothing outside of it touched, whatever the database and the note say: a file is
quoth's if it is a plain file that begins as reports do.
"""

import os
import sqlite3
from collections.abc import Collection
from contextlib import suppress
from hashlib import blake2b
from itertools import groupby

import msgspec

from quoth.errors import Problem, StoreError
from quoth.plain_files import open_plain
from quoth.reading.dates import is_day
from quoth.reading.reports import PEEK, looks_like_reports
from quoth.reporting.filters import Filters, select
from quoth.reporting.output import ANOTHER_FOLDER, OutputError, file_in, not_ours
from quoth.reporting.serialization import encode_jsonl
from quoth.storage.reader import Choice, documents

ALL = Filters()
UNDATED = "undated"
NOTE = ".quoth.json"
"""The file in the folder that says what the others were made of. It is written last, so a run that is cut off leaves
nothing that the next one would take for done."""
LARGEST_NOTE = 100_000_000
"""Bytes of it that are read; a day takes 50."""
ENDING = ".jsonl"
MADE_OF = """
SELECT coalesce(d.date, ?) AS day, d.source, d.digest, r.quoth, r.rules, r.reading FROM documents AS d JOIN runs AS r ON r.id = d.run
ORDER BY day, d.source
"""


def check_folder(folder: str) -> None:
    """Raises OutputError if a file in a folder has a name that a day's file may get, and quoth did not write it."""
    with suppress(OSError):  # what cannot be listed cannot be written, which writing will tell
        for name in sorted(os.listdir(folder)):
            if _is_day(name.removesuffix(ENDING)) and name.endswith(ENDING) and not _is_ours(folder, name):
                raise not_ours(folder, name)
        if os.path.lexists(os.path.join(folder, NOTE)) and not _is_plain(folder, NOTE):
            raise not_ours(folder, NOTE)


def write_by_date(db: sqlite3.Connection, folder: str, filters: Filters = ALL) -> int:
    """Bring a folder up to date with the database: 2017-10-07.jsonl for each date that there is, undated.jsonl for the
    rest; a file whose day has no reports any more goes. Reports have what the filters leave of them. Returns how many files
    were written. Raises OutputError, sqlite3.Error, and StoreError
    for a date in the database that is none."""
    check_folder(folder)
    before, now = _noted(folder), _made_of(db, filters)
    stale = [day for day, made in now.items() if made != before.get(day) or not _is_ours(folder, day + ENDING)]
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise OutputError(folder, error, ANOTHER_FOLDER) from error
    for day in stale:
        _write(db, folder, day, filters)
    _remove(folder, before.keys() - now.keys())
    with file_in(folder, NOTE) as out:
        out.write(msgspec.json.encode(now))
    return len(stale)


def _write(db: sqlite3.Connection, folder: str, day: str, filters: Filters) -> None:
    choice = Choice(undated=True) if day == UNDATED else Choice(since=day, until=day)
    with file_in(folder, day + ENDING) as out:
        out.writelines(encode_jsonl(select(document, filters)) for document in documents(db, choice))


def _remove(folder: str, days: Collection[str]) -> None:
    """Remove the files of days, as far as they are quoth's."""
    for day in days:
        if _is_ours(folder, day + ENDING):
            try:
                os.unlink(os.path.join(folder, day + ENDING))
            except OSError as error:
                raise OutputError(folder, error, ANOTHER_FOLDER) from error


def _made_of(db: sqlite3.Connection, filters: Filters) -> dict[str, str]:
    """For each day a digest of what its file is made of: sources, their bytes, quoth, its rules, how they were read, what is left out.
    Raises StoreError."""
    shaped = [filters] if filters != ALL else []
    found = {}
    for day, rows in groupby(db.execute(MADE_OF, (UNDATED,)), key=lambda row: row[0]):
        held = [tuple(row) for row in rows]
        if not _is_day(day):
            what = f"the database says it is of {day!r}, which is no date"
            raise StoreError(Problem(str(held[0][1]), what, "make a new database"))
        found[day] = blake2b(msgspec.json.encode([*held, *shaped]), digest_size=16).hexdigest()
    return found


def _noted(folder: str) -> dict[str, str]:
    """The digests at the last time; none where there is no note, or one that somebody spoilt. What in it is no day is left out."""
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError), open_plain(os.path.join(folder, NOTE)) as file:
        noted = msgspec.json.decode(file.read(LARGEST_NOTE), type=dict[str, str])
        return {day: made for day, made in noted.items() if _is_day(day)}
    return {}


def _is_day(day: object) -> bool:
    """Whether there may be a file of this name."""
    return day == UNDATED or (isinstance(day, str) and is_day(day))


def _is_plain(folder: str, name: str) -> bool:
    with suppress(OSError), open_plain(os.path.join(folder, name)):
        return True
    return False


def _is_ours(folder: str, name: str) -> bool:
    """Whether there is a plain file of this name that holds reports."""
    with suppress(OSError), open_plain(os.path.join(folder, name)) as file:
        return looks_like_reports(file.read(PEEK))
    return False
