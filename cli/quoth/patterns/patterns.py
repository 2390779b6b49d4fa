"""The pattern language: five constructs, compiled to one regular expression over a stream's string.

    word          matches by lemma where it stands in a verb's list, else by form
    a|b           either
    (optional)    may be missing
    ...           a bounded gap inside the sentence
    {slot:arg}    a typed part, named by what it finds

Expressions stay linear on any input: every repeat is bounded, a clause to the sentence's end is
looked at, not consumed, so that statements inside it are found as well, and a pattern that could match
the same words in too many ways is refused.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

import msgspec

from quoth.language.chunking import Stream
from quoth.language.vocabulary import NOTHING, Vocabulary, codes_of
from quoth.patterns.slots import CLASS_SLOTS, ON_A_TAG, PLACES, SLOTS, TAGS, VERB_SLOTS, WAYS, Codes, W

ALIGNED = "(?<![\\x00-\\xff“”])"
"""Only at the start of a unit: what stands before is a word code, or nothing. Other tags are Latin-1."""


MOST_STEPS = 60
"""Steps of a pattern; those that quoth brings have 12 at most."""
MOST_OPTIONAL, MOST_WAYS = 512, 20_000
"""Ways in which the optional parts of a pattern, and the whole of it, may match at one place: nine optional words, or three gaps. Those
that quoth brings have 324 and 10,400 at most. Gaps and slots cost less than their number, for the steps between them must match too."""
FEWER_WAYS = "leave out optional parts and gaps, or write several rules; words for one place are one step: a|b|c"
APART = ("{doer}", "{patient}")
"""Slots that are matched by themselves where a pattern of relations begins with one."""
STATEMENT_GAP, RELATION_GAP = 13, 9
"""In how many ways a gap can match in patterns of statements and of relations."""


class Found(msgspec.Struct, frozen=True, gc=False):
    """One match: where in the stream (units), and its parts as (first, past the last) unit."""

    start: int
    end: int
    parts: dict[str, tuple[int, int]]


class Pattern(msgspec.Struct, frozen=True, dict=True):
    """A pattern with its expression. ``needs`` are sets of characters and units, one of each of which any match holds."""

    id: str
    source: str
    expression: str
    needs: tuple[frozenset[str], ...]
    frames: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The expression compiled, when it is first needed: a short article needs few of them, and compiling all takes long."""
        return re.compile(self.expression, re.DOTALL)


class PatternError(Exception):
    """A pattern that does not compile: why, and the place in it (from 0)."""

    def __init__(self, what: str, at: int, hint: str = "") -> None:
        super().__init__(what)
        self.what, self.at, self.hint = what, at, hint


GROUP = re.compile(r"\(\?P<(\w+)>")
TOKEN = re.compile(
    r"\s*(?:(?P<slot>\{[^{}\s]*\})|(?P<gap>\.\.\.)|(?P<open>\()|(?P<close>\))|(?P<bar>\|)|(?P<word>[^\W_](?:[\w'’-]*[\w])?)|(?P<mark>[,:;.-]))"
)


class Node(msgspec.Struct, frozen=True):
    """A step of a pattern: alternatives or an optional group, with its source text and place."""

    kind: str
    text: str
    at: int
    parts: tuple["Node", ...] = ()


def parse(source: str) -> tuple[Node, ...]:
    """Read a pattern. Raises PatternError at the place that is wrong."""
    tokens = list(_scan(source))
    nodes, rest = _sequence(tokens, 0, source, depth=0)
    if rest < len(tokens):
        raise PatternError("a bracket closes that was never opened", tokens[rest][2])
    if not nodes:
        raise PatternError("the pattern is empty", 0)
    return nodes


def _scan(source: str) -> Iterator[tuple[str, str, int]]:
    at = 0
    while at < len(source.rstrip()):
        match = TOKEN.match(source, at)
        if match is None:
            place = at + len(source[at:]) - len(source[at:].lstrip())
            raise PatternError(f"unexpected {source[place]!r}", place, "a word, (, ), |, ..., a comma, a colon or a {slot}")
        kind = match.lastgroup or ""
        yield kind, match.group(kind), match.start(kind)
        at = match.end()


