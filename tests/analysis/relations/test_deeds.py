"""What frames tell of who stands with or against whom: text in, all relations out."""

import pytest

from workbench import report


def relations(text: str) -> list[tuple[str, str, str, str]]:
    """Each relation's kind, parties in their order, and evidence."""
    return [(r.kind, r.a, r.b, r.evidence.text) for r in report(text).relations]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Russian drones struck Ukraine's second city.", [("opposed", "russia", "ukraine", "Russian drones struck Ukraine")]),
        ("Iraq condemned the bombing by Iran.", [("opposed", "iraq", "iran", "Iraq condemned the bombing by Iran")]),
        (
            "Lebanon condemned the killing of a mayor by Israeli soldiers.",
            [("opposed", "lebanon", "israel", "Lebanon condemned the killing of a mayor by Israeli soldiers")],
        ),
        (
            "Qatar criticised the sanctions imposed by the United States.",
            [("opposed", "qatar", "united-states", "Qatar criticised the sanctions imposed by the United States")],
        ),
        ("Turkey stopped arming the rebels.", [("opposed", "turkey", "any:rebels", "Turkey stopped arming the rebels")]),
        (
            "Egypt cracked down on the Muslim Brotherhood.",
            [("opposed", "egypt", "muslim-brotherhood", "Egypt cracked down on the Muslim Brotherhood")],
        ),
        ("Okoro endorsed Maina.", [("allied", "text:okoro", "text:maina", "Okoro endorsed Maina")]),
    ],
)
def test_a_deed_has_its_parties_in_their_roles(text: str, found: list[tuple[str, str, str, str]]) -> None:
    assert relations(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Egypt denied backing Sudan.",
        "Egypt would welcome Sudan's decision.",
        "A new road links Armenia with Georgia.",
        "Ethiopia did not crack down on Eritrea.",
    ],
)
def test_what_is_not_so_is_no_relation(text: str) -> None:
    assert relations(text) == []
