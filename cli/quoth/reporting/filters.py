"""What of a document's report is shown: statements by speaker, target, side, act and kind; one part only."""

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from quoth.model import Actor, Document, Party, Relation, Statement
from quoth.reporting.party_ids import known_by, known_only, sides_in
from quoth.spelling import filter_key

Part = Literal["statements", "relations", "actors"]
Grouping = Literal["actor", "side", "bloc"]
"""Whom summaries count together."""
SummaryPart = Literal["matrix", "relations", "speakers"]

NEAR = 0.8
"""From which ratio of difflib's a name is taken for another, misspelt."""


class Filters(msgspec.Struct, frozen=True):
    """What to keep. A statement must match every filter that is given, by any one of its values.

    ``speaker``, ``about`` and ``side`` hold names as users type them (see `spelling.filter_key`), ``act`` and ``kind`` the
    contract's values in any case. Those who speak together match each. ``known`` are the ways in which actors may be known that
    are to stay, all if it is empty: the others are left out before anything is looked for (see `party_ids.known_only`).
    """

    speaker: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    known: tuple[str, ...] = ()

    def given(self) -> bool:
        """Whether there is anything to choose statements by."""
        return bool(self.speaker or self.about or self.side or self.act or self.kind)

    def names(self) -> tuple[str, ...]:
        """Whoever is asked for, as typed."""
        return (*self.speaker, *self.about, *self.side)


def resolve(filters: Filters, aliases: Mapping[str, frozenset[str]]) -> Filters:
    """The filters with the ids of the actors that their names stand for added, so that an alias works in a
    document that does not use it. ``aliases`` maps folded names to ids."""

    def with_ids(values: tuple[str, ...]) -> tuple[str, ...]:
        ids = {actor for value in values for actor in aliases.get(filter_key(value), ())}
        return values + tuple(sorted(ids.difference(values)))

    return msgspec.structs.replace(filters, speaker=with_ids(filters.speaker), about=with_ids(filters.about), side=with_ids(filters.side))


def names_met(document: Document) -> set[str]:
    """The names, folded, of the document's actors that no rule names: `nothing_found` takes them for a hint."""
    return {filter_key(name) for actor in document.actors if actor.known != "rules" for name in (actor.id, actor.name)}


def nothing_found(filters: Filters, aliases: Mapping[str, frozenset[str]], met: Collection[str] = ()) -> str:
    """What to say where the filters, as users gave them, left nothing: with the nearest names, if any is near, of those unknown.
    ``met`` are names, folded, that the documents have and no rule."""
    hints = []
    for value in dict.fromkeys(filters.names()):
        key = filter_key(value)
        near = [] if key in aliases or key in met else difflib.get_close_matches(key, [*aliases, *sorted(met)], n=1, cutoff=NEAR)
        hints += [f"{name} for {value}" for name in near]
    return "nothing matches the filters" + (f" (did you mean {', '.join(hints)}?)" if hints else "")


def select(document: Document, filters: Filters) -> Document:
    """The document with what is left by the filters (see `keep`); the very document where there are none. Of relations that
    no statement claims, those stay that have an actor asked for, where actors are."""
    if filters.known:
        document = known_only(document, filters.known)
    if not filters.given():
        return document
    asked = _folded(filters.names())
    if asked:
        ids = {actor.id for actor in document.actors if asked & _names(actor)} | set(asked)
        document = msgspec.structs.replace(
            document, relations=[r for r in document.relations if r.statement is not None or not ids.isdisjoint((r.a, r.b))]
        )
    return keep(document, _matching(document, filters))


def keep(document: Document, statements: list[Statement]) -> Document:
    """The document with these of its statements, the relations that no dropped statement claims, and the actors that
    these mention."""
    kept = {statement.id for statement in statements}
    relations = [relation for relation in document.relations if relation.statement is None or relation.statement in kept]
    named = mentioned(statements, relations)
    actors = [actor for actor in document.actors if actor.id in named]
    return msgspec.structs.replace(document, statements=statements, relations=relations, actors=actors)


def only(document: Document, part: Part | None) -> Document:
    """The document with one of its three lists kept and the others empty; untouched for None."""
    if part is None:
        return document
    return msgspec.structs.replace(
        document,
        statements=document.statements if part == "statements" else [],
        relations=document.relations if part == "relations" else [],
        actors=document.actors if part == "actors" else [],
    )


def _matching(document: Document, filters: Filters) -> list[Statement]:
    names = {actor.id: _names(actor) for actor in document.actors}
    speakers, targets, sides = _folded(filters.speaker), _folded(filters.about), _folded(filters.side)
    acts, kinds = {act.upper() for act in filters.act}, {kind.lower() for kind in filters.kind}
    told = sides_in(document.actors)

    def called(actor: str | None, *texts: str) -> set[str]:
        known = names.get(actor, {filter_key(actor)}) if actor is not None else set()
        return (known | {filter_key(text) for text in texts}) - {""}

    def speaking(party: Party) -> set[str]:
        """All names of a speaker, and of each of those who speak together."""
        together = (party.side, *party.others, *_people_in(party, document)) if party.others else ()
        return called(party.actor, party.name, party.text).union(*map(called, together))

    def matches(statement: Statement) -> bool:
        speaker = statement.speaker
        return (
            (not acts or statement.act in acts)
            and (not kinds or statement.kind in kinds)
            and (not speakers or (speaker is not None and not speakers.isdisjoint(speaking(speaker))))
            and (not sides or (speaker is not None and any(sides & called(side) for side in (_side(speaker, told), *speaker.others))))
            and (not targets or any(targets & called(about.actor, about.text) for about in statement.about))
        )

    return [statement for statement in document.statements if matches(statement)]


def _side(party: Party, told: Mapping[str, str]) -> str | None:
    """For whom a party speaks. Whom no rule names, and no text gives a side, stands for itself."""
    if party.side is not None or party.actor is None:
        return party.side
    return told.get(party.actor, None if known_by(party.actor) == "rules" else party.actor)


def _people_in(party: Party, document: Document) -> Iterator[str]:
    """The ids of the people whom the words of a party name, but not of those whose spokesman or army it is."""
    for actor in document.actors:
        for mention in actor.mentions if actor.type == "person" else ():
            if party.start <= mention.start < party.end and not party.text[mention.end - party.start :].startswith(("'", "’")):
                yield actor.id


def _names(actor: Actor) -> set[str]:
    return {filter_key(actor.id), filter_key(actor.name), *(filter_key(mention.text) for mention in actor.mentions)}


def _folded(values: Iterable[str]) -> set[str]:
    return {filter_key(value) for value in values}


def mentioned(statements: Iterable[Statement], relations: Iterable[Relation]) -> set[str]:
    """The ids of all actors that statements and relations name."""
    ids: set[str | None] = set()
    for statement in statements:
        for party in (statement.speaker, statement.addressee):
            ids |= _of_party(party)
        ids |= {about.actor for about in statement.about}
    for relation in relations:
        ids |= {relation.a, relation.b}
    return {actor for actor in ids if actor is not None}


def _of_party(party: Party | None) -> set[str | None]:
    return set() if party is None else {party.actor, party.side, *party.others}
