"""summary: who speaks about whom, with which acts, and who is allied and opposed, counted over documents."""

import csv
import io
from collections.abc import Iterable
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quoth.model import QUADS, About, Act, Actor, Document, Party, Relation, Span, Stance, Statement
from quoth.reporting.filters import Grouping
from quoth.reporting.grouping import Groups, make_groups
from quoth.reporting.summary import Cell, Group, Summary, Tie, Tone, Voice, only, summarise, tone_of
from quoth.reporting.summary_view import encode_summary_csv
from quoth.rulebook.rules import ActorRule, Bloc, Member, Rule, RuleBook

RULES: tuple[Rule, ...] = (
    ActorRule(id="turkey", name="Turkey", type="state"),
    ActorRule(id="greece", name="Greece", type="state"),
    ActorRule(id="erdogan", name="Recep Tayyip Erdogan", type="person", side="turkey"),
    ActorRule(id="turkish-army", name="Turkish Armed Forces", type="state-force", side="turkey"),
    ActorRule(id="rebels", name="Rebels", type="armed-group"),
    Bloc(id="bloc.pact", name="Pact", members=["turkey", "greece"]),
    Bloc(id="bloc.format", name="Format", from_="2017", members=["turkey", Member(actor="rebels", to="2018")]),
)
BOOK = RuleBook("sha256:0", RULES, {})


def groups(by: Grouping = "side") -> Groups:
    """How these actors are grouped."""
    return make_groups(BOOK, by)


def party(name: str, actor: str | None = None, side: str | None = None, text: str = "", by: str = "name") -> Party:
    """A speaker."""
    return Party(text or name, 0, 1, actor, name, side, by)  # type: ignore[arg-type]


ERDOGAN = party("Erdogan", "erdogan", "turkey")
ATHENS = party("Athens", "greece", "greece")
WITNESS = party("a witness", by="description")


def said(speaker: Party | None, act: Act = "STATEMENT", *about: str, negated: bool = False) -> Statement:
    """A statement by somebody about actors."""
    return Statement("s1", "direct", act, negated, speaker, None, None, [], [About(actor, actor, 0, 1) for actor in about], "quote.x")


def related(kind: Stance, a: str, b: str, type_: str = "backs", statement: str | None = None) -> Relation:
    """A relation."""
    return Relation("r1", kind, type_, a, b, Span("x", 0, 1), statement, "alliance.x")


def document(*parts: Statement | Relation, date: str | None = "2017-10-08", actors: Iterable[Actor] = ()) -> Document:
    """A report with these statements and relations."""
    return Document(
        source="a.txt",
        digest="",
        title=None,
        date=date,
        characters=1,
        actors=list(actors),
        statements=[part for part in parts if isinstance(part, Statement)],
        relations=[part for part in parts if isinstance(part, Relation)],
        warnings=[],
    )


def matrix(summary: Summary) -> dict[tuple[str | None, str | None], tuple[int, int]]:
    """Statements and documents of each cell."""
    return {(cell.speaker, cell.about): (cell.statements, cell.documents) for cell in summary.matrix}


# ---- a whole summary -------------------------------------------------------------------------


def test_a_summary_by_side_as_a_whole() -> None:
    first = document(
        said(ERDOGAN, "ACCUSE", "greece"),
        said(ERDOGAN, "STATEMENT", "greece", "greece", "rebels"),
        said(WITNESS, "STATEMENT", "turkish-army"),
        said(None),
        said(ATHENS, "AGREE", negated=True),
        related("opposed", "turkey", "greece", "accuses", "s1"),
        related("allied", "turkish-army", "turkey", "member-of"),
    )
    second = document(said(ATHENS, "REJECT", "erdogan"), related("opposed", "greece", "turkish-army", "attacks"), date="2016-02-03")
    threats = Tone(verbal_conflict=1)
    acts_told: dict[Act, int] = {"ACCUSE": 1, "STATEMENT": 1}
    assert summarise([first, second], groups()) == Summary(
        by="side",
        documents=2,
        first="2016-02-03",
        last="2017-10-08",
        statements=5,
        unsaid=1,
        unnamed=1,
        groups=[
            Group("turkey", "Turkey", "state", 2, 1, 2, Tone(neutral=1, verbal_conflict=1), {"ACCUSE": 1, "STATEMENT": 1}),
            Group("greece", "Greece", "state", 1, 1, 2, threats, {"REJECT": 1}),
            Group("rebels", "Rebels", "armed-group", 0, 0, 1, Tone(), {}),
            Group(None, None, None, 2, 1, 0, Tone(neutral=2), {"STATEMENT": 2}, None),
        ],
        matrix=[
            Cell("turkey", "greece", 2, 1, Tone(neutral=1, verbal_conflict=1), {"ACCUSE": 1, "STATEMENT": 1}),
            Cell("greece", "turkey", 1, 1, threats, {"REJECT": 1}),
            Cell("turkey", "rebels", 1, 1, Tone(neutral=1), {"STATEMENT": 1}),
            Cell(None, "turkey", 1, 1, Tone(neutral=1), {"STATEMENT": 1}),
            Cell(None, None, 1, 1, Tone(neutral=1), {"STATEMENT": 1}),
        ],
        relations=[Tie("opposed", "greece", "turkey", 2, 2, 1, {"accuses": 1, "attacks": 1})],
        speakers=[
            Voice("erdogan", "Recep Tayyip Erdogan", "turkey", "Turkey", 2, 1, Tone(1, verbal_conflict=1), acts_told, "rules"),
            Voice("greece", "Greece", "greece", "Greece", 1, 1, threats, {"REJECT": 1}, "rules"),
            Voice(None, "a witness", None, None, 1, 1, Tone(neutral=1), {"STATEMENT": 1}),
        ],
    )


