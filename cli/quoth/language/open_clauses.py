"""A clause while it is being read: what is known of it so far, and how it becomes a `Clause`."""

from collections.abc import Sequence

from quoth.language.frames import Clause, How, Phrase, Prepositional, Range, Relation
from quoth.language.verb_groups import VerbGroup

Phrases = tuple[Phrase, ...]
NO_GROUP = VerbGroup("", "none", "active", "none", False, "")


class Open:
    """A clause that is not closed yet. ``unit`` is its verb's, -1 as long as it has none; ``waiting`` is the unit of a preposition whose
    noun phrase has not come; ``latest`` the noun phrases that came last, and ``slot`` where they went; ``aside`` says that it was
    opened by a comma, so that one may close it; ``commas`` counts those after its subject."""

    __slots__ = (
        "agent", "antecedent", "aside", "commas", "complement", "group", "index", "indirect", "latest", "marker", "objects", "parent",
        "particle", "pieces", "prepositions", "quotations", "relation", "sharer", "slot", "stranded", "subject", "subject_by", "token",
        "unit", "verb", "waiting",
    )  # fmt: skip

    def __init__(self, index: int, parent: int, relation: Relation, marker: str = "", *, aside: bool = False) -> None:
        self.index, self.parent, self.marker = index, parent, marker
        self.relation: Relation = relation
        self.aside = aside
        self.commas = 0
        self.antecedent: Phrases = ()
        self.pieces: list[Range] = []
        self.unit, self.token, self.group = -1, -1, (-1, -1)
        self.verb: VerbGroup = NO_GROUP
        self.particle = ""
        self.subject: Phrases = ()
        self.subject_by: How = "none"
        self.objects: Phrases = ()
        self.indirect: Phrases = ()
        self.agent: Phrases = ()
        self.prepositions: list[Prepositional] = []
        self.complement = -1
        self.quotations: list[Range] = []
        self.waiting = -1
        self.stranded = -1
        self.sharer: Open | None = None
        self.latest: Phrases = ()
        self.slot = ""

    @property
    def awaits(self) -> bool:
        """Whether it has a subject and no verb yet."""
        return self.unit < 0 and bool(self.subject)

    @property
    def passive(self) -> bool:
        """Whether its verb is passive."""
        return self.verb.voice == "passive"

    def cover(self, first: int, last: int) -> None:
        """Take these tokens, which come after all that it has."""
        if first >= last:
            return
        if self.pieces and self.pieces[-1][1] == first:
            self.pieces[-1] = (self.pieces[-1][0], last)
        else:
            self.pieces.append((first, last))

    def take_subject(self, phrases: Phrases, how: How) -> None:
        """These are its subject."""
        self.subject, self.subject_by = phrases, how
        self.latest, self.slot = phrases, "subject"

    def take_object(self, phrases: Phrases) -> None:
        """These are objects too."""
        self.objects += phrases
        self.latest, self.slot = phrases, "object"

    def take_prepositional(self, phrase: Prepositional) -> None:
        """A phrase by preposition; "by" tells a passive's agent."""
        self.prepositions.append(phrase)
        self.latest, self.slot = phrase.phrases, "preposition"
        self.waiting = -1
        if phrase.word == "by" and self.passive and not self.agent:
            self.agent = phrase.phrases

    def extend_latest(self, phrases: Phrases) -> None:
        """A coordinated noun phrase belongs where the one before it does."""
        if self.slot == "preposition" and self.prepositions:
            before = self.prepositions[-1]
            self.prepositions[-1] = Prepositional(before.word, before.at, before.phrases + phrases, before.follows)
            if self.agent == before.phrases:
                self.agent += phrases
        elif self.slot == "subject":
            self.subject += phrases
        else:
            self.objects += phrases
        self.latest = phrases

    def freeze(self, span: Range) -> Clause:
        """The clause, whose own tokens and those of all embedded in it lie within ``span``."""
        verb = self.verb
        return Clause(
            relation=self.relation,
            parent=self.parent,
            marker=self.marker,
            antecedent=self.antecedent,
            pieces=tuple(self.pieces),
            span=span,
            verb=self.token,
            group=self.group,
            lemma=verb.lemma,
            particle=self.particle,
            form=verb.form,
            voice=verb.voice,
            tense=verb.tense,
            negated=verb.negated,
            modality=verb.modality,
            subject=self.subject,
            subject_by=self.subject_by,
            objects=self.objects,
            indirect=self.indirect,
            agent=self.agent,
            prepositions=tuple(self.prepositions),
            complement=self.complement,
            quotations=tuple(self.quotations),
        )


def freeze_all(clauses: Sequence[Open], start: int) -> tuple[Clause, ...]:
    """The clauses with their spans. One without tokens, and nothing embedded that has any, spans none at ``start``."""
    firsts = [clause.pieces[0][0] if clause.pieces else -1 for clause in clauses]
    lasts = [clause.pieces[-1][1] if clause.pieces else -1 for clause in clauses]
    for clause in reversed(clauses):
        at, parent = clause.index, clause.parent
        if parent >= 0 and firsts[at] >= 0:
            firsts[parent] = min(firsts[at], firsts[parent]) if firsts[parent] >= 0 else firsts[at]
            lasts[parent] = max(lasts[at], lasts[parent])
    spans = [(first, last) if first >= 0 else (start, start) for first, last in zip(firsts, lasts, strict=True)]
    return tuple(clause.freeze(span) for clause, span in zip(clauses, spans, strict=True))
