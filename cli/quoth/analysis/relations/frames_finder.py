"""Find who stands with or against whom in the frames of sentences: the families of deeds say which role is whose."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from quoth.analysis.findings import Link, Named
from quoth.analysis.relations.deed_rules import Deeds
from quoth.analysis.relations.reality import Reality
from quoth.analysis.relations.role_actors import Filler, Meant, Roles
from quoth.analysis.relations.standing import PERSONAL, is_no_group, side_of, standing_for
from quoth.language.clauses import read_sentence
from quoth.language.frames import Clause, NounFrame, Phrase, Prepositional, Range
from quoth.language.text import Text
from quoth.rulebook.rules import ActorRule, Deed

BETWEEN = ("between", "among")
UNIONS = frozenset(("igo", "alliance"))
"""Types of those whose members states are."""
POWERS = frozenset(("state", "state-force", "armed-group"))
"""Types of those against or with whom somebody acts for a side, and not for himself."""
GROUPS = frozenset(("armed-group", "party", "people", "alliance", None))
"""Types of those whose leaders and members stand with them: whoever has an office at a state or an agency only works there."""


def find_deeds(
    text: Text, named: list[Named], quoted: Sequence[Range], deeds: Deeds, actors: Mapping[str, ActorRule], meant: Meant
) -> list[Link]:
    """The relations that the frames of sentences tell, in order of the text. ``quoted`` are the full quotations, in order."""
    starts, quotations = [n.first for n in named], [first for first, _ in quoted]
    compounds = [at for at, word in enumerate(text.words) if "-" in word and deeds.compound(word)]
    links: list[Link] = []
    for span in text.sentences:
        inside = named[bisect_left(starts, span[0]) : bisect_left(starts, span[1])]
        extra = bisect_left(compounds, span[1]) - bisect_left(compounds, span[0])
        several = bool(inside) and len({mention.actor for mention in inside}) + extra > 1
        if several and (extra or not deeds.forms.isdisjoint(map(str.lower, text.words[span[0] : span[1]]))):
            within = [q for q in quoted[bisect_left(quotations, span[0]) : bisect_left(quotations, span[1])] if q[1] <= span[1]]
            sentence = read_sentence(text, span, within, deeds.clauses)
            links += _Finder(Roles(text, inside, sentence, deeds, actors, meant)).links()
    return links


class _Finder:
    """The relations of one sentence."""

    def __init__(self, roles: Roles) -> None:
        self.roles, self.sentence, self.deeds = roles, roles.sentence, roles.deeds
        self.reality = Reality(roles.text, roles.sentence, roles.deeds.words)

    def links(self) -> Iterator[Link]:
        for index, clause in enumerate(self.sentence.clauses):
            if clause.verb >= 0:
                yield from self._verb(index, clause)
        for frame in self.sentence.nouns:
            yield from self._noun(frame)
            yield from self._party(frame)
        for compound in self.sentence.compounds:
            for rule in self.deeds.links.get(compound.link, ()):
                names, others = self.roles.compound(compound), self.roles.direct((compound.of,), -1)
                pair = (names, others) if rule.named == "a" else (others, names)
                yield from self._pairs(rule, *pair, (compound.token, compound.token + 1), "real")

    # ---- verbs

    def _verb(self, index: int, clause: Clause) -> Iterator[Link]:
        rules = [rule for word in self._words(clause) for rule in self.deeds.verbs.get(word, ())]
        standing = self.reality.of_clause(index) if rules else "unreal"
        for rule in rules if standing != "unreal" else ():
            left = [filler for role in rule.a for filler in self._role(role, index, clause, owned=False)]
            right = [filler for role in rule.b for filler in self._role(role, index, clause, owned=rule.owned)]
            yield from self._pairs(rule, left, right, clause.group, standing)

    def _words(self, clause: Clause) -> list[str]:
        """The verb as families have it: with its particle, which may stand together with a preposition ("lashed **out at**")."""
        if clause.particle:
            return [f"{clause.lemma} {clause.particle}"]
        joined = (found.word.partition(" ") for found in clause.prepositions)
        particles = [first for first, _, second in joined if second and first in self.deeds.clauses.particle]
        return [clause.lemma, *(f"{clause.lemma} {particle}" for particle in dict.fromkeys(particles))]

    def _role(self, role: str, index: int, clause: Clause, *, owned: bool) -> list[Filler]:
        read = self.roles.touched if owned else self.roles.named
        passive = clause.voice == "passive"
        if role == "subject":
            return self.roles.doers(clause, index)
        if role == "object":
            return read(self.roles.patient(clause) if passive else clause.objects, index)
        if role == "passive":
            return read(self.roles.patient(clause) if passive else (), index)
        if role == "indirect":
            return read(clause.indirect, index)
        return read(self._after(role, clause.prepositions), index)

    def _after(self, role: str, found: Iterable[Prepositional]) -> list[Phrase]:
        """What follows a preposition, or a particle and it."""
        particles = self.deeds.clauses.particle
        return [
            phrase
            for prepositional in found
            if prepositional.word == role or (prepositional.word.endswith(f" {role}") and prepositional.word.partition(" ")[0] in particles)
            for phrase in prepositional.phrases
        ]

    # ---- nouns

    def _noun(self, frame: NounFrame) -> Iterator[Link]:
        standing = self.reality.of_noun(frame)
        for rule in self.deeds.nouns.get(frame.word, ()) if standing != "unreal" else ():
            left = [filler for role in rule.noun_a for filler in self._noun_role(role, frame)]
            right = [filler for role in rule.noun_b for filler in self._noun_role(role, frame)]
            carrier = self._carrier(frame)
            if frame.suffered and "bearer" not in rule.noun_a:
                right = right or carrier
            elif "owner" in rule.noun_a:
                left = left or carrier
            between = self.roles.direct([phrase for word in BETWEEN for phrase in self._after(word, frame.prepositions)], frame.clause)
            if rule.mutual and len(between) > 1:
                yield from self._pairs(rule, between, [], (frame.token, frame.token + 1), standing)
            yield from self._pairs(rule, left, right, (frame.token, frame.token + 1), standing)

    def _party(self, frame: NounFrame) -> Iterator[Link]:
        """A tie that makes a party of its own with its owner's name ("Syria's allies")."""
        mention = self.roles.at.get(frame.token)
        plural = frame.word.endswith("s") and mention is not None and not frame.bearer
        owner = mention.actor.rpartition(":")[0] if plural and mention is not None else ""
        if mention is None or owner not in self.roles.actors:
            return
        for rule in self.deeds.nouns.get(frame.word, ()):
            if rule.type == "allied" and "bearer" in rule.noun_a:
                pair = [Filler(mention.actor, mention.first, mention.last)], [Filler(owner, mention.first, mention.last)]
                yield from self._pairs(rule, *pair, (frame.token, frame.token + 1), "real")

    def _noun_role(self, role: str, frame: NounFrame) -> list[Filler]:
        if role == "owner":
            return self.roles.owners(frame)
        if role == "bearer":
            return self.roles.direct(frame.bearer, frame.clause) or self.roles.listed(frame)
        return self.roles.direct(self._after(role, frame.prepositions), frame.clause)

    def _carrier(self, frame: NounFrame) -> list[Filler]:
        if frame.carrier < 0:
            return []
        clause = self.sentence.clauses[frame.carrier]
        if clause.lemma in self.deeds.words.deed_mediating:
            return []
        return self.roles.doers(clause, frame.carrier)

    # ---- pairs

    def _pairs(self, rule: Deed, left: list[Filler], right: list[Filler], link: Range, standing: str) -> Iterator[Link]:
        kind, type_ = rule.kind, rule.type
        if standing == "ended":
            if not rule.ended:
                return
            kind, type_ = "opposed", rule.ended
        mutual = not right and rule.mutual
        for one, other in combinations(left, 2) if mutual else product(left, right):
            pair = self._standing(one.actor, other.actor, type_, mutual=mutual)
            if pair is not None and not (type_ == "member-of" and self.roles.is_one_of(one)):
                first, last = min(one.first, other.first, link[0]), max(one.last, other.last, link[1])
                yield Link(kind, type_, *pair, (first, last), rule.id)

    def _standing(self, one: str, other: str, type_: str, *, mutual: bool) -> tuple[str, str] | None:
        """The two as they take part, or None where there are not two."""
        actors = self.roles.actors
        if type_ in PERSONAL or (actors[one].type == "person" and actors[other].type not in POWERS):
            a, b = one, other
        else:
            a, b = standing_for(one, other, actors), standing_for(other, one, actors) if mutual else other
        if a == b or a == side_of(b, actors) or (type_ in PERSONAL and self._is_office(a, b, type_)):
            return None
        return a, b

    def _is_office(self, a: str, b: str, type_: str) -> bool:
        """Whether somebody only works for the other, or the other is no group."""
        actors = self.roles.actors
        if actors[a].type == "state" and type_ == "member-of":
            return actors[b].type not in UNIONS
        return is_no_group(a, b, actors) or (actors[a].type == "person" and actors[b].type not in GROUPS)
