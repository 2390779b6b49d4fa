"""Steps grow with the length of a text and no faster: counted, not timed, for the texts of `hostile`."""

import sys
from types import FrameType

import pytest

import hostile
from quoth.analysis.pipeline import analyze
from quoth.model import Article
from workbench import book, engine, report

MOST = 2.3
"""How many times the steps of a text twice as long may be."""
UNITS = {
    "accusations": 120,
    **dict.fromkeys(("actors in a row", "adjectives of actors", "he said", "quotations in a line"), 200),
    **dict.fromkeys(("quotations over paragraphs", "turns", "bare quotations", "datelines", "stops and spaces"), 150),
    **dict.fromkeys(("one quotation of many sentences", "many quotations of one speaker", "many regimes in a quotation"), 400),
}
"""Units of the shorter text: several times as many as any stage looks back over."""


def steps(text: str) -> int:
    """The calls that analyzing a text makes, of functions of Python and of C; each turn of a generator is one."""
    count = 0
    article, ready = Article("hostile", text, ""), engine()

    def call(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(call)
    try:
        analyze(article, ready)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", UNITS)
def test_a_text_twice_as_long_takes_about_twice_the_steps(name: str) -> None:
    family, size = hostile.families(book())[name], UNITS[name]
    report(family(2))  # so that all patterns are compiled
    shorter, longer = steps(family(size)), steps(family(2 * size))
    assert longer < MOST * shorter


def test_there_are_more_than_two_hundred_families() -> None:
    found = hostile.families(book())
    assert len(found) > 200
    assert all(len(family(8)) > len(family(4)) for family in found.values())
