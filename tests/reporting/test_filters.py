"""report: which statements, relations and actors the filters leave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.model import Document
from quoth.reporting.filters import Filters, only, resolve, select
from quoth.spelling import filter_key
from samples import ACCUSATION, BACKING, DENIAL, DOCUMENT, HERDER, SHELLING
from workbench import report


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
