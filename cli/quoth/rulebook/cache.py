"""Finished RuleBooks in the user's cache folder, so that a start need not read YAML."""

import os
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from types import GenericAlias

import msgspec

from quoth import cache
from quoth.rulebook.rules import KINDS, Rule, RuleBook

MAKERS = ("cache", "errors", "model", "plain_files", "rulebook", "spelling", "yaml_nodes")
LIST_OF_KEY = {kind.key: GenericAlias(list, (kind,)) for kind in KINDS}


class Stored(msgspec.Struct, frozen=True, array_like=True):
    """A RuleBook as it is stored: runs of rules of one kind, in order."""

    digest: str
    where: dict[str, str]
    lost: dict[str, str]
    runs: list[tuple[str, msgspec.Raw]]


def fetch(digest: str, layers: Sequence[Path]) -> RuleBook | None:
    """The stored book for these rules, or None."""
    stored = cache.fetch(_key(digest, layers), Stored)
    if stored is None or stored.digest != digest:
        return None
    try:
        return _book_of(stored)
    except (ValueError, KeyError):  # msgspec's errors are ValueErrors
        return None


def store(book: RuleBook, layers: Sequence[Path]) -> None:
    """Store a book, in the shape of Stored."""
    cache.store(_key(book.digest, layers), _parts(book))


def pack(book: RuleBook) -> bytes:
    """A book as bytes, for another process of the same quoth."""
    return msgspec.msgpack.encode(_parts(book))


def unpack(data: bytes) -> RuleBook:
    """The book that was packed. Raises ValueError or KeyError for anything else."""
    return _book_of(msgspec.msgpack.decode(data, type=Stored))


def _parts(book: RuleBook) -> tuple[str, Mapping[str, str], Mapping[str, str], list[tuple[str, list[Rule]]]]:
    return book.digest, book.where, book.lost, [(key, list(run)) for key, run in groupby(book.rules, lambda rule: rule.key)]


def _book_of(stored: Stored) -> RuleBook:
    rules = [rule for key, raw in stored.runs for rule in msgspec.msgpack.decode(raw, type=LIST_OF_KEY[key])]
    return RuleBook(stored.digest, tuple(rules), stored.where, stored.lost)


def _key(digest: str, layers: Sequence[Path]) -> cache.Key:
    """A book is made of its rules and of the paths that its places name."""
    return cache.Key("rules", (digest.encode(), *map(os.fsencode, layers)), MAKERS)
