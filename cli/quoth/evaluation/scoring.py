"""How well the statements found in documents agree with those that people marked there.

Words are counted, not characters: a stretch holds the words that begin in it. A statement is **found** if its content shares
at least half of all words in the two contents with a marked one; one is matched with one, the likest first. It is **attributed** if
its speaker, too, is right. Where the gold gives ids of actors, the speaker's (**actor**) and those of whom a statement is
**about** count each: a found one is right if the marked statement has it too. They may be ids of the rules, or of those whom no
rule names ("syria:rebels", "text:mehmet-aksoy"). Intervals come from drawing the documents again, with replacement.
"""

import random
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import mul
from typing import Final, NamedTuple

import msgspec

from quoth.evaluation.brat import Marked, Place
from quoth.language.nltk_home import a_home

WORD = re.compile(r"\w+(?:['’]\w+)?")
RESAMPLES: Final = 1000
SEED: Final = 1
"""The same documents give the same intervals."""
KINDS: Final = {"quoted": ("direct", "mixed"), "indirect": ("indirect",), "all": ("direct", "mixed", "indirect")}
SAID: Final = "said"
"""The kind of all statements whose cue is a verb that can stand beside a quotation."""
MEASURES: Final = ("found", "attributed", "content_words")
OF_ACTORS: Final = ("actor", "about")
"""Measures of gold that gives the ids of actors."""


class Item(msgspec.Struct, frozen=True):
    """A statement with its parts as numbers of words."""

    marked: Marked
    content: frozenset[int]
    speaker: frozenset[int]
    cue: frozenset[int]
    said: bool


class Pair(NamedTuple):
    """A marked statement and a found one by their numbers, and whether the speaker is right."""

    gold: int
    found: int
    right: bool


class Pairing(msgspec.Struct, frozen=True):
    """A document's statements as marked and as found, and which of them go together."""

    gold: list[Item]
    found: list[Item]
    pairs: list[Pair]


class Counts(NamedTuple):
    """Right ones among those found of a kind, and all those; right ones among those marked of the kind, and all those."""

    right_found: int
    found: int
    right_gold: int
    gold: int


class Figure(msgspec.Struct, frozen=True):
    """A value from 0 to 1 with its 95 % interval. None where nothing is there to count, or for the interval of one document."""

    value: float | None
    low: float | None
    high: float | None


class Score(msgspec.Struct, frozen=True):
    """Precision, recall and F1, and how many statements or words were found and marked."""

    precision: Figure
    recall: Figure
    f1: Figure
    found: int
    gold: int


# ---- one document ----------------------------------------------------------------------------


def pair(text: str, gold: Iterable[Marked], found: Iterable[Marked], speech: frozenset[str]) -> Pairing:
    """Match what was found in a text with what is marked there. ``speech`` are the forms of verbs of speech, in lower case."""
    starts = [match.start() for match in WORD.finditer(text)]

    def item(marked: Marked) -> Item:
        content, speaker, cue = (_words(starts, part) for part in (marked.content, marked.speaker, marked.cue))
        return Item(marked, content, speaker, cue, said=not speech.isdisjoint(cue_words(marked, text)))

    marks, finds = [item(marked) for marked in gold], [item(marked) for marked in found]
    return Pairing(marks, finds, _pairs(marks, finds))


def cue_words(marked: Marked, text: str) -> list[str]:
    """The words of a cue, in lower case."""
    return [word.lower() for start, end in marked.cue for word in WORD.findall(text[start:end])]


def _words(starts: list[int], places: Iterable[Place]) -> frozenset[int]:
    return frozenset(n for start, end in places for n in range(bisect_left(starts, start), bisect_left(starts, end)))


def _pairs(gold: list[Item], found: list[Item]) -> list[Pair]:
    """One to one, the likest first; of equals the one whose speaker is right, then the earlier."""
    with a_home():
        from nltk.metrics import jaccard_distance

    close = []
    for g, mark in enumerate(gold):
        for f, find in enumerate(found):
            if not mark.content.isdisjoint(find.content) and (far := jaccard_distance(mark.content, find.content)) <= 0.5:
                close.append((far, not _right(mark, find), g, f))
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    pairs = []
    for _, wrong, g, f in sorted(close):
        if g not in taken_gold and f not in taken_found:
            taken_gold.add(g)
            taken_found.add(f)
            pairs.append(Pair(g, f, not wrong))
    return pairs


def _right(gold: Item, found: Item) -> bool:
    """Whether the speakers share half of the words of the shorter, and the found one takes in nothing of the marked cue or
    content; where nobody is marked, nobody must be found."""
    if not gold.speaker or not found.speaker:
        return gold.speaker == found.speaker
    if found.speaker & (gold.cue | gold.content):
        return False
    return 2 * len(gold.speaker & found.speaker) >= min(len(gold.speaker), len(found.speaker))


