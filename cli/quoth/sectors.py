"""Say of which sector somebody is, from the nouns and names by which a text calls him: "Turkish officials" are GOV, "a judge" is JUD."""

from collections.abc import Mapping, Sequence
from typing import get_args

import msgspec

from .model import Sector
from .rules import ActorRule, Office, Role, RuleBook

CODES: dict[str, Sector] = {code: code for code in get_args(Sector)}
OF_OFFICE: frozenset[Sector | None] = frozenset(("GOV", "MIL", "COP", "SPY", "LEG", "JUD"))
"""Sectors of those who hold an office, and who belong to the elites (ELI) when they have left it."""
OF_ANYBODY: frozenset[Sector | None] = frozenset((None, "GOV", "MIL", "REB", "UAF"))
"""What the nouns say of the people of a body that is no state: nothing but that they are its people."""
PLACES = ("state", "people")
"""Types of actors that are of no sector themselves."""


class Noun(msgspec.Struct, frozen=True, gc=False):
    """The sector that a noun tells, and whether rather that of the noun before it counts."""

    sector: Sector | None
    serves: bool


class Sectors(msgspec.Struct, frozen=True):
    """What tells a sector: nouns and pairs of nouns, types of actors, titles without their stops; words like "former", and like
    "of". All in small letters."""

    nouns: Mapping[str, Noun]
    types: Mapping[str, Sector | None]
    titles: Mapping[str, Sector | None]
    former: frozenset[str]
    of: frozenset[str]
    actors: Mapping[str, ActorRule]


def make_sectors(book: RuleBook) -> Sectors:
    """Gather what the rules say of sectors."""
    return Sectors(
        {word: Noun(rule.sector, rule.serves) for rule in book.of(Role) for word in rule.forms},
        book.type_sectors(),
        book.title_sectors(),
        book.lists()["former"],
        book.lists()["after-office"],
        book.actors(),
    )


def of_words(words: Sequence[str], rest: Sequence[str], sectors: Sectors) -> Sector | None:
    """The sector of a noun phrase without a name, all in small letters: up to its head ("the spokesman"), and what follows
    that ("for the army")."""
    noun = _noun(words, len(words) - 1, sectors)
    if noun is None:
        return None
    sector = noun.sector
    if noun.serves:
        beside = (_noun(words, at, sectors) for at in range(len(words) - 2, -1, -1))
        beyond = (_noun(rest, at, sectors) for at in range(len(rest)))
        told = (other.sector for other in (*beside, *beyond) if other is not None and other.sector)
        sector = next((other for other in told if sector is None or other != "GOV"), sector)
    return now(sector, words, sectors)


def now(sector: Sector | None, words: Sequence[str], sectors: Sectors) -> Sector | None:
    """The sector of somebody called by these words, who has left his office if one of them says so."""
    return "ELI" if sector in OF_OFFICE and not sectors.former.isdisjoint(words) else sector


def _noun(words: Sequence[str], at: int, sectors: Sectors) -> Noun | None:
    """The noun that ends here, of two words if there is such a one."""
    if at < 0:
        return None
    pair = sectors.nouns.get(f"{words[at - 1]} {words[at]}") if at else None
    return pair or sectors.nouns.get(words[at])


def of_name(rule: ActorRule, how: str, words: Sequence[str], rest: Sequence[str], sectors: Sectors) -> Sector | None:
    """The sector of an actor as it is named, with the words after its name up to the head of the phrase, and those that follow.

    A state or people by its bare name has none; its seats, and whoever serves it, are its government's.
    """
    own = of_body(rule, sectors)
    if not words:
        return None if rule.type in PLACES and how != "seat" else own
    told = of_words(words, rest, sectors)
    if rule.type not in PLACES:
        return own if told in OF_ANYBODY else told
    return told or (own if _noun(words, len(words) - 1, sectors) else None)


def of_body(rule: ActorRule, sectors: Sectors) -> Sector | None:
    """The sector of an actor and of those who speak for it, where nothing else is said."""
    return rule.sector or sectors.types.get(rule.type)


def of_person(rule: ActorRule, date: str | None, sectors: Sectors) -> Sector | None:
    """The sector of the office that a person held on an ISO date, or else the one that he is known for."""
    held = (of_office(office, sectors) for office in rule.roles if date is not None and office.held(date))
    return next((sector for sector in held if sector is not None), rule.sector)


def of_office(office: Office, sectors: Sectors) -> Sector | None:
    """The sector of an office, if it tells one: by CAMEO's letters, or by its words and whose it is. "Spokesman" of a state
    tells none, nor does an office in a party."""
    if office.role[:3] in CODES:
        return CODES[office.role[:3]]
    words = office.role.lower().split()
    end = next((at for at, word in enumerate(words) if at and word in sectors.of), len(words))
    owner = sectors.actors.get(office.of)
    if owner is None or owner.type in PLACES:
        return of_words(words[:end], words[end:], sectors)
    told = of_words(words[:end], (), sectors)
    if told not in OF_ANYBODY:
        return told
    return owner.sector if owner.type != "party" else None
