"""coreference: who a speaker is, and for whom it speaks."""

import pytest

from quoth.model import Party
from workbench import report, statements

Who = tuple[str, str, str | None, str | None, str]


def who(party: Party | None) -> Who | None:
    """A party's words, name, actor, side, and how that is known."""
    return party and (party.text, party.name, party.actor, party.side, party.by)


def speakers(text: str, date: str | None = None) -> list[Who | None]:
    """Each statement's speaker."""
    return [who(s.speaker) for s in statements(text, date)]


def last(text: str, date: str | None = None) -> Who | None:
    """The last statement's speaker."""
    return speakers(text, date)[-1]


# ---- names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Hezbollah said it was late.", ("Hezbollah", "Hezbollah", "hezbollah", "hezbollah", "name")),
        ("The Kremlin said it was late.", ("The Kremlin", "Russia", "russia", "russia", "name")),
        ("The Houthis said it was late.", ("The Houthis", "Houthis", "houthis", "houthis", "name")),
        (
            "President Recep Tayyip Erdogan said it was late.",
            ("President Recep Tayyip Erdogan", "Recep Tayyip Erdogan", "recep-tayyip-erdogan", "turkey", "name"),
        ),
        ("Zoran Petrovic said it was late.", ("Zoran Petrovic", "Zoran Petrovic", "text:zoran-petrovic", None, "name")),
    ],
)
def test_a_name_says_who_and_for_whom(text: str, speaker: Who) -> None:
    assert last(text) == speaker


def test_a_surname_is_the_person_named_in_full_before() -> None:
    merkel = ("Angela Merkel", "angela-merkel", "germany", "name")
    assert last("Angela Merkel visited Kyiv. “We will help,” Merkel said.") == ("Merkel", *merkel)
    assert last("Amal Haddad left. “We will help,” Haddad said.") == ("Haddad", "Amal Haddad", "text:amal-haddad", None, "name")
    assert last("Omar al-Nasser left. “We will help,” al-Nasser said.") == (
        "al-Nasser",
        "Omar al-Nasser",
        "text:omar-al-nasser",
        None,
        "name",
    )
    assert last("“I will stay,” Ali Hassan said. Mr. Hassan said it was late.") == (
        "Mr. Hassan",
        "Ali Hassan",
        "text:ali-hassan",
        None,
        "name",
    )


def test_an_acronym_is_what_its_brackets_told() -> None:
    name = ("Syrian Democratic Forces", "syrian-democratic-forces", "syrian-democratic-forces", "name")
    assert last("The Syrian Democratic Forces (SDF) took the town. The SDF said it was late.") == ("The SDF", *name)


def test_a_name_in_apposition_names_the_office() -> None:
    assert last("The mayor, Amal Haddad, said it was late.") == ("The mayor", "Amal Haddad", "text:amal-haddad", None, "name")
    assert last("Iran's foreign minister, Javad Zarif, said it was late.") == (
        "Iran's foreign minister",
        "Javad Zarif",
        "mohammad-javad-zarif",
        "iran",
        "name",
    )


# ---- pronouns --------------------------------------------------------------------------------


def test_he_and_she_go_to_the_nearest_of_their_gender() -> None:
    text = "Angela Merkel sat beside Emmanuel Macron in Vienna. She said it was late. He said it was not."
    assert speakers(text) == [
        ("She", "Angela Merkel", "angela-merkel", "germany", "pronoun"),
        ("He", "Emmanuel Macron", "emmanuel-macron", "france", "pronoun"),
    ]


def test_a_pronoun_goes_to_who_has_just_spoken() -> None:
    text = "Ali Hassan saw Omar Nasser. “We are late,” Ali Hassan said. He added that it rained."
    assert [s and s[1] for s in speakers(text)] == ["Ali Hassan", "Ali Hassan"]


def test_they_goes_to_a_group() -> None:
    assert last("The rebels said they had left. They said it was late.") == ("They", "rebels", "any:rebels", "any:rebels", "pronoun")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Serbian president said it was late. He accused Kosovo of lying.", "Serbian president"),
        ("“We want every road open,” he said. “That is our mission,” Governor Samuel Pell added.", "Samuel Pell"),
        ("On the far bank a boy was painting. It was late, he said. President Samuel Pell said it was not.", "he"),
    ],
)
def test_a_pronoun_goes_to_an_office_before_it_or_to_the_one_who_speaks_next(text: str, name: str) -> None:
    assert [s[1] for s in speakers(text) if s and s[4] == "pronoun"] == [name]


