"""Tell which line ends part paragraphs: those at blank lines do; one alone does unless the paragraph goes on behind it.

It goes on where the next line begins small, where a line ends in a word that wants another ("of", "the"), and where the lines are wrapped
at some width, which they show by being full. Headlines, bylines, items, and the labels of those who speak begin paragraphs of their own.
"""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

import msgspec

Span = tuple[int, int]

LINE_END = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029](?:(?<=\r)\n)?")
TERMINAL = re.compile(r"[.?!:…][\"”»'’)\]]{0,4}\Z")
LAST_WORD = re.compile(r"[^\W\d_]{1,20}\Z")
GOES_ON = re.compile(r"[\"“‘'(\[]{0,2}(?![^\W\d_]{1,3}-[^\W\d_a-z])[a-z]|[,;.)\]”]")
"""A line that begins small, unless with a name such as al-Qaeda."""
BYLINE = re.compile(r"[Bb][Yy](?: (?:[A-Z][\w.'’-]{0,30},?|and|in|of|for|de|al|bin|van|von)){1,12}\Z")
ITEM = re.compile(r"(?:[-*+•–—‣◦▪]|\(?\d{1,2}[.)]|\([a-z]\)|[a-z]\))[ \t]")
LABEL = re.compile(r"(?:[QA]|[A-Z][\w.'’-]{1,30}(?: [\w.'’-]{1,30}){0,4}):(?:\s|\Z)")
FULL = 0.8
"""The part of the width that a line fills, with the first word of the next, if it was wrapped there."""
UNFINISHED = frozenset(",–—-(“‘[")
INDENT = 2


class LineWords(msgspec.Struct, frozen=True):
    """The word lists by which lines are joined; ``particle`` are words that may end a headline."""

    particle: frozenset[str]


class _Line(msgspec.Struct, frozen=True, gc=False):
    """A line without the white space around it, and where it stands."""

    text: str
    start: int
    end: int
    indent: int

    @property
    def is_over(self) -> bool:
        """Whether a sentence may end with it."""
        return TERMINAL.search(self.text, max(0, len(self.text) - 8)) is not None

    @property
    def first_word(self) -> int:
        """How long its first word is."""
        space = self.text.find(" ")
        return len(self.text) if space < 0 else space


class _Wrap(msgspec.Struct, frozen=True):
    """The width at which the lines of a text are wrapped, 0 where they are not, and the words after which none is over."""

    width: int
    unfinished: Collection[str]

    def is_full(self, line: _Line, following: _Line) -> bool:
        """Whether the next line's first word had no room."""
        return _is_full(line, following, self.width)

    def is_unfinished(self, line: _Line) -> bool:
        """Whether the line ends where no sentence and no headline does."""
        if line.text[-1] in UNFINISHED or _is_quoting(line.text):
            return True
        word = LAST_WORD.search(line.text, max(0, len(line.text) - 21))
        return word is not None and word[0] in self.unfinished


def find_paragraphs(text: str, unfinished: Collection[str]) -> Iterator[Span]:
    """The spans of the paragraphs, which begin and end with a character that shows. ``unfinished`` are the small words after which a
    line is not over."""
    lines = list(_lines(text))
    pairs = [(a, b) for a, b in pairwise(lines) if a.text and b.text]
    wrap = _Wrap(_width(pairs, unfinished), unfinished)
    start, before = -1, None
    for line in lines:
        if start >= 0 and before and not (line.text and _goes_on(before, line, wrap, opens=before.start == start)):
            yield start, before.end
            start = -1
        if line.text:
            start = line.start if start < 0 else start
        before = line if line.text else None
    if start >= 0 and before:
        yield start, before.end


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for found in LINE_END.finditer(text):
        yield _line(text, at, found.start())
        at = found.end()
    yield _line(text, at, len(text))


def _line(text: str, start: int, end: int) -> _Line:
    whole = text[start:end]
    shown = whole.strip()
    first = start + len(whole) - len(whole.lstrip())
    return _Line(shown, first, first + len(shown), first - start)


def _width(pairs: list[tuple[_Line, _Line]], unfinished: Collection[str]) -> int:
    """The width at which lines are wrapped: most end inside of a sentence where the next word had no room, and of these a third are
    followed by one that begins small, as in prose, and not in lists or verse. 0 if they are not."""
    if len(pairs) < 2:
        return 0
    lengths = sorted(len(line.text) for line, _ in pairs)
    width = lengths[9 * len(lengths) // 10]
    wrap = _Wrap(width, unfinished)
    cut = [(line, following) for line, following in pairs if not line.is_over and wrap.is_full(line, following)]
    small = sum(1 for line, following in cut if GOES_ON.match(following.text) or wrap.is_unfinished(line))
    return width if 2 * len(cut) > len(pairs) and 3 * small >= len(cut) else 0


def _is_full(line: _Line, following: _Line, width: int) -> bool:
    return bool(width) and len(line.text) + 1 + following.first_word >= FULL * width


def _goes_on(line: _Line, following: _Line, wrap: _Wrap, *, opens: bool) -> bool:
    """Whether a paragraph that has a line goes on with the next one. ``opens`` says that the line is its first."""
    if opens and _stands_alone(line, following):
        return False
    if ITEM.match(following.text) and (line.is_over or (not wrap.width and not wrap.is_unfinished(line)) or ITEM.match(line.text)):
        return False
    if GOES_ON.match(following.text) or (wrap.is_unfinished(line) and not line.is_over):
        return True
    if line.is_over and (LABEL.match(following.text) or following.indent >= line.indent + INDENT):
        return False
    return wrap.is_full(line, following)


def _stands_alone(line: _Line, following: _Line) -> bool:
    """Whether one of the two is a byline, or what stands above one."""
    return any(BYLINE.match(one.text) and not one.is_over for one in (line, following)) and not _is_small(line)


def _is_small(line: _Line) -> bool:
    return line.text[0].islower() and not BYLINE.match(line.text)


def _is_quoting(line: str) -> bool:
    """Whether a quotation that opens in a line does not close there."""
    return line.rfind("“") > line.rfind("”") or line.count('"') % 2 == 1
