"""For whom people speak: what the text says beside their names, and the countries that it names."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

import msgspec

from quoth.analysis.coreference.context import Context
from quoth.analysis.coreference.phrases import Phrases
from quoth.analysis.findings import Named, OwnActor
from quoth.analysis.sector_reader import SectorReader
from quoth.analysis.sectors import PLACES
from quoth.language.text import Text
from quoth.rulebook.rules import ActorRule

BEFORE_NAME = 6
"""Tokens before a name in which its office stands."""
APPOSITION = 14
"""Tokens after a name in which an apposition may say what it is."""

EMPLOYERS = ("armed-group", "ngo", "party", "organisation", "company", "media")
"""Types of bodies to which people of a country belong."""


def tell(text: Text, named: list[Named], strangers: Mapping[str, OwnActor], context: Context) -> dict[str, OwnActor]:
    """The people whom no rule names, with the sides and sectors that the words beside their names tell."""
    affiliation, sectors = Affiliation(Phrases(text, named, context), [], context), SectorReader(text, named, context.sectors)
    told = dict(strangers)
    for mention in named:
        rule = told.get(mention.actor)
        if rule is not None and (rule.side is None or rule.sector is None):
            side = rule.side or affiliation.around(mention.first, mention.last)
            sector = rule.sector or sectors.around(mention.first, mention.last)
            told[mention.actor] = msgspec.structs.replace(rule, side=side, sector=sector)
    return told


class Affiliation:
    """For whom those speak whom one document names; ``datelined`` are the mentions in its datelines."""

    def __init__(self, phrases: Phrases, datelined: list[Named], context: Context) -> None:
        self.phrases, self.words, self.tags = phrases, phrases.words, phrases.tags
        self.context, self.lists, self.actors = context, context.lists, context.actors
        self.datelined = datelined
        self.told: dict[str, str] = {}

    @cached_property
    def countries(self) -> Counter[str]:
        """How often each country is mentioned, with its forces and people."""
        mentioned = [named.actor for named in (*self.phrases.named, *self.datelined)]
        sides = (actor if self.is_country(actor) else self.actors[actor].side for actor in mentioned)
        return Counter(side for side in sides if side is not None and self.is_country(side))

    def is_country(self, actor: str) -> bool:
        """Whether it is a state with a code of its own: others that news treats like states lie within one."""
        rule = self.actors.get(actor)
        return rule is not None and rule.type == "state" and "iso3" in rule.codes

    def side_of_rule(self, rule: ActorRule) -> str | None:
        """A person's side; an officer's is that of his force."""
        side = self.actors.get(rule.side or "")
        return side.speaks_for if side is not None and side.type == "state-force" else rule.side

    def note(self, named: Named) -> None:
        """The side that the text itself gives a known person; who stands for a country in the rules does so in any text."""
        if named.actor in self.told:
            return
        side = self.actors[named.actor].side
        told = self.around(named.first, named.last)
        if told is None or (side is not None and self.is_country(told)):
            held = self._is_in_office(named.first) and not self._was(named.first)
            if held and told is not None and side is not None and not self.is_country(side) and told == self._by_office(named.first)[1]:
                self.told[named.actor] = told  # "German President Horst Koehler", of whom the rules know a later office
            return  # "its negotiator in Havana" is of no country
        if side is None or not self.is_country(side) or self._is_led(told, side, named):
            self.told[named.actor] = told

    def _is_led(self, group: str, country: str, named: Named) -> bool:
        """Whether the person had an office of the group, as the text says, before one of the country."""
        date = self.phrases.text.article.date
        if self._was(named.first):
            return False
        held = {office.of for office in self.actors[named.actor].roles if date is None or office.held(date)}
        return group in held and (date is None or country not in held)

    def _was(self, first: int) -> bool:
        """Whether words before a name say that its office is past."""
        return self.phrases.has(max(0, first - BEFORE_NAME), first, self.lists.former)

    def around(self, first: int, last: int) -> str | None:
        """The side that an office before the name or an apposition after it gives."""
        told, side = self._by_office(first)
        if told:
            return side
        side = self._apposed(last + 1) if self.words[last : last + 1] == [","] else self._after(first, last)
        return side or self._apposing(first, last)

    def _by_office(self, first: int) -> tuple[bool, str | None]:
        """Whether an office with an actor's name stands before the name, and the side that it gives."""
        before = self.phrases.inside(max(0, first - BEFORE_NAME), first)
        for k, named in reversed(list(enumerate(before))):
            if named.role and named.last <= first and self._is_office(named, first):
                if self.phrases.is_against(self.actors[named.actor], named.name_last, named.last):
                    return True, None
                owner = before[k - 1] if k else named
                return True, self.of(owner) if self._sends(owner, named) else self.of_people(named)
        return False, None

    def _is_office(self, named: Named, first: int) -> bool:
        """Whether a name bears the office between it and the actor: "Turkish Foreign Minister", "US Ambassador for Middle East Transition",
        "Yemen's army chief of staff"."""
        between = self.tags[named.last : first]
        if self.phrases.has(named.last, first, self.context.offices_held):
            return set(between) <= set("PNJI")
        if named.role in self.context.offices_held and between == "IN":
            return True
        of = self.words[named.last : named.last + 1] in (["of"], ["for"]) and self.words[first - 1][0].isupper()
        return not named.itself and (set(between) <= set("PNJ") or (of and set(between[1:]) <= set("PNJ")))

    def _sends(self, owner: Named, named: Named) -> bool:
        """ "Saudi Arabia's UN ambassador": whether the office in a body is a state's."""
        joined = owner.last <= named.first and self.tags[owner.last : named.first] in ("", "'")
        return joined and not owner.role and self.is_country(owner.actor) and self.actors[named.actor].type == "igo"

    def _after(self, first: int, last: int) -> str | None:
        """ "Sarah Ali of Human Rights Watch", "Foreign Minister Wang Yi of China", but not "Sarah Ali of Canada"."""
        if self.words[last : last + 1] == [] or self.words[last] not in self.lists.belonging:
            return None
        named = next((n for n in self.phrases.inside(last + 1, last + 3) if not self.phrases.is_person(n)), None)
        if named is None or (self.actors[named.actor].type in ("state", "people") and not self._is_in_office(first)):
            return None
        return self.of_people(named)

    def _is_in_office(self, first: int) -> bool:
        """Whether a title of the state stands before the name ("Vice-President Moody Awori")."""
        low = first
        while low > 0 and first - low < 4 and self.tags[low - 1] in "PNJ":
            low -= 1
        return any(word.lower() in self.lists.state_title for word in self.words[low:first])

    def _apposed(self, at: int) -> str | None:
        end = at
        while end < min(at + APPOSITION, len(self.words)) and self.tags[end] not in "VZ.;“" and not self._another_begins(end):
            end += 1
        return self._side_in(at, end)

    def _apposing(self, first: int, last: int) -> str | None:
        """ "The Syrian president, Bashar al-Assad, said": the office first, and then the name between commas."""
        if first < 2 or self.tags[first - 1] != "," or self.words[last : last + 1] != [","]:
            return None
        at = first - 1
        while at > 0 and first - at < APPOSITION and self.tags[at - 1] in "DNPJM'I":
            at -= 1
        while at < first and self.tags[at] == "I":
            at += 1
        return self._side_in(at, first - 1)

    def _side_in(self, at: int, end: int) -> str | None:
        """The side that a phrase beside a name gives, in which its bearer's office stands."""
        if not any(word.lower() in self.context.roles for word in self.words[at:end]):
            return None
        found = [named for named in self.phrases.inside(at, end) if not self.phrases.is_person(named)]
        # "a member of the opposition's council (HNC)": of the council, by the name in brackets if there is one
        whole = [named for named in found if self.tags[named.last : named.last + 1] != "'"]
        called = [named for named in whole if self.words[named.first - 1] == "("]
        chosen = (called or [n for n in whole if self._is_employer(n)] or whole or found)[:1]
        return self.of_people(chosen[0]) if chosen and self._is_whose(chosen[0]) else None

    def _is_employer(self, named: Named) -> bool:
        """Whether somebody serves this body, of whatever country: "a Belarusian commander in the Kalinouski Regiment"."""
        before = named.first - 1 - (self.tags[named.first - 1] == "D")
        return self.actors[named.actor].type in EMPLOYERS and self.words[before].lower() in self.lists.belonging | {"in"}

    def _is_whose(self, named: Named) -> bool:
        """Whether an office in a phrase with this name is the actor's: "the Turkish president", "president of Turkey", but not "head of
        the German employers", nor of a group that a noun makes ("head of Germany's Lutheran community")."""
        rule = self.actors[named.actor]
        if isinstance(rule, OwnActor) and rule.known == "composed":
            return False
        plain = self.tags[named.name_last : named.name_last + 1] not in tuple("JNP")
        return rule.type not in PLACES or bool(named.role) or plain

    def _another_begins(self, comma: int) -> bool:
        """Whether somebody else is named after the apposition: "Ali Hassan, the governor, and Sarah Ali, the mayor"."""
        if self.tags[comma : comma + 3] != ",CP":
            return False
        inside = self.phrases.inside(comma + 2, comma + 3)
        return not inside or self.phrases.is_person(inside[0])

    def of(self, named: Named) -> str | None:
        """For whom an actor speaks; a person for a side, if it is known."""
        rule = self.actors[named.actor]
        return rule.side if rule.type == "person" else rule.speaks_for

    def of_people(self, named: Named, noun: str = "") -> str:
        """For whom somebody speaks who belongs to it and is called by the noun: its staff for an organisation that is
        part of another, and reporters for their medium."""
        rule = self.actors[named.actor]
        own = rule.type == "igo" or (rule.type == "media" and (noun or named.role) in self.lists.reporter)
        return rule.id if own else rule.speaks_for
