"""acts: what is done by saying something, as the words of its content and their subject tell."""

import pytest

from workbench import statements


def acts(text: str) -> list[tuple[str, str]]:
    """Each statement's cue and act."""
    return [(s.cue.text if s.cue else "", s.act) for s in statements(text)]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Iran said it would retaliate.", "THREATEN"),
        ("Iran said its forces would attack.", "THREATEN"),
        ("Iran said Iranian forces would attack.", "THREATEN"),
        ("Analysts said Iran would attack.", "STATEMENT"),
        ("“We will attack,” the general said.", "THREATEN"),
        ("“They will attack,” the general said.", "STATEMENT"),
        ("“Our army will attack,” the general said.", "THREATEN"),
    ],
)
def test_who_will_do_it_makes_a_threat_or_a_forecast(text: str, act: str) -> None:
    assert [done for _, done in acts(text)] == [act]


def test_the_subject_decides_between_refusing_and_blaming() -> None:
    assert acts("Tehran said it had no intention of leaving.") == [("said", "REJECT")]
    assert acts("Kyiv said Russia had no intention of leaving.") == [("said", "ACCUSE")]


def test_a_denied_deed_is_no_accusation() -> None:
    assert acts("The envoy said the army had violated the truce.") == [("said", "ACCUSE")]
    assert acts("The envoy said the army had not violated the truce.") == [("said", "STATEMENT")]
    assert acts("The army said it had not violated the truce.") == [("said", "REJECT")]


def test_the_words_of_a_statement_inside_another_are_its_own() -> None:
    text = "The agency reported that the minister had said that Hamas must leave."
    assert acts(text) == [("reported", "STATEMENT"), ("had said", "REQUEST")]


def test_the_first_telling_words_count() -> None:
    assert acts("“We reject this plan. You must leave,” the council said.") == [("said", "REJECT")]
    assert acts("“You must leave. We reject this plan,” the council said.") == [("said", "REQUEST")]


def test_some_words_tell_more_than_the_verb_that_they_follow() -> None:
    assert acts("The king vowed to crush the revolt.") == [("vowed", "THREATEN")]
    assert acts("The king vowed to protect the refugees.") == [("vowed", "AGREE")]
    assert acts("The general promised to free the deserters.") == [("promised", "AGREE")]
    assert acts("The general promised to punish the deserters.") == [("promised", "THREATEN")]


def test_a_pronoun_after_an_addressee_may_be_either() -> None:
    assert acts("Iran told Israel that it would pay for the raid.") == [("told", "THREATEN")]
    assert acts("Turkey warned Greece that it would send its ships.") == [("warned", "THREATEN")]
