"""Who occurs in documents, and how often: actors, by whatever they are known, and names that reports do not take for actors.

Documents are counted as they come and not kept: what grows is the number of actors and of names.
"""

from collections import Counter
from collections.abc import Iterable

import msgspec

from quoth.model import Actor, Document, Known
from quoth.reporting.counts import Portrait
from quoth.reporting.unknown_names import Lexicon, as_name, find_strangers
from quoth.spelling import filter_key


class Listed(msgspec.Struct, frozen=True):
    """An actor: its mentions, the statements that it made and those about it, the documents that mention it, what it is known by, the
    relations that it has, and its side. Of one that only texts name: its other names, the most frequent first, and the first source."""

    id: str
    name: str
    type: str
    mentions: int
    statements: int
    about: int
    documents: int
    known: Known = "rules"
    relations: int = 0
    side: str | None = None
    names: list[str] = []
    source: str | None = None

    @property
    def times(self) -> int:
        """In how many statements and relations it takes part."""
        return self.statements + self.about + self.relations


class Unlisted(msgspec.Struct, frozen=True):
    """A name of which reports make no actor: the statements that it made, those of others that name it, the documents with these, the
    side that a text gave it, and the first source."""

    name: str
    statements: int
    named: int
    documents: int
    side: str | None
    source: str


class Roster(msgspec.Struct, frozen=True):
    """What was counted, the most frequent first."""

    documents: int
    actors: list[Listed]
    unknown: list[Unlisted]


def count_actors(documents: Iterable[Document], lexicon: Lexicon) -> Roster:
    """Count who occurs. Statements that were not made do not count."""
    actors: dict[str, _Tally] = {}
    strangers: dict[str, _Tally] = {}
    number = 0
    for number, document in enumerate(documents, 1):
        _count_listed(document, number, actors, lexicon)
        for stranger in find_strangers(document, lexicon):
            tally = strangers.setdefault(filter_key(stranger.name), _Tally(stranger.name, document.source))
            tally.made += stranger.speaks
            tally.told += not stranger.speaks
            tally.side = tally.side or stranger.side
            tally.see(number)
    listed = [_listed(id_, tally) for id_, tally in actors.items()]
    unlisted = [Unlisted(t.name, t.made, t.told, t.documents, t.side, t.source) for t in strangers.values()]
    return Roster(
        number,
        sorted(listed, key=lambda one: (-one.mentions, -one.statements, one.id)),
        sorted(unlisted, key=lambda one: (-one.statements - one.named, -one.documents, one.name)),
    )


def at_least(roster: Roster, times: int) -> Roster:
    """The same without the unknown names that occur in fewer statements."""
    return msgspec.structs.replace(roster, unknown=[one for one in roster.unknown if one.statements + one.named >= times])


class _Tally:
    """How often somebody occurred so far."""

    __slots__ = ("documents", "latest", "made", "mentions", "name", "portrait", "related", "side", "source", "spellings", "told")

    def __init__(self, name: str, source: str) -> None:
        self.name = name
        self.source = source
        self.portrait = Portrait()
        self.spellings: Counter[str] = Counter()
        self.side: str | None = None
        self.mentions = self.made = self.told = self.related = self.documents = self.latest = 0

    def see(self, document: int) -> None:
        """Note that a document, told by its number, has it."""
        self.documents += document != self.latest
        self.latest = document


def _count_listed(document: Document, number: int, tallies: dict[str, _Tally], lexicon: Lexicon) -> None:
    for actor in document.actors:
        tally = tallies.setdefault(actor.id, _Tally(actor.name, document.source))
        tally.portrait.add(actor)
        tally.mentions += len(actor.mentions)
        tally.see(number)
        if actor.known == "text":
            tally.spellings.update(_spellings(actor, lexicon))
    for statement in document.statements:
        if not statement.negated:
            if statement.speaker and statement.speaker.actor in tallies:
                tallies[statement.speaker.actor].made += 1
            for target in {target.actor for target in statement.about} & tallies.keys():
                tallies[target].told += 1
    for relation in document.relations:
        for actor_id in {relation.a, relation.b} & tallies.keys():
            tallies[actor_id].related += 1


def _spellings(actor: Actor, lexicon: Lexicon) -> Iterable[str]:
    """What of an actor's name and mentions is a name; not pronouns and descriptions."""
    return filter(None, (as_name(words, lexicon) for words in (actor.name, *(mention.text for mention in actor.mentions))))


def _listed(id_: str, tally: _Tally) -> Listed:
    told, counts = tally.portrait, (tally.mentions, tally.made, tally.told, tally.documents)
    if told.known == "rules":
        return Listed(id_, tally.name, told.type or "", *counts, relations=tally.related, side=told.side)
    most = sorted(tally.spellings, key=lambda name: (-tally.spellings[name], name))
    names = [name for name in most if filter_key(name) != filter_key(told.name)]
    source = tally.source if told.known == "text" else None
    return Listed(id_, told.name, told.type or "", *counts, told.known, tally.related, told.side, names, source)
