"""The clause stage: sentences taken apart into clauses and frames; properties that hold for any tokens."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from quoth.commands.app import app
from quoth.diagnosis.clause_view import Analysis, clause_words, read_clauses, sentence_lines
from quoth.language.clause_words import ClauseWords
from quoth.language.clauses import read_sentence
from quoth.language.frames import Sentence
from quoth.language.text import Text
from quoth.language.weaving import Weaver
from quoth.model import Article
from workbench import engine

GOLD: list[dict[str, Any]] = yaml.safe_load((Path(__file__).with_name("clauses.yaml")).read_text(encoding="utf-8"))
SOUP = st.lists(st.sampled_from("NPDJMVEBZGUXhbIoCSHTWRO,;:-().Y“”'xKQ"), min_size=1, max_size=60).map("".join)
"""Tags in any order."""
FORMS = {
    "N": "rebels", "P": "Dourania", "D": "the", "J": "armed", "M": "two", "V": "sent", "E": "shelled", "B": "back", "Z": "says",
    "G": "fighting", "U": "to", "X": "would", "h": "has", "b": "was", "I": "by", "o": "of", "C": "and", "S": "as", "H": "which",
    "T": "that",
    "W": "when", "O": "it",
}  # fmt: skip


@cache
def words() -> ClauseWords:
    """The built-in words."""
    return clause_words(engine())


def read(text: str) -> Analysis:
    """The analysis of a text."""
    return read_clauses(Article("text", text, ""), engine())


def soup(tags: str) -> Text:
    """Words with these tags, whether or not it makes sense."""
    tokens = [FORMS.get(tag, tag) for tag in tags]
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token) + 1)
    ends = [start + len(token) for start, token in zip(starts, tokens, strict=False)]
    article = Article("text", " ".join(tokens), "")
    tagged = tags.replace("o", "I").replace("Q", "x")
    return Text(article, starts[:-1], ends, tokens, tagged, [(0, len(tags))], [(0, len(tags))], [], [], [])


def check_spans(sentence: Sentence) -> None:
    """Every token belongs to one clause, and each clause lies within its parent."""
    first, last = sentence.span
    owned = sorted(token for clause in sentence.clauses for start, end in clause.pieces for token in range(start, end))
    assert owned == list(range(first, last))
    for index, clause in enumerate(sentence.clauses):
        assert clause.parent < index
        if clause.parent >= 0 and clause.span[0] < clause.span[1]:
            around = sentence.clauses[clause.parent].span
            assert around[0] <= clause.span[0] <= clause.span[1] <= around[1]


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["text"], marks=[pytest.mark.xfail(strict=True)] if case.get("gap") else []) for case in GOLD]
)
def test_a_sentence_is_taken_apart_as_people_read_it(case: dict[str, Any]) -> None:
    analysis = read(case["text"])
    found = [line for sentence in analysis.sentences for line in sentence_lines(analysis, sentence)]
    assert "\n".join(found) == case["frames"].rstrip("\n")
    for sentence in analysis.sentences:
        check_spans(sentence)


@pytest.mark.parametrize("text", ["The mayor met Ali Hassan (all times EDT) said.", "The bridges Ankara (the roads Turkey) closed."])
def test_a_bracket_in_which_a_row_of_nouns_is_parted_ends_nothing(text: str) -> None:
    for sentence in read(text).sentences:
        check_spans(sentence)


def test_the_sentences_are_as_many_as_forms_of_english_ask_for() -> None:
    assert len(GOLD) >= 150
    assert len({case["text"] for case in GOLD}) == len(GOLD)


@given(SOUP)
@settings(max_examples=200, deadline=None)
def test_every_token_is_in_one_clause_and_spans_are_nested_whatever_the_tags(tags: str) -> None:
    check_spans(read_sentence(soup(tags), (0, len(tags)), (), words()))


@given(SOUP, st.integers(0, 59), st.integers(3, 20))
@settings(max_examples=100, deadline=None)
def test_the_same_holds_around_a_quotation(tags: str, start: int, length: int) -> None:
    end = min(start + length, len(tags))
    quoted = [(start, end)] if start + 3 <= end else []
    check_spans(read_sentence(soup(tags), (0, len(tags)), quoted, words()))


@pytest.mark.parametrize(
    "row",
    ["N", "NC", "N,", "NI", "E", "EC", "F", "NEC", "H", "T", "S", "(", "NH", "NEI", "VN", ",E", "UB", "No", "ED", "DJ", "CN", "S,", "G,"],
)
def test_time_grows_with_the_length_alone(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps up the stack and looks ahead are counted, not seconds."""

    def steps(length: int) -> int:
        count = 0
        for name in ("has_verb", "is_past", "phrases", "open", "awaiting", "finite", "close_to"):
            plain = getattr(Weaver, name)

            def counted(self: Weaver, *args: Any, plain: Any = plain, **named: Any) -> Any:
                nonlocal count
                count += len(self.stack) if plain.__name__ in ("awaiting", "finite", "close_to") else 1
                return plain(self, *args, **named)

            monkeypatch.setattr(Weaver, name, counted)
        tags = (row * length)[:length]
        read_sentence(soup(tags.replace("F", "V")), (0, length), (), words())
        monkeypatch.undo()
        return count

    assert steps(1600) <= 5 * steps(400) + 100


# ---- quoth explain --clauses -----------------------------------------------------------------


def test_explain_shows_the_clauses_of_each_sentence(tmp_path: Path) -> None:
    article = tmp_path / "raid.txt"
    article.write_text("DAKAR (AP) — Rebels backed by Turkey seized the town. Officials fled.", encoding="utf-8")
    shown = CliRunner().invoke(app, ["explain", "--clauses", str(article)])
    assert shown.exit_code == 0
    assert shown.stdout.rstrip("\n").split("\n") == [
        "Rebels backed by Turkey seized the town.",
        "  main: seize, past; subject Rebels; object the town",
        "    participle: back, passive, participle; subject Rebels (participle); agent Turkey",
        "",
        "Officials fled.",
        "  main: flee, past; subject Officials",
    ]


def test_explain_gives_clauses_as_json_with_places_of_tokens(tmp_path: Path) -> None:
    article = tmp_path / "raid.txt"
    article.write_text("Rebels seized Goma.", encoding="utf-8")
    told = json.loads(CliRunner().invoke(app, ["explain", "--clauses", "--format", "json", str(article)]).stdout)
    (clause,) = told["sentences"][0]["clauses"]
    start, end = told["tokens"][clause["objects"][0]["head"]]
    assert (clause["lemma"], clause["tense"], told["text"][start:end]) == ("seize", "past", "Goma")


def test_what_is_shown_holds_no_control_sequences(tmp_path: Path) -> None:
    article = tmp_path / "raid.txt"
    article.write_text("Rebels \x1b[31mseized Goma\u202e.", encoding="utf-8")
    shown = CliRunner().invoke(app, ["explain", "--clauses", str(article)]).stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown
