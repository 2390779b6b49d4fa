"""An explanation as lines for people: the text with what each rule took marked below it, the statements and
relations with their rules, and the verbs that no rule took with the rules that came near.

A line is a list of (words, style) pairs: `render` shows them, with styles on a terminal only, so whatever a style
says is said by a mark as well.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from quoth.diagnosis.explanation import Explanation
from quoth.diagnosis.near_misses import LINE_END, Failure, Near, Unmatched, line_starts
from quoth.model import Actor, Mention, Party, Span
from quoth.reporting.serialization import sides_shown, visible

Line = list[tuple[str, str]]

STYLES = {
    "evidence": "underline", "content": "yellow", "addressee": "blue", "speaker": "bold green", "about": "magenta", "cue": "bold cyan",
    "none": "bold red",
}  # fmt: skip
"""Of the parts of a find, those that cover others last; "none" is a verb without a statement."""
FILLS = {"evidence": "-", "content": "-", "addressee": "=", "speaker": "=", "about": "~", "cue": "^", "none": "?"}
"""What follows a part's name in a row of marks."""
MARGIN = 6
NARROWEST = 40
INDENT = "    "


def lines_of(explanation: Explanation, width: int = 100) -> Iterator[Line]:
    """The lines of an explanation on a page of ``width`` columns. Only rules' own patterns are never cut. Raises nothing."""
    width = max(width, NARROWEST)
    document = explanation.document
    source = "standard input" if document.source == "-" else document.source
    yield [(source, "bold"), (f"  {document.date}" if document.date else "", "cyan")]
    yield []
    yield from _page(explanation, width - MARGIN)
    starts = line_starts(explanation.text)
    yield from _titled("statements", _statements(explanation, starts), width)
    yield from _titled("relations", _relations(explanation, starts), width)
    yield from _titled("actors", _actors(explanation, starts), width)
    for unmatched in explanation.unmatched:
        yield []
        yield from _unmatched(unmatched, width - len(INDENT))


# ---- the text with its marks -----------------------------------------------------------------


class _Mark(NamedTuple):
    """A stretch to mark: in which row, as what."""

    start: int
    end: int
    row: str
    part: str


def _page(explanation: Explanation, width: int) -> Iterator[Line]:
    """Each line of the text with its number, cut to the width; below it a row of marks for each statement and
    relation there, and one for the verbs that have none."""
    text = explanation.text
    paint = _paint(explanation)
    waiting = _marks(explanation)
    active: list[_Mark] = []
    for number, (start, end) in enumerate(_text_lines(text), 1):
        label = f"{number:>{MARGIN - 2}}  "
        for first, last in _cut(text, start, end, width):
            words = _runs(zip(text[first:last], paint[first:last], strict=True))
            yield [(label, "dim"), *((visible(run), style) for run, style in words)]
            label = " " * MARGIN
            while waiting and waiting[-1].start < last:
                active.append(waiting.pop())
            active = [mark for mark in active if mark.end > first]
            yield from _rows(active, _columns(text[first:last]), first)


def _marks(explanation: Explanation) -> list[_Mark]:
    """All that is to be marked, last first."""
    marks = [_Mark(span.start, span.end, span.of, span.part) for span in explanation.spans]
    marks += [_Mark(found.verb.start, found.verb.end, "?", "none") for found in explanation.unmatched]
    return sorted(marks, reverse=True)


def _paint(explanation: Explanation) -> list[str]:
    """The style of each character: that of the part which covers the others there."""
    order = list(STYLES)
    paint = [""] * len(explanation.text)
    for mark in sorted(_marks(explanation), key=lambda mark: order.index(mark.part)):
        paint[mark.start : mark.end] = [STYLES[mark.part]] * (mark.end - mark.start)
    return paint


def _text_lines(text: str) -> Iterator[tuple[int, int]]:
    """Where each line of the text starts and ends, without its line end."""
    for start, after in pairwise([*line_starts(text), len(text)]):
        end = LINE_END.search(text, start, after)
        if start < len(text):
            yield start, end.start() if end else after


