"""Say of which sector somebody is, from the nouns and names by which a text calls him: "Turkish officials" are GOV, "a judge" is JUD."""

from collections.abc import Mapping, Sequence
from typing import get_args

import msgspec

from quoth.model import Sector
from quoth.rulebook.rules import ActorRule, Honorifics, Office, Role, RuleBook, TypeNouns

CODES: dict[str, Sector] = {code: code for code in get_args(Sector)}
OF_OFFICE: frozenset[Sector | None] = frozenset(("GOV", "MIL", "COP", "SPY", "LEG", "JUD"))
"""Sectors of those who hold an office, and who belong to the elites (ELI) when they have left it."""
OF_ANYBODY: frozenset[Sector | None] = frozenset((None, "GOV", "REB", "UAF"))
"""What the nouns say of the people of a body that is no state: nothing but that they are its people."""
OF_FIGHTERS: frozenset[Sector | None] = OF_ANYBODY | {"MIL"}
"""The same of the people of a body that fights; soldiers of the United Nations are something else than its officials."""
PEACEFUL = ("igo", "alliance", "ngo")
PLACES = ("state", "people")
"""Types of actors that are of no sector themselves."""


class Noun(msgspec.Struct, frozen=True, gc=False):
    """The sector that a noun tells, and whether rather that of the noun before it counts."""

    sector: Sector | None
    serves: bool


class Sectors(msgspec.Struct, frozen=True):
    """What tells a sector: nouns and pairs of nouns, types of actors, titles without their stops; words like "former", words after
    an office, and those of them before whom it serves. All in small letters."""

    nouns: Mapping[str, Noun]
    types: Mapping[str, Sector | None]
    titles: Mapping[str, Sector | None]
    former: frozenset[str]
    of: frozenset[str]
    served: frozenset[str]
    actors: Mapping[str, ActorRule]


def make_sectors(book: RuleBook) -> Sectors:
    """Gather what the rules say of sectors."""
    return Sectors(
        {word: Noun(rule.sector, rule.serves) for rule in book.of(Role) for word in rule.forms},
        {rule.type: rule.sector for rule in book.of(TypeNouns)},
        {word.lower().rstrip("."): rule.sector for rule in book.of(Honorifics) for word in rule.words},
        book.lists()["former"],
        book.lists()["after-office"],
        book.lists()["served"],
        book.actors(),
    )


def of_words(words: Sequence[str], rest: Sequence[str], sectors: Sectors) -> Sector | None:
    """The sector of a noun phrase without a name, all in small letters: up to its head ("the spokesman"), and what follows
    that ("for the army")."""
    noun = head_noun(words, sectors)
    if noun is None:
        return None
    sector = noun.sector
    if noun.serves:
        pair = " ".join(words[-2:]) in sectors.nouns
        beside = (_noun(words, at, sectors) for at in range(len(words) - 2 - pair, -1, -1))
        beyond = (_noun(rest, at, sectors) for at in range(len(rest)))
        told = (other.sector for other in (*beside, *beyond) if other is not None and other.sector)
        sector = next((other for other in told if sector is None or other != "GOV"), sector)
    return now(sector, words, sectors)


def now(sector: Sector | None, words: Sequence[str], sectors: Sectors) -> Sector | None:
    """The sector of somebody called by these words, who has left his office if one of them says so."""
    return "ELI" if sector in OF_OFFICE and not sectors.former.isdisjoint(words) else sector


def head_noun(words: Sequence[str], sectors: Sectors) -> Noun | None:
    """The noun at the end of a phrase, if the rules know it."""
    return _noun(words, len(words) - 1, sectors)


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
        return own if told in _of_anybody(rule) else told
    return told or (own if head_noun(words, sectors) else None)


def _of_anybody(rule: ActorRule) -> frozenset[Sector | None]:
    return OF_ANYBODY if rule.type in PEACEFUL else OF_FIGHTERS


def of_body(rule: ActorRule, sectors: Sectors) -> Sector | None:
    """The sector of an actor and of those who speak for it, where nothing else is said."""
    return rule.sector or sectors.types.get(rule.type or "")


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
    if told not in _of_anybody(owner):
        return told
    return owner.sector if owner.type != "party" else None
