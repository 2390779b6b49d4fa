"""Who speaks about whom, with which acts, and who stands with or against whom, counted over many documents.

Documents are counted as they come and not kept: what grows is the number of those who speak and are spoken of.
"""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Generic, TypeVar

import msgspec
from msgspec import structs

from quoth.model import QUADS, Act, Document, Party, Relation, Stance, Statement
from quoth.reporting.filters import Grouping, SummaryPart
from quoth.reporting.grouping import Groups
from quoth.spelling import filter_key

K = TypeVar("K")
T = TypeVar("T", bound=str)
Pair = tuple[Stance, str, str]
Voiced = tuple[str | None, str, str | None]
"""A speaker: the actor, or where no rule knows one the folded name, and the side."""


class Tone(msgspec.Struct, frozen=True):
    """How many statements are of each quad category."""

    neutral: int = 0
    verbal_cooperation: int = 0
    material_cooperation: int = 0
    verbal_conflict: int = 0
    material_conflict: int = 0

    def __add__(self, other: "Tone") -> "Tone":
        return Tone(*map(int.__add__, structs.astuple(self), structs.astuple(other)))

    @property
    def cooperation(self) -> int:
        """Statements that cooperate, in words or deeds."""
        return self.verbal_cooperation + self.material_cooperation

    @property
    def conflict(self) -> int:
        """Statements that are against somebody, in words or deeds."""
        return self.verbal_conflict + self.material_conflict


class Group(msgspec.Struct, frozen=True):
    """Those who are counted together: how often they spoke, in how many documents, how, and how many statements are about
    them. ``id`` is None, last, for speakers of whom no rule knows the side."""

    id: str | None
    name: str | None
    type: str | None
    statements: int
    documents: int
    about: int
    tone: Tone
    acts: dict[Act, int]


class Cell(msgspec.Struct, frozen=True):
    """What one group said about another, or about nobody known (None)."""

    speaker: str | None
    about: str | None
    statements: int
    documents: int
    tone: Tone
    acts: dict[Act, int]


class Tie(msgspec.Struct, frozen=True):
    """Two groups that texts put side by side or against each other: how many relations say so (``evidence``), of what types,
    and how many of these somebody claimed in a statement. ``a`` is the earlier id."""

    kind: Stance
    a: str
    b: str
    evidence: int
    documents: int
    claimed: int
    types: dict[str, int]


class Voice(msgspec.Struct, frozen=True):
    """A speaker, of the rules (``actor``) or not."""

    actor: str | None
    name: str
    side: str | None
    side_name: str | None
    statements: int
    documents: int
    tone: Tone
    acts: dict[Act, int]


class Summary(msgspec.Struct, frozen=True):
    """What was counted, each list with the most frequent first. ``statements`` were made; ``unsaid`` are those of which the
    text says that they were not ("did not confirm"), and they count nowhere else. ``unnamed`` have no speaker."""

    by: Grouping
    documents: int
    first: str | None
    last: str | None
    statements: int
    unsaid: int
    unnamed: int
    groups: list[Group]
    matrix: list[Cell]
    relations: list[Tie]
    speakers: list[Voice]


def summarise(documents: Iterable[Document], groups: Groups) -> Summary:
    """Count documents. A statement about several groups counts for each, and so does one by several who speak together, or by
    a speaker of several blocs; in the sum it counts once."""
    counts = _Counts(groups)
    for document in documents:
        counts.add(document)
    return counts.summary()


def only(summary: Summary, part: SummaryPart | None) -> Summary:
    """The summary with one of its lists kept and the others empty, but all groups; untouched for None."""
    if part is None:
        return summary
    return structs.replace(
        summary,
        matrix=summary.matrix if part == "matrix" else [],
        relations=summary.relations if part == "relations" else [],
        speakers=summary.speakers if part == "speakers" else [],
    )


class _Count(Generic[T]):
    """How often something occurred, by act or type, and in how many documents."""

    __slots__ = ("claimed", "documents", "kinds", "latest")

    def __init__(self) -> None:
        self.kinds: dict[T, int] = {}
        self.documents = 0
        self.claimed = 0
        self.latest = 0

    def add(self, kind: T, document: int) -> None:
        """Count one of a kind in a document, which is told by its number."""
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        self.documents += document != self.latest
        self.latest = document

    @property
    def total(self) -> int:
        return sum(self.kinds.values())

    def by_kind(self) -> dict[T, int]:
        """The counts, the most frequent first."""
        return dict(sorted(self.kinds.items(), key=lambda item: (-item[1], item[0])))


