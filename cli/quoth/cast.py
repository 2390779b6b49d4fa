"""The cast of a document: the people and groups that it names, with their places and sides, and who of them stands before a place."""

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

import msgspec

from .model import Named, Sector, Text
from .rules import ActorRule, Office, Role, RuleBook
from .sectorreader import SectorReader, within
from .sectors import Sectors, make_sectors, of_person

Range = tuple[int, int]
LOOK_BACK = 8
"""Sentences that a pronoun or a description looks back over."""
FARTHEST = 200
"""Mentions that it looks back over."""
PEOPLE = ("CVL", "REF")
"""Sectors of those who are of a state, and for whom nobody speaks but they themselves."""
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


class Who(msgspec.Struct, frozen=True):
    """Somebody: the actor if one is known, the name, the side, and gender, number and sector as far as they show.

    ``others`` are the sides of those who speak together with it."""

    name: str
    actor: str | None
    side: str | None
    person: bool
    gender: str | None = None
    plural: bool = False
    nouns: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()
    sector: Sector | None = None


Place = tuple[int, int, Who]
"""Somebody noted: the token, the count of notes so far, and who."""


def make_context(book: RuleBook) -> Context:
    """Gather the nouns that may stand for each actor, and the word lists."""
    roles = {word for rule in book.of(Role) if rule.speaks != "nobody" for word in rule.forms}
    honorifics, by_type, actors = book.honorifics(), book.type_nouns(), book.actors()
    nouns = {rule.id: by_type.get(rule.type, frozenset()) | frozenset(rule.nouns) for rule in actors.values()}
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


