"""What the ids of actors tell: who knows them, and whose they are. The contract fixes their forms."""

from collections.abc import Container, Iterable

from msgspec import structs

from quoth.model import Actor, Document, Known, Party

TEXT = "text:"
"""How the id of somebody begins whom only the text names: "text:mehmet-aksoy"."""
ANYBODY = "any"
"""Whose a party is of which the text does not say it: "any:jihadists"."""


def known_by(actor: str) -> Known:
    """Who knows the actor of an id.

    >>> known_by("turkey"), known_by("syria:rebels"), known_by("text:mehmet-aksoy"), known_by("text:river-front:supporters")
    ('rules', 'composed', 'text', 'composed')
    """
    name = actor.removeprefix(TEXT)
    return "composed" if ":" in name else "rules" if name == actor else "text"


def owner_of(actor: str) -> str | None:
    """Whose a composed party is, or None for what is nobody's or not composed.

    >>> owner_of("syria:rebels"), owner_of("text:river-front:supporters"), owner_of("any:jihadists"), owner_of("turkey")
    ('syria', 'text:river-front', None, None)
    """
    owner = actor.rpartition(":")[0] if known_by(actor) == "composed" else ANYBODY
    return None if owner in ("", ANYBODY) else owner


def known_only(document: Document, known: Container[str]) -> Document:
    """The document as if the actors that others know were nobody: gone from actors, about and relations, and null as speakers,
    addressees and sides. What is said, by what words, stays."""
    listed = {actor.id: actor.known for actor in document.actors}

    def keeps(actor: str | None) -> bool:
        return actor is not None and listed.get(actor, known_by(actor)) in known

    def party(given: Party | None) -> Party | None:
        if given is None:
            return None
        actor, side = (each if keeps(each) else None for each in (given.actor, given.side))
        return structs.replace(given, actor=actor, side=side, others=[*filter(keeps, given.others)])

    return structs.replace(
        document,
        actors=[_beside(actor, keeps(actor.side)) for actor in document.actors if keeps(actor.id)],
        statements=[
            structs.replace(s, speaker=party(s.speaker), addressee=party(s.addressee), about=[a for a in s.about if keeps(a.actor)])
            for s in document.statements
        ],
        relations=[relation for relation in document.relations if keeps(relation.a) and keeps(relation.b)],
    )


def _beside(actor: Actor, side_stays: bool) -> Actor:
    return actor if side_stays or actor.side is None else structs.replace(actor, side=None)


def sides_in(actors: Iterable[Actor]) -> dict[str, str]:
    """The side that each actor has of whom a report tells one."""
    return {actor.id: actor.side for actor in actors if actor.side is not None}
