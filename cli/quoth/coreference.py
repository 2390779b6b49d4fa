"""Say who a speaker is: names, composed names, pronouns, "the group", surnames, and for whom they speak.

Everything is decided from what stands before in the document, nearest first; what cannot be decided
keeps its own words as its name. `by` says how.
"""

from bisect import bisect_right
from itertools import pairwise

import msgspec

from .cast import Cast, Context, Range, Who, backwards
from .model import By, Draft, Named, Party, Resolved, Sector, Text
from .references import References
from .sectors import now, of_person
from .turns import TURN


def resolve(text: Text, named: list[Named], drafts: list[Draft], quoted: list[Range], context: Context) -> list[Resolved]:
    """Resolve the speaker and the addressee of every draft.

    ``quoted`` are the (first, past the last) tokens of full quotations, in order: people named inside
    them are not those whom a pronoun outside means.
    """
    state = _Resolver(text, named, quoted, context)
    state.register({token for d in drafts if d.speaker for token in range(*d.speaker)}, {d.speaker[0] for d in drafts if d.speaker})
    references = References(state)
    out: list[Resolved] = []
    parties: dict[Range, tuple[Who, By]] = {}
    for draft in drafts:
        enclosing = _enclosing(draft, drafts, out)
        speaker = state.party(draft.speaker, enclosing, parties)
        if speaker is not None and draft.by == "continuation":
            speaker = msgspec.structs.replace(speaker, by="continuation")
        if speaker is not None and speaker.side is None and any(tell.act == "AGREE" for tell in draft.tells):
            speaker = msgspec.structs.replace(speaker, side=state.promising(draft))
        addressee = state.other_than(speaker, state.party(draft.addressee, enclosing, parties), draft.addressee)
        out.append(Resolved(speaker, addressee, references.of(draft, speaker)))
    return out


def _enclosing(draft: Draft, drafts: list[Draft], done: list[Resolved]) -> Party | None:
    """The speaker of the quotation in which the draft's own speaker stands."""
    if draft.speaker is None:
        return None
    for k in range(len(done) - 1, max(-1, len(done) - 12), -1):
        outer = drafts[k]
        if (outer.quotations or outer.rule == TURN) and any(a <= draft.speaker[0] < b for a, b in outer.content) and outer is not draft:
            return done[k].speaker
    return None


