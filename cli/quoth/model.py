"""The nouns of quoth: what stages hand to each other, and the report that users get.

The report's structs are the one definition of the contract: they encode the JSON, and
`quoth schema` publishes what they say. Offsets are code points into the text as decoded
from the file, newlines untouched, or as taken out of a page or a record, so ``text[start:end]``
is always the ``text`` given.
"""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

SCHEMA: Final = 1

Act = Literal[
    "STATEMENT", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
"""PLOVER's event types (Open Event Data Alliance), STATEMENT where none fits."""

Quad = Literal["neutral", "verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"]
"""PLOVER's quad categories, and neutral for a plain statement, which PLOVER does not code."""

QUADS: Final[Mapping[Act, Quad]] = {
    "STATEMENT": "neutral",
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "verbal-cooperation"),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), "material-cooperation"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "verbal-conflict"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "material-conflict"),
}
"""The quad category of each act, as PLOVER's manual gives it."""

ActorType = Literal["state", "state-force", "armed-group", "igo", "alliance", "ngo", "media", "party", "people", "company", "person"]
"""Types of actors that rules name."""
PartyType = ActorType | Literal["organisation"]
"""Types of all who take part; an organisation is a body of which the text tells no more."""
Known = Literal["rules", "composed", "text"]
"""Who an actor is known by: a rule names it; a group noun of the rules calls it ("Syrian rebels"); only the text names it."""
Sector = Literal[
    "GOV", "MIL", "COP", "SPY", "LEG", "JUD", "OPP", "PTY", "REB", "PRM", "UAF", "IGO", "NGO",
    "CVL", "ELI", "BUS", "EDU", "MED", "HLH", "LAB", "AGR", "REF", "REL", "CRM",
]  # fmt: skip
"""PLOVER's sectors, with MED for the media and HLH for health as CAMEO has them."""

Kind = Literal["direct", "indirect", "mixed"]
By = Literal["name", "role", "pronoun", "description", "continuation"]
Stance = Literal["allied", "opposed"]
Whose = Literal["own", "other", "any"]
"""Who does what a content tells: the speaker or its side, somebody else, or anybody."""


# ---- what the report holds -------------------------------------------------------------------


class Span(msgspec.Struct, frozen=True, gc=False):
    """A stretch of the document's text."""

    text: str
    start: int
    end: int


class Mention(msgspec.Struct, frozen=True, gc=False):
    """One place where an actor is named or described."""

    start: int
    end: int
    text: str


class Actor(msgspec.Struct, frozen=True):
    """An actor that the document mentions, with the codes that the rules know of it.

    ``id`` is a rule's, or for whom no rule names ``OWNER:NOUN`` or ``any:NOUN`` (composed) or ``text:NAME``. ``type`` is None where
    neither rules nor text show it. ``side`` is for whom a person or group stands, as rules or text say."""

    id: str
    name: str
    type: PartyType | None
    codes: dict[str, str]
    mentions: list[Mention]
    known: Known = "rules"
    side: str | None = None


class Party(msgspec.Struct, frozen=True, gc=False):
    """A speaker or an addressee: the mention, who that is, for whom it speaks, and its sector if anything says one. Where several
    speak together, ``others`` are the sides of all but the first."""

    text: str
    start: int
    end: int
    actor: str | None
    name: str
    side: str | None
    by: By
    others: list[str] = []
    sector: Sector | None = None


class Cue(msgspec.Struct, frozen=True, gc=False):
    """The reporting word or words."""

    text: str
    start: int
    end: int
    lemma: str


class About(msgspec.Struct, frozen=True, gc=False):
    """A mention of an actor that the content speaks about."""

    actor: str
    text: str
    start: int
    end: int


class Statement(msgspec.Struct, frozen=True):
    """Who said what about whom, and the rule that says so."""

    id: str
    kind: Kind
    act: Act
    negated: bool
    speaker: Party | None
    addressee: Party | None
    cue: Cue | None
    content: list[Span]
    about: list[About]
    rule: str


class Relation(msgspec.Struct, frozen=True):
    """Two actors that the text puts side by side or against each other."""

    id: str
    kind: Stance
    type: str
    a: str
    b: str
    evidence: Span
    statement: str | None
    rule: str


class Warning(msgspec.Struct, frozen=True, gc=False):
    """Something in the document that the reader of its report should know."""

    what: str
    start: int | None = None


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The report on one document. ``text`` is there only if it was asked for (``--with-text``)."""

    schema: Literal[1] = SCHEMA
    source: str
    digest: str
    title: str | None
    date: str | None
    characters: int
    text: str | msgspec.UnsetType = msgspec.UNSET
    actors: list[Actor]
    statements: list[Statement]
    relations: list[Relation]
    warnings: list[Warning]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The report on a run: what `--format json` prints."""

    quoth: str
    schema: Literal[1] = SCHEMA
    rules: str
    documents: list[Document]


# ---- what is read ---------------------------------------------------------------------------


class Article(msgspec.Struct, frozen=True):
    """One document as read: its text with newlines untouched, and what its name and bytes tell."""

    source: str
    text: str
    digest: str
    title: str | None = None
    date: str | None = None
    warnings: tuple[Warning, ...] = ()
