"""What the clause stage hands on: the clauses of a sentence, and the frames of its nouns of deeds and ties.

All places are tokens of the `Text`, and all ranges (first, past the last) token. Everything is frozen.
"""

from typing import Literal

import msgspec

Range = tuple[int, int]

Relation = Literal[
    "main", "coordination", "complement", "quotation", "relative", "participle", "infinitive", "gerund", "adverbial", "parenthesis"
]
"""What a clause is in the one that it is embedded in. A gerund stands after a preposition ("of arming"), a parenthesis between
brackets or beside the sentence (", officials said"); a question ("whether it fell") is a complement."""

Form = Literal["finite", "infinitive", "participle", "gerund", "none"]
"""A clause has the form "none" where it has no verb ("Three dead in Dourania")."""

Voice = Literal["active", "passive"]
Tense = Literal["past", "present", "future", "none"]

How = Literal["own", "inverted", "relative", "coordination", "participle", "nearest", "control", "raising", "none"]
"""How a clause comes by its subject. "nearest" is a guess: a participle after a comma may belong to the noun before it or to the
subject ("shelled the rebels, backed by Dourania"). "none" is a clause without a subject."""


class Phrase(msgspec.Struct, frozen=True, gc=False):
    """A noun phrase: its tokens with the "of" that belongs to it, and its head ("the **leader** of the group")."""

    first: int
    last: int
    head: int


class Prepositional(msgspec.Struct, frozen=True, gc=False):
    """A phrase by preposition: the preposition in small letters ("along with" too), its first token, the noun phrases after it, and
    what it follows: the token of a verb or of a noun phrase's head, or -1 where it opens its clause."""

    word: str
    at: int
    phrases: tuple[Phrase, ...]
    follows: int


class Clause(msgspec.Struct, frozen=True):
    """A verb group with what belongs to it.

    - ``parent`` is the index of the clause that it is embedded in, -1 for the main one; ``marker`` the word that embeds it
      ("if", "who", "with which", "and", "of"), or "". ``antecedent`` is what a relative clause tells something of.
    - ``pieces`` are its own tokens; ``span`` runs over them and over all that is embedded in it, so that spans are nested.
    - ``verb`` is the head verb, -1 if there is none; ``group`` its tokens with auxiliaries; ``lemma`` its base form; ``particle`` the
      word that goes with it ("carried **out**"), or "".
    - ``negated``: by a word ("not", "never", "no longer", "without"), a subject of nobody, or a verb of failing above it
      ("failed to"). ``modality`` is the word that makes it other than told as done, as it stands in the text: a modal, the
      subordinator of a condition, or the lemma of a verb of intent above it ("would", "if", "threaten"), or "".
    - ``subject``, ``objects``, ``indirect`` and ``agent`` ("by X" of a passive) hold a phrase for each coordinated party.
      The subject of a passive is whom the deed is done to.
    - ``complement`` is the index of the clause that is said, thought or wanted, or -1; ``quotations`` are the ranges of the full
      quotations in it, marks included.
    """

    relation: Relation
    parent: int
    marker: str
    antecedent: tuple[Phrase, ...]
    pieces: tuple[Range, ...]
    span: Range
    verb: int
    group: Range
    lemma: str
    particle: str
    form: Form
    voice: Voice
    tense: Tense
    negated: bool
    modality: str
    subject: tuple[Phrase, ...]
    subject_by: How
    objects: tuple[Phrase, ...]
    indirect: tuple[Phrase, ...]
    agent: tuple[Phrase, ...]
    prepositions: tuple[Prepositional, ...]
    complement: int
    quotations: tuple[Range, ...]


class NounFrame(msgspec.Struct, frozen=True):
    """A noun of a deed or a tie: the token, its word in small letters, the family that its rules give it, the phrase that it heads,
    and the clause in which it stands (its index).

    - ``owner``: whose it is ("Y's attack", "its attack", "a Turkish offensive", "Iran and Russia's support").
    - ``prepositions``: what follows it ("of X by Y", "between A and B"), also beyond other such phrases.
    - ``bearer``: of whom it is said ("X, an ally of Y"; "X is an ally of Y").
    - ``carrier``: the index of the clause whose light verb carries it ("launched an attack on"), or -1; that clause's
      subject does the deed, or suffers it where ``suffered`` ("came under attack").
    """

    token: int
    word: str
    family: str
    phrase: Phrase
    clause: int
    owner: tuple[Phrase, ...]
    bearer: tuple[Phrase, ...]
    prepositions: tuple[Prepositional, ...]
    carrier: int
    suffered: bool


class CompoundFrame(msgspec.Struct, frozen=True, gc=False):
    """A compound adjective with a name: "Iran-backed", "anti-Houthi". ``token`` is the word with the hyphen, ``names`` the names in it
    and those that share it ("Russian and Iranian-backed"), as ranges of tokens; ``link`` is its other part in small letters;
    ``of`` is the phrase that it describes."""

    token: int
    names: tuple[Range, ...]
    link: str
    of: Phrase


class Sentence(msgspec.Struct, frozen=True):
    """The analysis of a sentence: its clauses, parents before what is embedded in them, and the frames of its nouns and of its
    compounds, in order of the text."""

    span: Range
    clauses: tuple[Clause, ...]
    nouns: tuple[NounFrame, ...]
    compounds: tuple[CompoundFrame, ...]
