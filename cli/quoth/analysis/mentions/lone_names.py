"""Find those whom only a name shows, by what they do: in "Okoro endorsed Maina" two take part, whoever they are.

The verbs are those of the families of deeds that are done between people and bodies alone (`open`). A name counts right before such a verb or
right after it, between capitals and small letters that make no other name; then wherever it stands in the document.
"""

from collections.abc import Iterator, Mapping

import msgspec

from quoth.analysis.findings import Named, OwnActor
from quoth.language.text import Text
from quoth.language.vocabulary import inflect, merged_inflections
from quoth.rulebook.rules import ActorRule, Deed, RuleBook
from quoth.spelling import slug

BETWEEN = 4
"""Tokens between a name and the verb."""
LONGEST = 4
"""Words of a name."""
SHORTEST = 3
"""Letters of a name of one word."""
BEFORE_VERB, AFTER_VERB = "RbhX", "DJNR"
VERBAL = "VEZBG"


class LoneNames(msgspec.Struct, frozen=True):
    """What finding them needs: the forms of the verbs, the lexicon's words, titles, words that end no name of somebody,
    and the actors of the rules by a surname that only one of them bears."""

    forms: frozenset[str]
    known: Mapping[str, str]
    titles: frozenset[str]
    surnames: Mapping[str, str]


def make_lone_names(book: RuleBook, known: Mapping[str, str]) -> LoneNames:
    """Gather the words. ``known`` maps the words of a lexicon to tags."""
    inflections = merged_inflections(book)
    verbs = {verb for rule in book.of(Deed) if rule.open for verb in rule.verbs if " " not in verb}
    forms = frozenset(form for verb in verbs for form in inflect(verb, inflections))
    bearers: dict[str, list[str]] = {}
    for rule in book.of(ActorRule):
        if rule.type == "person":
            bearers.setdefault(rule.last_name, []).append(rule.id)
    alone = {name: ids[0] for name, ids in bearers.items() if len(ids) == 1 and " " not in name}
    return LoneNames(forms, known, frozenset(book.honorifics()), alone)


def find_lone_names(text: Text, named: list[Named], lone: LoneNames) -> tuple[list[Named], dict[str, OwnActor]]:
    """All mentions in order of the text, with those of lone names, and the actors among these whom no rule names, by their ids."""
    covered = {token for mention in named for token in range(mention.first, mention.last)}
    opens = {first for first, _ in text.sentences}
    found: dict[tuple[str, ...], str] = {}
    own: dict[str, OwnActor] = {}
    for at, word in enumerate(text.words):
        if text.tags[at] in VERBAL and word.lower() in lone.forms:
            for first, last in _beside(text, at, covered):
                _note(text, first, last, lone, opens, found, own)
    if not found:
        return named, own
    mentions = [
        Named(actor, first, last, text.starts[first], text.ends[last - 1], "name")
        for first, last, actor in _everywhere(text, covered, found)
    ]
    return sorted([*named, *mentions], key=lambda mention: mention.first), own


def _beside(text: Text, at: int, covered: set[int]) -> Iterator[tuple[int, int]]:
    """The runs of capitals before and after a verb."""
    last = at
    while at - last < BETWEEN and last > 0 and text.tags[last - 1] in BEFORE_VERB:
        last -= 1
    first = last
    while last - first < LONGEST and first > 0 and text.tags[first - 1] == "P" and first - 1 not in covered:
        first -= 1
    if first < last and (first == 0 or text.tags[first - 1] not in "PI'-"):
        yield first, last
    first = at + 2 if text.words[at + 1 : at + 2] == ["by"] else at + 1
    end = min(first + BETWEEN, len(text.tags))
    while first < end and text.tags[first] in AFTER_VERB:
        first += 1
    last = first
    while last - first < LONGEST and last < len(text.tags) and text.tags[last] == "P" and last not in covered:
        last += 1
    if first < last and text.tags[last : last + 1] not in ("P", "N", "-"):
        yield first, last


def _note(
    text: Text, first: int, last: int, lone: LoneNames, opens: set[int], found: dict[tuple[str, ...], str], own: dict[str, OwnActor]
) -> None:
    """Remember whom a run names, unless it may be another word."""
    while first < last and text.words[first].lower().rstrip(".") in lone.titles:
        first += 1
    words = tuple(text.words[first:last])
    if not words or words in found or not all(word[0].isupper() for word in words):
        return
    if len(words) == 1 and (len(words[0]) < SHORTEST or (first in opens and words[0].lower() in lone.known)):
        return
    known = lone.surnames.get(words[0]) if len(words) == 1 else None
    name = " ".join(words)
    key = known or "text:" + slug(name, "name")
    found[words] = key
    if known is None:
        own[key] = OwnActor(id=key, name=name, type=None, known="text")


def _everywhere(text: Text, covered: set[int], found: Mapping[tuple[str, ...], str]) -> Iterator[tuple[int, int, str]]:
    """Wherever the names stand, the longest first."""
    lengths = sorted({len(words) for words in found}, reverse=True)
    begins = {words[0] for words in found}
    past = 0
    for at, word in enumerate(text.words):
        if at < past or word not in begins:
            continue
        for length in lengths:
            actor = found.get(tuple(text.words[at : at + length]))
            if actor is not None and covered.isdisjoint(range(at, at + length)):
                past = at + length
                yield at, past, actor
                break
