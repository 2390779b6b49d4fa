"""Compile the rules of relations, and match them over a stream of actors.

Most patterns begin with a subject, which may lie far before its verb. Trying every subject for every rule
would cost more than all the rest, so the rest of a pattern is looked for first, and only where it is found
is a subject looked for that reaches up to it.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from quoth.analysis.relations.actor_stream import Lexicon, RelationClasses, RelationWords
from quoth.language.chunking import Stream
from quoth.language.vocabulary import FIRST, LAST, Vocabulary
from quoth.patterns.patterns import Found, Pattern, Screen, compile_pattern, find, literals, make_screen, possible
from quoth.patterns.slots import RELATION_SLOTS
from quoth.rulebook.rules import ActorRule, Alliance, Claim, RuleBook
from quoth.rulebook.word_lists import codes_for, words_for

SUBJECT = re.compile(r"\{(doer|patient)\}\s*")
GROUP = {"doer": "a", "patient": "b"}
REACH = 100
"""The most units that a subject is looked for before its verb; it bounds the work in a sentence without an end."""


class Shape(msgspec.Struct, frozen=True):
    """A rule with its pattern. ``subject`` is the part ("a" or "b") that was cut off the pattern's beginning, and
    ``denies`` says that the pattern itself names a denial ("refuses to talk with")."""

    rule: Alliance
    pattern: Pattern
    subject: str
    denies: bool


class Grammar(msgspec.Struct, frozen=True):
    """All that finding relations needs."""

    shapes: tuple[Shape, ...]
    subject: Pattern | None
    screen: Screen
    claims: tuple[Claim, ...]
    lexicon: Lexicon


def make_grammar(book: RuleBook, vocabulary: Vocabulary) -> Grammar:
    """Compile the rules of relations. Raises PatternError for a pattern that does not compile, and RulesError for a word list or
    class that the book lacks."""
    classes = codes_for(RelationClasses, vocabulary.classes, book)
    shapes = tuple(_shape(rule, vocabulary, classes.unreal) for rule in book.of(Alliance))
    subject = compile_pattern("subject", "{doer}", vocabulary, RELATION_SLOTS) if any(shape.subject for shape in shapes) else None
    return Grammar(
        shapes,
        subject,
        make_screen([shape.pattern for shape in shapes]),
        book.of(Claim),
        _lexicon([shape.pattern for shape in shapes] + ([subject] if subject else []), vocabulary, classes, book),
    )


def _shape(rule: Alliance, vocabulary: Vocabulary, unreal: str) -> Shape:
    match = SUBJECT.match(rule.pattern)
    source = rule.pattern[match.end() :] if match else rule.pattern
    denies = any(vocabulary.words.get(word, " ") in unreal for word in literals(source))
    return Shape(rule, compile_pattern(rule.id, source, vocabulary, RELATION_SLOTS), GROUP[match.group(1)] if match else "", denies)


def _lexicon(patterns: Iterable[Pattern], vocabulary: Vocabulary, classes: RelationClasses, book: RuleBook) -> Lexicon:
    kept = {char for pattern in patterns for char in pattern.expression if FIRST < char < LAST}
    kept.update(classes.unreal, classes.together)
    codes = {word: code for word, code in vocabulary.words.items() if code in kept}
    codes |= {form: code for form, code in vocabulary.verbs.items() if code in kept}
    speech = frozenset(vocabulary.frames.get("that", "") + vocabulary.frames.get("say", ""))
    says = frozenset(form for form, code in vocabulary.verbs.items() if code in speech and form not in codes)
    deeds = frozenset("".join((classes.attack, classes.siege, classes.conflict, classes.support, classes.alliance)))
    deeds |= frozenset("".join((classes.belonging, classes.wing, classes.pact, classes.trying)))
    actors, lists = book.actors(), words_for(RelationWords, book)
    joining: dict[str, list[list[str]]] = {}
    for conjunction in sorted(lists.conjunction):
        words = conjunction.split()
        joining.setdefault(words[0], []).append(words)
    return Lexicon(vocabulary, codes, says, deeds, actors, _short_names(actors.values()), lists, classes, joining)


def _short_names(actors: Iterable[ActorRule]) -> dict[str, str]:
    """Names of one word, in small letters; what two actors share is nobody's, but a state goes before."""
    found: dict[str, set[str]] = {}
    states: dict[str, str] = {}
    for rule in actors:
        surname = (rule.last_name,) if rule.type == "person" else ()
        for name in (rule.name, *rule.names, *rule.adjective, *surname):
            if isinstance(name, str) and " " not in name:
                found.setdefault(name.lower(), set()).add(rule.id)
                if rule.type == "state":
                    states[name.lower()] = rule.id
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1} | states


def matches(stream: Stream, grammar: Grammar) -> Iterator[tuple[Shape, Found]]:
    """Every rule with its matches in a stream, in order of the rules."""
    subjects = _Subjects(stream.string, grammar.subject)
    able = frozenset(possible(grammar.screen, stream))
    for shape in grammar.shapes:
        for found in find(shape.pattern, stream) if shape.pattern.id in able else ():
            whole = subjects.before(found, shape.subject) if shape.subject else found
            if whole is not None:
                yield shape, whole


class _Subjects:
    """The subjects of one stream, each looked for once."""

    def __init__(self, string: str, subject: Pattern | None) -> None:
        self.string, self.subject = string, subject
        self.known: dict[int, tuple[int, int, int] | None] = {}

    def before(self, found: Found, part: str) -> Found | None:
        """The match with the subject that reaches up to it, or None if there is none."""
        if found.start not in self.known:
            self.known[found.start] = self._reaching(found.start * 2)
        subject = self.known[found.start]
        if subject is None:
            return None
        start, first, last = subject
        return Found(start, found.end, {**found.parts, part: (first, last)})

    def _reaching(self, end: int) -> tuple[int, int, int] | None:
        if self.subject is None or self.string[end] == "'":
            return None
        for start in range(max(0, end - 2 * REACH), end, 2):
            if self.string[start] not in "Aa":
                continue
            match = self.subject.regex.fullmatch(self.string, start, end)
            if match and (match["a_ed"] is None or self.string[end] in "EG") and (match["a_ing"] is None or self.string[end] == "G"):
                return start // 2, match.start("a") // 2, match.end("a") // 2
        return None
