"""Which actor a phrase of a frame stands for: the one that its head names, or whose part the head is."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from quoth.analysis.findings import Named
from quoth.analysis.relations.deed_rules import Deeds
from quoth.analysis.relations.standing import side_of
from quoth.language.frames import Clause, CompoundFrame, NounFrame, Phrase, Sentence
from quoth.language.text import Text
from quoth.rulebook.rules import ActorRule

ABOVE = 4
"""Clauses above a pronoun's in which the one may be named for whom it stands."""
LISTED = 8
"""The most names in a list after a noun ("its allies, Japan and South Korea")."""
AFTER_NOUN = 3
"""Words between a noun and the list of those who are meant."""
PRONOUN = "O"
Meant = Callable[[tuple[int, int]], str | None]
"""Whom a pronoun or a description without a name means, by its tokens, as the whole document tells: the id of an actor."""


class Filler(NamedTuple):
    """An actor in a role, with the tokens (first, past the last) that say so."""

    actor: str
    first: int
    last: int


class Roles:
    """The phrases of one sentence, read as actors."""

    def __init__(
        self, text: Text, named: Sequence[Named], sentence: Sentence, deeds: Deeds, actors: Mapping[str, ActorRule], meant: Meant
    ) -> None:
        self.text, self.sentence, self.deeds, self.actors, self.meant = text, sentence, deeds, actors, meant
        self.at: dict[int, Named] = {}
        for mention in named:
            for token in range(mention.first, mention.last):
                self.at[token] = mention
        self.frames = {frame.token: frame for frame in sentence.nouns}

    def direct(self, phrases: Sequence[Phrase], clause: int) -> list[Filler]:
        """Those whom phrases name as such, as people who act: by their name, their forces, who speaks for them, or a pronoun."""
        return self._each(phrases, lambda phrase: self._named(phrase) or self._part(phrase, clause) or self._resolved(phrase, clause))

    def named(self, phrases: Sequence[Phrase], clause: int) -> list[Filler]:
        """The same without pronouns, for those to whom something is done."""
        return self._each(phrases, lambda phrase: self._named(phrase) or self._part(phrase, clause) or self._called(phrase))

    def touched(self, phrases: Sequence[Phrase], clause: int) -> list[Filler]:
        """The same, and those who own or do what phrases name ("Y's attack on X": Y)."""
        return self._each(
            phrases, lambda phrase: self._named(phrase) or self._part(phrase, clause) or self._owner(phrase, clause) or self._called(phrase)
        )

    def compound(self, frame: CompoundFrame) -> list[Filler]:
        """The names in a compound ("Russian and Iranian-backed")."""
        found = []
        prefix = self.text.words[frame.token].lower().startswith(f"{frame.link}-")  # nobody shares it
        for first, last in frame.names[-1:] if prefix else frame.names:
            mention = next((self.at[token] for token in range(first, last) if token in self.at), None)
            if first == frame.token:
                actor = self.deeds.compound(self.text.words[first]) or (mention.actor if mention and mention.compound else None)
            else:
                actor = mention.actor if mention else None
            if actor is not None:
                found.append(Filler(actor, first, last))
        return found

    @staticmethod
    def _each(phrases: Sequence[Phrase], read: Callable[[Phrase], Filler | None]) -> list[Filler]:
        found = (read(phrase) for phrase in phrases)
        return [filler for filler in found if filler is not None]

    def _named(self, phrase: Phrase) -> Filler | None:
        """The actor whom the head names. A deed or tie of somebody ("Iran's ally") is not themselves."""
        mention, words = self.at.get(phrase.head), self.deeds.words
        if mention is None or mention.compound or (mention.how == "adjective" and not mention.role):
            return None
        word = self.text.words[phrase.head].lower()
        if mention.role and (word in words.deed_thing or (phrase.head in self.frames and word not in words.deed_part)):
            return None
        return Filler(mention.actor, mention.first, mention.last)

    def _part(self, phrase: Phrase, clause: int) -> Filler | None:
        """Whose forces, weapons or spokesmen the head is."""
        word, words = self.text.words[phrase.head].lower(), self.deeds.words
        if word in words.deed_part:
            return self._sided(self._before(phrase) or self._after(phrase, ("of",)))
        if word in words.deed_voice:
            return self._before(phrase) or self._after(phrase, ("of", "for")) or self._voiced(phrase, clause)
        return None

    def _sided(self, filler: Filler | None) -> Filler | None:
        """A ruler's forces are the side that he rules."""
        return filler._replace(actor=side_of(filler.actor, self.actors)) if filler is not None else None

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
                found.append(Filler(self._owner_of(mention, frame), mention.first, mention.name_last))
            elif (meant := self._possessor(phrase, frame)) is not None:
                found.append(meant)
            elif (part := self._part(phrase, frame.clause)) is not None:
                found.append(part)
        return found

    def _owner_of(self, mention: Named, frame: NounFrame) -> str:
        """Whose a noun is that makes a party with its owner's name ("a key US ally": the United States')."""
        owner = mention.actor.rpartition(":")[0] if mention.first <= frame.token < mention.last else ""
        return owner if owner in self.actors else mention.actor

    def listed(self, frame: NounFrame) -> list[Filler]:
        """Those whom a list after a noun names ("allies such as X and Y", "its rivals, X and Y")."""
        text, words = self.text, self.deeds.words
        at = frame.token + 1
        for _ in range(AFTER_NOUN):
            if text.words[at : at + 1] and (text.words[at].lower() in words.deed_listing or text.words[at] in ",-–—"):
                at += 1
        found: list[Filler] = []
        while len(found) < LISTED and at > frame.token + 1:
            at += self._is_tag(at, "D")
            mention = self.at.get(at)
            if mention is None or mention.compound or mention.first != at:
                break
            found.append(Filler(mention.actor, mention.first, mention.last))
            at = mention.last
            if not (text.words[at : at + 1] and (text.words[at] == "," or text.tags[at] == "C")):
                break
            at += 1 + self._is_tag(at + 1, "C")
        return found

    def _is_tag(self, at: int, tag: str) -> bool:
        return at < len(self.text.tags) and self.text.tags[at] == tag

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

    def _resolved(self, phrase: Phrase, clause: int) -> Filler | None:
        """Whom a pronoun or "the group" means, in the sentence or before it."""
        if self.text.tags[phrase.head] != PRONOUN:
            return self._called(phrase)
        if self.text.words[phrase.head].lower() not in self.deeds.words.deed_pronoun:
            return None
        return self._pronoun(phrase, clause) or self._elsewhere(phrase)

    def _called(self, phrase: Phrase) -> Filler | None:
        """Whom "the group" means."""
        called = self.text.words[phrase.head].lower() in self.deeds.words.deed_called
        return self._elsewhere(phrase) if called and self.text.tags[phrase.first] == "D" else None

    def _elsewhere(self, phrase: Phrase) -> Filler | None:
        actor = self.meant((phrase.first, phrase.head + 1))
        return Filler(actor, phrase.first, phrase.last) if actor is not None else None

    def _pronoun(self, phrase: Phrase, clause: int) -> Filler | None:
        """Who "it" or "they" is in what somebody says: the subject that says it."""
        if clause < 0:
            return None
        clauses = self.sentence.clauses
        for _ in range(ABOVE):
            inner = clauses[clause]
            clause = inner.parent
            if clause < 0 or inner.relation == "quotation":
                return None
            subject = clauses[clause].subject
            if inner.relation == "complement" and subject and self.text.tags[subject[0].head] != PRONOUN:
                fillers = self.direct(subject, -1)
                return Filler(fillers[0].actor, phrase.first, phrase.last) if len(fillers) == 1 else None
        return None

    def is_one_of(self, filler: Filler) -> bool:
        """Whether an actor is told by somebody of its people ("a British soldier"), who does not join anything for it."""
        mention = self.at.get(filler.first)
        return mention is not None and bool(mention.role) and self.actors[mention.actor].type == "state"

    @staticmethod
    def patient(clause: Clause) -> tuple[Phrase, ...]:
        """To whom something is done in a passive; nobody where a participle does not follow them right away, nor open the sentence."""
        subject, first = clause.subject, clause.group[0]
        if not subject or clause.subject_by == "nearest":
            return ()
        near = clause.relation != "participle" or first < subject[0].first or first - subject[-1].last <= 1
        return subject if near else ()

    def doers(self, clause: Clause, index: int) -> list[Filler]:
        """Who does what a clause tells. Where the noun before a participle is nobody ("aired spots attacking X"), it is the subject of
        the clause around it; where it is somebody, either may be meant, and neither is told."""
        if clause.voice == "passive":
            return self.direct(clause.agent, index)
        if clause.subject_by != "nearest":
            return self.direct(clause.subject, index)
        if clause.parent < 0 or any(token in self.at for phrase in clause.subject for token in range(phrase.first, phrase.last)):
            return []
        around = self.sentence.clauses[clause.parent]
        return self.direct(around.subject, clause.parent) if around.voice == "active" and around.subject_by != "nearest" else []
