"""Articles that are records: lines of JSON, or an array of it, rows of CSV. One is read at a time, whatever the size of the file."""

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import BinaryIO, Self

import msgspec

from quoth.errors import InputError, Problem
from quoth.model import Warning
from quoth.reading.compression import LIMIT
from quoth.reading.dates import as_date
from quoth.reading.formats import InputFormat, RawArticle, ReadOptions, sha256, visible_name
from quoth.reading.reports import NOT_JSON, NOT_UTF8, looks_like_reports, why_not_json

BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
LONGEST_ID = 1_000
"""Characters: what is longer is no name for a record."""
SHOWN = 8
"""Fields that a complaint names."""
DELIMITERS = (",", ";", "\t", "|")
"""Excel writes semicolons in countries with decimal commas, and tabs as "text"."""
SEP = re.compile(rf'"?sep=([{"".join(DELIMITERS)}])"?\s*', re.IGNORECASE)
OBJECT = re.compile(rb"\s*(?:\[\s*)?\{")
LONE_CR = re.compile(rb"\A[^\r\n]*\r(?!\n)")
"""The first line of a file whose lines end in CR."""
REPORT_AS_CSV = b"source,date,id,kind,act,negated,speaker,"
"""How the reports begin that quoth writes as CSV."""

Lines = Iterator[tuple[int, bytes | None]]
"""Lines with their numbers, from 1, and their newlines; None for one of more than 100 MB."""


class _Record(msgspec.Struct, frozen=True):
    """The line where a record begins, the digest of its bytes, the names of its fields, and what those that are wanted hold."""

    line: int
    digest: str
    names: Sequence[str]
    values: dict[str, object]


def is_report(start: bytes) -> bool:
    """Whether a file that begins so is a report of quoth's own; ``start`` has `PEEK` bytes or all."""
    start = start.removeprefix(BOM)
    return start.startswith(REPORT_AS_CSV) or looks_like_reports(start)


def holds_articles(start: bytes, text_field: str) -> bool:
    """Whether a file of JSON that begins so may hold articles: its beginning is that of an object, or of an array, with the text's
    field. Where nobody named the file itself, any other JSON is left alone."""
    return OBJECT.match(start.removeprefix(BOM)) is not None and msgspec.json.encode(text_field) in start


def read_records(stream: BinaryIO, form: InputFormat, where: str, name: str, options: ReadOptions) -> Iterator[RawArticle | Problem]:
    """The records of a file in order, and whatever is wrong with one of them. ``where`` is how the file is called, ``name`` its own
    name. A record is called ``where#id``, or ``where:line`` if it has no id, or one that an earlier record has.

    Memory is bounded by the longest record, and by about a hundred bytes for each id. Raises what reading the stream raises."""
    start = stream.readline(LIMIT)
    if start.startswith(UTF_16):
        yield Problem(where, "UTF-16, expected UTF-8", "convert it: iconv -f UTF-16 -t UTF-8")
        return
    if is_report(start):
        yield Problem(where, "a report of quoth's own, expected articles", "name the articles that it reports on")
        return
    taken = 0
    names = _Names(where, options)
    start = start.removeprefix(BOM)
    if form is InputFormat.JSONL and not _is_object(start):
        found = _read_json_value(start, stream, where, options)
    else:
        lines = _lines_at_cr(start, stream) if LONE_CR.search(start) else _lines(start, stream)
        found = _read_json(lines, where, options) if form is InputFormat.JSONL else _read_csv(lines, where, options)
    for record in found:
        yield record if isinstance(record, Problem) else _raw_article(record, form, name, names)
        taken += 1
    if not taken:
        yield Problem(where, "no records", "expected an object a line, or a row below the names of its columns")


def _lines(first: bytes, stream: BinaryIO) -> Lines:
    number, line = 1, first
    while line:
        whole = len(line) < LIMIT or line.endswith(b"\n")
        while not whole:
            rest = stream.readline(LIMIT)
            whole = len(rest) < LIMIT or rest.endswith(b"\n")
            line = b""
        yield number, line or None
        number, line = number + 1, stream.readline(LIMIT)


def _lines_at_cr(first: bytes, stream: BinaryIO) -> Lines:
    """The same of a file whose lines end in CR, as on old Macs; also those in it that end otherwise."""
    number, rest = 0, b""
    while first:
        *whole, rest = (rest + first).splitlines(keepends=True)
        first = stream.readline(LIMIT)
        for line in whole if first else [*whole, rest]:
            number += 1
            yield number, line if len(line) < LIMIT else None


# ---- what a record tells ---------------------------------------------------------------------


