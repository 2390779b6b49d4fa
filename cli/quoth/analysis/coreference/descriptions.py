"""Say who is meant by a phrase that names nobody in its head: "the group", "a spokesman for the coalition", "officials in Ankara"."""

from bisect import bisect_right
from itertools import pairwise

import msgspec

from quoth.analysis.coreference.entities import Cast, Who, backwards
from quoth.analysis.findings import Named
from quoth.analysis.sectors import PLACES
from quoth.model import By, Sector


class Described(Cast):
    """One document's people and groups, and those among them whom a description means."""

    def _described(self, first: int, last: int, head_end: int, inside: list[Named]) -> tuple[Who, By]:
        """Whom a phrase without a name in its head means."""
        head = self.words[head_end - 1].lower()
        beyond = [n for n in inside if n.first >= head_end]
        if inside and self._is_several(first, last):
            return self._several(first, last, inside), "description"
        holder = self._holder(first, head, self._side_of(beyond[0])) if beyond else None
        if holder is not None:
            return holder, "role"
        if beyond and self._serves(head, self._tail(first, head_end), beyond[0]):
            return self._of_named(first, head_end, last, self.sectors.owner(beyond)), "role"
        sides = self.counted(last - 1)[1] if head in self.context.lists["several"] else []
        if sides:
            return Who(self._plain(first, last), None, sides[0], False, None, True, others=tuple(sides[1:])), "description"
        before = self._described_before(first, last, head_end)
        if before is not None:
            sector = self.sectors.recalled(before.actor, before.sector, first, head_end)
            return msgspec.structs.replace(before, sector=sector), "description"
        return self._new(first, head_end, last), "description"

    def _serves(self, head: str, tail: str, named: Named) -> bool:
        """Whether whoever is called so serves the actor named after it: "officials in Mali", "the committee for the Red Cross"."""
        body = head in self.context.lists["body"] and self.context.actors[named.actor].type not in PLACES
        return body or not self.context.roles.isdisjoint((head, tail))

    def _of_named(self, first: int, head_end: int, last: int, named: Named) -> Who:
        """ "A spokesman for Hamas", "officials in Mali"; but nobody speaks for Mali of "militants in Mali"."""
        head = self.words[head_end - 1].lower()
        place = self.context.actors[named.actor].type in PLACES
        apart = place and (
            head in self.context.apart
            or head in self.context.bystanders
            or self._is_against(self.context.actors[named.actor], first, head_end)
        )
        side, sector = None if apart else self._side_of(named), self.sectors.phrase(first, head_end, last)
        who = Who(self._plain(first, last), None, side, True, self._gender_of(head), head.endswith("s"), frozenset((head,)), sector=sector)
        self._note(self.described, first, who)
        if not who.plural and head in self.context.offices_held:
            self._note(self.people, first, who)
        return who

    def _new(self, first: int, head_end: int, last: int) -> Who:
        """Somebody of whom nothing has been said before."""
        head = self.words[head_end - 1].lower()
        plural = head.endswith("s")
        institution = head in self.context.roles - self.context.offices_held
        side = self._side_described(first, last, head_end)
        several = self._is_several(first, last)
        sector = self._listed_sector(first, last) if several else self.sectors.serving(first, head_end, last, side)
        person, gender = not (plural or institution), self._gender_of(head)
        who = Who(self._plain(first, last), None, side, person, gender, plural, frozenset((head,)), sector=sector)
        self._note(self.described, first, who)
        if institution:
            self._note(self.groups, first, who)
        elif first in self.first_words and not plural and self.tags[head_end - 1] == "N" and head not in self.context.lists["document"]:
            self._note(self.people, first, who)  # "a fisherman said …. He …"
        return who

    def _described_before(self, first: int, last: int, head_end: int) -> Who | None:
        """Whom "the group" or "the commander" means: who was described so, or the last who can be called so."""
        head = self.words[head_end - 1].lower()
        if self.tags[first] != "D" or self.words[first].lower() in self.context.lists["indefinite"]:
            return None
        if "'" in self.tags[first:head_end]:
            return None
        described = None
        if last == head_end:
            described = next((who for _, who in backwards(self.described, first, 0) if head in who.nouns), None)
        if described is not None and head in self.context.roles:
            return described
        return self._last_with_noun(first, head, self._tail(first, head_end)) or described

    def _side_described(self, first: int, last: int, head_end: int) -> str | None:
        """For whom somebody speaks whose phrase names nobody."""
        side = self._own_side(first) if self.tags[first] == "D" else None
        head = self.words[head_end - 1].lower()
        if side is None and self.words[first].lower() in self.context.lists["one-of"]:
            # "one diplomat", after "Western diplomats"
            side = self._side_of_several(first, f"{head}s")
        if side is not None or head not in self.context.roles or head in self.context.lists["outsider"]:
            return side
        return self._side_served(first, last, head_end)

    def _side_served(self, first: int, last: int, head_end: int) -> str | None:
        """The same of somebody who serves somebody."""
        # "Putin's spokesman"
        people = (self.context.actors[named.actor] for named in self._inside(first, head_end) if self._is_person(named))
        side = next((rule.side for rule in people), None)
        if side is None and last - head_end > 1:
            # "a spokesman for the group"
            group = self._last_with_noun(first, self.words[last - 1].lower(), self._tail(first, last))
            side = group.side if group is not None else None
        if side is None and head_end - first > 1:
            # "an army spokesman", "a rebel commander": of the army or the rebels before
            group = self._last_with_noun(first, self.words[head_end - 2].lower(), "")
            side = group.side if group is not None else None
        if side is None and any(word.lower() in self.context.lists["institution"] for word in self.words[first:last]):
            side = self._seat_before(first) or self.only_state
        if side is None and self.words[first].lower() in self.context.lists["the-or-a"]:
            side = self._speaking_before(first)
        return side

    def _seat_before(self, at: int) -> str | None:
        """ "In Moscow, the Defence Ministry said": whose seat opens the sentence."""
        start = self.sentence_before(at, 0)
        if self.tags[start] != "I":
            return None
        named = next((n for n in self._inside(start + 1, start + 2) if n.last < at and self.words[n.last] == ","), None)
        return self._side_of(named) if named is not None and self.is_country(named.actor) else None

    def _speaking_before(self, at: int) -> str | None:
        """ "Iran said …. The foreign minister said …": the country that spoke last, right before."""
        if not self.context.lists["spokesman"] & {word.lower() for word in self.words[at : at + 3]}:
            return None
        for place, who in backwards(self.groups, at, self.sentence_before(at, 1)):
            if place in self.speaking and self.is_country(who.side or who.actor or ""):
                return who.side
        return None

    def _side_of_several(self, at: int, noun: str) -> str | None:
        """The side of the last who were called by a noun in the plural."""
        for places in (self.groups, self.described):
            for _, who in backwards(places, at, self._horizon(at)):
                if who.plural and noun in who.nouns:
                    return who.side
        return None

    def _own_side(self, at: int) -> str | None:
        """ "Its spokesman", "their leaders": the side of the group before."""
        if self.words[at].lower() not in self.context.lists["possessive"]:
            return None
        word = self.words[at].lower()
        if word in self.context.lists["he"] or word in self.context.lists["she"]:
            owner = self._person_before(at, "m" if word in self.context.lists["he"] else "f")
        else:
            owner = self._group_before(at, word == "their")
        return owner.side if owner else None

    def _holder(self, first: int, head: str, side: str) -> Who | None:
        """ "The leader of the party": somebody named before who held that office there."""
        if self.words[first].lower() != "the":
            return None
        for _, who in backwards(self.people, first, self._horizon(first)):
            rule = self.context.actors.get(who.actor or "")
            if rule is not None and any(o.of == side and o.role.lower().endswith(head) for o in rule.roles):
                return who
        return None

    # ---- several, and rulers

    def _several(self, first: int, last: int, inside: list[Named]) -> Who:
        """ "The army and Britain": each under its name or as it stands, on all sides that the text names."""
        side, *others = dict.fromkeys(self._side_of(named) for named in inside)
        sector = self._listed_sector(first, last)
        return Who(self._joined_name(first, last, inside), None, side, False, None, True, others=tuple(others), sector=sector)

    def _joined_name(self, first: int, last: int, inside: list[Named]) -> str:
        """ "United Kingdom and United States" for "Britain and the US", as one name; the words as they stand where nobody has another."""
        ends = {named.last: named for named in inside if not named.role and named.how in ("name", "seat")}
        names, other = [], False
        for a, b in self._parts(first, last) if "I" not in self.tags[first:last] else ():
            named = ends.get(b)
            alone = named is not None and all(word.lower() in self.context.lists["article"] for word in self.words[a : named.first])
            names.append(self.context.actors[named.actor].name if named and alone else self._plain(a, b))
            other = other or names[-1] != self._plain(a, b)
        return f"{', '.join(names[:-1])} and {names[-1]}" if other and len(names) > 1 else self._plain(first, last)

    def _power(self, head_end: int, inside: list[Named]) -> Who | None:
        """ "Assad's forces": the side that he rules."""
        if self.words[head_end - 1].lower() not in self.context.lists["power"]:
            return None
        ruler = next((n for n in inside if n.last == head_end - 2 and self._is_person(n) and self.tags[n.last] == "'"), None)
        side = self.context.actors.get(self.context.actors[ruler.actor].side or "") if ruler else None
        if ruler is None or side is None:
            return None
        if any(word.lower() in self.context.lists["ousted"] for word in self.words[max(0, ruler.first - 3) : ruler.first]):
            return None
        sector = self.sectors.phrase(head_end - 1, head_end, head_end)
        return Who(side.name, side.id, side.speaks_for, False, nouns=self.context.nouns[side.id], sector=sector)

    # ---- words

    def _gender_of(self, noun: str) -> str | None:
        if noun in self.context.lists["women"]:
            return "f"
        return "m" if noun in self.context.lists["men"] else self.context.honorifics.get(noun)

    def _tail(self, first: int, head_end: int) -> str:
        return " ".join(self.words[max(first + 1, head_end - 2) : head_end]).lower()

    def _author(self, head: str, inside: list[Named]) -> Who | None:
        """Who wrote the document: "a UN report", "a statement from the ministry"."""
        if head not in self.context.lists["document"] or not inside:
            return None
        rule = self.context.actors[inside[0].actor]
        if rule.type == "person":
            return self._known_person(rule)
        nouns, sector = self.context.nouns[rule.id], self.sectors.named_phrase(inside[0], inside[0].last, inside[0].last)
        return Who(rule.name, rule.id, self._side_of(inside[0]), False, None, False, nouns, sector=sector)

    def _is_several(self, first: int, last: int) -> bool:
        return any(self.tags[at] == "C" and not self._inside_name(at) for at in range(first, last))

    def _inside_name(self, at: int) -> bool:
        """ "The Committee of the Red Cross": a name's own preposition or conjunction."""
        k = bisect_right(self.starts, at) - 1
        return k >= 0 and self.named[k].last > at and not self.named[k].role

    def _parts(self, first: int, last: int) -> list[tuple[int, int]]:
        """The phrases that a phrase lists."""
        but = self.context.lists["contrast"]
        cuts = [at for at in range(first, last) if self.tags[at] in "C," and self.words[at] not in but and not self._inside_name(at)]
        return [(a + 1, b) for a, b in pairwise([first - 1, *cuts, last]) if a + 1 < b]

    def _listed_sector(self, first: int, last: int) -> Sector | None:
        return self.sectors.listed(self._parts(first, last))

    def _plain(self, first: int, last: int) -> str:
        while first < last - 1 and self.words[first].lower() in self.context.lists["article"]:
            first += 1
        return self._span(first, last)
