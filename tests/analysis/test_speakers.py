"""Who speaks, for whom, and of which sector: several hundred ways in which news calls a speaker, each in a sentence of its own."""

import csv
from pathlib import Path

import pytest

from quoth.model import Party
from workbench import statements

TABLE = Path(__file__).with_name("speakers.tsv")
"""Tab-separated: what the speaker is called, its actor, side and sector; - where there is none, or where a guess would be needed."""


def speaker(who: str, date: str | None = None) -> Party | None:
    """Who says it, if that is all whom the text calls so."""
    found = [s.speaker for s in statements(f"{who} said on Monday that the road was closed.", date)]
    return found[0] if len(found) == 1 and found[0] is not None and found[0].text == who else None


def rows() -> list[list[str]]:
    """The table without its head."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def test_every_speaker_has_the_actor_side_and_sector_of_the_table() -> None:
    told = []
    for who, *_ in rows():
        party = speaker(who)
        told.append([who, *((party.actor or "-", party.side or "-", party.sector or "-") if party else ("no speaker",))])
    assert [row for row, expected in zip(told, rows(), strict=True) if row != expected] == []


def test_the_table_names_each_speaker_once() -> None:
    assert len({who for who, *_ in rows()}) == len(rows()) > 600


# ---- offices at a date -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "date", "actor", "side"),
    [
        ("The Turkish president", "2020-05-05", "recep-tayyip-erdogan", "turkey"),
        ("The Turkish president", "2010-05-05", "abdullah-gul", "turkey"),
        ("Britain's foreign secretary", "2021-05-05", "dominic-raab", "united-kingdom"),
        ("A Turkish president", "2020-05-05", None, "turkey"),
        ("The former Turkish president", "2020-05-05", None, "turkey"),
        ("The Iranian deputy foreign minister", "2020-05-05", None, "iran"),
        ("The Turkish president's spokesman", "2020-05-05", None, "turkey"),
        ("A Pentagon spokesman", "2020-05-05", None, "united-states"),
        ("The Hamas spokesman", "2020-05-05", None, "hamas"),
    ],
)
def test_an_office_is_its_only_holder_at_the_articles_date(who: str, date: str, actor: str | None, side: str) -> None:
    party = speaker(who, date)
    assert party is not None
    assert (party.actor, party.side) == (actor, side)


@pytest.mark.parametrize(
    ("who", "date", "actor", "side", "sector"),
    [
        ("Merkel's spokesman", "2019-05-05", None, "germany", "GOV"),
        ("Merkel's spokesman", None, None, None, None),
        ("Putin's spokesman", None, None, "russia", "GOV"),
        ("Merkel's barber", "2019-05-05", None, None, None),
        ("Netanyahu's office", "2019-05-05", None, "israel", "GOV"),
        ("The Trump administration", None, "united-states", "united-states", "GOV"),
        ("The Bush administration", None, "united-states", "united-states", "GOV"),
    ],
)
def test_a_leaders_name_stands_for_his_government_and_those_around_him(
    who: str, date: str | None, actor: str | None, side: str | None, sector: str | None
) -> None:
    party = speaker(who, date)
    assert party is not None
    assert (party.actor, party.side, party.sector) == (actor, side, sector)
