"""bodies: the names of organisations that only the text tells."""

import pytest

from quoth.analysis.pipeline import name_actors
from quoth.model import Article
from workbench import engine


def found(text: str) -> list[tuple[str, str]]:
    """The mentions of bodies, each with its words."""
    _, mentions, own = name_actors(Article("text", text, ""), engine())
    return [(m.actor, text[m.start : m.end]) for m in mentions if m.actor in own and own[m.actor].known == "text"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Sudan Doctors Committee said it was late.", "Sudan Doctors Committee"),
        ("He spoke to the Institute for the Study of Rivers on Monday.", "Institute for the Study of Rivers"),
        ("The Lake Region Observatory said it was late.", "Lake Region Observatory"),
    ],
)
def test_capitals_around_a_head_word_are_a_body(text: str, name: str) -> None:
    assert [words for _, words in found(text)] == [name]


def test_an_acronym_in_brackets_and_the_head_word_are_the_same_body() -> None:
    text = "The Free Patriotic Front (FPF) left. FPF said it was late. The Front went on. The front page was empty."
    assert found(text) == [("text:free-patriotic-front", words) for words in ("Free Patriotic Front", "FPF", "FPF", "Front")]


def test_a_small_head_word_with_the_is_the_body_named_before() -> None:
    text = "The Sudan Doctors Committee left. The committee said it was late."
    assert found(text) == [("text:sudan-doctors-committee", "Sudan Doctors Committee"), ("text:sudan-doctors-committee", "committee")]


@pytest.mark.parametrize(
    "text",
    [
        "They met in Liberation Front Square.",
        "He was at the Lake Community Centre on Monday.",
        "Rebel Front Leaders Meet Council In Quiet Valley",
        "The Supreme Court sat.",
        "The front was quiet.",
    ],
)
def test_places_offices_headlines_and_organs_of_a_state_are_none(text: str) -> None:
    assert found(text) == []
