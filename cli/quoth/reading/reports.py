"""Reports read back, a document at a time: what `quoth analyze` wrote as JSON or JSON lines, and what jq made of it."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import BinaryIO, TypeVar

import msgspec

from quoth.errors import Problem

T = TypeVar("T")
Line = tuple[int, bytes]

NOT_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
NOT_UTF8 = "not UTF-8"
OPENING = b'"documents":['
"""How the first line of a run's JSON ends: its documents follow, each on a line of its own."""
CLOSING = b"]}"
OPENINGS, ENDINGS = (b"{", b"["), (b"}", b"]")
"""Lines that open and end what jq, and most others, lay out over several."""
REPORT = re.compile(rb'\s*\{\s*"(?:quoth":\s*"[^"]*",\s*"schema|schema":\s*\d+,\s*"source)"')
"""How what quoth writes begins, also where another program laid it out."""
PEEK = 200
"""Bytes in which that shows."""


def read_reports(stream: BinaryIO, where: str, kind: type[T], hint: str = "see quoth schema") -> Iterator[T | Problem]:
    """The reports on documents in a stream of JSON lines, or of JSON: a run's, one document's, or a list of documents.

    ``where`` names the stream, ``kind`` is what each report is decoded into, ``hint`` helps who gave something else. A line
    without a report is a Problem, and the rest is read. One document is held at a time, if they are laid out as quoth or
    jq does it. Raises OSError.
    """
    empty = True
    for place, data in _documents(stream, where):
        empty = False
        try:
            yield msgspec.json.decode(data, type=kind)
        except NOT_JSON as error:
            yield Problem(place, f"not a report: {why_not_json(data, error)}", hint)
    if empty:
        yield Problem(where, "holds no reports", "expected what quoth analyze --format jsonl prints")


def why_not_json(data: bytes, error: Exception) -> str:
    """What is wrong with bytes that cannot be decoded. Versions of msgspec tell bytes that are not UTF-8 by different errors."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return NOT_UTF8
    return str(error)


def _documents(stream: BinaryIO, where: str) -> Iterator[tuple[str, bytes]]:
    """The JSON of each document, with its place."""
    lines: Iterator[Line] = ((number, line.rstrip()) for number, line in enumerate(stream, 1) if line.strip())
    first = list(islice(lines, 1))
    if first and not _opens(first[0][1]) and not _parts(first[0][1]):
        first += lines  # laid out in a way of its own, or broken
        whole = _parts(b"\n".join(line for _, line in first))
        if whole:
            yield from ((where, part) for part in whole)
            return
    lines = chain(first, lines)
    for number, line in lines:
        place = f"{where}:{number}"
        if line.endswith(OPENING):
            yield from _of_run(lines, where)
        else:
            value = b"\n".join([line, *_up_to_end(lines)]) if _opens(line) else line
            yield from ((place, part) for part in _parts(value) or [value])


def _opens(line: bytes) -> bool:
    """Whether a value that goes over several lines begins here."""
    return line in OPENINGS or line.endswith(OPENING)


def _up_to_end(lines: Iterable[Line]) -> Iterator[bytes]:
    """The lines of a value that is laid out as jq does it: up to a bracket that is not indented."""
    for _, line in lines:
        yield line
        if line in ENDINGS:
            return


def _of_run(lines: Iterable[Line], where: str) -> Iterator[tuple[str, bytes]]:
    """The documents of a run, up to its end. One that has no end was cut off: what is missing is empty."""
    for number, line in lines:
        if line == CLOSING:
            return
        yield f"{where}:{number}", line.removesuffix(b",")
    yield where, b""


def _parts(data: bytes) -> list[bytes]:
    """The documents in a piece of JSON; none if it is not whole."""
    try:
        value = msgspec.json.decode(data, type=dict[str, msgspec.Raw] | list[msgspec.Raw])
        if isinstance(value, dict):
            value = msgspec.json.decode(value["documents"], type=list[msgspec.Raw]) if "documents" in value else [msgspec.Raw(data)]
    except NOT_JSON:
        return []
    return [bytes(part) for part in value]


def looks_like_reports(beginning: bytes) -> bool:
    """Whether what begins so is no article but reports that quoth wrote; ``beginning`` has `PEEK` bytes or all."""
    return REPORT.match(beginning) is not None
