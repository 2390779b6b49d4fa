"""Whom summaries count together: each actor by itself, with the side it speaks for, or with the blocs it belongs to.

Actors that no rule names count like the others: a party composed of a group noun and its owner is itself, and by side its owner's;
whoever has neither an owner nor a side stands for itself.
"""

import difflib
from collections import ChainMap
from collections.abc import Collection, Iterable, MutableMapping

import msgspec

from quoth.model import Document
from quoth.reporting.filters import Grouping
from quoth.reporting.party_ids import owner_of, sides_in
from quoth.rulebook.rules import Bloc, RuleBook, Term
from quoth.spelling import filter_key

PREFIX = "bloc."
"""Of the built-in blocs' ids, which users may leave out."""


class Seat(msgspec.Struct, frozen=True):
    """A place in a bloc: how long there is the bloc, and how long it was held."""

    bloc: str
    of_bloc: Term
    of_member: Term

    def held(self, date: str | None) -> bool:
        """Whether it was held on an ISO date; without one, whether it is held still."""
        if date is None:
            return self.of_bloc.to is None and self.of_member.to is None
        return self.of_bloc.held(date) and self.of_member.held(date)


class Groups(msgspec.Struct, frozen=True):
    """What is known of whom to count with whom. ``sides`` maps actors to those they speak for, ``seats`` actors to their
    places in blocs; ``names`` and ``types`` are those of actors and blocs."""

    by: Grouping
    names: dict[str, str]
    types: dict[str, str]
    sides: MutableMapping[str, str]
    seats: dict[str, list[Seat]]

    def within(self, document: Document) -> "Groups":
        """The same for a document, with the sides that it tells of actors whom the rules do not name."""
        told = {actor: side for actor, side in sides_in(document.actors).items() if actor not in self.sides}
        return msgspec.structs.replace(self, sides=ChainMap(told, self.sides)) if told else self

    def side_of(self, actor: str) -> str:
        """The actor for whom one stands, which may be itself. By side that is the owner of a composed party."""
        return self._owner(self.sides.get(actor, actor))

    def _owner(self, side: str) -> str:
        while self.by == "side" and side not in self.names and (owner := owner_of(side)) is not None:
            side = owner
        return side

    def of(self, actor: str | None, side: str | None, date: str | None) -> tuple[str, ...]:
        """The groups of an actor, or of somebody on a side, in a document of a date; none for nobody known.

        By bloc these are all the blocs that it or its side belongs to, and itself or its side where there is none.
        """
        side = self._owner(side) if side else None if actor is None else self.side_of(actor)
        if self.by == "actor":
            return (actor,) if actor is not None else (side,) if side is not None else ()
        if side is None:
            return ()
        if self.by == "side":
            return (side,)
        held = {seat.bloc for member in (actor, side) if member is not None for seat in self.seats.get(member, ()) if seat.held(date)}
        return tuple(sorted(held)) or (side,)


def make_groups(book: RuleBook, by: Grouping, blocs: Collection[str] = ()) -> Groups:
    """Gather what grouping needs of the rules; ``blocs`` are the ids of those to count by, all if there is none."""
    actors = book.actors()
    chosen = [bloc for bloc in book.of(Bloc) if not blocs or bloc.id in blocs]
    seats: dict[str, list[Seat]] = {}
    for bloc in chosen:
        if bloc.actor is not None:
            seats.setdefault(bloc.actor, []).append(Seat(bloc.id, bloc.term, Term()))
        for member in bloc.members:
            actor, term = (member, Term()) if isinstance(member, str) else (member.actor, member)
            seats.setdefault(actor, []).append(Seat(bloc.id, bloc.term, term))
    names = {rule.id: rule.name for rule in actors.values()} | {bloc.id: bloc.name for bloc in chosen}
    types = {rule.id: str(rule.type) for rule in actors.values()} | {bloc.id: "bloc" for bloc in chosen}
    return Groups(by, names, types, {rule.id: rule.speaks_for for rule in actors.values()}, seats)


def find_blocs(book: RuleBook, names: Iterable[str]) -> set[str]:
    """The ids of the blocs that users mean by ids or names. Raises LookupError, with a hint, for one that is not there."""
    blocs = book.of(Bloc)
    known = {
        filter_key(name): bloc.id for bloc in blocs for name in (bloc.id, bloc.id.removeprefix(PREFIX), bloc.name, bloc.actor or bloc.id)
    }
    found = set()
    for name in names:
        if filter_key(name) not in known:
            near = difflib.get_close_matches(filter_key(name), known, n=1)
            hint = f"did you mean {known[near[0]]}?" if near else "quoth rules list --kind blocs shows them all"
            raise LookupError(f"no bloc is called {name!r}: {hint}")
        found.add(known[filter_key(name)])
    return found
