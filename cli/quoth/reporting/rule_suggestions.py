"""Rules for the names that no rule knows, for people to check and paste into a file of their own."""

import re
from collections.abc import Iterable

from quoth.model import ActorType, Sector
from quoth.reporting.actor_counts import Unlisted
from quoth.reporting.serialization import visible
from quoth.reporting.tables import counted
from quoth.rulebook.rules import Role, RuleBook, TypeNouns
from quoth.spelling import filter_key
from quoth.yaml_nodes import Value, write_yaml

HEAD = """\
# Speakers that no rule knows, the most frequent first. Their types are guessed from the last word of the name, and a side is
# what one text gave. Check each, and take out what is no actor, before you save this below a folder for --rules.
"""
OF_SECTOR: dict[Sector, ActorType] = {"REB": "armed-group", "MIL": "state-force"}
NOT_ID = re.compile(r"[\W_]+")


def suggestions(unknown: Iterable[Unlisted], book: RuleBook) -> str:
    """The names that spoke as YAML that loads over these rules, each with an id of its own and a note on where it is from."""
    nouns, actors, taken = _nouns(book), book.actors(), set(book.where)
    items: list[Value] = []
    for stranger in unknown:
        if stranger.statements:
            item: dict[str, Value] = {"id": _new_id(stranger.name, taken), "name": visible(stranger.name), "note": _note(stranger)}
            item["type"] = _guess(stranger.name, nouns)
            if stranger.side in actors:
                item["side"] = stranger.side
            taken.add(str(item["id"]))
            items.append(item)
    return HEAD + write_yaml({"actors": items})


def _new_id(name: str, taken: set[str]) -> str:
    slug = NOT_ID.sub("-", filter_key(name)).strip("-") or "name"
    number = 1
    while (slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return slug if number == 1 else f"{slug}-{number}"


def _note(stranger: Unlisted) -> str:
    statements, documents = counted(stranger.statements, "statement"), counted(stranger.documents, "document")
    return f"Made {statements} in {documents}, first in {visible(stranger.source)}."


def _nouns(book: RuleBook) -> dict[str, ActorType]:
    """The type that goes by a noun: by those that refer back to actors, and by those of fighters, of parts of groups and of soldiers
    beside names."""
    sectors = {rule.id: "REB" if rule.apart and rule.serves else rule.sector for rule in book.of(Role)}
    beside = {word: OF_SECTOR[of] for rule in book.of(Role) if (of := sectors[rule.id]) in OF_SECTOR for word in rule.words}
    return beside | {word: rule.type for rule in reversed(book.of(TypeNouns)) for word in rule.words}


def _guess(name: str, nouns: dict[str, ActorType]) -> ActorType:
    """The type that goes by the last word of the name ("front"), else a person."""
    return nouns.get(name.rsplit(maxsplit=1)[-1].lower(), "person")
