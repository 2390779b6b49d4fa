"""The public door: what programs import."""

import doctest
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import quoth
from quoth import api

TEXT = "Russia accused Turkey of helping the rebels. “We will stay,” President Recep Tayyip Erdogan said."
RULES = """
actors:
- {id: skilvania, name: Skilvania, type: state, note: Invented for this test.}
"""


def test_dir_is_what_is_promised() -> None:
    assert dir(quoth) == sorted(quoth.__all__)
    assert all(getattr(quoth, name) is not None for name in quoth.__all__)


def test_a_name_stays_what_it_is_when_all_is_loaded() -> None:
    code = "import quoth, quoth.commands.app, quoth.api; print(quoth.version())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == f"{quoth.version()}\n"


def test_what_is_not_promised_is_not_there() -> None:
    with pytest.raises(AttributeError, match="module 'quoth' has no attribute 'analyse'"):
        quoth.analyse  # noqa: B018


def test_importing_quoth_imports_nothing_heavy() -> None:
    code = "import sys, quoth; print(sorted({'nltk', 'yaml', 'rich', 'msgspec', 'typer', 'quoth.api'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout == "[]\n"


@pytest.mark.parametrize("module", [quoth, api])
def test_the_examples_in_its_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_a_text_gives_the_report_that_the_command_gives(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-m", "quoth", "analyze", str(article)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
    assert quoth.analyze(TEXT, source=str(article)).to_dict() == told


def test_an_analyzer_with_rules_of_ones_own_knows_their_actors(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(RULES, encoding="utf-8")
    report = quoth.Analyzer(rules=[tmp_path])("Skilvania said it would not leave.")
    assert [statement.speaker and statement.speaker.actor for statement in report.statements] == ["skilvania"]


def test_wrong_rules_are_told_all_at_once_with_their_places(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("actors:\n- {id: a, nam: B}\n- {id: c, name: C, type: stat}\n", encoding="utf-8")
    with pytest.raises(quoth.RulesError) as raised:
        quoth.Analyzer([tmp_path])
    assert {problem.where.removeprefix(str(tmp_path)).split(":")[1] for problem in raised.value.problems} == {"2", "3"}


def test_the_date_of_a_text_is_a_day() -> None:
    day = date(2017, 10, 7)
    assert quoth.analyze(TEXT, date=day).date == quoth.analyze(TEXT, date="2017-10-07").date == "2017-10-07"
    with pytest.raises(ValueError, match="Invalid isoformat string"):
        quoth.analyze(TEXT, date="yesterday")


def test_articles_are_read_in_order_and_what_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Turkey said no.", encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(b"")
    found = list(quoth.read(tmp_path))
    assert [type(one) for one in found] == [quoth.Problem, quoth.Article]
    [article] = [one for one in found if isinstance(one, quoth.Article)]
    assert quoth.analyze(article).source == str(tmp_path / "b.txt")


def test_rows_are_one_a_statement() -> None:
    rows = quoth.to_rows(quoth.analyze(TEXT, source="a.txt"))
    assert [(row["source"], row["speaker_name"], row["act"]) for row in rows] == [
        ("a.txt", "Russia", "ACCUSE"),
        ("a.txt", "Recep Tayyip Erdogan", "STATEMENT"),
    ]