def test_nothing_counted_is_a_summary_too() -> None:
    assert summarise([], groups()) == Summary("side", 0, None, None, 0, 0, 0, [], [], [], [])


# ---- whom is counted with whom ---------------------------------------------------------------


def test_by_actor_everybody_stands_alone_and_who_is_not_known_for_the_side() -> None:
    official = party("Turkish officials", None, "turkey")
    found = summarise([document(said(ERDOGAN, "STATEMENT", "turkish-army"), said(official, "STATEMENT", "greece"))], groups("actor"))
    assert matrix(found) == {("erdogan", "turkish-army"): (1, 1), ("turkey", "greece"): (1, 1)}


def test_those_who_speak_together_count_each_and_their_statement_once() -> None:
    together = structs.replace(party("Erdogan and the rebels", "erdogan", "turkey"), others=["rebels", "greece"])
    found = summarise([document(said(together, "ACCUSE", "greece"), related("opposed", "turkey", "greece"))], groups())
    voice = Voice("erdogan", "Recep Tayyip Erdogan", "turkey", "Turkey", 1, 1, Tone(verbal_conflict=1), {"ACCUSE": 1}, "rules")
    assert (found.statements, found.speakers) == (1, [voice])
    assert {group.id: (group.statements, group.about) for group in found.groups} == {"greece": (1, 1), "rebels": (1, 0), "turkey": (1, 0)}
    assert matrix(found) == {("greece", "greece"): (1, 1), ("rebels", "greece"): (1, 1), ("turkey", "greece"): (1, 1)}
    assert [(tie.a, tie.b, tie.evidence) for tie in found.relations] == [("greece", "turkey", 1)]
    by_bloc = summarise([document(said(together, "ACCUSE"))], groups("bloc"))
    assert matrix(by_bloc) == {("bloc.format", None): (1, 1), ("bloc.pact", None): (1, 1)}
    assert matrix(summarise([document(said(together, "ACCUSE"))], groups("actor"))) == {
        ("erdogan", None): (1, 1),
        ("greece", None): (1, 1),
        ("rebels", None): (1, 1),
    }


def test_by_bloc_a_statement_counts_for_each_bloc_of_the_day() -> None:
    statement = said(ERDOGAN, "THREATEN", "greece")
    before, after = (summarise([document(statement, date=date)], groups("bloc")) for date in ("2016-12-31", "2017-01-01"))
    assert matrix(before) == {("bloc.pact", "bloc.pact"): (1, 1)}
    assert matrix(after) == {("bloc.format", "bloc.pact"): (1, 1), ("bloc.pact", "bloc.pact"): (1, 1)}
    assert (after.statements, [(group.id, group.type, group.name) for group in after.groups]) == (
        1,
        [("bloc.pact", "bloc", "Pact"), ("bloc.format", "bloc", "Format")],
    )


def test_a_relation_within_one_side_is_no_relation_of_its_blocs() -> None:
    both = document(related("allied", "turkish-army", "erdogan"), related("opposed", "turkish-army", "turkey", "fights"))
    assert [(tie.kind, tie.a, tie.b) for tie in summarise([both], groups("side")).relations] == [("opposed", "turkey", "turkey")]
    assert summarise([both], groups("bloc")).relations == []
    assert [(tie.kind, tie.a, tie.b) for tie in summarise([both], groups("actor")).relations] == [
        ("allied", "erdogan", "turkish-army"),
        ("opposed", "turkey", "turkish-army"),
    ]


