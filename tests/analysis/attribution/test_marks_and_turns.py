"""Quotations that lost a mark or a blank, and statements without a verb."""

import pytest

from workbench import report

Said = tuple[str | None, str]


def said(text: str) -> list[Said]:
    """Who says what, in order of the text."""
    found = []
    for statement in report(text).statements:
        assert all(text[piece.start : piece.end] == piece.text for piece in statement.content)
        speaker = statement.speaker.text if statement.speaker else None
        found.append((speaker, " … ".join(piece.text for piece in statement.content)))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'The wells are dry and nobody comes for us," the headman said. A lorry left at noon. Dogs barked.',
            [("the headman", 'The wells are dry and nobody comes for us,"')],
        ),
        (
            'A dog barked in the yard. " Who is there? " asked the old baker. " Only me , " said Captain Ruiz .',
            [("the old baker", '" Who is there? "'), ("Captain Ruiz", '" Only me , "')],
        ),
        (
            "“Nobody goes in before the mines are cleared.” — Pia Lund, mayor of Sarat",
            [("Pia Lund", "“Nobody goes in before the mines are cleared.”")],
        ),
        (
            "Dr Pia Lund said the clinic was shut.\n\n“We have no oil. We have no bread. The road is mined.”\n\nThe army did not comment.",
            [("Dr Pia Lund", "the clinic was shut"), ("Dr Pia Lund", "“We have no oil. We have no bread. The road is mined.”")],
        ),
        (
            "Chad said the truce had failed. al Shabab said the truce had failed.",
            [("Chad", "the truce had failed"), ("al Shabab", "the truce had failed")],
        ),
        (
            "The mayor said the bridge was closed.The union denied the report.",
            [("The mayor", "the bridge was closed"), ("The union", "the report")],
        ),
        (
            "The mayor said the bridge was closed. ab/xy (dpa, AP)",
            [("The mayor", "the bridge was closed")],
        ),
        (
            "Senator MORA (Leeton) (9:15): We need a new road.\n\nSenator PIKE: The road can wait.",
            [("Senator MORA (Leeton)", "We need a new road"), ("Senator PIKE", "The road can wait")],
        ),
        ("Kenya will answer if the fence is cut. The flood claimed nine lives. She wrote two books.", []),
    ],
)  # fmt: skip
def test_who_says_what_shows_although_something_is_lost(text: str, expected: list[Said]) -> None:
    assert said(text) == expected


def test_a_quotation_whose_opening_mark_was_lost_begins_with_its_sentence() -> None:
    text = 'Rain fell. We will not leave," the headman said.'
    assert said(text) == [("the headman", 'We will not leave,"')]
