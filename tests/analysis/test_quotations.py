"""quotes: speech told from scare quotes and titles, and the streams in which patterns match."""

import pytest

from quoth.analysis.quotations import Layout, find_quotations
from workbench import cut, engine


def layout(text: str) -> Layout:
    """The document's streams and full quotations."""
    return find_quotations(cut(text), engine().vocabulary)


def speech(text: str) -> list[str]:
    """The full quotations, marks included."""
    found = cut(text)
    return [text[found.starts[first] : found.ends[last - 1]] for first, last in layout(text).tokens.values()]


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("“We will stay,” he said.", ["“We will stay,”"]),
        ("He said: “We will stay.”", ["“We will stay.”"]),
        ("He said, “We will stay.”", ["“We will stay.”"]),
        ("He said “We will stay in the town” and left.", ["“We will stay in the town”"]),
        ("“No,” he said.", ["“No,”"]),
        ("“No”, he said.", ["“No”"]),
        ("“Why?” she asked.", ["“Why?”"]),
        ("“We will stay,” he said, “and fight.”", ["“We will stay,”", "“and fight.”"]),
        ("«We will stay», he said.", ["«We will stay»"]),
        ("‘We will stay,’ he said.", ["‘We will stay,’"]),
        ("“… and then they left,” he said.", ["“… and then they left,”"]),
    ],
)
def test_somebody_s_sentence_is_speech(text: str, full: list[str]) -> None:
    assert speech(text) == full


@pytest.mark.parametrize(
    "text",
    [
        "He called it a “serious” threat.",
        "The “caliphate” has fallen.",
        "The so-called “Islamic State” fled.",
        "He said the plan was “dead”.",
        "They spoke of “a grave mistake” by the army.",
        "The film “Face the Nation” was shown.",
        "Operation “Olive Branch” began.",
        "“Terrorists” attacked the town.",
        "He said nothing about “”.",
    ],
)
def test_words_in_marks_inside_a_sentence_are_no_speech(text: str) -> None:
    assert speech(text) == []


def test_a_quotation_inside_another_is_no_speech_of_its_own() -> None:
    assert speech("“They told us, ‘Leave now,’ and we left,” she said.") == ["“They told us, ‘Leave now,’ and we left,”"]


def test_a_quotation_that_opens_every_paragraph_anew_is_one_chain() -> None:
    assert layout("He said: “We ran.\n\n“We hid.\n\n“We came home.”\n\n“No,” she said.").previous == {0: -1, 1: 0, 2: 1, 3: -1}


def test_there_is_a_stream_a_paragraph_and_one_for_the_inside_of_each_full_quotation() -> None:
    streams = layout("The army left. “We ran,” he said.\n\nShe stayed.").streams
    assert [s.inside for s in streams] == [False, True, False]
    assert [s.quotations for s in streams][1:] == [{}, {}]
    assert list(streams[0].quotations.values()) == [0]


def test_a_quotation_never_closed_is_speech_to_the_end_of_its_paragraph() -> None:
    assert speech("He said: “We ran and hid.\n\nThe army left.") == ["“We ran and hid."]


@pytest.mark.parametrize("text", ["", "\n", "““““", "”””", "''", "He said “", "“ ” “ ”"])
def test_marks_without_words_are_no_speech(text: str) -> None:
    assert speech(text) == []
