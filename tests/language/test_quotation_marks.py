"""marks: which quotation marks belong together."""

import pytest

from workbench import cut

Pairs = list[tuple[int, str, str]]


def pairs(text: str) -> Pairs:
    """Each quotation: how deep it lies, what stands inside its marks, and how it ends."""
    return [
        (q.depth, text[q.inner_start : q.inner_end], "closed" if q.closed else "goes on" if q.continues else "open")
        for q in cut(text).quotations
    ]


def closed(*inner: str) -> Pairs:
    """Quotations side by side, each with both marks."""
    return [(0, words, "closed") for words in inner]


# ---- the marks -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("“", "”"),
        ('"', '"'),
        ("«", "»"),
        ("»", "«"),
        ("›", "‹"),
        ("„", "“"),
        ("„", "”"),
        ("‹", "›"),
        ("‘", "’"),
        ("'", "'"),
        ("‚", "‘"),
        ("''", "''"),
        ("``", "''"),
    ],
    ids=[
        "curly",
        "straight",
        "guillemets",
        "inward guillemets",
        "inward single guillemets",
        "low-high",
        "low-high curly",
        "single guillemets",
        "single",
        "straight single",
        "low-high single",
        "two apostrophes",
        "backticks",
    ],
)
def test_marks_of_every_kind_make_a_pair(opening: str, closing: str) -> None:
    assert pairs(f"He said: {opening}We will stay here.{closing} Then he left.") == closed("We will stay here.")


def test_two_quotations_in_a_sentence_are_two() -> None:
    assert pairs('"We stay," he said, "and they go."') == closed("We stay,", "and they go.")
    assert pairs("“We stay,” he said, “and they go.”") == closed("We stay,", "and they go.")


def test_a_closing_mark_used_as_opening_opens() -> None:
    assert pairs("He said ”We will stay.” She said ”No.”") == closed("We will stay.", "No.")


def test_a_straight_mark_closes_what_a_curly_one_opened() -> None:
    assert pairs('He said “We will stay." She left.') == closed("We will stay.")


def test_a_mark_of_another_kind_does_not_close() -> None:
    assert pairs("He said “We will» stay.” She left.") == closed("We will» stay.")


def test_inches_and_minutes_inside_words_are_no_marks() -> None:
    assert pairs('The O"Neill gun and the 5"2 shell were found.') == []
    assert pairs("He was 6'2\", they said, and she 5'10\".") == []


def test_marks_may_touch_dashes_and_brackets() -> None:
    assert pairs('He paused—"No"—and left ("for good").') == closed("No", "for good")


def test_an_empty_pair_is_a_quotation_of_nothing() -> None:
    assert pairs("He said “” and left.") == closed("")


# ---- apostrophes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "The army's trucks didn't stop at O'Brien's farm.",
        "The army’s trucks didn’t stop at O’Brien’s farm.",
        "The rebels' leader met the villagers' elders.",
        "The rebels’ leader met the villagers’ elders.",
        "In the '90s they fought for '68 and for rock 'n' roll.",
        "In the ’90s they fought for ’68 and for rock ’n’ roll.",
        "Get 'em out, 'cause 'tis late.",
        "Sana'a and Ta'izz and the Houthis' men in Ma'rib.",
        "It was 10 o'clock in Ba'albek.",
    ],
)
def test_an_apostrophe_opens_nothing(text: str) -> None:
    assert pairs(text) == []


def test_british_marks_are_told_from_apostrophes() -> None:
    assert pairs("'We don't want the colonel's war,' she said. 'It isn't ours.'") == closed(
        "We don't want the colonel's war,", "It isn't ours."
    )
    assert pairs("‘We don’t want the colonel’s war,’ she said. ‘It isn’t ours.’") == closed(
        "We don’t want the colonel’s war,", "It isn’t ours."
    )


def test_a_possessive_plural_does_not_close_a_british_quotation() -> None:
    assert pairs("‘The boys’ fathers are dead,’ he said.") == closed("The boys’ fathers are dead,")
    assert pairs("'The boys' fathers are dead,' he said.") == closed("The boys' fathers are dead,")


def test_a_scare_quotation_that_ends_in_s_closes() -> None:
    assert pairs("He spoke of ‘volunteers’ from abroad and of ‘guests’ at home.") == closed("volunteers", "guests")


