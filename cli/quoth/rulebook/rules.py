"""The kinds of rule, and the frozen RuleBook that every stage gets as an argument.

One struct a kind of rule; its fields are the keys of the YAML. `rulefiles` reads them.
"""

from typing import Annotated, ClassVar, Literal, TypeVar

import msgspec

from quoth.model import Act, ActorType, By, PartyType, Sector, Stance, Whose

Frame = Literal["say", "that", "quote", "told", "wh", "object", "to", "object-to", "of", "of-object", "for", "naming", "citing", "action"]
"""What a reporting verb takes: see rules/README.md for a sentence of each."""

Day = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}\Z")]
"""An ISO date of year, month or day."""


Need = Literal["speaker", "voice", "others", "target", "object"]
"""What a party is that no rule names: an organisation may show itself as no more than that."""


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence of our own, and what the rule finds there: parts by name, or any find at all."""

    text: str
    finds: dict[str, str | None] | None = None


class Examples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule must find, near misses it must not, and known gaps (expected to fail)."""

    match: list[Example | str] = []
    miss: list[str] = []
    gap: list[Example | str] = []


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every rule has: an id that never depends on its file, and why it is there."""

    key: ClassVar[str] = ""
    id: str
    note: str = ""
    examples: Examples = Examples()


class Words(Rule, frozen=True, kw_only=True):
    """A closed class: words that always bear one tag."""

    key = "words"
    tag: str
    words: list[str]


class Suffix(Rule, frozen=True, kw_only=True):
    """What an ending says of an unknown word."""

    key = "suffixes"
    ending: str
    tag: str


class Tagging(Rule, frozen=True, kw_only=True):
    """A correction over the string of tags."""

    key = "tagging"
    match: str
    becomes: str


class Abbreviations(Rule, frozen=True, kw_only=True):
    """Words that end in a period without ending a sentence."""

    key = "abbreviations"
    words: list[str]


class Elisions(Rule, frozen=True, kw_only=True):
    """Words that an apostrophe opens."""

    key = "elisions"
    words: list[str]


class WordClass(Rule, frozen=True, kw_only=True):
    """A list of words that patterns name as a slot, e.g. nouns of speech."""

    key = "classes"
    slot: str
    words: list[str]


class WordList(Rule, frozen=True, kw_only=True):
    """A list of words that a stage looks up by name, e.g. what stands after a place's name in "the Paris Agreement".
    ``plural`` says that the words' plurals are meant too."""

    key = "lists"
    name: str
    plural: bool = False
    words: list[str]

    @property
    def forms(self) -> list[str]:
        """The words, with their plurals if these are meant too."""
        return _with_plurals(self.words) if self.plural else self.words


class Inflections(Rule, frozen=True, kw_only=True):
    """Irregular verbs (base: [past, participle]) and those that double their last letter."""

    key = "inflections"
    irregular: dict[str, list[str]] = {}
    doubling: list[str] = []


