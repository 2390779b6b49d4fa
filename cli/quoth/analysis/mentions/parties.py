"""Find all who take part in a text and whom no rule names: groups by their nouns, and bodies by their names.

Their ids are the same from text to text: OWNER:NOUN or any:NOUN for those who are composed, text:NAME for those whom only the text names.
A bare noun ("the rebels") is who is called so elsewhere in the text, if that is one alone.
"""

import msgspec

from quoth.analysis.findings import Named, OwnActor
from quoth.analysis.mentions.bodies import Bodies, Body, find_bodies, make_bodies
from quoth.analysis.mentions.group_calls import Groups, make_groups
from quoth.analysis.mentions.group_nouns import Group, find_groups
from quoth.language.text import Text
from quoth.rulebook.rules import ActorRule, RuleBook
from quoth.spelling import slug

ANY = "any"
"""Whose a group is of which the text does not say it."""


class Parties(msgspec.Struct, frozen=True):
    """What finding parties needs of the rules."""

    groups: Groups
    bodies: Bodies


def make_parties(book: RuleBook) -> Parties:
    """Index the nouns of groups and the heads of bodies."""
    return Parties(make_groups(book), make_bodies(book))


def find_parties(text: Text, named: list[Named], apart: list[Named], parties: Parties) -> tuple[list[Named], dict[str, OwnActor]]:
    """All mentions in order of the text, those of parties that no rule names among them, and these parties by their ids.

    ``apart`` are adjectives of states before groups that are not these states'.
    """
    bodies = find_bodies(text, named, parties.bodies)
    covered = {token for body in bodies for token in range(body.first, body.last)}
    rest = [n for n in named if covered.isdisjoint(range(n.first, n.name_last))] if covered else named
    found = [g for g in find_groups(text, rest, apart, parties.groups) if covered.isdisjoint(range(g.first, g.last))]
    if not found and not bodies:
        return named, {}
    told = _Told(text, rest, found, bodies, parties.groups)
    own: dict[str, OwnActor] = {}
    mentions = [_mention(text, told.body(body, own), body.first, body.last) for body in bodies]
    for group in found:
        actor = told.actor(group, own)
        if group.force is not None:
            mentions.append(_force(text, group.force, group))
        elif actor is not None:
            mentions.append(_mention(text, actor, group.first, group.last))
    taken = {token for mention in mentions for token in range(mention.first, mention.last)}
    kept = [n for n in rest if taken.isdisjoint(range(n.first, n.last))]
    return sorted([*kept, *mentions], key=lambda n: n.first), own


def _mention(text: Text, actor: str, first: int, last: int) -> Named:
    return Named(actor, first, last, text.starts[first], text.ends[last - 1], "name")


def _force(text: Text, name: Named, group: Group) -> Named:
    """A group's name with the noun for its fighters: the group itself."""
    if name.role:
        return name
    end, role = text.ends[group.last - 1], text.words[group.last - 1].lower()
    return msgspec.structs.replace(name, last=group.last, past=name.last, end=end, role=role, itself=True)


