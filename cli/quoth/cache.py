"""Values kept in the user's cache folder, so that a start need not make them again.

A cache that is missing, broken, out of date or not writable never shows: what it would have held is then made anew. So it is with a folder
or file that is not the user's own, that others may write, or that is a link or a pipe: nothing there is read or written.
Values are msgpack, decoded into the types asked for; nothing in them can run.
"""

import hashlib
import os
import stat
import sys
import tempfile
import time
import zlib
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from quoth.plain_files import is_own, read_own

T = TypeVar("T")

FORMAT = 2
KEPT = 8
"""Values of each sort that are kept, the newest."""
CHECK = 4
"""Bytes of the checksum before a value."""
LARGEST = 64_000_000
"""Bytes of a value. The largest that quoth makes of its own rules has 2 MB."""
LEFT = ".tmp"
"""How drafts end; one of more than an hour ago was left by a process that was killed."""


class Key(NamedTuple):
    """What a value is kept under: its sort, what it is made of, and the packages and modules of quoth that make it."""

    sort: str
    made_of: tuple[bytes, ...]
    makers: tuple[str, ...]


def cache_folder() -> Path:
    """The platform's folder for what can be made again; raises RuntimeError where the user has no home."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) / "quoth" / "Cache" if base else Path.home() / "AppData" / "Local" / "quoth" / "Cache"
    base = os.environ.get("XDG_CACHE_HOME", "")
    # The XDG specification says that a relative path is to be ignored.
    return Path(base) / "quoth" if os.path.isabs(base) else Path.home() / ".cache" / "quoth"


def fetch(key: Key, kind: type[T]) -> T | None:
    """The value kept under a key, or None."""
    try:
        folder = cache_folder()
        _trust(folder)
        data = read_own(folder / _file_name(key), LARGEST)
        return msgspec.msgpack.decode(data[CHECK:], type=kind) if data[:CHECK] == _check(data[CHECK:]) else None
    except (OSError, RuntimeError, ValueError):  # msgspec's errors are ValueErrors
        return None


def store(key: Key, value: object) -> None:
    """Keep a value whole or not at all, and drop the oldest of its sort beyond a few."""
    try:
        data = msgspec.msgpack.encode(value)
        folder = cache_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _trust(folder)
        _write(folder / _file_name(key), _check(data) + data)
        _prune(folder, key.sort)
    except (OSError, RuntimeError, ValueError):
        return


def _trust(folder: Path) -> None:
    """Raises OSError for a folder that is not the user's own, or that others may write."""
    status = os.stat(folder)
    if not stat.S_ISDIR(status.st_mode) or not is_own(status):
        raise OSError(f"not to be trusted: {folder}")


def _file_name(key: Key) -> str:
    """The file for a key, with the makers' own bytes, which stand for quoth's version: they change with it, and in a
    checkout more often than it; and importlib.metadata would take longer than reading all rules."""
    state = hashlib.sha256(f"{FORMAT}".encode())
    for part in key.made_of:
        state.update(b"\0" + part)
    for source in _sources(key.makers):
        state.update(b"\0" + source.read_bytes())
    return f"{key.sort}-{state.hexdigest()[:32]}.msgpack"


def _sources(makers: tuple[str, ...]) -> list[Path]:
    """The files of packages and modules, named as in imports without "quoth."."""
    home = Path(__file__).parent
    found: list[Path] = []
    for maker in makers:
        place = home.joinpath(*maker.split("."))
        found += sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    return found


def _check(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(CHECK)


def _write(target: Path, data: bytes) -> None:
    handle, draft = tempfile.mkstemp(LEFT, f"{target.stem}-", target.parent)  # of a name that nobody can know, for this user alone
    try:
        with open(handle, "wb") as file:
            file.write(data)
        os.replace(draft, target)
    except BaseException:
        os.unlink(draft)
        raise


def _prune(folder: Path, sort: str) -> None:
    kept = sorted(folder.glob(f"{sort}-*.msgpack"), key=_age)
    left = [draft for draft in folder.glob(f"{sort}-*{LEFT}") if _age(draft) > 3600]
    for old in (*kept[KEPT:], *left):
        old.unlink(missing_ok=True)


def _age(path: Path) -> float:
    """Seconds since the last change of a file, or of a link itself."""
    return time.time() - path.lstat().st_mtime
