"""Why statements were missed, given to another speaker, or found where none is marked."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec
from msgspec import structs

from quoth.analysis.pipeline import Engine
from quoth.diagnosis.explanation import explain
from quoth.diagnosis.near_misses import Near, Unmatched, line_starts
from quoth.evaluation.gold import Gold
from quoth.evaluation.scoring import Item, Pairing, cue_words
from quoth.patterns.patterns import literals
from quoth.rulebook.rules import Construction, Frame

SPEECH: frozenset[Frame] = frozenset({"say", "quote", "told"})
"""What verbs of speech take."""


class Cause(StrEnum):
    """Of errors but the spurious, whose cause is their rule."""

    NO_CUE = "missed: marked without a cue"
    UNKNOWN_CUE = "missed: no rule knows the cue"
    NO_CONSTRUCTION = "missed: the cue is known, no construction took it"
    OTHER_CONTENT = "missed: other words taken for its content"
    TOO_SHORT = "missed: content cut too short"
    TOO_LONG = "missed: content too long"
    OTHER_SPEAKER = "misattributed: to somebody else"
    PRONOUN = "misattributed: to a pronoun"
    RUNS_ON = "misattributed: the speaker takes in words of the cue or content"
    NOBODY = "misattributed: to nobody"
    SOMEBODY = "misattributed: to somebody, where nobody is marked"


SPURIOUS = "spurious: "


class Sketch(msgspec.Struct, frozen=True):
    """A statement in its words; pieces are joined by " … ", nothing is empty."""

    speaker: str
    cue: str
    content: str
    rule: str = ""


class Error(msgspec.Struct, frozen=True):
    """A statement that is wrong: why, where, how it is marked and how it was found. ``line`` (from 1), ``start`` and ``end`` are those
    of the cue, or of the content without one. ``nearest`` is the rule that came nearest to a known cue that none took."""

    cause: str
    source: str
    line: int
    start: int
    end: int
    gold: Sketch | None
    found: Sketch | None
    nearest: Near | None = None


class Lexis(msgspec.Struct, frozen=True):
    """Words in lower case by which rules know a cue, and the forms of verbs of speech among them."""

    cues: frozenset[str]
    speech: frozenset[str]


def make_lexis(engine: Engine) -> Lexis:
    """What the rules know of cues: verbs in all forms, nouns of speech, and what else constructions are built on."""
    vocabulary = engine.vocabulary
    speaking = {code for (code, frame) in vocabulary.acts if frame != "action"}
    quoting = {code for (code, frame) in vocabulary.acts if frame in SPEECH}
    heads = {head for head, particles in vocabulary.phrasal.items() if not speaking.isdisjoint(particles.values())}
    nouns = {word for word, code in vocabulary.words.items() if code in vocabulary.classes.get("speech", "")}
    built_on = {max(words, key=len) for rule in engine.book.of(Construction) if (words := list(literals(rule.pattern)))}
    cues = {form for form, code in vocabulary.verbs.items() if code in speaking or code in heads}
    return Lexis(frozenset(cues | nouns | built_on), frozenset(form for form, code in vocabulary.verbs.items() if code in quoting))


def errors(gold: Gold, pairing: Pairing, lexis: Lexis) -> Iterator[Error]:
    """All errors in a document. A found statement that overlaps a missed one is told with it, not as spurious."""
    text = gold.article.text
    starts = line_starts(text)
    for cause, mark, find in _wrong(text, pairing, lexis):
        item = mark or find
        if item is not None:
            start, end = (item.marked.cue or item.marked.content)[0]
            yield Error(cause, gold.source, bisect_right(starts, start), start, end, _sketch(mark, text), _sketch(find, text))


def add_nearest(listed: Iterable[Error], golds: Iterable[Gold], engine: Engine) -> Iterator[Error]:
    """The same errors; those where no construction took a known cue with the rule that came nearest to it."""
    by_source = {gold.source: gold for gold in golds}
    unmatched: dict[str, list[Unmatched]] = {}
    for error in listed:
        if error.cause != Cause.NO_CONSTRUCTION:
            yield error
            continue
        if error.source not in unmatched:
            unmatched[error.source] = explain(by_source[error.source].article, engine).unmatched
        near = (u.nearest[0] for u in unmatched[error.source] if u.nearest and u.verb.start < error.end and error.start < u.verb.end)
        yield structs.replace(error, nearest=next(near, None))


def _wrong(text: str, pairing: Pairing, lexis: Lexis) -> Iterator[tuple[str, Item | None, Item | None]]:
    """Cause, statement as marked and statement as found, for each that is wrong."""
    gold, found = pairing.gold, pairing.found
    told = {p.found for p in pairing.pairs}
    matched = {p.gold for p in pairing.pairs}
    for number, mark in enumerate(gold):
        if number not in matched:
            likest = _likest(mark, found)
            find = None if likest is None else found[likest]
            told |= set() if likest is None else {likest}
            yield _why_missed(mark, find, text, lexis), mark, find
    yield from ((_why_misattributed(gold[p.gold], found[p.found]), gold[p.gold], found[p.found]) for p in pairing.pairs if not p.right)
    yield from ((SPURIOUS + (find.marked.rule or "no rule named"), None, find) for n, find in enumerate(found) if n not in told)


def _likest(mark: Item, found: list[Item]) -> int | None:
    """The found statement that was meant for a marked one: it has its cue, or one of them has none, and of those that which shares
    most words of its content."""
    shared = ((len(mark.content & find.content), len(mark.cue & find.cue), -n) for n, find in enumerate(found))
    meant = [(content, cue, n) for content, cue, n in shared if cue or (content and not (mark.cue and found[-n].cue))]
    return -max(meant)[2] if meant else None


def _why_missed(mark: Item, find: Item | None, text: str, lexis: Lexis) -> Cause:
    if find is not None and not mark.content.isdisjoint(find.content):
        return Cause.TOO_SHORT if len(find.content) < len(mark.content) else Cause.TOO_LONG
    if find is not None:
        return Cause.OTHER_CONTENT
    if not mark.marked.cue:
        return Cause.NO_CUE
    words = cue_words(mark.marked, text)
    # a cue without words is a colon or a dash, which constructions know
    return Cause.UNKNOWN_CUE if words and lexis.cues.isdisjoint(words) else Cause.NO_CONSTRUCTION


def _why_misattributed(mark: Item, find: Item) -> Cause:
    if not find.speaker:
        return Cause.NOBODY
    if not mark.speaker:
        return Cause.SOMEBODY
    if find.speaker & (mark.cue | mark.content):
        return Cause.RUNS_ON
    return Cause.PRONOUN if find.marked.by == "pronoun" else Cause.OTHER_SPEAKER


def _sketch(item: Item | None, text: str) -> Sketch | None:
    if item is None:
        return None
    speaker, cue, content = (" … ".join(text[a:b] for a, b in part) for part in (item.marked.speaker, item.marked.cue, item.marked.content))
    return Sketch(speaker, cue, content, item.marked.rule)
