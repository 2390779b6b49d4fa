"""naming: the words of a known actor's name are a name, whatever they are elsewhere."""

import pytest

from quoth.analysis.mentions.finder import find_actors
from quoth.analysis.mentions.naming import tag_names
from workbench import cut, engine, statements


def tags(text: str) -> list[tuple[str, str]]:
    """Each word with its tag."""
    plain = cut(text)
    named = tag_names(plain, find_actors(plain, engine().index))
    return list(zip(named.words, named.tags, strict=True))


def test_a_name_that_begins_with_a_verb_or_pronoun_is_a_name_throughout() -> None:
    assert tags("Save the Children left.")[:3] == [("Save", "P"), ("the", "P"), ("Children", "P")]
    assert tags("US lawmakers left.")[:2] == [("US", "P"), ("lawmakers", "N")]


def test_other_names_keep_their_tags() -> None:
    plain = cut("The Free Syrian Army left.")
    assert tag_names(plain, find_actors(plain, engine().index)).tags == plain.tags


@pytest.mark.parametrize("who", ["Save the Children", "Downing Street", "South Korea's foreign minister", "US Central Command"])
def test_such_a_name_is_the_whole_speaker(who: str) -> None:
    assert [s.speaker.text for s in statements(f"{who} said the road was closed.") if s.speaker] == [who]