class _Resolver(Cast):
    """Resolves the phrases of one document against its cast, in order, and adds to it whom they name."""

    # ---- who a phrase is

    def party(self, span: Range | None, enclosing: Party | None, known: dict[Range, tuple[Who, By]]) -> Party | None:
        """Resolve the phrase; a phrase that several statements share is resolved once."""
        if span is None:
            return None
        if span not in known:
            known[span] = self._resolve(span, enclosing)
            who = known[span][0]
            unlisted = who.person and who.actor is None and known[span][1] == "name"
            if unlisted or (known[span][1] in ("pronoun", "description") and who.name != self._span(*span)):
                self._note(self.people if who.person else self.groups, span[0], who)
        who, by = known[span]
        first, last = span
        start, end = self.text.starts[first], self.text.ends[last - 1]
        return Party(self._span(first, last), start, end, who.actor, who.name, who.side, by, list(who.others), who.sector)

    def promising(self, draft: Draft) -> str | None:
        """The country whose readiness opens the content, where whoever tells it has an office and names none of his own:
        "France is ready to help, Defence Minister Pierre Martin said"."""
        if draft.speaker is None or not any(self.words[at].lower() in self.context.roles for at in range(*draft.speaker)):
            return None
        first = draft.content[0][0]
        named = next((n for n in self._inside(first, first + 2) if n.first >= first and self.is_country(n.actor)), None)
        return named.actor if named is not None and self.tags[named.last : named.last + 1] in tuple("bhXVZ") else None

    def other_than(self, speaker: Party | None, addressee: Party | None, span: Range | None) -> Party | None:
        """The addressee, who is not the speaker: "Turkey, which backs the council, urged it to attend"."""
        if speaker is None or addressee is None or span is None:
            return addressee
        if addressee.others and {addressee.side, *addressee.others} <= {speaker.side, *speaker.others}:
            return msgspec.structs.replace(addressee, side=None, others=[])  # "Egypt and Qatar urged both sides"
        if addressee.by != "pronoun" or addressee.name != speaker.name:
            return addressee
        for _, who in backwards(self.groups, span[0], self.sentence_before(span[0], 1)):
            if who.actor not in (speaker.actor, speaker.side):
                return msgspec.structs.replace(addressee, actor=who.actor, name=who.name, side=who.side)
        return msgspec.structs.replace(addressee, actor=None, name=addressee.text, side=None)

    def _resolve(self, span: Range, enclosing: Party | None) -> tuple[Who, By]:
        first, last = span
        if last - first == 1 and self.tags[first] in "OHD":
            return self._pronoun(first, enclosing), "pronoun"
        return self._phrase(first, last)

    def _pronoun(self, at: int, enclosing: Party | None) -> Who:
        word = self.words[at].lower()
        if word in self.context.lists["first-person"]:
            if enclosing is None:
                return Who(self.words[at], None, None, True)
            return Who(enclosing.name, enclosing.actor, enclosing.side, True, sector=enclosing.sector)
        if self.tags[at] == "H":
            return self._antecedent(at)
        gender = "m" if word in self.context.lists["he"] else "f" if word in self.context.lists["she"] else None
        found = self._person_before(at, gender) if gender else self._group_before(at, word in self.context.lists["they"])
        return found or Who(self.words[at], None, None, gender is not None)

    def _antecedent(self, at: int) -> Who:
        """The noun phrase before "who" or "which"."""
        last = at
        while last > 0 and self.tags[last - 1] in ",I":
            last -= 1
        first = last
        # "a spokesman for the group, who": a person stands at the head; "which" means what is nearest
        letters = "DJNPM'I" if self.words[at].lower() == "who" else "DJNPM'"
        while first > 0 and self.tags[first - 1] in letters and last - first < 12:
            first -= 1
        if self.tags[first - 1 : first] == "C" and self.tags[first] == "N":
            # "Turkey's president and foreign minister, who": two of one owner
            first -= 1
            while first > 0 and self.tags[first - 1] in letters and last - first < 12:
                first -= 1
        return self._phrase(first, last)[0] if first < last else Who(self.words[at], None, None, True)

    # ---- noun phrases

    def _phrase(self, first: int, last: int) -> tuple[Who, By]:
        head_end = self._head_end(first, last)
        inside = self._inside(first, last)
        person = self._named_person(first, head_end, inside) or self._apposed_person(first, last, head_end)
        if person is not None:
            left = now(person.sector, [word.lower() for word in self.words[first:head_end]], self.context.sectors)
            return self._with_others(msgspec.structs.replace(person, sector=left), first, last, inside), "name"
        author = self._author(self.words[head_end - 1].lower(), inside)
        if author is not None:
            return author, "name"
        power = self._power(head_end, inside)
        if power is not None:
            return power, "name"
        in_head = [n for n in inside if n.first < head_end and not self._is_person(n)]
        if in_head and self._is_several(first, last):
            return self._several(first, last, inside), "description"
        if in_head:
            return self._named_group(in_head[-1], first, last, head_end)
        surname = self.by_surname.get(self.words[head_end - 1].lower()) if self.tags[head_end - 1] == "P" else None
        if surname is not None and not in_head:
            return surname, "name"
        unknown = self._name_in(first, head_end)
        if unknown is not None:
            return unknown, "name"
        return self._described(first, last, head_end, inside)

    def _head_end(self, first: int, last: int) -> int:
        """Past the head noun: before the first preposition, comma, bracket or conjunction."""
        for at in range(first + 1, last):
            if self.tags[at] in "I,(C-" and not (self._inside_office(at) or self._inside_name(at)):
                return at
        return last

    def _inside_name(self, at: int) -> bool:
        """ "The Committee of the Red Cross": a name's own preposition or conjunction."""
        k = bisect_right(self.starts, at) - 1
        return k >= 0 and self.named[k].last > at and not self.named[k].role

    def _inside_office(self, at: int) -> bool:
        """ "Secretary of State Antony Blinken": the office's own preposition."""
        return " ".join(self.words[at - 1 : at + 2]).lower() in self.context.offices_of

    def _named_person(self, first: int, head_end: int, inside: list[Named]) -> Who | None:
        for named in inside:
            rule = self.context.actors[named.actor]
            if rule.type == "person" and named.first < head_end and not self._qualifies(named.last, head_end):
                return self._known_person(rule)
        return None

    def _apposed_person(self, first: int, last: int, head_end: int) -> Who | None:
        """ "Its envoy to the region, Gareth Bayley, said": the office first, then the name between commas."""
        if self.words[last : last + 1] != [","] or self.words[head_end - 1].lower() not in self.context.roles:
            return None
        end = last + 1
        while end < len(self.tags) and self.tags[end] in "PJ" and end - last < 7:
            end += 1
        if end - last < 3:
            return None
        named = next((n for n in self._inside(last + 1, end) if self._is_person(n)), None)
        if named is not None:
            return self._known_person(self.context.actors[named.actor])
        side = next((self._side_of(n) for n in self._inside(first, last)), None)
        gender, sector = self.context.genders.get(self.words[last + 1]), self.sectors.phrase(first, head_end, last)
        who = Who(self._span(last + 1, end), None, side, True, gender, sector=sector)
        self.by_surname.setdefault(self.words[end - 1].lower(), who)
        return who

    def _qualifies(self, at: int, end: int) -> bool:
        """Does the name before only say whose or which ("Erdogan's spokesman", "Bashir loyalists")?"""
        if at >= end:
            return False
        return self.tags[at] == "'" or (self.tags[at] == "N" and self.words[at].lower() not in self.context.roles)

    def _named_group(self, named: Named, first: int, last: int, head_end: int) -> tuple[Who, By]:
        rule = self.context.actors[named.actor]
        # "a Turkish teacher" speaks for nobody
        private = named.last < head_end and not named.role and named.how in ("adjective", "people")
        itself = named.last >= head_end and (named.itself or not named.role)
        side = None if private else self._side_of(named) if itself else self._side_of_people(named, self.words[head_end - 1])
        sector = self.sectors.phrase(first, head_end, last)
        after = self._name_in(named.last, head_end) if named.last < head_end else None
        if after is not None:
            who = msgspec.structs.replace(after, side=after.side or side)
            self.by_surname[who.name.split()[-1].lower()] = who
            return who, "name"
        nouns = self.context.nouns[rule.id]
        if itself:
            return Who(rule.name, rule.id, side, False, None, rule.type == "people", nouns, sector=sector), "name"
        officeholder = self._officeholder(named)
        if officeholder is not None:
            return officeholder, "role"
        plural = self.words[head_end - 1].endswith("s")
        name = self._plain(first, last)
        if named.how == "name" and rule.type not in ("state", "people"):
            # "SNC spokesman": the acronym written out
            name = name.replace(self.text.article.text[self.text.starts[named.first] : self._name_end(named)], rule.name, 1)
        return Who(name, None, side, True, None, plural, nouns, sector=sector), "description" if private else "role"

    def _power(self, head_end: int, inside: list[Named]) -> Who | None:
        """ "Assad's forces": the side that he rules."""
        if self.words[head_end - 1].lower() not in self.context.lists["power"]:
            return None
        ruler = next((n for n in inside if n.last == head_end - 2 and self._is_person(n) and self.tags[n.last] == "'"), None)
        side = self.context.actors.get(self.context.actors[ruler.actor].side or "") if ruler else None
        if side is None:
            return None
        sector = self.sectors.phrase(head_end - 1, head_end, head_end)
        return Who(side.name, side.id, side.speaks_for, False, nouns=self.context.nouns[side.id], sector=sector)

    def _name_end(self, named: Named) -> int:
        """Where the name without the noun that was composed with it ends."""
        last = named.last
        while named.role and last > named.first + 1 and self.tags[last - 1] not in "P":
            last -= 1
        return self.text.ends[last - 1]

    def _officeholder(self, named: Named) -> Who | None:
        """ "The Turkish president", by the article's date."""
        date = self.text.article.date
        if date is None or not named.role:
            return None
        words = " ".join(self.words[named.first + 1 : named.last]).lower()
        for office, holder in self.context.offices.get(named.actor, ()):
            if words.endswith(office.role.lower()) and office.held(date):
                rule = self.context.actors[holder]
                return Who(rule.name, rule.id, rule.side, True, rule.gender, sector=of_person(rule, date, self.context.sectors))
        return None

    def _name_in(self, first: int, end: int) -> Who | None:
        """A full name at the end of the phrase's head, known or not."""
        while end > first and self.tags[end - 1] == "N":
            end -= 1  # "Rami Abdel Rahman head of …", a comma short
        at = end
        while at > first and self.tags[at - 1] == "P":
            at -= 1
        while at < end and self._honorific(at):
            at += 1
        if end - at < 2 or self.words[end - 1].lower() in self.context.roles:
            return None  # "the Prime Minister", "the Chief Electoral Officer": an office, not a name
        for _, who in backwards(self.people, end, at):
            return who
        name = self._span(at, end)
        known = self.by_surname.get(self.words[end - 1].lower())
        if known is not None and known.name == name:
            return known
        gender = self.context.genders.get(self.words[at])
        return Who(name, None, self._side_around(at, end), True, gender, sector=self.sectors.around(at, end))

    def _plain(self, first: int, last: int) -> str:
        while first < last - 1 and self.words[first].lower() in self.context.lists["article"]:
            first += 1
        return self._span(first, last)

    def _is_several(self, first: int, last: int) -> bool:
        return any(self.tags[at] == "C" and not self._inside_name(at) for at in range(first, last))

    def _listed_sector(self, first: int, last: int) -> Sector | None:
        cuts = [at for at in range(first, last) if self.tags[at] in "C," and not self._inside_name(at)]
        return self.sectors.listed([(a + 1, b) for a, b in pairwise([first - 1, *cuts, last]) if a + 1 < b])

    def _author(self, head: str, inside: list[Named]) -> Who | None:
        """Who wrote the document: "a UN report", "a statement from the ministry"."""
        if head not in self.context.lists["document"] or not inside:
            return None
        rule = self.context.actors[inside[0].actor]
        if rule.type == "person":
            return self._known_person(rule)
        nouns, sector = self.context.nouns[rule.id], self.sectors.named_phrase(inside[0], inside[0].last, inside[0].last)
        return Who(rule.name, rule.id, self._side_of(inside[0]), False, None, False, nouns, sector=sector)

    def _described(self, first: int, last: int, head_end: int, inside: list[Named]) -> tuple[Who, By]:
        """A phrase without a name in its head: "the group", "a spokesman for the coalition", "officials in Ankara"."""
        head = self.words[head_end - 1].lower()
        beyond = [n for n in inside if n.first >= head_end]
        if inside and self._is_several(first, last):
            return self._several(first, last, inside), "description"
        holder = self._holder(first, head, self._side_of(beyond[0])) if beyond else None
        if holder is not None:
            return holder, "role"
        if beyond and head in self.context.roles:
            gender, sector = self._gender_of(head), self.sectors.phrase(first, head_end, last)
            who = Who(
                self._plain(first, last),
                None,
                self._side_of(beyond[0]),
                True,
                gender,
                head.endswith("s"),
                frozenset((head,)),
                sector=sector,
            )
            self._note(self.described, first, who)
            if not who.plural and head in self.context.offices_held:
                self._note(self.people, first, who)
            return who, "role"
        sides = self.counted(last - 1)[1] if head in self.context.lists["several"] else []
        if sides:
            return Who(self._plain(first, last), None, sides[0], False, None, True, others=tuple(sides[1:])), "description"
        before = self._described_before(first, last, head_end)
        if before is not None:
            sector = self.sectors.recalled(before.actor, before.sector, first, head_end)
            return msgspec.structs.replace(before, sector=sector), "description"
        plural = head.endswith("s")
        institution = head in self.context.roles - self.context.offices_held
        side, gender = self._side_described(first, last, head_end), self._gender_of(head)
        several = self._is_several(first, last)
        sector = self._listed_sector(first, last) if several else self.sectors.serving(first, head_end, last, side)
        who = Who(self._plain(first, last), None, side, not (plural or institution), gender, plural, frozenset((head,)), sector=sector)
        self._note(self.described, first, who)
        if institution:
            self._note(self.groups, first, who)
        elif first in self.first_words and not plural and self.tags[head_end - 1] == "N" and head not in self.context.lists["document"]:
            self._note(self.people, first, who)  # "a fisherman said …. He …"
        return who, "description"

    def _with_others(self, person: Who, first: int, last: int, inside: list[Named]) -> Who:
        """ "Macron and the Polish president": the one named first, and the sides of the others."""
        if not self._is_several(first, last):
            return person
        sides = [self.context.actors[named.actor].side if self._is_person(named) else self._side_of(named) for named in inside]
        others = tuple(side for side in dict.fromkeys(sides) if side is not None and side != person.side)
        return msgspec.structs.replace(person, others=others)

    def _several(self, first: int, last: int, inside: list[Named]) -> Who:
        """ "The army and the police": named as they stand, on all sides that the text names."""
        side, *others = dict.fromkeys(self._side_of(named) for named in inside)
        sector = self._listed_sector(first, last)
        return Who(self._plain(first, last), None, side, False, None, True, others=tuple(others), sector=sector)

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
        if head not in self.context.roles or head in self.context.lists["outsider"]:
            return side
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
            if place in self.speaking:
                return who.side
        return None

    def _side_of_several(self, at: int, noun: str) -> str | None:
        """The side of the last who were called by a noun in the plural."""
        for places in (self.groups, self.described):
            for _, who in backwards(places, at, self._horizon(at)):
                if who.plural and noun in who.nouns:
                    return who.side
        return None

    def _gender_of(self, noun: str) -> str | None:
        if noun in self.context.lists["women"]:
            return "f"
        return "m" if noun in self.context.lists["men"] else self.context.honorifics.get(noun)

    def _tail(self, first: int, head_end: int) -> str:
        return " ".join(self.words[max(first + 1, head_end - 2) : head_end]).lower()

    def _holder(self, first: int, head: str, side: str) -> Who | None:
        """ "The leader of the party": somebody named before who held that office there."""
        if self.words[first].lower() != "the":
            return None
        for _, who in backwards(self.people, first, self._horizon(first)):
            rule = self.context.actors.get(who.actor or "")
            if rule is not None and any(o.of == side and o.role.lower().endswith(head) for o in rule.roles):
                return who
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
