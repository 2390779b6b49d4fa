"""segment: paragraphs, sentences and tokens."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.language.text import Text
from workbench import cut


def spans(text: str, ranges: list[tuple[int, int]], cut_up: Text) -> list[str]:
    return [text[cut_up.starts[first] : cut_up.ends[last - 1]] for first, last in ranges]


def sentences(text: str) -> list[str]:
    """The text's sentences, from first to last token."""
    found = cut(text)
    return spans(text, found.sentences, found)


def paragraphs(text: str) -> list[str]:
    """The text's paragraphs, from first to last token."""
    found = cut(text)
    return spans(text, found.paragraphs, found)


# ---- sentences -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "Lt. Gen. Stephen Townsend arrived on Monday.",
        "Brig. Gen. Ahmed al-Asiri met Sen. John McCain and Rep. Adam Kinzinger.",
        "Maj.-Gen. Igor Konashenkov and Lt.-Col. Avichay Adraee met.",
        "The U.S. Army and the U.N. Security Council met in Washington, D.C. on Friday.",
        "Talks began at 9 a.m. Monday and ended at 5 p.m. Tuesday.",
        "George W. Bush met J. Paul Bremer and A. Q. Khan.",
        "The envoy, R. P. Singh, left.",
        "He waited ... and left.",
        "He waited... then he left.",
        "He waited… then he left.",
        "The St. Petersburg office of Smith & Co. closed.",
        "Mr. Aoun, Mrs. Haley and Dr. Assad shook hands.",
        "Sen. Tim Kaine, D-Va., said no.",
        "They met on Jan. 5 and Sept. 11.",
        "Resolution No. 242 was adopted by 15 votes vs. none.",
        "Inflation rose by 3.5 percent to 7.25 percent.",
        "The group (i.e. its leaders) left.",
        "The site example.com published it.",
    ],
)
def test_a_sentence_is_never_cut_inside(sentence: str) -> None:
    assert sentences(sentence) == [sentence]
    assert sentences(f"It rained. {sentence} The sun came out.") == ["It rained.", sentence, "The sun came out."]


@pytest.mark.parametrize(
    ("text", "cut_up"),
    [
        ("The army left. The rebels came.", ["The army left.", "The rebels came."]),
        ("Who left? The army! Why?", ["Who left?", "The army!", "Why?"]),
        ("He lives in the U.S. The army left.", ["He lives in the U.S.", "The army left."]),
        ("They met at 5 p.m. The talks failed.", ["They met at 5 p.m.", "The talks failed."]),
        ("He waited... The army left.", ["He waited...", "The army left."]),
        ("(It rained.) The army left.", ["(It rained.)", "The army left."]),
        ("It fell in 2016. In 2017 it rose.", ["It fell in 2016.", "In 2017 it rose."]),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, cut_up: list[str]) -> None:
    assert sentences(text) == cut_up


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("«", "»")])
def test_a_sentence_is_never_cut_within_a_quotation_that_goes_on(opening: str, closing: str) -> None:
    whole = f"{opening}We will stay. We are not afraid. Let them come,{closing} he said."
    assert sentences(f"{whole} Then he left.") == [whole, "Then he left."]


def test_a_sentence_ends_after_a_quotation_that_ends_it() -> None:
    assert sentences("He said: “We will stay. We must.” Then he left.") == ["He said: “We will stay. We must.”", "Then he left."]
    assert sentences("“We will stay.” “We must.” He left.") == ["“We will stay.”", "“We must.”", "He left."]


def test_a_question_and_its_cue_are_one_sentence() -> None:
    assert sentences("“Why did they come?” she asked. “To kill!” he shouted.") == [
        "“Why did they come?” she asked.",
        "“To kill!” he shouted.",
    ]


def test_a_long_text_without_a_full_stop_is_cut_only_between_words() -> None:
    text = "the road went on and on " * 4000
    assert "".join(sentences(text)).replace(" ", "") == text.replace(" ", "")


# ---- paragraphs and lines --------------------------------------------------------------------

