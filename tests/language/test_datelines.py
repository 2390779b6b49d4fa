"""datelines: what stands before a report's first sentence is a sentence of its own, of which nothing is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import cut, pieces, report


def datelines(text: str) -> list[str]:
    """The text's datelines, from first to last token."""
    found = cut(text)
    return [text[found.starts[first] : found.ends[last - 1]] for first, last in found.datelines]


@pytest.mark.parametrize(
    "dateline",
    [
        "TEHRAN, Iran (AP) —",
        "KHARTOUM, Sudan —",
        "BEIRUT, Dec 3 (Reuters) -",
        "BEIRUT, Dec. 3, 2024 (Reuters) –",
        "PARIS (Reuters) -",
        "PARIS (Reuters/AFP) -",
        "(Reuters) -",
        "Kyiv (CNN) —",
        "Beirut, Lebanon –",
        "Beirut –",
        "Al Hol, Syria –",
        "THE HAGUE, Netherlands —",
        "JERUSALEM/CAIRO —",
        "WASHINGTON, D.C. —",
        "KYIV Dec 3 —",
        "N'DJAMENA, 3 December 2024 —",
        "Gaza City, Monday, December 3, 2024 --",
        "TEL AVIV (AP), Dec 3 -",
    ],
)
@pytest.mark.parametrize("after", ["Russia condemned Poland.", "“We will stay,” Russia said."])
def test_a_dateline_is_a_sentence_of_its_own(dateline: str, after: str) -> None:
    text = f"It rained.\n{dateline} {after} It rained.\n"
    found = cut(text)
    assert datelines(text) == [dateline]
    assert found.datelines[0] in found.sentences
    assert [s.speaker.name for s in report(text).statements if s.speaker] == ["Russia"]


def test_a_dateline_with_an_agency_needs_no_capital_after_it_nor_minds_another_dash() -> None:
    assert datelines("LONDON (AP) — al-Qaeda condemned Russia – and left.") == ["LONDON (AP) —"]


@pytest.mark.parametrize(
    "text",
    [
        "Ankara - which borders Syria - said that Russia lied.",
        "Ankara – Turkey's capital – condemned Russia.",
        "Turkey, Iran – Russia's partners – condemned Israel.",
        "Turkey, Iran – Israel condemned both.",
        "NATO — Russia's enemy — condemned Turkey.",
        "NATO — Russia condemned it.",
        "Hezbollah (Party of God) - a militia - condemned Israel.",
        "On Oct 7 — Hamas attacked Israel.",
        "KYIV-based watchers - Poland condemned Russia.",
        "RUSSIA — TURKEY CONDEMNED IT",
        "- Israel condemned Syria.",
        "Israel left. BEIRUT (Reuters) - Hezbollah came.",
        "BEIRUT (Reuters) -",
        "By Monday the army had left.",
        "By",
    ],
)
def test_an_ordinary_sentence_with_a_dash_has_no_dateline(text: str) -> None:
    assert datelines(text) == []


@pytest.mark.parametrize(
    "byline", ["By Ann Lee", "By Ann Lee in Kyiv", "BY ANN LEE AND BOB RAY", "By Ann Lee, Bob Ray and Carl Orr in Kyiv"]
)
def test_a_byline_is_no_sentence_either(byline: str) -> None:
    assert datelines(f"{byline}\n\nRussia condemned Poland.") == [byline]


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("TEHRAN, Iran (AP) — Israel condemned Hezbollah.", [("israel", "hezbollah")]),
        ("KYIV, Ukraine (AP) — Russia accused Turkey of helping the rebels.", [("russia", "turkey"), ("turkey", "any:rebels")]),
        ("KHARTOUM, Sudan — The RSF attacked Chad on Monday.", [("rapid-support-forces", "chad")]),
        ("BEIRUT, Dec 3 (Reuters) - Syria vowed to fight, accusing Turkey of lies.", [("syria", "turkey")]),
    ],
)
def test_whom_a_dateline_names_has_no_relation(text: str, relations: list[tuple[str, str]]) -> None:
    assert [(r.a, r.b) for r in report(text).relations] == relations


def test_whom_a_dateline_names_is_mentioned_but_not_spoken_about() -> None:
    document = report("PARIS (Reuters) - Israel bombed the hospital, Egypt said.")
    assert [actor.id for actor in document.actors] == ["france", "reuters", "israel", "egypt"]
    assert [(pieces(s), [a.actor for a in s.about]) for s in document.statements] == [("Israel bombed the hospital", ["israel"])]


def test_a_dateline_is_nobody_whom_a_pronoun_or_a_description_means() -> None:
    said = report("TEHRAN (AP) — Talks failed. The government said that it would go on.").statements
    assert [s.speaker.actor for s in said if s.speaker] == [None]


def test_a_dateline_counts_among_the_countries_that_a_report_names() -> None:
    """Else the ministry would be that of the only country left."""
    said = report("DAMASCUS (SANA) -- The foreign ministry said that Israel lied.").statements
    assert [(s.speaker.side, [a.actor for a in s.about]) for s in said if s.speaker] == [(None, ["israel"])]


WORDS = st.sampled_from(
    [
        "KYIV",
        "Kyiv",
        "Iran",
        "The",
        "of",
        "(",
        ")",
        "AP",
        ",",
        "/",
        ".",
        "-",
        "—",
        "“",
        "”",
        "Dec",
        "3",
        "said",
        "By",
        "\n",
        "2024",
        "Monday",
    ]
)


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_datelines_are_sentences_that_begin_their_paragraphs(text: str) -> None:
    found = cut(text)
    firsts = {first: last for first, last in found.paragraphs}
    assert set(found.datelines) <= set(found.sentences)
    assert all(first in firsts and last <= firsts[first] for first, last in found.datelines)
    assert [t for first, last in found.sentences for t in range(first, last)] == list(range(len(found.words)))