# ---- all documents ---------------------------------------------------------------------------


def scores(documents: Sequence[Pairing]) -> dict[str, dict[str, Score]]:
    """Kind -> measure -> score. What counts for precision is the kind found, for recall the kind marked."""
    draws = _draws(len(documents))
    with_ids = any(item.marked.actor or item.marked.about for document in documents for item in document.gold)
    measures = MEASURES + OF_ACTORS * with_ids
    return {kind: _scores(documents, kind, measures, draws) for kind in (*KINDS, SAID)}


def _scores(documents: Sequence[Pairing], kind: str, measures: Sequence[str], draws: list[list[int]]) -> dict[str, Score]:
    table = [_counts(document, kind) for document in documents]
    return {measure: _score([row[n] for row in table], draws) for n, measure in enumerate(measures)}


def _counts(document: Pairing, kind: str) -> tuple[Counts, ...]:
    """Of one document and kind: statements found, statements attributed, words of contents, ids of speakers and of targets."""
    gold = {n for n, item in enumerate(document.gold) if _is(item, kind)}
    found = {n for n, item in enumerate(document.found) if _is(item, kind)}

    def statements(pairs: list[Pair]) -> Counts:
        return Counts(sum(p.found in found for p in pairs), len(found), sum(p.gold in gold for p in pairs), len(gold))

    right = [p for p in document.pairs if p.right]
    ids = (_count_ids(document, gold, found, of) for of in (_speaker_id, _target_ids))
    return statements(document.pairs), statements(right), _count_words(document, gold, found), *ids


def _is(item: Item, kind: str) -> bool:
    return item.said if kind == SAID else item.marked.kind in KINDS[kind]


def _count_words(document: Pairing, gold: set[int], found: set[int]) -> Counts:
    none: frozenset[int] = frozenset()
    all_gold = none.union(*(item.content for item in document.gold))
    all_found = none.union(*(item.content for item in document.found))
    of_gold = none.union(*(document.gold[n].content for n in gold))
    of_found = none.union(*(document.found[n].content for n in found))
    return Counts(len(of_found & all_gold), len(of_found), len(of_gold & all_found), len(of_gold))


def _speaker_id(item: Item) -> frozenset[str]:
    return frozenset(filter(None, [item.marked.actor]))


def _target_ids(item: Item) -> frozenset[str]:
    return item.marked.about


def _count_ids(document: Pairing, gold: set[int], found: set[int], of: Callable[[Item], frozenset[str]]) -> Counts:
    """The ids in statements; those are right that both statements of a pair have."""
    right = [(p, len(of(document.gold[p.gold]) & of(document.found[p.found]))) for p in document.pairs]
    return Counts(
        sum(both for p, both in right if p.found in found),
        sum(len(of(document.found[n])) for n in found),
        sum(both for p, both in right if p.gold in gold),
        sum(len(of(document.gold[n])) for n in gold),
    )


def _draws(documents: int) -> list[list[int]]:
    """How often each document is in each resample; no resamples where there are fewer than two documents."""
    if documents < 2:
        return []
    chance = random.Random(SEED)
    drawn = (Counter(chance.choices(range(documents), k=documents)) for _ in range(RESAMPLES))
    return [[times[n] for n in range(documents)] for times in drawn]


def _score(rows: list[Counts], draws: list[list[int]]) -> Score:
    columns = list(zip(*rows, strict=True))
    total = Counts(*map(sum, columns)) if rows else Counts(0, 0, 0, 0)
    drawn = [_values(Counts(*(sum(map(mul, times, column)) for column in columns))) for times in draws]
    precision, recall, f1 = (_figure(value, [values[n] for values in drawn]) for n, value in enumerate(_values(total)))
    return Score(precision, recall, f1, total.found, total.gold)


def _values(counts: Counts) -> tuple[float | None, float | None, float | None]:
    """Precision, recall and F1, from counts: nltk.metrics makes them from sets, which a thousand draws would have to build."""
    precision = counts.right_found / counts.found if counts.found else None
    recall = counts.right_gold / counts.gold if counts.gold else None
    if precision is None and recall is None:
        return None, None, None
    p, r = precision or 0.0, recall or 0.0
    return precision, recall, 2 * p * r / (p + r) if p + r else 0.0


def _figure(value: float | None, drawn: list[float | None]) -> Figure:
    """The value between the 2.5th and the 97.5th percentile of those drawn."""
    known = sorted(one for one in drawn if one is not None)
    if value is None or not known:
        return Figure(value if value is None else round(value, 4), None, None)
    low, high = known[len(known) * 25 // 1000], known[len(known) * 975 // 1000 - 1]
    return Figure(round(value, 4), round(low, 4), round(high, 4))
