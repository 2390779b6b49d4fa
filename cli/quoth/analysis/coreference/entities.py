"""The entities of a document: the people and groups that it names, with their places, and who of them stands before a place."""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from functools import cached_property

import msgspec

from quoth.analysis.coreference.affiliation import Affiliation
from quoth.analysis.coreference.context import Context
from quoth.analysis.coreference.phrases import Phrases
from quoth.analysis.findings import OwnActor
from quoth.analysis.sector_reader import SectorReader
from quoth.analysis.sectors import of_person
from quoth.model import Sector
from quoth.rulebook.rules import ActorRule

Range = tuple[int, int]
LOOK_BACK = 8
"""Sentences that a pronoun or a description looks back over."""
CATAPHORA = 2
"""Sentences after a pronoun in which whom it means may first be named."""
FARTHEST = 200
"""Mentions that it looks back over."""


class Entity(msgspec.Struct, frozen=True):
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


Place = tuple[int, int, Entity]
"""Somebody noted: the token, the count of notes so far, and who."""


class Entities:
    """One document's people and groups so far."""

    def __init__(self, phrases: Phrases, affiliation: Affiliation, sectors: SectorReader, quoted: list[Range], context: Context) -> None:
        self.phrases, self.affiliation, self.sectors = phrases, affiliation, sectors
        self.words, self.tags = phrases.words, phrases.tags
        self.context, self.lists, self.actors = context, context.lists, context.actors
        self.quoted, self.quoted_starts = quoted, [first for first, _ in quoted]
        self.sentence_starts = [first for first, _ in phrases.text.sentences]
        self.people: list[Place] = []
        self.groups: list[Place] = []
        self.described: list[Place] = []
        self.by_surname: dict[str, Entity | None] = {}
        self.names: dict[str, str] = {}
        self.speaking: set[int] = set()
        self.first_words: set[int] = set()
        self.count = 0

    def register(self, speaking: set[int], first_words: set[int]) -> None:
        """Note all people and groups that are named, with their places. ``speaking`` are the tokens of
        those who speak, ``first_words`` the first of each."""
        self.first_words = first_words
        self.speaking = speaking
        for named in self.phrases.named:
            if named.how == "name" and self.actors[named.actor].type == "person":
                name = self.phrases.span(named.first, named.last)
                if " " in name and len(name) > len(self.names.get(named.actor, "")):
                    self.names[named.actor] = name
                self.affiliation.note(named)
        for named in self.phrases.named:
            rule = self.actors[named.actor]
            if rule.type == "person":
                who = self.known_person(rule)
                self._note_surname(self.words[named.last - 1].lower(), who)
                self.note(self.people, named.first, who)
            elif not named.compound and named.how != "people":
                composed = isinstance(rule, OwnActor) and rule.known == "composed"
                plural = named.role.endswith("s") or rule.type == "people" or (composed and self.words[named.last - 1].endswith("s"))
                nouns = self.context.nouns[rule.id] | ({named.role} if named.role else set())
                sector = self.sectors.named_phrase(named, named.last, named.last)
                side = rule.stands_for if isinstance(rule, OwnActor) else rule.speaks_for
                who = Entity(rule.name, rule.id, side, False, None, plural, frozenset(nouns), sector=sector)
                self.note(self.groups, named.first, who)
        covered = {t for n in self.phrases.named for t in range(n.first, n.last) if not n.role}
        for match in re.finditer(r"P{2,5}", self.tags):
            first, last = match.span()
            if not covered.isdisjoint(range(first, last)):
                continue
            stranger = self._unknown_person(first, last)
            if stranger is not None:
                self.note(self.people, first, stranger)

    def _note_surname(self, surname: str, who: Entity) -> None:
        """Whom a surname alone means: nobody, where two people bear it."""
        known = self.by_surname.setdefault(surname, who)
        if known is not None and None not in (known.actor, who.actor) and known.actor != who.actor:
            self.by_surname[surname] = None

    def known_person(self, rule: ActorRule) -> Entity:
        """A person of the rules, under the fullest name that the document itself gives."""
        side = self.affiliation.told.get(rule.id, self.affiliation.side_of_rule(rule))
        sector = of_person(rule, self.phrases.text.article.date, self.context.sectors)
        return Entity(self.names.get(rule.id, rule.name), rule.id, side, True, rule.gender, sector=sector)

    def note(self, where: list[Place], at: int, who: Entity) -> None:
        """Note that somebody is meant at a token: among the people, the groups, or those described."""
        self.count += 1
        insort(where, (at, self.count, who), key=lambda item: item[:2])

    def _unknown_person(self, first: int, last: int) -> Entity | None:
        """A full name that no rule knows, where a first name, a title or an office shows that it is a person's."""
        gender, title = None, False
        while first < last - 1 and self.phrases.honorific(first):
            gender = gender or self.context.honorifics.get(self.words[first].lower().rstrip("."))
            first, title = first + 1, True
        if last - first < 2 or self.words[last - 1].lower() in self.context.roles:
            return None
        before = self.words[first - 1].lower() if first else ""
        gender = gender or self.context.honorifics.get(before.rstrip(".")) or self.phrases.gender_of_name(first)
        shown = gender or title or before in self.context.roles or self.phrases.honorific(first - 1)
        if not (shown or first in self.first_words or self._is_introduced(last)):
            return None
        name = self.phrases.span(first, last)
        who = Entity(name, None, self.affiliation.around(first, last), True, gender, sector=self.sectors.around(first, last))
        self._note_surname(self.words[last - 1].lower(), who)
        return who

    def _is_introduced(self, last: int) -> bool:
        """A name before an age or a relative clause is a person's: "Amina Yusuf, 34,", "Amina Yusuf, who …"."""
        return self.tags[last : last + 2] in (",M", ",H")

    # ---- those named together

    def counted(self, at: int) -> tuple[int, list[str]]:
        """The token of the word that counts in a phrase which ends here ("both" in "both sides"), and whom it counts: the
        members of the last list of actors before it."""
        first = at - 1
        while first > 0 and self.tags[first] in "JI":
            first -= 1
        word = self.words[first].lower() if first >= 0 else ""
        if word not in self.lists.counting:
            return at, []
        if self.tags[first] == "M" and self.words[first - 1].lower() not in self.lists.definite:
            return at, []  # "two countries", which nobody has named
        return first, self._last_list(first, word in self.lists.pair)

    def _last_list(self, at: int, pair: bool) -> list[str]:
        low = self.horizon(at)
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
        for named in self.phrases.named:
            if self.phrases.is_person(named) or named.compound:
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

    def horizon(self, at: int) -> int:
        """The first token of the sentences over which a phrase looks back."""
        return self.sentence_before(at, LOOK_BACK)

    def sentence_before(self, at: int, count: int) -> int:
        """The first token of the sentence that lies so many before the one of this token."""
        return self.sentence_starts[max(0, bisect_right(self.sentence_starts, at) - 1 - count)]

    def person_before(self, at: int, gender: str) -> Entity | None:
        """The nearest person of that gender: in each sentence before, who speaks there, or else who comes first."""
        sentence = bisect_right(self.sentence_starts, at) - 1
        limit = at
        for k in range(sentence, max(-1, sentence - LOOK_BACK), -1):
            low = bisect_left(self.people, self.sentence_starts[k], key=lambda item: item[0])
            high = bisect_left(self.people, limit, key=lambda item: item[0])
            limit = self.sentence_starts[k]
            here = [(p, who) for p, _, who in self.people[low:high] if who.gender in (gender, None) and not self._is_quoted(p, at)]
            if here:
                shown = [who for _, who in here if who.gender == gender or who.actor is not None]
                chosen = [who for p, who in here if p in self.speaking] or shown
                return chosen[0] if chosen else here[0][1]
        return None

    def person_after(self, at: int, gender: str) -> Entity | None:
        """Whom a pronoun before all names means: who speaks in the next sentences of its paragraph, where nobody else has been told of
        ("“We want every road open,” he said. “That is our mission,” Governor Pell added.")."""
        sentence = bisect_right(self.sentence_starts, at)
        start, end = next(((first, last) for first, last in self.phrases.text.paragraphs if first <= at < last), (at, at))
        if not self.people or self.people[0][0] < at or self._tells(start, at):
            return None
        place, _, who = self.people[0]
        limit = self.sentence_starts[sentence + CATAPHORA] if sentence + CATAPHORA < len(self.sentence_starts) else len(self.words)
        return who if place < min(limit, end) and place in self.speaking and who.gender in (gender, None) else None

    def _tells(self, first: int, last: int) -> bool:
        """Whether a noun outside quotations stands in these tokens: it may be whom a pronoun after it means."""
        return any(self.tags[at] in "NP" and not self._is_quoted(at, last) for at in range(first, last))

    def _is_quoted(self, place: int, at: int) -> bool:
        k = bisect_right(self.quoted_starts, place) - 1
        return k >= 0 and place < self.quoted[k][1] and not self.quoted[k][0] <= at < self.quoted[k][1]

    def group_before(self, at: int, plural: bool) -> Entity | None:
        """The nearest group, which is rather one of several where a pronoun is ``plural``."""
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

    def last_group(self, at: int, head: str, tail: str) -> Entity | None:
        """The last group before a place that can be called by one noun or by two: in its sentence who has spoken is rather
        meant than who was spoken of."""
        found = self._last_group(at, head, tail)
        return found and found[1]

    def _last_group(self, at: int, head: str, tail: str) -> tuple[int, Entity] | None:
        """The same with its place."""
        found, low = None, self.horizon(at)
        for place, who in backwards(self.groups, at, low):
            if place < low:
                break
            if head in who.nouns or tail in who.nouns:
                if place in self.speaking:
                    return place, who
                if found is None:
                    found, low = (place, who), self.sentence_before(place, 0)
        return found

    def last_with_noun(self, at: int, head: str, tail: str) -> Entity | None:
        """The last group or person before a place who can be called by one noun or by two."""
        group = self._last_group(at, head, tail)
        if head.endswith("s"):
            return group and group[1]
        people = backwards(self.people, at, self.horizon(at))
        person = next(((place, who) for place, who in people if self._is_called(place, who, head)), None)
        # "Turkish President Recep Tayyip Erdogan": an office is rather the person's than the state's
        if person and (group is None or (head in self.context.offices_held and person[0] > group[0])):
            return person[1]
        return group and group[1]

    def _is_called(self, place: int, who: Entity, head: str) -> bool:
        """Was this person introduced by that noun ("spokesman Mustafa Bali", "Bali, a spokesman")?"""
        window = self.words[max(0, place - 4) : place + len(who.name.split()) + 8]
        if head in (word.lower() for word in window):
            return head in self.context.offices_held
        rule = self.actors.get(who.actor or "")
        return rule is not None and any(office.role.lower().endswith(head) for office in rule.roles)


def backwards(places: list[Place], at: int, low: int) -> Iterator[tuple[int, Entity]]:
    """What is noted from ``low`` to before ``at``, nearest first, up to a bound for sentences without an end."""
    k = bisect_left(places, at, key=lambda item: item[0]) - 1
    last = max(-1, k - FARTHEST)
    while k > last and places[k][0] >= low:
        yield places[k][0], places[k][2]
        k -= 1
