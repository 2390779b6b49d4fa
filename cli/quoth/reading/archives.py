"""Zip and tar archives: their articles in order, without a file being written.

What is hostile or damaged in an archive is refused by name, and the rest is read.
"""

import io
import posixpath
import re
import stat
import tarfile
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from quoth.errors import InputError, Problem
from quoth.reading.compression import CHUNK, DAMAGED, NO_BOMB, TOO_MUCH, OutOfProportion, is_out_of_proportion, read_whole, why
from quoth.reading.formats import ARCHIVES, RECORDS, RawArticle, ReadOptions, is_excluded, sha256, sort_of, visible_name
from quoth.reading.records import holds_articles, read_records

MAX_MEMBERS = 200_000
"""A zip's directory is held as a whole, in about 600 bytes a member."""
MAX_DIRECTORY = 25_000_000
"""Bytes of a zip's directory."""
MAX_HEADER = 1_000_000
"""Bytes in which a tar may describe a member, long names and maps of holes among them."""
MAX_NAME = 4_096
LEADS_OUT = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
ENCRYPTED = 0x1
ZIP_DAMAGED = (zipfile.BadZipFile, NotImplementedError, *DAMAGED)
TAR_DAMAGED = (tarfile.TarError, OverflowError, *DAMAGED)
UNPACK_FIRST = "unpack it, and name the files"

Part = RawArticle | Problem


class _Listing:
    """Which members of an archive are articles; ``where`` is the archive's name."""

    def __init__(self, where: str, options: ReadOptions) -> None:
        self.where = where
        self.options = options
        self._seen: set[str] = set()

    def source(self, name: str) -> str:
        """How reports call a member."""
        return f"{self.where}!{visible_name(name)}"

    def judge(self, told: str) -> str | Problem | None:
        """The name of a member that is to be read, None for one that is not, or what is wrong with it."""
        if len(told) > MAX_NAME:
            return Problem(self.source(told[:100] + "…"), "its name is too long", UNPACK_FIRST)
        if LEADS_OUT.search(told):
            return Problem(self.source(told), "its name leads out of the archive", "do not unpack what you do not trust")
        name = posixpath.normpath(told)
        sort = sort_of(name)
        if not sort.form or is_excluded(name, self.options) or any(part.startswith((".", "__MACOSX")) for part in name.split("/")):
            return None
        if sort.packing or sort.form in ARCHIVES:
            return Problem(self.source(name), "an archive or compressed file in an archive is not opened", UNPACK_FIRST)
        if name in self._seen:
            return Problem(self.source(name), "an earlier member has this name, and was read", UNPACK_FIRST)
        self._seen.add(name)
        return name

    def too_many(self) -> Problem:
        """There is an end to it."""
        return Problem(self.where, f"over {MAX_MEMBERS:,} members: the rest was not read", "split it")

    def articles(self, stream: BinaryIO, name: str) -> Iterator[Part]:
        """The article or the records that a member holds. Raises InputError, and what the stream raises."""
        source, form = self.source(name), sort_of(name).form
        if posixpath.splitext(name)[1].lower() == ".json":
            data = read_whole(stream, source)
            if not holds_articles(data, self.options.text_field):
                return
            stream = io.BytesIO(data)
        if form in RECORDS:
            yield from read_records(stream, form, source, name, self.options)
        else:
            data = read_whole(stream, source)
            yield RawArticle(source, name, form, data, sha256(data))


# ---- zip -------------------------------------------------------------------------------------


