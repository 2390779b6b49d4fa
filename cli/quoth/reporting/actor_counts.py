"""Who occurs in documents, and how often: actors of the rules, and names that no rule knows.

Documents are counted as they come and not kept: what grows is the number of actors and of names.
"""

from collections.abc import Iterable

import msgspec

from quoth.model import Document
from quoth.reporting.unknown_names import Lexicon, find_strangers
from quoth.spelling import filter_key


class Listed(msgspec.Struct, frozen=True):
    """An actor of the rules: its mentions, the statements that it made and those about it, the documents that mention it."""

    id: str
    name: str
    type: str
    mentions: int
    statements: int
    about: int
    documents: int


class Unlisted(msgspec.Struct, frozen=True):
    """A name that no rule knows: the statements that it made, those of others that name it, the documents with these, the
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
        _count_known(document, number, actors)
        for stranger in find_strangers(document, lexicon):
            tally = strangers.setdefault(filter_key(stranger.name), _Tally(stranger.name, document.source))
            tally.made += stranger.speaks
            tally.told += not stranger.speaks
            tally.side = tally.side or stranger.side
            tally.see(number)
    listed = [Listed(id_, t.name, t.kind, t.mentions, t.made, t.told, t.documents) for id_, t in actors.items()]
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

    __slots__ = ("documents", "kind", "latest", "made", "mentions", "name", "side", "source", "told")

    def __init__(self, name: str, source: str) -> None:
        self.name = name
        self.source = source
        self.kind = ""
        self.side: str | None = None
        self.mentions = self.made = self.told = self.documents = self.latest = 0

    def see(self, document: int) -> None:
        """Note that a document, told by its number, has it."""
        self.documents += document != self.latest
        self.latest = document


def _count_known(document: Document, number: int, tallies: dict[str, _Tally]) -> None:
    for actor in document.actors:
        tally = tallies.setdefault(actor.id, _Tally(actor.name, document.source))
        tally.kind = actor.type or ""
        tally.mentions += len(actor.mentions)
        tally.see(number)
    for statement in document.statements:
        if not statement.negated:
            if statement.speaker and statement.speaker.actor in tallies:
                tallies[statement.speaker.actor].made += 1
            for target in {target.actor for target in statement.about} & tallies.keys():
                tallies[target].told += 1