class Cast:
    """One document's people and groups so far."""

    def __init__(self, text: Text, named: list[Named], quoted: list[Range], context: Context) -> None:
        self.text, self.words, self.tags = text, text.words, text.tags
        self.context = context
        self.named = named
        self.starts = [n.first for n in named]
        self.sectors = SectorReader(text, named, context.sectors)
        self.quoted, self.quoted_starts = quoted, [first for first, _ in quoted]
        self.sentence_starts = [first for first, _ in text.sentences]
        self.people: list[Place] = []
        self.groups: list[Place] = []
        self.described: list[Place] = []
        self.by_surname: dict[str, Who] = {}
        self.names: dict[str, str] = {}
        self.told_sides: dict[str, str] = {}
        self.speaking: set[int] = set()
        self.first_words: set[int] = set()
        self.count = 0

    @cached_property
    def only_state(self) -> str | None:
        """The country that the document names, if it names no other."""
        return next(iter(self.countries)) if len(self.countries) == 1 else None

    @cached_property
    def countries(self) -> Counter[str]:
        """How often each country is mentioned, with its forces and people."""
        sides = (named.actor if self.is_country(named.actor) else self.context.actors[named.actor].side for named in self.named)
        return Counter(side for side in sides if side is not None and self.is_country(side))

    def is_country(self, actor: str) -> bool:
        """Whether it is a state with a code of its own: others that news treats like states lie within one."""
        rule = self.context.actors[actor]
        return rule.type == "state" and "iso3" in rule.codes

    def register(self, speaking: set[int], first_words: set[int]) -> None:
        """Note all people and groups that are named, with their places. ``speaking`` are the tokens of
        those who speak, ``first_words`` the first of each."""
        self.first_words = first_words
        self.speaking = speaking
        for named in self.named:
            if named.how == "name" and self.context.actors[named.actor].type == "person":
                name = self._span(named.first, named.last)
                if " " in name and len(name) > len(self.names.get(named.actor, "")):
                    self.names[named.actor] = name
                self._note_side(named)
        for named in self.named:
            rule = self.context.actors[named.actor]
            if rule.type == "person":
                who = self._known_person(rule)
                self.by_surname.setdefault(self.words[named.last - 1].lower(), who)
                self._note(self.people, named.first, who)
            elif not named.compound and named.how != "people":
                plural = named.role.endswith("s") or rule.type == "people"
                nouns = self.context.nouns[rule.id] | ({named.role} if named.role else set())
                sector = self.sectors.named_phrase(named, named.last, named.last)
                who = Who(rule.name, rule.id, rule.speaks_for, False, None, plural, frozenset(nouns), sector=sector)
                self._note(self.groups, named.first, who)
        covered = {t for n in self.named for t in range(n.first, n.last) if not n.role}
        for match in re.finditer(r"P{2,5}", self.tags):
            first, last = match.span()
            if not covered.isdisjoint(range(first, last)):
                continue
            stranger = self._unknown_person(first, last)
            if stranger is not None:
                self._note(self.people, first, stranger)

    def _known_person(self, rule: ActorRule) -> Who:
        """A person of the rules, under the fullest name that the document itself gives."""
        side = self.told_sides.get(rule.id, self._side_of_rule(rule))
        sector = of_person(rule, self.text.article.date, self.context.sectors)
        return Who(self.names.get(rule.id, rule.name), rule.id, side, True, rule.gender, sector=sector)

    def _side_of_rule(self, rule: ActorRule) -> str | None:
        """A person's side; an officer's is that of his force."""
        side = self.context.actors.get(rule.side or "")
        return side.speaks_for if side is not None and side.type == "state-force" else rule.side

    def _note_side(self, named: Named) -> None:
        """The side that the text itself gives a known person; who stands for a country in the rules does so in any text."""
        side = self.context.actors[named.actor].side
        if (side is None or not self.is_country(side)) and named.actor not in self.told_sides:
            told = self._side_around(named.first, named.last)
            if told is not None:
                self.told_sides[named.actor] = told

    def _note(self, where: list[Place], at: int, who: Who) -> None:
        self.count += 1
        insort(where, (at, self.count, who), key=lambda item: item[:2])

    def _unknown_person(self, first: int, last: int) -> Who | None:
        """A full name that no rule knows, where a first name, a title or an office shows that it is a person's."""
        gender, title = None, False
        while first < last - 1 and self._honorific(first):
            gender = gender or self.context.honorifics.get(self.words[first].lower().rstrip("."))
            first, title = first + 1, True
        if last - first < 2 or self.words[last - 1].lower() in self.context.roles:
            return None
        before = self.words[first - 1].lower() if first else ""
        gender = gender or self.context.honorifics.get(before.rstrip(".")) or self.context.genders.get(self.words[first])
        shown = gender or title or before in self.context.roles or self._honorific(first - 1)
        if not (shown or first in self.first_words or self._is_introduced(last)):
            return None
        name = self._span(first, last)
        who = Who(name, None, self._side_around(first, last), True, gender, sector=self.sectors.around(first, last))
        self.by_surname.setdefault(self.words[last - 1].lower(), who)
        return who

    def _is_introduced(self, last: int) -> bool:
        """A name before an age or a relative clause is a person's: "Amina Yusuf, 34,", "Amina Yusuf, who …"."""
        return self.tags[last : last + 2] in (",M", ",H")

    def _honorific(self, at: int) -> bool:
        return at >= 0 and self.words[at].lower().rstrip(".") in self.context.honorifics

    def _span(self, first: int, last: int) -> str:
        return self.text.article.text[self.text.starts[first] : self.text.ends[last - 1]]

    def _inside(self, first: int, last: int) -> list[Named]:
        return within(self.named, self.starts, first, last)

    def is_named(self, at: int) -> bool:
        """Whether the token is part of a mention by name."""
        return bool(self._inside(at, at + 1))

    def _side_around(self, first: int, last: int) -> str | None:
        """The side that an office before the name or an apposition after it gives."""
        low = max(0, first - 6)
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
        while end < min(at + APPOSITION, len(self.words)) and self.tags[end] not in "VZ.;“":
            end += 1
        if not any(word.lower() in self.context.roles for word in self.words[at:end]):
            return None
        found = [named for named in self._inside(at, end) if not self._is_person(named)]
        # "a member of the opposition's council (HNC)": of the council, by the name in brackets if there is one
        whole = [named for named in found if self.tags[named.last : named.last + 1] != "'"]
        called = [named for named in whole if self.words[named.first - 1] == "("]
        return self._side_of_people((called or whole or found)[0]) if found else None

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

    # ---- those named together

    def counted(self, at: int) -> tuple[int, list[str]]:
        """The token of the word that counts in a phrase which ends here ("both" in "both sides"), and whom it counts: the
        members of the last list of actors before it."""
        first = at - 1
        while first > 0 and self.tags[first] in "JI":
            first -= 1
        word = self.words[first].lower() if first >= 0 else ""
        if word not in self.context.lists["counting"]:
            return at, []
        if self.tags[first] == "M" and self.words[first - 1].lower() not in self.context.lists["definite"]:
            return at, []  # "two countries", which nobody has named
        return first, self._last_list(first, word in self.context.lists["pair"])

    def _last_list(self, at: int, pair: bool) -> list[str]:
        low = self._horizon(at)
        near = bisect_left(self.joined, at, key=lambda entry: entry[0])
        for k in range(near - 1, max(-1, near - FARTHEST), -1):
            first, actors = self.joined[k]
            if first < low:
                break
            if len(actors) == 2 or not pair:
                return actors
        return []

    @cached_property
    def joined(self) -> list[tuple[int, list[str]]]:
        """Lists of actors joined by "and", each with the token of the member after it."""
        found: list[tuple[int, list[str]]] = []
        current: list[str] = []
        joins, past = False, -1
        for named in self.named:
            if self._is_person(named) or named.compound:
                continue
            between = self.tags[past : named.first].rstrip("D") if 0 <= past >= named.first - 4 else "."
            if between not in (",", "C", ",C"):
                current, joins = [], False
            current.append(named.actor)
            if "C" in between and not joins and len(set(current)) > 1:  # with commas alone it is an apposition
                joins = True
                found.append((named.first, current))
            past = named.last
        return [(first, list(dict.fromkeys(actors))) for first, actors in found]

    # ---- who stands before a place

    def _horizon(self, at: int) -> int:
        """The first token of the sentences over which a phrase looks back."""
        return self.sentence_before(at, LOOK_BACK)

    def sentence_before(self, at: int, count: int) -> int:
        """The first token of the sentence that lies so many before the one of this token."""
        return self.sentence_starts[max(0, bisect_right(self.sentence_starts, at) - 1 - count)]

    def _person_before(self, at: int, gender: str) -> Who | None:
        """The nearest person of that gender: in each sentence before, who speaks there, or else who comes first."""
        sentence = bisect_right(self.sentence_starts, at) - 1
        limit = at
        for k in range(sentence, max(-1, sentence - LOOK_BACK), -1):
            low = bisect_left(self.people, self.sentence_starts[k], key=lambda item: item[0])
            high = bisect_left(self.people, limit, key=lambda item: item[0])
            limit = self.sentence_starts[k]
            here = [(p, who) for p, _, who in self.people[low:high] if who.gender in (gender, None) and not self._is_quoted(p, at)]
            if here:
                chosen = [who for p, who in here if p in self.speaking] or [who for _, who in here if who.gender == gender]
                return chosen[0] if chosen else here[0][1]
        return None

    def _is_quoted(self, place: int, at: int) -> bool:
        k = bisect_right(self.quoted_starts, place) - 1
        return k >= 0 and place < self.quoted[k][1] and not self.quoted[k][0] <= at < self.quoted[k][1]

    def _group_before(self, at: int, plural: bool) -> Who | None:
        sentence = bisect_right(self.sentence_starts, at)
        low = self.sentence_starts[max(0, sentence - 3)]
        best, found_here = None, False
        for place, who in backwards(self.groups, at, low):
            if found_here and place < self.sentence_starts[sentence - 1]:
                break  # somebody in the sentence itself will do
            if self._is_quoted(place, at) or (plural and not who.plural and best is not None):
                continue
            best = who
            found_here = place >= self.sentence_starts[sentence - 1]
            if place in self.speaking or (plural and who.plural):
                return who
        return best

    def last_group(self, at: int, head: str, tail: str) -> Who | None:
        """The last group before a place that can be called by one noun or by two: in its sentence who has spoken is rather
        meant than who was spoken of."""
        found, low = None, self._horizon(at)
        for place, who in backwards(self.groups, at, low):
            if place < low:
                break
            if head in who.nouns or tail in who.nouns:
                if place in self.speaking:
                    return who
                if found is None:
                    found, low = who, self.sentence_before(place, 0)
        return found

    def _last_with_noun(self, at: int, head: str, tail: str) -> Who | None:
        group = self.last_group(at, head, tail)
        if group is not None or head.endswith("s"):
            return group
        people = backwards(self.people, at, self._horizon(at))
        return next((who for place, who in people if self._is_called(place, who, head)), None)

    def _is_called(self, place: int, who: Who, head: str) -> bool:
        """Was this person introduced by that noun ("spokesman Mustafa Bali", "Bali, a spokesman")?"""
        window = self.words[max(0, place - 4) : place + len(who.name.split()) + 8]
        if head in (word.lower() for word in window):
            return head in self.context.offices_held
        rule = self.context.actors.get(who.actor or "")
        return rule is not None and any(office.role.lower().endswith(head) for office in rule.roles)


def backwards(places: list[Place], at: int, low: int) -> Iterator[tuple[int, Who]]:
    """What is noted from ``low`` to before ``at``, nearest first, up to a bound for sentences without an end."""
    k = bisect_left(places, at, key=lambda item: item[0]) - 1
    last = max(-1, k - FARTHEST)
    while k > last and places[k][0] >= low:
        yield places[k][0], places[k][2]
        k -= 1
