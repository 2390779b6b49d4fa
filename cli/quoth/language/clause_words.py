"""The words by which sentences are taken apart, and the base forms of verbs."""

from collections.abc import Iterator, Mapping

import msgspec

from quoth.language.vocabulary import entries, inflect, merged_inflections
from quoth.rulebook.rules import Deed, RuleBook, WordClass

PREFIX = "clause-"
CLAUSAL = frozenset({"that", "say", "wh"})
"""Frames of reporting verbs that take a clause."""
ENDINGS = (("ied", "y"), ("ies", "y"), ("ed", ""), ("ed", "e"), ("es", ""), ("es", "e"), ("ing", ""), ("ing", "e"), ("s", ""))
VERBAL = ("B", "n")
"""Tags of verbs in the lexicon."""
DOUBLED = 3
"""The least letters before a doubled one ("stopp" is "stop")."""


NO_VERBS = (
    "time", "count", "negation", "particle", "fact", "preposition", "subordinator", "condition", "possessive", "than", "near_time",
    "participle_auxiliary", "contrast", "also_subordinator", "object_pronoun", "object_gerund", "called", "free_relative",
    "question", "adverbial",
)  # fmt: skip
"""Fields of ClauseWords that do not hold verbs."""


class ClauseWords(msgspec.Struct, frozen=True):
    """What taking sentences apart needs. ``lemmas`` maps verb forms to base forms, ``known`` holds the words of a lexicon, for verbs that
    no rule names; ``nouns`` maps nouns of deeds and ties, in all forms, to their families, and ``links`` holds the parts that make
    compounds with a name ("backed", "anti"); ``unchanged`` are verbs whose past is
    their base form ("hit"). The other sets are those of rules/text/clauses.yaml."""

    lemmas: Mapping[str, str]
    known: Mapping[str, str]
    nouns: Mapping[str, str]
    links: frozenset[str]
    say: frozenset[str]
    raising: frozenset[str]
    own_control: frozenset[str]
    object_control: frozenset[str]
    intransitive: frozenset[str]
    particle: frozenset[str]
    misread: frozenset[str]
    preposition: frozenset[str]
    subordinator: frozenset[str]
    than: frozenset[str]
    near_time: frozenset[str]
    participle_auxiliary: frozenset[str]
    contrast: frozenset[str]
    also_subordinator: frozenset[str]
    object_pronoun: frozenset[str]
    object_gerund: frozenset[str]
    called: frozenset[str]
    free_relative: frozenset[str]
    question: frozenset[str]
    adverbial: frozenset[str]
    copula: frozenset[str]
    possessive: frozenset[str]
    fact: frozenset[str]
    bare: frozenset[str]
    give: frozenset[str]
    fail: frozenset[str]
    intend: frozenset[str]
    condition: frozenset[str]
    negation: frozenset[str]
    inverting: frozenset[str]
    light: frozenset[str]
    suffering: frozenset[str]
    count: frozenset[str]
    time: frozenset[str]
    joining: frozenset[tuple[str, ...]]
    unchanged: frozenset[str]

    def lemma(self, form: str) -> str:
        """The base form of a verb's form in small letters; of a word that is no verb, something like it."""
        known = self.lemmas.get(form)
        if known is not None:
            return known
        if self.known.get(form) in VERBAL:
            return form
        guesses = list(_stems(form))
        verbs = (stem for stem in guesses if self.known.get(stem) in VERBAL)
        return next(verbs, next((stem for stem in guesses if stem in self.known), guesses[0] if guesses else form))


def _stems(form: str) -> Iterator[str]:
    for ending, base in ENDINGS:
        if form.endswith(ending):
            stem = form.removesuffix(ending)
            if len(stem) > DOUBLED and stem[-1] == stem[-2] and not base and stem[-1] not in "lsfz":
                yield stem[:-1]
            yield stem + base


def make_clause_words(
    book: RuleBook, known: Mapping[str, str], nouns: Mapping[str, str], links: frozenset[str] = frozenset()
) -> ClauseWords:
    """Fill it from the rules. ``known`` are the words of the tagger's lexicon; ``nouns`` are (form in small letters -> family), and
    ``links`` the parts of compounds, both as the rules of relations have them."""
    lists = book.lists()
    own = {field: lists.get(PREFIX + field.replace("_", "-"), frozenset()) for field in ClauseWords.__struct_fields__[4:-2]}
    own["say"] |= {verb for verb, frames, _ in entries(book) if not CLAUSAL.isdisjoint(frames)}
    verbs = set().union(*own.values(), lists.get(PREFIX + "verbs", frozenset())) - set().union(*(own[field] for field in NO_VERBS))
    joining = frozenset(tuple(words.split()) for words in lists.get(PREFIX + "joining", frozenset()))
    unchanged = frozenset(base for base, forms in merged_inflections(book).irregular.items() if forms[0] == base)
    lemmas = _lemmas(book, verbs)
    return ClauseWords(lemmas=lemmas, known=known, nouns=nouns, links=links, joining=joining, unchanged=unchanged, **own)


def noun_families(book: RuleBook) -> dict[str, str]:
    """The nouns of deeds and ties that the word classes of `clause-families` hold, each with its class; the first that has it counts."""
    wanted = book.lists().get(PREFIX + "families", frozenset())
    found: dict[str, str] = {}
    for rule in book.of(WordClass):
        for word in rule.words if rule.slot in wanted else ():
            found.setdefault(word, rule.slot)
    return found


def compound_links(book: RuleBook) -> frozenset[str]:
    """The words that make compounds with a name, of the word classes of `clause-compounds`."""
    wanted = book.lists().get(PREFIX + "compounds", frozenset())
    return frozenset(word for rule in book.of(WordClass) if rule.slot in wanted for word in rule.words)


def _lemmas(book: RuleBook, verbs: set[str]) -> dict[str, str]:
    inflections = merged_inflections(book)
    named = {verb.partition(" ")[0] for verb, _, _ in entries(book)}
    named |= {verb.partition(" ")[0] for rule in book.of(Deed) for verb in rule.verbs}
    lemmas = {form: "have" for form in ("have", "has", "had", "having", "'ve", "’ve")}
    lemmas |= {form: "be" for form in ("be", "is", "are", "am", "was", "were", "been", "being", "'s", "’s", "'re", "’re", "'m", "’m")}
    lemmas |= {form: "do" for form in ("do", "does", "did", "done", "doing")}
    for base in (*inflections.irregular, *sorted(verbs | named)):
        for form in inflect(base, inflections):
            lemmas.setdefault(form, base)
    return lemmas
