"""alliances: who stands with or against whom, by the patterns of rules/alliances and by statements."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import report

Pair = tuple[str, str, str]


def relations(text: str) -> list[Pair]:
    """Each relation as who, how and with whom, in order of the text."""
    return [(r.a, r.kind, r.b) for r in report(text).relations]


def evidence(text: str) -> list[str]:
    """The words that say so."""
    return [r.evidence.text for r in report(text).relations]


# ---- pairs -----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["each other of murder", "one another of murder", "the other of murder", "the other side of murder"])
def test_those_who_accuse_each_other_are_opposed(words: str) -> None:
    assert relations(f"Russia and Ukraine accused {words}.") == [("russia", "opposed", "ukraine")]
    assert relations(f"Russia and Ukraine have not accused {words}.") == []


def test_what_several_agree_holds_for_all_pairs() -> None:
    assert relations("The truce was agreed between Russia, Turkey and Iran.") == [
        ("russia", "allied", "turkey"),
        ("russia", "allied", "iran"),
        ("turkey", "allied", "iran"),
    ]


def test_what_several_do_to_others_holds_for_each_of_them() -> None:
    assert relations("Russia and Iran have armed Syria and Hezbollah.") == [
        ("russia", "allied", "syria"),
        ("russia", "allied", "hezbollah"),
        ("iran", "allied", "syria"),
        ("iran", "allied", "hezbollah"),
    ]


@pytest.mark.parametrize("also", [", along with Iran,", ", together with Iran,", ", as well as Iran,"])
def test_one_more_may_be_joined_by_several_words(also: str) -> None:
    assert relations(f"Russia and Turkey{also} sponsor the talks.") == [
        ("russia", "allied", "turkey"),
        ("russia", "allied", "iran"),
        ("turkey", "allied", "iran"),
    ]


def test_a_clause_after_a_comma_brings_no_member_of_a_list() -> None:
    assert relations("Hezbollah fired on Israeli troops, and Jordan closed its border.") == [("hezbollah", "opposed", "israel")]


def test_a_pair_is_told_once_for_each_kind() -> None:
    text = "Russia bombed Ukraine. Ukraine struck Russia. Later Russia and Ukraine signed a deal."
    assert relations(text) == [("russia", "opposed", "ukraine"), ("russia", "allied", "ukraine")]


def test_the_evidence_is_the_shortest_stretch_with_both() -> None:
    assert evidence("On Monday, the mayor noted, Russia bombed Ukraine again with missiles.") == ["Russia bombed Ukraine"]


# ---- who stands for whom ---------------------------------------------------------------------


def test_a_person_who_acts_stands_for_his_side() -> None:
    assert relations("Volodymyr Zelensky condemned Russia.") == [("ukraine", "opposed", "russia")]


def test_a_person_to_whom_it_is_done_stands_for_himself() -> None:
    assert relations("Russia backs Bashar al-Assad.") == [("russia", "allied", "bashar-al-assad")]


def test_the_forces_of_a_ruler_are_his_side() -> None:
    assert relations("Russia backs Bashar al-Assad's forces.") == [("russia", "allied", "syria")]


def test_people_of_one_side_stand_for_themselves_against_each_other() -> None:
    assert relations("Donald Trump attacked Hillary Clinton.") == [("donald-trump", "opposed", "hillary-clinton")]


def test_a_title_beside_a_name_is_no_second_actor() -> None:
    assert relations("Vladimir Putin, the Russian president, condemned Ukraine.") == [("russia", "opposed", "ukraine")]
    assert relations("The Lebanese militant group Hezbollah fought Israel.") == [("hezbollah", "opposed", "israel")]


def test_rebels_of_a_country_are_not_the_country() -> None:
    assert relations("Burundian rebels attacked Rwanda.") == [("burundi:rebels", "opposed", "rwanda")]


def test_an_acronym_in_brackets_is_the_name_before_it() -> None:
    assert relations("Turkey bombed the Kurdistan Workers’ party (PKK) again.") == [("turkey", "opposed", "kurdistan-workers-party")]


def test_other_words_in_brackets_are_left_out() -> None:
    assert relations("Turkey (twice this week) bombed Iraq.") == [("turkey", "opposed", "iraq")]


@pytest.mark.parametrize(
    "text",
    [
        "Turkey said it would attack Greece.",
        "Turkey has continued its offensive against Greece.",
        "Turkey said its forces had attacked Greece.",
    ],
)
def test_a_pronoun_stands_for_the_actor_right_before_it(text: str) -> None:
    assert relations(text) == [("turkey", "opposed", "greece")]


# ---- compounds -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Iranian-backed Hezbollah marched.", ("iran", "allied", "hezbollah")),
        ("The pro-Iran Hezbollah marched.", ("iran", "allied", "hezbollah")),
        ("The Saudi-led coalition marched.", ("saudi-arabia", "allied", "saudi-led-coalition")),
        ("The anti-Russia Azov Brigade marched.", ("russia", "opposed", "azov-brigade")),
    ],
)
def test_a_compound_says_who_stands_by_whom(text: str, found: Pair) -> None:
    assert relations(text) == [found]


def test_a_compound_is_only_about_the_next_actor() -> None:
    assert relations("The Iranian-backed Hezbollah and Jordan marched.") == [("iran", "allied", "hezbollah")]


# ---- what does not count ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Kenya does not back al-Shabaab.",
        "Kenya has never backed al-Shabaab.",
        "Kenya denied backing al-Shabaab.",
        "If Kenya backs al-Shabaab, its neighbours will leave.",
    ],
)
def test_what_is_denied_or_a_condition_is_no_relation(text: str) -> None:
    assert relations(text) == []


def test_a_refusal_to_deal_with_somebody_is_one() -> None:
    assert relations("Israel will not negotiate with Hamas.") == [("israel", "opposed", "hamas")]


def test_where_something_happens_is_no_party_to_it() -> None:
    assert relations("In northern Syria, Turkey attacked the YPG.") == [("turkey", "opposed", "peoples-protection-units")]


def test_whither_somebody_goes_is_not_who_fights() -> None:
    assert relations("Kenya sent soldiers to Somalia to fight al-Shabaab.") == [("kenya", "opposed", "al-shabaab")]


def test_strained_ties_are_no_alliance() -> None:
    assert relations("Egypt has strained relations with Turkey.") == []


def test_humanitarian_aid_is_no_backing() -> None:
    assert relations("American humanitarian aid to Sudan arrived.") == []


# ---- subjects --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Hezbollah attacked Israel.",
        "Hezbollah fighters attacked Israel.",
        "Hezbollah has repeatedly attacked Israel.",
        "Hezbollah, a militant movement, attacked Israel.",
        "Hezbollah, which runs the south, has attacked Israel.",
        "Hezbollah vowed to attack Israel.",
        "Hezbollah moved its guns on Friday and attacked Israel.",
        "Hezbollah moved guns on Friday in an effort to attack Israel.",
    ],
)
def test_a_subject_may_lie_before_its_verb_with_much_between(text: str) -> None:
    assert relations(text) == [("hezbollah", "opposed", "israel")]


def test_whoever_is_asked_is_who_acts() -> None:
    assert relations("Jordan urged Egypt to back Sudan.") == [("egypt", "allied", "sudan")]


# ---- statements ------------------------------------------------------------------------------


def test_an_accusation_of_a_resolved_speaker_sets_two_against_each_other() -> None:
    found = report("Qatar waited for a day. Then it blamed Saudi Arabia for the leak.").relations
    assert [(r.a, r.kind, r.b, r.type, r.rule) for r in found] == [("qatar", "opposed", "saudi-arabia", "accuses", "claim.accuses")]


def test_whoever_is_told_a_threat_is_threatened() -> None:
    found = report("“We will crush you,” North Korea told South Korea.").relations
    assert [(r.a, r.b, r.type) for r in found] == [("north-korea", "south-korea", "threatens")]


def test_what_an_army_accuses_somebody_of_is_not_told_of_its_state_again() -> None:
    found = report("Sudan's army accused the RSF of shelling a hospital.").relations
    assert [(r.a, r.b, r.type, r.rule) for r in found] == [("sudanese-armed-forces", "rapid-support-forces", "accuses", "alliance.accuses")]
    both = report("Sudan's army accused the RSF of shelling a hospital. Sudan accused the RSF of lying.").relations
    assert [(r.a, r.b) for r in both] == [("sudanese-armed-forces", "rapid-support-forces"), ("sudan", "rapid-support-forces")]


def test_a_relation_in_a_quotation_names_the_statement_that_claims_it() -> None:
    found = report("“Iran is arming Hezbollah,” the mayor said.")
    assert [(r.a, r.b, r.statement) for r in found.relations] == [("iran", "hezbollah", found.statements[0].id)]


# ---- promises --------------------------------------------------------------------------------

WORDS = """
    Russia Ukraine Hezbollah Israel Turkish Iran-backed pro-Iran Vladimir Putin the its which and , ( ) attacked backs by against with
    to support for of said it offensive forces allies “ ” . - not agreed between sanctions on
"""


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=40))
def test_any_text_gives_two_different_actors_and_an_exact_evidence(words: list[str]) -> None:
    text = " ".join(words)
    for relation in report(text).relations:
        assert relation.a != relation.b
        assert text[relation.evidence.start : relation.evidence.end] == relation.evidence.text != ""
