"""Which actor a phrase of a frame stands for: the one that its head names, or whose part the head is."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from quoth.analysis.findings import Named
from quoth.analysis.relations.deed_rules import Deeds
from quoth.language.frames import Clause, CompoundFrame, NounFrame, Phrase, Sentence
from quoth.language.text import Text
from quoth.rulebook.rules import ActorRule

ABOVE = 4
"""Clauses above a pronoun's in which the one may be named for whom it stands."""
POSSESSIVE = "'"
"""The tag of the possessive ending."""


class Filler(NamedTuple):
    """An actor in a role, with the tokens (first, past the last) that say so."""

    actor: str
    first: int
    last: int


class Roles:
    """The phrases of one sentence, read as actors."""

    def __init__(self, text: Text, named: Sequence[Named], sentence: Sentence, deeds: Deeds, actors: Mapping[str, ActorRule]) -> None:
        self.text, self.named, self.sentence, self.deeds, self.actors = text, named, sentence, deeds, actors
        self.at: dict[int, Named] = {}
        for mention in named:
            for token in range(mention.first, mention.last):
                self.at[token] = mention
        self.frames = {frame.token: frame for frame in sentence.nouns}

    def direct(self, phrases: Sequence[Phrase], clause: int) -> list[Filler]:
        """Those whom phrases name as such, as people who act: by their name, their forces, who speaks for them, or a pronoun."""
        return self._each(phrases, lambda phrase: self._named(phrase) or self._pronoun(phrase, clause) or self._part(phrase, clause))

    def touched(self, phrases: Sequence[Phrase], clause: int) -> list[Filler]:
        """The same, and those who own or do what phrases name ("Y's attack on X": Y)."""
        return self._each(phrases, lambda phrase: self._named(phrase) or self._part(phrase, clause) or self._owner(phrase, clause))

    def compound(self, frame: CompoundFrame) -> list[Filler]:
        """The names in a compound ("Russian and Iranian-backed")."""
        found = []
        for first, last in frame.names:
            mention = next((self.at[token] for token in range(first, last) if token in self.at), None)
            if mention is not None and (first != frame.token or mention.compound):
                found.append(Filler(mention.actor, first, last))
        return found

    @staticmethod
    def _each(phrases: Sequence[Phrase], read: Callable[[Phrase], Filler | None]) -> list[Filler]:
        found = (read(phrase) for phrase in phrases)
        return [filler for filler in found if filler is not None]

    def _named(self, phrase: Phrase) -> Filler | None:
        """The actor whom the head names. A deed or tie of somebody ("Iran's ally") is not themselves."""
        mention = self.at.get(phrase.head)
        if mention is None or mention.compound or mention.how == "adjective" and not mention.role:
            return None
        if mention.role and phrase.head in self.frames and mention.role not in self.deeds.words.deed_part:
            return None
        return Filler(mention.actor, mention.first, mention.last)

    def _part(self, phrase: Phrase, clause: int) -> Filler | None:
        """Whose forces, weapons or spokesmen the head is."""
        word, words = self.text.words[phrase.head].lower(), self.deeds.words
        if word in words.deed_part:
            return self._before(phrase) or self._after(phrase, ("of",))
        if word in words.deed_voice:
            return self._before(phrase) or self._after(phrase, ("of", "for")) or self._voiced(phrase, clause)
        return None

    def _owner(self, phrase: Phrase, clause: int) -> Filler | None:
        """Whose the head is, or who does it."""
        if self.text.words[phrase.head].lower() in self.deeds.words.deed_nobody:
            return None
        frame = self.frames.get(phrase.head)
        if frame is not None:
            return self._doer(frame, clause)
        return self._before(phrase) or self._by(phrase)

    def _doer(self, frame: NounFrame, clause: int) -> Filler | None:
        by = [phrase for found in frame.prepositions if found.word == "by" for phrase in found.phrases]
        fillers = self.direct(by, clause) or self.owners(frame)
        return fillers[0] if fillers else self._by(frame.phrase)

    def _by(self, phrase: Phrase) -> Filler | None:
        """Who did it, in a participle after it ("the sanctions imposed by Z")."""
        for index, clause in enumerate(self.sentence.clauses):
            if clause.agent and clause.subject and clause.subject[0].head == phrase.head and clause.relation in ("participle", "relative"):
                return next(iter(self.direct(clause.agent, index)), None)
        return None

    def owners(self, frame: NounFrame) -> list[Filler]:
        """Whose a noun of a deed is: by name or adjective, or by a pronoun that stands for the subject."""
        found = []
        for phrase in frame.owner:
            mention = self.at.get(phrase.head)
            if mention is not None and not mention.compound:
                found.append(Filler(mention.actor, mention.first, mention.name_last))
            elif (meant := self._possessor(phrase, frame)) is not None:
                found.append(meant)
            elif (part := self._part(phrase, frame.clause)) is not None:
                found.append(part)
        return found

    def _possessor(self, phrase: Phrase, frame: NounFrame) -> Filler | None:
        """Whose "its attack" is: the subject's of the clause, if it stands before."""
        if self.text.words[phrase.head].lower() not in self.deeds.clauses.possessive:
            return None
        subject = self.sentence.clauses[frame.clause].subject if frame.clause >= 0 else ()
        fillers = self.direct(subject, frame.clause) if subject and subject[0].last <= phrase.first else []
        return Filler(fillers[0].actor, phrase.first, phrase.last) if len(fillers) == 1 else None

    def _before(self, phrase: Phrase) -> Filler | None:
        """The last name in a phrase before its head, as its owner or adjective."""
        for token in range(phrase.head, phrase.first - 1, -1):
            mention = self.at.get(token)
            if mention is not None and not mention.compound and mention.name_last <= phrase.head + 1 and mention.first >= phrase.first:
                return Filler(mention.actor, mention.first, mention.name_last)
        return None

    def _after(self, phrase: Phrase, prepositions: tuple[str, ...]) -> Filler | None:
        """The name after the head and such a preposition in the phrase ("the forces of X")."""
        words, at = self.text.words, phrase.head + 1
        if at >= phrase.last or words[at].lower() not in prepositions:
            return None
        mention = self.at.get(at + 1) or (self.at.get(at + 2) if self.text.tags[at + 1] == "D" else None)
        return Filler(mention.actor, mention.first, mention.last) if mention is not None and not mention.compound else None

    def _voiced(self, phrase: Phrase, clause: int) -> Filler | None:
        """For whom somebody speaks ("a spokesman for X")."""
        for found in self.sentence.clauses[clause].prepositions if clause >= 0 else ():
            if found.follows == phrase.head and found.word in ("for", "of"):
                return next(iter(self.direct(found.phrases, -1)), None)
        return None

    def _pronoun(self, phrase: Phrase, clause: int) -> Filler | None:
        """Who "it" or "they" is in what somebody says: the subject that says it."""
        if self.text.tags[phrase.head] != "O" or clause < 0:
            return None
        clauses = self.sentence.clauses
        for _ in range(ABOVE):
            inner = clauses[clause]
            clause = inner.parent
            if clause < 0 or inner.relation == "quotation":
                return None
            subject = clauses[clause].subject
            if inner.relation == "complement" and subject and self.text.tags[subject[0].head] != "O":
                fillers = self.direct(subject, -1)
                return Filler(fillers[0].actor, phrase.first, phrase.last) if len(fillers) == 1 else None
        return None

    def subject(self, clause: Clause) -> tuple[Phrase, ...]:
        """Who does what a clause tells; nobody where that is a guess."""
        found = clause.agent if clause.voice == "passive" else clause.subject
        return () if clause.subject_by == "nearest" and clause.voice == "active" else found
