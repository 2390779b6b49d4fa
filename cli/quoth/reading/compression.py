"""Compressed files as they unpack: in proportion to their size, and never more than is asked for."""

import bz2
import errno
import gzip
import io
import lzma
import sys
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

import msgspec

from quoth.errors import InputError, Problem
from quoth.reading.formats import unreadable

LIMIT = 100_000_000
"""Bytes: what is larger is hardly one article, or one record."""
FREE = 10_000_000
"""Bytes that anything may unpack to."""
RATIO = 200
"""Times its size that anything may unpack to beyond. News compresses to a third or a tenth, by xz and full of copies to a fiftieth;
deflate cannot do better than a thousandth, and bombs come near that."""
CHUNK = 1 << 16
DAMAGED = (EOFError, OSError, ValueError, zlib.error, lzma.LZMAError)
"""What damaged data raise when they unpack; `why` tells them apart."""
TOO_MUCH = f"unpacks to over {RATIO} times its size: the rest was not read"
NO_BOMB = "it may be a zip bomb; if it is not, unpack it first"
PACK_AGAIN = "fetch it again, or pack it again"
OPENERS: dict[str, Callable[[BinaryIO], io.BufferedIOBase]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


def is_out_of_proportion(unpacked: int, packed: int) -> bool:
    """Whether some bytes cannot well be articles, for all that they unpack to."""
    return unpacked > FREE and unpacked > RATIO * packed


class OutOfProportion(InputError):
    """Compressed data of a kind that nobody has who packs articles."""


class Metered(io.RawIOBase):
    """What comes out of ``packed``, forward only. ``taken`` gives the bytes that went in so far. Raises
    OutOfProportion, as ``where``, once much more came out."""

    def __init__(self, packed: io.BufferedIOBase, taken: Callable[[], int], where: str) -> None:
        super().__init__()
        self._packed = packed
        self._taken = taken
        self._where = where
        self._out = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """But only forwards."""
        return True

    def tell(self) -> int:
        """The bytes that came out so far."""
        return self._out

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go forward to an offset from the start, by reading."""
        if whence != io.SEEK_SET or offset < self._out:
            raise io.UnsupportedOperation("compressed data are read forwards only")
        while self._out < offset and self._take(min(CHUNK, offset - self._out)):
            pass
        return self._out

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override, unused-ignore]
        """Fill a buffer as far as there is something."""
        data = self._take(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _take(self, size: int) -> bytes:
        data = self._packed.read1(min(size, CHUNK)) or b""  # None from a pipe that would not wait
        self._out += len(data)
        if is_out_of_proportion(self._out, self._taken()):
            raise OutOfProportion(Problem(self._where, TOO_MUCH, NO_BOMB))
        return data


class _Counted:
    """A stream, and how much was read of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        return data


def unpack(stream: BinaryIO, packing: str, where: str) -> BinaryIO:
    """The stream as it unpacks, by the ending that says how it is compressed (.gz, .bz2, .xz, or an empty one)."""
    if not packing:
        return stream
    counted = _Counted(stream)
    opened = OPENERS[packing](cast(BinaryIO, counted))  # they ask for no more than read
    return metered(opened, lambda: counted.count, where)


def metered(packed: io.BufferedIOBase, taken: Callable[[], int], where: str) -> BinaryIO:
    """A stream of what comes out of another, as `Metered` bounds it."""
    return io.BufferedReader(Metered(packed, taken, where), CHUNK)


def forwards(stream: io.BufferedIOBase) -> BinaryIO:
    """A pipe as a stream that tells where it is."""
    return metered(stream, lambda: sys.maxsize, "-")


def read_whole(stream: BinaryIO, where: str) -> bytes:
    """All of an article's bytes. Raises InputError, as ``where``, for more than 100 MB."""
    chunks, size = [], 0
    while size <= LIMIT and (chunk := stream.read(CHUNK)):
        chunks.append(chunk)
        size += len(chunk)
    if size > LIMIT:
        raise InputError(Problem(where, "over 100 MB", "split it into one file an article"))
    return b"".join(chunks)


def why(error: Exception, where: str) -> Problem:
    """What is wrong with data that did not unpack; ``where`` is what reports call it."""
    if isinstance(error, InputError):
        return error.problem
    if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):  # the latter where an offset in the data leads nowhere
        return msgspec.structs.replace(unreadable("", error), where=where)
    match error:
        case EOFError():
            what, hint = "ends too early", PACK_AGAIN
        case NotImplementedError():
            what, hint = f"packed in a way that cannot be read: {error}", "unpack it with another program"
        case _:
            what, hint = f"damaged: {error}", PACK_AGAIN
    return Problem(where, what, hint)
