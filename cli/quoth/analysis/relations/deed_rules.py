"""The rules of deeds made ready: by verb, by noun, by what makes a compound, and the words by which they are told as real."""

from collections.abc import Iterable, Mapping

import msgspec

from quoth.language.clause_words import ClauseWords, make_clause_words
from quoth.language.vocabulary import inflect, merged_inflections
from quoth.rulebook.rules import Deed, RuleBook
from quoth.rulebook.word_lists import words_for

Index = Mapping[str, tuple[Deed, ...]]


class DeedWords(msgspec.Struct, frozen=True):
    """The word lists by which a deed is told as real or not, and by which nouns stand for whose they are.

    - ``deed_meant``: modal words and verbs of intent under which a deed is told all the same. ``deed_ended`` and
      ``deed_denied``: verbs that end or deny what they govern. ``deed_feared``: words before what may never be.
    - ``deed_part``: nouns by which an owner acts or is hit ("forces", "positions"). ``deed_voice``: those who speak for somebody.
      ``deed_nobody``: those who are nobody's part ("refugees"). ``deed_thing``: what somebody does or has, and is not himself.
    - ``deed_called``: nouns by which reports call somebody named before ("the group"). ``deed_pronoun``: pronouns that are parties.
      ``deed_listing``: what stands before a list of those who are meant ("such as"). ``deed_mediating``: verbs of who only brings
      others together."""

    deed_meant: frozenset[str]
    deed_ended: frozenset[str]
    deed_denied: frozenset[str]
    deed_feared: frozenset[str]
    deed_part: frozenset[str]
    deed_voice: frozenset[str]
    deed_nobody: frozenset[str]
    deed_thing: frozenset[str]
    deed_called: frozenset[str]
    deed_listing: frozenset[str]
    deed_pronoun: frozenset[str]
    deed_mediating: frozenset[str]


class Deeds(msgspec.Struct, frozen=True):
    """What finding relations in frames needs. ``verbs`` maps base forms, with their particle ("carry out"), to families; ``nouns`` maps
    nouns in all forms, and ``links`` the parts of compounds; ``forms`` are the verbs and nouns
    in all forms, without which a sentence tells nothing; ``short`` maps names of one word, in small letters, to actors.
    ``clauses`` are the words that take a sentence apart."""

    verbs: Index
    nouns: Index
    links: Index
    forms: frozenset[str]
    short: Mapping[str, str]
    words: DeedWords
    clauses: ClauseWords

    def compound(self, word: str) -> str | None:
        """The actor in a word such as "Iran-backed" or "anti-Houthi"."""
        first, _, second = word.rpartition("-")
        name = first if second.lower() in self.links else second if first.lower() in self.links else ""
        return self.short.get(name.lower()) if name[:1].isupper() else None


def make_deeds(book: RuleBook, known: Mapping[str, str], short: Mapping[str, str]) -> Deeds:
    """Make it of a book. ``short`` are the names of actors of one word; ``known`` maps the words of a lexicon to tags.
    Raises RulesError for a word list that the book lacks."""
    rules = book.of(Deed)
    verbs = _index((verb, rule) for rule in rules for verb in rule.verbs)
    nouns = _index((form, rule) for rule in rules for form in rule.noun_forms)
    links = _index((word, rule) for rule in rules for word in rule.compounds)
    inflections = merged_inflections(book)
    forms = frozenset(nouns).union(*(inflect(verb.partition(" ")[0], inflections) for verb in verbs))
    families = {form: found[0].id for form, found in nouns.items()}
    return Deeds(verbs, nouns, links, forms, short, words_for(DeedWords, book), make_clause_words(book, known, families, frozenset(links)))


def _index(entries: Iterable[tuple[str, Deed]]) -> dict[str, tuple[Deed, ...]]:
    found: dict[str, dict[str, Deed]] = {}
    for word, rule in entries:
        found.setdefault(word, {})[rule.id] = rule
    return {word: tuple(rules.values()) for word, rules in found.items()}
