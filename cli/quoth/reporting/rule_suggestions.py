"""Rules for actors and speakers that no rule names, for people to check and paste into a file of their own."""

import re
from collections.abc import Iterator
from typing import cast, get_args

import msgspec

from quoth.model import ActorType, Sector
from quoth.reporting.actor_counts import Listed, Roster, Unlisted
from quoth.reporting.party_ids import TEXT
from quoth.reporting.serialization import visible
from quoth.reporting.tables import counted
from quoth.rulebook.checks import names_of
from quoth.rulebook.rules import Role, RuleBook, TypeNouns
from quoth.spelling import filter_key
from quoth.yaml_nodes import Value, write_yaml

HEAD = """\
# Actors and speakers that no rule names, the most frequent first. A type that no text shows is guessed from the last word of the name, a
# body of which no more is known is given as ngo, and a side is what texts gave. Check each, and take out what is no actor,
# before you save this below a folder for --rules.
"""
OF_SECTOR: dict[Sector, ActorType] = {"REB": "armed-group", "MIL": "state-force"}
TYPES: frozenset[str] = frozenset(get_args(ActorType))
BODY: ActorType = "ngo"
"""What a rule calls a body of which no more is known: rules have no type for these."""
NOT_ID = re.compile(r"[\W_]+")
ARTICLE = re.compile(r"^the\s+(?=\S)", re.IGNORECASE)


class _Found(msgspec.Struct, frozen=True):
    """Somebody to suggest: the id in reports, if there is one, and what is known."""

    key: str
    name: str
    type: str
    side: str | None
    names: list[str]
    times: int
    note: str


def suggestions(roster: Roster, book: RuleBook, least: int = 1) -> str:
    """Those whom only texts name, and names that spoke, as YAML that loads over these rules, each with an id of its own and a note
    on where it is from. Actors that take part in fewer than ``least`` statements and relations are left out."""
    listed = [_of_actor(one) for one in roster.actors if one.known == "text" and one.times >= least]
    found = [*listed, *(_of_name(one) for one in roster.unknown if one.statements)]
    found.sort(key=lambda one: -one.times)
    known = {filter_key(name) for actor in book.actors().values() for name, _ in names_of(actor)}
    chosen = list(_each_once(found, known))
    taken, ids = set(book.where), dict.fromkeys(book.actors(), "")
    new = [_new_id(one, taken) for one in chosen]
    ids |= {one.key: id_ for one, id_ in zip(chosen, new, strict=True) if one.key}
    nouns = _nouns(book)
    items: list[Value] = [_item(one, id_, ids, nouns) for one, id_ in zip(chosen, new, strict=True)]
    return HEAD + write_yaml({"actors": items})


def _of_actor(one: Listed) -> _Found:
    did = (("made", one.statements, "statement"), ("told of in", one.about, "statement"), ("part of", one.relations, "relation"))
    parts = [f"{what} {counted(number, noun)}" for what, number, noun in did if number]
    where = f"in {counted(one.documents, 'document')}, first in {visible(one.source or '')}."
    note = f"{', '.join(parts) or 'named'} {where}"
    return _Found(one.id, one.name, one.type, one.side, one.names, one.times, note[0].upper() + note[1:])


def _of_name(one: Unlisted) -> _Found:
    statements, documents = counted(one.statements, "statement"), counted(one.documents, "document")
    note = f"Made {statements} in {documents}, first in {visible(one.source)}."
    return _Found("", one.name, "", one.side, [], one.statements + one.named, note)


def _each_once(found: list[_Found], known: set[str]) -> Iterator[_Found]:
    """Those whose names are nobody's yet, with the other names that are not either; ``known`` grows by them."""
    for one in found:
        name = visible(ARTICLE.sub("", one.name))
        if filter_key(name) in known:
            continue
        known.add(filter_key(name))
        names = [visible(other) for other in one.names if filter_key(other) not in known and _is_alias(other, one, name)]
        known.update(map(filter_key, names))
        yield msgspec.structs.replace(one, name=name, names=names)


def _is_alias(other: str, one: _Found, name: str) -> bool:
    """Whether it names the actor in any text: rules know people by their surnames anyway, and one word of a longer name is
    anybody's, unless it is an acronym."""
    if " " in other:
        return True
    return one.type != "person" and (" " not in name or (other.isupper() and len(other) > 1))


def _item(one: _Found, id_: str, ids: dict[str, str], nouns: dict[str, ActorType]) -> dict[str, Value]:
    item: dict[str, Value] = {"id": id_, "name": one.name, "note": one.note, "type": _type(one, nouns)}
    if one.names:
        item["names"] = cast(Value, list(dict.fromkeys(one.names)))
    if one.side in ids and one.side != one.key:
        item["side"] = ids[one.side] or one.side
    return item


def _new_id(one: _Found, taken: set[str]) -> str:
    """The report's id without "text:", or one made of the name; with a number where that is taken. It is taken from now on."""
    slug = one.key.removeprefix(TEXT) or NOT_ID.sub("-", filter_key(one.name)).strip("-") or "name"
    number, id_ = 1, slug
    while id_ in taken:
        number += 1
        id_ = f"{slug}-{number}"
    taken.add(id_)
    return id_


def _nouns(book: RuleBook) -> dict[str, ActorType]:
    """The type that goes by a noun: by those that refer back to actors, by those of fighters, of parts of groups and of soldiers
    beside names, and by the heads of bodies' names."""
    sectors = {rule.id: "REB" if rule.apart and rule.serves else rule.sector for rule in book.of(Role)}
    beside = {word: OF_SECTOR[of] for rule in book.of(Role) if (of := sectors[rule.id]) in OF_SECTOR for word in rule.words}
    heads = {word.lower(): cast(ActorType, head.type) for word, head in book.heads().items() if head.type in TYPES and " " not in word}
    return heads | beside | {word: rule.type for rule in reversed(book.of(TypeNouns)) for word in rule.words}


def _type(one: _Found, nouns: dict[str, ActorType]) -> ActorType:
    """What the report tells, else the type that goes by the last word of the name ("front"), else a body or a person."""
    if one.type in TYPES:
        return cast(ActorType, one.type)
    last = one.name.rsplit(maxsplit=1)[-1:] or [""]
    return nouns.get(last[0].lower(), BODY if one.type == "organisation" else "person")