class _Counts:
    """All counts so far."""

    def __init__(self, groups: Groups) -> None:
        self.groups = groups
        self.documents = self.statements = self.unsaid = self.unnamed = 0
        self.dates: tuple[str, str] | None = None
        self.spoken: dict[str | None, _Count[Act]] = {}
        self.told: dict[str, _Count[Act]] = {}
        self.matrix: dict[tuple[str | None, str | None], _Count[Act]] = {}
        self.ties: dict[Pair, _Count[str]] = {}
        self.voices: dict[Voiced, _Count[Act]] = {}
        self.known_as: dict[Voiced, Party] = {}
        self.strangers: dict[str, tuple[str, str]] = {}

    # ---- counting

    def add(self, document: Document) -> None:
        """Count one document."""
        self.documents += 1
        if document.date:
            first, last = self.dates or (document.date, document.date)
            self.dates = min(first, document.date), max(last, document.date)
        # reports may come from other rules, which know other actors
        self.strangers.update((actor.id, (actor.name, actor.type or "")) for actor in document.actors if actor.id not in self.groups.names)
        for statement in document.statements:
            if statement.negated:
                self.unsaid += 1
            else:
                self._statement(statement, document.date)
        for relation in document.relations:
            self._relation(relation, document.date)

    def _statement(self, statement: Statement, date: str | None) -> None:
        self.statements += 1
        speaker = statement.speaker
        speakers = self._speaking(speaker, date) if speaker else (None,)
        about = dict.fromkeys(group for target in statement.about for group in self.groups.of(target.actor, None, date))
        self._count(self.spoken, speakers, statement.act)
        self._count(self.told, about, statement.act)
        self._count(self.matrix, product(speakers, about or (None,)), statement.act)
        if speaker is None:
            self.unnamed += 1
        elif speaker.actor or speaker.by != "pronoun" or filter_key(speaker.name) != filter_key(speaker.text):  # not "they"
            voice = (speaker.actor, "" if speaker.actor else filter_key(speaker.name), speaker.side)
            self._count(self.voices, (voice,), statement.act)
            self.known_as.setdefault(voice, speaker)

    def _speaking(self, speaker: Party, date: str | None) -> tuple[str | None, ...]:
        """The groups of all who speak together, or nobody known; a side of the others may be an actor by itself."""
        first = self.groups.of(speaker.actor, speaker.side, date)
        others = (group for side in speaker.others for group in self.groups.of(side, None, date))
        return tuple(dict.fromkeys((*first, *others))) or (None,)

    def _relation(self, relation: Relation, date: str | None) -> None:
        if self._is_within_a_side(relation):
            return
        pairs = product(self.groups.of(relation.a, None, date), self.groups.of(relation.b, None, date))
        ties: dict[Pair, None] = dict.fromkeys((relation.kind, min(pair), max(pair)) for pair in pairs)
        self._count(self.ties, ties, relation.type)
        for tie in ties if relation.statement is not None else ():
            self.ties[tie].claimed += 1

    def _is_within_a_side(self, relation: Relation) -> bool:
        """Whether it only joins parts of one side. By side, parts that are opposed are news."""
        if self.groups.by == "actor" or (self.groups.by == "side" and relation.kind == "opposed"):
            return False
        sides = self.groups.sides
        return sides.get(relation.a, relation.a) == sides.get(relation.b, relation.b)

    def _count(self, counts: dict[K, _Count[T]], keys: Iterable[K], kind: T) -> None:
        for key in keys:
            if key not in counts:
                counts[key] = _Count()
            counts[key].add(kind, self.documents)

    # ---- what came of it

    def summary(self) -> Summary:
        """The counts as they are now."""
        first, last = self.dates or (None, None)
        return Summary(
            self.groups.by,
            self.documents,
            first,
            last,
            self.statements,
            self.unsaid,
            self.unnamed,
            self._groups(),
            [self._cell(key, count) for key, count in _most_first(self.matrix)],
            [Tie(*key, count.total, count.documents, count.claimed, count.by_kind()) for key, count in _most_first(self.ties)],
            [self._voice(key, count) for key, count in _most_first(self.voices)],
        )

    def _groups(self) -> list[Group]:
        """All who spoke, are spoken of or stand in a relation, by how much they spoke, then by how much is said of them."""
        never: _Count[Act] = _Count()
        rows = []
        for group in {*self.spoken, *self.told, *(group for _, a, b in self.ties for group in (a, b))}:
            name, kind = self._called(group)
            said = self.spoken.get(group, never)
            about = 0 if group is None else self.told.get(group, never).total
            rows.append(Group(group, name, kind, said.total, said.documents, about, tone_of(said.kinds), said.by_kind()))
        return sorted(rows, key=lambda row: (row.id is None, -row.statements, -row.about, row.id or ""))

    def _called(self, group: str | None) -> tuple[str | None, str | None]:
        """Its name and type."""
        if group is None:
            return None, None
        if group in self.groups.names:
            return self.groups.names[group], self.groups.types[group]
        return self.strangers.get(group, (group, None))

    def _cell(self, key: tuple[str | None, str | None], count: _Count[Act]) -> Cell:
        return Cell(*key, count.total, count.documents, tone_of(count.kinds), count.by_kind())

    def _voice(self, key: Voiced, count: _Count[Act]) -> Voice:
        party = self.known_as[key]
        name = self._called(party.actor)[0] or party.name
        side = self._called(party.side)[0]
        return Voice(party.actor, name, party.side, side, count.total, count.documents, tone_of(count.kinds), count.by_kind())


def _most_first(counts: Mapping[K, _Count[T]]) -> list[tuple[K, _Count[T]]]:
    """By total, then by key, with nobody last."""
    return sorted(counts.items(), key=lambda item: (-item[1].total, str(item[0])))


def tone_of(acts: Mapping[Act, int]) -> Tone:
    """How many of these acts are of each quad category."""
    sums = dict.fromkeys(Tone.__struct_fields__, 0)
    for act, number in acts.items():
        sums[QUADS[act].replace("-", "_")] += number
    return Tone(**sums)
