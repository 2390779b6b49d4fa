"""A file of rules as it was read."""

from typing import NamedTuple


class RuleFile(NamedTuple):
    """A file of rules as it was read: the number of its layer, its path in there, and its path for people."""

    layer: int
    name: str
    path: str
    data: bytes
