"""For a reporting verb that makes no statement, find how near the rules came.

A rule's pattern is a row of steps. Around the step that takes the verb, the longest run of steps that matches tells
how near the rule came; the step next to that run is the one that failed, and the words there are where.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec

from quoth.analysis.attribution.constructions import Refusal, Refused
from quoth.analysis.pipeline import Engine
from quoth.language.chunking import Stream
from quoth.language.text import Text
from quoth.language.vocabulary import NO_WORD
from quoth.model import Document, Span
from quoth.patterns.patterns import Pattern, compile_expression, parse

NEAREST = 3
"""Rules shown for a verb."""
REACH = 120
"""Units before a verb in which a rule's match may begin."""
VERBS = "VAGUE"
"""Units that hold a verb which may report."""
SENTENCE_ENDS = ".·"
OVERLAPS = "an earlier match of the same rule runs over it"
LINE_END = re.compile(r"\r\n|\n|\r")
UNITS = {
    "N": "a noun phrase", "O": "a pronoun", "V": "a verb", "A": "a passive", "G": "a verb in -ing", "U": "an infinitive",
    "E": "a past form or participle", "b": "a form of be", "h": "a form of have", "X": "a modal", "Q": "a quotation",
    "“": "part of a sentence in quotation marks", "H": "a relative pronoun", "T": "that", "I": "a preposition",
    "C": "a conjunction", "S": "a subordinator", "W": "a question word", "Y": "a time", "D": "a determiner",
}  # fmt: skip
"""What a unit is, in words; all others are marks."""


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
    """A reporting verb that makes no statement: what form it has, what it takes by the rules, its line (from 1), its
    sentence, and the nearest rules, nearest first."""

    verb: Span
    lemma: str
    form: str
    frames: list[str]
    line: int
    sentence: Span
    nearest: list[Near]


def line_starts(text: str) -> list[int]:
    """The offsets at which lines begin, for LF, CRLF and CR alike."""
    return [0, *(found.end() for found in LINE_END.finditer(text))]


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
    return compile_expression(expression)


def _make_rule(pattern: Pattern) -> _Rule:
    places = [node.at for node in parse(pattern.source)]
    steps = tuple(
        _Step(regex, text, place, asks=_asks(_compiled(regex))) for (regex, text), place in zip(pattern.steps, places, strict=True)
    )
    return _Rule(pattern.id, pattern, steps, next(k for k, step in enumerate(steps) if "(?P<cue>" in step.regex))


def _asks(step: re.Pattern[str]) -> bool:
    """Whether a step wants something to be there: what wants nothing matches before a verb and at the end alike."""
    verbs = ("V" + NO_WORD) * 2
    return not (step.match(verbs, 2) and step.match(verbs, 4))


class Shared:
    """What the searches of all streams of a document share."""

    def __init__(self, text: Text, document: Document, engine: Engine) -> None:
        self.text, self.document, self.vocabulary = text, document, engine.vocabulary
        self.rules = [_make_rule(pattern) for _, pattern in engine.grammar.constructions.values() if pattern.frames]
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


class Search:
    """The search for near rules in one stream. Raises nothing."""

    def __init__(self, shared: Shared, stream: Stream, refused: Sequence[Refused]) -> None:
        self.shared, self.stream, self.refused = shared, stream, refused

    def unmatched(self) -> Iterator[Unmatched]:
        """The stream's reporting verbs that are no statement's cue."""
        shared, string = self.shared, self.stream.string
        for unit in range(len(self.stream.first)):
            kind, code = string[2 * unit], string[2 * unit + 1]
            if kind in VERBS and code in shared.codes and not shared.is_cue(verb := self._span(unit)):
                line = bisect_right(shared.lines, verb.start)
                frames = [frame for frame in shared.frames if code in shared.vocabulary.frames.get(frame, "")]
                sentence = shared.sentence(self.stream.first[unit])
                lemma = shared.vocabulary.lemmas.get(code, "")
                yield Unmatched(verb, lemma, UNITS[kind], frames, line, sentence, self._nearest(unit))

    def _nearest(self, unit: int) -> list[Near]:
        """The rules that came nearest, one for each step and place. Those that matched from their start on go first;
        the last may be one that wants nothing but another verb."""
        has_quote = self._has_quote(unit)
        taking: list[Near] = []
        others: list[Near] = []
        for rule in self.shared.rules:
            if has_quote or "{quote}" not in rule.pattern.source:
                near = self._near(rule, unit)
                other = None if near else self._with_other_verb(rule, unit)
                taking += [near] if near else []
                others += [other] if other else []
        verb = self._span(unit)
        taking.sort(key=lambda n: (n.failed is not None and n.failed.at.start < verb.start, n.steps - n.matched, -n.matched))
        others = sorted(others, key=lambda n: -n.matched)[:1]
        return _distinct(taking)[: NEAREST - len(others)] + others

    def _has_quote(self, unit: int) -> bool:
        """Whether a quotation stands in the unit's sentence or ends the one before."""
        tags = self.stream.string[::2]
        end = next((at for at in range(unit, min(unit + REACH, len(tags))) if tags[at] in SENTENCE_ENDS), len(tags))
        ends = [at for at in range(max(0, unit - REACH), unit) if tags[at] in SENTENCE_ENDS]
        start = ends[-1] - 1 if ends else 0
        return "Q" in tags[max(0, start) : end]

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
        code = next(self.shared.vocabulary.frames[frame][0] for frame in rule.pattern.frames if self.shared.vocabulary.frames.get(frame))
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
        for statement in self.shared.document.statements:
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
        return Failure(step.text, step.place, self.shared.span(at, at), edge)

    def _span(self, unit: int) -> Span:
        text, stream = self.shared.text, self.stream
        return self.shared.span(text.starts[stream.first[unit]], text.ends[stream.last[unit]])


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
