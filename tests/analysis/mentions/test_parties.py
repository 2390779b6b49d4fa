"""parties: who takes part whom no rule names, under which id."""

import pytest

from quoth.analysis.pipeline import name_actors
from quoth.model import Article
from workbench import engine, report


def found(text: str) -> list[tuple[str, str]]:
    """All mentions, each with its words."""
    _, mentions, _ = name_actors(Article("text", text, ""), engine())
    return [(mention.actor, text[mention.start : mention.end]) for mention in mentions]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Chadian rebels left.", [("chad:rebels", "Chadian rebels")]),
        ("Chad's armed rebels left.", [("chad:rebels", "Chad's armed rebels")]),
        ("Kenya's main opposition left.", [("kenya:opposition", "Kenya's main opposition")]),
        ("The opposition in Kenya left.", [("kenya:opposition", "opposition"), ("kenya", "Kenya")]),
        ("Rebels backed by Turkey left.", [("any:rebels", "Rebels"), ("turkey", "Turkey")]),
        ("The Turkish-backed rebels left.", [("any:rebels", "Turkish-backed rebels")]),
        ("Anti-government protesters left.", [("any:protesters", "Anti-government protesters")]),
        ("A Kurdish militia left.", [("kurds:militia", "Kurdish militia")]),
        ("Houthi fighters left.", [("houthis", "Houthi fighters")]),
        ("Islamic State militants left.", [("islamic-state", "Islamic State militants")]),
        ("Malian government forces left.", [("mali", "Malian government forces")]),
        ("Malian refugees left.", [("mali", "Malian refugees")]),
    ],
)
def test_a_group_is_its_owners_or_a_party_of_its_own(text: str, mentions: list[tuple[str, str]]) -> None:
    assert found(text) == mentions


def test_a_bare_noun_is_the_one_party_that_the_text_calls_so() -> None:
    assert found("Chadian rebels left. The rebels said it. Other rebels stayed.") == [
        ("chad:rebels", "Chadian rebels"), ("chad:rebels", "rebels"), ("any:rebels", "rebels")
    ]  # fmt: skip
    assert [actor for actor, _ in found("Chadian rebels met Malian rebels. The rebels agreed.")] == [
        "chad:rebels",
        "mali:rebels",
        "any:rebels",
    ]


def test_a_bare_noun_is_the_named_group_that_the_text_calls_so() -> None:
    assert found("M23 rebels left. The rebels said it.") == [("m23", "M23 rebels"), ("m23", "rebels")]


def test_who_led_a_group_does_not_own_all_that_are_called_so() -> None:
    assert [actor for actor, _ in found("Ugandan-led rebels left. The rebels said it.")] == ["uganda:rebels", "any:rebels"]


@pytest.mark.parametrize(
    "text",
    [
        "The opposition leader left.",
        "It is a terrorist group.",
        "They regard it as a terrorist group.",
        "The mayor met resistance.",
        "The mayor was a member of the press.",
        "The rebel-held town was quiet.",
        "Civilians, residents and refugees left.",
    ],
)
def test_who_is_only_described_or_takes_no_part_is_nobody(text: str) -> None:
    assert found(text) == []


def test_what_somebody_named_is_called_is_nobody_else() -> None:
    assert found("Hamas, a militant group, left.") == [("hamas", "Hamas")]
    assert found("Belarus, Russia's closest ally, left.") == [("belarus", "Belarus"), ("russia", "Russia")]


def test_a_party_stands_among_the_actors_with_all_its_mentions() -> None:
    [actor] = [
        a for a in report("Chadian rebels left. They said it was late. “We are tired,” the rebels said.").actors if a.id == "chad:rebels"
    ]
    assert (actor.name, actor.type, actor.known, actor.codes["iso3"]) == ("Chadian rebels", "armed-group", "composed", "TCD")
    assert [mention.text for mention in actor.mentions] == ["Chadian rebels", "They", "rebels"]


def test_a_party_stands_with_and_against_others() -> None:
    relations = [(r.a, r.kind, r.b) for r in report("Rebels backed by Turkey attacked Iran.").relations]
    assert ("turkey", "allied", "any:rebels") in relations


def test_whom_a_group_accuses_is_not_its_side() -> None:
    for accused in ("Ethiopia", "Turkey", "Japan"):
        [statement] = report(f"The army accused {accused} of sending drones.").statements
        assert statement.speaker is not None
        assert (statement.speaker.side, [target.actor for target in statement.about]) == (None, [accused.lower()])


def test_people_of_a_country_do_not_speak_for_it() -> None:
    for people in ("Displaced Palestinians", "Ukrainians", "Israelis", "Turkish teachers"):
        [statement] = report(f"{people} said the road was closed.").statements
        assert statement.speaker is not None
        assert statement.speaker.side is None
