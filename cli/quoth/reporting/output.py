"""Where reports go: standard output, or a file that appears whole or not at all."""

import errno
import io
import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import BinaryIO, TextIO

from quoth.errors import Problem
from quoth.model import Document
from quoth.reporting.serialization import encode_csv, encode_jsonl, make_console, render_table, stream_json, visible


class Format(StrEnum):
    """How reports are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class ExplainFormat(StrEnum):
    """How an explanation is written."""

    TEXT = "text"
    JSON = "json"


class ListFormat(StrEnum):
    """How rules are listed."""

    TABLE = "table"
    JSON = "json"


class SummaryFormat(StrEnum):
    """How a summary is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    GRAPHML = "graphml"
    DOT = "dot"


class RosterFormat(StrEnum):
    """How it is written who occurs."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


STANDARD = ("stdin", "stdout", "stderr")
DESCRIPTOR = re.compile(r"/dev/(stdout|stderr)|/(?:dev|proc/self)/fd/(\d{1,9})")
ANOTHER_FILE = "name another file with --output"
ANOTHER_FOLDER = "name another folder, or check its owner and mode with ls -ld"


class OutputError(Exception):
    """The reports cannot be written."""

    def __init__(self, where: str, error: OSError, hint: str = ANOTHER_FILE) -> None:
        self.problem = Problem(where, f"cannot be written: {error.strerror or error}", hint)
        super().__init__(str(self.problem))


REPORT_ENDINGS = {"json": Format.JSON, "jsonl": Format.JSONL, "ndjson": Format.JSONL, "csv": Format.CSV}


def ending_of(path: str) -> str:
    """The ending of a file's name, in small letters without its period."""
    return os.path.splitext(path)[1].lower().removeprefix(".")


def default_format(path: str | None, *, terminal: bool) -> Format:
    """By the file's ending, a table on a terminal, JSON lines elsewhere."""
    if path is None:
        return Format.TABLE if terminal else Format.JSONL
    return REPORT_ENDINGS.get(ending_of(path), Format.JSONL)


def view_endings(known: type[StrEnum]) -> list[str]:
    """The endings that name a format."""
    endings = [form.value for form in known if form.value != "table"]
    return [*endings, "gv"] if "dot" in endings else endings


def view_format(path: str | None, known: type[StrEnum], *, terminal: bool) -> str:
    """By the file's ending (see `view_endings`; .gv is dot), a table on a terminal, JSON elsewhere."""
    if path is None:
        return "table" if terminal else "json"
    ending = ending_of(path)
    return {"gv": "dot"}.get(ending, ending) if ending in view_endings(known) else "json"


@contextmanager
def destination(path: str | None, hint: str = ANOTHER_FILE) -> Iterator[BinaryIO]:
    """The stream to write to: standard output for None. A file is replaced only when all went well, and
    keeps its mode; pipes, devices and what is open already (/dev/stdout) are written as they are. Raises OutputError, with the hint."""
    try:
        if path is None:
            with _stdout() as out:
                yield out
            return
        with _open_descriptor(path) or _open_special(path) or _replacing(os.path.realpath(path)) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(path or "standard output", error, hint) from error


@contextmanager
def file_in(folder: str, name: str) -> Iterator[BinaryIO]:
    """The stream to write a file of a folder to, which appears whole or not at all, in that folder and nowhere else: a link of its name is
    replaced, not followed. Raises OutputError."""
    try:
        with _replacing(os.path.join(folder, name)) as stream:
            yield stream
    except OSError as error:
        raise OutputError(folder, error, ANOTHER_FOLDER) from error


def not_ours(folder: str, name: str) -> OutputError:
    """What is raised for a file of a folder that would be replaced, and that quoth did not write."""
    error = OSError(errno.EEXIST, "quoth did not write what lies there")
    return OutputError(os.path.join(folder, name), error, "move it away, or name another folder")


@contextmanager
def _stdout() -> Iterator[BinaryIO]:
    """Standard output, flushed at the end: what cannot be written must be told here, not when the interpreter ends."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, "it is closed")
    out = sys.stdout.buffer
    try:
        yield out
        out.flush()
    except BrokenPipeError:
        raise
    except OSError:
        silence_stdout()
        raise


def _open_descriptor(path: str) -> BinaryIO | None:
    """What a path such as /dev/stdout names, if it is one: the stream that is open there, at the place where it is. To open the file behind
    it anew would write over what others have written."""
    named = DESCRIPTOR.fullmatch(path)
    if named is None or not os.path.exists("/dev/fd"):
        return None
    return open(os.dup(STANDARD.index(named[1]) if named[1] else int(named[2])), "wb")


def _open_special(path: str) -> BinaryIO | None:
    """A pipe or device; None for a file, and for what is not there."""
    if not os.path.exists(path) or os.path.isfile(path):
        return None
    return open(path, "wb")


def silence_stdout() -> None:
    """Send what is left to write nowhere, so that the interpreter's last flush does not complain."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _replacing(target: str) -> Iterator[BinaryIO]:
    handle, draft = tempfile.mkstemp(prefix=".quoth-", dir=os.path.dirname(target))
    try:
        with open(handle, "wb") as stream:
            yield stream
        os.chmod(draft, _mode(target))
        os.replace(draft, target)
    except BaseException:
        os.unlink(draft)
        raise


def _mode(target: str) -> int:
    """The mode of the file there, or what a new file would get."""
    if os.path.isfile(target) and not os.path.islink(target):
        return stat.S_IMODE(os.stat(target).st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write(documents: Iterable[Document], form: Format, out: BinaryIO, head: tuple[str, str]) -> None:
    """Write each report as it comes. ``head`` is quoth's version and the rules' digest."""
    if form is Format.TABLE:
        with text_on(out) as text:
            console = make_console(text)
            for document in documents:
                render_table([document], console)
                text.flush()
        return
    for chunk in _chunks(documents, form, head):
        out.write(chunk)
        out.flush()


@contextmanager
def text_on(out: BinaryIO) -> Iterator[TextIO]:
    """Text on a stream of bytes, in the terminal's encoding where it is one; the stream stays open."""
    encoding = sys.stdout.encoding if out.isatty() else "utf-8"
    text = io.TextIOWrapper(out, encoding=encoding, errors="backslashreplace", newline="")
    try:
        yield text
        text.flush()
    finally:
        with suppress(OSError):
            text.detach()


def _chunks(documents: Iterable[Document], form: Format, head: tuple[str, str]) -> Iterator[bytes]:
    if form is Format.JSON:
        yield from stream_json(*head, documents)
    elif form is Format.JSONL:
        yield from map(encode_jsonl, documents)
    else:
        yield encode_csv([]).encode()
        yield from (encode_csv([document], header=False).encode() for document in documents)


def columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as lines with their cells one below the other, and nothing in them that could steer a terminal."""
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
