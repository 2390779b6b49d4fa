"""report: which statements, relations and actors the filters leave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quoth.model import Document
from quoth.reporting.filters import Filters, names_met, nothing_found, only, resolve, select
from quoth.rulebook.listing import aliases
from quoth.spelling import filter_key
from samples import ACCUSATION, AKSOY, BACKING, DENIAL, DOCUMENT, FRONT, HERDER, JIHADISTS, OPEN, REBELS, SHELLING
from workbench import book, report


def left(document: Document) -> tuple[list[str], list[str], list[str]]:
    """The ids of the statements, relations and actors."""
    return [s.id for s in document.statements], [r.id for r in document.relations], [a.id for a in document.actors]


def test_without_filters_the_document_is_untouched() -> None:
    assert select(DOCUMENT, Filters()) is DOCUMENT


@pytest.mark.parametrize(
    "name",
    ["amadou-keita", "Amadou Keïta", "amadou keita", "AMADOU KEITA", "General Amadou Keïta", "the General Amadou Keita"],
    ids=["id", "name", "no diacritics", "capitals", "mention", "leading the"],
)
def test_a_speaker_is_found_by_id_name_and_mention(name: str) -> None:
    assert select(DOCUMENT, Filters(speaker=(name,))).statements == [ACCUSATION]


def test_an_unresolved_speaker_is_found_by_its_words() -> None:
    assert select(DOCUMENT, Filters(speaker=("a herder [who fled]",))).statements == [HERDER]


def test_part_of_a_name_does_not_match() -> None:
    assert select(DOCUMENT, Filters(speaker=("Amadou",))).statements == []


@pytest.mark.parametrize("name", ["northern-front", "Northern Front", "keita’s men"])
def test_a_side_is_found_by_any_name_the_document_gives_it(name: str) -> None:
    assert select(DOCUMENT, Filters(side=(name,))).statements == [ACCUSATION]


def test_about_finds_the_targets_only() -> None:
    assert select(DOCUMENT, Filters(about=("Northern Front",))).statements == [HERDER]


def test_act_and_kind_match_in_any_case() -> None:
    assert select(DOCUMENT, Filters(act=("reject",))).statements == [DENIAL]
    assert select(DOCUMENT, Filters(kind=("Indirect",))).statements == [DENIAL, HERDER]


def test_values_of_one_filter_are_alternatives_and_filters_must_all_match() -> None:
    either = Filters(speaker=("dourania", "a herder [who fled]"))
    assert select(DOCUMENT, either).statements == [DENIAL, HERDER]
    assert select(DOCUMENT, Filters(speaker=either.speaker, about=("river-league",))).statements == [HERDER]


def test_an_empty_name_matches_nothing() -> None:
    assert select(DOCUMENT, Filters(speaker=("",), side=("!",))).statements == []


def test_relations_go_with_the_statement_that_claims_them_and_actors_with_what_mentions_them() -> None:
    kept = select(DOCUMENT, Filters(act=("REJECT",)))
    assert left(kept) == (["s2"], ["r2"], ["northern-front", "dourania-army", "dourania"])
    assert kept.relations == [SHELLING]
    assert select(DOCUMENT, Filters(speaker=("A herder [who fled]",))).relations == [BACKING]


def test_relations_that_nobody_claims_stay_where_they_have_an_actor_that_is_asked_for() -> None:
    assert SHELLING in select(DOCUMENT, Filters(about=("Northern Front",))).relations
    assert SHELLING not in select(DOCUMENT, Filters(about=("somebody else",))).relations


def test_only_keeps_one_part_and_empties_the_others() -> None:
    assert only(DOCUMENT, None) is DOCUMENT
    assert left(only(DOCUMENT, "statements")) == (["s1", "s2", "s3"], [], [])
    assert left(only(DOCUMENT, "relations")) == ([], ["r1", "r2"], [])
    assert left(only(DOCUMENT, "actors"))[:2] == ([], [])
    assert only(DOCUMENT, "actors").actors == DOCUMENT.actors


def test_an_alias_that_the_document_does_not_use_leads_to_the_actor() -> None:
    aliases = {"nf": frozenset({"northern-front"}), "keita": frozenset({"amadou-keita", "modibo-keita"})}
    assert resolve(Filters(side=("N.F.",), speaker=("Keïta", "x"), act=("AID",)), aliases) == Filters(
        side=("N.F.", "northern-front"), speaker=("Keïta", "x", "amadou-keita", "modibo-keita"), act=("AID",)
    )


@pytest.mark.parametrize(
    ("name", "folded"),
    [("The Hague", "hague"), ("the", "the"), ("U.S.", "us"), ("al-Qa’ida", "al qaida"), ("free-syrian-army", "free syrian army"), ("", "")],
)
def test_names_fold(name: str, folded: str) -> None:
    assert filter_key(name) == folded


@given(st.text())
def test_folding_is_done_once(name: str) -> None:
    once = filter_key(name)
    assert filter_key(once) == once or once.startswith("the ")


# ---- those who speak together ----------------------------------------------------------------

TOGETHER = "Russia and Iran condemned the Israeli strikes. Vladimir Putin and Erdogan said the war was over."


@pytest.mark.parametrize(
    ("filters", "texts"),
    [
        (Filters(side=("iran",)), ["Russia and Iran"]),
        (Filters(side=("Russia",)), ["Russia and Iran", "Vladimir Putin and Erdogan"]),
        (Filters(speaker=("russia",)), ["Russia and Iran", "Vladimir Putin and Erdogan"]),
        (Filters(speaker=("Iran",)), ["Russia and Iran"]),
        (Filters(speaker=("Russia and Iran",)), ["Russia and Iran"]),
        (Filters(speaker=("Erdogan",), side=("russia",)), ["Vladimir Putin and Erdogan"]),
        (Filters(speaker=("vladimir-putin",)), ["Vladimir Putin and Erdogan"]),
        (Filters(speaker=("israel",)), []),
    ],
)
def test_those_who_speak_together_match_each(filters: Filters, texts: list[str]) -> None:
    found = select(report(TOGETHER), filters).statements
    assert [statement.speaker and statement.speaker.text for statement in found] == texts


def test_whose_spokesman_speaks_with_somebody_does_not_speak() -> None:
    said = report("Erdogan's spokesman and Iran said the war was over.")
    assert select(said, Filters(speaker=("recep-tayyip-erdogan",))).statements == []
    assert len(select(said, Filters(speaker=("iran",), side=("turkey",))).statements) == 1


# ---- actors that no rule names ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(speaker=("text:mehmet-aksoy",)), ["s1", "s2"]),
        (Filters(speaker=("MEHMET AKSOY",)), ["s1", "s2"]),
        (Filters(side=("syria:rebels",)), ["s1", "s2"]),
        (Filters(side=("Syrian rebels",)), ["s1", "s2"]),
        (Filters(side=("syria",)), []),
        (Filters(about=("any:jihadists",)), ["s1"]),
        (Filters(about=("the jihadists",)), ["s1"]),
        (Filters(about=("NRVF",)), ["s1", "s2"]),
        (Filters(about=("Northern River Front",), act=("STATEMENT",)), ["s2"]),
    ],
)
def test_whom_no_rule_names_is_found_by_id_name_and_mention(filters: Filters, kept: list[str]) -> None:
    assert [statement.id for statement in select(OPEN, filters).statements] == kept


def test_a_party_without_a_side_stands_for_itself() -> None:
    speaker = OPEN.statements[0].speaker
    assert speaker is not None
    said = [
        structs.replace(OPEN.statements[0], speaker=structs.replace(speaker, actor=who, side=None)) for who in (JIHADISTS, AKSOY, "syria")
    ]
    document = structs.replace(OPEN, statements=said, relations=[])
    assert select(document, Filters(side=("jihadists",))).statements == said[:1]
    assert select(document, Filters(side=("Syrian rebels",))).statements == said[1:2]  # the actor has a side, as the report tells
    assert select(document, Filters(side=("syria",))).statements == []


def test_known_by_rules_leaves_the_others_out_and_keeps_what_was_said_by_what_words() -> None:
    kept = select(OPEN, Filters(known=("rules",)))
    assert left(kept) == (["s1", "s2"], [], ["syria"])
    speaker = OPEN.statements[0].speaker
    assert speaker is not None
    assert kept.statements[0] == structs.replace(OPEN.statements[0], speaker=structs.replace(speaker, actor=None, side=None), about=[])


def test_each_way_of_being_known_can_be_asked_for() -> None:
    assert left(select(OPEN, Filters(known=("rules", "composed"))))[1:] == (["r2"], ["syria", REBELS, JIHADISTS])
    texts = select(OPEN, Filters(known=("text",)))
    assert left(texts)[2] == [AKSOY, FRONT]
    assert [actor.side for actor in texts.actors] == [None, None]
    assert select(DOCUMENT, Filters(known=("rules",))) == DOCUMENT
    assert select(OPEN, Filters(known=("rules", "composed", "text"))) == OPEN


def test_who_is_left_out_cannot_be_found_but_by_the_words_that_stay() -> None:
    assert select(OPEN, Filters(about=("any:jihadists",), known=("rules",))).statements == []
    assert len(select(OPEN, Filters(speaker=("Mehmet Aksoy",), known=("rules",))).statements) == 2


def test_those_who_speak_together_are_left_out_one_by_one() -> None:
    speaker = OPEN.statements[0].speaker
    assert speaker is not None
    joint = structs.replace(OPEN.statements[0], speaker=structs.replace(speaker, side="syria", others=[REBELS, "turkey", JIHADISTS]))
    [said] = select(structs.replace(OPEN, statements=[joint], relations=[]), Filters(known=("rules",))).statements
    assert said.speaker is not None
    assert (said.speaker.side, said.speaker.others) == ("syria", ["turkey"])


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("Malian rebels", {"mali:rebels"}),
        ("mali rebels", {"mali:rebels"}),
        ("rebels", {"any:rebels"}),
        ("the jihadists", {"any:jihadists"}),
        ("Malian officials", set()),
        ("rebels of nowhere", set()),
    ],
)
def test_a_name_that_a_group_noun_makes_leads_to_the_party_whatever_a_text_calls_it(typed: str, ids: set[str]) -> None:
    assert aliases(book(), [typed]).get(filter_key(typed), frozenset()) == ids


def test_a_misspelt_name_is_told_with_the_nearest_that_rules_or_documents_have() -> None:
    known, met = aliases(book(), ["Turkei"]), names_met(OPEN)
    said = nothing_found(Filters(speaker=("Mehmet Aksoi",), about=("Turkei", "Syrian rebels")), known, met)
    assert said == "nothing matches the filters (did you mean mehmet aksoy for Mehmet Aksoi, turkey for Turkei?)"