def test_members_of_one_bloc_may_be_opposed_in_it() -> None:
    ties = summarise([document(related("opposed", "turkey", "greece"), date="2016-01-01")], groups("bloc")).relations
    assert [(tie.a, tie.b, tie.evidence) for tie in ties] == [("bloc.pact", "bloc.pact", 1)]


def test_an_actor_of_other_rules_keeps_the_name_that_its_report_gives() -> None:
    stranger = Actor("northern-front", "Northern Front", "armed-group", {}, [])
    found = summarise([document(said(party("x", "northern-front", "northern-front")), actors=[stranger])], groups())
    assert [(group.id, group.name, group.type) for group in found.groups] == [("northern-front", "Northern Front", "armed-group")]
    assert found.speakers[0].name == "Northern Front"


# ---- actors that no rule names ---------------------------------------------------------------

REBELS = Actor("greece:rebels", "Greek rebels", "armed-group", {}, [], "composed")
AKSOY = Actor("text:mehmet-aksoy", "Mehmet Aksoy", "person", {}, [], "text", "greece:rebels")
JIHADISTS = Actor("any:jihadists", "jihadists", None, {}, [], "composed")
LAWYER = Actor("text:lea-dorn", "Lea Dorn", "person", {}, [], "text")
OPEN = document(
    said(party("Mehmet Aksoy", AKSOY.id), "ACCUSE", "turkey", JIHADISTS.id),
    said(party("Lea Dorn", LAWYER.id), "STATEMENT", REBELS.id),
    said(structs.replace(party("Lea Dorn and Greek rebels", LAWYER.id), others=[REBELS.id])),
    related("opposed", REBELS.id, "greece", "fights"),
    related("allied", REBELS.id, "greece", "backs"),
    related("opposed", JIHADISTS.id, AKSOY.id, "threatens"),
    actors=[REBELS, AKSOY, JIHADISTS, LAWYER],
)


@pytest.mark.parametrize(
    ("by", "spoken", "ties"),
    [
        (
            "actor",
            {
                ("text:mehmet-aksoy", "turkey"), ("text:mehmet-aksoy", "any:jihadists"), ("text:lea-dorn", "greece:rebels"),
                ("text:lea-dorn", None), ("greece:rebels", None),
            },
            {
                ("opposed", "greece", "greece:rebels"), ("allied", "greece", "greece:rebels"),
                ("opposed", "any:jihadists", "text:mehmet-aksoy"),
            },
        ),
        (
            "side",
            {("greece", "turkey"), ("greece", "any:jihadists"), ("text:lea-dorn", "greece"), ("text:lea-dorn", None), ("greece", None)},
            {("opposed", "greece", "greece"), ("opposed", "any:jihadists", "greece")},
        ),
        (
            "bloc",
            {
                ("greece:rebels", "bloc.pact"), ("greece:rebels", "bloc.format"), ("greece:rebels", "any:jihadists"),
                ("text:lea-dorn", "greece:rebels"), ("text:lea-dorn", None), ("greece:rebels", None),
            },
            {
                ("opposed", "bloc.pact", "greece:rebels"), ("allied", "bloc.pact", "greece:rebels"),
                ("opposed", "any:jihadists", "greece:rebels"),
            },
        ),
    ],
)  # fmt: skip
def test_composed_parties_are_themselves_and_by_side_their_owners_and_who_has_neither_owner_nor_side_is_itself(
    by: Grouping, spoken: set[tuple[str, str | None]], ties: set[tuple[str, str, str]]
) -> None:
    found = summarise([OPEN], groups(by))
    assert (set(matrix(found)), {(tie.kind, tie.a, tie.b) for tie in found.relations}) == (spoken, ties)
    assert found.statements == 3


def test_groups_and_speakers_say_what_they_are_known_by_and_their_side() -> None:
    found = summarise([OPEN], groups("actor"))
    assert {(group.id, group.name, group.type, group.known, group.side) for group in found.groups} == {
        ("text:mehmet-aksoy", "Mehmet Aksoy", "person", "text", "greece:rebels"),
        ("text:lea-dorn", "Lea Dorn", "person", "text", None),
        ("greece:rebels", "Greek rebels", "armed-group", "composed", None),
        ("any:jihadists", "jihadists", None, "composed", None),
        ("greece", "Greece", "state", "rules", None),
        ("turkey", "Turkey", "state", "rules", None),
    }
    assert {(voice.actor, voice.known) for voice in found.speakers} == {("text:mehmet-aksoy", "text"), ("text:lea-dorn", "text")}


def test_a_side_that_one_text_tells_is_not_another_texts() -> None:
    alone = document(said(party("Mehmet Aksoy", AKSOY.id), "ACCUSE"), actors=[structs.replace(AKSOY, side=None)])
    assert set(matrix(summarise([OPEN, alone], groups()))) >= {("greece", "turkey"), ("text:mehmet-aksoy", None)}


