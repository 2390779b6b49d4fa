"""Finished RuleBooks in the user's cache folder, so that a start need not read YAML.

A cache that is missing, broken, out of date or not writable never shows: the book is then read from its YAML.
Books are msgpack, decoded into the kinds of rule; nothing in them can run.
"""

import hashlib
import os
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from types import GenericAlias

import msgspec

from .rules import KINDS, RuleBook

FORMAT = 1
KEPT = 8
MAKERS = ("model.py", "rules.py", "rulefiles.py", "rulemerge.py", "rulechecks.py", "rulecache.py", "yamlnodes.py")
LIST_OF_KEY = {kind.key: GenericAlias(list, (kind,)) for kind in KINDS}


class Stored(msgspec.Struct, frozen=True, array_like=True):
    """A RuleBook as it is stored: runs of rules of one kind, in order."""

    digest: str
    where: dict[str, str]
    runs: list[tuple[str, msgspec.Raw]]


def cache_folder() -> Path:
    """The platform's folder for what can be made again; raises RuntimeError where the user has no home."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) / "quoth" / "Cache" if base else Path.home() / "AppData" / "Local" / "quoth" / "Cache"
    base = os.environ.get("XDG_CACHE_HOME", "")
    # The XDG specification says that a relative path is to be ignored.
    return Path(base) / "quoth" if os.path.isabs(base) else Path.home() / ".cache" / "quoth"


def cache_name(digest: str, layers: Sequence[Path]) -> str:
    """The file name for a book: its rules, the paths that its places name, and the code that made it.

    The code's own bytes stand for quoth's version: they change with it, and in a checkout more often than it;
    and importlib.metadata would take longer than reading the whole book.
    """
    state = hashlib.sha256(f"{FORMAT} {digest}".encode())
    for layer in layers:
        state.update(b"\0" + os.fsencode(layer))
    for maker in MAKERS:
        state.update(b"\0" + Path(__file__).with_name(maker).read_bytes())
    return f"rules-{state.hexdigest()[:32]}.msgpack"


def fetch(digest: str, layers: Sequence[Path]) -> RuleBook | None:
    """The stored book for these rules, or None."""
    try:
        stored = msgspec.msgpack.decode((cache_folder() / cache_name(digest, layers)).read_bytes(), type=Stored)
        if stored.digest != digest:
            return None
        rules = [rule for key, raw in stored.runs for rule in msgspec.msgpack.decode(raw, type=LIST_OF_KEY[key])]
    except (OSError, RuntimeError, ValueError, KeyError):  # msgspec's errors are ValueErrors
        return None
    return RuleBook(digest, tuple(rules), stored.where)


def store(book: RuleBook, layers: Sequence[Path]) -> None:
    """Store a book whole or not at all, and drop the oldest books beyond a few."""
    try:
        runs = [(key, msgspec.Raw(msgspec.msgpack.encode(list(run)))) for key, run in groupby(book.rules, lambda rule: rule.key)]
        folder = cache_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = folder / cache_name(book.digest, layers)
        _write(target, msgspec.msgpack.encode(Stored(book.digest, book.where, runs)))
        _prune(folder)
    except (OSError, RuntimeError, ValueError):
        return


def _write(target: Path, data: bytes) -> None:
    temporary = target.with_suffix(f".{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _prune(folder: Path) -> None:
    books = sorted(folder.glob("rules-*.msgpack"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in books[KEPT:]:
        old.unlink(missing_ok=True)
