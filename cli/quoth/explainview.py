"""An explanation as lines of styled text: the article with its spans, what each rule took, what came near.

A line is a list of (words, style) pairs: `render` shows them, with styles on a terminal only.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter, itemgetter

from .explain import Explanation, Marked, Near, Unmatched
from .model import Relation, Statement

Styled = tuple[str, str]
Line = list[Styled]

STYLES = {
    "evidence": "underline",
    "content": "yellow",
    "addressee": "blue",
    "speaker": "bold green",
    "about": "magenta",
    "cue": "bold cyan",
}
"""Of the parts, those that cover others last."""
LINE_END = re.compile(r"\r\n|\r|\n")
LABEL = 12
"""Columns of a part's name."""


def lines_of(explanation: Explanation) -> Iterator[Line]:
    """All lines of an explanation."""
    document = explanation.document
    yield [(document.source, "bold"), (f"  {document.date or ''}", "cyan")]
    yield [pair for part, style in reversed(STYLES.items()) for pair in ((part, style), (" ", ""))]
    yield []
    yield from _article(explanation)
    of = {key: list(marked) for key, marked in groupby(sorted(explanation.spans, key=attrgetter("of")), key=attrgetter("of"))}
    for found in (*document.statements, *document.relations):
        yield []
        yield from _found(found, of.get(found.id, []), explanation)
    for unmatched in explanation.unmatched:
        yield []
        yield from _unmatched(unmatched)


def _article(explanation: Explanation) -> Iterator[Line]:
    """The text, each character in the style of the part that covers the others there."""
    order = list(STYLES)
    paint = [""] * len(explanation.text)
    for marked in sorted(explanation.spans, key=lambda m: order.index(m.part)):
        paint[marked.start : marked.end] = [STYLES[marked.part]] * (marked.end - marked.start)
    start = 0
    for end in [*LINE_END.finditer(explanation.text), None]:
        stop = end.start() if end else len(explanation.text)
        line = zip(explanation.text[start:stop], paint[start:stop], strict=True)
        yield [("".join(letter for letter, _ in run), style) for style, run in groupby(line, key=itemgetter(1))]
        start = end.end() if end else stop


def _found(found: Statement | Relation, parts: list[Marked], explanation: Explanation) -> Iterator[Line]:
    place = f"  line {explanation.line(parts[0].start)}" if parts else ""
    what = f"{'not ' if found.negated else ''}{found.act}, {found.kind}" if isinstance(found, Statement) else f"{found.kind}, {found.type}"
    yield [(found.id, "bold"), (place, "dim"), (f"  {found.rule}", "bold"), (f"  {what}", "")]
    for marked in parts:
        yield [(f"    {marked.part:<{LABEL}}", "dim"), (marked.text, STYLES[marked.part])]
    if isinstance(found, Relation):
        yield [(f"    {'between':<{LABEL}}", "dim"), (f"{found.a} and {found.b}", "")]
    elif found.speaker and found.speaker.name != found.speaker.text:
        yield [(f"    {'who':<{LABEL}}", "dim"), (f"{found.speaker.name} (by {found.speaker.by})", "")]


def _unmatched(unmatched: Unmatched) -> Iterator[Line]:
    takes = f" takes {', '.join(unmatched.frames)};" if unmatched.frames else ""
    yield [("no statement", "bold red"), (f"  line {unmatched.line}  ", "dim"), (unmatched.verb.text, "bold cyan")]
    yield [(f"    {unmatched.lemma}:{takes} {unmatched.sentence.text}", "")]
    for near in unmatched.nearest:
        yield from _near(near)


def _near(near: Near) -> Iterator[Line]:
    yield [(f"    {near.rule}", "bold"), (f"  {near.matched} of {near.steps} steps", "dim"), (f"  {_reason(near)}", "")]
    yield [(f"        {near.pattern}", "dim")]
    if near.failed:
        yield [(f"        {' ' * near.failed.place}^", "red")]


def _reason(near: Near) -> str:
    if near.failed is None:
        taken = f" ({near.taken_by})" if near.taken_by else ""
        return f"{near.why or 'nothing failed'}{taken}"
    stands = f"{near.failed.at.text!r}, {near.failed.found}" if near.failed.at.text else near.failed.found
    return f"expected {near.failed.expected}, found {stands}"
