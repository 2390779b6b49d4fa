"""explain: which rule fired where, and why the near ones did not. The constructions here are the tests' own."""

import json
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from quoth.analysis.pipeline import Engine, make_engine
from quoth.commands.app import app
from quoth.diagnosis.explanation import Explanation, Marked, explain
from quoth.diagnosis.explanation_view import lines_of
from quoth.diagnosis.near_misses import Failure, Near, Unmatched
from quoth.model import Article, Span
from quoth.reporting.serialization import visible
from quoth.rulebook.rules import Construction, Rule, Stop, VerbFamily
from samples import OPEN, OPEN_TEXT
from workbench import book

PATTERNS = {
    "after": "{quote} , {speaker} {verb:quote}",
    "before": "{speaker} {verb:quote} (,) {quote}",
    "that": "{speaker} {verb:that} ({adjunct}) that {any}",
    "told": "{speaker} {verb:told} {addressee} that {any}",
    "last": "{lead} , {speaker} {verb:that} {end}",
    "by": "{patient} {passive:of} by {plain-speaker}",
}
VERBS = (
    VerbFamily(id="verbs.say", frames=["that", "quote"], verbs=["say"]),
    VerbFamily(id="verbs.warn", frames=["told"], verbs=["warn"]),
    VerbFamily(id="verbs.accuse", frames=["of"], verbs=["accuse"]),
)
SENTENCES = (
    "The army warned residents on Monday. ", "The envoy said that the road was open. ", "“We left,” he said. ", "A chief said “no”. ",
    "\r\n\r\n", "\n", "said ", "It was warned, the town said. ", "“", "”", "\x1b[31m", "東京 ", "e\u0301", "[bold]", "\t", "\u202e",
)  # fmt: skip


@cache
def engine() -> Engine:
    """The built-in rules with these tests' reporting verbs and constructions in place of their own."""
    kept = [rule for rule in book().rules if rule.id == "verbs.actions" or not isinstance(rule, Construction | Stop | VerbFamily)]
    own: list[Rule] = [Construction(id=key, pattern=pattern) for key, pattern in PATTERNS.items()]
    return make_engine(msgspec.structs.replace(book(), rules=(*kept, *own, *VERBS)))


def explained(text: str) -> Explanation:
    """The explanation of a text."""
    return explain(Article("text", text, ""), engine())


def nearest(text: str) -> list[Near]:
    """The rules near the one verb of a text that has no statement."""
    (unmatched,) = explained(text).unmatched
    return unmatched.nearest


def span(words: str, text: str) -> Span:
    """Where these words first stand in a text."""
    start = text.index(words)
    return Span(words, start, start + len(words))


def page(text: str, width: int = 100) -> list[str]:
    """What is shown of a text, without styles."""
    return ["".join(words for words, _ in line) for line in lines_of(explained(text), width)]


# ---- what fired ------------------------------------------------------------------------------


def test_every_part_of_a_statement_is_marked_with_its_rule() -> None:
    text = "The army warned Turkey that Russia had left."
    assert explained(text).spans == [
        Marked(part, "s1", "told", words, *msgspec.structs.astuple(span(words, text))[1:])
        for part, words in (
            ("speaker", "The army"), ("cue", "warned"), ("addressee", "Turkey"), ("about", "Turkey"),
            ("content", "Russia had left"), ("about", "Russia"),
        )
    ]  # fmt: skip


def test_the_evidence_of_a_relation_is_marked_with_its_rule() -> None:
    (marked,) = explained("Turkey-backed Free Syrian Army fighters crossed the border.").spans
    assert (marked.part, marked.of, marked.rule) == ("evidence", "r1", "alliance.backed-compound")


def test_a_verb_that_has_a_statement_is_not_listed() -> None:
    assert explained("The envoy said that the road was open. “We left,” he said.").unmatched == []


def test_verbs_of_action_are_not_listed() -> None:
    assert explained("The army backed residents on Monday.").unmatched == []


