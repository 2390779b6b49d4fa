"""patterns: the five constructs, the slots, what is refused and where, and bounds."""

import re
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.analysis.quotations import find_quotations
from quoth.errors import RulesError
from quoth.language.vocabulary import Vocabulary, make_vocabulary
from quoth.patterns.patterns import Pattern, PatternError, compile_pattern, find, literals, parse
from quoth.patterns.slots import RELATION_SLOTS, SLOTS, VERB_SLOTS
from quoth.rulebook.rules import Alliance, Construction, Stop
from workbench import book, cut, engine


def compiled(source: str) -> tuple[Vocabulary, Pattern]:
    """A pattern, with a vocabulary that has its words."""
    vocabulary = make_vocabulary(book(), sorted(set(literals(source))))
    return vocabulary, compile_pattern("test", source, vocabulary)


def finds(source: str, text: str) -> list[dict[str, str]]:
    """What the pattern finds in the text's first stream: the whole as "", and its parts by name."""
    vocabulary, pattern = compiled(source)
    found = cut(text)
    stream = find_quotations(found, vocabulary).streams[0]

    def words(start: int, end: int) -> str:
        return text[found.starts[stream.first[start]] : found.ends[stream.last[end - 1]]] if start < end else ""

    return [
        {"": words(match.start, match.end), **{name: words(*span) for name, span in match.parts.items()}} for match in find(pattern, stream)
    ]


def wholes(source: str, text: str) -> list[str]:
    """The text of each match."""
    return [found[""] for found in finds(source, text)]


def refused(source: str) -> tuple[str, int]:
    """Why a pattern is refused, and the place."""
    with pytest.raises(PatternError) as caught:
        compiled(source)
    return caught.value.what, caught.value.at


# ---- the five constructs ---------------------------------------------------------------------


def test_a_word_that_is_a_verb_matches_all_its_forms() -> None:
    assert wholes("accuse", "They accuse him. She accuses them. He accused us, accusing me. To accuse is easy. He was accused.") == [
        "accuse",
        "accuses",
        "accused",
        "accusing",
        "To accuse",
        "was accused",
    ]


def test_any_other_word_matches_by_its_form_alone() -> None:
    assert wholes("convoy", "The convoy left. The convoys came. The Convoy stopped.") == ["The convoy", "The Convoy"]


def test_a_word_matches_a_noun_phrase_by_its_head() -> None:
    assert wholes("convoy", "The long red convoy left. The convoy driver left.") == ["The long red convoy"]


def test_alternatives_match_either() -> None:
    assert wholes("convoy|caravan", "The convoy met the caravan and the cart.") == ["The convoy", "the caravan"]


def test_what_is_optional_may_be_missing() -> None:
    assert wholes("of (the|his) convoy", "The end of convoy. The end of the convoy.") == ["of convoy", "of the convoy"]
    assert wholes("convoy (in (near)) Idlib", "A convoy in Idlib. A convoy Idlib.") == ["A convoy in Idlib"]


def test_a_gap_passes_over_words_inside_the_sentence() -> None:
    assert wholes("accuse ... of", "They accused him of theft.") == ["accused him of"]
    assert wholes("accuse ... of", "They accused him. Of that he spoke.") == []


def test_a_gap_passes_over_no_other_clause() -> None:
    assert wholes("accuse ... of", "They accused him and she spoke of it.") == []


def test_a_gap_is_bounded() -> None:
    assert wholes("accuse ... of", "They accused " + "him, " * 3 + "of it.") == ["accused him, him, him, of"]
    assert wholes("accuse ... of", "They accused " + "him, " * 40 + "of it.") == []


def test_a_slot_is_named_by_what_it_finds() -> None:
    assert finds("{speaker} {verb:say+that} that {clause}", "Turkish officials said on that day that it rained.") == []
    [found] = finds("{speaker} {verb:say+that} ({adjunct}) that {clause}", "Turkish officials said on Monday that it rained.")
    assert (found["speaker"], found["cue"], found["content"]) == ("Turkish officials", "said", "it rained")


def test_punctuation_matches_itself() -> None:
    assert wholes("convoy , caravan", "The convoy, caravan and cart. The convoy caravan.") == ["The convoy, caravan"]
    assert wholes("convoy :", "The convoy: it left.") == ["The convoy:"]


def test_without_a_slot_for_the_cue_it_is_the_first_run_of_words() -> None:
    [found] = finds("according to {speaker}", "It rained, according to the army.")
    assert (found["cue"], found["speaker"]) == ("according to", "the army")


def test_matches_come_leftmost_first_and_do_not_overlap() -> None:
    assert wholes("{noun-phrase} , {noun-phrase}", "Men, women, children, dogs.") == ["Men, women", "children, dogs"]


def test_a_content_is_looked_at_and_not_consumed() -> None:
    found = finds("{verb:say+that} (that) {clause}", "He said she said it rained.")
    assert [f["content"] for f in found] == ["she said it rained", "it rained"]


def test_no_match_reaches_over_a_sentence_end() -> None:
    assert wholes("{speaker} {verb:say} that {clause}", "The army. Said that it rained.") == []