def _cut(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """A line in pieces that fit the width, cut after spaces where there are any."""
    while True:
        fits = start + bisect_right(_columns(text[start : min(end, start + width)]), width) - 1
        if fits >= end:
            yield start, end
            return
        cut = text.rfind(" ", start + 1, fits) + 1 or max(fits, start + 1)
        yield start, cut
        start = cut


def _columns(words: str) -> list[int]:
    """The column at which each character is shown, and at last the one past them."""
    if words.isascii() and words.isprintable():
        return list(range(len(words) + 1))
    return list(accumulate(map(_cells, words), initial=0))


def _cells(letter: str) -> int:
    """The columns that a character takes."""
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else len(visible(letter))


def _rows(marks: Sequence[_Mark], columns: list[int], first: int) -> Iterator[Line]:
    """The rows of marks below a piece of text that starts at ``first``."""
    order = list(STYLES)
    for row in sorted({mark.row for mark in marks}, key=_row_order):
        mine = sorted((mark for mark in marks if mark.row == row), key=lambda mark: order.index(mark.part))
        owners: list[_Mark | None] = [None] * columns[-1]
        for mark in mine:
            begin, end = _place(mark, columns, first)
            owners[begin:end] = [mark] * (end - begin)
        cells = [(FILLS[owner.part], STYLES[owner.part]) if owner else (" ", "") for owner in owners]
        for mark in mine:
            begin, end = _place(mark, columns, first)
            name = mark.part[: end - begin] if mark.start >= first and mark.part != "none" else ""
            if all(owner is mark for owner in owners[begin : begin + len(name)]):
                cells[begin : begin + len(name)] = [(letter, STYLES[mark.part]) for letter in name]
        while cells and cells[-1][0] == " ":
            cells.pop()
        yield [(f"{row:>{MARGIN - 2}}  ", "bold"), *_runs(cells)]


def _place(mark: _Mark, columns: list[int], first: int) -> tuple[int, int]:
    """The columns of a mark in a piece of text that starts at ``first``."""
    last = len(columns) - 1
    return columns[min(max(mark.start - first, 0), last)], columns[min(max(mark.end - first, 0), last)]


def _row_order(row: str) -> tuple[int, int]:
    """Statements, then relations, then verbs without."""
    return "sr?".index(row[0]), int(row[1:] or 0)


def _runs(cells: Iterable[tuple[str, str]]) -> Line:
    return [("".join(letter for letter, _ in run), style) for style, run in groupby(cells, key=itemgetter(1))]


# ---- what fired ------------------------------------------------------------------------------


def _titled(title: str, rows: list[Line], width: int) -> Iterator[Line]:
    """Rows below a title, their cells one below the other; the last cell is cut to the width."""
    if not rows:
        return
    yield []
    yield [(title, "bold")]
    widths = [max(len(words) for words, _ in column) for column in zip(*(row[:-1] for row in rows), strict=True)]
    room = max(width - sum(widths) - 2 * len(widths) - 2, NARROWEST // 2)
    for row in rows:
        last, style = row[-1]
        cells = [(f"  {words:<{size}}", dress) for (words, dress), size in zip(row, widths, strict=False)]
        yield [*cells, (f"  {_short(last, room)}", style)]


def _statements(explanation: Explanation, starts: list[int]) -> list[Line]:
    names = {actor.id: actor.name for actor in explanation.document.actors}
    return [
        [
            (found.id, "bold"), (_line(found.content, starts), "dim"), (found.rule, "bold"),
            (f"{'not ' if found.negated else ''}{found.act.lower()}, {found.kind}", ""),
            (f"{_who(found.speaker, names)}: {' … '.join(piece.text for piece in found.content)}", ""),
        ]
        for found in explanation.document.statements
    ]  # fmt: skip


def _relations(explanation: Explanation, starts: list[int]) -> list[Line]:
    names = {actor.id: actor.name for actor in explanation.document.actors}
    stance = {"allied": "allied with", "opposed": "opposed to"}
    return [
        [
            (found.id, "bold"), (_line([found.evidence], starts), "dim"), (found.rule, "bold"), (found.type, ""),
            (f"{names.get(found.a, found.a)} {stance[found.kind]} {names.get(found.b, found.b)}", ""),
        ]
        for found in explanation.document.relations
    ]  # fmt: skip


def _actors(explanation: Explanation, starts: list[int]) -> list[Line]:
    """Who takes part: what each is known by, its type and side, and by what words; of speakers and addressees, how they were found."""
    document = explanation.document
    names = {actor.id: actor.name for actor in document.actors}
    parties = [party for found in document.statements for party in (found.speaker, found.addressee) if party]
    ways = {(party.actor, party.start): party.by for party in parties}

    def words(actor: Actor, mention: Mention) -> str:
        by = ways.get((actor.id, mention.start))
        return f"{_quoted(mention.text)} {_line([mention], starts)}{f' by {by}' if by else ''}"

    return [
        [
            (actor.id, "bold"), (actor.known, "dim"), (actor.type or "", ""),
            (f"for {names.get(actor.side, actor.side)}" if actor.side else "", ""),
            (", ".join(words(actor, mention) for mention in actor.mentions), ""),
        ]
        for actor in document.actors
    ]  # fmt: skip


def _line(spans: Sequence[Span | Mention], starts: list[int]) -> str:
    return f"line {bisect_right(starts, spans[0].start)}" if spans else ""


def _who(party: Party | None, names: dict[str, str]) -> str:
    """The speaker, how that was found out, and for whom: "Amina Yusuf (by pronoun, for Sudan)"."""
    if party is None:
        return "nobody named"
    sides = sides_shown(party)
    side = f"for {', '.join(names.get(side, side) for side in sides)}" if sides else ""
    return f"{party.name} ({', '.join(filter(None, (f'by {party.by}', side)))})"


# ---- what came near --------------------------------------------------------------------------


def _unmatched(unmatched: Unmatched, width: int) -> Iterator[Line]:
    """The verb, its sentence around it, and the rules with the place where each failed."""
    takes = ", ".join(unmatched.frames)
    yield [
        ("no statement for ", STYLES["none"]), (_quoted(unmatched.verb.text), STYLES["none"]),
        (f" (line {unmatched.line}, {unmatched.form}; {unmatched.lemma} takes {takes})", ""),
    ]  # fmt: skip
    yield [(INDENT, ""), *_around(unmatched.sentence, unmatched.verb, width)]
    if not unmatched.nearest:
        yield [(f"{INDENT}no rule begins to match: none takes {unmatched.form} here", "")]
    for near in unmatched.nearest:
        yield from _near(near, unmatched.verb)


def _around(sentence: Span, verb: Span, width: int) -> Line:
    """The sentence, cut on both sides of the verb to fit the width."""
    before = _flat(sentence.text[: verb.start - sentence.start])
    after = _flat(sentence.text[verb.end - sentence.start :])
    word = _short(verb.text, width // 3)
    room = width - len(word)
    left = min(len(before), max(room // 2, room - len(after)))
    shown = before if left == len(before) else "…" + before[len(before) - left + 1 :].partition(" ")[2]
    return [(shown, "dim"), (word, STYLES["none"]), (_short(after, room - len(shown)) if after.strip() else "", "dim")]


def _near(near: Near, verb: Span) -> Iterator[Line]:
    yield [(f"{INDENT}{near.rule}", "bold"), (f"  {_count(near)}{_reason(near, verb)}", "")]
    yield [(f"{INDENT * 2}{near.pattern}", "dim")]
    if near.failed:
        yield [(f"{INDENT * 2}{' ' * near.failed.place}{'^' * len(near.failed.expected)}", STYLES["none"])]


def _count(near: Near) -> str:
    return "matched, but " if near.failed is None else f"matched {near.matched} of {near.steps} steps, "


def _reason(near: Near, verb: Span) -> str:
    if near.failed is None:
        return f"{near.why}{f' ({near.taken_by})' if near.taken_by else ''}"
    if near.failed.at == verb:
        return f"all but the verb: it is none of `{near.failed.expected}`"
    return f"expected `{near.failed.expected}` {_stands(near.failed, verb)}"


def _stands(failed: Failure, verb: Span) -> str:
    if not failed.at.text:
        return f"at {failed.found}"
    side = "before the verb, " if failed.at.start < verb.start else ""
    return f"{side}at {_quoted(failed.at.text)} ({failed.found})"


def _quoted(words: str) -> str:
    return f"“{_short(words, NARROWEST)}”"


def _short(words: str, limit: int) -> str:
    """On one line, and at most ``limit`` characters."""
    flat = _flat(words)
    return flat if len(flat) <= limit else flat[: max(limit - 1, 0)].rstrip() + "…"


def _flat(words: str) -> str:
    return visible(re.sub(r"[^\S\x1c-\x1f\x85]+", " ", words))