def test_a_pronoun_with_nobody_before_it_keeps_its_word() -> None:
    assert last("“We will stay,” he said.") == ("he", "he", None, None, "pronoun")


def test_a_pronoun_does_not_go_to_a_person_of_the_other_gender() -> None:
    assert last("Angela Merkel left. He said it was late.") == ("He", "He", None, None, "pronoun")


def test_who_is_the_noun_phrase_before_it() -> None:
    assert last("The letter came from Hezbollah, which said it was late.") == ("which", "Hezbollah", "hezbollah", "hezbollah", "pronoun")


def test_i_inside_a_quotation_is_its_speaker() -> None:
    found = statements("“I told Ankara that it was late,” Angela Merkel said.")
    assert {s.speaker.name for s in found if s.speaker} == {"Angela Merkel"}


# ---- descriptions ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Hezbollah attacked a convoy. The group said it was late.", ("The group", "Hezbollah", "hezbollah", "hezbollah", "description")),
        ("NATO met on Monday. The alliance said it was late.", ("The alliance", "NATO", "nato", "nato", "description")),
        (
            "Russia's Defence Ministry said no. The road was open. The ministry said it was late.",
            ("The ministry", "Russia", "russia", "russia", "description"),
        ),
        (
            "The Islamic State group attacked a convoy. The militants said it was late.",
            ("The militants", "Islamic State", "islamic-state", "islamic-state", "description"),
        ),
        ("NATO met on Monday. The rebels said it was late.", ("The rebels", "rebels", "any:rebels", "any:rebels", "description")),
        ("Hezbollah attacked a convoy. A group said it was late.", ("A group", "group", None, None, "description")),
        ("Neighbours said it was late.", ("Neighbours", "Neighbours", None, None, "description")),
    ],
)
def test_a_description_goes_to_an_actor_that_its_noun_fits(text: str, speaker: Who) -> None:
    assert last(text) == speaker


def test_a_description_is_no_person_that_it_merely_stands_beside() -> None:
    text = "Zoran Petrovic said the army had told him that it was late."
    assert speakers(text) == [
        ("Zoran Petrovic", "Zoran Petrovic", "text:zoran-petrovic", None, "name"),
        ("the army", "army", None, None, "description"),
    ]


# ---- sides -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Turkish defence officials said it was late.", ("Turkish defence officials", "Turkish defence officials", None, "turkey", "role")),
        ("A spokesman for Hamas said it was late.", ("A spokesman for Hamas", "spokesman for Hamas", None, "hamas", "role")),
        ("Russia's Defence Ministry said it was late.", ("Russia's Defence Ministry", "Russia", "russia", "russia", "name")),
        ("The Turkish army said it was late.", ("The Turkish army", "Turkey", "turkey", "turkey", "name")),
        ("Officials in Ankara said it was late.", ("Officials in Ankara", "Officials in Ankara", None, "turkey", "role")),
        (
            "Hamas spokesman Omar Nasser said it was late.",
            ("Hamas spokesman Omar Nasser", "Omar Nasser", "text:omar-nasser", "hamas", "name"),
        ),
        ("Omar Nasser, a spokesman for Hamas, said it was late.", ("Omar Nasser", "Omar Nasser", "text:omar-nasser", "hamas", "name")),
        ("A Turkish teacher said it was late.", ("A Turkish teacher", "Turkish teacher", None, None, "description")),
    ],
)
def test_a_speaker_composed_with_a_name_speaks_for_it(text: str, speaker: Who) -> None:
    assert last(text) == speaker


def test_experts_on_a_force_speak_for_nobody() -> None:
    here = "Syria is at war. The Syrian military shelled the town. "
    assert last(here + "Military experts said it was late.") == ("Military experts", "Military experts", None, None, "description")
    assert last(here + "A military spokesman said it was late.") == (
        "A military spokesman",
        "military spokesman",
        None,
        "syria",
        "description",
    )


def test_those_who_speak_together_have_the_side_of_the_first_and_those_of_the_others() -> None:
    text = "Turkish and Russian officials said it was late."
    name = "Turkish and Russian officials"
    assert last(text) == (name, name, None, "turkey", "description")
    assert [s.speaker and s.speaker.others for s in report(text).statements] == [["russia"]]