# ---- what came near --------------------------------------------------------------------------


def test_the_step_that_failed_is_given_with_its_place_and_what_stands_there() -> None:
    text = "Nobody moved.\nThe army warned residents on Monday."
    assert explained(text).unmatched == [
        Unmatched(
            verb=span("warned", text),
            lemma="warn",
            form="a past form or participle",
            frames=["told"],
            line=2,
            sentence=span("The army warned residents on Monday.", text),
            nearest=[Near("told", PATTERNS["told"], 3, 5, Failure("that", 34, Span("", 49, 49), "the sentence's end"))],
        )
    ]


def test_what_may_be_missing_is_neither_counted_nor_expected() -> None:
    text = "The envoy said on Monday the road was open."
    (near, _) = nearest(text)
    failed = Failure("that", 34, span("the road", text), "a noun phrase")
    assert near == Near("that", PATTERNS["that"], 2, 4, failed)


def test_a_rule_that_failed_before_the_verb_says_so() -> None:
    text = "Said on Monday that the road was open."
    (near, *_) = nearest(text)
    assert near == Near("that", PATTERNS["that"], 3, 4, Failure("{speaker}", 0, Span("", 0, 0), "the sentence's start"))


def test_a_rule_that_wants_another_verb_comes_last() -> None:
    text = "The army warned that the road was closed."
    last = nearest(text)[-1]
    assert last == Near("that", PATTERNS["that"], 3, 4, Failure("{verb:that}", 10, span("warned", text), "a past form or participle"))


def test_a_verb_in_a_form_that_no_rule_takes_has_no_near_rule() -> None:
    (unmatched,) = explained("He had nothing to say.").unmatched
    assert (unmatched.form, unmatched.nearest) == ("an infinitive", [])


def test_a_quotation_that_another_rule_took_is_named_with_its_statement() -> None:
    text = "The envoy said “We will leave the town tonight,” a soldier said."
    (near, *_) = nearest(text)
    assert near == Near("before", PATTERNS["before"], 3, 3, None, "an earlier rule had taken its quotation", "s1")


def test_a_lead_that_is_no_clause_is_named() -> None:
    (near, *_) = nearest("On Monday, the envoy said.")
    assert (near.rule, near.failed, near.why) == ("last", None, "what stands before it is no clause")


def test_inside_a_quotation_only_somebody_named_speaks() -> None:
    (near, *_) = nearest("“I said that the road was open,” the envoy said.")
    assert (near.rule, near.why) == ("that", "inside a quotation only somebody named makes a statement")


def test_rules_for_quotations_are_not_near_where_there_is_none() -> None:
    assert {near.rule for near in nearest("The envoy said nothing.")} == {"that", "last"}


# ---- the page --------------------------------------------------------------------------------


def test_the_page_marks_the_text_and_names_the_rules() -> None:
    text = "Iran said that Russia had left.\n\nThe army warned residents on Monday.\n"
    assert page(text) == [
        "text",
        "",
        "   1  Iran said that Russia had left.",
        "  s1  spea cue^      about~---------",
        "   2  ",
        "   3  The army warned residents on Monday.",
        "   ?           ??????",
        "",
        "statements",
        "  s1  line 1  that  statement, indirect  Iran (by name): Russia had left",
        "",
        "actors",
        "  iran    rules  state    “Iran” line 1 by name",
        "  russia  rules  state    “Russia” line 1",
        "",
        "no statement for “warned” (line 3, a past form or participle; warn takes told)",
        "    The army warned residents on Monday.",
        "    told  matched 3 of 5 steps, expected `that` at the sentence's end",
        "        {speaker} {verb:told} {addressee} that {any}",
        "                                          ^^^^",
    ]


