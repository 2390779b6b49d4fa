"""Say who is meant by a phrase with a name in its head: "President Erdogan", "Turkish officials", "Merkel"."""

from operator import itemgetter

import msgspec

from quoth.analysis.coreference.affiliation import Affiliation
from quoth.analysis.coreference.context import Context
from quoth.analysis.coreference.entities import Entities, Entity, backwards
from quoth.analysis.coreference.phrases import Phrase, Phrases
from quoth.analysis.findings import Named, OwnActor
from quoth.analysis.sector_reader import SectorReader
from quoth.analysis.sectors import PLACES, now
from quoth.model import By

Found = tuple[Entity, By] | None
"""Whom a phrase means, and how that is known; None where this way of reading it does not apply."""


class Names:
    """Whom the phrases of one document mean that have a name in their heads: its methods with a ``Found`` are ways to read a phrase."""

    def __init__(self, phrases: Phrases, affiliation: Affiliation, entities: Entities, sectors: SectorReader, context: Context) -> None:
        self.phrases, self.affiliation, self.entities, self.sectors = phrases, affiliation, entities, sectors
        self.words, self.tags = phrases.words, phrases.tags
        self.context, self.lists, self.actors = context, context.lists, context.actors

    # ---- people

    def person(self, phrase: Phrase) -> Found:
        """ "President Erdogan"; or the office first, then the name between commas."""
        found = self._named_person(phrase) or self._apposed_person(phrase)
        if found is None:
            return None
        left = now(found.sector, self.phrases.small(phrase.first, phrase.head_end), self.context.sectors)
        return self._with_others(msgspec.structs.replace(found, sector=left), phrase), "name"

    def surname(self, phrase: Phrase) -> Found:
        """ "Merkel", who was named in full before."""
        alone = self.tags[phrase.head_end - 1] == "P" and self.phrases.name_at_end(phrase.first, phrase.head_end) is None
        found = self.entities.by_surname.get(self.phrases.head(phrase)) if alone else None
        return (self._with_others(found, phrase), "name") if found else None

    def stranger(self, phrase: Phrase) -> Found:
        """ "Zoran Petrovic", of whom no rule knows."""
        found = self._name_in(phrase.first, phrase.head_end)
        return (self._with_others(found, phrase), "name") if found else None

    def _named_person(self, phrase: Phrase) -> Entity | None:
        for named in phrase.inside:
            rule = self.actors[named.actor]
            if rule.type == "person" and named.first < phrase.head_end and not self.phrases.qualifies(named.last, phrase.head_end):
                return self.entities.known_person(rule)
        return None

    def _apposed_person(self, phrase: Phrase) -> Entity | None:
        """ "Its envoy to the region, Gareth Bayley, said": the office first, then the name between commas."""
        first, head_end, last = phrase.first, phrase.head_end, phrase.last
        if self.words[last : last + 1] != [","] or self.phrases.head(phrase) not in self.context.roles:
            return None
        end = last + 1
        while end < len(self.tags) and self.tags[end] in "PJ" and end - last < 7:
            end += 1
        if end - last < 3:
            return None
        named = next((n for n in self.phrases.inside(last + 1, end) if self.phrases.is_person(n)), None)
        if named is not None:
            return self.entities.known_person(self.actors[named.actor])
        side = next((self.affiliation.of(n) for n in self.phrases.inside(first, last)), None)
        gender, sector = self.phrases.gender_of_name(last + 1), self.sectors.phrase(first, head_end, last)
        who = Entity(self.phrases.span(last + 1, end), None, side, True, gender, sector=sector)
        self.entities.by_surname.setdefault(self.words[end - 1].lower(), who)
        return who

    def _with_others(self, person: Entity, phrase: Phrase) -> Entity:
        """ "Macron and the Polish president": the one named first, and the sides of the others."""
        if not self.phrases.is_several(phrase):
            return person
        rules = [(named, self.actors[named.actor]) for named in phrase.inside]
        found = [
            (named.first, self.entities.known_person(rule).side if self.phrases.is_person(named) else self.affiliation.of(named))
            for named, rule in rules
        ]
        unknown = [(a, self._name_in(a, b)) for a, b in self.phrases.parts(phrase)[1:] if not self.phrases.inside(a, b)]
        found += [(a, who.side) for a, who in unknown if who is not None]
        sides = dict.fromkeys(side for _, side in sorted(found, key=itemgetter(0)))
        others = tuple(side for side in sides if side is not None and side != person.side)
        return msgspec.structs.replace(person, others=others)

    def _name_in(self, first: int, end: int) -> Entity | None:
        """A full name at the end of the phrase's head, known or not."""
        at, end = self.phrases.name_at_end(first, end) or (end, end)
        if at == end:
            return None
        for _, who in backwards(self.entities.people, end, at):
            return who
        name = self.phrases.span(at, end)
        known = self.entities.by_surname.get(self.words[end - 1].lower())
        if known is not None and known.name == name:
            return known
        gender = self.phrases.gender_of_name(at)
        return Entity(name, None, self.affiliation.around(at, end), True, gender, sector=self.sectors.around(at, end))

    # ---- groups

    def author(self, phrase: Phrase) -> Found:
        """Who wrote the document: "a UN report", "a statement from the ministry"."""
        inside = phrase.inside
        if self.phrases.head(phrase) not in self.lists.document or not inside:
            return None
        rule = self.actors[inside[0].actor]
        if rule.type == "person":
            return self.entities.known_person(rule), "name"
        nouns, sector = self.context.nouns[rule.id], self.sectors.named_phrase(inside[0], inside[0].last, inside[0].last)
        return Entity(rule.name, rule.id, self.affiliation.of(inside[0]), False, None, False, nouns, sector=sector), "name"

    def ruled(self, phrase: Phrase) -> Found:
        """ "Assad's forces": the side that he rules."""
        head_end = phrase.head_end
        if self.phrases.head(phrase) not in self.lists.power:
            return None
        ruler = next((n for n in phrase.inside if n.last == head_end - 2 and self.phrases.is_person(n) and self.tags[n.last] == "'"), None)
        side = self.actors.get(self.actors[ruler.actor].side or "") if ruler else None
        if ruler is None or side is None:
            return None
        if self.phrases.has(max(0, ruler.first - 3), ruler.first, self.lists.ousted):
            return None
        sector = self.sectors.phrase(head_end - 1, head_end, head_end)
        return Entity(side.name, side.id, side.speaks_for, False, nouns=self.context.nouns[side.id], sector=sector), "name"

    def band(self, phrase: Phrase) -> Found:
        """ "The Kurdish militia", "the Kurdish-led alliance": the last group that can be called so, where it was named before."""
        named = self._last_in_head(phrase)
        if named is None or self.actors[named.actor].type != "people" or self.words[phrase.first].lower() != "the" or named.how == "name":
            return None
        who = self.entities.last_group(phrase.first, self.phrases.head(phrase), "")
        known = who is not None and self.actors.get(who.actor or "")
        return (who, "description") if who and known and known.type == "armed-group" else None

    def group(self, phrase: Phrase) -> Found:
        """ "Hamas", "Turkish officials", "SNC spokesman Ali Hassan"."""
        named = self._last_in_head(phrase)
        if named is None:
            return None
        head_end, rule = phrase.head_end, self.actors[named.actor]
        if isinstance(rule, OwnActor) and rule.known == "composed" and named.last >= head_end:
            return self._composed(rule, phrase)
        private = self._is_private(named, head_end)
        itself = named.last >= head_end and (named.itself or not named.role) and not private
        side = None if private else self.affiliation.of(named) if itself else self.affiliation.of_people(named, self.words[head_end - 1])
        after = self._name_in(named.last, head_end) if named.last < head_end else None
        if after is not None:
            who = msgspec.structs.replace(after, side=after.side or side)
            self.entities.by_surname[who.name.split()[-1].lower()] = who
            return who, "name"
        sector = self.sectors.phrase(phrase.first, head_end, phrase.last)
        nouns = self.context.nouns[rule.id]
        if itself:
            return Entity(rule.name, rule.id, side, False, None, rule.type == "people", nouns, sector=sector), "name"
        officeholder = self._officeholder(named, phrase.first) if named.last >= head_end else None
        if officeholder is not None:
            return officeholder, "role"
        plural = self.words[head_end - 1].endswith("s")
        return Entity(
            self._written_out(phrase, named), None, side, True, None, plural, nouns, sector=sector
        ), "description" if private else "role"

    def _composed(self, rule: OwnActor, phrase: Phrase) -> tuple[Entity, By]:
        """A group that a noun calls: it keeps its description for a name."""
        plural = self.phrases.head(phrase).endswith("s")
        sector = self.sectors.phrase(phrase.first, phrase.head_end, phrase.last)
        name = self.phrases.plain(phrase.first, phrase.last)
        return Entity(name, rule.id, rule.stands_for, False, None, plural, self.context.nouns[rule.id], sector=sector), "description"

    def _last_in_head(self, phrase: Phrase) -> Named | None:
        """The last mention in the head that is no person's."""
        return next((n for n in reversed(phrase.in_head) if not self.phrases.is_person(n)), None)

    def _written_out(self, phrase: Phrase, named: Named) -> str:
        """ "SNC spokesman": the phrase with its acronym written out."""
        name, rule = self.phrases.plain(phrase.first, phrase.last), self.actors[named.actor]
        if named.how == "name" and rule.type not in ("state", "people"):
            return name.replace(self.phrases.span(named.first, named.name_last), rule.name, 1)
        return name

    def _is_private(self, named: Named, head_end: int) -> bool:
        """ "A Turkish teacher", "Turkish refugees", "Turkey's farmers", "Turkey's opposition leader" do not speak for Turkey."""
        rule, last = self.actors[named.actor], max(named.last, head_end)
        if named.how == "people" and rule.type == "state" and not named.role and last <= named.name_last:
            return self.words[named.first - 1 : named.first] != ["the"]  # "displaced Syrians", but "the Syrians" of talks and wars
        if last <= named.name_last or named.compound:
            return False
        if not named.role and named.how in ("adjective", "people"):
            return True
        if rule.type not in PLACES:
            return False
        head = self.words[last - 1].lower()
        if rule.type == "state" and (head in self.context.bystanders or self.phrases.is_against(rule, named.name_last, last)):
            return True
        return not named.role and self.tags[last - 1] == "N" and (head not in self.context.roles or head in self.context.apart)

    def _officeholder(self, named: Named, first: int) -> Entity | None:
        """ "The Turkish president", by the article's date, if one person alone held that office; who is called "a", "former" or
        "deputy" is somebody else."""
        date = self.phrases.text.article.date
        if date is None or not named.role or self.phrases.is_another(first, named.first):
            return None
        words = [word.lower() for word in self.words[named.name_last : named.last] if word not in ("'s", "’s")]
        called = " ".join(words)
        if called not in self.lists.sole_office:
            return None
        offices = self.context.offices.get(named.actor, ())
        found = {holder for office, holder in offices if office.role.lower() == called and office.held(date)}
        return self.entities.known_person(self.actors[found.pop()]) if len(found) == 1 else None