class _Names:
    """What the records of a file are called, each once."""

    def __init__(self, where: str, options: ReadOptions) -> None:
        self.where = where
        self.options = options
        self._seen: set[str] = set()

    def place(self, record: _Record) -> str:
        """The file and line."""
        return f"{self.where}:{record.line}"

    def source(self, record: _Record, warnings: list[Warning]) -> str | None:
        """The name by its id, else by its line; None without the id that was asked for."""
        told = record.values.get(self.options.id_field or "id")
        key = visible_name(str(told).strip()) if isinstance(told, str | int) and not isinstance(told, bool) else ""
        if not key:
            return None if self.options.id_field else self.place(record)
        if key in self._seen or len(key) > LONGEST_ID:
            why = "that of an earlier record" if key in self._seen else "too long"
            warnings.append(Warning(f"named by its line: its id is {why}"))
            return self.place(record)
        self._seen.add(key)
        return f"{self.where}#{key}"


def _raw_article(record: _Record, form: InputFormat, name: str, names: _Names) -> RawArticle | Problem:
    options, warnings = names.options, list[Warning]()
    text = record.values.get(options.text_field)
    if not isinstance(text, str):
        return _lacking(names.place(record), record, options.text_field, "--text-field")
    source = names.source(record, warnings)
    if source is None:
        return _lacking(names.place(record), record, options.id_field or "", "--id-field")
    title, told = record.values.get(options.title_field or "title"), record.values.get(options.date_field or "date")
    date = None if told is None else as_date(str(told))
    if told is not None and not date:
        warnings.append(Warning(f"its date is not understood: {str(told)[:50]}"))
    return RawArticle(
        source,
        name,
        form,
        text.encode("utf-8", "surrogateescape"),
        record.digest,
        " ".join(title.split()) if isinstance(title, str) else None,
        date,
        tuple(warnings),
    )


def _lacking(place: str, record: _Record, field: str, option: str) -> Problem:
    what = f"“{field}” is empty, or no text" if field in record.names else f"has no “{field}”"
    return Problem(place, what, f"it has {_shown(record.names)}; name the field with {option}")


def _shown(names: Sequence[str]) -> str:
    return ", ".join(name[:50] for name in names[:SHOWN]) + (", …" if len(names) > SHOWN else "") if names else "no fields"


def _wanted(options: ReadOptions) -> set[str]:
    return {options.text_field, options.id_field or "id", options.title_field or "title", options.date_field or "date"}


# ---- lines of JSON ---------------------------------------------------------------------------


def _read_json(lines: Lines, where: str, options: ReadOptions) -> Iterator[_Record | Problem]:
    wanted = _wanted(options)
    for number, line in lines:
        if line is None:
            yield Problem(f"{where}:{number}", "a record of over 100 MB", "split it")
        elif line.strip():
            yield _json_record(number, line.rstrip(b"\r\n"), where, wanted)


def _json_record(number: int, line: bytes, where: str, wanted: set[str]) -> _Record | Problem:
    try:
        fields = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
        values = {name: msgspec.json.decode(fields[name]) for name in wanted & fields.keys()}
    except NOT_JSON as error:
        why = why_not_json(line, error)
        what = why if why == NOT_UTF8 else f"no JSON object: {why}"
        return Problem(f"{where}:{number}", what, "expected one object a line, as jq -c prints")
    return _Record(number, sha256(line), list(fields), {name: value for name, value in values.items() if not _is_blank(value)})


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _is_object(line: bytes) -> bool:
    """Whether a line, or the first of those that end in CR, is an object by itself, or nothing."""
    ended = LONE_CR.match(line)
    line = ended[0] if ended else line
    try:
        return not line.strip() or isinstance(msgspec.json.decode(line), dict)
    except NOT_JSON:
        return False


