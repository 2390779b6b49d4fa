"""roster, strangers and suggest: who occurs, what names no rule knows, and rules for these to paste."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from quoth.analysis.pipeline import analyze, make_engine
from quoth.errors import Problem
from quoth.model import Actor, Article, Document, Mention, PartyType, Span
from quoth.reporting.actor_counts import Listed, Roster, Unlisted, at_least, count_actors
from quoth.reporting.party_ids import known_only
from quoth.reporting.rule_suggestions import HEAD, suggestions
from quoth.reporting.serialization import visible
from quoth.reporting.unknown_names import find_strangers, make_lexicon
from quoth.rulebook.checks import names_of
from quoth.rulebook.layers import make_book
from quoth.rulebook.loading import RuleFile, builtin_folder, load_rules
from quoth.rulebook.rules import ActorRule
from quoth.spelling import filter_key
from samples import ACCUSATION, AKSOY, DOCUMENT, EMPTY, FRONT, JIHADISTS, OPEN, OPEN_TEXT, REBELS
from workbench import book, report

LEXICON = make_lexicon(book())
NAMED = {filter_key(name) for actor in book().actors().values() for name, _ in names_of(actor)}
"""The names of the built-in actors."""


def older(text: str) -> Document:
    """The report on a text as quoth made it before it told of actors that no rule names."""
    return known_only(report(text), {"rules"})


def strangers(text: str) -> list[tuple[str, bool]]:
    """The unknown names in a text, and whether they speak."""
    return [(found.name, found.speaks) for found in find_strangers(older(text), LEXICON)]


def suggested(*unknown: Unlisted) -> str:
    """The rules that are suggested for these, below the comment."""
    return suggestions(Roster(1, [], list(unknown)), book()).split("before you save this below a folder for --rules.\n")[1]


# ---- who occurs ------------------------------------------------------------------------------


def test_actors_are_counted_over_documents() -> None:
    roster = count_actors([DOCUMENT, EMPTY, DOCUMENT], LEXICON)
    assert roster.documents == 3
    assert roster.actors == [
        Listed("northern-front", "Northern Front", "armed-group", 4, 0, 2, 2, relations=4),
        Listed("amadou-keita", "Amadou Keïta", "armed-group", 2, 2, 0, 2),
        Listed("bystanders", "Bystanders", "armed-group", 2, 0, 0, 2),
        Listed("dourania", "Dourania", "armed-group", 2, 0, 0, 2),
        Listed("dourania-army", "Army of Dourania", "armed-group", 2, 0, 2, 2, relations=2),
        Listed("river-league", "River League", "armed-group", 2, 0, 2, 2, relations=2),
    ]


def test_unknown_names_are_counted_with_their_side_and_first_source() -> None:
    text = "Ali Demir, a spokesman for the Turkish army, said the road was open. Demir added that Orhan Kaya had left.\n"
    roster = count_actors([older(text), older("The bridge is closed, said Ali Demir, 50.\n")], LEXICON)
    assert roster.unknown == [Unlisted("Ali Demir", 3, 0, 2, "turkey", "text"), Unlisted("Orhan Kaya", 0, 1, 1, None, "text")]


def test_actors_that_no_rule_names_are_counted_with_what_they_are_known_by_their_side_and_their_other_names() -> None:
    roster = count_actors([OPEN, OPEN], LEXICON)
    assert roster.unknown == []
    assert roster.actors == [
        Listed(AKSOY, "Mehmet Aksoy", "person", 6, 4, 0, 2, "text", 0, REBELS, ["Aksoy"], "inbox/open.txt"),
        Listed(FRONT, "Northern River Front", "organisation", 6, 0, 4, 2, "text", 2, None, ["NRVF"], "inbox/open.txt"),
        Listed(JIHADISTS, "jihadists", "", 2, 0, 2, 2, "composed", 2),
        Listed("syria", "Syria", "state", 2, 0, 0, 2, "rules", 2),
        Listed(REBELS, "Syrian rebels", "armed-group", 2, 0, 0, 2, "composed", 2),
    ]


def test_an_actor_bears_its_fullest_name_and_the_type_and_side_that_are_told_most_often() -> None:
    def told(name: str, type_: PartyType | None, side: str | None) -> Document:
        return structs.replace(EMPTY, actors=[Actor("text:a-b", name, type_, {}, [], "text", side)])

    documents = [
        told("A. B.", "organisation", None),
        told("Anna B.", "person", "iran"),
        told("A. B.", "person", "iraq"),
        told("B", None, "iran"),
    ]
    for order in (documents, documents[::-1]):
        assert [(one.name, one.type, one.side) for one in count_actors(order, LEXICON).actors] == [("Anna B.", "person", "iran")]


def test_names_that_occur_seldom_can_be_left_out() -> None:
    often, seldom = Unlisted("A B", 1, 1, 1, None, "a"), Unlisted("C D", 0, 1, 1, None, "a")
    assert at_least(Roster(1, [], [often, seldom]), 2) == Roster(1, [], [often])


# ---- names that no rule knows ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Solange Kavira, a teacher, said the road was closed.", [("Solange Kavira", True)]),
        ("Solange Kavira, 34, arrived. “The road is closed,” she said.", [("Solange Kavira", True)]),
        ("House Speaker Mary O’Dowd said the road was closed.", [("Mary O’Dowd", True)]),
        ("The mayor said that Orhan Kaya had left for Mae Sot.", [("Orhan Kaya", False), ("Mae Sot", False)]),
        ("The mayor said the Parades Commission’s ruling was wrong.", [("Parades Commission", False)]),
        ("The mayor blamed the Department of Public Works.", [("Department of Public Works", False)]),
        ("The mayor said Orhan Kaya and Levent Aksoy had left.", [("Orhan Kaya", False), ("Levent Aksoy", False)]),
        ("The mayor said that Orhan Kaya, Levent Aksoy and others had left.", [("Orhan Kaya", False), ("Levent Aksoy", False)]),
    ],
    ids=["name", "pronoun", "title", "content", "possessive", "small word within", "and between", "list"],
)
def test_unknown_names_are_found(text: str, found: list[tuple[str, bool]]) -> None:
    assert strangers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Vladimir Putin said Turkey’s president had called.",
        "Western diplomats said the road was closed.",
        "The Foreign Ministry said the road was closed.",
        "The Prime Minister said on Monday that the road was closed.",
        "Solange Kavira, a teacher, did not say who had left.",
        "The mayor said the road was closed. On Monday he left.",
        "They said so.",
    ],
    ids=["known", "description", "office", "office of a person", "not said", "outside contents", "pronoun"],
)
def test_what_is_no_unknown_name_is_left(text: str) -> None:
    assert strangers(text) == []


@given(
    st.lists(st.sampled_from(["Abe ", "Éva ", "B. ", "of ", "’s", ". ", "\n", "x "]), max_size=12).map("".join),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=3),
)
def test_any_content_gives_only_names_that_stand_in_it_beside_known_ones(content: str, known: list[tuple[int, int]]) -> None:
    mentions = [Mention(start, start + length, "x") for start, length in known]
    statement = structs.replace(ACCUSATION, content=[Span(content, 0, len(content))])
    document = structs.replace(EMPTY, statements=[statement], actors=[Actor("x", "X", "state", {}, mentions)])
    free = "".join("\0" if any(m.start <= at < m.end for m in mentions) else letter for at, letter in enumerate(content))
    for found in find_strangers(document, LEXICON):
        assert found.name in free
        assert len(found.name.split()) > 1


# ---- suggestions -----------------------------------------------------------------------------


def test_suggestions_are_rules_with_a_note_on_where_they_are_from() -> None:
    people = Unlisted("Ofelia Rincón", 3, 1, 2, "colombia", "inbox/a.txt")
    group = Unlisted("Northern River Front", 1, 0, 1, None, "b.txt")
    assert (
        suggested(people, group, Unlisted("Mae Sot", 0, 9, 4, None, "c.txt"))
        == """\