WRAPPED = (
    "The army said on Monday that its soldiers had taken the town after",
    "three days of fighting in which forty people died, most of them on",
    "the road to the north. The rebels denied it.",
    "",
    "A spokesman for the rebels said that the town was still theirs and",
    "that the army had lost a hundred men.",
)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"], ids=["LF", "CRLF", "CR", "line separator"])
def test_wrapped_lines_are_one_paragraph_and_blank_lines_part_them(newline: str) -> None:
    text = newline.join(WRAPPED)
    assert paragraphs(text) == [newline.join(WRAPPED[:3]), newline.join(WRAPPED[4:])]
    assert len(sentences(text)) == 3


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\r\r", "\n \t\n", "\n\n\n\n"])
def test_lines_that_are_not_wrapped_are_paragraphs(newline: str) -> None:
    lines = ["The army left.", "The rebels came.", "It rained."]
    assert paragraphs(newline.join(lines)) == lines


def test_a_single_newline_parts_paragraphs_of_any_length_that_end_a_sentence() -> None:
    lines = ["The army said on Monday that its soldiers had taken the town."] * 4
    assert paragraphs("\n".join(lines)) == lines


@pytest.mark.parametrize(
    "paragraph",
    [
        "The mayor said on Monday that the\nbridge was closed and would not open\nbefore the spring.",
        "The mayor told\nRussia that the bridge\nwas closed.",
        "The envoy met the minister of\nTurkey on Monday.",
        "Officials in Ankara,\nTurkey, left.",
        "He said: “We will meet\nTurkey on Monday.”",
        "Russia accused Turkey of closing\nthe bridge.",
        "KYIV, Ukraine (AP) —\nRussia left the town.",
        "* the army left\n  the town",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_a_paragraph_goes_on_where_a_line_is_not_over(paragraph: str, newline: str) -> None:
    text = f"{paragraph}\n\nThe rebels denied it.".replace("\n", newline)
    assert paragraphs(text) == [paragraph.replace("\n", newline), "The rebels denied it."]


@pytest.mark.parametrize(
    "lines",
    [
        ["Army leaves town after three days", "The rebels came. It rained."],
        ["Army Leaves Town", "By Ann Lee and Ben Ode in Kyiv", "The rebels came."],
        ["Army Leaves Town", "by Ann Lee", "The rebels came."],
        ["KYIV, Ukraine", "The rebels came."],
        ["A soldier stands guard in Aleppo (Reuters)", "The rebels came."],
        ["The sides agreed:", "- Iran leaves", "- Iraq stays", "1. Oman waits", "(a) Egypt too"],
        ["Q: Who left?", "A: The army did.", "Mayor: It rained."],
        ["Army leaves town", "Rebels deny report", "Turkey warns Iran", "Talks break down"],
        ["Half a league, half a league", "Half a league onward", "All in the valley of Death", "Rode the six hundred"],
        ["The army left.", "al-Qaeda denied it."],
        ["“We ran.”", "“We hid.”"],
    ],
)
def test_what_stands_alone_is_a_paragraph_of_its_own(lines: list[str]) -> None:
    assert paragraphs("\n".join(lines)) == lines


@pytest.mark.parametrize("width", [24, 30, 40, 55, 72, 90, 130])
def test_paragraphs_are_the_same_at_whatever_width_they_are_wrapped(width: int) -> None:
    told = [
        " ".join(WRAPPED[:3]),
        " ".join(WRAPPED[4:]),
        "President Vladimir Putin of Russia met Recep Tayyip Erdogan of Turkey in Moscow. They talked.",
    ]
    text = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in told)
    assert [paragraph.replace("\n", " ") for paragraph in paragraphs(text)] == told


def test_in_wrapped_text_a_short_line_that_is_over_ends_a_paragraph() -> None:
    text = "Army leaves town\n" + "\n".join(line for line in WRAPPED if line)
    assert paragraphs(text) == ["Army leaves town", "\n".join(WRAPPED[:3]), "\n".join(WRAPPED[4:])]


def test_a_heading_is_a_paragraph_and_a_sentence_of_its_own() -> None:
    text = "Army Leaves Town After Three Days\n\nThe rebels came. It rained.\n"
    assert paragraphs(text) == ["Army Leaves Town After Three Days", "The rebels came. It rained."]
    assert sentences(text) == ["Army Leaves Town After Three Days", "The rebels came.", "It rained."]


def test_a_capital_says_nothing_in_a_heading() -> None:
    found = cut("Army Leaves Town After Three Days\n\nIt rained.\n")
    assert found.tags[found.words.index("Town")] == "N"
    assert found.tags[found.words.index("After")] == "S"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\r\n \t\r\n", "\u00a0"])
def test_nothing_but_white_space_has_no_paragraphs(text: str) -> None:
    found = cut(text)
    assert (found.paragraphs, found.sentences, found.words, found.tags) == ([], [], [], "")


# ---- tokens ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Turkey's army didn't stop.", ["Turkey", "'s", "army", "did", "n't", "stop", "."]),
        ("Turkey’s army didn’t stop.", ["Turkey", "’s", "army", "did", "n’t", "stop", "."]),
        ("The rebels' men can't and won't go.", ["The", "rebels", "'", "men", "ca", "n't", "and", "wo", "n't", "go", "."]),
        ("It's late; they've gone, I'm sure.", ["It", "'s", "late", ";", "they", "'ve", "gone", ",", "I", "'m", "sure", "."]),
        ("The U.S.-led coalition", ["The", "U.S.", "-", "led", "coalition"]),
        ("al-Qaeda-linked fighters", ["al-Qaeda-linked", "fighters"]),
        ("30,000 people at 7:30 in the 1990s", ["30,000", "people", "at", "7:30", "in", "the", "1990s"]),
        ("the 3rd and 21st", ["the", "3rd", "and", "21st"]),
        ("Lt. Gen. X. Y. Smith", ["Lt.", "Gen.", "X.", "Y.", "Smith"]),
        ("O'Brien and Sana'a", ["O'Brien", "and", "Sana'a"]),
        ("Yes -- no—maybe...", ["Yes", "--", "no", "—", "maybe", "..."]),
        ("``Yes,'' he said", ["``", "Yes", ",", "''", "he", "said"]),
        ("$5m (£4m)", ["$", "5m", "(", "£", "4m", ")"]),
        ("a@b.org and/or R&D", ["a@b.org", "and/or", "R&D"]),
        ("الجيش قال نعم", ["الجيش", "قال", "نعم"]),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert cut(text).words == words


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_offsets_are_those_of_the_text_as_it_is(newline: str) -> None:
    text = f"  “Stay.”{newline}{newline}He’s  left,\tdidn’t he?{newline}"
    found = cut(text)
    assert [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)] == found.words
    assert found.words == ["“", "Stay", ".", "”", "He", "’s", "left", ",", "did", "n’t", "he", "?"]


