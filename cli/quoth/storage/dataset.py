"""Reports in a folder partitioned by date, written piece by piece and by many hands: what a cluster leaves behind.

    OUT/date=2017-10-07/part-PIECE.jsonl    or .parquet: the reports of a piece on articles of that day
    OUT/_quoth/PIECE.json                   the piece's note: its articles, and what became of them
    OUT/_quoth/run.json                     which run may write here: what an earlier one left at work must not

A piece is some hundred articles that are done together; an article stays in the piece in which it was done first. Whoever does a
piece writes its note last, so parts of which no note tells are from work that was cut off, and are swept away.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from quoth.errors import Problem
from quoth.model import Document
from quoth.reading.dates import is_day
from quoth.reporting.serialization import encode_jsonl
from quoth.storage import parquet
from quoth.storage.object_store import Storage

NOTES = "_quoth"
"""Spark, Hive and pyarrow pass over what begins with an underscore."""
UNDATED = "__HIVE_DEFAULT_PARTITION__"
"""The partition of articles without a date, by the name that Hive, Spark and DuckDB read as null."""
PART = re.compile(r"date=([^/]+)/part-([0-9a-f]{32})\.(jsonl|parquet)")
RUN = f"{NOTES}/run.json"
RUN_NAME = re.compile(rb'"\w{1,64}"')
NOTE = re.compile(rf"{NOTES}/([0-9a-f]{{32}})\.json")

Form = Literal["jsonl", "parquet"]


class Failure(msgspec.Struct, frozen=True):
    """Why an article failed: the digest of its bytes, None if they could not be read, and who tried."""

    what: str
    hint: str
    digest: str | None
    maker: str
    run: str = ""


class Entry(msgspec.Struct, frozen=True):
    """What became of an article: the digest of the bytes that its report is on, None where there is none; who made it, None also where
    that is not sure; the run that made it; and why the last try failed, if it did. Makers are told by `pieces.maker_of`."""

    digest: str | None = None
    maker: str | None = None
    run: str = ""
    failure: Failure | None = None


class Note(msgspec.Struct, frozen=True):
    """What a piece holds: an entry for each source, and the dates of its parts, None for no date."""

    form: Form
    articles: dict[str, Entry]
    dates: list[str | None]


class Folder:
    """A folder, or URL, of reports. Raises what `Storage` raises, and ValueError for a file that is not as quoth wrote it."""

    def __init__(self, place: str) -> None:
        self.storage = Storage(place)

    def begin(self, run: str) -> None:
        """From now on only this run may write here. Raises ValueError where there are reports and nothing that tells of which articles."""
        held = self.storage.get(RUN)
        if held is not None and not RUN_NAME.fullmatch(held):
            raise ValueError(f"{RUN} is not quoth's: move it away, or name another folder")
        if held is None and any(map(PART.fullmatch, self.storage.find())):
            raise ValueError(f"it has reports, but no {NOTES}/ that tells of which articles")
        self.storage.put(RUN, msgspec.json.encode(run))

    def is_of(self, run: str) -> bool:
        """Whether it is this run's turn. No, if the folder is not there: then this machine does not see the one that is meant."""
        return self.storage.get(RUN) == msgspec.json.encode(run)

    def survey(self) -> tuple[dict[str, Note], set[str]]:
        """The notes of all pieces, and those pieces of which a part is missing. Parts of which no note tells are removed, and what two
        pieces hold is left to one: only call it when nobody is at work here."""
        files = set(self.storage.find())
        pieces = [match[1] for path in sorted(files) if (match := NOTE.fullmatch(path))]
        held = self.storage.get_all([_note_path(piece) for piece in pieces])
        notes = {piece: _note_of(data, piece) for piece, data in zip(pieces, held, strict=True) if data is not None}
        parts = {path for path in files if PART.fullmatch(path)}
        told = {_part_path(piece, day, note.form): piece for piece, note in notes.items() for day in note.dates}
        for path in parts - told.keys():
            self.storage.remove(path)
        return self._apart(notes), {piece for path, piece in told.items() if path not in files}

    def _apart(self, notes: dict[str, Note]) -> dict[str, Note]:
        """The notes, each source in one of them only. Two have it if a run went on that everybody took for dead."""
        seen: set[str] = set()
        for piece, note in notes.items():
            if not seen.isdisjoint(note.articles):
                kept = {source: entry for source, entry in note.articles.items() if source not in seen}
                documents = [document for document in self.documents(piece, note) if document.source in kept]
                notes[piece] = self.write(piece, kept, documents, note.form, note)
            seen |= notes[piece].articles.keys()
        return notes

    def note(self, piece: str) -> Note | None:
        """The note of a piece, if there is one."""
        data = self.storage.get(_note_path(piece))
        return None if data is None else _note_of(data, piece)

    def documents(self, piece: str, note: Note) -> list[Document]:
        """The reports of a piece, one for each source; of a part that somebody took away or damaged, none."""
        found: dict[str, Document] = {}
        for day in note.dates:
            data = self.storage.get(_part_path(piece, day, note.form))
            for document in _decode(data, note.form, day) if data is not None else ():
                # Where writing was cut off between two parts, one may have an article's new report and the other its old one.
                entry = note.articles.get(document.source, Entry())
                if document.source not in found or document.digest == entry.digest:
                    found[document.source] = document
        return list(found.values())

    def write(self, piece: str, articles: Mapping[str, Entry], documents: Iterable[Document], form: Form, before: Note | None) -> Note:
        """Put a piece in the place of what its earlier note tells of, and return its note. If this is cut off, nothing counts as done."""
        if before:
            unsettled = {source: msgspec.structs.replace(entry, maker=None) for source, entry in before.articles.items()}
            self.storage.put(_note_path(piece), msgspec.json.encode(msgspec.structs.replace(before, articles=unsettled)))
        by_day: defaultdict[str | None, list[Document]] = defaultdict(list)
        for document in sorted(documents, key=lambda document: document.source):
            by_day[document.date].append(document)
        written = {_part_path(piece, day, form): together for day, together in by_day.items()}
        for path, together in written.items():
            self.storage.put(path, _encode(together, form))
        note = Note(form, dict(sorted(articles.items())), sorted(by_day, key=lambda day: day or ""))
        self.storage.put(_note_path(piece), msgspec.json.encode(note))
        for path in {_part_path(piece, day, before.form) for day in before.dates} - written.keys() if before else ():
            self.storage.remove(path)
        return note


