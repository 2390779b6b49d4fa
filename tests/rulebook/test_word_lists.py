"""Lists and classes that the program asks a book for: what is missing is a problem of the rules, with its place."""

from functools import cache
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from quoth.analysis.needs import LISTS, lacking
from quoth.analysis.pipeline import analyze, make_engine
from quoth.commands.app import app
from quoth.errors import RulesError
from quoth.model import Article
from quoth.patterns.slots import classes_of_slots
from quoth.rulebook.loading import builtin_folder, load_rules
from quoth.rulebook.rules import RuleBook, WordClass, WordList
from quoth.rulebook.word_lists import class_names, codes_for, words_for
from workbench import book

HINT = "keep the list; `words: []` empties it"


class Pronouns(msgspec.Struct, frozen=True):
    """Two lists, one of which there is not."""

    he: frozenset[str]
    not_there_: frozenset[str]


class Times(msgspec.Struct, frozen=True):
    """A class, and one that there is not."""

    time: str
    not_there: str


def own(tmp_path: Path, text: str) -> RuleBook:
    """The built-in rules, and a user's file over them."""
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    return load_rules([builtin_folder(), tmp_path])


def told(book: RuleBook) -> list[tuple[str, str, str]]:
    return [(Path(p.where).name, p.what, p.hint) for p in lacking(book)]


@cache
def needed() -> list[str]:
    return sorted({name for kind in LISTS for name in class_names(kind)})


def test_the_rules_that_quoth_brings_hold_all_that_it_asks_for() -> None:
    assert lacking(book()) == []
    assert {"when", "adverbial", "unreal"} <= classes_of_slots()


def test_a_stage_gets_its_lists_by_name() -> None:
    class He(msgspec.Struct, frozen=True):
        he: frozenset[str]
        they_alone: frozenset[str]

    assert words_for(He, book()) == He(book().lists()["he"], book().lists()["they-alone"])


def test_all_that_a_stage_lacks_is_named() -> None:
    with pytest.raises(RulesError) as caught:
        words_for(Pronouns, book())
    assert list(map(str, caught.value.problems)) == [f"rules: there is no list `not-there`, which quoth needs ({HINT})"]
    with pytest.raises(RulesError, match="there is no class `not-there`, which quoth needs"):
        codes_for(Times, {"time": "x"}, book())


def test_a_list_that_is_disabled_is_missed_where_it_was_disabled(tmp_path: Path) -> None:
    found = own(tmp_path, "disable:\n  - list.possessive\n  - class.when\n")
    assert told(found) == [
        ("own.yaml:2:5", "there is no list `possessive`, which quoth needs", HINT),
        ("own.yaml:3:5", "there is no class `when`, which quoth needs", "keep the class; `words: []` empties it"),
    ]


def test_a_list_that_another_takes_the_place_of_is_missed_there(tmp_path: Path) -> None:
    found = own(tmp_path, "lists:\n- {id: list.possessive, name: mine, words: [my]}\n")
    assert told(found) == [("own.yaml:2:31", "there is no list `possessive`, which quoth needs", HINT)]


def test_a_list_that_a_rule_of_another_id_gives_again_is_not_missed(tmp_path: Path) -> None:
    assert told(own(tmp_path, "disable: [list.possessive]\nlists:\n- {id: mine, name: possessive, words: [my]}\n")) == []


def test_every_list_and_class_may_be_disabled_with_the_same_outcome(tmp_path: Path) -> None:
    rules = [rule for rule in book().rules if isinstance(rule, WordList | WordClass)]
    found = own(tmp_path, "disable:\n" + "".join(f"- {rule.id}\n" for rule in rules))
    places = {rule.id: f"own.yaml:{line}:3" for line, rule in enumerate(rules, 2)}
    lists = {places[rule.id] for rule in rules if isinstance(rule, WordList) and rule.name in needed()}
    assert {where for where, what, _ in told(found) if " list " in what} == lists
    with pytest.raises(RulesError):
        make_engine(found)


def test_every_list_and_class_may_be_emptied(tmp_path: Path) -> None:
    lists = [f"- {{id: {rule.id}, name: {rule.name}, words: []}}\n" for rule in book().of(WordList)]
    classes = [f"- {{id: {rule.id}, slot: {rule.slot}, words: []}}\n" for rule in book().of(WordClass)]
    found = own(tmp_path, "lists:\n" + "".join(lists) + "classes:\n" + "".join(classes))
    assert lacking(found) == []
    assert analyze(Article("a", "Russia accused Turkey of lying. “We ran,” he said on Monday.", ""), make_engine(found)).statements != []


@pytest.mark.parametrize("command", [["rules", "check", "own"], ["analyze", "--rules", "own", "a.txt"]])
def test_commands_say_so_and_end_with_three(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "mine.yaml").write_text("disable: [list.possessive]\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("Its army left.", encoding="utf-8")
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 3
    assert result.stderr == f"quoth: own/mine.yaml:1:11: there is no list `possessive`, which quoth needs ({HINT})\n"


def test_where_a_list_was_lost_is_kept_with_the_book(tmp_path: Path) -> None:
    first = own(tmp_path, "disable: [list.possessive]\n")
    assert own(tmp_path, "disable: [list.possessive]\n").lost == first.lost == {"lists possessive": f"{tmp_path / 'own.yaml'}:1:11"}
