"""Attributions marked in brat's standoff format, as PolNeAR has them: spans with the roles Source, Cue and Content,
and events or relations that tie them together.

A file that is wrong in places is read as far as it goes: each wrong line is a Problem, and only what needs it is left out.
"""

import re
from collections.abc import Iterator, Sequence
from typing import get_args

import msgspec

from .errors import Problem
from .model import Kind

Place = tuple[int, int]
"""A stretch of text: start and end in code points."""

ROLES = ("Source", "Cue", "Content")
LINE = re.compile(r"[TEREAMN]\d+\t|\*\t|#\d*\t")
"""How a line of brat's begins: what it is, and its number."""
EDGES = re.compile(r"(\d+) (\d+)")
QUOTE = re.compile(r"[\"“”„«»‹›‘]|``|''")
OPENING = frozenset("\"“„«‹‘")
CLOSING = frozenset("\"”“»›’")
LAST_MARK = re.compile(r"(?:[\"”“»›’]|'')[.,]?$")


class Marked(msgspec.Struct, frozen=True):
    """A statement as somebody marked it, a person or quoth: the stretches of what is said, of who says it (none where
    nobody is named) and of the cue. ``rule`` and ``by`` are known of quoth's own."""

    kind: Kind
    content: tuple[Place, ...]
    speaker: tuple[Place, ...] = ()
    cue: tuple[Place, ...] = ()
    rule: str = ""
    by: str = ""


class _Span(msgspec.Struct, frozen=True):
    role: str
    places: tuple[Place, ...]


class _Wrong(Exception):
    """What is wrong with a line, and what to do."""


def read_standoff(where: str, annotations: str, text: str) -> tuple[list[Marked], list[Problem]]:
    """The attributions in ``annotations``, whose offsets are code points into ``text``, in their order, and what is wrong with
    them as Problems at ``where:line``. Events (E) name their parts by role; relations (R) tie a content to a cue, and either
    to its source. Raises nothing."""
    spans: dict[str, _Span] = {}
    ties: list[tuple[int, str]] = []
    problems: list[Problem] = []
    for number, line in enumerate(annotations.split("\n"), 1):
        try:
            _read_line(line.rstrip("\r"), number, text, spans, ties)
        except _Wrong as wrong:
            problems.append(Problem(f"{where}:{number}", *wrong.args))
    broken = {problem.where.rpartition(":")[2]: problem for problem in problems}
    keys = {line.partition("\t")[0] for number, line in enumerate(annotations.split("\n"), 1) if str(number) in broken}
    marked: list[Marked] = []
    for number, parts in _attributions(ties, spans):
        missing = [key for _, key in parts if key not in spans and key not in keys]
        if missing:
            problems.append(Problem(f"{where}:{number}", f"names {missing[0]}, which is not in the file", "add its line or take it out"))
        elif all(key in spans for _, key in parts):
            marked += _marked(parts, spans, text)
    return marked, sorted(problems, key=lambda problem: int(problem.where.rpartition(":")[2]))


def _read_line(line: str, number: int, text: str, spans: dict[str, _Span], ties: list[tuple[int, str]]) -> None:
    """Put a line where it belongs; notes, attributes and the like are passed over. Raises _Wrong."""
    if not line.strip():
        return
    if not LINE.match(line):
        raise _Wrong("not a line of brat standoff", "expected T, E or R with a number, a tab and what it marks")
    key, body = line.split("\t", 1)
    if line[0] == "T":
        if key in spans:
            raise _Wrong(f"{key} is there twice", "give each span a number of its own")
        spans[key] = _read_span(body, text)
    elif line[0] in "ER":
        ties.append((number, line))


def _read_span(body: str, text: str) -> _Span:
    head, _, words = body.partition("\t")
    role, _, edges = head.partition(" ")
    pieces = [EDGES.fullmatch(piece) for piece in edges.split(";")]
    places = tuple((int(piece[1]), int(piece[2])) for piece in pieces if piece)
    if len(places) < len(pieces) or any(start >= end for start, end in places):
        raise _Wrong("its offsets cannot be read", "expected a role, start and end, such as Content 15 40 or Content 15 40;52 60")
    if max(end for _, end in places) > len(text):
        raise _Wrong(f"the span ends at {max(end for _, end in places)}, the text at {len(text)}", "offsets count characters from 0")
    there = "".join(text[start:end] for start, end in places)
    if words and "".join(there.split()) != "".join(words.split()):
        raise _Wrong("the text there is not what the line says", "is it the text that was annotated, with its line ends as they were?")
    return _Span(role, places)


def _attributions(ties: Sequence[tuple[int, str]], spans: dict[str, _Span]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """For each event, and for each content that relations tie, the line and its parts as (role, span's key)."""
    linked: dict[str, list[tuple[int, str]]] = {}
    for number, line in ties:
        body = line.split("\t")[1]
        parts = [(role.rstrip("0123456789"), key) for role, _, key in (part.partition(":") for part in body.split()) if key]
        if line[0] == "E":
            yield number, [(role, key) for role, key in parts if role in ROLES]
        else:
            for _, key in parts:
                linked.setdefault(key, []).extend((number, other) for _, other in parts if other != key)
    for key, others in linked.items():
        if key in spans and spans[key].role == "Content":
            yield others[0][0], list(_tied(key, linked, spans))


def _tied(content: str, linked: dict[str, list[tuple[int, str]]], spans: dict[str, _Span]) -> Iterator[tuple[str, str]]:
    """The parts that relations tie to a content, and to its cue the source."""

    def near(key: str, role: str) -> list[str]:
        return [other for _, other in linked[key] if other in spans and spans[other].role == role]

    cues = near(content, "Cue")
    yield "Content", content
    yield from (("Cue", key) for key in cues)
    yield from (("Source", source) for source in dict.fromkeys(key for part in (content, *cues) for key in near(part, "Source")))


def _marked(parts: list[tuple[str, str]], spans: dict[str, _Span], text: str) -> Iterator[Marked]:
    """An attribution's parts as one value; nothing where it has no content."""
    source, cue, content = (tuple(place for role, key in parts if role == wanted for place in spans[key].places) for wanted in ROLES)
    if content:
        yield Marked(kind_of(content, text), content, source, cue)


def kind_of(content: Sequence[Place], text: str) -> Kind:
    """Whether what is said stands in quotation marks, partly or not at all. The marks may lie inside the stretches
    or right around them."""
    first, last = content[0][0], content[-1][1]
    opened = text[first - 1 : first] if first and text[first - 1] in OPENING else ""
    closed = text[last : last + 1] if text[last : last + 1] in CLOSING else ""
    words = opened + " ".join(text[start:end] for start, end in content).strip() + closed
    direct, indirect, mixed = get_args(Kind)
    if not QUOTE.search(words):
        return indirect
    return direct if QUOTE.match(words) and LAST_MARK.search(words) else mixed
