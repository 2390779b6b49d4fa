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