def test_offsets_count_code_points() -> None:
    text = "𝔘 said 😀 no."
    found = cut(text)
    assert [(w, s) for w, s in zip(found.words, found.starts, strict=True)] == [("𝔘", 0), ("said", 2), ("😀", 7), ("no", 9), (".", 11)]


MIXED = st.text(st.one_of(st.sampled_from("ab Tu.,'\"“”‘’«»()-…\n\r\t0"), st.characters()), max_size=200)


@given(MIXED)
def test_every_token_lies_in_one_sentence_and_every_sentence_in_one_paragraph(text: str) -> None:
    found = cut(text)
    assert [t for first, last in found.sentences for t in range(first, last)] == list(range(len(found.words)))
    assert [t for first, last in found.paragraphs for t in range(first, last)] == list(range(len(found.words)))
    ends = {last for _, last in found.paragraphs}
    assert ends <= {last for _, last in found.sentences}
    assert len(found.tags) == len(found.words)
    assert [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)] == found.words
    assert "".join(found.words) == "".join("".join(w) for w in found.words)


@given(MIXED)
def test_tokens_leave_out_nothing_but_white_space(text: str) -> None:
    found = cut(text)
    left = list(text)
    for start, end in zip(found.starts, found.ends, strict=True):
        left[start:end] = [" "] * (end - start)
    assert "".join(left).strip() == ""