class _InSips:
    """A file of which nobody may read too much at once, as zipfile reads a directory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek = file.seek
        self.tell = file.tell
        self.seekable = file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > MAX_DIRECTORY:
            raise zipfile.BadZipFile(f"its directory is over {MAX_DIRECTORY:,} bytes")
        return self._file.read(size)


def zip_members(file: BinaryIO, where: str, options: ReadOptions) -> Iterator[Part]:
    """The articles of a zip in the order of its directory, and whatever is wrong with one of them. Raises InputError where none can be
    read at all."""
    try:
        size = file.seek(0, io.SEEK_END)
    except OSError as error:
        what = "a zip cannot be read from a pipe, nor from a compressed file"
        raise InputError(Problem(where, what, "save it as a file of its own")) from error
    listing, bounds, locked = _Listing(where, options), _Bounds(where, size), list[str]()
    try:
        with zipfile.ZipFile(_InSips(file)) as archive:
            members = archive.infolist()
            for member in members[:MAX_MEMBERS]:
                name = None if member.filename.endswith("/") else listing.judge(member.filename)  # is_dir fails on an empty name
                if isinstance(name, Problem):
                    yield name
                elif name and member.flag_bits & ENCRYPTED:
                    locked.append(name)
                elif name:
                    yield from _zip_member(archive, member, name, listing, bounds)
    except ZIP_DAMAGED as error:
        raise InputError(why(error, where)) from error
    if locked:
        yield Problem(where, f"{len(locked)} encrypted, such as {visible_name(locked[0])}", "unpack it with its password first")
    if len(members) > MAX_MEMBERS:
        yield listing.too_many()


class _Bounds:
    """What may come out of a zip of some size. No more comes out of a member than the directory says: zipfile sees to that."""

    def __init__(self, where: str, size: int) -> None:
        self._where = where
        self._size = size
        self._packed = 0
        self._unpacked = 0

    def allow(self, member: zipfile.ZipInfo, source: str) -> None:
        """Raises InputError for a member that is out of proportion, OutOfProportion for what makes the archive so."""
        if is_out_of_proportion(member.file_size, member.compress_size):
            raise InputError(Problem(source, TOO_MUCH, NO_BOMB))
        self._packed += member.compress_size
        self._unpacked += member.file_size
        if self._packed > self._size:
            raise OutOfProportion(Problem(self._where, "its members overlap: the rest was not read", NO_BOMB))
        if is_out_of_proportion(self._unpacked, self._size):
            raise OutOfProportion(Problem(self._where, TOO_MUCH, NO_BOMB))


def _zip_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, listing: _Listing, bounds: _Bounds) -> Iterator[Part]:
    source = listing.source(name)
    if stat.S_ISLNK(member.external_attr >> 16):
        yield Problem(source, "a link, which is not followed", UNPACK_FIRST)
        return
    try:
        bounds.allow(member, source)
        with archive.open(member) as packed:
            yield from listing.articles(io.BufferedReader(cast(io.RawIOBase, packed), CHUNK), name)
    except OutOfProportion:
        raise
    except (InputError, *ZIP_DAMAGED) as error:
        yield why(error, source)


# ---- tar -------------------------------------------------------------------------------------


class _Granted:
    """A stream that goes forward only, and of which no more is read than was granted; ``last`` is what was read last.

    tarfile reads long names and maps of holes as a whole, and takes what is no header for the end.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.tell = stream.tell
        self.granted = MAX_HEADER
        self.last = b""

    def read(self, size: int) -> bytes:
        self.granted -= size
        if size < 0 or self.granted < 0:
            raise tarfile.ReadError("a member's description is too long")
        self.last = self._stream.read(size)
        return self.last

    def seek(self, offset: int) -> int:
        if offset < self._stream.tell():
            raise tarfile.ReadError("a member leads back to one before it")
        return self._stream.seek(offset)


def tar_members(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Part]:
    """The articles of an uncompressed tar in its order, and whatever is wrong with one of them. ``stream`` tells where it is, and can seek
    forwards. Raises InputError where nothing more can be read."""
    listing, granted, number = _Listing(where, options), _Granted(stream), 0
    try:
        with tarfile.open(fileobj=granted, mode="r:") as archive:  # type: ignore[call-overload]
            while member := archive.next():
                archive.members.clear()  # it would keep them all
                number += 1
                if number > MAX_MEMBERS:
                    yield listing.too_many()
                    return
                if member.size < 0:
                    raise tarfile.ReadError("a member's size is below zero")
                granted.granted = member.size
                yield from _tar_member(archive, member, listing)
                granted.granted = MAX_HEADER
    except TAR_DAMAGED as error:
        raise InputError(why(error, where)) from error
    if granted.last.strip(b"\0"):
        what = "damaged: what follows its last member is no header"
        yield Problem(where, what, "the members before it were read; fetch it again")
    if not granted.last:
        yield Problem(where, "ends without its end mark: members may be missing", "fetch it again, or pack it again")


def _tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo, listing: _Listing) -> Iterator[Part]:
    name = None if member.isdir() else listing.judge(member.name)
    if isinstance(name, Problem):
        yield name
    elif name and not member.isreg():
        what = "a link, which is not followed" if member.issym() or member.islnk() else "a device or pipe, not a file"
        yield Problem(listing.source(name), what, UNPACK_FIRST)
    elif name and (file := archive.extractfile(member)):
        try:
            yield from listing.articles(file, name)  # type: ignore[arg-type]
        except OutOfProportion:
            raise
        except InputError as error:
            yield error.problem