def test_the_page_says_of_everybody_what_they_are_known_by_and_by_which_words() -> None:
    shown = ["".join(words for words, _ in line) for line in lines_of(Explanation(OPEN, OPEN_TEXT, [], []), 200)]
    assert shown[shown.index("actors") + 1 :] == [
        "  text:mehmet-aksoy          text      person        for Syrian rebels  "
        "“Mehmet Aksoy” line 1 by name, “a spokesman” line 1, “Aksoy” line 1 by name",
        "  syria                      rules     state                            “Syrian” line 1",
        "  syria:rebels               composed  armed-group                      “Syrian rebels” line 1",
        "  any:jihadists              composed                                   “jihadists” line 1",
        "  text:northern-river-front  text      organisation                     "
        "“Northern River Front” line 1, “NRVF” line 1, “NRVF” line 1",
    ]


def test_marks_stand_below_wide_and_control_characters() -> None:
    assert page("The 東京\u202eenvoy said that the road was open.")[2:4] == [
        "   1  The 東京\\u202eenvoy said that the road was open.",
        "  s1  speaker============ cue^      content----------",
    ]


def test_a_long_line_is_cut_at_spaces_and_its_marks_go_on() -> None:
    assert page("The envoy said that the road to the river was open again.", 40)[2:6] == [
        "   1  The envoy said that the road to ",
        "  s1  speaker== cue^      content-----",
        "      the river was open again.",
        "  s1  ------------------------",
    ]


# ---- promises --------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(SENTENCES) | st.text(max_size=8), max_size=10).map("".join))
def test_every_offset_is_exact_and_every_failure_is_a_step_of_its_rule(text: str) -> None:
    explanation = explained(text)
    cues = [(s.cue.start, s.cue.end) for s in explanation.document.statements if s.cue]
    for found in explanation.unmatched:
        assert not any(start < found.verb.end and found.verb.start < end for start, end in cues)
        assert len(found.nearest) <= 3
        places = [found.verb, found.sentence]
        for near in found.nearest:
            assert near.pattern == PATTERNS[near.rule]
            assert (near.failed is None) == (near.matched == near.steps) == (near.why is not None)
            if near.failed:
                assert near.pattern[near.failed.place :].startswith(near.failed.expected)
                places.append(near.failed.at)
        assert all(text[place.start : place.end] == place.text for place in places)
    assert all(text[marked.start : marked.end] == marked.text for marked in explanation.spans)


@given(st.lists(st.sampled_from(SENTENCES) | st.text(max_size=8), max_size=10).map("".join), st.integers(0, 120))
def test_the_page_shows_the_whole_text(text: str, width: int) -> None:
    lines = list(lines_of(explained(text), width))
    shown = ["".join(words for words, _ in line[1:]) for line in lines[2:] if line and line[0][1] in ("dim", "") and len(line[0][0]) == 6]
    plain = visible(text.replace("\r", "").replace("\n", ""))
    assert "".join(shown).startswith(plain)


# ---- the command -----------------------------------------------------------------------------


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An article with a statement, a verb without one, and an escape sequence."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Turkey said that Russia had left. The\x1b[31m army warned residents.\n", encoding="utf-8")
    return "a.txt"


def test_the_command_shows_the_page_without_anything_that_steers_a_terminal(article: str) -> None:
    result = CliRunner().invoke(app, ["explain", article])
    assert result.exit_code == 0
    assert "no statement for “warned” (line 1" in result.stdout
    assert "\x1b" not in result.stdout


def test_the_command_gives_json_that_is_the_explanation(article: str) -> None:
    result = CliRunner().invoke(app, ["explain", article, "--format", "json"])
    explanation = msgspec.json.decode(result.stdout, type=Explanation)
    assert explanation.text == Path(article).read_text(encoding="utf-8")
    assert [found.verb.text for found in explanation.unmatched] == ["warned"]
    assert json.loads(result.stdout)["document"]["source"] == article


def test_a_file_that_is_not_there_ends_the_command_with_1() -> None:
    result = CliRunner().invoke(app, ["explain", "nowhere.txt"])
    assert (result.exit_code, result.stdout) == (1, "")
