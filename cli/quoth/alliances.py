"""Find who stands with or against whom: patterns over the actors of a sentence.

The relation stream of a sentence has one unit for an actor, whatever it is called, and one for each
other word that can matter; determiners, adverbs and quotation marks are left out.
"""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import combinations, product

import msgspec

from .model import Named, Span, Stance, Text
from .patterns import Found, Pattern, find
from .phrases import Stream
from .rules import Alliance
from .vocabulary import NO_WORD, Vocabulary

LOCATIVE = frozenset(("in", "inside", "across", "near", "outside", "throughout", "around"))
SKIPPED = frozenset("DR“”x'")


class Link(msgspec.Struct, frozen=True):
    """A relation as found: two actors, the tokens that say so, and the rule."""

    kind: Stance
    type: str
    a: str
    b: str
    evidence: tuple[int, int]
    rule: str


def find_relations(
    text: Text, named: list[Named], rules: list[tuple[Alliance, Pattern]], vocabulary: Vocabulary
) -> list[Link]:
    """The relations that the text states, each pair and kind once (its first evidence)."""
    starts = [n.first for n in named]
    seen: set[tuple[frozenset[str], Stance]] = set()
    links: list[Link] = []
    for first, last in text.sentences:
        inside = named[bisect_left(starts, first) : bisect_left(starts, last)]
        if len({n.actor for n in inside}) < 2:
            continue
        for link in _in_sentence(text, inside, (first, last), rules, vocabulary):
            key = (frozenset((link.a, link.b)), link.kind)
            if key not in seen:
                seen.add(key)
                links.append(link)
    return sorted(links, key=lambda link: link.evidence)


def _in_sentence(
    text: Text, inside: list[Named], span: tuple[int, int], rules: list[tuple[Alliance, Pattern]], vocabulary: Vocabulary
) -> Iterator[Link]:
    stream, actors = make_relation_stream(text, inside, span, vocabulary)
    present = frozenset(stream.string)
    for rule, pattern in rules:
        for match in find(pattern, stream, present):
            for a, b in _pairs(match, actors):
                if a != b:
                    evidence = (stream.first[match.start], stream.last[match.end - 1] + 1)
                    yield Link(rule.kind, rule.type, a, b, evidence, rule.id)


def _pairs(match: Found, actors: dict[int, str]) -> Iterator[tuple[str, str]]:
    left = _actors_in(match, "a", actors)
    right = _actors_in(match, "b", actors)
    if right:
        yield from product(left, right)
    else:
        yield from combinations(left, 2)


def _actors_in(match: Found, part: str, actors: dict[int, str]) -> list[str]:
    if part not in match.parts:
        return []
    return list(dict.fromkeys(actors[i] for i in range(*match.parts[part]) if i in actors))


def make_relation_stream(
    text: Text, inside: list[Named], span: tuple[int, int], vocabulary: Vocabulary
) -> tuple[Stream, dict[int, str]]:
    """The sentence's units, and which unit is which actor."""
    string: list[str] = []
    first: list[int] = []
    last: list[int] = []
    actors: dict[int, str] = {}
    at, end = span
    mentions = {n.first: n for n in inside}
    while at < end:
        mention = mentions.get(at)
        if mention is not None:
            actors[len(string)] = mention.actor
            string.append(("L" if _is_place(text, mention) else "A") + NO_WORD)
            first.append(at)
            last.append(mention.last - 1)
            if mention.compound:
                string.append("-" + _code(mention.compound.split("-")[0], vocabulary))
                first.append(at)
                last.append(mention.last - 1)
            at = mention.last
            continue
        tag, word = text.tags[at], text.words[at].lower()
        code = _code(word, vocabulary)
        if tag not in SKIPPED or (tag == "R" and code != NO_WORD):
            string.append(tag + code)
            first.append(at)
            last.append(at)
        at += 1
    return Stream("".join(string), first, last, {}), actors


def _is_place(text: Text, mention: Named) -> bool:
    """ "In Syria", "Syria's northern province": where something happens, not who acts."""
    if mention.role or mention.how == "adjective" or mention.compound:
        return False
    before = text.words[mention.first - 1].lower() if mention.first else ""
    after = text.tags[mention.last : mention.last + 1]
    return before in LOCATIVE or after == "'"


def _code(word: str, vocabulary: Vocabulary) -> str:
    return vocabulary.verbs.get(word) or vocabulary.words.get(word) or NO_WORD


def evidence_span(text: Text, tokens: tuple[int, int]) -> Span:
    """The text that says so."""
    start, end = text.starts[tokens[0]], text.ends[tokens[1] - 1]
    return Span(text.article.text[start:end], start, end)
