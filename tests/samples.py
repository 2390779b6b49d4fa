"""A report written by hand, for the tests of what is done with reports."""

from msgspec.structs import astuple

from quoth.model import About, Actor, Cue, Document, Known, Mention, Party, PartyType, Relation, Sector, Span, Statement, Warning

TEXT = (
    "General Amadou Keïta of the Northern Front said: “The army shelled us.” Dourania denied it.\n"
    "A herder [who fled] said Keïta's men were backed by the River League.\n"
)


def span(words: str) -> Span:
    """Where these words first stand in TEXT."""
    start = TEXT.index(words)
    return Span(words, start, start + len(words))


def party(words: str, actor: str | None, name: str, side: str | None, sector: Sector | None = None) -> Party:
    """A speaker called by these words."""
    where = span(words)
    return Party(where.text, where.start, where.end, actor, name, side, "name" if actor else "description", sector=sector)


def about(words: str, actor: str) -> About:
    """A target called by these words."""
    where = span(words)
    return About(actor, where.text, where.start, where.end)


def cue(words: str, lemma: str) -> Cue:
    """A reporting verb."""
    where = span(words)
    return Cue(where.text, where.start, where.end, lemma)


def actor(actor_id: str, name: str, *mentions: str) -> Actor:
    """An armed group with its mentions in TEXT."""
    found = [span(words) for words in mentions]
    return Actor(actor_id, name, "armed-group", {}, [Mention(where.start, where.end, where.text) for where in found])


ACCUSATION = Statement(
    id="s1",
    kind="direct",
    act="ACCUSE",
    negated=False,
    speaker=party("General Amadou Keïta", "amadou-keita", "Amadou Keïta", "northern-front", "REB"),
    addressee=None,
    cue=cue("said", "say"),
    content=[span("The army shelled us.")],
    about=[about("army", "dourania-army")],
    rule="quote.speaker-verb-before",
)
DENIAL = Statement(
    id="s2",
    kind="indirect",
    act="REJECT",
    negated=True,
    speaker=party("Dourania", "dourania", "Dourania", None),
    addressee=None,
    cue=cue("denied", "deny"),
    content=[span("it")],
    about=[],
    rule="quote.object",
)
HERDER = Statement(
    id="s3",
    kind="indirect",
    act="STATEMENT",
    negated=False,
    speaker=party("A herder [who fled]", None, "A herder [who fled]", None),
    addressee=None,
    cue=cue("said", "say"),
    content=[span("Keïta's men"), span("were backed by the River League")],
    about=[about("Keïta's men", "northern-front"), about("River League", "river-league")],
    rule="quote.speaker-verb-clause",
)
BACKING = Relation(
    "r1",
    "allied",
    "backs",
    "river-league",
    "northern-front",
    span("Keïta's men were backed by the River League"),
    "s3",
    "alliance.backed-by",
)
SHELLING = Relation("r2", "opposed", "attacks", "dourania-army", "northern-front", span("The army shelled us"), None, "alliance.shelled")
ACTORS = [
    actor("amadou-keita", "Amadou Keïta", "General Amadou Keïta"),
    actor("northern-front", "Northern Front", "Northern Front", "Keïta's men"),
    actor("dourania-army", "Army of Dourania", "army"),
    actor("dourania", "Dourania", "Dourania"),
    actor("river-league", "River League", "River League"),
    actor("bystanders", "Bystanders", "men"),
]
DOCUMENT = Document(
    source="inbox/a.txt",
    digest="sha256:0",
    title="A title",
    date="2024-02-03",
    characters=len(TEXT),
    actors=ACTORS,
    statements=[ACCUSATION, DENIAL, HERDER],
    relations=[BACKING, SHELLING],
    warnings=[Warning("a quotation mark is never closed", 48)],
)
EMPTY = Document(source="-", digest="sha256:1", title=None, date=None, characters=0, actors=[], statements=[], relations=[], warnings=[])


