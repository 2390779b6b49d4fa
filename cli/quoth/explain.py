"""Say which rule fired where, and for a reporting verb without a statement how near the rules came.

A rule's pattern is a row of steps. Around the step that takes the verb, the longest run of steps that matches tells
how near the rule came; the step next to that run is the one that failed, and the words there are where.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from . import attribution, quotes, segment
from .attribution import Refusal, Refused
from .model import About, Article, Cue, Document, Party, Span, Statement, Text
from .patterns import Pattern, parse
from .phrases import Stream
from .pipeline import Engine, analyze

Part = Literal["speaker", "addressee", "cue", "content", "about", "evidence"]

NEAREST = 3
"""Rules shown for a verb."""
REACH = 120
"""Units before a verb in which a rule's match may begin."""
VERBS = "VAGUE"
"""Units that hold a verb which may report."""
SENTENCE_ENDS = ".·"
OVERLAPS = "an earlier match of the same rule runs over it"
NOTHING = "\0\0\0\0"
"""What no unit matches, with room before and after its middle."""
LINE_END = re.compile(r"\r\n|\n|\r")
UNITS = {
    "N": "a noun phrase", "O": "a pronoun", "V": "a verb", "A": "a passive", "G": "a verb in -ing", "U": "an infinitive",
    "E": "a participle", "b": "a form of be", "h": "a form of have", "X": "a modal", "Q": "a quotation",
    "“": "part of a sentence in quotation marks", "H": "a relative pronoun", "T": "that", "I": "a preposition",
    "C": "a conjunction", "S": "a subordinator", "W": "a question word", "Y": "a time", "D": "a determiner",
}  # fmt: skip
"""What a unit is, in words; all others are marks."""


class Marked(msgspec.Struct, frozen=True):
    """A stretch of the text: its part in a statement or relation (``of`` is that one's id), and the rule."""

    part: Part
    of: str
    rule: str
    text: str
    start: int
    end: int


class Failure(msgspec.Struct, frozen=True):
    """Where a rule failed: the step it expected, that step's place in the pattern (from 0), what stands in the
    text there, and what that is. At the edge of a sentence ``at`` is empty."""

    expected: str
    place: int
    at: Span
    found: str


class Near(msgspec.Struct, frozen=True):
    """A rule that came near. ``matched`` of ``steps`` count what the pattern asks for, not what may be missing.
    Either a step failed, or all matched and ``why`` says what else stood in the way; ``taken_by`` is the id of the
    statement that has the quotation or verb, where that was it."""

    rule: str
    pattern: str
    matched: int
    steps: int
    failed: Failure | None = None
    why: str | None = None
    taken_by: str | None = None


class Unmatched(msgspec.Struct, frozen=True):
    """A reporting verb that makes no statement: what it takes by the rules, its line (from 1), its sentence, and
    the nearest rules, nearest first."""

    verb: Span
    lemma: str
    frames: list[str]
    line: int
    sentence: Span
    nearest: list[Near]


class Explanation(msgspec.Struct, frozen=True):
    """The report on a document, its text, every stretch that a rule took, and the verbs that no rule took.
    All offsets are code points into ``text``."""

    document: Document
    text: str
    spans: list[Marked]
    unmatched: list[Unmatched]


def explain(article: Article, engine: Engine) -> Explanation:
    """Which rule fired where in an article, and why the near ones did not. Raises nothing."""
    document = analyze(article, engine)
    text = segment.segment(article, engine.segmenter)
    layout = quotes.find_quotations(text, engine.vocabulary)
    refused = attribution.refusals(text, layout, engine.grammar)
    house = _House(text, document, engine)
    unmatched = [
        found for stream, why in zip(layout.streams, refused, strict=True) for found in _Search(house, stream, why).unmatched()
    ]
    unmatched.sort(key=lambda found: found.verb.start)
    return Explanation(document, article.text, sorted(_marked(document), key=lambda m: (m.start, -m.end)), unmatched)


def line_starts(text: str) -> list[int]:
    """The offsets at which lines begin, for LF, CRLF and CR alike."""
    return [0, *(found.end() for found in LINE_END.finditer(text))]


# ---- what fired ------------------------------------------------------------------------------


def _marked(document: Document) -> Iterator[Marked]:
    for statement in document.statements:
        for part, span in _parts(statement):
            yield Marked(part, statement.id, statement.rule, span.text, span.start, span.end)
    for relation in document.relations:
        span = relation.evidence
        yield Marked("evidence", relation.id, relation.rule, span.text, span.start, span.end)


