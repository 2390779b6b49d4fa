"""What the stages hand to each other: names found, statements not yet resolved, parties, relations."""

from typing import Literal

import msgspec

from quoth.model import About, Act, By, Known, Party, Stance, Whose
from quoth.rulebook.rules import ActorRule

TURN = "quote.turn"
"""The construction of a turn in an interview or a debate: "MR. SMITH: …". What is said in it bears no quotation marks."""


class Tell(msgspec.Struct, frozen=True, gc=False):
    """A place in a content, by its token, whose words tell an act if their subject is of the kind."""

    at: int
    act: Act
    whose: Whose


class Draft(msgspec.Struct, frozen=True, gc=False):
    """A statement as attribution leaves it: token ranges (first, past the last), not yet resolved.

    ``speaker`` is None where the text names nobody. ``quotations`` are the indices of the full
    quotations in the content; ``content`` are the stretches of tokens, in order of the text; ``tells`` is what its words tell.
    """

    rule: str
    act: Act
    lemma: str
    negated: bool
    speaker: tuple[int, int] | None
    addressee: tuple[int, int] | None
    cue: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    quotations: tuple[int, ...]
    by: By | None = None
    tells: tuple[Tell, ...] = ()

    @property
    def is_turn(self) -> bool:
        """Whether it is a turn in an interview or a debate."""
        return self.rule == TURN


class Named(msgspec.Struct, frozen=True, gc=False):
    """An actor found by name. Tokens ``first`` to before ``last``; ``start`` and ``end`` are offsets (inside a
    token for "al-Qaeda-linked", where ``compound`` is "linked"). ``role`` is the noun that was composed with
    the name ("officials"), and ``itself`` says whether the whole is the actor or people on its side; ``past`` is the
    token past the name where such a noun follows it, or 0."""

    actor: str
    first: int
    last: int
    start: int
    end: int
    how: Literal["name", "adjective", "people", "seat", "surname"]
    compound: str = ""
    role: str = ""
    itself: bool = True
    past: int = 0

    @property
    def name_last(self) -> int:
        """The token past the name alone."""
        return self.past or self.last


class OwnActor(ActorRule, frozen=True, kw_only=True):
    """An actor of one document whom no rule names, in the shape of a rule's, so that all later stages see one kind of actor."""

    known: Known

    @property
    def stands_for(self) -> str | None:
        """The side of its members who speak: nobody's, where they are no party but people ("farmers", "gunmen")."""
        return self.side if self.type in (None, "people", "person") else self.speaks_for


class Resolved(msgspec.Struct, frozen=True):
    """A draft's parties, and whom its content means without naming them."""

    speaker: Party | None
    addressee: Party | None
    meant: tuple[About, ...] = ()


class Link(msgspec.Struct, frozen=True):
    """A relation as found: two actors, the tokens that say so, and the rule."""

    kind: Stance
    type: str
    a: str
    b: str
    evidence: tuple[int, int]
    rule: str
