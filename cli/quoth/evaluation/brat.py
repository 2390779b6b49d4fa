"""Attributions marked in brat's standoff format, as PolNeAR has them: spans with the roles Source, Cue and Content,
and events or relations that tie them together.

A file that is wrong in places is read as far as it goes: each wrong line is a Problem, and only what needs it is left out.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from quoth.errors import Problem
from quoth.model import Kind

Place = tuple[int, int]
"""A stretch of text: start and end in code points."""
ROLES = ("Source", "Cue", "Content")
LINE = re.compile(r"[TERAMN][0-9]+\t|\*\t|#[0-9]*\t")
"""How a line of brat's begins: what it is, and its number."""
PARTS = re.compile(r"([^\s:]+ )?([^\s:]+:[^\s:]+(?: [^\s:]+:[^\s:]+)*)")
EDGES = re.compile(r"([0-9]{1,12}) ([0-9]{1,12})")
QUOTE = re.compile(r"[\"“”„«»‹›‘]|``|''")
OPENING = frozenset('"“„«‹‘')
CLOSING = frozenset('"”“»›’')
LAST_MARK = re.compile(r"(?:[\"”“»›’]|'')[.,]?$")


class Marked(msgspec.Struct, frozen=True):
    """A statement as somebody marked it, a person or quoth: the stretches of what is said, of who says it (none where
    nobody is named) and of the cue. ``rule`` and ``by`` are known of quoth's own. ``actor`` is the speaker's id, and ``about`` are
    those of the targets, where reports give them."""

    kind: Kind
    content: tuple[Place, ...]
    speaker: tuple[Place, ...] = ()
    cue: tuple[Place, ...] = ()
    rule: str = ""
    by: str = ""
    actor: str | None = None
    about: frozenset[str] = frozenset()


class _Span(msgspec.Struct, frozen=True):
    role: str
    places: tuple[Place, ...]


class _Tie(msgspec.Struct, frozen=True):
    """The parts that an event or a relation ties together, as (role, span's key)."""

    line: int
    event: bool
    parts: list[tuple[str, str]]


class _Wrong(Exception):
    """What is wrong with a line, and what to do."""


def read_standoff(where: str, annotations: str, text: str) -> tuple[list[Marked], list[Problem]]:
    """The attributions in ``annotations``, whose offsets are code points into ``text``, and what is wrong with them as Problems at
    ``where:line``, each in order. Events (E) name their parts by role; relations (R) tie a content to a cue, and either to its
    source. Raises nothing."""
    spans: dict[str, _Span] = {}
    ties: list[_Tie] = []
    wrong: list[tuple[int, Problem]] = []
    broken: set[str] = set()
    for number, line in enumerate(annotations.split("\n"), 1):
        try:
            _read_line(line.rstrip("\r"), number, text, spans, ties)
        except _Wrong as error:
            broken.add(line.partition("\t")[0])
            wrong.append((number, Problem(f"{where}:{number}", *error.args)))
    whole: list[_Tie] = []
    for tie in ties:
        missing = [key for _, key in tie.parts if key not in spans]
        if not missing:
            whole.append(tie)
        elif unknown := [key for key in missing if key not in broken]:
            what = f"names {unknown[0]}, which is not in the file"
            wrong.append((tie.line, Problem(f"{where}:{tie.line}", what, "add its line or take it out")))
    marked = [one for parts in _attributions(whole, spans) for one in _marked(parts, spans, text)]
    return marked, [problem for _, problem in sorted(wrong)]


def _read_line(line: str, number: int, text: str, spans: dict[str, _Span], ties: list[_Tie]) -> None:
    """Put a line where it belongs; notes, attributes and the like are passed over. Raises _Wrong."""
    if not line.strip():
        return
    if not LINE.match(line):
        raise _Wrong("not a line of brat standoff", "expected T, E or R with a number, a tab and what it marks")
    key, body = line.split("\t", 1)
    if key[0] == "T":
        if key in spans:
            raise _Wrong(f"{key} is there twice", "give each span a number of its own")
        spans[key] = _read_span(body, text)
    elif key[0] in "ER":
        named = PARTS.fullmatch(body.partition("\t")[0].strip())
        if not named or (key[0] == "R") != bool(named[1]):
            raise _Wrong("its parts cannot be read", "expected such as Content:T3 Cue:T2 Source:T1, or for R a name, Arg1:T1 and Arg2:T2")
        event = key[0] == "E"
        parts = [(part.partition(":")[0].rstrip("0123456789"), part.partition(":")[2]) for part in named[2].split()]
        # an event may name other spans too, such as its trigger
        ties.append(_Tie(number, event, [(role, span) for role, span in parts if role in ROLES or not event]))


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


def _attributions(ties: Sequence[_Tie], spans: dict[str, _Span]) -> Iterator[list[tuple[str, str]]]:
    """The parts of each event, and for each content that relations tie its own and those of what they tie it to."""
    linked: dict[str, list[str]] = {}
    for tie in ties:
        if tie.event:
            yield tie.parts
            continue
        for _, key in tie.parts:
            linked.setdefault(key, []).extend(other for _, other in tie.parts if other != key)
    yield from (list(_tied(key, linked, spans)) for key in linked if spans[key].role == "Content")


def _tied(content: str, linked: dict[str, list[str]], spans: dict[str, _Span]) -> Iterator[tuple[str, str]]:
    """The parts that relations tie to a content, and to its cue the source."""

    def near(key: str, role: str) -> list[str]:
        return [other for other in linked[key] if spans[other].role == role]

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
    if not QUOTE.search(words):
        return "indirect"
    return "direct" if QUOTE.match(words) and LAST_MARK.search(words) else "mixed"
