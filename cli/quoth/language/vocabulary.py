"""The words that rules name: verb forms with their lemmas, and a code character for each word.

Patterns run over strings in which every unit is two characters, a tag and a word code; the codes
lie in Unicode's private use areas, so that the two can never be confused.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from quoth.errors import Problem, RulesError
from quoth.model import Act
from quoth.rulebook.rules import Inflections, RuleBook, Verb, VerbFamily, WordClass

NO_WORD = "\ue000"
FIRST, LAST = "\ue000", "\U000ffffd"
"""All codes lie between these, as nothing else in an expression does."""
NOTHING = "\uf8ff"
"""A code that no word has: what an empty class admits."""
CODES = (range(0xE001, 0xF8FF), range(0xF0000, 0xFFFFD))
"""The private use area of Unicode's first plane, and for books of more words than it holds that of plane 15."""


class Vocabulary(msgspec.Struct, frozen=True):
    """``verbs`` maps a form to its code, ``words`` any other word; ``phrasal`` maps a verb's code to
    the particles that make another verb of it; ``acts`` says what is done by a verb (its code) that takes
    a frame; ``frames`` and ``classes`` give the codes a slot admits."""

    verbs: dict[str, str]
    words: dict[str, str]
    phrasal: dict[str, dict[str, str]]
    lemmas: dict[str, str]
    acts: dict[tuple[str, str], Act]
    frames: dict[str, str]
    classes: dict[str, str]
    tags: dict[str, str]


def inflect(base: str, inflections: Inflections) -> dict[str, str]:
    """A verb's forms and their tags: B base, Z in -s, G in -ing, V past, E past or participle."""
    past, participle = _past(base, inflections)
    forms = {base: "B", _s_form(base): "Z", _ing_form(base, inflections): "G"}
    if past == participle:
        forms[past] = "E" if past != base else "B"
    else:
        forms |= {past: "V", participle: "E"}
    return forms


def _past(base: str, inflections: Inflections) -> tuple[str, str]:
    if base in inflections.irregular:
        past, participle = inflections.irregular[base]
        return past, participle
    if base.endswith("e"):
        form = base + "d"
    elif base.endswith("y") and base[-2] not in "aeiou":
        form = base[:-1] + "ied"
    else:
        form = base + (base[-1] if base in inflections.doubling else "") + "ed"
    return form, form


def _s_form(base: str) -> str:
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _ing_form(base: str, inflections: Inflections) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return base + (base[-1] if base in inflections.doubling else "") + "ing"


def merged_inflections(book: RuleBook) -> Inflections:
    """All lists of irregular verbs as one."""
    merged = Inflections(id="all")
    for rule in book.of(Inflections):
        merged = Inflections(id="all", irregular=merged.irregular | rule.irregular, doubling=merged.doubling + rule.doubling)
    return merged


def entries(book: RuleBook) -> Iterator[tuple[str, Iterable[str], Act]]:
    """Every reporting verb with its particles, what it takes, and its act."""
    for family in book.of(VerbFamily):
        for entry in family.verbs:
            verb = entry if isinstance(entry, Verb) else Verb(entry)
            yield verb.verb, family.frames if verb.frames is None else verb.frames, verb.act or family.act


def make_vocabulary(book: RuleBook, literals: Iterable[str]) -> Vocabulary:
    """Give every verb and every literal word of the patterns its code. Raises RulesError for more words than there are codes."""
    inflections = merged_inflections(book)
    vocabulary = Vocabulary({}, {}, {}, {}, {}, {}, {}, {})
    codes = map(chr, chain(*CODES))
    known: dict[str, str] = {}

    def code_of(lemma: str) -> str:
        if lemma not in known:
            code = next(codes, None)
            if code is None:
                what = f"verbs, classes and patterns name more than {sum(map(len, CODES)):,} words"
                raise RulesError([Problem("rules", what, "leave some of them out")])
            known[lemma] = code
            vocabulary.lemmas[known[lemma]] = lemma
        return known[lemma]

    for verb, frames, act in entries(book):
        head, _, particles = verb.partition(" ")
        code, head_code = code_of(verb), code_of(head)
        if particles:
            vocabulary.phrasal.setdefault(head_code, {})[particles] = code
        for frame in frames:
            vocabulary.acts.setdefault((code, frame), act)
            vocabulary.frames[frame] = vocabulary.frames.get(frame, "") + code
        for form, tag in inflect(head, inflections).items():
            vocabulary.verbs.setdefault(form, head_code)
            vocabulary.tags.setdefault(form, tag)
    for word_class in book.of(WordClass):
        vocabulary.classes.setdefault(word_class.slot, "")
        for word in word_class.words:
            code = vocabulary.words.setdefault(word, code_of("=" + word))
            admitted = code + (vocabulary.verbs.get(word) or known.get(word, ""))
            vocabulary.classes[word_class.slot] = vocabulary.classes.get(word_class.slot, "") + admitted
    for word in literals:
        vocabulary.words.setdefault(word, code_of("=" + word))
    return vocabulary


def codes_of(vocabulary: Vocabulary, word: str) -> str:
    """The codes that a literal word of a pattern admits: its own form, and every form of the verb that it is one of."""
    return vocabulary.words.get(word, "") + vocabulary.verbs.get(word, "")