def _sequence(tokens: list[tuple[str, str, int]], at: int, source: str, depth: int) -> tuple[tuple[Node, ...], int]:
    nodes: list[Node] = []
    while at < len(tokens) and tokens[at][0] != "close":
        kind, _, place = tokens[at]
        if kind == "open":
            if depth > 3:
                raise PatternError("brackets are nested too deep", place, "at most four levels")
            inner, at = _sequence(tokens, at + 1, source, depth + 1)
            if at >= len(tokens):
                raise PatternError("a bracket is never closed", place)
            nodes.append(Node("optional", source[place : tokens[at][2] + 1], place, inner))
            at += 1
        elif kind == "bar":
            raise PatternError("| needs a word, a slot or a comma on its left", place)
        else:
            node, at = _alternatives(tokens, at)
            nodes.append(node)
    return tuple(nodes), at


def _alternatives(tokens: list[tuple[str, str, int]], at: int) -> tuple[Node, int]:
    kind, text, place = tokens[at]
    options = [Node(kind, text, place)]
    while at + 1 < len(tokens) and tokens[at + 1][0] == "bar":
        if at + 2 >= len(tokens) or tokens[at + 2][0] not in ("word", "slot", "mark"):
            raise PatternError("| needs a word, a slot or a comma on its right", tokens[at + 1][2])
        options.append(Node(*tokens[at + 2]))
        at += 2
    if len(options) == 1:
        return options[0], at + 1
    return Node("either", "|".join(o.text for o in options), place, tuple(options)), at + 1


def literals(source: str) -> Iterator[str]:
    """The literal words of a pattern."""
    yield from (word for word, _ in words_in(source))


def words_in(source: str) -> Iterator[tuple[str, int]]:
    """The literal words of a pattern, each with its place in it."""
    stack = list(parse(source))
    while stack:
        node = stack.pop()
        stack += node.parts
        if node.kind == "word":
            yield node.text.lower(), node.at


def compile_pattern(
    identifier: str, source: str, vocabulary: Vocabulary, slots: dict[str, Callable[[str, Codes], str]] | None = None
) -> Pattern:
    """Read a pattern, and write its expression. Raises PatternError for what cannot be read, for a slot that does not exist
    or is named twice, and for a verb frame or word class that does not exist; a class that is empty matches nothing."""
    nodes = parse(source)
    _refuse_many_ways(nodes, SLOTS if slots is None else slots)
    compiler = _Compiler(vocabulary, SLOTS if slots is None else slots)
    steps = [(compiler.regex(node), node.text) for node in nodes]
    if "(?P<cue>" not in "".join(step for step, _ in steps):
        _mark_cue(nodes, steps)
    _refuse_repeated(nodes, steps)
    expression = compiler.in_units(nodes, "".join(step for step, _ in steps))
    return Pattern(identifier, source, expression, tuple(compiler.needs(nodes)), compiler.frames, tuple(steps))


def _refuse_many_ways(nodes: tuple[Node, ...], slots: dict[str, Callable[[str, Codes], str]]) -> None:
    """An expression may try each way of matching before it fails, and optional parts, gaps and slots that match more or
    less multiply: their product is what a pattern may cost at one place of a text."""
    if len(nodes) > MOST_STEPS:
        raise PatternError(f"the pattern has more than {MOST_STEPS} steps", nodes[MOST_STEPS].at, "write several rules")
    gap = STATEMENT_GAP if slots is SLOTS else RELATION_GAP
    ways = optional = 1
    for node in nodes[slots is not SLOTS and nodes[0].text in APART :]:
        ways *= _ways(node, gap)
        optional *= _ways(node, gap) if node.kind == "optional" else 1
        if optional > MOST_OPTIONAL or ways > MOST_WAYS:
            raise PatternError("the pattern could match in too many ways, which takes too long, from here on", node.at, FEWER_WAYS)