def _parts(statement: Statement) -> Iterator[tuple[Part, Span | Party | Cue | About]]:
    if statement.speaker:
        yield "speaker", statement.speaker
    if statement.addressee:
        yield "addressee", statement.addressee
    if statement.cue:
        yield "cue", statement.cue
    yield from (("content", span) for span in statement.content)
    yield from (("about", span) for span in statement.about)


# ---- what came near --------------------------------------------------------------------------


class _Step(msgspec.Struct, frozen=True):
    """An element of a pattern with its place there; ``asks`` says that nothing at all does not satisfy it."""

    regex: str
    text: str
    place: int
    asks: bool


class _Rule(msgspec.Struct, frozen=True):
    """A construction whose cue is a verb, as steps; ``cue`` is the step that takes the verb."""

    id: str
    pattern: Pattern
    steps: tuple[_Step, ...]
    cue: int

    def asked(self, first: int, last: int) -> int:
        """How many steps of a run ask for something."""
        return sum(step.asks for step in self.steps[first:last])

    def run(self, first: int, last: int) -> re.Pattern[str]:
        """The steps from first to before last as one expression."""
        return _compiled("".join(step.regex for step in self.steps[first:last]))


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def _make_rule(pattern: Pattern) -> _Rule:
    places = [node.at for node in parse(pattern.source)]
    steps = tuple(
        _Step(regex, text, place, asks=_compiled(regex).match(NOTHING, 2) is None)
        for (regex, text), place in zip(pattern.steps, places, strict=True)
    )
    return _Rule(pattern.id, pattern, steps, next(k for k, step in enumerate(steps) if "(?P<cue>" in step.regex))


class _House:
    """What the searches of all streams of a document share."""

    def __init__(self, text: Text, document: Document, engine: Engine) -> None:
        self.text, self.document, self.vocabulary = text, document, engine.vocabulary
        self.rules = [_make_rule(pattern) for _, pattern in engine.grammar.constructions if pattern.frames]
        self.frames = sorted({frame for rule in self.rules for frame in rule.pattern.frames})
        self.codes = frozenset("".join(self.vocabulary.frames.get(frame, "") for frame in self.frames))
        self.cues = sorted((s.cue.start, s.cue.end) for s in document.statements if s.cue)
        self.lines = line_starts(text.article.text)
        self.sentences = [first for first, _ in text.sentences]

    def is_cue(self, verb: Span) -> bool:
        """Whether a statement has the verb for its cue."""
        k = bisect_left(self.cues, (verb.end,))
        return any(verb.start < end for _, end in self.cues[max(0, k - 2) : k])

    def span(self, start: int, end: int) -> Span:
        """A stretch of the text."""
        return Span(self.text.article.text[start:end], start, end)

    def sentence(self, token: int) -> Span:
        """The sentence of a token."""
        first, last = self.text.sentences[bisect_right(self.sentences, token) - 1]
        return self.span(self.text.starts[first], self.text.ends[last - 1])