class _Told:
    """Who is called by which noun in one document."""

    def __init__(self, text: Text, named: list[Named], found: list[Group], bodies: list[Body], groups: Groups) -> None:
        self.text, self.named, self.groups = text, named, groups
        self.owners: dict[str, set[str]] = {}
        for group in found:
            if group.owner is not None and group.force is None and not group.led:
                self.owners.setdefault(group.noun.noun, set()).add(group.owner)
        parties = {actor: party for party, actor in groups.named.items()}
        for owner, noun in {parties[n.actor] for n in named if n.actor in parties}:
            self.owners.setdefault(noun, set()).add(owner)
        self.types = {groups.actors[n.actor].type or "": n.first for n in reversed(named)}
        self.bodies = {body.noun: body for body in bodies}
        self.shared = {body.noun for body in bodies if body.name != self.bodies[body.noun].name}
        self.called: dict[str, set[str]] = {}
        for group in found:
            if group.force is not None and group.owner is not None:
                self.called.setdefault(group.noun.noun, set()).add(group.owner)

    def actor(self, group: Group, own: dict[str, OwnActor]) -> str | None:
        """Who the group is; noted among ``own`` if no rule names it. None where it is left to those who look back for it."""
        if self._is_known_militia(group):
            return None
        if group.owner is None and group.known:
            meant = self._meant(group)
            if meant is not None or self._may_be_named(group):
                return meant
        owner = group.owner or (None if group.others else self._only_owner(group))
        return self._composed(group, owner, own)

    def _is_known_militia(self, group: Group) -> bool:
        """ "The Kurdish militia", where an armed group was named before that can be called so: who looks back will tell which."""
        owner = self.groups.actors.get(group.owner or "")
        definite = group.first > 0 and self.text.words[group.first - 1].lower() == "the"
        return definite and group.beside and owner is not None and owner.type == "people" and self._can_be_called(group)

    def _only_owner(self, group: Group) -> str | None:
        owners = self.owners.get(group.noun.noun, set())
        return next(iter(owners)) if len(owners) == 1 else None

    def _meant(self, group: Group) -> str | None:
        """The one named group that the text calls by this noun ("the rebels", after "M23 rebels")."""
        body = self.bodies.get(group.words[-1]) if len(group.words) == 1 else None
        if body is not None and body.first < group.first and body.noun not in self.shared:
            return _body_id(body)
        called = self.called.get(group.noun.noun, set())
        return next(iter(called)) if len(called) == 1 and group.noun.noun not in self.owners else None

    def _may_be_named(self, group: Group) -> bool:
        """Whether somebody who was named before can be called so."""
        return group.noun.noun not in self.owners and self._can_be_called(group)

    def _can_be_called(self, group: Group) -> bool:
        calls = {group.words[-1], " ".join(group.words)}
        before = (self.groups.nouns.get(type_, frozenset()) for type_, first in self.types.items() if first < group.first)
        return any(not calls.isdisjoint(nouns) for nouns in before)

    def _composed(self, group: Group, owner: str | None, own: dict[str, OwnActor]) -> str:
        noun = group.noun
        known = self.groups.named.get((owner or "", noun.noun))
        if known is not None:
            return known
        key = f"{owner or ANY}:{noun.noun}"
        if key not in own:
            own[key] = _composed_actor(key, group, self.groups.actors.get(owner or ""))
        name = self._name(group, owner)
        if len(name) > len(own[key].name):
            own[key] = msgspec.structs.replace(own[key], name=name)
        return key

    def _name(self, group: Group, owner: str | None) -> str:
        """The group as it is called here, where that says whose it is too."""
        name = self.text.article.text[self.text.starts[group.first] : self.text.ends[group.last - 1]]
        misread = self.text.tags[group.first - 1 : group.first] in ("U", "X")  # "to brief reporters"
        return " ".join(name.split()) if group.beside or (owner is None and not misread) else ""

    def body(self, body: Body, own: dict[str, OwnActor]) -> str:
        """The id of a body that only the text names, which is noted among ``own``."""
        key = _body_id(body)
        head = body.head
        own.setdefault(
            key,
            OwnActor(id=key, name=body.name, type=head.type, sector=head.sector, nouns=[body.noun], known="text"),
        )
        return key


def _body_id(body: Body) -> str:
    return "text:" + slug(body.name, "body")


def _composed_actor(key: str, group: Group, owner: ActorRule | None) -> OwnActor:
    """The party that a noun and its owner make, under the same name in all texts."""
    noun = group.noun
    country = None
    if owner is not None:
        country = owner.id if owner.type == "state" else owner.country
    plain = noun.forms[0]
    name = f"{_adjective(owner)} {plain}" if owner is not None else plain
    nouns = [*noun.forms, *noun.one]
    side = owner.id if owner is not None and owner.type == "people" and noun.type == "armed-group" else None
    return OwnActor(id=key, name=name, type=noun.type, sector=noun.sector, country=country, side=side, nouns=nouns, known="composed")


def _adjective(owner: ActorRule) -> str:
    for adjective in owner.adjective:
        return adjective if isinstance(adjective, str) else adjective.name
    return owner.name
