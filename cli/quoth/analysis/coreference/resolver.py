"""Say who a speaker is: names, composed names, pronouns, "the group", surnames, and for whom they speak.

Everything is decided from what stands before in the document, nearest first; what cannot be decided
keeps its own words as its name. `by` says how.
"""

from operator import itemgetter

import msgspec

from quoth.analysis.coreference.affiliation import Context
from quoth.analysis.coreference.anaphora import References
from quoth.analysis.coreference.descriptions import Described
from quoth.analysis.coreference.entities import Range, Who, backwards
from quoth.analysis.findings import Draft, Named, OwnActor, Resolved
from quoth.analysis.sectors import PLACES, now
from quoth.language.text import Text
from quoth.model import By, Party


def resolve(
    text: Text, named: list[Named], datelined: list[Named], drafts: list[Draft], quoted: list[Range], context: Context
) -> list[Resolved]:
    """Resolve the speaker and the addressee of every draft. ``datelined`` are the mentions in datelines: whom they name nobody
    means, but they too say whether the document is of one country alone.

    ``quoted`` are the (first, past the last) tokens of full quotations, in order: people named inside
    them are not those whom a pronoun outside means.
    """
    state = _Resolver(text, named, datelined, quoted, context)
    state.contents = frozenset(token for piece in (*quoted, *(p for d in drafts for p in d.content)) for token in range(*piece))
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
        if (outer.quotations or outer.is_turn) and any(a <= draft.speaker[0] < b for a, b in outer.content) and outer is not draft:
            return done[k].speaker
    return None