def _ways(node: Node, gap: int) -> int:
    """In how many ways a step can match at most."""
    if node.kind == "optional":
        return 1 + math.prod(_ways(part, gap) for part in node.parts)
    if node.kind == "either":
        return max(1, sum(_ways(part, gap) for part in node.parts if part.kind == "slot"))
    if node.kind == "gap":
        return gap
    return WAYS.get(node.text[1:-1].partition(":")[0], 1) if node.kind == "slot" else 1


def _refuse_repeated(nodes: tuple[Node, ...], steps: list[tuple[str, str]]) -> None:
    """Nothing else than a part named twice keeps the steps' expressions from compiling as one."""
    seen: set[str] = set()
    for node, (step, _) in zip(nodes, steps, strict=True):
        for name in GROUP.findall(step):
            if name in seen:
                raise PatternError(f"the part {name!r} is named twice", node.at, "name each slot once")
            seen.add(name)


def _mark_cue(nodes: tuple[Node, ...], steps: list[tuple[str, str]]) -> None:
    """Where no slot names the cue, it is the pattern's first run of words."""
    words = [k for k, node in enumerate(nodes) if node.kind in ("word", "either")]
    if not words:
        return
    first = last = words[0]
    while last + 1 in words:
        last += 1
    steps[first] = ("(?P<cue>" + steps[first][0], steps[first][1])
    steps[last] = (steps[last][0] + ")", steps[last][1])


def compile_expression(expression: str) -> re.Pattern[str]:
    """Compile an expression over a stream's string, so that it matches whole units only: it starts on
    a tag, and every step takes two characters. Raises re.error."""
    return re.compile(ALIGNED + expression, re.DOTALL)


class _Compiler:
    def __init__(self, vocabulary: Vocabulary, slots: dict[str, Callable[[str, Codes], str]]) -> None:
        self.vocabulary, self.slots = vocabulary, slots
        self.frames: tuple[str, ...] = ()
        # in a statement the words of a gap must not hold another clause
        self.gap = (
            rf"(?:[^.·;Q“VEbhXA]{W}){{0,{STATEMENT_GAP - 1}}}?" if slots is SLOTS else rf"(?:[^.;:AkTHSOWs-]{W}){{0,{RELATION_GAP - 1}}}?"
        )

    def in_units(self, nodes: Sequence[Node], expression: str) -> str:
        """The steps' expression so that it matches whole units only. One that begins on a tag does, because no word code is one, and
        so does one that begins on a code, without the tag before it; both are found much faster than what must begin after a code."""
        first = next((node for node in nodes if node.text not in PLACES), nodes[0])
        if self._words(first):
            return expression.replace(W, "", 1)
        tagged = self.slots is SLOTS and first.text[1:-1].partition(":")[0] in ON_A_TAG
        return expression if tagged or first.kind == "mark" else ALIGNED + expression

    def regex(self, node: Node) -> str:
        if node.kind == "optional":
            return "(?:" + "".join(map(self.regex, node.parts)) + ")?"
        if words := self._words(node):
            return rf"{W}[{''.join(codes_of(self.vocabulary, word) for word in words)}]"
        if node.kind == "either":
            return "(?:" + "|".join(map(self.regex, node.parts)) + ")"
        if node.kind == "gap":
            return self.gap
        if node.kind == "mark":
            return rf"{re.escape(node.text)}{W}"
        return self._slot(node)

    def _words(self, node: Node) -> list[str]:
        """The words of a step that is one word or another."""
        words = node.parts if node.kind == "either" else [node]
        return [word.text.lower() for word in words] if all(word.kind == "word" for word in words) else []

    def _slot(self, node: Node) -> str:
        name, _, arg = node.text[1:-1].partition(":")
        if name not in self.slots:
            raise PatternError(f"there is no slot {{{name}}}", node.at, "slots are " + ", ".join(sorted(self.slots)))
        regex = self.slots[name](arg, lambda wanted: self._codes(wanted, node))
        if name in VERB_SLOTS:
            self.frames = tuple(arg.split("+"))
        verb = name in VERB_SLOTS or name in ("noun", "owned")
        return f"(?P<cue>{regex})" if verb else regex

    def _codes(self, wanted: str, node: Node) -> str:
        kind, _, name = wanted.partition(" ")
        table = self.vocabulary.frames if kind == "frame" else self.vocabulary.classes
        parts = name.split("+")
        written = node.text[1:-1].partition(":")[2].split("+")
        missing = [part for part in parts if part not in table and (part in written or len(parts) == 1)]
        codes = "".join(table.get(part, "") for part in parts)
        if missing or table.keys().isdisjoint(parts):
            known = ", ".join(sorted(table)) or "none are defined"
            raise PatternError(f"no {kind} is called {(missing or [name])[0]!r}", node.at, f"there are: {known}")
        return codes or NOTHING

    def needs(self, nodes: Iterable[Node]) -> Iterator[frozenset[str]]:
        for node in nodes:
            if words := self._words(node):
                yield frozenset("".join(codes_of(self.vocabulary, word) for word in words))
            elif node.kind == "mark":
                yield frozenset(node.text)
            elif node.kind == "slot":
                name, _, arg = node.text[1:-1].partition(":")
                if name in VERB_SLOTS:
                    codes = self._codes("frame " + arg, node)
                    yield frozenset(tag + code for tag in TAGS[name] for code in codes)
                elif name in TAGS:
                    yield frozenset(TAGS[name])
                elif name in CLASS_SLOTS:
                    yield frozenset(self._codes("class " + arg, node))


