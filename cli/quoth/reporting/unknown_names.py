"""Names in a report that no rule knows: of speakers, and of whoever a content names."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

import msgspec

from quoth.model import Document, Party, Span
from quoth.rulebook.listing import aliases
from quoth.rulebook.rules import Role, RuleBook, Words
from quoth.spelling import filter_key

WORD = re.compile(r"[^\W\d_]\.|[^\W\d_][\w’'-]*")
"""A word without the period after it, or an initial with it."""
NO_CLASS = frozenset("JMNn")
"""Tags of words that may well begin a name: adjectives, numbers, nouns."""
CONJUNCTION = "C"
LONGEST = 8
"""Words of a name: more with capitals are a title or a headline."""
POSSESSIVE = re.compile(r"(?:['’]s|['’])$")


class Lexicon(msgspec.Struct, frozen=True):
    """What tells names from other words: those of ``edges`` begin and end none, after ``titles`` a person's name begins,
    ``offices`` are no names, ``inside`` stand in small letters within them. ``known`` are the names of the rules, folded."""

    edges: frozenset[str]
    titles: frozenset[str]
    offices: frozenset[str]
    inside: frozenset[str]
    known: frozenset[str]


class Stranger(msgspec.Struct, frozen=True):
    """An unknown name in a statement: of its speaker, for whom ``side`` is what the text gave, or in its content."""

    name: str
    speaks: bool
    side: str | None = None


def make_lexicon(book: RuleBook) -> Lexicon:
    """Gather the words from the rules."""
    lists = book.lists()
    offices = {word for role in book.of(Role) for word in role.forms}
    held = {word for role in book.of(Role) if role.speaks == "side" for word in role.words}
    closed = frozenset(word.lower() for rule in book.of(Words) if rule.tag not in NO_CLASS for word in rule.words)
    # "and" stands between two names more often than within one
    between = {word for rule in book.of(Words) if rule.tag == CONJUNCTION for word in rule.words}
    inside = (lists["inside-name"] | lists["name-particles"]) - between
    return Lexicon(closed | inside, frozenset(held | set(book.honorifics())), frozenset(offices), inside, frozenset(aliases(book)))


def find_strangers(document: Document, lexicon: Lexicon) -> Iterator[Stranger]:
    """The unknown names of each statement that was made, each once a statement."""
    named = (s.speaker for s in document.statements if s.speaker and _is_named(s.speaker))
    speakers = {filter_key(name) for party in named for name in _own(party, lexicon)}
    mentions = _Mentions(document)
    for statement in document.statements:
        if statement.negated:
            continue
        party = statement.speaker
        own = [name for name in _own(party, lexicon) if filter_key(name) in speakers] if party else []
        yield from (Stranger(name, True, party.side if party else None) for name in own)
        others = {filter_key(name): name for span in statement.content for name in _names_in(span, mentions, lexicon)}
        yield from (Stranger(name, False) for key, name in others.items() if key not in map(filter_key, own))


def _is_named(party: Party) -> bool:
    """Whether it is told by a name, there or before; what is told by description may have capitals too ("the Mayor")."""
    return party.by == "name" or (party.by in ("pronoun", "continuation") and filter_key(party.name) != filter_key(party.text))


def _own(party: Party, lexicon: Lexicon) -> list[str]:
    """The name of a speaker whom no rule knows, or nothing."""
    return [] if party.actor else _trimmed([match[0] for match in WORD.finditer(party.name)], lexicon, least=1)


class _Mentions:
    """Where the actors of a document are mentioned, but those whom only its text names."""

    def __init__(self, document: Document) -> None:
        found = sorted((mention.start, mention.end) for actor in document.actors if actor.known != "text" for mention in actor.mentions)
        self.starts = [start for start, _ in found]
        self.ends = list(accumulate((end for _, end in found), max))

    def touch(self, start: int, end: int) -> bool:
        """Whether one shares a character with a stretch."""
        before = bisect_left(self.starts, end)
        return before > 0 and self.ends[before - 1] > start


def _names_in(span: Span, mentions: _Mentions, lexicon: Lexicon) -> Iterator[str]:
    """Names of two words or more that no actor's mention touches."""
    for run in _runs(span.text, lexicon):
        if not mentions.touch(span.start + run[0].start(), span.start + run[-1].end()):
            yield from _trimmed([match[0] for match in run], lexicon, least=2)


def _runs(text: str, lexicon: Lexicon) -> Iterator[list[re.Match[str]]]:
    """Words with capitals one after another, with small words between; two at the least."""
    run: list[re.Match[str]] = []
    for match in WORD.finditer(text):
        capital = match[0][0].isupper()
        joined = bool(run) and text[run[-1].end() : match.start()] == " "
        if joined and (capital or match[0] in lexicon.inside):
            run.append(match)
            continue
        if len(run) > 1:
            yield run
        run = [match] if capital else []
    if len(run) > 1:
        yield run


def _trimmed(words: list[str], lexicon: Lexicon, least: int) -> list[str]:
    """The name in a run of words, without titles before it and words that are part of none; nothing if too little is left,
    or too much, or what the rules know, or an office."""
    words = [*words[:-1], *(POSSESSIVE.sub("", word) for word in words[-1:])]
    inner = [at for at, word in enumerate(words) if word.lower() not in lexicon.edges]
    words = words[inner[0] : inner[-1] + 1] if inner else []
    after = [at for at, word in enumerate(words, 1) if word.lower() in lexicon.titles and at + 2 <= len(words)]
    words = words[after[-1] :] if after else words
    return [" ".join(words)] if least <= len(words) <= LONGEST and _is_name(words, lexicon) else []


def _is_name(words: list[str], lexicon: Lexicon) -> bool:
    """Whether they have capitals, and are neither an office nor known."""
    name = " ".join(words)
    if name.lower() in lexicon.offices or words[-1].lower() in lexicon.titles or filter_key(name) in lexicon.known:
        return False
    return all(word[0].isupper() or word in lexicon.inside for word in words)
