"""An explanation as lines for people: the text with what each rule took marked below it, the statements and
relations with their rules, and the verbs that no rule took with the rules that came near.

A line is a list of (words, style) pairs: `render` shows them, with styles on a terminal only. So whatever a style
says is said by a mark as well.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

from .explain import Explanation, Marked
from .model import Party, Relation, Span, Statement
from .near import LINE_END, Near, Unmatched, line_starts
from .render import visible

Line = list[tuple[str, str]]

STYLES = {
    "evidence": "underline", "content": "yellow", "addressee": "blue", "speaker": "bold green", "about": "magenta", "cue": "bold cyan",
}  # fmt: skip
"""Of the parts, those that cover others last."""
FILLS = {"evidence": "-", "content": "-", "addressee": "=", "speaker": "=", "about": "~", "cue": "^"}
"""What follows a part's name in the row below the text."""
NONE = "bold red"
MARGIN = 6
NARROWEST = 40


def lines_of(explanation: Explanation, width: int = 100) -> Iterator[Line]:
    """All lines of an explanation, for a page of ``width`` columns: longer ones do not depend on the article."""
    document, width = explanation.document, max(width, NARROWEST)
    yield [("standard input" if document.source == "-" else document.source, "bold"), (f"  {document.date or ''}".rstrip(), "cyan")]
    yield []
    yield from _page(explanation, width)
    starts = line_starts(explanation.text)
    yield from _titled("statements", [_statement(found, explanation, starts) for found in document.statements], width)
    yield from _titled("relations", [_relation(found, explanation, starts) for found in document.relations], width)
    for unmatched in explanation.unmatched:
        yield []
        yield from _unmatched(unmatched, explanation, width)


# ---- the text with its marks -----------------------------------------------------------------


def _page(explanation: Explanation, width: int) -> Iterator[Line]:
    """Each line of the text with its number, wrapped, and below it a row of marks for each statement, relation
    and for the verbs without one."""
    text = explanation.text
    paint = _paint(explanation)
    waiting, active = _marks(explanation), [].copy()
    for number, (start, after) in enumerate(pairwise([*line_starts(text), len(text)]), 1):
        end = after if number == 0 else start + len(LINE_END.sub("", text[start:after]))
        yield from _numbered(number, start, end)
    del paint, waiting, active
