"""phrases and affiliation: each part of coreference by itself."""

import pytest

from quoth.analysis.coreference.affiliation import Affiliation
from quoth.analysis.coreference.phrases import Phrase, Phrases
from quoth.analysis.pipeline import name_actors
from quoth.model import Article
from workbench import engine


def phrases(text: str) -> Phrases:
    """The phrases of a text."""
    cut, named, _ = name_actors(Article("text", text, ""), engine())
    return Phrases(cut, named, engine().context)


def whole(found: Phrases) -> Phrase:
    """A text that is one phrase."""
    return found.phrase(0, len(found.words))


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("a spokesman for Hamas", "spokesman"),
        ("Turkish officials in Ankara", "officials"),
        ("Secretary of State Antony Blinken", "blinken"),
        ("the group", "group"),
    ],
)
def test_a_phrase_has_its_head_before_the_first_preposition_that_is_no_part_of_a_name(text: str, head: str) -> None:
    found = phrases(text)
    assert found.head(whole(found)) == head


def test_a_phrase_says_what_it_lists() -> None:
    found = phrases("the Syrian army and Britain")
    assert [found.span(*part) for part in found.parts(whole(found))] == ["the Syrian army", "Britain"]
    assert found.is_several(whole(found))
    assert not found.is_several(whole(phrases("the Syrian army")))


def test_mentions_stand_in_the_head_or_beyond_it() -> None:
    phrase = whole(phrases("a Turkish spokesman for Hamas"))
    assert [n.actor for n in phrase.in_head] == ["turkey"]
    assert [n.actor for n in phrase.beyond] == ["hamas"]


@pytest.mark.parametrize(
    ("text", "name", "side"),
    [
        ("Turkish Foreign Minister Amal Haddad said so.", (3, 5), "turkey"),
        ("Amal Haddad, a spokesman for Hamas, said so.", (0, 2), "hamas"),
        ("Amal Haddad of Hamas said so.", (0, 2), "hamas"),
        ("Amal Haddad of Turkey said so.", (0, 2), None),
    ],
)
def test_words_beside_a_name_tell_its_side(text: str, name: tuple[int, int], side: str | None) -> None:
    assert Affiliation(phrases(text), [], engine().context).around(*name) == side