actors:
- id: ofelia-rincon
  name: Ofelia Rincón
  note: Made 3 statements in 2 documents, first in inbox/a.txt.
  type: person
  side: colombia
- id: northern-river-front
  name: Northern River Front
  note: Made 1 statement in 1 document, first in b.txt.
  type: armed-group
"""
    )


def test_actors_of_the_text_are_suggested_with_type_side_and_the_spellings_that_name_nobody_else() -> None:
    lawyer = Listed("text:lea-dorn", "Lea Dorn", "person", 1, 0, 1, 1, "text", 0, FRONT, ["Dorn", "Lea M. Dorn"], "b.txt")
    envoy = Listed("text:turkey", "The Turkey Watch", "", 1, 1, 0, 1, "text", 0, "turkey", ["Watch", "Turkey"], "b.txt")
    roster = count_actors([OPEN], LEXICON)
    text = suggestions(structs.replace(roster, actors=[*roster.actors, lawyer, envoy]), book())
    assert (
        text.removeprefix(HEAD)
        == """\
actors:
- id: northern-river-front
  name: Northern River Front
  note: Told of in 2 statements, part of 1 relation in 1 document, first in inbox/open.txt.
  type: armed-group
  names:
  - NRVF
- id: mehmet-aksoy
  name: Mehmet Aksoy
  note: Made 2 statements in 1 document, first in inbox/open.txt.
  type: person
