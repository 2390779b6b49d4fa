"""about: whom a statement speaks about."""

import pytest

from workbench import statements


def about(text: str) -> list[list[tuple[str, str]]]:
    """For each statement the actors in its content, with the words that name them."""
    return [[(target.actor, target.text) for target in s.about] for s in statements(text)]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("“Hezbollah must leave,” the mayor said.", [("hezbollah", "Hezbollah")]),
        ("The mayor said Russia and Turkey were talking.", [("russia", "Russia"), ("turkey", "Turkey")]),
        ("The mayor said Turkish officials had left Hamas.", [("turkey", "Turkish officials"), ("hamas", "Hamas")]),
        ("Russia accused Turkey of building the bridge.", [("turkey", "Turkey")]),
        ("The mayor said it was late.", []),
    ],
)
def test_the_actors_of_the_content_are_whom_it_is_about(text: str, targets: list[tuple[str, str]]) -> None:
    assert about(text) == [targets]


def test_an_actor_counts_once_a_mention() -> None:
    assert about("The mayor said Russia was near and Russia was far.") == [[("russia", "Russia"), ("russia", "Russia")]]


def test_the_speaker_and_its_own_side_are_left_out() -> None:
    assert about("Turkey said Turkey and Russia were talking.") == [[("russia", "Russia")]]
    assert about("Turkish officials said Turkey and Russia were talking.") == [[("russia", "Russia")]]
    assert about("Angela Merkel said Germany and Russia were talking.") == [[("russia", "Russia")]]


def test_what_stands_outside_the_content_is_not_what_it_is_about() -> None:
    assert about("In Russia, the mayor told Reuters that Hamas had left.") == [[("hamas", "Hamas")]]


def test_both_pieces_of_a_broken_quotation_count() -> None:
    assert about("“Russia is near,” the mayor said, “and Turkey is far.”") == [[("russia", "Russia"), ("turkey", "Turkey")]]


def test_a_statement_without_a_speaker_is_about_all_its_actors() -> None:
    for statement in statements("It is said that Russia and Turkey were talking."):
        assert [target.actor for target in statement.about] == ["russia", "turkey"]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said the town lay in northern Syria.",
        "The mayor said the road ran through Iraq, Syria and Lebanon.",
        "The mayor said shells had hit villages on the Turkish border.",
        "The mayor said the camp lay near the border with Turkey.",
        "The mayor said fighting went on in Syria's Idlib province.",
        "The mayor said thousands had fled to Turkey.",
        "The mayor said Syrian refugees had drowned.",
        "The mayor said the Turkey-based singer had died.",
    ],
)
def test_a_country_that_is_only_a_place_is_not_spoken_about(text: str) -> None:
    assert about(text) == [[]]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("The mayor said Syria's future was dark.", [("syria", "Syria")]),
        ("The mayor said aid to Syria was late.", [("syria", "Syria")]),
        ("The mayor condemned the offensive against the Kurdish enclave.", [("kurds", "Kurdish enclave")]),
    ],
)
def test_what_a_country_has_or_is_given_is_about_it(text: str, targets: list[tuple[str, str]]) -> None:
    assert about(text) == [targets]


def test_where_an_act_names_nobody_else_the_place_counts() -> None:
    assert about("Hamas threatened to bomb buses in Israel.") == [[("israel", "Israel")]]
    assert about("Hamas said buses had burned in Israel.") == [[]]


def test_somebody_with_his_office_is_one_target() -> None:
    text = "The mayor said the Turkish president, Recep Tayyip Erdogan, had called."
    assert about(text) == [[("recep-tayyip-erdogan", "Recep Tayyip Erdogan")]]


def test_what_a_ruler_has_stands_for_his_side_while_he_rules() -> None:
    assert about("The mayor said Bashar al-Assad's forces had left.") == [[("syria", "Bashar al-Assad's forces")]]
    assert about("The mayor said the Assad regime had fallen.") == [[("syria", "Assad regime")]]
    assert about("The mayor said the former Bashar al-Assad regime was cruel.") == [[("bashar-al-assad", "Bashar al-Assad")]]


def test_to_whom_it_is_said_is_a_target_but_no_medium() -> None:
    assert about("The mayor told Turkey that it was late.") == [[("turkey", "Turkey")]]
    assert about("The mayor told Reuters that it was late.") == [[]]
    assert about("The mayor told a Turkish television channel that it was late.") == [[]]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Damascus was shelled. The mayor said the regime had fled.", [("syria", "regime")]),
        ("Hamas fired rockets. The mayor said the group had stopped.", [("hamas", "group")]),
        ("Hamas fired rockets. “They must stop,” the mayor said.", [("hamas", "They")]),
        ("Vladimir Putin came. “He is late,” the mayor said.", [("vladimir-putin", "He")]),
        ("Iran and Iraq fought. The mayor said both sides had lost.", [("iran", "both sides"), ("iraq", "both sides")]),
        ("Hamas fired rockets. The mayor accused it of murder.", [("hamas", "it")]),
        ("Vladimir Putin came. Germany accused him of murder.", [("vladimir-putin", "him")]),
        ("Vladimir Putin came. Germany criticised him.", [("vladimir-putin", "him")]),
        ("Vladimir Putin came. Germany condemned him on Monday.", [("vladimir-putin", "him")]),
        ("Russia and Ukraine accused each other of murder.", [("russia", "each other"), ("ukraine", "each other")]),
        ("Russia and Ukraine condemned one another.", [("russia", "one another"), ("ukraine", "one another")]),
        ("Russia and Ukraine accused the other side of murder.", [("russia", "the other side"), ("ukraine", "the other side")]),
    ],
)
def test_descriptions_and_pronouns_are_targets(text: str, targets: list[tuple[str, str]]) -> None:
    assert about(text) == [targets]


@pytest.mark.parametrize(
    "text",
    [
        "Hamas fired rockets. The group said it had stopped.",
        "Turkey sent tanks. The Turkish foreign minister said the government was patient.",
        "Hamas fired rockets. The mayor said a group had stopped.",
        "Russia, Iran and Iraq met. The mayor said both sides had lost.",
        "Russia and Turkey condemned the other attack.",
        "Hamas saw setbacks. The mayor blamed them on the weather.",
        "The Russians condemned each other.",
    ],
)
def test_whoever_means_himself_or_nobody_has_no_target(text: str) -> None:
    assert about(text)[-1] == []


@pytest.mark.parametrize("place", ["Gaza City", "Mexico City", "border towns"])
def test_who_bombs_a_city_is_spoken_about(place: str) -> None:
    assert about(f"Israel bombed {place}, the mayor said.")[-1][0] == ("israel", "Israel")


def test_what_is_done_without_words_counts_between_known_actors_only() -> None:
    assert about("Vladimir Putin met Xi Jinping.") == [[("xi-jinping", "Xi Jinping")]]
    assert about("Vladimir Putin met the deadline.") == []
    assert about("A baker met Xi Jinping.") == []
    assert about("Vladimir Putin did not meet Xi Jinping.") == []