def read_part(path: str) -> Iterator[Document | Problem]:
    """The reports in a part of Parquet, or why it has none. Raises OSError, and MissingExtra."""
    parquet.need_pyarrow()
    day = os.path.basename(os.path.dirname(path)).removeprefix("date=")
    with open(path, "rb") as file:
        data = file.read()
    try:
        yield from parquet.decode(data, None if day == UNDATED else day)
    except (ValueError, OSError) as error:
        yield Problem(path, f"not reports: {error}", "expected what quoth batch --out-format parquet writes")


def _note_path(piece: str) -> str:
    return f"{NOTES}/{piece}.json"


def _part_path(piece: str, day: str | None, form: Form) -> str:
    """Where a part lies. Raises ValueError for a day that is none, wherever it was read."""
    if day is not None and not is_day(day):
        raise ValueError(f"{day!r} is no date")
    return f"date={day or UNDATED}/part-{piece}.{form}"


def _note_of(data: bytes, piece: str) -> Note:
    try:
        note = msgspec.json.decode(data, type=Note)
        for day in note.dates:
            _part_path(piece, day, note.form)
        return note
    except ValueError as error:  # msgspec's errors are ValueErrors
        raise ValueError(f"{_note_path(piece)} is damaged ({error}): remove it, and its articles are done again") from error


def _encode(documents: Iterable[Document], form: Form) -> bytes:
    return parquet.encode(documents) if form == "parquet" else b"".join(map(encode_jsonl, documents))


def _decode(data: bytes, form: Form, day: str | None) -> list[Document]:
    try:
        if form == "parquet":
            return parquet.decode(data, day)
        return [msgspec.json.decode(line, type=Document) for line in data.splitlines()]
    except (ValueError, OSError):  # pyarrow raises OSError for what is cut short
        return []
