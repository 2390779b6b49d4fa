"""sectors: of which of PLOVER's sectors a speaker is, and who is of none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.analysis.sectors import make_sectors, of_office, of_person, of_words
from quoth.rulebook.rules import ActorRule, Office
from workbench import book, statements

SECTORS = make_sectors(book())


def sector(who: str, date: str | None = None) -> str | None:
    """The sector of whoever says it."""
    found = statements(f"{who} said the road was closed.", date)
    assert len(found) == 1
    assert found[0].speaker is not None
    return found[0].speaker.sector


# ---- nouns -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("Officials", "GOV"),
        ("The foreign minister", "GOV"),
        ("Lawmakers", "LEG"),
        ("A judge", "JUD"),
        ("Activists", "CVL"),
        ("Residents of the town", "CVL"),
        ("Police", "COP"),
        ("Farmers", "AGR"),
        ("Fishermen", "AGR"),
        ("A doctor at the hospital", "HLH"),
        ("The bishop", "REL"),
        ("A reporter", "MED"),
        ("The trade union", "LAB"),
        ("Gunmen", "UAF"),
        ("A fisher of souls", None),
        ("The crowd", None),
        ("A spokesman", None),
        ("Sources", None),
        ("The Chief Electoral Officer", None),
    ],
)
def test_a_noun_tells_the_sector(who: str, told: str | None) -> None:
    assert sector(who) == told


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("A police spokesman", "COP"),
        ("An army official", "MIL"),
        ("A rebel commander", "REB"),
        ("The opposition leader", "OPP"),
        ("The intelligence chief", "SPY"),
        ("A government spokeswoman", "GOV"),
        ("Government troops", "MIL"),
        ("A court official", "JUD"),
        ("A spokesman for the army", "MIL"),
        ("The head of the police", "COP"),
        ("The education minister", "GOV"),
        ("A military judge", "JUD"),
    ],
)
def test_who_serves_has_the_sector_of_whom_he_serves(who: str, told: str | None) -> None:
    assert sector(who) == told


def test_who_has_left_office_is_of_the_elites() -> None:
    assert sector("A former minister") == "ELI"
    assert sector("A retired Turkish general") == "ELI"
    assert sector("Former President Recep Tayyip Erdogan") == "ELI"
    assert sector("A former rebel") == "REB"


def test_several_have_the_sector_that_they_share() -> None:
    assert sector("The army and navy") == "MIL"
    assert sector("The army and the police") is None


# ---- names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("Turkey", None),
        ("The Kurds", None),
        ("The Kremlin", "GOV"),
        ("Turkish officials", "GOV"),
        ("A Turkish spokesman", "GOV"),
        ("The Syrian army", "MIL"),
        ("Kurdish fighters", "REB"),
        ("Turkish activists", "CVL"),
        ("A Turkish teacher", "EDU"),
        ("A Turkish carpenter", None),
        ("Russian lawmakers", "LEG"),
        ("The Pakistani intelligence chief", "SPY"),
        ("Police in Nairobi", "COP"),
        ("Hamas", "REB"),
        ("Hamas officials", "REB"),
        ("Hamas gunmen", "REB"),
        ("A spokesman for Hamas", "REB"),
        ("A spokesman for the Syrian army", "MIL"),
        ("Hezbollah lawmakers", "LEG"),
        ("UN officials", "IGO"),
        ("The International Criminal Court", "JUD"),
        ("Amnesty International", "NGO"),
        ("Reuters", "MED"),
    ],
)
def test_a_name_and_its_noun_tell_the_sector(who: str, told: str | None) -> None:
    assert sector(who) == told


def test_what_a_state_is_called_later_tells_whom_of_it_is_meant() -> None:
    text = "The Turkish army moved in. The government said the road was closed. The army said it was open."
    assert [s.speaker.sector for s in statements(text) if s.speaker] == ["GOV", "MIL"]


def test_pronouns_and_descriptions_keep_the_sector() -> None:
    text = "The Karen National Union left. A spokesman for the group said the road was closed. They said it was open."
    assert [s.speaker.sector for s in statements(text) if s.speaker] == ["REB", "REB"]


# ---- people ----------------------------------------------------------------------------------


def test_an_office_at_the_articles_date_comes_before_what_somebody_is_known_for() -> None:
    rule = ActorRule(
        id="a",
        name="A",
        type="person",
        sector="OPP",
        roles=[
            Office(role="spokesman", of="hamas", from_="2001", to="2003"),
            Office(role="foreign minister", of="turkey", from_="2005", to="2007"),
            Office(role="MILGEN", of="turkey", from_="2009", to="2010"),
            Office(role="spokesman", of="turkey", from_="2012", to="2013"),
        ],
    )
    dates = ["2000-01-01", "2002-01-01", "2006-01-01", "2009-05-05", "2012-05-05", None]
    assert [of_person(rule, date, SECTORS) for date in dates] == ["OPP", "REB", "GOV", "MIL", "OPP", "OPP"]


@pytest.mark.parametrize(
    ("role", "of", "told"),
    [
        ("speaker", "iran", "LEG"),
        ("army chief", "iran", "MIL"),
        ("head of the army", "iran", "MIL"),
        ("police chief", "nowhere", "COP"),
        ("high commissioner for refugees", "united-nations", "IGO"),
        ("leader", "likud", None),
        ("candidate", "iran", None),
    ],
)
def test_an_office_tells_by_its_noun_or_by_whose_it_is(role: str, of: str, told: str | None) -> None:
    assert of_office(Office(role=role, of=of), SECTORS) == told


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("Army spokesman Ali Hamid", "MIL"),
        ("Gen. Ali Hamid", "MIL"),
        ("Judge Ali Hamid", "JUD"),
        ("Mr. Ali Hamid", None),
        ("Ali Hamid, a judge in Lagos,", "JUD"),
        ("Ali Hamid, a spokesman for the army,", "MIL"),
        ("Ali Hamid, a carpenter,", None),
    ],
)
def test_an_unknown_person_has_the_sector_of_the_noun_or_title_beside_the_name(who: str, told: str | None) -> None:
    assert sector(who) == told


# ---- promises --------------------------------------------------------------------------------


def test_offices_in_the_rules_agree_with_what_people_are_known_for() -> None:
    told = [
        (rule.sector, of_office(rule.roles[-1], SECTORS))
        for rule in book().of(ActorRule)
        if rule.type == "person" and rule.sector and len(rule.roles) == 1
    ]
    agreeing = [own == office for own, office in told if office is not None]
    assert sum(agreeing) > 0.9 * len(agreeing)


@given(st.lists(st.sampled_from(["the", "former", "army", "police", "spokesman", "of", "x", "leader", "judge", "'s"]), min_size=1))
def test_any_words_tell_one_sector_or_none(words: list[str]) -> None:
    told = of_words(words, words, SECTORS)
    assert told in {None, "ELI", "MIL", "COP", "JUD"}
