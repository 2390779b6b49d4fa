"""For whom people speak: what the text says beside their names, and the countries that it names."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

import msgspec

from quoth.analysis.findings import Named
from quoth.analysis.sector_reader import within
from quoth.analysis.sectors import Sectors, make_sectors
from quoth.language.text import Text
from quoth.rulebook.rules import ActorRule, Office, Role, RuleBook

PEOPLE = ("CVL", "REF")
"""Sectors of those who are of a state, and for whom nobody speaks but they themselves."""
BEFORE_NAME = 6
"""Tokens before a name in which its office stands."""
APPOSITION = 14
"""Tokens after a name in which an apposition may say what it is."""


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


class Sides:
    """One document's mentions, and for whom those speak whom they name."""

    def __init__(self, text: Text, named: list[Named], datelined: list[Named], context: Context) -> None:
        self.text, self.words, self.tags = text, text.words, text.tags
        self.context = context
        self.named, self.datelined = named, datelined
        self.starts = [n.first for n in named]
        self.told_sides: dict[str, str] = {}
        self.contents: frozenset[int] = frozenset()

    def _inside(self, first: int, last: int) -> list[Named]:
        return within(self.named, self.starts, first, last)

    def is_named(self, at: int) -> bool:
        """Whether the token is part of a mention by name."""
        return bool(self._inside(at, at + 1))

    @cached_property
    def only_state(self) -> str | None:
        """The country that the document names, if it names no other, and names it elsewhere than in what somebody says of it: who accuses
        the only country of a text is hardly of it."""
        if len(self.countries) != 1:
            return None
        [country] = self.countries
        outside = (*self.datelined, *(named for named in self.named if named.first not in self.contents))
        return country if any(country in (named.actor, self.context.actors[named.actor].side) for named in outside) else None

    @cached_property
    def countries(self) -> Counter[str]:
        """How often each country is mentioned, with its forces and people."""
        mentioned = [named.actor for named in (*self.named, *self.datelined)]
        sides = (actor if self.is_country(actor) else self.context.actors[actor].side for actor in mentioned)
        return Counter(side for side in sides if side is not None and self.is_country(side))

    def is_country(self, actor: str) -> bool:
        """Whether it is a state with a code of its own: others that news treats like states lie within one."""
        rule = self.context.actors.get(actor)
        return rule is not None and rule.type == "state" and "iso3" in rule.codes

    def _side_of_rule(self, rule: ActorRule) -> str | None:
        """A person's side; an officer's is that of his force."""
        side = self.context.actors.get(rule.side or "")
        return side.speaks_for if side is not None and side.type == "state-force" else rule.side

    def _note_side(self, named: Named) -> None:
        """The side that the text itself gives a known person; who stands for a country in the rules does so in any text."""
        if named.actor in self.told_sides:
            return
        side = self.context.actors[named.actor].side
        told = self._side_around(named.first, named.last)
        if told is None or (side is not None and self.is_country(told)):
            return  # "its negotiator in Havana" is of no country
        if side is None or not self.is_country(side) or self._is_led(told, side, named):
            self.told_sides[named.actor] = told

    def _is_led(self, group: str, country: str, named: Named) -> bool:
        """Whether the person had an office of the group, as the text says, before one of the country."""
        date = self.text.article.date
        if any(word.lower() in self.context.lists["former"] for word in self.words[max(0, named.first - BEFORE_NAME) : named.first]):
            return False
        held = {office.of for office in self.context.actors[named.actor].roles if date is None or office.held(date)}
        return group in held and (date is None or country not in held)

    def _side_around(self, first: int, last: int) -> str | None:
        """The side that an office before the name or an apposition after it gives."""
        low = max(0, first - BEFORE_NAME)
        for named in reversed(self._inside(low, first)):
            between = self.tags[named.last : first]
            if named.role and not named.itself and named.last <= first and set(between) <= set("PNJ"):
                against = self._is_against(self.context.actors[named.actor], named.name_last, named.last)
                return None if against else self._side_of_people(named)
        apposed = self.words[last : last + 1] == [","]
        side = self._apposed_side(last + 1) if apposed else self._side_after(first, last)
        return side or (self.only_state if self._is_in_office(first) else None)

    def _side_after(self, first: int, last: int) -> str | None:
        """ "Sarah Ali of Human Rights Watch", "Foreign Minister Wang Yi of China", but not "Sarah Ali of Canada"."""
        if self.words[last : last + 1] == [] or self.words[last] not in self.context.lists["belonging"]:
            return None
        named = next((n for n in self._inside(last + 1, last + 3) if not self._is_person(n)), None)
        if named is None or (self.context.actors[named.actor].type in ("state", "people") and not self._is_in_office(first)):
            return None
        return self._side_of_people(named)

    def _is_in_office(self, first: int) -> bool:
        """Whether a title of the state stands before the name ("Vice-President Moody Awori")."""
        low = first
        while low > 0 and first - low < 4 and self.tags[low - 1] in "PNJ":
            low -= 1
        return any(word.lower() in self.context.lists["state-title"] for word in self.words[low:first])

    def _apposed_side(self, at: int) -> str | None:
        end = at
        while end < min(at + APPOSITION, len(self.words)) and self.tags[end] not in "VZ.;“" and not self._another_begins(end):
            end += 1
        if not any(word.lower() in self.context.roles for word in self.words[at:end]):
            return None
        found = [named for named in self._inside(at, end) if not self._is_person(named)]
        # "a member of the opposition's council (HNC)": of the council, by the name in brackets if there is one
        whole = [named for named in found if self.tags[named.last : named.last + 1] != "'"]
        called = [named for named in whole if self.words[named.first - 1] == "("]
        return self._side_of_people((called or whole or found)[0]) if found else None

    def _another_begins(self, comma: int) -> bool:
        """Whether somebody else is named after the apposition: "Ali Hassan, the governor, and Sarah Ali, the mayor"."""
        if self.tags[comma : comma + 3] != ",CP":
            return False
        inside = self._inside(comma + 2, comma + 3)
        return not inside or self._is_person(inside[0])

    def _is_person(self, named: Named) -> bool:
        return self.context.actors[named.actor].type == "person"

    def _is_against(self, rule: ActorRule, first: int, last: int) -> bool:
        """Whether a word here sets somebody against the state; one that nobody knows is of separatists itself."""
        return "iso3" in rule.codes and any(word.lower() in self.context.lists["against-state"] for word in self.words[first:last])

    def _side_of(self, named: Named) -> str:
        return self.context.actors[named.actor].speaks_for

    def _side_of_people(self, named: Named, noun: str = "") -> str:
        """For whom somebody speaks who belongs to it and is called by the noun: its staff for an organisation that is
        part of another, and reporters for their medium."""
        rule = self.context.actors[named.actor]
        own = rule.type == "igo" or (rule.type == "media" and (noun or named.role) in self.context.lists["reporter"])
        return rule.id if own else rule.speaks_for
