"""Say who is meant by a phrase that names nobody in its head: "the group", "a spokesman for the coalition", "officials in Ankara"."""

import msgspec

from quoth.analysis.coreference.affiliation import Affiliation
from quoth.analysis.coreference.context import Context
from quoth.analysis.coreference.entities import Entities, Entity, backwards
from quoth.analysis.coreference.phrases import Phrase, Phrases
from quoth.analysis.findings import Named
from quoth.analysis.sector_reader import SectorReader
from quoth.analysis.sectors import PLACES
from quoth.model import By


class Descriptions:
    """Whom of one document's people and groups a description means."""

    def __init__(self, phrases: Phrases, affiliation: Affiliation, entities: Entities, sectors: SectorReader, context: Context) -> None:
        self.phrases, self.affiliation, self.entities, self.sectors = phrases, affiliation, entities, sectors
        self.words, self.tags = phrases.words, phrases.tags
        self.context, self.lists, self.actors = context, context.lists, context.actors

    def joined(self, phrase: Phrase) -> tuple[Entity, By] | None:
        """ "The army and Britain", of whom one at least is named in the head."""
        named = any(not self.phrases.is_person(n) for n in phrase.in_head)
        return (self._several(phrase), "description") if named and self.phrases.is_several(phrase) else None

    def resolve(self, phrase: Phrase) -> tuple[Entity, By]:
        """Whom a phrase without a name in its head means."""
        first, head, beyond = phrase.first, self.phrases.head(phrase), phrase.beyond
        if phrase.inside and self.phrases.is_several(phrase):
            return self._several(phrase), "description"
        holder = self._holder(first, head, self.affiliation.of(beyond[0])) if beyond else None
        if holder is not None:
            return holder, "role"
        if beyond and self._serves(head, self.phrases.tail(first, phrase.head_end), beyond[0]):
            return self._of_named(phrase, self.sectors.owner(beyond)), "role"
        sides = self.entities.counted(phrase.last - 1)[1] if head in self.lists.several else []
        if sides:
            name = self.phrases.plain(first, phrase.last)
            return Entity(name, None, sides[0], False, None, True, others=tuple(sides[1:])), "description"
        before = self._described_before(phrase)
        if before is not None:
            sector = self.sectors.recalled(before.actor, before.sector, first, phrase.head_end)
            return msgspec.structs.replace(before, sector=sector), "description"
        return self._new(phrase), "description"

    def _serves(self, head: str, tail: str, named: Named) -> bool:
        """Whether whoever is called so serves the actor named after it: "officials in Mali", "the committee for the Red Cross"."""
        body = head in self.lists.body and self.actors[named.actor].type not in PLACES
        return body or not self.context.roles.isdisjoint((head, tail))

    def _of_named(self, phrase: Phrase, named: Named) -> Entity:
        """ "A spokesman for Hamas", "officials in Mali"; but nobody speaks for Mali of "militants in Mali"."""
        first, head_end, last = phrase.first, phrase.head_end, phrase.last
        head = self.phrases.head(phrase)
        place = self.actors[named.actor].type in PLACES
        apart = place and (
            head in self.context.apart
            or head in self.context.bystanders
            or self.phrases.is_against(self.actors[named.actor], first, head_end)
        )
        side, sector = None if apart else self.affiliation.of(named), self.sectors.phrase(first, head_end, last)
        who = Entity(
            self.phrases.plain(first, last),
            None,
            side,
            True,
            self.phrases.gender_of(head),
            head.endswith("s"),
            frozenset((head,)),
            sector=sector,
        )
        self.entities.note(self.entities.described, first, who)
        if not who.plural and head in self.context.offices_held:
            self.entities.note(self.entities.people, first, who)
        return who

    def _new(self, phrase: Phrase) -> Entity:
        """Somebody of whom nothing has been said before."""
        first, head_end, last = phrase.first, phrase.head_end, phrase.last
        head = self.phrases.head(phrase)
        plural = head.endswith("s")
        institution = head in self.context.roles - self.context.offices_held
        side = self._side_described(phrase)
        several = self.phrases.is_several(phrase)
        sector = self.sectors.listed(self.phrases.parts(phrase)) if several else self.sectors.serving(first, head_end, last, side)
        person, gender = not (plural or institution), self.phrases.gender_of(head)
        who = Entity(self.phrases.plain(first, last), None, side, person, gender, plural, frozenset((head,)), sector=sector)
        self.entities.note(self.entities.described, first, who)
        if institution:
            self.entities.note(self.entities.groups, first, who)
        elif first in self.entities.first_words and not plural and self.tags[head_end - 1] == "N" and head not in self.lists.document:
            self.entities.note(self.entities.people, first, who)  # "a fisherman said …. He …"
        return who

    def _described_before(self, phrase: Phrase) -> Entity | None:
        """Whom "the group" or "the commander" means: who was described so, or the last who can be called so."""
        first, head_end, last = phrase.first, phrase.head_end, phrase.last
        head = self.phrases.head(phrase)
        if self.tags[first] != "D" or self.words[first].lower() in self.lists.indefinite:
            return None
        if "'" in self.tags[first:head_end]:
            return None
        described = None
        if last == head_end:
            described = next((who for _, who in backwards(self.entities.described, first, 0) if head in who.nouns), None)
        if described is not None and head in self.context.roles:
            return described
        return self.entities.last_with_noun(first, head, self.phrases.tail(first, head_end)) or described

    def _side_described(self, phrase: Phrase) -> str | None:
        """For whom somebody speaks whose phrase names nobody."""
        first = phrase.first
        side = self._own_side(first) if self.tags[first] == "D" else None
        head = self.phrases.head(phrase)
        if side is None and self.words[first].lower() in self.lists.one_of:
            # "one diplomat", after "Western diplomats"
            side = self._side_of_several(first, f"{head}s")
        if side is not None or head not in self.context.roles or head in self.lists.outsider:
            return side
        return self._side_served(phrase)

    def _side_served(self, phrase: Phrase) -> str | None:
        """The same of somebody who serves somebody."""
        first, head_end, last = phrase.first, phrase.head_end, phrase.last
        # "Putin's spokesman"
        people = (self.actors[named.actor] for named in self.phrases.inside(first, head_end) if self.phrases.is_person(named))
        side = next((rule.side for rule in people), None)
        if side is None and last - head_end > 1:
            # "a spokesman for the group"
            group = self.entities.last_with_noun(first, self.words[last - 1].lower(), self.phrases.tail(first, last))
            side = group.side if group is not None else None
        if side is None and head_end - first > 1:
            # "an army spokesman", "a rebel commander": of the army or the rebels before
            group = self.entities.last_with_noun(first, self.words[head_end - 2].lower(), "")
            side = group.side if group is not None else None
        if side is None and any(word.lower() in self.lists.institution for word in self.words[first:last]):
            side = self._seat_before(first)
        if side is None and self.words[first].lower() in self.lists.the_or_a:
            side = self._speaking_before(first)
        return side

    def _seat_before(self, at: int) -> str | None:
        """ "In Moscow, the Defence Ministry said": whose seat opens the sentence."""
        start = self.entities.sentence_before(at, 0)
        if self.tags[start] != "I":
            return None
        named = next((n for n in self.phrases.inside(start + 1, start + 2) if n.last < at and self.words[n.last] == ","), None)
        return self.affiliation.of(named) if named is not None and self.affiliation.is_country(named.actor) else None

    def _speaking_before(self, at: int) -> str | None:
        """ "Iran said …. The foreign minister said …": the country that spoke last, right before."""
        if not self.lists.spokesman & {word.lower() for word in self.words[at : at + 3]}:
            return None
        for place, who in backwards(self.entities.groups, at, self.entities.sentence_before(at, 1)):
            if place in self.entities.speaking and self.affiliation.is_country(who.side or who.actor or ""):
                return who.side
        return None

    def _side_of_several(self, at: int, noun: str) -> str | None:
        """The side of the last who were called by a noun in the plural."""
        for places in (self.entities.groups, self.entities.described):
            for _, who in backwards(places, at, self.entities.horizon(at)):
                if who.plural and noun in who.nouns:
                    return who.side
        return None

    def _own_side(self, at: int) -> str | None:
        """ "Its spokesman", "their leaders": the side of the group before."""
        if self.words[at].lower() not in self.lists.possessive:
            return None
        word = self.words[at].lower()
        if word in self.lists.he or word in self.lists.she:
            owner = self.entities.person_before(at, "m" if word in self.lists.he else "f")
        else:
            owner = self.entities.group_before(at, word == "their")
        return owner.side if owner else None

    def _holder(self, first: int, head: str, side: str | None) -> Entity | None:
        """ "The leader of the party": somebody named before who held that office there."""
        if side is None or self.words[first].lower() != "the":
            return None
        for _, who in backwards(self.entities.people, first, self.entities.horizon(first)):
            rule = self.actors.get(who.actor or "")
            if rule is not None and any(o.of == side and o.role.lower().endswith(head) for o in rule.roles):
                return who
        return None

    # ---- several

    def _several(self, phrase: Phrase) -> Entity:
        """ "The army and Britain": each under its name or as it stands, on all sides that the text names."""
        sides = dict.fromkeys(side for named in phrase.inside if (side := self.affiliation.of(named)) is not None)
        side, others = next(iter(sides), None), tuple(sides)[1:]
        sector = self.sectors.listed(self.phrases.parts(phrase))
        return Entity(
            self._joined_name(phrase), None, side, False, None, True, others=tuple(other for other in others if other), sector=sector
        )

    def _joined_name(self, phrase: Phrase) -> str:
        """ "United Kingdom and United States" for "Britain and the US", as one name; the words as they stand where nobody has another."""
        first, last = phrase.first, phrase.last
        ends = {named.last: named for named in phrase.inside if not named.role and named.how in ("name", "seat")}
        names, other = [], False
        for a, b in self.phrases.parts(phrase) if "I" not in self.tags[first:last] else ():
            named = ends.get(b)
            alone = named is not None and all(word.lower() in self.lists.article for word in self.words[a : named.first])
            names.append(self.actors[named.actor].name if named and alone else self.phrases.plain(a, b))
            other = other or names[-1] != self.phrases.plain(a, b)
        return f"{', '.join(names[:-1])} and {names[-1]}" if other and len(names) > 1 else self.phrases.plain(first, last)
