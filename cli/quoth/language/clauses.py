"""A sentence taken apart into clauses, and its nouns of deeds into frames: who does what to whom.

    sentence = read_sentence(text, span, quoted, words)

A pure function of the text's tokens and tags. It is total, and linear in the length of the sentence: one expression cuts it into
units (`units`), one pass gives each unit to a clause (`weaving`, with what each kind of unit does in `noun_units`, `verb_units` and
`small_units`), and looking ahead is bounded (`lookahead`).
"""

from bisect import bisect_left
from collections.abc import Sequence

from quoth.language import noun_units, small_units, verb_units
from quoth.language.clause_words import ClauseWords
from quoth.language.frames import CompoundFrame, NounFrame, Prepositional, Range, Relation, Sentence
from quoth.language.noun_frames import read_compounds, read_nouns
from quoth.language.open_clauses import Open, freeze_all
from quoth.language.text import Text
from quoth.language.units import Units, cut_units
from quoth.language.weaving import Handlers, Weaver

HANDLERS: Handlers = {
    "N": noun_units.noun, "I": noun_units.preposition, "o": noun_units.preposition, "y": noun_units.preposition, "Y": noun_units.time,
    "C": noun_units.conjunction, "F": verb_units.finite, "E": verb_units.past_or_participle, "G": verb_units.gerund,
    "U": verb_units.infinitive, "H": small_units.relative, "T": small_units.that, "S": small_units.subordinator,
    "W": small_units.question, ",": small_units.comma, "-": small_units.comma, ";": small_units.stop, ".": small_units.stop,
    ":": small_units.colon, "(": small_units.bracket, ")": small_units.closing_bracket,
}  # fmt: skip

SHARING = frozenset({"participle", "infinitive", "gerund", "adverbial"})
"""Relations of clauses that may stand before the subject that they share."""
DENYING = 4
"""Coordinated subjects among which one of nobody denies the verb ("neither Dourania nor …")."""
GAPPED = frozenset({"", "who", "whom", "which", "that"})
"""Markers of relative clauses that stand for a noun phrase."""


def read_sentence(text: Text, span: Range, quoted: Sequence[Range], words: ClauseWords) -> Sentence:
    """The clauses and frames of the sentence that covers the tokens ``span``. ``quoted`` are the full quotations in it (token ranges with
    their marks, in order); what they hold is read as sentences of its own. Raises nothing."""
    reading = _Reading(text, words)
    reading.sentence(span, quoted, -1, "main")
    clauses = _settled(reading)
    nouns: list[NounFrame] = []
    compounds: list[CompoundFrame] = []
    frozen = freeze_all(clauses, span[0])
    for units, weaver in reading.parts:
        nouns += read_nouns(text, units, weaver, frozen, words)
        compounds += read_compounds(text, units, words)
    nouns.sort(key=lambda frame: frame.token)
    compounds.sort(key=lambda frame: frame.token)
    return Sentence(span, frozen, tuple(nouns), tuple(compounds))


def read_text(text: Text, quoted: Sequence[Range], words: ClauseWords) -> list[Sentence]:
    """All sentences of a text, without its datelines. ``quoted`` are its full quotations, in order."""
    firsts = [first for first, _ in quoted]
    datelines = set(text.datelines)
    found = []
    for span in text.sentences:
        if span not in datelines:
            inside = [q for q in quoted[bisect_left(firsts, span[0]) : bisect_left(firsts, span[1])] if q[1] <= span[1]]
            found.append(read_sentence(text, span, inside, words))
    return found


class _Reading:
    """The clauses of a sentence and of the quotations in it, and the units that they were read from."""

    def __init__(self, text: Text, words: ClauseWords) -> None:
        self.text, self.words = text, words
        self.clauses: list[Open] = []
        self.parts: list[tuple[Units, Weaver]] = []

    def sentence(self, span: Range, quoted: Sequence[Range], parent: int, relation: Relation) -> None:
        """Read one, as a clause of that relation in its parent."""
        opened = Open(len(self.clauses), parent, relation)
        self.clauses.append(opened)
        units = cut_units(self.text, span, quoted, self.words)
        weaver = Weaver(self.text, units, self.words, self.clauses, opened)
        handlers = {**HANDLERS, "Q": self._quotation} if quoted else HANDLERS
        weaver.run(*span, handlers)
        self.parts.append((units, weaver))

    def _quotation(self, weaver: Weaver, unit: int) -> None:
        """A full quotation: each sentence in it is a clause in the one that it belongs to."""
        clause, first, last = weaver.current, weaver.first[unit], weaver.last[unit]
        clause.cover(weaver.covered, first)
        clause.quotations.append((first, last))
        clause.waiting = -1
        start = first
        for at in range(first + 1, last - 2):
            if self.text.tags[at] == "." and self.text.words[at + 1][0].isupper():
                self.sentence((start, at + 1), (), clause.index, "quotation")
                start = at + 1
        self.sentence((start, last), (), clause.index, "quotation")


def _settled(reading: _Reading) -> list[Open]:
    """The clauses with what only the whole sentence tells."""
    for clause in reading.clauses:
        if clause.sharer is not None and not clause.passive and not clause.objects:
            clause.objects = clause.sharer.objects
        if clause.unit >= 0:
            _share_subject(reading.clauses, clause)
            _fill_gap(reading, clause)
            _stand_in(reading.text, clause)
            _make_unreal(reading, clause)
    return reading.clauses


def _share_subject(clauses: Sequence[Open], clause: Open) -> None:
    """A clause that opened its sentence has the subject of the one around it."""
    if clause.parent >= 0 and not clause.subject and not clause.antecedent and clause.relation in SHARING:
        clause.subject = clauses[clause.parent].subject
        clause.subject_by = "control" if clause.verb.form == "infinitive" else "participle"


def _fill_gap(reading: _Reading, clause: Open) -> None:
    """What a relative clause lacks is what it tells something of: an object, or what a preposition waits for ("whom they fight with")."""
    if clause.relation != "relative" or clause.subject_by != "own" or clause.marker not in GAPPED:
        return
    at = clause.stranded
    if at >= 0:
        word, place = reading.text.words[at].lower(), at
        clause.take_prepositional(Prepositional(word, place, clause.antecedent, clause.token))
    elif not clause.objects and not clause.passive:
        clause.objects = clause.antecedent


def _stand_in(text: Text, clause: Open) -> None:
    """ "There were clashes": what there is, is the subject."""
    if clause.subject and clause.objects and text.words[clause.subject[0].head].lower() == "there":
        clause.subject, clause.objects, clause.subject_by = clause.objects, (), "inverted"


def _make_unreal(reading: _Reading, clause: Open) -> None:
    words = reading.words
    if clause.marker.partition(" ")[0] in words.condition and not clause.verb.modality:
        clause.verb = clause.verb._replace(modality=clause.marker)
    nobody = any(reading.text.words[phrase.first].lower() in words.negation for phrase in clause.subject[:DENYING])
    if nobody or clause.marker in words.negation:
        clause.verb = clause.verb._replace(negated=True)
