"""Find those whom only a name shows, by what they do: in "Okoro endorsed Maina" two take part, whoever they are.

The verbs and nouns are those of the families of deeds that are done between people and bodies alone (`open`). A name counts right before
such a verb or right after it, or as the owner of such a noun; then wherever it stands in the document.
"""

from collections.abc import Iterator, Mapping

import msgspec

from quoth.analysis.findings import Named, OwnActor
from quoth.language.text import Text
from quoth.language.vocabulary import inflect, merged_inflections
from quoth.rulebook.rules import ActorRule, Deed, Role, RuleBook
from quoth.spelling import slug

BETWEEN = 4
"""Tokens between a name and the verb."""
LONGEST = 4
"""Words of a name."""
SHORTEST = 3
"""Letters of a name of one word."""
BEFORE_VERB, AFTER_VERB = "RbhX", "DJNR"
VERBAL = "VEZBG"
PARTICLES = 2
"""Particles and prepositions between a verb and the name after it."""
NOUN_OF = frozenset(("of", "for", "to", "on", "against", "with"))
Range = tuple[int, int]


class LoneNames(msgspec.Struct, frozen=True):
    """What finding them needs: the forms of the verbs with the prepositions before whom they are done to, the nouns of such deeds, the
    lexicon's words, titles, words of offices and bodies, and the actors of the rules by a surname that only one of them bears."""

    forms: Mapping[str, frozenset[str]]
    nouns: frozenset[str]
    known: Mapping[str, str]
    titles: frozenset[str]
    no_name: frozenset[str]
    surnames: Mapping[str, str]


def make_lone_names(book: RuleBook, known: Mapping[str, str]) -> LoneNames:
    """Gather the words. ``known`` maps the words of a lexicon to tags."""
    inflections = merged_inflections(book)
    forms: dict[str, frozenset[str]] = {}
    for rule in book.of(Deed):
        for verb in rule.verbs if rule.open else ():
            for form in inflect(verb.partition(" ")[0], inflections):
                forms[form] = forms.get(form, frozenset()).union((*verb.split(" ")[1:], *rule.b))
    nouns = frozenset(form for rule in book.of(Deed) if rule.open for form in rule.noun_forms)
    bearers: dict[str, list[str]] = {}
    for actor in book.of(ActorRule):
        if actor.type == "person":
            bearers.setdefault(actor.last_name, []).append(actor.id)
    alone = {name: ids[0] for name, ids in bearers.items() if len(ids) == 1 and " " not in name}
    roles = (word for rule in book.of(Role) for word in rule.forms)
    no_name = frozenset(word for words in (*roles, *book.heads()) for word in words.lower().split())
    return LoneNames(forms, nouns, known, frozenset(book.honorifics()), no_name, alone)


def find_lone_names(text: Text, named: list[Named], lone: LoneNames) -> tuple[list[Named], dict[str, OwnActor]]:
    """All mentions in order of the text, with those of lone names, and the actors among these whom no rule names, by their ids."""
    covered = {token for mention in named for token in range(mention.first, mention.last)}
    opens = {first for first, _ in text.sentences}
    found: dict[tuple[str, ...], str] = {}
    own: dict[str, OwnActor] = {}
    for at, word in enumerate(text.words):
        lower = word.lower()
        if lower in lone.forms or lower in lone.nouns:
            for first, last in _beside(text, at, lower, covered, lone):
                _note(text, first, last, lone, opens, found, own)
    if not found:
        return named, own
    mentions = [
        Named(actor, first, last, text.starts[first], text.ends[last - 1], "name")
        for first, last, actor in _everywhere(text, covered, found)
    ]
    return sorted([*named, *mentions], key=lambda mention: mention.first), own


def _beside(text: Text, at: int, word: str, covered: set[int], lone: LoneNames) -> Iterator[Range]:
    """The runs of capitals that take part in what a word tells: before and after a verb, and as the owner of a noun."""
    verb = text.tags[at] in VERBAL
    if verb and word in lone.forms:
        yield from _before(text, at, covered)
        yield from _after(text, at + 1, covered, lone.forms[word])
    if word in lone.nouns and text.tags[at] == "N":
        yield from _owning(text, at, covered)
        yield from _after(text, at + 1, covered, NOUN_OF)


def _run_back(text: Text, last: int, covered: set[int]) -> Iterator[Range]:
    """The run of capitals that ends before a token, if nothing before it makes it part of another phrase."""
    first = last
    while last - first < LONGEST and first > 0 and text.tags[first - 1] == "P" and first - 1 not in covered:
        first -= 1
    if first < last and (first == 0 or text.tags[first - 1] not in "PI'-"):
        yield first, last


def _before(text: Text, at: int, covered: set[int]) -> Iterator[Range]:
    last = at
    while at - last < BETWEEN and last > 0 and text.tags[last - 1] in BEFORE_VERB:
        last -= 1
    yield from _run_back(text, last, covered)


def _owning(text: Text, at: int, covered: set[int]) -> Iterator[Range]:
    """ "Okoro's sharp criticism"."""
    last = at
    while at - last < BETWEEN and last > 0 and text.tags[last - 1] in "JN":
        last -= 1
    if last > 0 and text.tags[last - 1] == "'":
        yield from _run_back(text, last - 1, covered)


def _after(text: Text, first: int, covered: set[int], prepositions: frozenset[str]) -> Iterator[Range]:
    words, tags = text.words, text.tags
    for _ in range(PARTICLES):
        if words[first : first + 1] and (words[first].lower() in prepositions or words[first] == "by"):
            first += 1
    end = min(first + BETWEEN, len(tags))
    while first < end and tags[first] in AFTER_VERB:
        first += 1
    last = first
    while last - first < LONGEST and last < len(tags) and tags[last] == "P" and last not in covered:
        last += 1
    if first < last and tags[last : last + 1] not in ("P", "N", "-"):
        yield first, last


def _note(
    text: Text, first: int, last: int, lone: LoneNames, opens: set[int], found: dict[tuple[str, ...], str], own: dict[str, OwnActor]
) -> None:
    """Remember whom a run names, unless it may be another word."""
    while first < last and text.words[first].lower().rstrip(".") in lone.titles:
        first += 1
    words = tuple(text.words[first:last])
    if not words or words in found or not all(word[0].isupper() and word.lower() not in lone.no_name for word in words):
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
            actor = found.get(tuple(text.words[at : at + length])) if at + length <= len(text.words) else None
            if actor is not None and covered.isdisjoint(range(at, at + length)):
                past = at + length
                yield at, past, actor
                break