class Verb(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One verb of a family that differs from it in its frames or its act."""

    verb: str
    frames: list[Frame] | None = None
    act: Act | None = None


class VerbFamily(Rule, frozen=True, kw_only=True):
    """Reporting verbs that take the same complements and do the same thing by being said."""

    key = "verbs"
    act: Act = "STATEMENT"
    frames: list[Frame]
    verbs: list[str | Verb]


class Construction(Rule, frozen=True, kw_only=True):
    """A pattern that finds a statement. ``order`` of application is the order in the files.

    ``needs`` is what it must have to count: a speaker on a known side, others on another who speak with it, a target (or such
    others), or a target right at its beginning.
    """

    key = "quotes"
    pattern: str
    act: Act | None = None
    by: By | None = None
    negated: bool = False
    needs: list[Need] = []


class Stop(Rule, frozen=True, kw_only=True):
    """A pattern at which a content ends, because the reporter's own words begin again."""

    key = "stops"
    pattern: str


class Alliance(Rule, frozen=True, kw_only=True):
    """A pattern that finds a relation between two actors, or among all that stand in {a}."""

    key = "alliances"
    type: str
    kind: Stance
    pattern: str


class Claim(Rule, frozen=True, kw_only=True):
    """Statements that set their speaker against somebody: of these acts, with these verbs (or any). ``meant``
    is the actor with whom the content opens, who does something in it, or to whom it is said."""

    key = "claims"
    type: str
    kind: Stance
    acts: list[Act]
    verbs: list[str] = []
    meant: Literal["opening", "agent", "addressee"]


class Deed(Rule, frozen=True, kw_only=True, rename={"noun_a": "noun-a", "noun_b": "noun-b"}):
    """A family of verbs and nouns by which one actor stands with or against another, with the roles of the two.

    - ``verbs`` are base forms, with their particle if they need one ("carry out"); ``nouns`` are meant in the plural too;
      ``compounds`` are what follows or precedes a name with a hyphen ("backed", "anti").
    - ``a`` and ``b`` are the roles of a verb's parties: subject, object, passive (the object of a passive alone),
      indirect (whom something is given), or a preposition. A passive is turned round first. ``noun_a`` and ``noun_b`` are those of a
      noun: owner ("X's attack"), bearer ("X, an ally of"), or a preposition.
    - ``named`` says which of the two the name in a compound is; the other is what it describes.
    - ``mutual``: several parties in the role of a are so to each other, and those after "between".
    - ``owned``: what is done to that which somebody owns or does, is done to them ("condemned Y's attack", "struck Y's bases").
    - ``open``: it is done between people and bodies alone, so that a name beside the verb is somebody's, though nothing else shows it.
    - ``ended`` is the type of the rupture where a verb of ending governs it ("stopped backing"); without, there is no relation.
    """

    key = "deeds"
    type: str
    kind: Stance
    verbs: list[str] = []
    nouns: list[str] = []
    compounds: list[str] = []
    a: tuple[str, ...] = ("subject",)
    b: tuple[str, ...] = ("object",)
    noun_a: tuple[str, ...] = ("owner", "by")
    noun_b: tuple[str, ...] = ()
    named: Literal["a", "b"] = "a"
    mutual: bool = False
    owned: bool = False
    open: bool = False
    ended: str = ""

    @property
    def noun_forms(self) -> list[str]:
        """The nouns with their plurals."""
        return _with_plurals(self.nouns)


class Content(Rule, frozen=True, kw_only=True):
    """Words in a content that make more of a plain statement ("must" makes a request).

    ``whose`` says who must be their subject: the speaker and its own side, somebody else, or anybody. With ``verbs`` they count
    after these cues alone, and there before the act of the verb; with ``opening`` only where the content begins with
    them; with ``negated`` only where they are denied, as they otherwise must not be.
    """

    key = "acts"
    act: Act
    pattern: str
    whose: Whose = "any"
    verbs: list[str] = []
    opening: bool = False
    negated: bool = False


class Name(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An ambiguous name, which counts only where one of the words of ``when`` stands in the document too."""

    name: str
    when: list[str]


class Term(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """A stretch of time, open where a date is missing."""

    from_: Day | None = None
    to: Day | None = None

    def held(self, date: str) -> bool:
        """Whether an ISO date lies in it, both ends included; a year or month alone holds for all its days."""
        end = self.to or "9999"
        return (self.from_ or "") <= date and date[: len(end)] <= end


class Office(Term, frozen=True, kw_only=True):
    """An office that a person held."""

    role: str
    of: str


class ActorRule(Rule, frozen=True, kw_only=True):
    """An actor: its names, and what is known of it. A rule always tells the type; of an actor of the text it may not show."""

    key = "actors"
    name: str
    type: PartyType | None
    names: list[str | Name] = []
    adjective: list[str | Name] = []
    people: list[str | Name] = []
    seats: list[str | Name] = []
    codes: dict[str, str] = {}
    country: str | None = None
    side: str | None = None
    sector: Sector | None = None
    nouns: list[str] = []
    gender: Literal["f", "m"] | None = None
    surname: str | None = None
    roles: list[Office] = []

    @property
    def last_name(self) -> str:
        """What a person is called on second mention."""
        return self.surname or self.name.split()[-1]

    @property
    def speaks_for(self) -> str:
        """The id of the actor on whose side it is, which may be itself."""
        return self.side or self.id


class Role(Rule, frozen=True, kw_only=True):
    """Nouns that make an actor with a state's or a group's name before them ("Turkish officials").

    ``speaks`` says who that is: the actor itself ("the Turkish army"), people on its side, or nobody but themselves. ``serves``
    says that the sector is rather that of the noun before or of whom they serve; ``apart`` that they are none of a state's;
    ``plural`` that the words' plurals are meant too.
    """

    key = "roles"
    sector: Sector | None = None
    speaks: Literal["itself", "side", "nobody"]
    serves: bool = False
    apart: bool = False
    plural: bool = False
    words: list[str]

    @property
    def forms(self) -> list[str]:
        """The words, with their plurals if these are meant too."""
        return _with_plurals(self.words) if self.plural else self.words


def _with_plurals(nouns: list[str]) -> list[str]:
    return [form for noun in nouns for form in (noun, _plural(noun))]


def _plural(noun: str) -> str:
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


class Member(Term, frozen=True, kw_only=True):
    """An actor that belonged to a bloc for a time."""

    actor: str


class Bloc(Rule, frozen=True, kw_only=True):
    """Actors that are counted together in summaries; never a reason to relate them in a text.

    ``actor`` is what the bloc itself is called in texts, if it is an actor too. A member without dates belongs for
    as long as there is the bloc; one that left and came back stands twice.
    """

    key = "blocs"
    name: str
    actor: str | None = None
    from_: Day | None = msgspec.field(default=None, name="from")
    to: Day | None = None
    members: list[str | Member]

    @property
    def term(self) -> Term:
        """How long there is the bloc."""
        return Term(from_=self.from_, to=self.to)


class TypeNouns(Rule, frozen=True, kw_only=True):
    """The nouns by which reports refer back to actors of a type ("the group"), and the sector of such an actor that has none."""

    key = "nouns"
    type: ActorType
    sector: Sector | None = None
    words: list[str]


class GroupNoun(Rule, frozen=True, kw_only=True, rename={"acts_for": "acts-for"}):
    """A noun for those who take part without a name of their own ("rebels"), with all words that call them so.

    ``noun`` stands in the ids of such parties ("syria:rebels"). ``forms`` call the group, ``one`` calls a single member of it.
    ``acts_for`` says who they are with a state's or group's name beside them: their owner, as officials are; a party of
    their own, as rebels are; or nobody, as refugees are, who only have things done to them. Those that are ``owned``
    count only with an owner, because the bare word is anybody's ("allies").
    """

    key = "groups"
    noun: str
    acts_for: Literal["owner", "own", "nobody"]
    owned: bool = False
    type: PartyType | None = None
    sector: Sector | None = None
    forms: list[str]
    one: list[str] = []

    def is_id(self, party: str) -> bool:
        """Whether an id is that of such a party, whoever owns it."""
        owner, _, noun = party.rpartition(":")
        return noun == self.noun and bool(owner)


class Head(Rule, frozen=True, kw_only=True, rename={"acts_for": "acts-for"}):
    """Words in capitals that make the name of a body of those around them ("Sudan Doctors Committee", "Ministry of Defence").

    ``acts_for`` says whether it is its owner, as a ministry is its state, or a body of its own.
    """

    key = "heads"
    acts_for: Literal["owner", "own"] = "own"
    type: PartyType
    sector: Sector | None = None
    plural: bool = False
    words: list[str]

    @property
    def forms(self) -> list[str]:
        """The words, with their plurals if these are meant too."""
        return _with_plurals(self.words) if self.plural else self.words


class FirstNames(Rule, frozen=True, kw_only=True):
    """First names, and the gender of their bearers where they tell it. Those that are ``ambiguous`` are words, places
    or actors as well, and first names only before a surname."""

    key = "first-names"
    gender: Literal["f", "m"] | None = None
    ambiguous: bool = False
    words: list[str]


class Honorifics(Rule, frozen=True, kw_only=True):
    """Words before a name that belong to it ("President", "Mr."), and what they tell of its bearer."""

    key = "honorifics"
    gender: Literal["f", "m"] | None = None
    sector: Sector | None = None
    words: list[str]


KINDS: tuple[type[Rule], ...] = (
    Words, Suffix, Tagging, Abbreviations, Elisions, WordClass, WordList, Inflections, VerbFamily, Construction, Stop,
    Alliance, Deed, Claim, Content, ActorRule, Bloc, Role, TypeNouns, GroupNoun, Head, FirstNames, Honorifics,
)  # fmt: skip


STATEMENT_PARTS = ("speaker", "name", "side", "sector", "addressee", "cue", "content", "kind", "act", "negated")
RELATION_PARTS = ("a", "b", "kind", "type", "evidence")
FINDS: dict[type[Rule], tuple[str, ...]] = {
    **dict.fromkeys((Construction, VerbFamily, Stop, Content, Role), STATEMENT_PARTS),
    **dict.fromkeys((Alliance, Claim, Deed), RELATION_PARTS),
    ActorRule: ("mention",),
    GroupNoun: ("actor",),
    Tagging: ("word",),
}
"""What the examples of a kind of rule may say that it finds."""

R = TypeVar("R", bound=Rule)


def needed_by_name(kind: type[Rule], name: str) -> str:
    """What a word list or class is called among what a book has lost."""
    return f"{kind.key} {name}"


class RuleBook(msgspec.Struct, frozen=True):
    """All rules in the order of application; ``digest`` names this very book, ``where`` gives each
    rule's place as file:line:column, and ``lost`` the place at which a layer took a word list or class away, by `needed_by_name`."""

    digest: str
    rules: tuple[Rule, ...]
    where: dict[str, str]
    lost: dict[str, str] = {}

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """The rules of one kind, in order."""
        return tuple(rule for rule in self.rules if type(rule) is kind)

    def actors(self) -> dict[str, ActorRule]:
        """The actors by id."""
        return {rule.id: rule for rule in self.of(ActorRule)}

    def genders(self) -> dict[str, Literal["f", "m"]]:
        """The gender that each first name tells which is nothing else."""
        names = ((rule.gender, rule.words) for rule in self.of(FirstNames) if not rule.ambiguous)
        return {word: gender for gender, words in names if gender is not None for word in words}

    def first_names(self, *, ambiguous: bool) -> dict[str, Literal["f", "m"] | None]:
        """The first names that are nothing else, or those that are, with the gender that they tell, if any."""
        return {word: rule.gender for rule in self.of(FirstNames) if rule.ambiguous is ambiguous for word in rule.words}

    def honorifics(self) -> dict[str, Literal["f", "m"] | None]:
        """The honorifics, in small letters without their period, with the gender that they tell, if any."""
        return {word.lower().rstrip("."): rule.gender for rule in self.of(Honorifics) for word in rule.words}

    def type_nouns(self) -> dict[str, frozenset[str]]:
        """The nouns by which actors of a type are called."""
        found: dict[str, frozenset[str]] = {}
        for rule in self.of(TypeNouns):
            found[rule.type] = found.get(rule.type, frozenset()).union(rule.words)
        return found

    def heads(self) -> dict[str, Head]:
        """What each word says of a body in whose name it is the head."""
        return {word: rule for rule in self.of(Head) for word in rule.forms}

    def lists(self) -> dict[str, frozenset[str]]:
        """The word lists that stages look up, by name."""
        return {rule.name: frozenset(rule.forms) for rule in self.of(WordList)}
