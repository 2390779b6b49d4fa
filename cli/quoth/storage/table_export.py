"""A database's tables as Parquet files, for pandas, DuckDB, Spark and whatever else reads columns."""

import json
import os
import sqlite3
from collections.abc import Collection, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from quoth.errors import MissingExtra, Problem, StoreError
from quoth.plain_files import open_plain
from quoth.reporting.output import ANOTHER_FOLDER, OutputError, file_in, not_ours
from quoth.storage.database import Damaged

if TYPE_CHECKING:
    import pyarrow as pa

TABLES = ("runs", "documents", "actors", "document_actors", "mentions", "statements", "contents", "about", "relations", "warnings")
"""Each becomes a file of its name, with its columns in their order."""
TOGETHER = 50_000
"""Rows in a group, which is read and written as one: no more are held."""
MARK = {b"made by": b"quoth"}
"""What each file says of itself, so that the next export knows what it may replace."""
FLAGS = {("statements", "negated")}
"""Columns of 0 and 1."""
PARTIES = {"actors": ("id",), "document_actors": ("actor",), "mentions": ("actor",), "about": ("actor",), "relations": ("a", "b")}
"""Columns with ids without which a row is nothing."""
FOR_WHOM = {"side", "speaker_actor", "addressee_actor", "addressee_side"}
"""Columns with an id that may be null."""
TOGETHER_WITH = {"speaker_others", "addressee_others"}
"""Columns with a JSON list of ids, null where it would be empty."""
KEPT = "(SELECT id FROM actors WHERE known IN (SELECT value FROM json_each(:known)))"


def export(db: sqlite3.Connection, folder: str, known: Collection[str] = ()) -> int:
    """Write FOLDER/statements.parquet and so on, each file whole or not at all; if ``known`` says so, as if there were only actors
    known by that (see `party_ids.known_only`). Returns how many rows there are. Raises MissingExtra, OutputError,
    Damaged and sqlite3.Error."""
    need_pyarrow()
    _check_folder(db, folder)
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise OutputError(folder, error, ANOTHER_FOLDER) from error
    return sum(_write(db, table, folder, known) for table in TABLES)


def _check_folder(db: sqlite3.Connection, folder: str) -> None:
    """Raises OutputError if a file in a folder has the name of a table's, and quoth did not write it."""
    for table in TABLES:
        path = os.path.join(folder, f"{table}.parquet")
        if os.path.lexists(path) and not _is_ours(path, _schema(db, table).names):
            raise not_ours(folder, f"{table}.parquet")


def _is_ours(path: str, columns: Sequence[str]) -> bool:
    """Whether a plain file says that quoth wrote it, or has just these columns: files of earlier versions do not say so."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with open_plain(path) as file:
            schema = parquet.read_schema(file)
    except (OSError, pa.ArrowException):
        return False
    return MARK.items() <= (schema.metadata or {}).items() or schema.names == columns


def need_pyarrow() -> None:
    """Raises MissingExtra where pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise MissingExtra("--parquet", "pyarrow", "parquet") from None


def _write(db: sqlite3.Connection, table: str, folder: str, known: Collection[str]) -> int:
    import pyarrow as pa
    from pyarrow import parquet

    schema = _schema(db, table)
    rows = db.execute(_rows_among(table, schema.names) if known else f"SELECT * FROM {table}", {"known": json.dumps([*known])})
    count = 0
    with file_in(folder, f"{table}.parquet") as out, parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while together := list(islice(rows, TOGETHER)):
            columns = zip(zip(*together, strict=True), schema, strict=True)
            try:
                batch = pa.record_batch([_column(cells, field) for cells, field in columns], schema=schema)
            except (ValueError, TypeError) as error:  # pyarrow's errors are of these kinds
                raise Damaged(f"the table {table}: {error}") from error
            writer.write_batch(batch)
            count += len(together)
    return count


def _rows_among(table: str, columns: Sequence[str]) -> str:
    """A query for the rows of a table, with the actors only that stay."""

    def cell(column: str) -> str:
        if column in FOR_WHOM:
            return f"CASE WHEN {column} IN {KEPT} THEN {column} END"
        if column in TOGETHER_WITH:
            return f"(SELECT nullif(json_group_array(value), '[]') FROM json_each({table}.{column}) WHERE value IN {KEPT})"
        return f'"{column}"'

    conditions = " AND ".join(f"{column} IN {KEPT}" for column in PARTIES.get(table, ())) or "true"
    return f"SELECT {', '.join(map(cell, columns))} FROM {table} WHERE {conditions}"


def _schema(db: sqlite3.Connection, table: str) -> "pa.Schema":
    """The types of columns: SQLite's own, but for dates and flags, which it does not have."""
    import pyarrow as pa

    types = {"INTEGER": pa.int64(), "REAL": pa.float64(), "TEXT": pa.string()}
    special = {(table, "date"): pa.date32(), **dict.fromkeys(FLAGS, pa.bool_())}
    described = db.execute(f"PRAGMA table_info({table})").fetchall()
    return pa.schema([(name, special.get((table, name), types[kind])) for _, name, kind, *_ in described], MARK)


def _column(cells: Sequence[Any], field: "pa.Field") -> "pa.Array":
    """A column's cells in its type. Dates are text in SQLite."""
    import pyarrow as pa

    if pa.types.is_date(field.type):
        try:
            return pa.array(cells, pa.string()).cast(field.type)
        except pa.ArrowInvalid as error:
            raise StoreError(Problem(f"column {field.name}", f"holds what is no date: {error}", "make a new database")) from error
    return pa.array([None if cell is None else bool(cell) for cell in cells] if pa.types.is_boolean(field.type) else cells, field.type)