class _Search:
    """The search for near rules in one stream."""

    def __init__(self, house: _House, stream: Stream, refused: Sequence[Refused]) -> None:
        self.house, self.stream, self.refused = house, stream, refused

    def unmatched(self) -> Iterator[Unmatched]:
        """The stream's reporting verbs that are no statement's cue."""
        house, string = self.house, self.stream.string
        for unit in range(len(self.stream.first)):
            kind, code = string[2 * unit : 2 * unit + 2]
            if kind in VERBS and code in house.codes and not house.is_cue(verb := self._span(unit)):
                line = bisect_right(house.lines, verb.start)
                frames = [frame for frame in house.frames if code in house.vocabulary.frames.get(frame, "")]
                sentence = house.sentence(self.stream.first[unit])
                yield Unmatched(verb, house.vocabulary.lemmas.get(code, ""), frames, line, sentence, self._nearest(unit))

    def _nearest(self, unit: int) -> list[Near]:
        """The rules that came nearest, one for each place and expectation; the last may be one whose verb alone is wrong."""
        has_quote = "Q" in self.stream.string[2 * max(0, unit - REACH) : 2 * (unit + REACH)]
        rules = [rule for rule in self.house.rules if has_quote or "{quote}" not in rule.pattern.source]
        taking, others = [], []
        for rule in rules:
            near = self._near(rule, unit)
            if near is not None:
                taking.append(near)
            elif (other := self._with_other_verb(rule, unit)) is not None:
                others.append(other)
        near_ones = _distinct(sorted(taking, key=lambda near: (near.steps - near.matched, -near.matched)))
        others.sort(key=lambda near: -near.matched)
        return near_ones[: NEAREST - len(others[:1])] + others[:1]

    def _near(self, rule: _Rule, unit: int) -> Near | None:
        """How near a rule that takes the verb came: the longest run of steps around the verb, leftwards first."""
        string, cue, count = self.stream.string, rule.cue, len(rule.steps)
        first, last = cue, cue + 1
        found = _around(rule.run(first, last), string, unit)
        if found is None:
            return None
        while first and (longer := _around(rule.run(first - 1, last), string, unit)):
            first, found = first - 1, longer
        while last < count and (longer := _around(rule.run(first, last + 1), string, unit)):
            last, found = last + 1, longer
        matched, steps = rule.asked(first, last), rule.asked(0, count)
        if (first, last) == (0, count):
            return self._stopped(rule, unit, steps)
        if first:
            failed = self._failure(rule.steps[first - 1], found.start() // 2 - 1, before=True)
        else:
            failed = self._failure(rule.steps[last], found.end() // 2)
        return Near(rule.id, rule.pattern.source, matched, steps, failed)

    def _with_other_verb(self, rule: _Rule, unit: int) -> Near | None:
        """A rule that would match if only it took this verb: the same stream with a verb that it takes."""
        string, at = self.stream.string, 2 * unit + 1
        code = next(self.house.vocabulary.frames[frame][0] for frame in rule.pattern.frames if self.house.vocabulary.frames.get(frame))
        if _around(rule.pattern.regex, string[:at] + code + string[at + 1 :], unit) is None:
            return None
        steps = rule.asked(0, len(rule.steps))
        return Near(rule.id, rule.pattern.source, steps - 1, steps, self._failure(rule.steps[rule.cue], unit))

    def _stopped(self, rule: _Rule, unit: int, steps: int) -> Near:
        """A rule that matched, and yet makes no statement of this verb."""
        for refused in self.refused:
            first, last = refused.found.parts.get("cue", (0, 0))
            if refused.rule == rule.id and first <= unit < last:
                return Near(rule.id, rule.pattern.source, steps, steps, None, refused.why.value, self._owner(refused))
        return Near(rule.id, rule.pattern.source, steps, steps, None, OVERLAPS)

    def _owner(self, refused: Refused) -> str | None:
        """The statement that has the verb or the quotation of a refused match."""
        part = {Refusal.CUE_TAKEN: "cue", Refusal.QUOTE_TAKEN: "quote"}.get(refused.why)
        if part is None:
            return None
        first, last = refused.found.parts[part]
        start, end = self._span(first).start, self._span(last - 1).end
        for statement in self.house.document.statements:
            spans = statement.content if part == "quote" else [statement.cue] if statement.cue else []
            if any(span.start < end and start < span.end for span in spans):
                return statement.id
        return None

    def _failure(self, step: _Step, unit: int, *, before: bool = False) -> Failure:
        """That a step found this unit, which is the one before or after those that matched."""
        kind = self.stream.string[2 * unit : 2 * unit + 1] if unit >= 0 else ""
        if kind and kind not in SENTENCE_ENDS:
            return Failure(step.text, step.place, self._span(unit), UNITS.get(kind, "a mark"))
        if before:
            at, edge = self._span(unit + 1).start, "the sentence's start"
        else:
            at, edge = self._span(unit - 1).end, "the sentence's end"
        return Failure(step.text, step.place, self.house.span(at, at), edge)

    def _span(self, unit: int) -> Span:
        text, stream = self.house.text, self.stream
        return self.house.span(text.starts[stream.first[unit]], text.ends[stream.last[unit]])


def _around(expression: re.Pattern[str], string: str, unit: int) -> re.Match[str] | None:
    """The first match near a unit whose cue holds that unit."""
    at = max(0, 2 * (unit - REACH))
    while (found := expression.search(string, at)) and found.start() <= 2 * unit:
        if found.start("cue") <= 2 * unit < found.end("cue"):
            return found
        at = found.start() + 2
    return None


def _distinct(nears: Iterable[Near]) -> list[Near]:
    """The first of those that failed for want of the same step at the same place."""
    seen: dict[object, Near] = {}
    for near in nears:
        key = (near.failed.expected, near.failed.at.start) if near.failed else near.rule
        seen.setdefault(key, near)
    return list(seen.values())