# ---- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "what", "at"),
    [
        ("", "the pattern is empty", 0),
        ("   ", "the pattern is empty", 0),
        ("convoy (in", "a bracket is never closed", 7),
        ("convoy in)", "a bracket closes that was never opened", 9),
        ("| convoy", "| needs a word, a slot or a comma on its left", 0),
        ("convoy |", "| needs a word, a slot or a comma on its right", 7),
        ("convoy|(in)", "| needs a word, a slot or a comma on its right", 6),
        ("convoy * in", "unexpected '*'", 7),
        ("convoy {speaker", "unexpected '{'", 7),
        ("{speakr} convoy", "there is no slot {speakr}", 0),
        ("convoy {verb:sya}", "no frame is called 'sya'", 7),
        ("convoy {verb:say+foo}", "no frame is called 'foo'", 7),
        ("convoy {noun:speach}", "no class is called 'speach'", 7),
        ("((((( convoy )))))", "brackets are nested too deep", 4),
    ],
)
def test_a_pattern_that_cannot_be_read_is_refused_at_its_place(source: str, what: str, at: int) -> None:
    assert refused(source) == (what, at)


def test_a_slot_named_twice_is_refused_where_it_stands_again() -> None:
    assert refused("{speaker} said {speaker}") == ("the part 'speaker' is named twice", 15)
    assert refused("{doer} said (in {plain-speaker})") == ("the part 'speaker' is named twice", 12)


def test_a_refusal_names_what_there_is() -> None:
    with pytest.raises(PatternError) as caught:
        compiled("{speakr} convoy")
    assert caught.value.hint.startswith("slots are ")
    assert "speaker" in caught.value.hint


@given(st.text(st.sampled_from("ab |(){}.,:;-*'’speaker…"), max_size=30))
def test_whatever_is_written_compiles_or_is_refused_at_a_place_in_it(source: str) -> None:
    error = refusal(source)
    assert error is None or (0 <= error.at <= len(source) and error.what)


def refusal(source: str) -> PatternError | None:
    """Why a pattern cannot be read, if it cannot."""
    try:
        assert parse(source)
    except PatternError as error:
        return error
    return None


# ---- bounds ----------------------------------------------------------------------------------


def patterns() -> list[Pattern]:
    """Every pattern of the built-in rules."""
    vocabulary = engine().vocabulary
    spoken = [compile_pattern(r.id, r.pattern, vocabulary) for kind in (Construction, Stop) for r in book().of(kind)]
    return spoken + [compile_pattern(r.id, r.pattern, vocabulary, RELATION_SLOTS) for r in book().of(Alliance)]


UNBOUNDED = re.compile(r"(?<!\\)(?:[*+]|\{\d+,\})")


def test_no_expression_repeats_without_bound() -> None:
    without_classes = {p.id: re.sub(r"\[(?:\\.|[^\]])*\]", "C", p.regex.pattern) for p in patterns()}
    assert [name for name, expression in without_classes.items() if UNBOUNDED.search(expression)] == []


def slot(name: str) -> str:
    """The slot as patterns write it, with what it asks for."""
    of_class = ("act", "ahead", "does", "done", "noun", "owned", "spoken", "summed", "word")
    asks = {**dict.fromkeys(of_class, ":speech"), **dict.fromkeys(VERB_SLOTS, ":say")}
    return f"{{{name}{asks.get(name, '')}}}"


@pytest.mark.parametrize("name", sorted(SLOTS))
def test_every_slot_of_statements_compiles(name: str) -> None:
    assert compiled(f"convoy {slot(name)}")[1].regex.groups >= 0


ELEMENTS = (*map(slot, sorted(SLOTS)), "({speaker})", "convoy", "in|over", "(the)", "...", ",")


@given(st.lists(st.sampled_from(ELEMENTS), min_size=1, max_size=6))
def test_whatever_is_not_refused_when_it_is_read_compiles_when_it_is_needed(elements: list[str]) -> None:
    with suppress(PatternError):  # a part named twice
        assert compiled(" ".join(elements))[1].regex.groups >= 0


# ---- what would take too long ----------------------------------------------------------------

TOO_MANY = "the pattern could match in too many ways, which takes too long, from here on"


@pytest.mark.parametrize(
    ("source", "at"),
    [
        ("(red) " * 22 + "x", 54),
        ("(red (red (red (red)))) " * 6 + "x", 72),
        ("x " + "... " * 5 + "y", 14),
        ("(...) (...) (...) x", 12),
        ("{noun-phrase} " * 6 + "x", 56),
        ("{mood}|{when}|{tail} " * 4 + "x", 42),
    ],
)
def test_a_pattern_that_could_match_in_too_many_ways_is_refused_where_they_become_too_many(source: str, at: int) -> None:
    assert refused(source) == (TOO_MANY, at)


def test_a_pattern_has_so_many_steps_and_no_more() -> None:
    compiled("red " * 60)
    assert refused("red " * 61) == ("the pattern has more than 60 steps", 240)


@pytest.mark.parametrize("source", ["(red) " * 9 + "x", "red ... red ... red ... x", "(red (red)) " * 5 + "x"])
def test_what_is_allowed_grows_with_the_text_and_no_faster(source: str) -> None:
    vocabulary, pattern = compiled(source)
    streams = [find_quotations(cut("red " * size), vocabulary).streams[0] for size in (500, 4000)]
    times = []
    for stream in streams:
        start = time.process_time()
        assert list(find(pattern, stream)) == []
        times.append(time.process_time() - start)
    assert times[1] < max(16 * times[0], 2)


def test_a_book_may_name_more_words_than_one_private_use_area_holds() -> None:
    vocabulary = make_vocabulary(book(), [f"w{n}" for n in range(9_000)] + ["bridge"])
    pattern = compile_pattern("test", "{start} w8999|bridge", vocabulary)
    stream = find_quotations(cut("The bridge fell."), vocabulary).streams[0]
    assert [(match.start, match.end) for match in find(pattern, stream)] == [(0, 1)]
    with pytest.raises(RulesError, match="name more than 71,931 words"):
        make_vocabulary(book(), [f"w{n}" for n in range(80_000)])
