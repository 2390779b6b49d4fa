"""What resolving needs of the rules."""

from collections.abc import Mapping

import msgspec

from quoth.analysis.sectors import Sectors, make_sectors
from quoth.rulebook.rules import ActorRule, Office, Role, RuleBook

PEOPLE = ("CVL", "REF")
"""Sectors of those who are of a state, and for whom nobody speaks but they themselves."""


class Context(msgspec.Struct, frozen=True):
    """What resolving needs of the rules. ``referring`` maps the words, in capitals and not, that may mean somebody named elsewhere
    to the list in which they stand, or to "noun"."""

    actors: dict[str, ActorRule]
    nouns: dict[str, frozenset[str]]
    roles: frozenset[str]
    honorifics: Mapping[str, str | None]
    genders: Mapping[str, str]
    lists: dict[str, frozenset[str]]
    offices: dict[str, list[tuple[Office, str]]]
    offices_of: frozenset[str]
    offices_held: frozenset[str]
    referring: dict[str, str]
    apart: frozenset[str]
    bystanders: frozenset[str]
    sectors: Sectors


def make_context(book: RuleBook) -> Context:
    """Gather the nouns that may stand for each actor, and the word lists."""
    roles = {word for rule in book.of(Role) if rule.speaks != "nobody" for word in rule.forms}
    honorifics, by_type, actors = book.honorifics(), book.type_nouns(), book.actors()
    nouns = {rule.id: by_type.get(rule.type or "", frozenset()) | frozenset(rule.nouns) for rule in actors.values()}
    offices: dict[str, list[tuple[Office, str]]] = {}
    for rule in actors.values():
        for office in rule.roles:
            offices.setdefault(office.of, []).append((office, rule.id))
    offices_of = frozenset(word for word in roles | set(honorifics) if " of " in word)
    held = frozenset(word for rule in book.of(Role) if rule.speaks == "side" for word in rule.forms)
    lists = book.lists()
    referring = {word: "noun" for word in frozenset().union(*nouns.values()) - lists["land"] | lists["rulers"]}
    for kind in ("he", "she", "they-alone", "several"):
        referring |= dict.fromkeys(lists[kind], kind)
    apart = frozenset(word for rule in book.of(Role) if rule.apart for word in rule.forms)
    return Context(
        actors,
        nouns,
        frozenset(roles),
        honorifics,
        book.genders(),
        lists,
        offices,
        offices_of,
        held,
        referring | {word.capitalize(): kind for word, kind in referring.items()},
        apart,
        frozenset(word for rule in book.of(Role) if rule.sector in PEOPLE for word in rule.forms),
        make_sectors(book),
    )


def knowing(context: Context, actors: dict[str, ActorRule], own: Mapping[str, ActorRule]) -> Context:
    """The context for a document with actors of its own, who are all in ``actors``."""
    nouns = {actor: frozenset(rule.nouns) for actor, rule in own.items()}
    sectors = msgspec.structs.replace(context.sectors, actors=actors)
    return msgspec.structs.replace(context, actors=actors, nouns=context.nouns | nouns, sectors=sectors)
