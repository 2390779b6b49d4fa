"""Pair quotation marks, as typists leave them.

Straight, curly, guillemets, low-high marks, two apostrophes (''…'', ``…''), and British single
quotes told from apostrophes. A quotation that opens every paragraph anew and closes once gives
one pair a paragraph. The work grows linearly with the number of marks.
"""

import re
from collections.abc import Collection

from quoth.language.text import Quotation
from quoth.model import Warning

MARK = re.compile(r"''|``|[\"“”„«»‹›‘’‚']")
DOUBLE = frozenset(('"', "“", "”", "„", "«", "»", "''", "``"))
OPENING = frozenset("“„«‹‘‚") | {"``"}
CLOSING = frozenset("”»›")
STRAIGHT = frozenset(('"', "''"))
PAIRS = {
    mark: frozenset(closing.split())
    for mark, closing in {
        "“": "” \" “", "„": "“ ” \"", "«": "»", "‹": "›", '"': "\" ”", "''": "''", "``": "''",
        "‘": "’ '", "‚": "‘ ’", "'": "' ’", "”": "” \"", "»": "«", "›": "‹",
    }.items()
}  # fmt: skip
"""What closes a quotation that a mark opened."""
SENTENCE_START = re.compile(r"(?<=[.?!] )[A-Z]")
MAX_UNOPENED = 600
"""Characters that are gone back over for the start of a quotation whose opening mark was lost."""
BEFORE_OPENING = frozenset(" \t\r\n\u00a0\u2009\u202f([{—–-/:,“‘\"'«\u2015\u200b")


def pair_marks(text: str, paragraphs: Collection[tuple[int, int]], elisions: Collection[str]) -> tuple[list[Quotation], list[Warning]]:
    """Find the quotations in each paragraph, in order of their start.

    ``paragraphs`` are (start, end) offsets; ``elisions`` are words like "em" that an apostrophe
    opens. A quotation left open ends with its paragraph: silently where the next paragraph opens
    with a mark of the same kind (it goes on there), else with a warning.
    """
    spans = list(paragraphs)
    found: list[Quotation] = []
    warnings: list[Warning] = []
    still_open: list[tuple[int, int, str, int]] = []
    for i, (start, end) in enumerate(spans):
        quotations, still_open = _pair_paragraph(text, start, end, elisions, goes_on=bool(still_open))
        found += quotations
        for mark_start, mark_end, mark, depth in still_open:
            goes_on = i + 1 < len(spans) and _opens_with(text, spans[i + 1], mark)
            if mark in ("'", "‘") and not goes_on:
                continue  # an apostrophe after all: "the boys' and 'twas"
            found.append(Quotation(mark_start, end, mark_end, end, depth, False, goes_on))
            if not goes_on:
                warnings.append(Warning("a quotation mark is never closed", mark_start))
    found.sort(key=lambda q: (q.start, -q.end))
    return found, warnings


def _opens_with(text: str, paragraph: tuple[int, int], mark: str) -> bool:
    return text.startswith(mark, paragraph[0])


def _pair_paragraph(
    text: str, start: int, end: int, elisions: Collection[str], *, goes_on: bool
) -> tuple[list[Quotation], list[tuple[int, int, str, int]]]:
    marks = [m for m in MARK.finditer(text, start, end) if not _inside_word(text, m.start(), m.end(), end)]
    closes_later = _strong_closes(text, marks, end)
    stack: list[tuple[int, int, str, int]] = []
    out: list[Quotation] = []
    for k, match in enumerate(marks):
        mark, at, after = match.group(), match.start(), match.end()
        if stack and mark in PAIRS[stack[-1][2]] and _can_close(text, match, end, closes_later[k], stack):
            opened = stack.pop()
            out.append(Quotation(opened[0], after, opened[1], at, opened[3], True, False))
        elif len(stack) > 1 and mark in DOUBLE and mark in PAIRS[stack[-2][2]] and _can_close(text, match, end, False, stack):
            stack.pop()  # the inner single quotation was an apostrophe
            opened = stack.pop()
            out.append(Quotation(opened[0], after, opened[1], at, opened[3], True, False))
        elif _can_open(text, match, start, end, elisions, stack) and len(stack) < 3:
            stack.append((at, after, mark, len(stack)))
        elif not stack and _is_unopened(text, match, end):
            opened_at = start if goes_on and not out else _unopened(text, max(start, out[-1].end if out else start), at)
            out.append(Quotation(opened_at, after, opened_at, at, 0, True, False))
    return out, stack


