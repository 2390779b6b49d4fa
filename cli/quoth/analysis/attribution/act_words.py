"""Give the words that tell an act to the statement in whose content they stand: the innermost, where one stands in another."""

from bisect import bisect_right
from collections.abc import Iterable

import msgspec

from quoth.analysis.findings import Draft, Tell
from quoth.language.chunking import Stream
from quoth.language.text import Text
from quoth.rulebook.rules import Content

CARRYING = frozenset("XRhbU")
"""Tags of auxiliaries and adverbs, among which a negation of the verb after them may stand."""
BEFORE = 8
"""Tokens before a verb in which such are looked for."""


class Telling(msgspec.Struct, frozen=True):
    """A rule of acts, with its place in the book; ``denies`` says that its pattern itself names a denial ("will not accept")."""

    rule: Content
    order: int
    denies: bool


class Told(msgspec.Struct, frozen=True):
    """The tokens (first, past the last) that a rule matches."""

    first: int
    last: int
    telling: Telling


class Contents:
    """Where a document's contents lie, as stretches that do not overlap."""

    def __init__(self, drafts: list[Draft]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for first, last in sorted(span for draft in drafts for span in draft.content):
            if self.ends and first <= self.ends[-1]:
                self.ends[-1] = max(last, self.ends[-1])
            else:
                self.starts.append(first)
                self.ends.append(last)

    def hold(self, stream: Stream) -> bool:
        """Whether they hold any token of a stream that has some."""
        k = bisect_right(self.ends, stream.first[0])
        return k < len(self.starts) and self.starts[k] <= stream.last[-1]


def with_tells(text: Text, drafts: list[Draft], told: Iterable[Told], negation: frozenset[str]) -> list[Draft]:
    """The drafts with what the words of their contents tell, in order of the text."""
    contents = sorted((first, -last, k) for k, draft in enumerate(drafts) for first, last in draft.content)
    tells: dict[int, list[Tell]] = {}
    around: list[tuple[int, int]] = []
    at = 0
    for one in sorted(told, key=lambda one: (one.first, one.telling.order)):
        while at < len(contents) and contents[at][0] <= one.first:
            around.append((-contents[at][1], contents[at][2]))
            at += 1
        while around and around[-1][0] <= one.first:
            around.pop()
        if around and _counts(text, drafts[around[-1][1]], one, negation):
            rule = one.telling.rule
            tells.setdefault(around[-1][1], []).append(Tell(one.first, rule.act, rule.whose))
    return [msgspec.structs.replace(draft, tells=tuple(tells[k])) if k in tells else draft for k, draft in enumerate(drafts)]


def _counts(text: Text, draft: Draft, told: Told, negation: frozenset[str]) -> bool:
    rule = told.telling.rule
    if draft.lemma not in rule.verbs if rule.verbs else draft.act != "STATEMENT":
        return False
    if rule.opening and told.first > draft.content[0][0]:
        return False
    return told.telling.denies or rule.negated == _is_negated(text, told, negation)


def _is_negated(text: Text, told: Told, negation: frozenset[str]) -> bool:
    first = told.first
    while first > 0 and told.first - first < BEFORE and text.tags[first - 1] in CARRYING:
        first -= 1
    return any(word.lower() in negation for word in text.words[first : told.last])
