"""A report as rows of the database's tables, and back: each table's two functions stand side by side.

A row is a tuple in the order of the table's columns in schema/. Rows name statements by the numbers they have in the
database, which grow in order of the text.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import astuple

from quoth.model import About, Actor, Cue, Document, Mention, Party, Relation, Span, Statement, Warning
from quoth.reporting.filters import mentioned
from quoth.reporting.party_ids import known_by, sides_in

Row = tuple[Any, ...]
"""What SQLite gives and takes: integers, floats, strings, bytes, None."""
CHILDREN = ("document_actors", "mentions", "statements", "contents", "about", "relations", "warnings")
"""The tables that hold a report, beside its row in `documents`."""
PARTY_CELLS, CUE_CELLS = len(Party.__struct_fields__), len(Cue.__struct_fields__)
OTHERS = Party.__struct_fields__.index("others")
"""The cell of a party that is a list."""
CODES = msgspec.json.Decoder(dict[str, str])
IDS = msgspec.json.Decoder(list[str])


class Held(NamedTuple):
    """A report's row in `documents`, without what only the database needs to know."""

    source: str
    digest: str
    title: str | None
    date: str | None
    characters: int


class Numbers:
    """The last numbers given to statements and to pieces of content."""

    def __init__(self, statement: int, content: int) -> None:
        self.statement = statement
        self.content = content


def rows_of(document: Document, number: int, last: Numbers) -> dict[str, list[Row]]:
    """The rows of a report by table. ``number`` is the document's; ``last`` moves on."""
    first = last.statement + 1
    numbers = {statement.id: first + k for k, statement in enumerate(document.statements)}
    last.statement += len(document.statements)
    return {
        "document_actors": [(number, k, *_actor_cells(a)) for k, a in enumerate(document.actors, 1)],
        "mentions": _mention_rows(document, number),
        "statements": [_statement_row(s, numbers[s.id], number) for s in document.statements],
        "contents": _content_rows(document, first, last),
        "about": [(first + k, j, *astuple(a)) for k, s in enumerate(document.statements) for j, a in enumerate(s.about, 1)],
        "relations": [_relation_row(r, number, k, numbers) for k, r in enumerate(document.relations, 1)],
        "warnings": [(number, k, *astuple(warning)) for k, warning in enumerate(document.warnings, 1)],
    }


def actor_rows(documents: Iterable[Document]) -> list[Row]:
    """The rows of `actors`: all that these reports name, as the last of them tells; for an id that is only referred to, itself."""
    rows: dict[str, Row] = {}
    for document in documents:
        rows |= {a.id: _actor_cells(a) for a in document.actors}
        for id_ in mentioned(document.statements, document.relations) | {*sides_in(document.actors).values()}:
            rows.setdefault(id_, (id_, id_, None, None, known_by(id_), None))
    return list(rows.values())


def document_of(held: Held, rows: Mapping[str, Sequence[Row]]) -> Document:
    """The report whose rows these are, each table's in the order of its key."""
    labels = {row[0]: row[2] for row in rows["statements"]}
    contents, about = _by_first(row[1:] for row in rows["contents"]), _by_first(rows["about"])
    return Document(
        **held._asdict(),
        actors=list(_actors(rows["document_actors"], rows["mentions"])),
        statements=[_statement(row, contents[row[0]], about[row[0]]) for row in rows["statements"]],
        relations=[_relation(row, labels) for row in rows["relations"]],
        warnings=[Warning(*row[2:]) for row in rows["warnings"]],
    )


def _by_first(rows: Iterable[Row]) -> defaultdict[int, list[Row]]:
    """The rows without their first cell, by that."""
    found = defaultdict(list)
    for row in rows:
        found[row[0]].append(row[1:])
    return found


# ---- actors ----------------------------------------------------------------------------------


def _actor_cells(a: Actor) -> Row:
    return (a.id, a.name, a.type, msgspec.json.encode(a.codes).decode(), a.known, a.side)


def _mention_rows(document: Document, number: int) -> list[Row]:
    mentions = [(actor.id, *astuple(mention)) for actor in document.actors for mention in actor.mentions]
    return [(number, k, *mention) for k, mention in enumerate(mentions, 1)]


def _actors(rows: Iterable[Row], mentions: Iterable[Row]) -> Iterator[Actor]:
    where = defaultdict(list)
    for _, _, actor, start, end, text in mentions:
        where[actor].append(Mention(start, end, text))
    for _, _, actor, name, kind, codes, known, side in rows:
        yield Actor(actor, name, kind, CODES.decode(codes), where[actor], known, side)


# ---- statements ------------------------------------------------------------------------------


def _statement_row(s: Statement, number: int, document: int) -> Row:
    return (
        number, document, s.id, s.kind, s.act, s.negated,
        *_party_cells(s.speaker), *_party_cells(s.addressee), *(astuple(s.cue) if s.cue else (None,) * CUE_CELLS), s.rule,
    )  # fmt: skip


def _statement(row: Row, contents: Iterable[Row], about: Iterable[Row]) -> Statement:
    _, _, label, kind, act, negated, *rest = row
    speaker, addressee, cue = rest[:PARTY_CELLS], rest[PARTY_CELLS : 2 * PARTY_CELLS], rest[2 * PARTY_CELLS : -1]
    return Statement(
        label, kind, act, bool(negated), _party(speaker), _party(addressee), Cue(*cue) if cue[0] is not None else None,
        [Span(*piece) for piece in contents], [About(*target[1:]) for target in about], rest[-1],
    )  # fmt: skip


def _party_cells(party: Party | None) -> Row:
    if party is None:
        return (None,) * PARTY_CELLS
    cells = [*astuple(party)]
    cells[OTHERS] = msgspec.json.encode(party.others).decode() if party.others else None
    return tuple(cells)


def _party(cells: Sequence[Any]) -> Party | None:
    if cells[0] is None:
        return None
    values = [*cells]
    values[OTHERS] = IDS.decode(values[OTHERS]) if values[OTHERS] else []
    return Party(*values)


def _content_rows(document: Document, first: int, last: Numbers) -> list[Row]:
    pieces = [(first + k, *astuple(piece)) for k, s in enumerate(document.statements) for piece in s.content]
    rows = [(number, *piece) for number, piece in enumerate(pieces, last.content + 1)]
    last.content += len(rows)
    return rows


# ---- relations -------------------------------------------------------------------------------


def _relation_row(r: Relation, document: int, position: int, statements: Mapping[str, int]) -> Row:
    claim = None if r.statement is None else statements[r.statement]
    return (document, position, r.id, r.kind, r.type, r.a, r.b, *astuple(r.evidence), claim, r.rule)


def _relation(row: Row, labels: Mapping[int, str]) -> Relation:
    _, _, label, kind, type_, a, b, text, start, end, claim, rule = row
    return Relation(label, kind, type_, a, b, Span(text, start, end), labels.get(claim), rule)