UNIT = re.compile("..", re.DOTALL)


class Screen(msgspec.Struct, frozen=True):
    """Tells which of many patterns may match a stream at all, from what the stream holds.

    ``satisfies`` says for each character or unit which needs it satisfies: bit k of the nth run of as many bits
    as there are patterns is the nth need of pattern k. ``free`` are the bits of needs that patterns do not have.
    """

    ids: tuple[str, ...]
    depth: int
    satisfies: dict[str, int]
    free: int


def make_screen(patterns: Sequence[Pattern]) -> Screen:
    """The screen for these patterns."""
    count, depth = len(patterns), max((len(pattern.needs) for pattern in patterns), default=0)
    satisfies: dict[str, int] = {}
    free = 0
    for k, pattern in enumerate(patterns):
        for nth in range(depth):
            bit = 1 << (nth * count + k)
            if nth >= len(pattern.needs):
                free |= bit
                continue
            for needed in pattern.needs[nth]:
                satisfies[needed] = satisfies.get(needed, 0) | bit
    return Screen(tuple(pattern.id for pattern in patterns), depth, satisfies, free)


def possible(screen: Screen, stream: Stream) -> tuple[str, ...]:
    """The ids of the patterns that may match in the stream, in the order in which the screen was given them."""
    string, count = stream.string, len(screen.ids)
    here = screen.free
    for held in screen.satisfies.keys() & {*string, *UNIT.findall(string)}:
        here |= screen.satisfies[held]
    able = (1 << count) - 1
    for nth in range(screen.depth):
        able &= here >> (nth * count)
    found = []
    while able:
        lowest = able & -able
        able ^= lowest
        found.append(screen.ids[lowest.bit_length() - 1])
    return tuple(found)


def find(pattern: Pattern, stream: Stream) -> Iterator[Found]:
    """All matches of the pattern in the stream, leftmost first."""
    for match in pattern.regex.finditer(stream.string):
        parts = {name: (match.start(name) // 2, match.end(name) // 2) for name in pattern.regex.groupindex if match.start(name) >= 0}
        yield Found(match.start() // 2, match.end() // 2, parts)