NEWS = {
    "a": "Turkey said on Monday that the bridge was closed. Russia accused Turkey of building the bridge without a permit.",
    "b": "Iran said on Tuesday that the road to the coast was open, and officials in Baghdad denied it.",
    "c": "“We will stay,” said Ahmad Karimi, a baker in the old town. The mayor warned residents to boil their water.",
    "d": "Ukraine and Poland signed an agreement on grain. Germany welcomed the agreement, a spokesman said.",
}
"""Articles by their names."""


# ---- a report with actors that no rule names -----------------------------------------------------

OPEN_TEXT = (
    "Mehmet Aksoy, a spokesman for the Syrian rebels, said jihadists had attacked the Northern River Front (NRVF). "
    "Aksoy said the NRVF had left.\n"
)


def _open_span(words: str, nth: int = 0) -> Span:
    """Where these words stand in OPEN_TEXT, the nth time."""
    start = OPEN_TEXT.index(words)
    for _ in range(nth):
        start = OPEN_TEXT.index(words, start + 1)
    return Span(words, start, start + len(words))


def _open_actor(key: str, name: str, type_: PartyType | None, known: Known, side: str | None, *mentions: tuple[str, int]) -> Actor:
    found = [_open_span(*mention) for mention in mentions]
    return Actor(key, name, type_, {}, [Mention(where.start, where.end, where.text) for where in found], known, side)


def _open_party(words: str, nth: int, actor: str, name: str, side: str | None) -> Party:
    where = _open_span(words, nth)
    return Party(where.text, where.start, where.end, actor, name, side, "name")


REBELS, JIHADISTS, AKSOY, FRONT = "syria:rebels", "any:jihadists", "text:mehmet-aksoy", "text:northern-river-front"
OPEN = Document(
    source="inbox/open.txt",
    digest="sha256:open",
    title=None,
    date="2024-02-04",
    characters=len(OPEN_TEXT),
    actors=[
        _open_actor(AKSOY, "Mehmet Aksoy", "person", "text", REBELS, ("Mehmet Aksoy", 0), ("a spokesman", 0), ("Aksoy", 1)),
        _open_actor("syria", "Syria", "state", "rules", None, ("Syrian", 0)),
        _open_actor(REBELS, "Syrian rebels", "armed-group", "composed", None, ("Syrian rebels", 0)),
        _open_actor(JIHADISTS, "jihadists", None, "composed", None, ("jihadists", 0)),
        _open_actor(FRONT, "Northern River Front", "organisation", "text", None, ("Northern River Front", 0), ("NRVF", 0), ("NRVF", 1)),
    ],
    statements=[
        Statement(
            id="s1",
            kind="indirect",
            act="ACCUSE",
            negated=False,
            speaker=_open_party("Mehmet Aksoy", 0, AKSOY, "Mehmet Aksoy", REBELS),
            addressee=None,
            cue=Cue("said", _open_span("said").start, _open_span("said").end, "say"),
            content=[_open_span("jihadists had attacked the Northern River Front (NRVF)")],
            about=[About(who, *astuple(_open_span(words))) for who, words in ((JIHADISTS, "jihadists"), (FRONT, "Northern River Front"))],
            rule="quote.speaker-verb-clause",
        ),
        Statement(
            id="s2",
            kind="indirect",
            act="STATEMENT",
            negated=False,
            speaker=_open_party("Aksoy", 1, AKSOY, "Mehmet Aksoy", REBELS),
            addressee=None,
            cue=Cue("said", _open_span("said", 1).start, _open_span("said", 1).end, "say"),
            content=[_open_span("the NRVF had left")],
            about=[About(FRONT, *astuple(_open_span("NRVF", 1)))],
            rule="quote.speaker-verb-clause",
        ),
    ],
    relations=[
        Relation(
            "r1", "opposed", "attacks", JIHADISTS, FRONT, _open_span("jihadists had attacked the Northern River Front"), "s1", "deed.x"
        ),
        Relation("r2", "opposed", "fights", REBELS, "syria", _open_span("Syrian rebels"), None, "alliance.x"),
    ],
    warnings=[],
)
"""Who speaks is a person of the text, for rebels of a state; composed parties and a body of the text are spoken of."""