@pytest.mark.parametrize(
    ("together", "name"),
    [
        ("Britain, France and the US", "United Kingdom, France and United States"),
        ("The UN and local monitors", "United Nations and local monitors"),
        ("The army and the police", "army and the police"),
        ("A spokesman for the UN and the US", "spokesman for the UN and the US"),
    ],
)
def test_those_who_speak_together_have_each_their_own_name(together: str, name: str) -> None:
    found = last(f"{together} said it was late.")
    assert found is not None
    assert found[:3] == (together, name, None)


def test_the_president_is_rather_who_was_called_so_than_the_state() -> None:
    found = last("Turkish President Recep Tayyip Erdogan met the troops. The president said it was late.")
    assert found == ("The president", "Recep Tayyip Erdogan", "recep-tayyip-erdogan", "turkey", "description")


def test_the_militia_of_a_people_is_the_group_named_before() -> None:
    found = last("The YPG left the town. The Kurdish militia said it was late.")
    assert found == (
        "The Kurdish militia",
        "People's Protection Units",
        "peoples-protection-units",
        "peoples-protection-units",
        "description",
    )
    assert last("The Kurdish militia said it was late.") == (
        "The Kurdish militia",
        "Kurdish militia",
        "kurds:militia",
        "kurds",
        "description",
    )


def test_who_speaks_with_somebody_on_no_side_keeps_its_own() -> None:
    [statement] = report("The United Nations and monitors said it was late.").statements
    assert statement.speaker is not None
    assert (statement.speaker.side, statement.speaker.others) == ("united-nations", [])


@pytest.mark.parametrize(
    ("together", "actor", "sides"),
    [
        (
            "Minni Minnawi, the governor of Darfur, and Gibril Ibrahim, leader of the Justice and Equality Movement,",
            "minni-minnawi",
            ["sudan-liberation-movement-minni-minawi", "justice-and-equality-movement"],
        ),
        (
            "Amina Yusuf, a spokeswoman for Hamas, and Omar Hassan, leader of the Justice and Equality Movement,",
            "text:amina-yusuf",
            ["hamas", "justice-and-equality-movement"],
        ),
        ("Putin and Erdogan", "vladimir-putin", ["russia", "turkey"]),
        ("Macron and Putin", "emmanuel-macron", ["france", "russia"]),
        ("The Turkish president and Putin", None, ["turkey", "russia"]),
        ("Amina Yusuf and Erdogan", "text:amina-yusuf", [None, "turkey"]),
    ],
)
def test_each_of_several_people_has_a_side_of_its_own(together: str, actor: str | None, sides: list[str | None]) -> None:
    [statement] = report(f"{together} said in a joint statement that they would set up a buffer zone.").statements
    assert statement.speaker is not None
    assert (statement.speaker.actor, [statement.speaker.side, *statement.speaker.others]) == (actor, sides)


# ---- offices ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "name"),
    [
        ("2017-10-07", "Recep Tayyip Erdogan"),
        ("2005-10-07", "Ahmet Necdet Sezer"),
        ("2017", "Recep Tayyip Erdogan"),
        (None, "Turkish president"),
    ],
)
def test_an_office_is_held_by_who_held_it_then(date: str | None, name: str) -> None:
    found = last("The Turkish president said it was late.", date)
    assert found is not None
    assert (found[1], found[3], found[4]) == (name, "turkey", "role")


def test_an_office_changes_hands_on_a_day() -> None:
    text = "The US president said it was late."
    assert [(who and who[1]) for day in ("2017-01-19", "2017-01-21") for who in [last(text, day)]] == ["Barack Obama", "Donald Trump"]


def test_an_officeholder_is_among_the_actors() -> None:
    actors = {a.id: [m.text for m in a.mentions] for a in report("The Turkish president said it was late.", "2017-10-07").actors}
    assert actors == {"turkey": ["Turkish president"], "recep-tayyip-erdogan": ["The Turkish president"]}


def test_who_leads_a_group_speaks_for_it_until_he_has_an_office_of_the_state() -> None:
    text = "HTS leader Abu Mohammed al-Golani said it was late."
    named = [party and (party[2], party[3]) for party in (last(text), last(text, "2024-12-03"), last(text, "2025-03-03"))]
    assert named == [
        ("ahmed-al-sharaa", "hayat-tahrir-al-sham"),
        ("ahmed-al-sharaa", "hayat-tahrir-al-sham"),
        ("ahmed-al-sharaa", "syria"),
    ]
    assert [party and party[3] for party in speakers(f"Former {text}", "2024-12-03")] == ["syria"]
