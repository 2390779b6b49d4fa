"""speaking: who can have said it."""

from workbench import report


def speakers(text: str) -> list[str | None]:
    """The speakers of a text's statements."""
    return [statement.speaker.text if statement.speaker else None for statement in report(text).statements]


def test_what_cannot_speak_says_nothing() -> None:
    assert speakers("The blast underscored the danger.") == []
    assert speakers("Pictures showed that the bridge had gone.") == []


def test_who_is_joined_to_what_cannot_speak_is_meant() -> None:
    assert speakers("Pictures showed huge explosions, but the mayor claimed that nobody was hurt.") == ["the mayor"]


def test_who_opens_the_sentence_is_meant_by_its_second_verb() -> None:
    text = "Sergei Lavrov held a phone call with the envoy and expressed sadness at the deaths."
    assert speakers(text) == ["Sergei Lavrov"]


def test_documents_media_and_offices_speak() -> None:
    assert speakers("The report said the road was closed.") == ["The report"]
    assert speakers("The chief justice said the road was closed.") == ["The chief justice"]