class _Resolver(Described):
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
        theirs = self.context.lists["run-by"]
        inside = [named for named in self._inside(first, last) if not named.compound or named.compound in theirs]
        person = self._named_person(first, head_end, inside) or self._apposed_person(first, last, head_end)
        if person is not None:
            left = now(person.sector, [word.lower() for word in self.words[first:head_end]], self.context.sectors)
            return self._with_others(msgspec.structs.replace(person, sector=left), first, last, inside), "name"
        known = self._author(self.words[head_end - 1].lower(), inside) or self._power(head_end, inside)
        if known is not None:
            return known, "name"
        in_head = [n for n in inside if n.first < head_end and not self._is_person(n)]
        if in_head and self._is_several(first, last):
            return self._several(first, last, inside), "description"
        if in_head:
            meant = self._group_of_people(in_head[-1], first, head_end)
            return (meant, "description") if meant else self._named_group(in_head[-1], first, last, head_end)
        surname = self.by_surname.get(self.words[head_end - 1].lower()) if self.tags[head_end - 1] == "P" else None
        who = surname or self._name_in(first, head_end)
        if who is not None:
            return self._with_others(who, first, last, inside), "name"
        return self._described(first, last, head_end, inside)

    def _with_others(self, person: Who, first: int, last: int, inside: list[Named]) -> Who:
        """ "Macron and the Polish president": the one named first, and the sides of the others."""
        if not self._is_several(first, last):
            return person
        rules = [(named, self.context.actors[named.actor]) for named in inside]
        found = [(named.first, self._known_person(rule).side if self._is_person(named) else self._side_of(named)) for named, rule in rules]
        unknown = [(a, self._name_in(a, b)) for a, b in self._parts(first, last)[1:] if not self._inside(a, b)]
        found += [(a, who.side) for a, who in unknown if who is not None]
        sides = dict.fromkeys(side for _, side in sorted(found, key=itemgetter(0)))
        others = tuple(side for side in sides if side is not None and side != person.side)
        return msgspec.structs.replace(person, others=others)

    def _head_end(self, first: int, last: int) -> int:
        """Past the head noun: before the first preposition, comma, bracket or conjunction."""
        for at in range(first + 1, last):
            if self.tags[at] in "I,(C-" and not (self._inside_office(at) or self._inside_name(at)):
                return at
        return last

    def _inside_office(self, at: int) -> bool:
        """ "Secretary of State Antony Blinken": the office's own preposition."""
        return " ".join(self.words[at - 1 : at + 2]).lower() in self.context.offices_of

    def _group_of_people(self, named: Named, first: int, head_end: int) -> Who | None:
        """ "The Kurdish militia", "the Kurdish-led alliance": the last group that can be called so, where it was named before."""
        if self.context.actors[named.actor].type != "people" or self.words[first].lower() != "the" or named.how == "name":
            return None
        who = self.last_group(first, self.words[head_end - 1].lower(), "")
        known = who is not None and self.context.actors.get(who.actor or "")
        return who if known and known.type == "armed-group" else None

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
        """Does the name before only say whose or which ("Erdogan's spokesman", "Bashir loyalists", "the Bush administration")?"""
        if at >= end:
            return False
        word = self.words[at].lower()
        return self.tags[at] == "'" or (self.tags[at] == "N" and (word not in self.context.roles or word in self.context.lists["rule"]))

    def _named_group(self, named: Named, first: int, last: int, head_end: int) -> tuple[Who, By]:
        rule = self.context.actors[named.actor]
        if isinstance(rule, OwnActor) and rule.known == "composed" and named.last >= head_end:
            return self._composed(named, rule, first, last, head_end)
        private = self._is_private(named, head_end)
        itself = named.last >= head_end and (named.itself or not named.role) and not private
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
        officeholder = self._officeholder(named, first) if named.last >= head_end else None
        if officeholder is not None:
            return officeholder, "role"
        plural = self.words[head_end - 1].endswith("s")
        name = self._plain(first, last)
        if named.how == "name" and rule.type not in ("state", "people"):
            # "SNC spokesman": the acronym written out
            name = name.replace(self.text.article.text[self.text.starts[named.first] : self.text.ends[named.name_last - 1]], rule.name, 1)
        return Who(name, None, side, True, None, plural, nouns, sector=sector), "description" if private else "role"

    def _composed(self, named: Named, rule: OwnActor, first: int, last: int, head_end: int) -> tuple[Who, By]:
        """A group that a noun calls: it keeps its description for a name."""
        plural, sector = self.words[head_end - 1].endswith("s"), self.sectors.phrase(first, head_end, last)
        nouns = self.context.nouns[rule.id]
        return Who(self._plain(first, last), rule.id, rule.stands_for, False, None, plural, nouns, sector=sector), "description"

    def _is_private(self, named: Named, head_end: int) -> bool:
        """ "A Turkish teacher", "Turkish refugees", "Turkey's farmers", "Turkey's opposition leader" do not speak for Turkey."""
        rule, last = self.context.actors[named.actor], max(named.last, head_end)
        if named.how == "people" and rule.type == "state" and not named.role and last <= named.name_last:
            return self.words[named.first - 1 : named.first] != ["the"]  # "displaced Syrians", but "the Syrians" of talks and wars
        if last <= named.name_last or named.compound:
            return False
        if not named.role and named.how in ("adjective", "people"):
            return True
        if rule.type not in PLACES:
            return False
        head = self.words[last - 1].lower()
        if rule.type == "state" and (head in self.context.bystanders or self._is_against(rule, named.name_last, last)):
            return True
        return not named.role and self.tags[last - 1] == "N" and (head not in self.context.roles or head in self.context.apart)

    def _officeholder(self, named: Named, first: int) -> Who | None:
        """ "The Turkish president", by the article's date, if one person alone held that office; who is called "a", "former" or
        "deputy" is somebody else."""
        date = self.text.article.date
        if date is None or not named.role or self._is_another(first, named.first):
            return None
        words = [word.lower() for word in self.words[named.name_last : named.last] if word not in ("'s", "’s")]
        called = " ".join(words)
        if called not in self.context.lists["sole-office"]:
            return None
        offices = self.context.offices.get(named.actor, ())
        found = {holder for office, holder in offices if office.role.lower() == called and office.held(date)}
        return self._known_person(self.context.actors[found.pop()]) if len(found) == 1 else None

    def _is_another(self, first: int, last: int) -> bool:
        words = {word.lower() for word in self.words[first:last]}
        return not words.isdisjoint(self.context.lists["indefinite"] | self.context.lists["former"] | self.context.lists["beside-office"])

    def _name_in(self, first: int, end: int) -> Who | None:
        """A full name at the end of the phrase's head, known or not."""
        while end > first and self.tags[end - 1] == "N":
            end -= 1  # "Rami Abdel Rahman head of …", a comma short
        at = end
        while at > first and self.tags[at - 1] == "P":
            at -= 1
        while at < end and self._honorific(at):
            at += 1
        if end - at < 2 or self.words[end - 1].lower() in self.context.roles | self.context.lists["body"]:
            return None  # "the Prime Minister", "the Senate Committee": an office or a body, not a person's name
        for _, who in backwards(self.people, end, at):
            return who
        name = self._span(at, end)
        known = self.by_surname.get(self.words[end - 1].lower())
        if known is not None and known.name == name:
            return known
        gender = self.context.genders.get(self.words[at])
        return Who(name, None, self._side_around(at, end), True, gender, sector=self.sectors.around(at, end))
