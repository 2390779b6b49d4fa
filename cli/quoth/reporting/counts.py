"""How often something occurred, and what many reports together tell of an actor: independent of their order."""

from collections import Counter
from collections.abc import Mapping
from typing import Generic, TypeVar

from quoth.model import Actor, Known

T = TypeVar("T", bound=str)


class Count(Generic[T]):
    """How often something occurred, by act or type, and in how many documents."""

    __slots__ = ("claimed", "documents", "kinds", "latest")

    def __init__(self) -> None:
        self.kinds: dict[T, int] = {}
        self.documents = 0
        self.claimed = 0
        self.latest = 0

    def add(self, kind: T, document: int) -> None:
        """Count one of a kind in a document, which is told by its number."""
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        self.documents += document != self.latest
        self.latest = document

    @property
    def total(self) -> int:
        """All, of whatever kind."""
        return sum(self.kinds.values())

    def by_kind(self) -> dict[T, int]:
        """The counts, the most frequent first."""
        return dict(sorted(self.kinds.items(), key=lambda item: (-item[1], item[0])))


class Portrait:
    """What reports tell of an actor: the fullest name, and of types and sides those told most often."""

    __slots__ = ("_sides", "_types", "known", "name")

    def __init__(self) -> None:
        self.name = ""
        self.known: Known = "rules"
        self._types: Counter[str] = Counter()
        self._sides: Counter[str] = Counter()

    def add(self, actor: Actor) -> None:
        """Take in what one report tells."""
        self.name = max(self.name, actor.name, key=lambda name: (len(name), name))
        self.known = actor.known
        self._types.update(filter(None, [actor.type]))
        self._sides.update(filter(None, [actor.side]))

    @property
    def type(self) -> str | None:
        """Its type, if any report tells one."""
        return _most(self._types)

    @property
    def side(self) -> str | None:
        """Its side, if any report tells one."""
        return _most(self._sides)


def _most(told: Mapping[str, int]) -> str | None:
    return max(told, key=lambda value: (told[value], value), default=None)
