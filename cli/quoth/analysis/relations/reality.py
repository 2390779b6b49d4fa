"""Whether what a frame tells is told as so: not denied, not a condition, not somebody's wish for another's deed."""

from typing import Literal

from quoth.analysis.relations.deed_rules import DeedWords
from quoth.language.frames import Clause, NounFrame, Phrase, Sentence
from quoth.language.text import Text

Standing = Literal["real", "ended", "unreal"]
GOVERNED = frozenset({"infinitive", "gerund"})
"""Clauses that the verb above them makes real or not."""
ABOVE = 4
"""Verbs above a deed that are asked."""


class Reality:
    """The clauses of one sentence, asked for what they deny or end."""

    def __init__(self, text: Text, sentence: Sentence, words: DeedWords) -> None:
        self.text, self.sentence, self.words = text, sentence, words

    def of_clause(self, index: int) -> Standing:
        """How a clause's deed is told."""
        standing: Standing = "real"
        for _ in range(ABOVE):
            clause = self.sentence.clauses[index]
            if self._is_open(clause):
                return "unreal"
            if clause.relation not in GOVERNED or clause.parent < 0:
                return standing
            index = clause.parent
            above = self.sentence.clauses[index].lemma
            if above in self.words.deed_denied or (above in self.words.deed_ended and clause.marker == "of"):
                return "unreal"  # "stopped short of accusing"
            if above in self.words.deed_ended and not clause.marker:
                standing = "ended"
        return standing

    def of_noun(self, frame: NounFrame) -> Standing:
        """How a noun's deed is told."""
        first = frame.phrase.first
        before = [word.lower() for word in self.text.words[max(0, first - 2) : first + 1]]
        if before[-1] == "no" or not self.words.deed_feared.isdisjoint(before[:-1]):
            return "unreal"
        index = frame.carrier if frame.carrier >= 0 else frame.clause
        clause = self.sentence.clauses[index]
        if clause.verb < 0 or not any(phrase.head == frame.token for phrase in self._held(clause)):
            return "real"
        if clause.lemma in self.words.deed_denied:
            return "unreal"
        standing = self.of_clause(index)
        if standing == "real" and clause.lemma in self.words.deed_ended:
            return "ended"
        return standing

    @staticmethod
    def _held(clause: Clause) -> tuple[Phrase, ...]:
        return clause.subject + clause.objects if clause.voice == "passive" else clause.objects

    def _is_open(self, clause: Clause) -> bool:
        return clause.negated or (bool(clause.modality) and clause.modality.lower() not in self.words.deed_meant)