def _read_json_value(start: bytes, stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[_Record | Problem]:
    """The records of a file that does not begin with a line that is one: those of an array, of the only array of objects in an object,
    or one object laid out over several lines. What is none of these is read as lines, each of which is told of."""
    data = start + stream.read(LIMIT)
    if len(data) > LIMIT:
        yield Problem(where, "JSON of over 100 MB that is not one object a line", "convert it: jq -c '.[]'")
        return
    objects = _objects(data, options.text_field)
    if objects is None:
        lines = _lines_at_cr(data, stream) if LONE_CR.search(data) else enumerate(data.splitlines(keepends=True), 1)
        yield from _read_json(lines, where, options)
        return
    wanted, number, counted, end = _wanted(options), 1, 0, 0
    for one in objects:
        begin = data.find(one, end)
        number += data.count(b"\n", counted, begin)
        counted, end = begin, begin + len(one)
        yield _json_record(number, one, where, wanted)


def _objects(data: bytes, text_field: str) -> list[bytes] | None:
    """The objects that a value of JSON holds, in their order; none if it is no value."""
    try:
        value = msgspec.json.decode(data, type=dict[str, msgspec.Raw] | list[msgspec.Raw])
        if isinstance(value, dict) and text_field not in value:
            arrays = [msgspec.json.decode(part, type=list[msgspec.Raw]) for part in value.values() if bytes(part)[:1] == b"["]
            arrays = [array for array in arrays if array and all(bytes(part)[:1] == b"{" for part in array)]
            value = arrays[0] if len(arrays) == 1 else value
    except NOT_JSON:
        return None
    return [data.strip()] if isinstance(value, dict) else [bytes(part) for part in value]


# ---- rows of CSV -----------------------------------------------------------------------------


class _Rows:
    """The lines of a CSV as its reader asks for them; of the row that it is at, the bytes and the first line's number. Below
    another header a row is another record, so a row's digest is that of the header and itself."""

    def __init__(self, lines: Lines, where: str) -> None:
        self._lines = lines
        self._where = where
        self._taken: list[bytes] = []
        self._size = 0
        self._header = hashlib.sha256()
        self.line = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        number, line = next(self._lines)
        self.line = self.line or number
        if line is None or self._size + len(line) > LIMIT:
            raise InputError(Problem(self.place(), "a row of over 100 MB", "is a quotation mark in it never closed?"))
        self._taken.append(line)
        self._size += len(line)
        # What is not UTF-8 is decoded cell by cell, like the bytes of a file.
        return line.decode("utf-8", "surrogateescape")

    def place(self) -> str:
        """The file, and the line where the row begins."""
        return f"{self._where}:{self.line}"

    def take_header(self) -> None:
        """Note that the row is the header."""
        self._header.update(self._data() + b"\n")

    def digest(self) -> str:
        """The digest of the header, a newline, and the row without its own."""
        whole = self._header.copy()  # so that a long header is not gone through for each row
        whole.update(self._data())
        return f"sha256:{whole.hexdigest()}"

    def _data(self) -> bytes:
        return b"".join(self._taken).rstrip(b"\r\n")

    def done(self) -> None:
        """Go on to the next row."""
        self._taken, self._size, self.line = [], 0, 0


def _read_csv(lines: Lines, where: str, options: ReadOptions) -> Iterator[_Record | Problem]:
    csv.field_size_limit(LIMIT)  # the module's own setting: as it stands, articles of 131,072 characters are refused
    rows = _Rows(lines, where)
    first, delimiter = _begin(rows, options.text_field)
    reader = csv.reader(chain([first], rows), delimiter=delimiter, strict=True)
    columns: list[str] = []
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(rows.place(), f"no row of CSV: {error}", "quotation marks in a cell must be doubled, and the last one closed")
            cells = []
        if not any(map(str.strip, cells)):
            pass
        elif columns:
            yield _csv_record(rows, cells, columns, options.text_field)
        else:
            columns = [_plain(cell).strip() for cell in cells]
            rows.take_header()
            if missing := list(_missing(rows.place(), columns, options)):
                yield from missing
                return
        rows.done()


def _begin(rows: _Rows, text_field: str) -> tuple[str, str]:
    """The first line that is not blank, and the delimiter: Excel may name it on a line of its own above the header."""
    first = _next_line(rows)
    if told := SEP.fullmatch(first):
        rows.done()
        return _next_line(rows), told[1]
    return first, _delimiter(first, text_field)


def _next_line(rows: _Rows) -> str:
    """The next line that is not blank, the last one if all are."""
    line = ""
    for line in rows:
        if line.strip():
            break
        rows.done()
    return line


def _delimiter(first: str, text_field: str) -> str:
    """The one by which a CSV has the column wanted, else the one that makes most columns."""
    columns = {delimiter: [name.strip(' \r\n"') for name in first.split(delimiter)] for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: (text_field in columns[delimiter], len(columns[delimiter])))


def _missing(place: str, columns: list[str], options: ReadOptions) -> Iterator[Problem]:
    """A Problem for each column that was asked for and is not there."""
    asked = {
        "--text-field": options.text_field,
        "--id-field": options.id_field,
        "--title-field": options.title_field,
        "--date-field": options.date_field,
    }
    for option, field in asked.items():
        if field and field not in columns:
            yield Problem(place, f"has no column “{field}”", f"it has {_shown(columns)}; name the column with {option}")


def _csv_record(rows: _Rows, cells: list[str], columns: list[str], text_field: str) -> _Record | Problem:
    while len(cells) > len(columns) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(columns):
        what = f"{len(cells)} cells, expected {len(columns)} as in the header"
        return Problem(rows.place(), what, "a cell that holds the delimiter must stand in quotation marks")
    values = {column: cell if column == text_field else _plain(cell) for column, cell in zip(columns, cells, strict=True) if cell.strip()}
    return _Record(rows.line, rows.digest(), columns, dict[str, object](values))


def _plain(cell: str) -> str:
    """A cell other than the text: whatever it was written in, it must be valid."""
    data = cell.encode("utf-8", "surrogateescape")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