- id: lea-dorn
  name: Lea Dorn
  note: Told of in 1 statement in 1 document, first in b.txt.
  type: person
  names:
  - Lea M. Dorn
  side: northern-river-front
- id: turkey-2
  name: Turkey Watch
  note: Made 1 statement in 1 document, first in b.txt.
  type: ngo
  side: turkey
"""
    )


def test_of_actors_that_take_part_seldom_and_of_those_whom_rules_name_none_is_suggested() -> None:
    roster = count_actors([OPEN], LEXICON)
    assert suggestions(roster, book(), 4).removeprefix(HEAD) == "actors: []\n"
    known = [structs.replace(one, name="Recep Tayyip Erdogan") if one.id == AKSOY else one for one in roster.actors]
    assert "Erdogan" not in suggestions(structs.replace(roster, actors=known), book())


def test_whom_only_a_text_named_has_the_id_of_its_rule_once_it_is_suggested_and_loaded(tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text(suggestions(count_actors([OPEN], LEXICON), book()), encoding="utf-8")
    grown = load_rules([builtin_folder(), tmp_path])
    again = analyze(Article("open.txt", OPEN_TEXT, ""), make_engine(grown))
    assert {s.speaker.actor for s in again.statements if s.speaker} == {"mehmet-aksoy"}
    assert {target.actor for s in again.statements for target in s.about} >= {"northern-river-front"}


def test_a_name_is_suggested_once_though_some_reports_make_an_actor_of_it_and_some_do_not() -> None:
    roster = structs.replace(count_actors([OPEN], LEXICON), unknown=[Unlisted("Mehmet AKSOY", 1, 0, 1, None, "older.txt")])
    assert suggestions(roster, book()).lower().count("name: mehmet aksoy") == 1


def test_suggestions_load_and_then_the_names_are_known(tmp_path: Path) -> None:
    text = "Solange Kavira, a teacher, said that “no: 'x' # [” was written. Mr. Null Yes, of the Turkish army, said it was not.\n"
    roster = count_actors([older(text)], LEXICON)
    assert {one.name for one in roster.unknown} == {"Solange Kavira", "Null Yes"}
    (tmp_path / "new.yaml").write_text(suggestions(roster, book()), encoding="utf-8")
    grown = load_rules([builtin_folder(), tmp_path])
    assert count_actors([older(text)], make_lexicon(grown)).unknown == []


NAMES = st.text(alphabet="AaÉéßΩ語'’-.: #[]{}&*!|>%@`\"\\\n\x1b\u2028", min_size=1, max_size=12).filter(lambda name: bool(name.split()))
STRANGERS = st.builds(Unlisted, NAMES, st.just(1), st.just(0), st.just(1), st.sampled_from([None, "turkey", "gone"]), NAMES)


@settings(max_examples=30, deadline=None)
@given(st.lists(STRANGERS, max_size=5))
def test_any_name_is_written_so_that_it_loads(unknown: list[Unlisted]) -> None:
    problems: list[Problem] = []
    made = make_book([RuleFile(0, "a.yaml", "a.yaml", suggestions(Roster(1, [], unknown), book()).encode())], "", problems)
    # without the built-in rules there is no Turkey
    assert [str(p) for p in problems if "no actor has the id `turkey`" not in p.what] == []
    assert len(made.of(ActorRule)) == len({filter_key(visible(one.name)) for one in unknown} - NAMED)
