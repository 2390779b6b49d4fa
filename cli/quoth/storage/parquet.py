"""Reports as a Parquet file with one row a report and the report's own fields, nested; and back. The date is not in it: it is the
partition's.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import inspect

from quoth.errors import MissingExtra
from quoth.model import Document

if TYPE_CHECKING:
    import pyarrow as pa

LEFT_OUT = {"date", "text"}
"""The date is the partition's; the text is only in reports that were made with it."""


def need_pyarrow() -> None:
    """Raises MissingExtra where pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise MissingExtra("parquet", "pyarrow", "parquet") from None


def encode(documents: Iterable[Document]) -> bytes:
    """Reports as the bytes of a Parquet file."""
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.Table.from_pylist([_row(document) for document in documents], schema=schema())
    out = BytesIO()
    parquet.write_table(table, out, compression="zstd")
    return out.getvalue()


def decode(data: bytes, date: str | None) -> list[Document]:
    """The reports in a file, each with this date. Raises ValueError for another program's file."""
    from pyarrow import parquet

    rows = parquet.read_table(BytesIO(data)).to_pylist(maps_as_pydicts="strict")
    return [msgspec.convert(row | {"date": date}, Document) for row in rows]


def schema() -> "pa.Schema":
    """The columns of such a file, from the report's definition."""
    import pyarrow as pa

    return pa.schema([field for field in _fields(inspect.type_info(Document)) if field.name not in LEFT_OUT])


def _row(document: Document) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(document)
    for actor in row["actors"]:
        actor["codes"] = list(actor["codes"].items())  # a map, to pyarrow
    return row


def _fields(struct: inspect.Type) -> "list[pa.Field]":
    import pyarrow as pa

    assert isinstance(struct, inspect.StructType)
    return [pa.field(field.name, *_type(field.type)) for field in struct.fields]


def _type(kind: inspect.Type) -> "tuple[pa.DataType, bool]":
    """A field's type, and whether it may be null."""
    import pyarrow as pa

    match kind:
        case inspect.UnionType(types=types):
            one, *_ = (each for each in types if not isinstance(each, inspect.NoneType))
            return _type(one)[0], True
        case inspect.ListType(item_type=item):
            made = pa.list_(_type(item)[0])
        case inspect.DictType(key_type=key, value_type=value):
            made = pa.map_(_type(key)[0], _type(value)[0])
        case inspect.StructType():
            made = pa.struct(_fields(kind))
        case inspect.BoolType():
            made = pa.bool_()
        case inspect.IntType() | inspect.LiteralType(values=(int(), *_)):
            made = pa.int64()
        case _:
            made = pa.string()
    return made, False