def _is_unopened(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a double mark that opens nothing closes a quotation whose opening mark was lost: it stands after a comma or stop,
    and words follow."""
    at, after = match.start(), match.end()
    return match.group() in DOUBLE and text[at - 1 : at] in (",", ".", "?", "!") and text[after : after + 1] in (" ", "") and at > 0


def _unopened(text: str, start: int, at: int) -> int:
    """Where a quotation that ends at ``at`` began, if nothing shows it: with its sentence, not before ``start``."""
    start = max(start, at - MAX_UNOPENED)
    start += len(text[start:at]) - len(text[start:at].lstrip())
    return max((found.start() for found in SENTENCE_START.finditer(text, start, at)), default=start)


def _inside_word(text: str, at: int, after: int, end: int) -> bool:
    return at > 0 and after < end and text[at - 1].isalnum() and text[after].isalnum()


def _strong_closes(text: str, marks: list[re.Match[str]], end: int) -> list[bool]:
    """For each mark: does a single mark after punctuation follow, before another one opens?"""
    later, flag = [False] * len(marks), False
    for k in range(len(marks) - 1, -1, -1):
        later[k] = flag
        at, mark = marks[k].start(), marks[k].group()
        if mark in "’'" and at > 0 and text[at - 1] in ".,?!…":
            flag = True
        elif mark == "‘" or (mark == "'" and at > 0 and text[at - 1] in BEFORE_OPENING):
            flag = False
    return later


def _can_close(text: str, match: re.Match[str], end: int, later: bool, stack: list[tuple[int, int, str, int]]) -> bool:
    at, after, mark = match.start(), match.end(), match.group()
    if at <= stack[-1][1] and mark in STRAIGHT and at == stack[-1][1]:
        return True
    before, following = text[at - 1], text[after : after + 1]
    if mark in STRAIGHT:
        return not before.isspace() or not following or following.isspace() or not following.isalnum()
    if mark == "“" and stack[-1][2] == "“":
        # an opening mark typed for a closing one: “Never,“ he said
        return before in ".,?!…" and (not following or following.isspace())
    if mark not in "’'":
        return True
    if following.isalnum() or before.isspace():
        return False
    # "the boys' plan": a possessive, where a plainer end of the quotation is still to come
    return not (before in "sSxz" and following.isspace() and after + 1 < end and text[after + 1].isalpha() and later)


def _can_open(
    text: str,
    match: re.Match[str],
    start: int,
    end: int,
    elisions: Collection[str],
    stack: list[tuple[int, int, str, int]],
) -> bool:
    at, after, mark = match.start(), match.end(), match.group()
    if after >= end:
        return False
    following, before = text[after], text[at - 1] if at > start else " "
    if mark in "”»›’":
        # a closing mark where only an opening one can stand: ”Hello”, „er sagte »Nein«“
        return mark != "’" and (not stack or mark in "»›") and before in BEFORE_OPENING and not following.isspace()
    if mark == "'":
        word = re.compile(r"\w+").match(text, after)
        elided = word is not None and (word.group().lower() in elisions or word.group()[0].isdigit())
        return before in BEFORE_OPENING and not following.isspace() and not elided
    if mark in STRAIGHT:
        if following.isspace() and not before.isspace():
            return False  # it closes what was never opened
        return before in BEFORE_OPENING or following.isalnum() or following in "([{"  # not in 6'2", which measures
    return not (mark == "‘" and following.isdigit() and text[after : after + 3][-1:] == "s")