def test_a_possessive_after_a_quotation_does_not_open_another() -> None:
    assert pairs("He took the rebels' side and the army's money.") == []
    assert pairs("“The rebels’ side,” he said, “is the people’s side.”") == closed("The rebels’ side,", "is the people’s side.")


def test_an_elision_inside_a_british_quotation_stays_inside() -> None:
    assert pairs("‘Get ’em out of here,’ he shouted.") == closed("Get ’em out of here,")
    assert pairs("'Get 'em out of here,' he shouted.") == closed("Get 'em out of here,")


# ---- nesting ---------------------------------------------------------------------------------


def test_a_quotation_inside_a_quotation_lies_deeper() -> None:
    assert pairs("“They told us, ‘Leave now,’ and we left,” she said.") == [
        (0, "They told us, ‘Leave now,’ and we left,", "closed"),
        (1, "Leave now,", "closed"),
    ]
    assert pairs("\"They told us, 'Leave now,' and we left,\" she said.") == [
        (0, "They told us, 'Leave now,' and we left,", "closed"),
        (1, "Leave now,", "closed"),
    ]


def test_british_nesting_is_the_other_way_round() -> None:
    assert pairs("‘They told us, “Leave now,” and we left,’ she said.") == [
        (0, "They told us, “Leave now,” and we left,", "closed"),
        (1, "Leave now,", "closed"),
    ]


def test_marks_that_end_together_all_close() -> None:
    assert pairs("“They told us ‘Leave now.’”") == [(0, "They told us ‘Leave now.’", "closed"), (1, "Leave now.", "closed")]
    assert pairs("\"They told us 'Leave now.'\"") == [(0, "They told us 'Leave now.'", "closed"), (1, "Leave now.", "closed")]


def test_an_inner_mark_that_never_closes_was_an_apostrophe() -> None:
    assert pairs("“He was ‘fine, they said,” she told us. “Then he died.”") == closed("He was ‘fine, they said,", "Then he died.")


def test_guillemets_lie_inside_low_high_marks() -> None:
    assert pairs("„Er sagte »Nein« und ging.“") == [(0, "Er sagte »Nein« und ging.", "closed"), (1, "Nein", "closed")]


# ---- paragraphs ------------------------------------------------------------------------------


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("«", "»")])
def test_a_quotation_that_opens_every_paragraph_anew_goes_on_until_it_closes(opening: str, closing: str) -> None:
    text = f"He said: {opening}We ran.\n\n{opening}We hid.\n\n{opening}We came home.{closing}"
    assert pairs(text) == [(0, "We ran.", "goes on"), (0, "We hid.", "goes on"), (0, "We came home.", "closed")]
    assert cut(text).warnings == []


def test_a_quotation_never_closed_ends_with_its_paragraph_and_a_warning() -> None:
    text = "He said: “We ran.\n\nThe army denied it."
    assert pairs(text) == [(0, "We ran.", "open")]
    assert [(w.what, w.start) for w in cut(text).warnings] == [("a quotation mark is never closed", 9)]


def test_each_quotation_never_closed_is_warned_of() -> None:
    text = "“We ran.\n\nThey stayed.\n\nHe said: “No."
    assert pairs(text) == [(0, "We ran.", "open"), (0, "No.", "open")]
    assert [w.start for w in cut(text).warnings] == [0, 33]


def test_a_quotation_that_goes_on_and_is_never_closed_is_warned_of_where_it_last_opens() -> None:
    text = "“We ran.\n\n“We hid.\n\nThe army left."
    assert pairs(text) == [(0, "We ran.", "goes on"), (0, "We hid.", "open")]
    assert [w.start for w in cut(text).warnings] == [10]


def test_a_quotation_does_not_cross_paragraphs_that_do_not_open_anew() -> None:
    assert pairs("“We ran.\n\nThey stayed.” He left.")[0] == (0, "We ran.", "open")


def test_a_lone_single_mark_is_an_apostrophe_and_no_warning() -> None:
    text = "The boys 'went home.\n\nThe army left."
    assert pairs(text) == []
    assert cut(text).warnings == []


def test_quotations_come_in_the_order_of_the_text() -> None:
    found = cut("“One ‘two’ three,” he said, ‘four’ and “five.\n\n“Six,” she said.").quotations
    assert [q.start for q in found] == sorted(q.start for q in found)
