"""persons: people whom only the text names."""

import pytest

from workbench import report, statements


def people(text: str) -> dict[str, str | None]:
    """The people of a text whom no rule names, with their sides."""
    return {actor.id: actor.side for actor in report(text).actors if actor.type == "person" and actor.known == "text"}


def speakers(text: str) -> list[str | None]:
    """The actor of each statement's speaker."""
    return [s.speaker and s.speaker.actor for s in statements(text)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Svitlana Moroz left.", ["text:svitlana-moroz"]),
        ("Zoran Petrovic said it was late.", ["text:zoran-petrovic"]),
        ("The lawyer Ibo Kanda left.", ["text:ibo-kanda"]),
        ("Amina Yusuf, 34, left.", ["text:amina-yusuf"]),
        ("Ibo Kanda, who runs a shop, left.", ["text:ibo-kanda"]),
        ("Ibo Kanda, a lawyer in Jos, left.", ["text:ibo-kanda"]),
        ("The mayor, Ibo Kanda, left.", ["text:ibo-kanda"]),
        ("The Colonel Idris story is old. Colonel Idris left.", ["text:colonel-idris"]),
        ("Ursula von Schmidt left.", ["text:ursula-von-schmidt"]),
        ("“We left,” said Hugh Hill, a doctor who works in Juba.", ["text:hugh-hill"]),
        ("The Sultan Suleiman mosque was hit.", []),
        ("He lives in Mae Sot.", []),
        ("They hit the mosque named after Sultan Suleiman.", []),
        ("The Georgia Bulldogs won.", []),
        ("The General Assembly met.", []),
        ("Mary River is wide.", []),
        ("Prime Minister Robert Kanda Visits Jos Amid Protests", []),
    ],
)
def test_a_first_name_a_title_an_office_speech_or_an_apposition_shows_a_person(text: str, ids: list[str]) -> None:
    assert list(people(text)) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Gotz Aly wrote it down. Years later nobody knew. Aly said it was late.", ["text:gotz-aly"]),
        ("Samuel Pell left. Pell said it was late.", ["text:samuel-pell"]),
        ("Samuel Pell left. Samuel said it was late.", ["text:samuel-pell"]),
        ("Samuel Pell left. Governor Pell said it was late.", ["text:samuel-pell"]),
        ("Governor Pell said it was late. Samuel Pell left.", ["text:samuel-pell"]),
        ("Amos Hale, a doctor, left. Hale said it was bad.", ["text:amos-hale"]),
        ("Recep Tayyip Yilmaz left. Recep Yilmaz said it was late.", ["text:recep-tayyip-yilmaz"]),
        ("Anna Novak and Peter Novak left. Novak said it was late.", [None]),
        ("Anna Novak and Peter Novak left. Mrs. Novak said it was late.", ["text:anna-novak"]),
        (
            "Foreign Minister Anna Novak said the port was shut. Defence Minister Peter Novak said it was open.",
            ["text:anna-novak", "text:peter-novak"],
        ),
    ],
)
def test_less_than_the_full_name_means_the_one_person_who_bears_it(text: str, ids: list[str | None]) -> None:
    assert speakers(text)[-len(ids) :] == ids


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Turkish Foreign Minister Ibo Kanda left.", {"text:ibo-kanda": "turkey"}),
        ("The Turkish foreign minister, Ibo Kanda, left.", {"text:ibo-kanda": "turkey"}),
        ("Samah Hadid, Amnesty International's Middle East director, left.", {"text:samah-hadid": "amnesty-international"}),
        ("Sean Robertson, a Pentagon spokesman, left.", {"text:sean-robertson": "united-states"}),
        ("US Undersecretary of State William Kanda left.", {"text:william-kanda": "united-states"}),
        ("Yemen's army chief of staff Ali Kanda left.", {"text:ali-kanda": "yemen"}),
        ("Saudi Arabia's UN ambassador Ali Kanda left.", {"text:ali-kanda": "saudi-arabia"}),
        ("Tom Kanda, a Labour MP, left.", {"text:tom-kanda": "british-labour-party"}),
        ("The head of the German employers, Martin Kanda, left.", {"text:martin-kanda": None}),
        ("Governor Samuel Pell left Sudan.", {"text:samuel-pell": None}),
    ],
)
def test_words_beside_a_name_tell_a_side(text: str, sides: dict[str, str | None]) -> None:
    assert people(text) == sides


# ---- rather nobody than the wrong one --------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Qatari Prime Minister Sheikh Mohammed said it was late.", "text:sheikh-mohammed"),
        ("Emirati President Sheikh Mohamed bin Zayed said it was late.", "mohammed-bin-zayed"),
        ("Omar Said, a trader, left. Edward Said said it was late.", "text:edward-said"),
        ("Hussein al-Sheikh left. Al-Sheikh said it was late.", "hussein-al-sheikh"),
    ],
)
def test_a_name_is_matched_by_its_head_and_never_by_a_title_in_it(text: str, actor: str) -> None:
    assert speakers(text)[-1] == actor


ACCUSING = [
    "President Omar Haddad accused {0} of lying.",
    "Governor Samuel Pell said {0} must leave the hills.",
    "The army accused {0} of sending drones.",
    "“We have asked {0} to open the other one.” — Idris Barzan, mayor of Zakro",
    "“That is our mission,” Governor Samuel Pell said. “{0} knows it.”",
    "Officials accused {0} of lying. Foreign Minister Anna Novak said {0} was wrong.",
    "Minister Anna Novak condemned {0}. She urged {0} to leave. Police said {0} was wrong.",
]


@pytest.mark.parametrize("text", ACCUSING)
@pytest.mark.parametrize("accused", ["Turkey", "Ethiopia", "Sudan", "Russia", "Hamas"])
def test_no_side_follows_the_accused(text: str, accused: str) -> None:
    assert {s.speaker and s.speaker.side for s in statements(text.format(accused))} <= {None}