def test_csv_says_what_who_speaks_and_who_is_spoken_of_is_known_by() -> None:
    summary = summarise([OPEN], groups("actor"))
    rows = {part: list(csv.DictReader(io.StringIO(encode_summary_csv(summary, part)))) for part in ("matrix", "relations", "speakers")}  # type: ignore[arg-type]
    assert {(row["speaker_known"], row["about_known"]) for row in rows["matrix"]} == {
        ("text", "rules"), ("text", "composed"), ("text", ""), ("composed", ""),
    }  # fmt: skip
    assert {(row["a_known"], row["b_known"]) for row in rows["relations"]} == {("rules", "composed"), ("composed", "text")}
    assert {row["known"] for row in rows["speakers"]} == {"text"}


# ---- speakers --------------------------------------------------------------------------------


def test_a_pronoun_that_stands_for_nobody_is_no_speaker_but_one_that_is_resolved_is() -> None:
    they, she = party("They", text="they", by="pronoun"), party("Solange Kavira", text="she", by="pronoun")
    found = summarise([document(said(they), said(she))], groups())
    assert ([voice.name for voice in found.speakers], found.statements) == (["Solange Kavira"], 2)


def test_speakers_of_one_name_and_other_sides_are_two() -> None:
    one, other = party("the spokesman", None, "turkey"), party("The Spokesman", None, "greece")
    found = summarise([document(said(one), said(other), said(other))], groups())
    assert [(voice.name, voice.side_name, voice.statements) for voice in found.speakers] == [
        ("The Spokesman", "Greece", 2),
        ("the spokesman", "Turkey", 1),
    ]


# ---- acts and their quad categories ----------------------------------------------------------


def test_every_act_has_a_quad_category() -> None:
    assert set(QUADS) == set(get_args(Act))


def test_tone_sums_acts_by_quad_category() -> None:
    tone = tone_of({"STATEMENT": 1, "AGREE": 2, "AID": 4, "ACCUSE": 8, "THREATEN": 16, "ASSAULT": 32})
    assert tone == Tone(neutral=1, verbal_cooperation=2, material_cooperation=4, verbal_conflict=24, material_conflict=32)
    assert (tone.cooperation, tone.conflict) == (6, 56)


# ---- one part --------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["matrix", "relations", "speakers"])
def test_one_part_keeps_its_list_and_the_groups(part: str) -> None:
    whole = summarise([document(said(ERDOGAN, "ACCUSE", "greece"), related("opposed", "turkey", "greece"))], groups())
    kept = only(whole, part)  # type: ignore[arg-type]
    assert {name: bool(getattr(kept, name)) for name in ("matrix", "relations", "speakers")} == {
        name: name == part for name in ("matrix", "relations", "speakers")
    }
    assert kept.groups == whole.groups


# ---- promises --------------------------------------------------------------------------------

ACTORS = st.sampled_from(["turkey", "greece", "erdogan", "turkish-army", "rebels", "unheard-of"])
STATEMENTS = st.builds(
    said, st.none() | st.builds(party, st.sampled_from(["A", "B"]), st.none() | ACTORS), st.sampled_from(get_args(Act)), ACTORS, ACTORS
)
DOCUMENTS = st.lists(
    st.builds(
        lambda parts, date: document(*parts, date=date),
        st.lists(STATEMENTS | st.builds(related, st.sampled_from(["allied", "opposed"]), ACTORS, ACTORS)),
        st.sampled_from([None, "2016-05-01", "2017-05-01", "2020-05-01"]),
    )
)
GROUPINGS = st.sampled_from(["actor", "side", "bloc"])


@given(DOCUMENTS, GROUPINGS)
def test_every_statement_is_counted_and_tones_add_up(documents: list[Document], by: Grouping) -> None:
    found = summarise(documents, groups(by))
    assert found.statements == sum(len(document.statements) for document in documents)
    assert sum(group.statements for group in found.groups) >= found.statements
    for row in (*found.groups, *found.matrix, *found.speakers):
        assert sum(structs.astuple(row.tone)) == sum(row.acts.values()) == row.statements
        assert row.documents <= len(documents)
    assert sum(voice.statements for voice in found.speakers) + found.unnamed <= found.statements


@given(DOCUMENTS, GROUPINGS, st.randoms())
def test_the_order_of_documents_does_not_change_the_counts(documents: list[Document], by: Grouping, random: Random) -> None:
    shuffled = list(documents)
    random.shuffle(shuffled)
    one, other = summarise(documents, groups(by)), summarise(shuffled, groups(by))
    assert (one.groups, one.matrix, one.relations) == (other.groups, other.matrix, other.relations)
