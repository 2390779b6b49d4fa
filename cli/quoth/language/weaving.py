"""One pass over a sentence's units that opens and closes clauses, and gives each unit to one of them.

A stack holds the open clauses. A unit goes to the innermost of them, after it may have closed some or opened another; what a
unit does depends on its kind, the one before it, and what `lookahead` finds. So the time is linear in the sentence.
"""

from collections.abc import Callable, Mapping

from quoth.language import lookahead
from quoth.language.clause_words import ClauseWords
from quoth.language.frames import Phrase, Relation
from quoth.language.open_clauses import Open, Phrases
from quoth.language.text import Text
from quoth.language.units import Units

VERBS = frozenset("FEGU")
PREPOSITIONS = frozenset("Ioy")
FINITE_NEXT = frozenset("NTQW.,;")
"""Kinds after which a form in -ed before them is the past ("shelled the town", "said that")."""
DEEPEST = 20
"""The most clauses open at once: no sentence of English needs more, and what climbs them must not cost more and more."""


class Weaver:
    """The state of the pass. ``clauses`` are all so far, ``stack`` those still open; ``appositions`` gives for the head of a noun phrase
    between commas the one of which it is said, ``group_ends`` for the
    first unit of coordinated noun phrases the one past them."""

    def __init__(self, text: Text, units: Units, words: ClauseWords, clauses: list[Open], opened: Open) -> None:
        self.text, self.words, self.clauses = text, words, clauses
        self.kinds = units.kinds + "."
        self.first, self.last, self.head = units.first, units.last, units.head
        self.stack = [opened]
        self.taken = 0
        self.covered = -1
        self.appositions: dict[int, Phrases] = {}
        self.group_ends: dict[int, int] = {}

    # ---- the stack ------------------------------------------------------------------------------

    @property
    def current(self) -> Open:
        """The innermost clause."""
        return self.stack[-1]

    def open(self, relation: Relation, marker: str = "", *, aside: bool = False) -> Open:
        """A clause in the innermost one."""
        if len(self.stack) >= DEEPEST:
            self.close_to(self.stack[-2])
        clause = Open(len(self.clauses), self.stack[-1].index, relation, marker, aside=aside)
        self.stack[-1].waiting = -1
        self.clauses.append(clause)
        self.stack.append(clause)
        return clause

    def close_to(self, clause: Open) -> None:
        """Close what is open within this clause."""
        while self.stack[-1] is not clause:
            closed = self.stack.pop()
            if closed.waiting >= 0:
                closed.stranded = self.first[closed.waiting]

    def awaiting(self) -> Open | None:
        """The innermost clause around the current one with a subject and no verb."""
        return next((clause for clause in reversed(self.stack[:-1]) if clause.awaits), None)

    def finite(self) -> Open:
        """The innermost open clause with a finite verb, or the outermost."""
        return next((c for c in reversed(self.stack) if c.verb.form == "finite" and c.relation != "parenthesis"), self.stack[0])

    # ---- units ----------------------------------------------------------------------------------

    def word(self, unit: int) -> str:
        """A unit's head in small letters."""
        return self.text.words[self.head[unit]].lower()

    def words_of(self, unit: int) -> str:
        """All its words in small letters."""
        return " ".join(self.text.words[self.first[unit] : self.last[unit]]).lower()

    def before(self, unit: int) -> str:
        """The kind of the unit before, or "." at the sentence's beginning."""
        return self.kinds[unit - 1] if unit else "."

    def phrase(self, unit: int) -> Phrases:
        """A unit as a noun phrase."""
        return (Phrase(self.first[unit], self.last[unit], self.head[unit]),)

    def phrases(self, start: int, end: int) -> Phrases:
        """The noun phrases of these units, one for each that is coordinated."""
        found = []
        at = start
        while at < end:
            member = lookahead.MEMBER.match(self.kinds, at, end)
            if member is None:
                at += 1
                continue
            head = self.head[at]
            if member.end() - at > 1 and self.text.words[head].lower() in self.words.count:
                head = self.head[at + 2]  # "dozens of rebels" are rebels
            found.append(Phrase(self.first[at], self.last[member.end() - 1], head))
            at = member.end()
        return tuple(found)

    def owner(self, phrase: Phrase) -> Phrases:
        """Whose a noun phrase says it is ("Dourania's plan", "its plan")."""
        tags = self.text.tags[phrase.first : phrase.head]
        mark = tags.rfind("'")
        if mark > 0:
            return (Phrase(phrase.first, phrase.first + mark, phrase.first + mark - 1),)
        possessive = tags[:1] == "D" and self.text.words[phrase.first].lower() in self.words.possessive
        return (Phrase(phrase.first, phrase.first + 1, phrase.first),) if possessive else ()

    def is_past(self, unit: int) -> bool:
        """Whether a form in -ed after a noun phrase is the past, told from what follows it."""
        if self.kinds[unit] == "F":
            return True
        after = self.kinds[unit + 1]
        if after == "y" or self.kinds.startswith("CEy", unit + 1):
            return False
        lemma = self.words.lemma(self.word(unit))
        if after == "U":
            return lemma not in self.words.object_control
        return after in FINITE_NEXT or lemma in self.words.intransitive

    def is_needed_later(self, unit: int) -> bool:
        """Whether the noun phrase before a form in -ed is the subject of a later verb rather."""
        if self.kinds.startswith("CEy", unit + 1):
            return True
        found = lookahead.LATER.match(self.kinds, unit)
        return found is not None and (self.kinds[found.end() - 1] == "F" or self.is_past(found.end() - 1))

    def has_verb(self, unit: int) -> bool:
        """Whether a finite verb follows of which the noun phrase before ``unit`` is the subject."""
        found = lookahead.VERB.match(self.kinds, unit)
        return found is not None and self.is_past(found.end() - 1)

    def aside(self, phrases: Phrases) -> None:
        """These are said of the noun phrase that came last."""
        clause = self.current
        for phrase in phrases if clause.latest else ():
            self.appositions[phrase.head] = clause.latest[-1:]
        clause.latest, clause.slot = phrases, "aside"

    # ---- the pass -------------------------------------------------------------------------------

    def run(self, start: int, end: int, handlers: "Handlers") -> None:
        """Give every token from ``start`` to ``end`` to a clause. ``handlers`` say for each kind what a unit does."""
        covered = self.covered = start
        stack, lasts = self.stack, self.last
        for unit, kind in enumerate(self.kinds[:-1]):
            last = lasts[unit]
            if unit >= self.taken:
                handle = handlers.get(kind)
                if handle is not None:
                    handle(self, unit)
                    covered = self.covered
            if kind != "Q" and last > covered:
                pieces = stack[-1].pieces
                if pieces and pieces[-1][1] == covered:
                    pieces[-1] = (pieces[-1][0], last)
                else:
                    pieces.append((covered, last))
            covered = self.covered = last
        stack[-1].cover(covered, end)
        self.close_to(stack[0])


Handlers = Mapping[str, Callable[[Weaver, int], None]]
