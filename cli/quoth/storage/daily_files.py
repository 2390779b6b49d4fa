"""A database's reports as files of JSON lines, one a day: only those are written that would be others than they are."""

import os
import sqlite3
from contextlib import suppress
from hashlib import blake2b
from itertools import groupby
from pathlib import Path

import msgspec

from quoth.reporting.filters import Filters, select
from quoth.reporting.output import ANOTHER_FOLDER, OutputError, destination
from quoth.reporting.serialization import encode_jsonl
from quoth.storage.reader import Choice, documents

ALL = Filters()
UNDATED = "undated"
NOTE = ".quoth.json"
"""The file in the folder that says what the others were made of. It is written last, so a run that is cut off leaves
nothing that the next one would take for done."""
MADE_OF = """
SELECT coalesce(d.date, ?) AS day, d.source, d.digest, r.quoth, r.rules, r.reading FROM documents AS d JOIN runs AS r ON r.id = d.run
ORDER BY day, d.source
"""


def write_by_date(db: sqlite3.Connection, folder: str, filters: Filters = ALL) -> int:
    """Bring a folder up to date with the database: 2017-10-07.jsonl for each date that there is, undated.jsonl for the
    rest; a file whose day has no reports any more goes. Reports have what the filters leave of them. Returns how many files
    were written. Raises OutputError and sqlite3.Error."""
    before, now = _noted(folder), _made_of(db, filters)
    stale = [day for day, made in now.items() if made != before.get(day) or not _file(folder, day).exists()]
    try:
        os.makedirs(folder, exist_ok=True)
        for day in stale:
            _write(db, folder, day, filters)
        for day in before.keys() - now.keys():
            _file(folder, day).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(folder, error, ANOTHER_FOLDER) from error
    with destination(os.path.join(folder, NOTE), ANOTHER_FOLDER) as out:
        out.write(msgspec.json.encode(now))
    return len(stale)


def _write(db: sqlite3.Connection, folder: str, day: str, filters: Filters) -> None:
    choice = Choice(undated=True) if day == UNDATED else Choice(since=day, until=day)
    with destination(os.fspath(_file(folder, day)), ANOTHER_FOLDER) as out:
        out.writelines(encode_jsonl(select(document, filters)) for document in documents(db, choice))


def _made_of(db: sqlite3.Connection, filters: Filters) -> dict[str, str]:
    """For each day a digest of what its file is made of: sources, their bytes, quoth, its rules, how they were read, what is left out."""
    rows = groupby(db.execute(MADE_OF, (UNDATED,)), key=lambda row: row[0])
    shaped = [filters] if filters != ALL else []
    return {day: blake2b(msgspec.json.encode([*map(tuple, day_rows), *shaped]), digest_size=16).hexdigest() for day, day_rows in rows}


def _noted(folder: str) -> dict[str, str]:
    """The digests at the last time; none where there is no note, or one that somebody spoilt."""
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.json.decode(Path(folder, NOTE).read_bytes(), type=dict[str, str])
    return {}


def _file(folder: str, day: str) -> Path:
    return Path(folder, f"{day}.jsonl")
